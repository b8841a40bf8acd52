package disk

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/ncruces/go-sqlite3"
)

const (
	// checkpointAt is how many pages the log holds before they go to the file: 16 MB.
	checkpointAt = 4000
	// quickPages are few enough to be written to the file while writers wait.
	quickPages = 100
	// mostPasses bounds how often it is tried to come to so few beside writers who go on.
	mostPasses = 8
)

// openCheckpointer opens its connection and has the writer tell it of every commit.
func (db *DB) openCheckpointer(name string) error {
	c, err := sqlite3.Open(name)
	if err != nil {
		return err
	}
	db.log = &checkpointer{conn: c, at: checkpointAt, full: make(chan struct{}, 1), ended: make(chan struct{})}
	db.writer.db.WALHook(func(_ *sqlite3.Conn, _ string, pages int) error {
		db.log.pages.Store(int64(pages))
		if int64(pages) >= db.log.at {
			select {
			case db.log.full <- struct{}{}:
			default:
			}
		}
		return nil
	})
	return c.Exec("PRAGMA synchronous=FULL; PRAGMA cache_size=-200")
}

// writeLog writes the log to the file whenever it is long, until full is closed.
func (db *DB) writeLog() {
	defer close(db.log.ended)
	for range db.log.full {
		if err := db.checkpoint(); err != nil {
			db.opt.Log.Warn("the log was not written to the file; it grows", slog.Any("error", err))
		}
	}
}

func (db *DB) checkpoint() error {
	l := db.log
	l.one.Lock()
	defer l.one.Unlock()
	if p := l.pages.Load(); p < l.at || p >= l.tried && p < l.tried+l.at/4 {
		return nil // emptied meanwhile, or a reader is still likely to stand in the way
	}
	l.tried = 0
	before := 0
	for range mostPasses {
		all, written, err := l.conn.WALCheckpoint("main", sqlite3.CHECKPOINT_PASSIVE)
		if err != nil {
			return err
		}
		if written < all { // a backup reads what the log holds from there on
			l.tried = int64(all)
			return nil
		}
		came := written - before
		if before = written; came <= quickPages {
			break
		}
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	_, _, err := l.conn.WALCheckpoint("main", sqlite3.CHECKPOINT_PASSIVE)
	return err
}

// Empty writes the log to the file and empties it, so that what was deleted is on the disk no longer. Writers wait
// meanwhile, and it waits for readers.
func (db *DB) Empty(ctx context.Context) error {
	db.closing.RLock()
	defer db.closing.RUnlock()
	if db.closed {
		return ErrClosed
	}
	if db.log == nil {
		return nil
	}
	db.log.one.Lock()
	defer db.log.one.Unlock()
	for {
		db.mu.Lock()
		_, _, err := db.writer.db.WALCheckpoint("main", sqlite3.CHECKPOINT_TRUNCATE)
		db.mu.Unlock()
		if !errors.Is(err, sqlite3.BUSY) {
			return explain(err)
		}
		select { // a backup is being read
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
