package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/bot/store"
)

// clock is moved by hand.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// world is one empty store of one mode, with a clock.
type world struct {
	*store.Store
	*clock
	ctx context.Context
}

// both runs a test against a real Redis and the embedded store.
func both(t *testing.T, f func(t *testing.T, w world)) {
	t.Helper()
	c := func() *clock { return &clock{t: time.Now().Truncate(time.Millisecond)} }
	t.Run("redis", func(t *testing.T) {
		f(t, open(t, store.Options{RedisURL: redistest.Start(t).URL()}, c()))
	})
	t.Run("embedded", func(t *testing.T) {
		f(t, open(t, store.Options{Dir: t.TempDir()}, c()))
	})
}

func open(t *testing.T, opt store.Options, c *clock) world {
	t.Helper()
	opt.Now = c.now
	s, err := store.Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return world{Store: s, clock: c, ctx: t.Context()}
}

func (w world) must(t *testing.T, f func(tx bot.Tx) error) {
	t.Helper()
	if err := w.Update(w.ctx, f); err != nil {
		t.Fatal(err)
	}
}

type task struct{ Title string }

var taskKey = bot.Key{Kind: "task", ID: "số 1: lập báo cáo"}

func TestDocuments(t *testing.T) {
	both(t, func(t *testing.T, w world) {
		var got task
		w.must(t, func(tx bot.Tx) error {
			tx.Put(taskKey, task{"Rà soát 60% hồ sơ"}, 0)
			if ok, err := tx.Get(w.ctx, taskKey, &got); !ok || err != nil {
				t.Errorf("own write not seen: %v %v", ok, err)
			}
			return nil
		})
		got = task{}
		if ok, err := w.Get(w.ctx, taskKey, &got); !ok || err != nil || got.Title != "Rà soát 60% hồ sơ" {
			t.Errorf("got %v %v %v", got, ok, err)
		}
		w.must(t, func(tx bot.Tx) error { tx.Delete(taskKey); return nil })
		if ok, _ := w.Get(w.ctx, taskKey, &got); ok {
			t.Error("deleted document is there")
		}
		w.must(t, func(tx bot.Tx) error { tx.Put(taskKey, task{"ngắn"}, time.Minute); return nil })
		w.add(time.Minute - time.Millisecond)
		if ok, _ := w.Get(w.ctx, taskKey, &got); !ok {
			t.Error("document expired too early")
		}
		w.add(time.Millisecond)
		if ok, _ := w.Get(w.ctx, taskKey, &got); ok {
			t.Error("expired document is there")
		}
		err := w.Update(w.ctx, func(tx bot.Tx) error { tx.Put(bot.Key{Kind: "Task", ID: "x"}, 1, 0); return nil })
		if err == nil {
			t.Error("an invalid kind was taken")
		}
	})
}

func TestConcurrentUpdatesAreSerial(t *testing.T) {
	both(t, func(t *testing.T, w world) {
		key := bot.Key{Kind: "sum", ID: "1"}
		var wg sync.WaitGroup
		const workers, each = 8, 10
		var runs sync.Map
		for i := range workers {
			wg.Go(func() {
				for range each {
					n := 0
					for err := bot.ErrConflict; errors.Is(err, bot.ErrConflict); {
						err = w.Update(w.ctx, func(tx bot.Tx) error {
							n++
							var v int
							if _, err := tx.Get(w.ctx, key, &v); err != nil {
								return err
							}
							tx.Put(key, v+1, 0)
							tx.Count("day", "n", 2, time.Hour)
							return nil
						})
						if err != nil && !errors.Is(err, bot.ErrConflict) {
							t.Error(err)
						}
					}
				}
				runs.Store(i, true)
			})
		}
		wg.Wait()
		var v int
		if _, err := w.Get(w.ctx, key, &v); err != nil || v != workers*each {
			t.Errorf("sum %d, %v; want %d", v, err, workers*each)
		}
		if c, err := w.Counters(w.ctx, "day"); err != nil || c["n"] != 2*workers*each {
			t.Errorf("counters %v, %v", c, err)
		}
	})
}

