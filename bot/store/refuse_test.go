package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/bot/store"
)

// TestOldFormIsRefused: a folder of a program before SQLite is left as it is, and the way to move it is told.
func TestOldFormIsRefused(t *testing.T) {
	dir := t.TempDir()
	old := filepath.Join(dir, "log-0000000000000001")
	if err := os.WriteFile(old, []byte("Sx"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := store.Open(t.Context(), store.Options{Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "motcua backup") || !strings.Contains(err.Error(),
		"motcua restore") {
		t.Errorf("got %v", err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("the folder was changed: %v, %v", entries, err)
	}
}

// TestHalfRestored: after a restore that was cut off no bot runs on a part of the state, and none of it is backed up;
// the restore can be run again.
func TestHalfRestored(t *testing.T) {
	from := open(t, store.Options{InMemory: true}, &clock{t: time.Now()})
	from.must(t, func(tx bot.Tx) error {
		for i := range 5000 {
			tx.Put(bot.Key{Kind: "note", ID: fmt.Sprint(i)}, i, 0)
		}
		return nil
	})
	var file bytes.Buffer
	if err := from.Backup(t.Context(), &file); err != nil {
		t.Fatal(err)
	}
	url, dir := redistest.Start(t).URL(), t.TempDir()
	for name, opt := range map[string]store.Options{"redis": {RedisURL: url}, "embedded": {Dir: dir}} {
		t.Run(name, func(t *testing.T) {
			restore := func(part []byte) error {
				opt := opt
				opt.Restoring = true
				s, err := store.Open(t.Context(), opt)
				if err != nil {
					t.Fatal(err)
				}
				return errors.Join(s.Restore(t.Context(), bytes.NewReader(part)), s.Close())
			}
			if err := restore(file.Bytes()[:file.Len()-20]); !errors.Is(err, store.ErrCutBackup) {
				t.Errorf("a backup that is cut off: %v", err)
			}
			s, err := store.Open(t.Context(), opt)
			if name == "embedded" { // one transaction: nothing of it is there
				if err != nil {
					t.Fatal(err)
				}
				if found, err := s.Get(t.Context(), bot.Key{Kind: "note", ID: "1"}, new(int)); err != nil || found {
					t.Errorf("a part is there: %v, %v", found, err)
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			} else if !errors.Is(err, store.ErrHalf) {
				t.Fatalf("a bot runs on a part: %v", err)
			}
			if err := restore(file.Bytes()); err != nil {
				t.Fatalf("again: %v", err)
			}
			if s, err = store.Open(t.Context(), opt); err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if found, err := s.Get(t.Context(), bot.Key{Kind: "note", ID: "4999"}, new(int)); err != nil || !found {
				t.Errorf("the whole is not there: %v, %v", found, err)
			}
		})
	}
}
