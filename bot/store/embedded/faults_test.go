package embedded

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
)

// forgetful is a folder that keeps, at a power cut, only what was synced, and whose disk may be full or fail.
type forgetful struct {
	mu      sync.Mutex
	now     map[string]*inode // names as they are
	durable map[string]*inode // names as of the last SyncDir
	rand    *rand.Rand
	room    int // bytes until the disk is full; < 0 = no limit
	broken  bool
	syncs   int // of files
}

type inode struct{ data, synced []byte }

var errDiskFull = errors.New("no space left on device")

func newForgetful(seed uint64) *forgetful {
	return &forgetful{now: map[string]*inode{}, durable: map[string]*inode{}, rand: rand.New(rand.NewPCG(seed, 1)),
		room: -1}
}

// powerCut returns what is found after one: some of the bytes written after the last sync may be there, cut or garbled.
func (f *forgetful) powerCut() *forgetful {
	f.mu.Lock()
	defer f.mu.Unlock()
	after := newForgetful(f.rand.Uint64())
	for name, n := range f.durable {
		data := append([]byte(nil), n.synced...)
		if len(n.data) > len(n.synced) && f.rand.IntN(2) == 0 {
			tail := append([]byte(nil), n.data[len(n.synced):len(n.synced)+f.rand.IntN(len(n.data)-len(n.synced)+1)]...)
			if len(tail) > 0 && f.rand.IntN(2) == 0 {
				tail[f.rand.IntN(len(tail))] ^= 0x55
			}
			data = append(data, tail...)
		}
		// What the next start reads is what the disk holds.
		after.now[name] = &inode{data: data, synced: append([]byte(nil), data...)}
	}
	after.durable = maps.Clone(after.now)
	return after
}

func (f *forgetful) Names() ([]string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var names []string
	for name := range f.now {
		names = append(names, name)
	}
	return names, nil
}

func (f *forgetful) Open(name string) (io.ReadCloser, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := f.now[name]
	if n == nil {
		return nil, errors.New("no such file")
	}
	return io.NopCloser(strings.NewReader(string(n.data))), nil
}

func (f *forgetful) Create(name string) (File, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.room == 0 || f.broken {
		return nil, errDiskFull
	}
	n := &inode{}
	f.now[name] = n
	return &handle{f, n}, nil
}

func (f *forgetful) Append(name string) (File, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := f.now[name]
	if n == nil {
		return nil, errors.New("no such file")
	}
	return &handle{f, n}, nil
}

func (f *forgetful) Rename(from, to string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now[to] = f.now[from]
	delete(f.now, from)
	return nil
}

func (f *forgetful) Remove(name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.now, name)
	return nil
}

func (f *forgetful) SyncDir() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.durable = maps.Clone(f.now)
	return nil
}

type handle struct {
	f *forgetful
	n *inode
}

func (h *handle) Write(p []byte) (int, error) {
	h.f.mu.Lock()
	defer h.f.mu.Unlock()
	n := len(p)
	if h.f.room >= 0 {
		n = min(n, h.f.room)
		h.f.room -= n
	}
	h.n.data = append(h.n.data, p[:n]...)
	if n < len(p) {
		return n, errDiskFull
	}
	return n, nil
}

func (h *handle) Sync() error {
	h.f.mu.Lock()
	defer h.f.mu.Unlock()
	if h.f.broken {
		return errors.New("input/output error")
	}
	h.n.synced = append([]byte(nil), h.n.data...)
	h.f.syncs++
	return nil
}

func (h *handle) Truncate(size int64) error {
	h.f.mu.Lock()
	defer h.f.mu.Unlock()
	h.n.data = h.n.data[:size]
	return nil
}

func (h *handle) Close() error { return nil }

func (f *forgetful) set(room int, broken bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.room, f.broken = room, broken
}

// addScript counts and leaves a mark, so that half an operation would show.
const addScript = "#!lua flags=\nredis.call('INCRBY', KEYS[1] .. 'sum', 1)\nredis.call('SET', KEYS[1] .. 'mark:' .. " +
	"ARGV[1], ARGV[1])\n" +
	"redis.call('ZADD', KEYS[1] .. 'set', ARGV[1], ARGV[1])\nredis.call('RPUSH', KEYS[1] .. 'list', ARGV[1])\nif " +
	"ARGV[1] % 7 == 0 then redis.call('SET', KEYS[1] .. 'short', 'x', 'PX', 5) end\nreturn 'ok'"

