package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store"
)

// TestCompactedWithinADay: however often the bot is restarted, what was deleted is off the disk within 24 hours; and the
// disk is not written anew at every start.
func TestCompactedWithinADay(t *testing.T) {
	dir, now, ctx := t.TempDir(), time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC), t.Context()
	snapshots := func() (names []string) {
		names, err := filepath.Glob(filepath.Join(dir, "snap-*"))
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	for i, step := range []struct {
		at    time.Duration
		again bool
	}{{0, true}, {time.Minute, false}, {10 * time.Hour, false}, {11 * time.Hour, true}, {12 * time.Hour, false}, {23 * time.Hour, true}} {
		before := strings.Join(snapshots(), " ")
		s, err := store.Open(ctx, store.Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Update(ctx, func(tx bot.Tx) error { tx.Add("people", "telegram:1", int64(i)); return nil }); err != nil {
			t.Fatal(err)
		}
		if err := compactWhenDue(ctx, s, now.Add(step.at)); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil { // waits for the compaction
			t.Fatal(err)
		}
		if again := strings.Join(snapshots(), " ") != before; again != step.again {
			t.Errorf("after %s: written anew: %t", step.at, again)
		}
	}
}
