package store

import (
	"context"
	"time"

	"github.com/motcua/motcua/bot/store/embedded"
)

// prefix begins every key; see the package's comment.
const prefix = "{mc}:"

// engine runs scripts and reading commands. Results are string, int64, nil or []any.
type engine interface {
	run(ctx context.Context, s *script, now int64, args []string) (any, error)
	read(ctx context.Context, now int64, args ...string) (any, error)
	// dump gives every key at one moment.
	dump(ctx context.Context, emit func(embedded.Record) error) error
	// replace puts the records in the place of everything.
	replace(ctx context.Context, next func() (embedded.Record, bool, error)) error
	// used reports whether there is any state.
	used(ctx context.Context) (bool, error)
	// compact rewrites what is on disk, in the background.
	compact(ctx context.Context) error
	close() error
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
