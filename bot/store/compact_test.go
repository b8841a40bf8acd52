package store_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest"
	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/bot/store"
)

// onDisk reports whether words stand in a file below dir.
func onDisk(t *testing.T, dir, words string) (found bool) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil // a file that a compaction just replaced
		}
		if b, err := fs.ReadFile(os.DirFS(dir), name); err == nil && bytes.Contains(b, []byte(words)) {
			found = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestCompactForgets: what was deleted is on the disk until the database is rewritten, and not after. Meanwhile
// people go on writing; nothing of theirs is lost, also not by a kill right afterwards.
func TestCompactForgets(t *testing.T) {
	const secret = "ong-an-o-xom-dinh"
	for _, name := range []string{"redis", "embedded"} {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			o := store.Options{Dir: t.TempDir()}
			dir := o.Dir
			kill := func() {}
			if name == "redis" {
				r := redistest.Start(t, "--appendfsync", "always")
				o.RedisURL, dir = r.URL(), r.Dir()
				kill = func() { r.Kill(t); r.Run(t) }
			}
			s, err := store.Open(ctx, o)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { s.Close() }()
			put(t, s, "secret", secret)
			if err := s.Update(ctx, func(tx bot.Tx) error {
				tx.Delete(bot.Key{Kind: "note",
					ID: "secret"})
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			if !onDisk(t, dir, secret) {
				t.Fatal("the journal is not readable as text: this test sees nothing")
			}
			stop, written := make(chan struct{}), make(chan int)
			go func() { written <- writeUntil(ctx, t, s, stop) }()
			if err := s.Compact(ctx); err != nil {
				t.Fatal(err)
			}
			bottest.Until(t, "what was deleted is gone from the disk", time.Minute,
				func() bool { return !onDisk(t, dir, secret) })
			close(stop)
			n := <-written
			kill()
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Errorf("closed twice: %v", err)
			}
			if s, err = store.Open(ctx, o); err != nil {
				t.Fatal(err)
			}
			var text string
			for i := range n {
				if found, err := s.Get(ctx, bot.Key{Kind: "note", ID: fmt.Sprint(i)}, &text); err != nil || !found {
					t.Fatalf("note %d of %d: %v, %v", i, n, found, err)
				}
			}
			if found, err := s.Get(ctx, bot.Key{Kind: "note", ID: "secret"}, &text); err != nil || found {
				t.Errorf("what was deleted is back: %v, %v", found, err)
			}
		})
	}
}

func put(t *testing.T, s *store.Store, id, text string) {
	t.Helper()
	if err := s.Update(t.Context(), func(tx bot.Tx) error {
		tx.Put(bot.Key{Kind: "note", ID: id}, text,
			0)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// writeUntil commits notes 0, 1, … and returns how many were confirmed: at least 200, so that some fall into the
// rewrite.
func writeUntil(ctx context.Context, t *testing.T, s *store.Store, stop <-chan struct{}) (n int) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for {
				mu.Lock()
				i := n
				n++
				mu.Unlock()
				if err := s.Update(ctx, func(tx bot.Tx) error {
					tx.Put(bot.Key{Kind: "note", ID: fmt.Sprint(i)},
						"con lại", 0)
					return nil
				}); err != nil {
					t.Errorf("note %d: %v", i, err)
					return
				}
				select {
				case <-stop:
					if i >= 200 {
						return
					}
				default:
				}
			}
		})
	}
	wg.Wait()
	return n
}