func TestRecreatedDocumentConflicts(t *testing.T) {
	both(t, func(t *testing.T, w world) {
		w.must(t, func(tx bot.Tx) error { tx.Put(taskKey, task{"a"}, 0); return nil })
		first := true
		w.must(t, func(tx bot.Tx) error {
			var got task
			if _, err := tx.Get(w.ctx, taskKey, &got); err != nil {
				return err
			}
			if first {
				first = false
				w.must(t, func(tx bot.Tx) error { tx.Delete(taskKey); return nil })
				w.must(t, func(tx bot.Tx) error { tx.Put(taskKey, task{"b"}, 0); return nil })
			}
			tx.Put(taskKey, task{got.Title + "+"}, 0)
			return nil
		})
		var got task
		if _, err := w.Get(w.ctx, taskKey, &got); err != nil || got.Title != "b+" {
			t.Errorf("got %q %v", got.Title, err)
		}
	})
}

func TestUpdateOnce(t *testing.T) {
	both(t, func(t *testing.T, w world) {
		count := func() (done bool) {
			done, err := w.UpdateOnce(w.ctx, "telegram:77", func(tx bot.Tx) error {
				tx.Count("g", "f", 1, 0)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return done
		}
		var wg sync.WaitGroup
		var mu sync.Mutex
		dones := 0
		for range 16 {
			wg.Go(func() {
				if count() {
					mu.Lock()
					dones++
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if c, _ := w.Counters(w.ctx, "g"); dones != 1 || c["f"] != 1 {
			t.Errorf("%d done, counted %v", dones, c)
		}
		w.add(71 * time.Hour)
		if count() {
			t.Error("forgotten after 71 h")
		}
		w.add(2 * time.Hour)
		if !count() {
			t.Error("remembered for ever")
		}
		failed := errors.New("handler")
		if _, err := w.UpdateOnce(w.ctx, "telegram:78", func(bot.Tx) error { return failed }); !errors.Is(err, failed) {
			t.Errorf("got %v", err)
		}
		if done, err := w.UpdateOnce(w.ctx, "telegram:78", func(bot.Tx) error { return nil }); !done || err != nil {
			t.Errorf("after a failure: %v %v", done, err)
		}
	})
}

func TestSets(t *testing.T) {
	both(t, func(t *testing.T, w world) {
		w.must(t, func(tx bot.Tx) error {
			for i := range 700 { // more than one chunk
				tx.Add("due", fmt.Sprintf("m%03d", (i*37)%700), int64((i*37)%700/2)+1_700_000_000_000)
			}
			tx.Add("due", "m000", 1_700_000_001_000)
			tx.Remove("due", "m001")
			tx.Add("due", "âm", -5)
			return nil
		})
		tests := []struct {
			name string
			r    bot.Range
			want []bot.Entry
		}{
			{"lowest", bot.Range{Min: 1_700_000_000_000, Max: 1_700_000_000_001},
				[]bot.Entry{{Member: "m002", Score: 1_700_000_000_001}, {Member: "m003", Score: 1_700_000_000_001}}},
			{"negative", bot.Range{Min: -10, Max: 0}, []bot.Entry{{Member: "âm", Score: -5}}},
			{"highest first", bot.Range{Min: 0, Max: 1 << 50, Reverse: true, Limit: 2},
				[]bot.Entry{{Member: "m000", Score: 1_700_000_001_000}, {Member: "m699", Score: 1_700_000_000_349}}},
			{"offset", bot.Range{Min: 1_700_000_000_100, Max: 1_700_000_000_200, Offset: 3, Limit: 2},
				[]bot.Entry{{Member: "m203", Score: 1_700_000_000_101}, {Member: "m204", Score: 1_700_000_000_102}}},
			{"none", bot.Range{Min: 1, Max: 2}, nil},
		}
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				got, err := w.List(w.ctx, "due", tt.r)
				if err != nil || !reflect.DeepEqual(got, tt.want) {
					t.Errorf("got %v %v, want %v", got, err, tt.want)
				}
			})
		}
		if n, err := w.Size(w.ctx, "due"); n != 700 || err != nil {
			t.Errorf("size %d %v", n, err)
		}
		if all, err := w.List(w.ctx, "due", bot.Range{Min: -10, Max: 1 << 50, Limit: 5000}); err != nil ||
			len(all) != 700 {
			t.Errorf("%d members, %v", len(all), err)
		}
		if s, ok, err := w.Score(w.ctx, "due", "m000"); s != 1_700_000_001_000 || !ok || err != nil {
			t.Errorf("score %d %v %v", s, ok, err)
		}
		if _, ok, err := w.Score(w.ctx, "due", "m001"); ok || err != nil {
			t.Errorf("removed member has a score: %v", err)
		}
	})
}

func TestLockFences(t *testing.T) {
	both(t, func(t *testing.T, w world) {
		take := func(owner string) (int64, bool) {
			t.Helper()
			fence, ok, err := w.Lock(w.ctx, "poll:telegram", owner, 3*time.Second)
			if err != nil {
				t.Fatal(err)
			}
			return fence, ok
		}
		a, ok := take("a")
		if !ok {
			t.Fatal("not taken")
		}
		if _, ok := take("b"); ok {
			t.Error("two owners")
		}
		w.add(2 * time.Second)
		if again, ok := take("a"); !ok || again != a {
			t.Errorf("renewal changed the fence: %d %v", again, ok)
		}
		w.add(3 * time.Second)
		b, ok := take("b")
		if !ok || b <= a {
			t.Errorf("taken over: %v, fence %d after %d", ok, b, a)
		}
		if err := w.Unlock(w.ctx, "poll:telegram", "a"); err != nil {
			t.Fatal(err)
		}
		if _, ok := take("a"); ok {
			t.Error("a stranger's release freed it")
		}
		if err := w.Unlock(w.ctx, "poll:telegram", "b"); err != nil {
			t.Fatal(err)
		}
		if c, ok := take("a"); !ok || c <= b {
			t.Errorf("after release: %v, fence %d after %d", ok, c, b)
		}
	})
}

func TestBackupMovesBetweenModes(t *testing.T) {
	both(t, func(t *testing.T, w world) {
		w.must(t, func(tx bot.Tx) error {
			tx.Put(taskKey, task{"giữ nguyên"}, 0)
			tx.Put(bot.Key{Kind: "dialog", ID: "1"}, task{"tạm"}, 10*time.Minute)
			for i := range 5000 {
				tx.Add("subscribed", fmt.Sprintf("telegram:%d", i), int64(i))
			}
			tx.Count("g", "f", 7, time.Hour)
			tx.Send(bot.Outgoing{Key: "a", To: bot.ChatID{Channel: "telegram", ID: "5"},
				Message: bot.Message{Text: "Xin chào"}})
			return nil
		})
		if _, err := w.UpdateOnce(w.ctx, "u1", func(bot.Tx) error { return nil }); err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		if err := w.Backup(w.ctx, &file); err != nil {
			t.Fatal(err)
		}
		if err := w.Restore(w.ctx, bytes.NewReader(file.Bytes())); !errors.Is(err, store.ErrNotEmpty) {
			t.Errorf("restored over state: %v", err)
		}
		both(t, func(t *testing.T, to world) {
			cut := file.Bytes()[:file.Len()-9]
			if err := to.Restore(to.ctx, bytes.NewReader(cut)); err == nil {
				t.Error("a cut backup was taken")
			}
			if err := to.Restore(to.ctx, bytes.NewReader(file.Bytes())); err != nil {
				t.Fatal(err)
			}
			checkRestored(t, to)
		})
	})
}

func checkRestored(t *testing.T, to world) {
	t.Helper()
	var got task
	if ok, err := to.Get(to.ctx, taskKey, &got); !ok || err != nil || got.Title != "giữ nguyên" {
		t.Errorf("document: %v %v %v", got, ok, err)
	}
	if n, _ := to.Size(to.ctx, "subscribed"); n != 5000 {
		t.Errorf("set of %d", n)
	}
	if c, _ := to.Counters(to.ctx, "g"); c["f"] != 7 {
		t.Errorf("counters %v", c)
	}
	if done, err := to.UpdateOnce(to.ctx, "u1", func(bot.Tx) error { return nil }); done || err != nil {
		t.Errorf("the mark of an update was lost: %v", err)
	}
	a, err := to.Lease(to.ctx, bot.LeaseRequest{Channel: "telegram", Max: 5, Lease: time.Second})
	if err != nil || len(a.Messages) != 1 || a.Messages[0].Out.Message.Text != "Xin chào" {
		t.Errorf("queue: %+v %v", a, err)
	}
	to.add(11 * time.Minute)
	if ok, _ := to.Get(to.ctx, bot.Key{Kind: "dialog", ID: "1"}, &got); ok {
		t.Error("the time to live was lost")
	}
}
