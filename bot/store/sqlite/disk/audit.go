package disk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/ncruces/go-sqlite3"
)

// startAudit begins the look; crashed says that there was a log of an earlier run.
func (db *DB) startAudit(name string, crashed bool) error {
	ctx, stop := context.WithCancel(context.Background())
	db.audit = &audit{ended: make(chan struct{}), stop: stop}
	if !crashed {
		close(db.audit.ended)
		return nil
	}
	c, err := sqlite3.OpenContext(ctx, name)
	if err != nil {
		close(db.audit.ended)
		return err
	}
	go func() {
		defer close(db.audit.ended)
		err := look(c)
		if ctx.Err() == nil && err != nil {
			db.opt.Log.Error("the data is damaged", slog.Any("error", err))
			db.audit.found.Store(&err)
		}
		c.Close() //nolint:errcheck // it only read
	}()
	return nil
}

func look(c *sqlite3.Conn) error {
	conn := newConn(c)
	defer func() {
		for _, s := range conn.stmts {
			s.Close() //nolint:errcheck // what it says was said when it ran
		}
	}()
	conn.Exec("PRAGMA query_only=ON")
	said, _ := conn.Text("PRAGMA quick_check(1)")
	if err := explain(conn.err); err != nil {
		if errors.Is(err, ErrDamaged) {
			return err
		}
		return nil // not read: that says nothing
	}
	if said != "ok" {
		return fmt.Errorf("%w: %w: %s", errDisk, ErrDamaged, said)
	}
	return nil
}

// sound is an error when the look found damage.
func (db *DB) sound() error {
	if err := db.audit.found.Load(); err != nil {
		return *err
	}
	return nil
}
