package disk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/motcua/motcua/bot"

	"github.com/ncruces/go-sqlite3"
)

// Options say what is opened.
type Options struct {
	// Dir is the folder, which is locked; "" keeps everything in memory.
	Dir string
	// Application is the number that marks our files.
	Application int32
	// Migrations[n] brings the tables from version n to n+1: SQL statements.
	Migrations []string
	Log        *slog.Logger
	// VFS names another way to the files; tests give one that fails.
	VFS string
}

// FileName is what the file is called in its folder. SQLite keeps its log beside it (-wal) and an index of the log
// (-shm).
const FileName = "motcua.sqlite"

var (
	// ErrClosed is returned by a closed DB.
	ErrClosed = errors.Join(bot.ErrUnavailable, errors.New("store is closed"))
	// ErrDamaged says that the file or its log is not what was written.
	ErrDamaged = errors.New("the data is damaged (dữ liệu bị hỏng): stop the bot, move the folder away, and restore " +
		"the last backup with `motcua restore`")
	// ErrNewer says that a newer program wrote the file.
	ErrNewer = errors.New("a newer program wrote this data (dữ liệu do bản Một Cửa mới hơn ghi): use that version, " +
		"or " +
		"a newer one")

	errDisk = fmt.Errorf("%w: the file was not written", bot.ErrUnavailable)
)

// DB is an open file.
type DB struct {
	opt     Options
	path    string // "" = in memory
	release func() // the lock
	calls   chan *call
	ended   chan struct{} // the writer has ended

	closing sync.RWMutex // held to close calls, and to send to it
	closed  bool

	mu      sync.Mutex // held by whoever uses writer
	writer  *Conn
	waiting []*call

	readers chan *Conn    // free ones; nil in memory
	log     *checkpointer // nil in memory
	audit   *audit
}

// call is one write. All but done belongs to whoever holds DB.mu.
type call struct {
	f     func(*Conn) error
	when  string // not "": it waits until that is touched
	tried bool   // of one that waits: f was run once
	over  bool   // ended, or given up by its caller
	err   error
	done  chan struct{}
}

// checkpointer writes the log to the file on a connection of its own, so that no writer waits for it but a moment at
// its end. Only then can the next writer begin the log anew.
type checkpointer struct {
	conn  *sqlite3.Conn
	at    int64         // pages
	pages atomic.Int64  // in the log
	full  chan struct{} // the log holds enough
	ended chan struct{}
	one   sync.Mutex // held while the log is written to the file
	tried int64      // pages when it was tried last, where a reader stood in the way
}

// audit looks through the whole file after a crash, beside the work. A disk that says "synced" and forgets can leave an
// old page, whose checksum is right: what then belongs to no table, or to two, shows it. What is found ends all work.
type audit struct {
	found atomic.Pointer[error]
	ended chan struct{}
	stop  context.CancelFunc
}

// explain puts our words before SQLite's.
func explain(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sqlite3.CORRUPT), errors.Is(err, sqlite3.NOTADB), errors.Is(err, sqlite3.IOERR_DATA):
		return fmt.Errorf("%w: %w: %w", errDisk, ErrDamaged, err)
	case errors.Is(err, sqlite3.IOERR), errors.Is(err, sqlite3.FULL), errors.Is(err, sqlite3.CANTOPEN),
		errors.Is(err, sqlite3.READONLY), errors.Is(err, sqlite3.BUSY), errors.Is(err, sqlite3.LOCKED),
		errors.Is(err, sqlite3.NOMEM), errors.Is(err, sqlite3.PROTOCOL):
		return fmt.Errorf("%w: %w", errDisk, err)
	}
	return err
}