func openAt(t *testing.T, f *forgetful) *DB {
	t.Helper()
	db, err := Open(Options{Files: f, Log: slog.New(slog.DiscardHandler), CompactAfter: 60})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func read(t *testing.T, db *DB, args ...string) string {
	t.Helper()
	v, err := db.Read(0, args...)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(v)
}

func add(db *DB, i int) error {
	_, err := db.Exec(Op{Script: addScript, Now: int64(1000 + i), Key: "k:", Args: []string{fmt.Sprint(i)}})
	return err
}

// check finds every acknowledged operation whole, and no half one.
func check(t *testing.T, db *DB, acked []int) {
	t.Helper()
	for _, i := range acked {
		if got := read(t, db, "GET", fmt.Sprint("k:mark:", i)); got != fmt.Sprint(i) {
			t.Fatalf("operation %d was acknowledged and is gone", i)
		}
	}
	sum := read(t, db, "GET", "k:sum")
	if sum != "<nil>" && (read(t, db, "ZCARD", "k:set") != sum || read(t, db, "LLEN", "k:list") != sum) {
		t.Fatalf("sum %s, set of %s, list of %s", sum, read(t, db, "ZCARD", "k:set"), read(t, db, "LLEN", "k:list"))
	}
}

func TestPowerCuts(t *testing.T) {
	files := newForgetful(1)
	var mu sync.Mutex
	var acked []int
	next := 0
	for range 80 {
		db := openAt(t, files)
		check(t, db, acked)
		cutAfter := len(acked) + files.rand.IntN(120)
		cut := make(chan *forgetful, 1)
		var known []int
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for {
					mu.Lock()
					if len(known) > 0 {
						mu.Unlock()
						return
					}
					next++
					i := next
					mu.Unlock()
					if err := add(db, i); err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					acked = append(acked, i)
					if len(acked) > cutAfter && len(known) == 0 {
						known = append(known, acked...)
						cut <- files.powerCut() // while the others and a compaction go on
					}
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		files, acked = <-cut, known
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if next < 1000 {
		t.Errorf("only %d operations were tried", next)
	}
}

func TestFullAndBrokenDisk(t *testing.T) {
	files := newForgetful(2)
	db := openAt(t, files)
	var acked []int
	refused := 0
	for i := 1; i < 3000; i++ {
		switch files.rand.IntN(40) {
		case 0:
			files.set(files.rand.IntN(300), false)
		case 1:
			files.set(-1, true)
		case 2, 3, 4, 5:
			files.set(-1, false)
		}
		switch err := add(db, i); {
		case err == nil:
			acked = append(acked, i)
		case errors.Is(err, ErrDisk):
			refused++
			if got := read(t, db, "GET", fmt.Sprint("k:mark:", i)); got != "<nil>" {
				t.Fatalf("operation %d was refused and took effect", i)
			}
		default:
			t.Fatal(err)
		}
		if i%500 == 0 {
			files.set(-1, false)
			if err := add(db, 10000+i); err != nil { // the disk is whole again
				t.Fatalf("after the fault: %v", err)
			}
			acked = append(acked, 10000+i)
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			files = files.powerCut()
			db = openAt(t, files)
			check(t, db, acked)
			if got := read(t, db, "GET", "k:sum"); got != fmt.Sprint(len(acked)) {
				t.Fatalf("sum %s, %d were acknowledged", got, len(acked))
			}
		}
	}
	if refused == 0 || len(acked) < 1000 {
		t.Errorf("%d acknowledged, %d refused: the test tested nothing", len(acked), refused)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestDamageIsReported(t *testing.T) {
	files := newForgetful(3)
	db := openAt(t, files)
	for i := range 100 {
		if err := add(db, i); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	damaged := false
	for name, n := range files.now {
		if strings.HasPrefix(name, snapPrefix) {
			n.data[len(n.data)/2] ^= 1
			damaged = true
		}
	}
	if !damaged {
		t.Fatal("no snapshot was written")
	}
	if _, err := Open(Options{Files: files, Log: slog.New(slog.DiscardHandler)}); err == nil ||
		!strings.Contains(err.Error(), "restore a backup") {
		t.Errorf("got %v", err)
	}
}

func TestDumpIsOfOneMoment(t *testing.T) {
	db := openAt(t, newForgetful(4))
	for i := range 500 {
		if err := add(db, i); err != nil {
			t.Fatal(err)
		}
	}
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := 500; ; i++ {
			select {
			case <-stop:
				return
			default:
				if err := add(db, i); err != nil {
					t.Error(err)
					return
				}
			}
		}
	})
	for range 20 {
		var marks, list int
		sum := ""
		err := db.Dump(func(r Record) error {
			switch {
			case r.Key == "k:sum":
				sum = r.Fields[0]
			case r.Key == "k:list":
				list += len(r.Fields)
			case strings.HasPrefix(r.Key, "k:mark:"):
				marks++
			}
			return nil
		})
		if err != nil || sum != fmt.Sprint(marks) || marks != list {
			t.Fatalf("sum %s, %d marks, list of %d, %v", sum, marks, list, err)
		}
	}
	close(stop)
	wg.Wait()
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func FuzzReplay(f *testing.F) {
	files := newForgetful(5)
	db, err := Open(Options{Files: files, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		f.Fatal(err)
	}
	for i := range 5 {
		if err := add(db, i); err != nil {
			f.Fatal(err)
		}
	}
	db.Close()
	f.Add(files.now[fileName(logPrefix, 1)].data)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, log []byte) {
		files := newForgetful(6)
		files.now[fileName(logPrefix, 1)] = &inode{data: log}
		db, err := Open(Options{Files: files, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			return // got the error
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
}
