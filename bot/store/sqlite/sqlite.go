// Package sqlite keeps the state in tables of an SQLite file (package disk), for one process. schema.go says what
// stands
// where.
package sqlite

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/motcua/motcua/bot/store/engine"
	"github.com/motcua/motcua/bot/store/sqlite/disk"
)

// Options say where the file is.
type Options struct {
	Dir      string
	InMemory bool // Dir is not used
	Log      *slog.Logger
	Now      func() time.Time // nil: the real clock
	VFS      string           // for tests: another way to the files
}

// Engine implements engine.Engine.
type Engine struct {
	db    *disk.DB
	now   func() time.Time
	sweep sweeper
}

// ErrLocked and ErrDamaged are the database's.
var (
	ErrLocked  = disk.ErrLocked
	ErrDamaged = disk.ErrDamaged
)

// ErrOldForm says that the folder holds what a program before SQLite wrote.
var ErrOldForm = errors.New("the folder holds data of an older Một Cửa (dữ liệu của bản Một Cửa cũ). Move it with " +
	"two commands: with the OLD program `motcua backup all.backup`; then move the folder away, and with this program " +
	"`motcua restore all.backup`")

// Open opens the file, or makes it.
func Open(_ context.Context, opt Options) (*Engine, error) {
	dir := opt.Dir
	if opt.InMemory {
		dir = ""
	} else if err := refuseOldForm(dir); err != nil {
		return nil, err
	}
	db, err := disk.Open(disk.Options{Dir: dir, Application: application, Migrations: migrations, Log: opt.Log,
		VFS: opt.VFS})
	if err != nil {
		switch {
		case errors.Is(err, disk.ErrLocked):
			err = fmt.Errorf("%w (for several processes set a Redis address)", err)
		case errors.Is(err, disk.ErrNewer):
			err = fmt.Errorf("%w: %w", engine.ErrNewer, err)
		}
		return nil, err
	}
	e := &Engine{db: db, now: opt.Now}
	if e.now == nil {
		e.now = time.Now
	}
	if !opt.InMemory { // it lives as long as a test, by a clock that the test turns
		e.sweep.start(e, opt.Log)
	}
	return e, nil
}

// refuseOldForm finds the journal of programs before SQLite, where no file of this one is.
func refuseOldForm(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, disk.FileName)); err == nil {
		return nil
	}
	for _, pattern := range []string{"log-[0-9]*", "snap-[0-9]*"} {
		if names, _ := filepath.Glob(filepath.Join(dir, pattern)); len(names) > 0 {
			return fmt.Errorf("%s: %w", dir, ErrOldForm)
		}
	}
	return nil
}

// Now implements engine.Engine.
func (e *Engine) Now() time.Time { return e.now() }

func (e *Engine) ms() int64 { return e.now().UnixMilli() }

// Near implements engine.Engine.
func (e *Engine) Near() bool { return true }

// Probe implements engine.Engine.
func (e *Engine) Probe(ctx context.Context) error {
	return e.db.Write(ctx, func(c *disk.Conn) error {
		c.Exec("INSERT INTO stops VALUES ('', ?) ON CONFLICT DO UPDATE SET till = excluded.till", e.ms())
		return nil
	})
}

// Migrate implements engine.Engine: Open did it.
func (e *Engine) Migrate(context.Context) error { return nil }

// Usage implements engine.Engine: what is stored is bounded by the disk alone.
func (e *Engine) Usage(context.Context) (used, most int64, err error) { return 0, 0, nil }

// Compact implements engine.Engine.
func (e *Engine) Compact(ctx context.Context) error { return e.db.Empty(ctx) }

// Close implements engine.Engine.
func (e *Engine) Close() error {
	e.sweep.stop()
	return e.db.Close()
}

// millis is a moment as it is stored.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMillis(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMilli(n)
}
