package disk

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/motcua/motcua/bot"
)

var faults = flag.Int("faults", 25, "power cuts, lying disks, flipped bits and failing calls in each test of faults")

const testTables = `CREATE TABLE notes (i INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
CREATE TABLE sum (n INTEGER NOT NULL) STRICT; INSERT INTO sum VALUES (0)`

func openAt(dir, way string) (*DB, error) {
	return Open(Options{Dir: dir, Application: 7, Migrations: []string{testTables}, VFS: way,
		Log: slog.New(slog.DiscardHandler)})
}

func mustOpen(t *testing.T, dir, way string) *DB {
	t.Helper()
	db, err := openAt(dir, way)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// add leaves a note and counts it, so that half an operation would show.
func add(db *DB, i int) error {
	return db.Write(context.Background(), func(c *Conn) error {
		c.Exec("INSERT INTO notes VALUES (?, ?)", i, strings.Repeat(fmt.Sprint(i, " "), i%300))
		c.Exec("UPDATE sum SET n = n + 1")
		return nil
	})
}

// state is all that is in a file: the numbers of its notes.
func state(db *DB) (notes []int, err error) {
	err = db.Read(context.Background(), func(c *Conn) error {
		for r := range c.Rows("SELECT i, text FROM notes ORDER BY i") {
			i := int(r.Int(0))
			if r.Text(1) != strings.Repeat(fmt.Sprint(i, " "), i%300) {
				return fmt.Errorf("note %d is garbled", i)
			}
			notes = append(notes, i)
		}
		if n, _ := c.Int("SELECT n FROM sum"); c.Err() == nil && n != int64(len(notes)) {
			return fmt.Errorf("%d notes, %d counted", len(notes), n)
		}
		return nil
	})
	return notes, err
}

// crowd adds notes from several goroutines until done, and gives those that were confirmed by then.
type crowd struct {
	mu    sync.Mutex
	acked []int
	next  int
}

func (c *crowd) run(db *DB, n int) (errs []error) {
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			for range n {
				c.mu.Lock()
				c.next++
				i := c.next
				c.mu.Unlock()
				err := add(db, i)
				c.mu.Lock()
				if err == nil {
					c.acked = append(c.acked, i)
				} else {
					errs = append(errs, err)
				}
				c.mu.Unlock()
			}
		})
	}
	wg.Wait()
	return errs
}

func (c *crowd) known() []int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.acked)
}

