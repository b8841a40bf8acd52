package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/embedded"
)

// localEngine is the embedded database.
type localEngine struct {
	db      *embedded.DB
	release func()
}

func openEmbedded(opt Options) (*localEngine, error) {
	files, release := opt.Files, func() {}
	if files == nil {
		if opt.Dir == "" {
			return nil, errors.New("store: neither a Redis address nor a folder for the data is set")
		}
		var err error
		if release, err = embedded.Lock(opt.Dir); err != nil {
			return nil, fmt.Errorf("store: %w (for several processes set a Redis address)", err)
		}
		files = embedded.Dir(opt.Dir)
	}
	db, err := embedded.Open(embedded.Options{Files: files, Log: opt.Log, CompactAfter: opt.compactAfter})
	if err != nil {
		release()
		return nil, fmt.Errorf("store: %s: %w", opt.Dir, err)
	}
	return &localEngine{db: db, release: release}, nil
}

func (e *localEngine) run(ctx context.Context, s *script, now int64, args []string) (any, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	res, err := e.db.Exec(embedded.Op{Script: s.source, Now: now, Key: prefix, Args: args})
	return res, passing(err)
}

func (e *localEngine) read(ctx context.Context, now int64, args ...string) (any, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return e.db.Read(now, args...)
}

// passing marks the errors that a later attempt may not meet.
func passing(err error) error {
	if errors.Is(err, embedded.ErrDisk) || errors.Is(err, embedded.ErrClosed) {
		return fmt.Errorf("%w: %w", bot.ErrUnavailable, err)
	}
	return err
}

func (e *localEngine) dump(ctx context.Context, emit func(embedded.Record) error) error {
	return e.db.Dump(func(r embedded.Record) error {
		return errors.Join(ctx.Err(), emit(r))
	})
}

func (e *localEngine) replace(_ context.Context, next func() (embedded.Record, bool, error)) error {
	return passing(e.db.Replace(next))
}

func (e *localEngine) close() error {
	defer e.release()
	return e.db.Close()
}

// used: an open store has its version and nothing else.
func (e *localEngine) used(context.Context) (bool, error) { return e.db.Len() > 1, nil }
