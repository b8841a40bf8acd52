package embedded

import (
	"context"
	"errors"
	"fmt"
	"testing"
)

// tookScript takes note of the sum that it finds.
const tookScript = "#!lua flags=\nlocal sum = redis.call('GET', KEYS[1] .. 'sum') or '0'\nredis.call('SET', KEYS[1] " +
	".. 'took', sum)\nreturn sum"

type outcome struct {
	res any
	ran bool
	err error
}

// park starts an ExecWhen and returns when it waits.
func park(ctx context.Context, db *DB, due func() bool, wants bool) <-chan outcome {
	asked, ended := make(chan struct{}, 1000), make(chan outcome, 1)
	go func() {
		var o outcome
		o.res, o.ran, o.err = db.ExecWhen(ctx, Waiting{
			Due:   func() bool { asked <- struct{}{}; return due() },
			Wants: func(Op) bool { return wants },
			Make:  func() Op { return Op{Script: tookScript, Now: 5000, Key: "k:"} },
		})
		ended <- o
	}()
	<-asked
	return ended
}

func never() bool { return false }

// TestWaitingSharesTheSync: what waits for an operation sees its effect, is durable with it, and costs no sync of its
// own.
func TestWaitingSharesTheSync(t *testing.T) {
	files := newForgetful(3)
	db := openAt(t, files)
	ended := park(t.Context(), db, never, true)
	before := files.syncs
	if err := add(db, 1); err != nil {
		t.Fatal(err)
	}
	if o := <-ended; o.err != nil || !o.ran || o.res != "1" {
		t.Fatalf("%+v", o)
	}
	if n := files.syncs - before; n != 1 {
		t.Errorf("%d syncs for both, want 1", n)
	}
	after := openAt(t, files.powerCut())
	check(t, after, []int{1})
	if got := read(t, after, "GET", "k:took"); got != "1" {
		t.Errorf("after a power cut it took %s", got)
	}
}

func TestWaiting(t *testing.T) {
	for _, tt := range []struct {
		name string
		act  func(t *testing.T, db *DB, files *forgetful, stop func())
		due  func(db *DB) bool
		want string // of the outcome, and what it took
	}{
		{"due at once", func(*testing.T, *DB, *forgetful, func()) {}, func(*DB) bool { return true },
			"0 true <nil>, took 0"},
		{"due by what another did", func(t *testing.T, db *DB, _ *forgetful, _ func()) {
			if err := add(db, 1); err != nil {
				t.Fatal(err)
			}
		}, func(db *DB) bool { v, _ := db.Read(0, "GET", "k:sum"); return v != nil }, "1 true <nil>, took 1"},
		{"given up", func(t *testing.T, db *DB, _ *forgetful, stop func()) { stop() }, func(*DB) bool { return false },
			"<nil> false <nil>, took <nil>"},
		{"the disk fails", func(t *testing.T, db *DB, files *forgetful, _ func()) {
			files.set(-1, true)
			if err := add(db, 1); !errors.Is(err, ErrDisk) {
				t.Fatal(err)
			}
			files.set(-1, false)
		}, func(*DB) bool { return false }, "<nil> true journal not written, took <nil>"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := newForgetful(4)
			db := openAt(t, files)
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			ended := park(ctx, db, func() bool { return tt.due(db) }, false)
			tt.act(t, db, files, stop)
			o := <-ended
			if errors.Is(o.err, ErrDisk) {
				o.err = ErrDisk // without the cause
			}
			if got := fmt.Sprintf("%v %t %v, took %s", o.res, o.ran, o.err,
				read(t, db, "GET", "k:took")); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
			if err := add(db, 2); err != nil { // the writer goes on
				t.Error(err)
			}
		})
	}
}

// TestWaitingEndsWithTheDB: nobody waits for a closed one.
func TestWaitingEndsWithTheDB(t *testing.T) {
	db := openAt(t, newForgetful(5))
	ended := park(t.Context(), db, never, true)
	for range 2 {
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if o := <-ended; o.ran || !errors.Is(o.err, ErrClosed) {
		t.Errorf("%+v", o)
	}
	if _, _, err := db.ExecWhen(t.Context(), Waiting{}); !errors.Is(err, ErrClosed) {
		t.Errorf("afterwards: %v", err)
	}
}
