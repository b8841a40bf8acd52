package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/motcua/motcua/bot"
)

const (
	senders   = 4   // pipelines on the way at once
	batchMax  = 128 // calls in a pipeline
	batchTime = 5 * time.Second
)

// redisEngine sends concurrent calls to Redis in pipelines.
type redisEngine struct {
	client redis.UniversalClient
	copies int // how many copies must have what is confirmed; 0: Redis replicates later
	log    *slog.Logger
	calls  chan *redisCall
	quit   chan struct{}
	wg     sync.WaitGroup
	ahead  atomic.Int64 // nanoseconds by which Redis' clock is ahead of ours
}

type redisCall struct {
	script *script // nil: args are a command
	args   []any
	res    any
	err    error
	done   chan struct{}
}

func openRedis(ctx context.Context, url string, log *slog.Logger) (*redisEngine, error) {
	url, copies, err := copiesWanted(url)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	client, err := newClient(url, log)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	e := &redisEngine{client: client, copies: copies, log: log, calls: make(chan *redisCall, 4096), quit: make(chan struct{})}
	if err := errors.Join(e.calibrate(ctx), e.check(ctx)); err != nil {
		return nil, fmt.Errorf("store: %w", errors.Join(err, client.Close()))
	}
	for range senders {
		e.wg.Go(e.send)
	}
	e.wg.Go(e.keepTime)
	return e, nil
}

// check refuses a Redis that would throw data away and warns of one that can lose it.
func (e *redisEngine) check(ctx context.Context) error {
	node, err := e.node(ctx)
	if err != nil {
		return wrapRedis(err)
	}
	info, err := node.InfoMap(ctx, "server", "memory", "persistence").Result()
	if err != nil {
		return wrapRedis(err)
	}
	find := func(name string) string {
		for _, section := range info {
			if v, ok := section[name]; ok {
				return v
			}
		}
		return ""
	}
	if v := find("redis_version"); v != "" && (strings.HasPrefix(v, "5.") || strings.HasPrefix(v, "6.")) {
		return fmt.Errorf("Redis %s is too old: 7.0 or newer is needed", v) //nolint:staticcheck // a name
	}
	if p := find("maxmemory_policy"); p != "" && p != "noeviction" {
		return fmt.Errorf("Redis may delete our data: maxmemory-policy is %q; run `redis-cli CONFIG SET "+
			"maxmemory-policy noeviction` and set it in redis.conf", p) //nolint:staticcheck // a name
	}
	if find("aof_enabled") == "0" {
		e.log.Warn("Redis has no AOF: a crash of Redis loses what came since its last snapshot; run `redis-cli " +
			"CONFIG SET appendonly yes` and set it in redis.conf")
	}
	return nil
}

func (e *redisEngine) calibrate(ctx context.Context) error {
	node, err := e.node(ctx)
	if err != nil {
		return wrapRedis(err)
	}
	start := time.Now()
	t, err := node.Time(ctx).Result()
	if err != nil {
		return wrapRedis(err)
	}
	took := time.Since(start)
	e.ahead.Store(int64(t.Sub(start) - took/2))
	return nil
}

// keepTime follows Redis' clock.
func (e *redisEngine) keepTime() {
	tick := time.NewTicker(30 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			ctx, cancel := context.WithTimeout(context.Background(), batchTime)
			_ = e.calibrate(ctx) // the last known offset serves on
			cancel()
		case <-e.quit:
			return
		}
	}
}

// clock is Redis' time, so that the leases of processes on several machines mean the same.
func (e *redisEngine) clock() time.Time { return time.Now().Add(time.Duration(e.ahead.Load())) }

func (e *redisEngine) run(ctx context.Context, s *script, _ int64, args []string) (any, error) {
	return e.do(ctx, s, args)
}

func (e *redisEngine) read(ctx context.Context, _ int64, args ...string) (any, error) {
	return e.do(ctx, nil, args)
}

func (e *redisEngine) do(ctx context.Context, s *script, args []string) (any, error) {
	c := &redisCall{script: s, args: make([]any, len(args)), done: make(chan struct{})}
	for i := range args {
		if s == nil {
			c.args[i] = args[i] // the client looks for the key among them
		} else {
			c.args[i] = &args[i] // a pointer fits into an any as it is; a string would be put on the heap once more
		}
	}
	select {
	case e.calls <- c:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-e.quit:
		return nil, errClosed
	}
	select {
	case <-c.done:
		return c.res, c.err
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-e.quit:
		return nil, errClosed
	}
}