// cutUnderLoad gives the state after a power cut in the middle of the work, and what was confirmed before it.
func cutUnderLoad(t *testing.T, s *shim, images int, look func(dir string, acked []int)) {
	t.Helper()
	db := mustOpen(t, t.TempDir(), s.name)
	db.log.at = 60 // so that some cuts fall into one
	var c crowd
	for n := range images {
		done := make(chan []error)
		go func() { done <- c.run(db, 3+n%5) }()
		for range s.rand.IntN(4) {
			c.known()
		}
		acked, dir := c.known(), t.TempDir()
		if err := s.cut(dir); err != nil {
			t.Fatal(err)
		}
		if errs := <-done; len(errs) > 0 {
			t.Fatal(errs)
		}
		look(dir, acked)
		if t.Failed() {
			return
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestPowerCuts: what was confirmed is there after a power cut, whole, whichever sectors of what was not synced are.
func TestPowerCuts(t *testing.T) {
	s := newShim(1)
	s.torn = true
	cutUnderLoad(t, s, *faults, func(dir string, acked []int) {
		if len(acked) == 0 {
			return // the file is being made
		}
		db, err := openAt(dir, "")
		if err != nil {
			t.Error(err)
			return
		}
		defer db.Close()
		have, err := state(db)
		if err != nil {
			t.Error(err)
		}
		for _, i := range acked {
			if _, found := slices.BinarySearch(have, i); !found {
				t.Errorf("note %d was confirmed and is gone", i)
			}
		}
	})
}

// TestLyingDisk: a disk that says "synced" and forgets can lose what was confirmed. Then the store starts with a state
// that is whole, or says that it is damaged and how to go on.
func TestLyingDisk(t *testing.T) {
	s := newShim(2)
	s.lying = true
	started, told := 0, 0
	cutUnderLoad(t, s, *faults, func(dir string, acked []int) {
		if len(acked) == 0 {
			return
		}
		db, err := openAt(dir, "")
		if err == nil {
			defer db.Close()
			_, err = state(db)
		}
		switch {
		case err == nil:
			started++
		case errors.Is(err, ErrDamaged) && strings.Contains(err.Error(), "restore the last backup"):
			told++
		default:
			t.Error(err)
		}
	})
	t.Logf("%d started, %d told", started, told)
}

// TestFailingDisk: what was refused, because the disk was full or failed, has no effect; then the work goes on.
func TestFailingDisk(t *testing.T) {
	s := newShim(3)
	dir := t.TempDir()
	db := mustOpen(t, dir, s.name)
	var c crowd
	refused := 0
	for range *faults {
		switch s.rand.IntN(3) {
		case 0:
			s.set(s.rand.IntN(60000), false)
		case 1:
			s.set(-1, true)
		}
		errs := c.run(db, 3)
		for _, err := range errs {
			if !errors.Is(err, bot.ErrUnavailable) {
				t.Fatal(err)
			}
		}
		refused += len(errs)
		s.set(-1, false)
		if errs := c.run(db, 1); len(errs) > 0 {
			t.Fatal("after the fault: ", errs)
		}
		if s.rand.IntN(5) == 0 {
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			db = mustOpen(t, dir, s.name)
		}
		have, err := state(db)
		if want := slices.Sorted(slices.Values(c.known())); err != nil || !slices.Equal(have, want) {
			t.Fatalf("%d notes, %d were confirmed, %v", len(have), len(want), err)
		}
	}
	if refused == 0 || s.injected == 0 {
		t.Error("nothing failed: this test tests nothing")
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestOneFlippedBit: wherever one bit turns round, in the file or in the log of a killed process, it does no harm or is
// told. Never is another state read as if nothing had happened.
func TestOneFlippedBit(t *testing.T) {
	dir := t.TempDir()
	db := mustOpen(t, dir, "")
	var c crowd
	c.run(db, 40)
	if err := db.Empty(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.run(db, 30)
	want, err := state(db)
	if err != nil {
		t.Fatal(err)
	}
	killed := map[string][]byte{}
	for _, name := range []string{FileName, FileName + "-wal"} {
		if killed[name], err = os.ReadFile(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(4, 4))
	told, harmless := 0, 0
	for n := range 2 * *faults {
		files := maps.Clone(killed)
		name := FileName
		if n%2 == 0 {
			name += "-wal"
		}
		files[name] = bytes.Clone(files[name])
		at := random.IntN(len(files[name]))
		if n%10 < 2 { // the heads, too
			at = random.IntN(100)
		}
		files[name][at] ^= 1 << random.IntN(8)
		to := t.TempDir()
		for name, b := range files {
			if err := os.WriteFile(filepath.Join(to, name), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		db, err := openAt(to, "")
		var have []int
		if err == nil {
			have, err = state(db)
			db.Close() //nolint:errcheck // damaged
		}
		switch {
		case errors.Is(err, ErrDamaged):
			told++
		case err != nil:
			t.Errorf("bit of byte %d of %s: %v", at, name, err)
		case slices.Equal(have, want):
			harmless++
		default:
			t.Errorf("byte %d of %s: another state, silently: %d notes of %d", at, name, len(have), len(want))
		}
	}
	t.Logf("%d told, %d harmless", told, harmless)
	if told == 0 {
		t.Error("nothing was told: this test tests nothing")
	}
}

// TestLogGoesToTheFile: beside a writer who does not stop the log goes to the file again and again, begins anew, and
// everything is there.
func TestLogGoesToTheFile(t *testing.T) {
	dir := t.TempDir()
	db := mustOpen(t, dir, "")
	db.log.at = 50
	var c crowd
	size := func() int64 {
		info, err := os.Stat(filepath.Join(dir, FileName))
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	for began, tries := size(), 0; size() == began; tries++ {
		if errs := c.run(db, 20); len(errs) > 0 || tries > 500 {
			t.Fatal("the log does not come to the file: ", errs)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	db = mustOpen(t, dir, "")
	defer db.Close() //nolint:errcheck // read only
	have, err := state(db)
	if want := slices.Sorted(slices.Values(c.known())); err != nil || !slices.Equal(have, want) {
		t.Errorf("%d notes, %d were confirmed, %v", len(have), len(want), err)
	}
}

// TestNewerFile: a file of a newer program, or of another one, is refused.
func TestNewerFile(t *testing.T) {
	for _, tt := range []struct {
		pragma string
		want   error
	}{{"PRAGMA user_version=9", ErrNewer}, {"PRAGMA application_id=1", nil}} {
		dir := t.TempDir()
		db := mustOpen(t, dir, "")
		if err := db.writer.db.Exec(tt.pragma); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		_, err := openAt(dir, "")
		if err == nil || tt.want != nil && !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", tt.pragma, err)
		}
	}
}

// FuzzLog: whatever stands in a log, looking at it ends, and says nothing but that it is damaged.
func FuzzLog(f *testing.F) {
	dir := f.TempDir()
	db, err := openAt(dir, "")
	if err != nil {
		f.Fatal(err)
	}
	for i := range 3 {
		if err := add(db, i); err != nil {
			f.Fatal(err)
		}
	}
	log, err := os.ReadFile(filepath.Join(dir, FileName+"-wal"))
	if err != nil {
		f.Fatal(err)
	}
	if err := db.Close(); err != nil {
		f.Fatal(err)
	}
	f.Add(log)
	f.Add(log[:walHeader])
	f.Add([]byte{})
	path := filepath.Join(f.TempDir(), "log")
	f.Fuzz(func(t *testing.T, log []byte) {
		if err := os.WriteFile(path, log, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := inspectLog(path); err != nil && !errors.Is(err, ErrDamaged) {
			t.Error(err)
		}
	})
}
