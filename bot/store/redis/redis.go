// Package redis keeps the state in a Redis: every change is one Lua script.
//
// All keys begin with "{mc}:". In a Redis Cluster they share that hash tag, so they live on one node: a cluster works,
// and gives failover, but no more room or speed than one Redis.
package redis

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

	goredis "github.com/redis/go-redis/v9"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/engine"
)

// prefix begins every key; see the package's comment.
const prefix = "{mc}:"

const (
	senders   = 4   // pipelines on the way at once
	batchMax  = 128 // calls in a pipeline
	batchTime = 5 * time.Second
)

// Engine implements engine.Engine. It sends concurrent calls to Redis in pipelines.
type Engine struct {
	client goredis.UniversalClient
	copies int // how many copies must have what is confirmed; 0: Redis replicates later
	log    *slog.Logger
	now    func() time.Time

	settles settleGroup
	calls   chan *redisCall
	quit    chan struct{}
	wg      sync.WaitGroup
	ahead   atomic.Int64 // nanoseconds by which Redis' clock is ahead of ours
}

type redisCall struct {
	script *script // nil: args are a command
	args   []any
	res    any
	err    error
	done   chan struct{}
}

// Open connects to the Redis of an address (see store.Options.RedisURL). now is the clock; nil means the real one,
// corrected to Redis' clock, so that replicas agree.
func Open(ctx context.Context, url string, log *slog.Logger, now func() time.Time) (*Engine, error) {
	url, copies, err := copiesWanted(url)
	if err != nil {
		return nil, err
	}
	client, err := newClient(url, log)
	if err != nil {
		return nil, err
	}
	e := &Engine{client: client, copies: copies, log: log, now: now, calls: make(chan *redisCall, 4096),
		quit: make(chan struct{})}
	if e.now == nil {
		e.now = e.clock
	}
	if err := errors.Join(e.calibrate(ctx), e.check(ctx)); err != nil {
		return nil, errors.Join(err, client.Close())
	}
	for range senders {
		e.wg.Go(e.send)
	}
	e.wg.Go(e.keepTime)
	return e, nil
}

// check refuses a Redis that would throw data away and warns of one that can lose it.
func (e *Engine) check(ctx context.Context) error {
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

func (e *Engine) calibrate(ctx context.Context) error {
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
func (e *Engine) keepTime() {
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
func (e *Engine) clock() time.Time { return time.Now().Add(time.Duration(e.ahead.Load())) }

// Now implements engine.Engine.
func (e *Engine) Now() time.Time { return e.now() }

func (e *Engine) ms() int64 { return e.now().UnixMilli() }

// Near implements engine.Engine: each read is a way to another process.
func (e *Engine) Near() bool { return false }

// run runs a script with the time before its arguments; while a backup is read it waits.
func (e *Engine) run(ctx context.Context, sc *script, args ...string) (any, error) {
	for {
		res, err := e.do(ctx, sc, append([]string{int64s(e.ms())}, args...))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", sc.name, err)
		}
		if res != "FROZEN" {
			return res, nil
		}
		if err := engine.Pause(ctx, 20*time.Millisecond); err != nil {
			return nil, fmt.Errorf("%s: a backup is being read: %w", sc.name, errors.Join(bot.ErrUnavailable, err))
		}
	}
}

// Probe implements engine.Engine.
func (e *Engine) Probe(ctx context.Context) error {
	_, err := e.run(ctx, probeScript)
	return err
}

func (e *Engine) read(ctx context.Context, args ...string) (any, error) { return e.do(ctx, nil, args) }

func (e *Engine) do(ctx context.Context, s *script, args []string) (any, error) {
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
		return nil, engine.ErrClosed
	}
	select {
	case <-c.done:
		return c.res, c.err
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-e.quit:
		return nil, engine.ErrClosed
	}
}

// send takes what waits and sends it in one pipeline, again and again.
func (e *Engine) send() {
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
func (e *Engine) exec(batch []*redisCall) {
	ctx, cancel := context.WithTimeout(context.Background(), batchTime) // not the callers': they share the pipeline
	defer cancel()
	unknown := e.pipeline(ctx, batch, func(s *script) (string, string) { return "evalsha", s.sha })
	if len(unknown) > 0 { // Redis is new or was restarted: it learns the scripts
		e.pipeline(ctx, unknown, func(s *script) (string, string) { return "eval", s.source })
	}
}

// once is a command that may have run though its answer was lost: the client for clusters must not send it again by
// itself, as it does with others whatever MaxRetries says.
type once struct{ *goredis.Cmd }

// NoRetry implements goredis.Cmder.
func (once) NoRetry() bool { return true }

// pipeline returns the calls whose script Redis does not know; the others are done.
func (e *Engine) pipeline(ctx context.Context, batch []*redisCall,
	how func(*script) (command, text string)) (unknown []*redisCall) {
	cmds := make([]*goredis.Cmd, len(batch))
	var copied *goredis.Cmd
	p := e.client.Pipeline()
	for i, c := range batch {
		if c.script == nil {
			cmds[i] = p.Do(ctx, c.args...)
		} else {
			command, text := how(c.script)
			cmds[i] = goredis.NewCmd(ctx, append([]any{command, text, 1, prefix}, c.args...)...)
			cmds[i].SetFirstKeyPos(3)
			_ = p.Process(ctx, once{cmds[i]}) // only queues
			copied = goredis.NewCmd(ctx, "wait", e.copies, copyWithin.Milliseconds())
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
		case errors.Is(err, goredis.Nil):
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

func (e *Engine) enough(wait *goredis.Cmd) bool {
	n, err := wait.Int()
	return err == nil && n >= e.copies
}

// wrapRedis marks the errors that may pass: all but those that say that we asked for nonsense.
func wrapRedis(err error) error {
	if err == nil {
		return nil
	}
	var answer goredis.Error
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

// Close implements engine.Engine.
func (e *Engine) Close() error {
	close(e.quit)
	e.wg.Wait()
	e.settles.wg.Wait()
	return e.client.Close()
}