var errClosed = fmt.Errorf("%w: store is closed", bot.ErrUnavailable)

// send takes what waits and sends it in one pipeline, again and again.
func (e *redisEngine) send() {
	batch := make([]*redisCall, 0, batchMax)
	for {
		batch = batch[:0]
		select {
		case c := <-e.calls:
			batch = append(batch, c)
		case <-e.quit:
			return
		}
	more:
		for len(batch) < batchMax {
			select {
			case c := <-e.calls:
				batch = append(batch, c)
			default:
				break more
			}
		}
		e.exec(batch)
	}
}

// exec runs a batch. Its calls have no order among each other: each belongs to another goroutine.
func (e *redisEngine) exec(batch []*redisCall) {
	ctx, cancel := context.WithTimeout(context.Background(), batchTime) // not the callers': they share the pipeline
	defer cancel()
	unknown := e.pipeline(ctx, batch, func(s *script) (string, string) { return "evalsha", s.sha })
	if len(unknown) > 0 { // Redis is new or was restarted: it learns the scripts
		e.pipeline(ctx, unknown, func(s *script) (string, string) { return "eval", s.source })
	}
}

// once is a command that may have run though its answer was lost: the client for clusters must not send it again by
// itself, as it does with others whatever MaxRetries says.
type once struct{ *redis.Cmd }

// NoRetry implements redis.Cmder.
func (once) NoRetry() bool { return true }

// pipeline returns the calls whose script Redis does not know; the others are done.
func (e *redisEngine) pipeline(ctx context.Context, batch []*redisCall,
	how func(*script) (command, text string)) (unknown []*redisCall) {
	cmds := make([]*redis.Cmd, len(batch))
	var copied *redis.Cmd
	p := e.client.Pipeline()
	for i, c := range batch {
		if c.script == nil {
			cmds[i] = p.Do(ctx, c.args...)
		} else {
			command, text := how(c.script)
			cmds[i] = redis.NewCmd(ctx, append([]any{command, text, 1, prefix}, c.args...)...)
			cmds[i].SetFirstKeyPos(3)
			_ = p.Process(ctx, once{cmds[i]}) // only queues
			copied = redis.NewCmd(ctx, "wait", e.copies, copyWithin.Milliseconds())
		}
	}
	if e.copies == 0 {
		copied = nil
	} else if copied != nil { // it waits for all that came before it on its connection
		_ = p.Process(ctx, once{copied})
	}
	_, _ = p.Exec(ctx) // each command has its own error
	late := copied != nil && !e.enough(copied)
	for i, c := range batch {
		res, err := cmds[i].Result()
		switch {
		case errors.Is(err, redis.Nil):
			res, err = nil, nil
		case err != nil && strings.HasPrefix(err.Error(), "NOSCRIPT"):
			unknown = append(unknown, c)
			continue
		}
		c.res, c.err = res, wrapRedis(err)
		if late && err == nil && c.script != nil {
			c.err = errNotCopied // as when the answer is lost: it may have happened, and is asked for again
		}
		close(c.done)
	}
	return unknown
}

// copyWithin is how long copies have to take what was written; shorter than a connection waits for an answer.
const copyWithin = 2 * time.Second

var errNotCopied = fmt.Errorf("%w: too few copies of Redis have it yet", bot.ErrUnavailable)

func (e *redisEngine) enough(wait *redis.Cmd) bool {
	n, err := wait.Int()
	return err == nil && n >= e.copies
}

// wrapRedis marks the errors that may pass: all but those that say that we asked for nonsense.
func wrapRedis(err error) error {
	if err == nil {
		return nil
	}
	var answer redis.Error
	if errors.As(err, &answer) {
		msg := answer.Error()
		if strings.HasPrefix(msg, "WRONGTYPE") || strings.HasPrefix(msg, "ERR ") &&
			!strings.Contains(msg, "max number of clients") &&
			!strings.Contains(msg, "OOM") && !strings.Contains(msg, "READONLY") && !strings.Contains(msg, "MISCONF") {
			return err
		}
		return fmt.Errorf("%w: %w", bot.ErrUnavailable, err)
	}
	var netErr net.Error
	if errors.As(err, &netErr) || errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: %w", bot.ErrUnavailable, err)
	}
	return fmt.Errorf("%w: %w", bot.ErrUnavailable, err)
}

func (e *redisEngine) close() error {
	close(e.quit)
	e.wg.Wait()
	return e.client.Close()
}
