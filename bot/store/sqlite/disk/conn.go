package disk

import (
	"fmt"
	"iter"

	"github.com/ncruces/go-sqlite3"
)

// Conn runs statements, each prepared once. After the first fault every call does nothing and returns zero; Err tells
// of
// it, and so does whoever called the function that got the Conn.
type Conn struct {
	db      *sqlite3.Conn
	stmts   map[string]*sqlite3.Stmt
	err     error
	touched map[string]bool
}

func newConn(db *sqlite3.Conn) *Conn {
	return &Conn{db: db, stmts: make(map[string]*sqlite3.Stmt), touched: make(map[string]bool)}
}

// Err is the first fault.
func (c *Conn) Err() error { return c.err }

// Fail notes a fault of the caller's.
func (c *Conn) Fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// Touch wakes what waits for a name (DB.WhenTouched), once what was written is durable.
func (c *Conn) Touch(name string) { c.touched[name] = true }

func (c *Conn) prepare(sql string, args []any) *sqlite3.Stmt {
	if c.err != nil {
		return nil
	}
	s := c.stmts[sql]
	if s == nil {
		var err error
		if s, _, err = c.db.PrepareFlags(sql, sqlite3.PREPARE_PERSISTENT); err != nil {
			c.err = fmt.Errorf("%w: in %s", err, sql)
			return nil
		}
		c.stmts[sql] = s
	}
	for i, a := range args {
		var err error
		switch a := a.(type) {
		case string:
			err = s.BindText(i+1, a)
		case int64:
			err = s.BindInt64(i+1, a)
		case int:
			err = s.BindInt(i+1, a)
		case bool:
			err = s.BindBool(i+1, a)
		default:
			err = fmt.Errorf("argument %d is a %T: in %s", i+1, a, sql)
		}
		if err != nil {
			c.err = err
			return nil
		}
	}
	return s
}

// Exec runs a statement; arguments are string, int64, int or bool.
func (c *Conn) Exec(sql string, args ...any) {
	if s := c.prepare(sql, args); s != nil {
		c.err = s.Exec()
	}
}

// Changes runs a statement and returns how many rows it changed.
func (c *Conn) Changes(sql string, args ...any) int64 {
	c.Exec(sql, args...)
	if c.err != nil {
		return 0
	}
	return c.db.Changes()
}

// Insert runs a statement and returns the number of the row that it made.
func (c *Conn) Insert(sql string, args ...any) int64 {
	c.Exec(sql, args...)
	if c.err != nil {
		return 0
	}
	return c.db.LastInsertRowID()
}

// Row is a row of an answer; it lasts until the next.
type Row struct{ s *sqlite3.Stmt }

// Text is a column's text.
func (r Row) Text(col int) string { return r.s.ColumnText(col) }

// Int is a column's number; 0 for NULL.
func (r Row) Int(col int) int64 { return r.s.ColumnInt64(col) }

// Bool is a column's truth.
func (r Row) Bool(col int) bool { return r.s.ColumnInt64(col) != 0 }

// Null reports whether a column has no value.
func (r Row) Null(col int) bool { return r.s.ColumnType(col) == sqlite3.NULL }

// Rows runs a statement and gives its rows. The tables that it reads must not be changed meanwhile: gather first.
func (c *Conn) Rows(sql string, args ...any) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		s := c.prepare(sql, args)
		if s == nil {
			return
		}
		for s.Step() {
			if !yield(Row{s}) {
				break
			}
		}
		if err := s.Reset(); err != nil && c.err == nil {
			c.err = err
		}
	}
}

// Int is the first column of the first row; false when there is no row, or it is NULL.
func (c *Conn) Int(sql string, args ...any) (n int64, ok bool) {
	for r := range c.Rows(sql, args...) {
		return r.Int(0), !r.Null(0)
	}
	return 0, false
}

// Text is the first column of the first row; false when there is no row.
func (c *Conn) Text(sql string, args ...any) (t string, ok bool) {
	for r := range c.Rows(sql, args...) {
		return r.Text(0), true
	}
	return "", false
}

func (c *Conn) close() error {
	for _, s := range c.stmts {
		s.Close() //nolint:errcheck // what it says was said when it ran
	}
	return c.db.Close()
}
