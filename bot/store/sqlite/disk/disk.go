// Package disk runs an SQLite file: one goroutine writes and syncs what waiting callers have together, others read
// meanwhile. It knows nothing of what the tables mean.
//
// What it promises: Write returns after the sync of what it wrote; after an error nothing of it took effect, unless it
// was the sync itself that failed. A damaged page is never read as if it were whole (SQLite's checksums, on every
// page),
// and a log that is damaged anywhere but at its very end is not opened.
package disk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/ncruces/go-sqlite3"
)

const readers = 3 // connections for reading

// Open opens or makes the file, refuses what is damaged or newer, and brings its tables up to date.
func Open(opt Options) (db *DB, err error) {
	db = &DB{opt: opt, release: func() {}, calls: make(chan *call, groupMost), ended: make(chan struct{}),
		audit: &audit{ended: make(chan struct{}), stop: func() {}}}
	name := "file::memory:"
	if opt.Dir != "" {
		if db.release, err = Lock(opt.Dir); err != nil {
			return nil, err
		}
		db.path = filepath.Join(opt.Dir, FileName)
		registerWay()
		name = "file:" + escape(db.path) + "?vfs=" + cmp.Or(opt.VFS, wayName)
	}
	if err := db.open(name); err != nil {
		err = errors.Join(err, db.closeAll())
		db.release()
		return nil, err
	}
	go db.write()
	if db.log != nil {
		go db.writeLog()
	}
	return db, nil
}

func (db *DB) open(name string) error {
	fresh, crashed := true, false
	if db.path != "" {
		info, err := os.Stat(db.path + "-wal")
		crashed = err == nil && info.Size() > walHeader
		if info, err := os.Stat(db.path); err == nil {
			fresh = info.Size() == 0
		}
		if err := db.inspect(fresh); err != nil {
			return err
		}
	}
	if err := db.openWriter(name, fresh); err != nil {
		return explain(err)
	}
	if err := db.migrate(); err != nil {
		return explain(err)
	}
	if db.path == "" {
		return nil
	}
	if err := db.openCheckpointer(name); err != nil {
		return explain(err)
	}
	db.readers = make(chan *Conn, readers)
	for range readers {
		c, err := sqlite3.Open(name)
		if err != nil {
			return explain(err)
		}
		db.readers <- newConn(c)
		if err := c.Exec("PRAGMA query_only=ON; PRAGMA cache_size=-2000; PRAGMA temp_store=MEMORY"); err != nil {
			return explain(err)
		}
	}
	return explain(db.startAudit(name, crashed))
}

func (db *DB) openWriter(name string, fresh bool) error {
	c, err := sqlite3.Open(name)
	if err != nil {
		return err
	}
	db.writer = newConn(c)
	if db.path == "" {
		return c.Exec("PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY; PRAGMA " +
			"secure_delete=OFF")
	}
	if err := os.Chmod(db.path, 0o600); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if fresh {
		if err := c.EnableChecksums("main"); err != nil {
			return err
		}
	}
	return c.Exec(fmt.Sprintf("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "+
		"PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000; PRAGMA wal_autocheckpoint=0; "+
		"PRAGMA journal_size_limit=%d", 4096*2*checkpointAt))
}

// migrate checks whose file it is and of which version, and brings it up to date, each step in a transaction.
func (db *DB) migrate() error {
	app, _ := db.writer.Int("PRAGMA application_id")
	have, _ := db.writer.Int("PRAGMA user_version")
	if err := db.writer.err; err != nil {
		return err
	}
	if app != int64(db.opt.Application) && (app != 0 || have != 0) {
		return fmt.Errorf("%s was not written by this program", db.path)
	}
	if have > int64(len(db.opt.Migrations)) {
		return fmt.Errorf("%w: the state has layout %d, this program knows up to %d", ErrNewer, have,
			len(db.opt.Migrations))
	}
	for n := int(have); n < len(db.opt.Migrations); n++ {
		err := db.transact(db.writer, func() error {
			return db.writer.db.Exec(fmt.Sprintf("%s; PRAGMA application_id=%d; PRAGMA user_version=%d",
				db.opt.Migrations[n], db.opt.Application, n+1))
		})
		if err != nil {
			return fmt.Errorf("migrate from layout %d: %w", n, err)
		}
		if n > 0 {
			db.opt.Log.Info("state migrated", slog.Int("layout", n+1))
		}
	}
	return nil
}

