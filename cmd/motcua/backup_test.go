package main

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store"
	"github.com/motcua/motcua/cmd/motcua/exit"
)

// TestEncryptedBackup: what a backup holds cannot be read without its passphrase, and comes back with it.
func TestEncryptedBackup(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	key := bot.Key{Kind: "case", ID: "H-23456789"}
	s, err := store.Open(ctx, store.Options{Dir: filepath.Join(dir, "cu")})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Update(ctx, func(tx bot.Tx) error { tx.Put(key, "câu hỏi ở xóm Đình", 0); return nil }); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	t.Setenv("MOTCUA_BACKUP_PASSPHRASE", "bốn từ ghép lại thành")
	file := filepath.Join(dir, "a.backup")
	if err := (&BackupCmd{stateFlags: stateFlags{Data: filepath.Join(dir, "cu")}, Encrypt: true, File: file,
		work: 10}).Run(ctx); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil || !bytes.HasPrefix(text, []byte("age-encryption.org/v1\n")) {
		t.Fatalf("the file begins with %q, %v", text[:min(len(text), 30)], err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	restore := func(name string) error {
		return (&RestoreCmd{stateFlags: stateFlags{Data: filepath.Join(dir, name)}, File: file}).Run(ctx)
	}
	t.Setenv("MOTCUA_BACKUP_PASSPHRASE", "một cụm khác hẳn")
	if err := restore("sai"); err == nil || !strings.Contains(err.Error(), "không mở được") {
		t.Errorf("another passphrase: %v", err)
	}
	t.Setenv("MOTCUA_BACKUP_PASSPHRASE", "bốn từ ghép lại thành")
	if err := restore("moi"); err != nil {
		t.Fatal(err)
	}
	if s, err = store.Open(ctx, store.Options{Dir: filepath.Join(dir, "moi")}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var got string
	if found, err := s.Get(ctx, key, &got); err != nil || !found || got != "câu hỏi ở xóm Đình" {
		t.Errorf("%q, %v, %v", got, found, err)
	}
}

// TestWhyNothingOpens: whoever keeps the machine reads in his language why the state cannot be opened or restored, and
// what to do; nothing of what was there is changed.
func TestWhyNothingOpens(t *testing.T) {
	ctx := t.Context()
	file := filepath.Join(t.TempDir(), "a.backup")
	filled := func(t *testing.T) string {
		dir := t.TempDir()
		s, err := store.Open(ctx, store.Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Update(ctx, func(tx bot.Tx) error { tx.Put(bot.Key{Kind: "note", ID: "1"}, "ghi chú", 0); return nil }); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	if err := (&BackupCmd{stateFlags: stateFlags{Data: filled(t)}, File: file}).Run(ctx); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	opens := func(dir string) error {
		s, err := stateFlags{Data: dir}.open(ctx)
		if err == nil {
			s.Close()
		}
		return err
	}
	restores := func(text []byte) func(string) error {
		return func(dir string) error {
			if err := os.WriteFile(file, text, 0o600); err != nil {
				t.Fatal(err)
			}
			return (&RestoreCmd{stateFlags: stateFlags{Data: dir}, File: file}).Run(ctx)
		}
	}
	changes := func(dir string, f func([]byte) []byte) {
		name := filepath.Join(dir, "motcua.sqlite")
		text, err := os.ReadFile(name)
		if err == nil {
			err = os.WriteFile(name, f(text), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name    string
		prepare func(t *testing.T) (dir string)
		do      func(dir string) error
		reads   []string
	}{
		{"another uses it", func(t *testing.T) string {
			dir := filled(t)
			s, err := store.Open(ctx, store.Options{Dir: dir})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { s.Close() })
			return dir
		}, opens, []string{"đang có một Một Cửa khác dùng", "hãy dừng"}},
		{"a bit turned round", func(t *testing.T) string {
			dir := filled(t)
			changes(dir, func(b []byte) []byte { b[len(b)-2000] ^= 4; return b })
			return dir
		}, opens, []string{"bị hỏng", "đừng xóa", "motcua restore"}},
		{"cut off", func(t *testing.T) string {
			dir := filled(t)
			changes(dir, func(b []byte) []byte { return b[:len(b)/2] })
			return dir
		}, opens, []string{"bị hỏng", "motcua restore"}},
		{"of an older program", func(t *testing.T) string {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "log-0000000000000001"), []byte("Sx"), 0o600); err != nil {
				t.Fatal(err)
			}
			return dir
		}, opens, []string{"bản Một Cửa cũ", "1. bằng chương trình CŨ: motcua backup", "motcua restore"}},
		{"not empty", filled, restores(whole), []string{"không trống"}},
		{"no backup", func(t *testing.T) string { return t.TempDir() }, restores([]byte("xin chào")), []string{"không phải bản sao lưu"}},
		{"an empty file", func(t *testing.T) string { return t.TempDir() }, restores(nil), []string{"không phải bản sao lưu"}},
		{"a backup cut off", func(t *testing.T) string { return t.TempDir() }, restores(whole[:len(whole)-12]), []string{"bị cắt cụt hoặc hỏng", "chép lại"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := tt.prepare(t)
			before := filesOf(t, dir)
			err := tt.do(dir)
			if err == nil {
				t.Fatal("it goes")
			}
			var once exit.Error
			if lasting := strings.Contains(tt.name, "bit") || tt.name == "cut off" || strings.Contains(tt.name, "older"); errors.As(untilMended(err), &once) != lasting {
				t.Errorf("systemd starts it again: %t", lasting)
			}
			for _, words := range tt.reads {
				if !strings.Contains(err.Error(), words) {
					t.Errorf("no %q in: %v", words, err)
				}
			}
			if after := filesOf(t, dir); len(before) > 0 && !maps.Equal(before, after) {
				t.Error("the folder was changed")
			}
		})
	}
}

// filesOf is what stands in a folder, but for locks and SQLite's index of its log.
func filesOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, e := range entries {
		if text, err := os.ReadFile(filepath.Join(dir, e.Name())); err == nil && len(text) > 0 && !strings.HasSuffix(e.Name(), "-shm") {
			out[e.Name()] = string(text)
		}
	}
	return out
}
