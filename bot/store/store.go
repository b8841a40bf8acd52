// Package store keeps all state: in a Redis, or in an SQLite file of the process's own (package engine says what both
// must
// do).
//
// Every change takes effect whole or not at all, and what was answered is as durable as the database (Redis: its AOF;
// SQLite: synced to disk). Errors that may pass (network, Redis loading, read-only or out of memory, a full disk) wrap
// bot.ErrUnavailable. After such an error a commit may have happened all the same; UpdateOnce makes asking again
// harmless.
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
	"github.com/motcua/motcua/bot/store/engine"
	"github.com/motcua/motcua/bot/store/redis"
	"github.com/motcua/motcua/bot/store/sqlite"
)

// Options say where the state is.
type Options struct {
	// RedisURL names a Redis: redis://[user:password@]host:port/db, rediss:// for TLS, unix:///path/to/socket,
	// sentinel://[user:password@]host:port,host:port/master-name[/db] (sentinels:// for TLS), cluster://host:port,…
	// (clusters://). After a TLS address ?ca=/path/to.pem names a private authority. Empty means SQLite, in Dir.
	RedisURL string
	Dir      string
	// InMemory keeps the state nowhere but in this process: for tests, and for trying out.
	InMemory bool
	Log      *slog.Logger
	// Restoring opens what a restore that was cut off has left, to restore into it.
	Restoring bool
	// Now is the clock; nil means the real one, with Redis corrected to Redis' clock, so that replicas agree.
	Now func() time.Time
}

// Why a state that is there cannot be opened. What passes by itself wraps bot.ErrUnavailable.
var (
	ErrLocked  = sqlite.ErrLocked  // another process uses the folder
	ErrDamaged = sqlite.ErrDamaged // the disk gave back something else than was written
	ErrOldForm = sqlite.ErrOldForm // of a program before SQLite
	ErrNewer   = engine.ErrNewer   // of a newer program
	ErrHalf    = engine.ErrHalf    // a restore was cut off
)

// Store implements bot.State and the queues on top of it. It is safe for many goroutines.
type Store struct {
	engine engine.Engine
	id     string // of this process: makes revisions and tokens unique
	serial atomic.Uint64

	lastSpec atomic.Pointer[bot.BulkSpec]

	closing sync.Once
	closed  error // of Close

	mu    sync.Mutex
	wakes map[string]chan struct{}
}

// Open connects to the database, or recovers the file, and brings its layout up to date.
func Open(ctx context.Context, opt Options) (*Store, error) {
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	e, err := open(ctx, opt)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	if err := e.Migrate(ctx); err != nil && !(opt.Restoring && errors.Is(err, ErrHalf)) {
		return nil, fmt.Errorf("store: %w", errors.Join(err, e.Close()))
	}
	var random [9]byte
	_, _ = rand.Read(random[:]) // never fails
	return &Store{engine: e, id: base64.RawURLEncoding.EncodeToString(random[:]),
			wakes: make(map[string]chan struct{})},
		nil
}

func open(ctx context.Context, opt Options) (engine.Engine, error) {
	switch {
	case opt.RedisURL != "":
		e, err := redis.Open(ctx, opt.RedisURL, opt.Log, opt.Now)
		if err != nil {
			return nil, err // not a nil *redis.Engine in an Engine
		}
		return e, nil
	case opt.InMemory, opt.Dir != "":
		e, err := sqlite.Open(ctx, sqlite.Options{Dir: opt.Dir, InMemory: opt.InMemory, Log: opt.Log, Now: opt.Now})
		if err != nil {
			return nil, err
		}
		return e, nil
	}
	return nil, errors.New("neither a Redis address nor a folder for the data is set")
}

// Close ends the store; what is under way is finished first. Closing again does nothing.
func (s *Store) Close() error {
	s.closing.Do(func() { s.closed = s.engine.Close() })
	return s.closed
}

// Ready reports whether the state can be written now.
func (s *Store) Ready(ctx context.Context) error { return wrap("ready", s.engine.Probe(ctx)) }

// Compact makes the database forget on disk what was deleted: Redis's append-only file is rewritten in the background,
// SQLite's log is emptied into the file.
func (s *Store) Compact(ctx context.Context) error { return wrap("compact", s.engine.Compact(ctx)) }

// wrap says of an error what was tried.
func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("store: %s: %w", what, err)
}

// unique returns a short text that no other call, in any process, returns.
func (s *Store) unique() string { return s.id + strconv.FormatUint(s.serial.Add(1), 36) }