// run runs f on the connection, whose earlier faults are over.
func (c *Conn) run(f func(*Conn) error) error {
	c.err = nil
	err := f(c)
	if c.err != nil {
		return c.err
	}
	return err
}

// transact runs f in a transaction, durably.
func (db *DB) transact(c *Conn, f func() error) error {
	clear(c.touched)
	c.err = nil
	c.Exec("BEGIN IMMEDIATE")
	err := c.err
	if err == nil {
		if err = f(); err == nil {
			c.err = nil
			c.Exec("COMMIT")
			err = c.err
		}
	}
	c.err = nil
	if err != nil && !c.db.GetAutocommit() {
		c.Exec("ROLLBACK")
		c.err = nil
	}
	return explain(err)
}

// Read runs f, which only reads, on the state of one moment. Writers go on meanwhile.
func (db *DB) Read(ctx context.Context, f func(*Conn) error) error {
	return db.withReader(ctx, func(c *Conn) error {
		c.err = nil
		c.Exec("BEGIN")
		err := c.err
		if err == nil {
			err = c.run(f)
		}
		if !c.db.GetAutocommit() {
			c.err = nil
			c.Exec("ROLLBACK")
		}
		return err
	}, f)
}

// ReadOne is Read for a single statement, which needs no transaction to see one moment.
func (db *DB) ReadOne(ctx context.Context, f func(*Conn) error) error {
	one := func(c *Conn) error { return c.run(f) }
	return db.withReader(ctx, one, f)
}

// withReader runs read on a connection of its own; where there is none, for the state lies in memory, it runs f between
// two transactions of the writer.
func (db *DB) withReader(ctx context.Context, read, f func(*Conn) error) error {
	end, err := db.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	if db.readers == nil {
		db.mu.Lock()
		defer db.mu.Unlock()
		return explain(db.writer.run(f))
	}
	select {
	case c := <-db.readers:
		defer func() { db.readers <- c }()
		return explain(read(c))
	case <-ctx.Done():
		return ctx.Err()
	}
}

// begin keeps the DB from closing until end is called; an error says why nothing can be done on it.
func (db *DB) begin(ctx context.Context) (end func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	db.closing.RLock()
	err = db.sound()
	if db.closed {
		err = ErrClosed
	}
	if err != nil {
		db.closing.RUnlock()
		return nil, err
	}
	return db.closing.RUnlock, nil
}

// Alone runs f in a transaction of its own, durably; others wait meanwhile.
func (db *DB) Alone(f func(*Conn) error) error {
	db.closing.RLock()
	defer db.closing.RUnlock()
	if db.closed {
		return ErrClosed
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	return db.transact(db.writer, func() error { return db.writer.run(f) })
}

// Close ends the DB; what was begun is finished first.
func (db *DB) Close() error {
	db.closing.Lock()
	if db.closed {
		db.closing.Unlock()
		return nil
	}
	db.closed = true
	close(db.calls)
	db.closing.Unlock()
	<-db.ended
	if db.log != nil {
		close(db.log.full)
		<-db.log.ended
		db.audit.stop()
		<-db.audit.ended
	}
	defer db.release()
	return explain(db.closeAll())
}

// closeAll closes the connections, the writer last: it takes the log with it.
func (db *DB) closeAll() (err error) {
	for range len(db.readers) {
		err = errors.Join(err, (<-db.readers).close())
	}
	if db.log != nil {
		err = errors.Join(err, db.log.conn.Close())
	}
	if db.writer != nil {
		err = errors.Join(err, db.writer.close())
	}
	return err
}
