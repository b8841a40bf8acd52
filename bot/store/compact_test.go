package store_test

import (
	"bytes"
	"context"
	"io/fs"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store"
)

// TestCompactForgets: what was deleted is on the disk until the journal is written anew, and not after; the rest stays.
func TestCompactForgets(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	s, err := store.Open(ctx, store.Options{Dir: dir, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	secret, kept := bot.Key{Kind: "note", ID: "1"}, bot.Key{Kind: "note", ID: "2"}
	for _, step := range []func(bot.Tx){
		func(tx bot.Tx) { tx.Put(secret, "ong-an-o-xom-dinh", 0); tx.Put(kept, "con-lai", 0) },
		func(tx bot.Tx) { tx.Delete(secret) },
	} {
		if err := s.Update(ctx, func(tx bot.Tx) error { step(tx); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	onDisk := func(words string) (found bool) {
		err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
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
	if !onDisk("ong-an-o-xom-dinh") {
		t.Fatal("the journal is not readable as text: this test sees nothing")
	}
	if err := s.Compact(ctx); err != nil {
		t.Fatal(err)
	}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for limit := time.After(time.Minute); onDisk("ong-an-o-xom-dinh"); {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatal("what was deleted is still on the disk")
		}
	}
	var text string
	if found, err := s.Get(ctx, kept, &text); err != nil || !found || text != "con-lai" || !onDisk("con-lai") {
		t.Errorf("the rest: %q, %v, %v", text, found, err)
	}
}
