// Package store keeps all state: in a real Redis, or embedded in the process.
//
// Every change is one Lua script, run by Redis or by package embedded: it takes effect whole or not at all, and what
// was answered is as durable as the database (Redis: its AOF; embedded: synced to disk). Errors that may pass (network,
// Redis loading, read-only or out of memory, a full disk) wrap bot.ErrUnavailable. After such an error a commit may
// have happened all the same; UpdateOnce makes asking again harmless.
//
// All keys begin with "{mc}:". In a Redis Cluster they share that hash tag, so they live on one node: a cluster works,
// and gives failover, but no more room or speed than one Redis.
package store

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/embedded"
)

const (
	version = 1 // of the layout of keys; see migrate
	// seenFor is how long a committed update is remembered: longer than any platform delivers it again.
	seenFor = 72 * time.Hour
)

// Options say where the state is.
type Options struct {
	// RedisURL names a Redis: redis://[user:password@]host:port/db, rediss:// for TLS, unix:///path/to/socket,
	// sentinel://[user:password@]host:port,host:port/master-name[/db] (sentinels:// for TLS), cluster://host:port,…
	// (clusters://). After a TLS address ?ca=/path/to.pem names a private authority. Empty means embedded, in Dir.
	RedisURL string
	Dir      string
	Log      *slog.Logger
	// Now is the clock; nil means the real one, with Redis corrected to Redis' clock, so that replicas agree.
	Now func() time.Time

	Files        embedded.Files // nil: Dir; tests give a folder of their own
	compactAfter int
}

// Store implements bot.State and the queues on top of it. It is safe for many goroutines.
type Store struct {
	log    *slog.Logger
	now    func() time.Time
	engine engine
	id     string // of this process: makes revisions and tokens unique
	serial atomic.Uint64

	settles  settleGroup
	lastSpec atomic.Pointer[bot.BulkSpec]

	closing sync.Once
	closed  error // of Close

	mu    sync.Mutex
	wakes map[string]chan struct{}
}

// Open connects to the database, or recovers the embedded state, and brings its layout up to date.
func Open(ctx context.Context, opt Options) (*Store, error) {
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	var random [9]byte
	_, _ = rand.Read(random[:]) // never fails
	s := &Store{log: opt.Log, now: opt.Now, id: base64.RawURLEncoding.EncodeToString(random[:]),
		wakes: make(map[string]chan struct{})}
	var err error
	if opt.RedisURL != "" {
		var e *redisEngine
		if e, err = openRedis(ctx, opt.RedisURL, opt.Log); err == nil {
			s.engine = e
			if s.now == nil {
				s.now = e.clock
			}
		}
	} else {
		s.engine, err = openEmbedded(opt)
	}
	if err != nil {
		return nil, err
	}
	if s.now == nil {
		s.now = time.Now
	}
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(err, s.engine.close())
	}
	return s, nil
}

// Close ends the store; what is under way is finished first. Closing again does nothing.
func (s *Store) Close() error {
	s.closing.Do(func() {
		s.closed = s.engine.close()
		s.settles.wg.Wait()
	})
	return s.closed
}

// Ready reports whether the state can be written now.
func (s *Store) Ready(ctx context.Context) error {
	_, err := s.run(ctx, probeScript)
	return err
}

func (s *Store) ms() int64 { return s.now().UnixMilli() }

// unique returns a short text that no other call, in any process, returns.
func (s *Store) unique() string { return s.id + strconv.FormatUint(s.serial.Add(1), 36) }

// run runs a script with the time before its arguments; while a backup is read it waits.
func (s *Store) run(ctx context.Context, sc *script, args ...string) (any, error) {
	for {
		now := s.ms()
		res, err := s.engine.run(ctx, sc, now, append([]string{strconv.FormatInt(now, 10)}, args...))
		if err != nil {
			return nil, fmt.Errorf("store: %s: %w", sc.name, err)
		}
		if res != "FROZEN" {
			return res, nil
		}
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return nil, fmt.Errorf("store: %s: a backup is being read: %w", sc.name,
				errors.Join(bot.ErrUnavailable, err))
		}
	}
}

// migrate checks the layout's version. Each step of migrations brings the state from its index to the next version.
func (s *Store) migrate(ctx context.Context) error {
	if v, err := s.engine.read(ctx, s.ms(), "GET", prefix+"restoring"); err != nil {
		return err
	} else if v != nil {
		s.log.Warn("a restore was cut off; the state is incomplete until `restore` is run again")
	}
	v, err := s.engine.read(ctx, s.ms(), "GET", prefix+"version")
	if err != nil {
		return err
	}
	have := version
	if text, ok := v.(string); ok {
		if have, err = strconv.Atoi(text); err != nil {
			return fmt.Errorf("store: version %q: %w", text, err)
		}
	}
	if have > version {
		return fmt.Errorf("store: the state has layout %d, this program knows up to %d: use a newer program", have,
			version)
	}
	for ; have < version; have++ {
		if err := migrations[have](ctx, s); err != nil {
			return fmt.Errorf("store: migrate from layout %d: %w", have, err)
		}
		s.log.Info("state migrated", slog.Int("layout", have+1))
	}
	if v == nil || have != version {
		_, err = s.run(ctx, versionScript, strconv.Itoa(version))
	}
	return err
}

// migrations[n] brings the state from layout n to n+1, and may be run again when it was cut off.
var migrations = map[int]func(context.Context, *Store) error{}
