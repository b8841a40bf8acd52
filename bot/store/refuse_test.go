package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

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
