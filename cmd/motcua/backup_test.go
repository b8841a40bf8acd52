package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store"
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
