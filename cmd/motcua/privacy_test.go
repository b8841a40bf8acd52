package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store"
)

// TestCompactedWithinADay: however often the bot is restarted, what was deleted is off the disk within 24 hours; and
// the disk is not written anew at every start.
func TestCompactedWithinADay(t *testing.T) {
	dir, now, ctx := t.TempDir(), time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC), t.Context()
	log := func() int64 { // what is in the log of the state; emptied, what was deleted is on the disk no longer
		info, err := os.Stat(filepath.Join(dir, "motcua.sqlite-wal"))
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	for i, step := range []struct {
		at    time.Duration
		again bool
	}{{0, true}, {time.Minute, false}, {10 * time.Hour, false}, {11 * time.Hour, true}, {12 * time.Hour, false},
		{23 * time.Hour, true}} {
		s, err := store.Open(ctx, store.Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Update(ctx,
			func(tx bot.Tx) error { tx.Add("people", "telegram:1", int64(i)); return nil }); err != nil {
			t.Fatal(err)
		}
		if err := compactWhenDue(ctx, s, now.Add(step.at)); err != nil {
			t.Fatal(err)
		}
		again := log() == 0
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if again != step.again {
			t.Errorf("after %s: written anew: %t", step.at, again)
		}
	}
}
