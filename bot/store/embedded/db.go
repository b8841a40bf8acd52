// Package embedded is a durable keyspace inside one process: a subset of Redis' data types and commands, changed only
// by Lua scripts, each of which is one atomic operation.
//
// An operation is written to a journal and synced, together with those that came at the same moment, before it takes
// effect and before its caller hears of it: what was answered survives kill -9 and a power cut. When the disk is full
// or fails, operations return ErrDisk, the journal is cut back to its last good byte, and service goes on when the disk
// does. The whole state is in memory; every CompactAfter operations it is written out in the background.
package embedded

import (
	"bufio"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// ErrDisk says that the journal could not be written: nothing was changed, later it may work.
var ErrDisk = errors.New("journal not written")

// ErrClosed is returned after Close.
var ErrClosed = errors.New("store is closed")

// Op is one run of a script.
type Op struct {
	Script string // the source
	Now    int64  // ms since 1970: the clock for expiry
	Key    string // KEYS[1]
	Args   []string
}

// Options configure a DB.
type Options struct {
	Files        Files
	Log          *slog.Logger
	CompactAfter int // operations; 0 means 50,000
}

// DB is an open keyspace.
type DB struct {
	opt   Options
	calls chan *call
	quit  chan struct{}
	done  chan struct{}

	closing sync.Once
	closed  error // of Close

	mu    sync.RWMutex // the keyspace
	space *keyspace
	in    *interpreter

	dumps   sync.Mutex // one snapshot or dump at a time
	jn      *journal
	compact sync.WaitGroup
	busy    chan struct{} // holds a token while a compaction runs
	after   int           // entries at which the next compaction is due
}

type call struct {
	op   Op
	when *Waiting     // instead of op, until it is worth doing
	over atomic.Bool  // when: somebody has begun it, or given it up
	work func() error // instead of op: runs alone in the writer
	res  any
	err  error
	done chan struct{}
}

// Open recovers the state from the folder.
func Open(opt Options) (*DB, error) {
	if opt.CompactAfter <= 0 {
		opt.CompactAfter = 50_000
	}
	db := &DB{opt: opt, calls: make(chan *call, 1024), quit: make(chan struct{}), done: make(chan struct{}),
		space: newKeyspace(), busy: make(chan struct{}, 1), after: opt.CompactAfter}
	db.in = newInterpreter(db.space)
	db.jn = &journal{files: opt.Files, log: opt.Log}
	start := time.Now()
	if err := db.jn.recover(db.space, db.in); err != nil {
		db.in.close()
		return nil, fmt.Errorf("recover: %w", err)
	}
	opt.Log.Info("journal replayed", slog.Int("operations", db.jn.entries), slog.Duration("took", time.Since(start)))
	go db.write()
	return db, nil
}

// Close waits for what is under way and ends. Operations that come later get ErrClosed; closing again does nothing.
func (db *DB) Close() error {
	db.closing.Do(func() {
		close(db.quit)
		<-db.done
		db.compact.Wait()
		db.in.close()
		db.closed = db.jn.file.Close()
	})
	return db.closed
}

// Exec runs one operation and returns when it is durable.
func (db *DB) Exec(op Op) (any, error) {
	return db.submit(&call{op: op, done: make(chan struct{})})
}

func (db *DB) submit(c *call) (any, error) {
	select {
	case db.calls <- c:
	case <-db.quit:
		return nil, ErrClosed
	}
	select {
	case <-c.done:
	case <-db.done:
		select {
		case <-c.done:
		default:
			return nil, ErrClosed
		}
	}
	return c.res, c.err
}

// Read runs one command that changes nothing.
func (db *DB) Read(now int64, args ...string) (any, error) {
	c, ok := commands[args[0]]
	if !ok || c.writes {
		return nil, fmt.Errorf("%q is not a reading command", args[0])
	}
	db.mu.RLock()
	defer db.mu.RUnlock()
	return db.space.do(now, args)
}

// Len counts the keys.
func (db *DB) Len() int {
	db.mu.RLock()
	defer db.mu.RUnlock()
	return len(db.space.keys)
}

// groupMax bounds how many operations share one sync.
const groupMax = 512

func (db *DB) write() {
	defer close(db.done)
	var w waiters
	var buf []byte
	for {
		group := w.due(nil)
		var alone *call
		take := func(c *call) {
			switch {
			case c.work != nil:
				alone = c
			case c.when != nil:
				group = w.add(group, c)
			default:
				group = append(group, c)
			}
		}
		if len(group) == 0 {
			select {
			case c := <-db.calls:
				take(c)
			case <-db.quit:
				return
			}
		}
	more:
		for len(group) < groupMax && alone == nil {
			select {
			case c := <-db.calls:
				take(c)
			default:
				break more
			}
		}
		if group = w.wanted(group); len(group) > 0 {
			var err error
			if buf, err = db.commit(group, buf[:0]); err != nil {
				w.fail(err)
			}
		}
		if alone != nil {
			alone.err = alone.work()
			close(alone.done)
		}
		if db.jn.entries >= db.after {
			db.startCompaction()
		}
	}
}

// commit makes the group durable, then runs it. The error is that of the journal, which each of the group gets.
func (db *DB) commit(group []*call, buf []byte) ([]byte, error) {
	fresh := make(map[string]int)
	for _, c := range group {
		buf = db.jn.encode(buf, c.op, fresh)
	}
	err := db.jn.append(buf)
	if err != nil {
		err = fmt.Errorf("%w: %w", ErrDisk, err)
	} else {
		for source, num := range fresh {
			db.jn.scripts[source] = num
		}
		db.jn.entries += len(group)
		db.mu.Lock()
		for _, c := range group {
			c.res, c.err = db.in.run(c.op.Script, c.op.Now, []string{c.op.Key}, c.op.Args)
		}
		db.mu.Unlock()
	}
	for _, c := range group {
		if err != nil {
			c.err = err
		}
		close(c.done)
	}
	return buf, err
}

// startCompaction begins a new log and writes the state as it is now behind the service's back. It runs between groups.
func (db *DB) startCompaction() {
	select {
	case db.busy <- struct{}{}:
	default:
		return
	}
	if !db.dumps.TryLock() { // a backup is being written: later
		<-db.busy
		return
	}
	gen := db.jn.gen + 1
	if err := db.jn.start(gen); err != nil {
		db.opt.Log.Error("journal not compacted", slog.Any("error", err))
		db.after = db.jn.entries + db.opt.CompactAfter/5 + 1
		db.dumps.Unlock()
		<-db.busy
		return
	}
	d := db.beginDump()
	db.jn.entries, db.after = 0, db.opt.CompactAfter
	db.compact.Go(func() {
		if err := db.writeSnapshot(gen, d); err != nil {
			db.opt.Log.Error("journal not compacted", slog.Any("error", err)) // the logs stay and are enough
		} else {
			db.jn.tidy(gen)
		}
		db.dumps.Unlock()
		<-db.busy
	})
}

func (db *DB) writeSnapshot(gen uint64, d *dump) (err error) {
	f, err := db.opt.Files.Create(tmpName)
	if err != nil {
		d.stop()
		return err
	}
	w := bufio.NewWriterSize(f, 1<<18)
	n := 0
	err = d.run(func(payload []byte) error {
		n++
		_, err := w.Write(AppendFrame(nil, payload))
		return err
	})
	if err == nil {
		_, err = w.Write(AppendFrame(nil, appendUvarint([]byte{frameEnd}, n)))
	}
	if err == nil {
		err = w.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = db.opt.Files.Rename(tmpName, fileName(snapPrefix, gen))
	}
	if err == nil {
		err = db.opt.Files.SyncDir()
	}
	if err != nil {
		_ = db.opt.Files.Remove(tmpName) // best effort: the next one replaces it
	}
	return err
}

// Compact begins to rewrite the files, so that what was deleted is gone from the journal too; it does not wait
// for the end. While a backup or another compaction is under way it does nothing.
func (db *DB) Compact() error {
	_, err := db.submit(&call{work: func() error { db.startCompaction(); return nil }, done: make(chan struct{})})
	return err
}
