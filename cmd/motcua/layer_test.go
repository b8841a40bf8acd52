package main

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/memstate"
	"github.com/motcua/motcua/cmd/motcua/base"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/library"
)

// elsewhere are places that a crafted backup, or whoever writes into Redis, would have us write to or delete.
var elsewhere = []string{"../thoat.md", "faq/../../thoat.md", "../../etc/abs.md", "/tmp/thoat.md", "faq/..", "faq/x.sh",
	"lien-ket/x.md", ".git/hooks/x.md", "faq/a\x00b.md"}

// TestVersionsStayInTheFolder: versions whose path nobody could have published are not laid, and nothing is written or
// deleted elsewhere the content folder, also not through a link in it.
func TestVersionsStayInTheFolder(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "kho")
	for _, d := range []string{dir, filepath.Join(dir, "faq"), filepath.Join(top, "ngoai")} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(top, "ngoai"), filepath.Join(dir, "procedures")); err != nil {
		t.Fatal(err)
	}
	victim := filepath.Join(top, "thoat.md")
	if err := os.WriteFile(victim, []byte("của người khác"), 0o644); err != nil {
		t.Fatal(err)
	}
	state := memstate.New(nil)
	var pages []library.Version
	err := state.Update(t.Context(), func(tx bot.Tx) error {
		for i, path := range append(elsewhere, "faq/that.md") {
			for _, gone := range []bool{false, true} {
				pages = append(pages, library.Version{Path: path, N: 1, Text: "x", Gone: gone})
			}
			if i == 8 {
				continue // no name of a document
			}
			tx.Put(library.PageKey(path), pages[len(pages)-2], 0)
			tx.Add("pages", path, int64(i))
		}
		tx.Put(library.PageKey("faq/khac.md"), library.Version{Path: "../thoat.md", N: 1, Text: "x"}, 0)
		tx.Add("pages", "faq/khac.md", 99)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	read, err := library.Pages(t.Context(), state)
	if err != nil || len(read) != 1 || read[0].Path != "faq/that.md" {
		t.Errorf("read %v, %v", read, err)
	}
	for path := range library.Lay(fstest.MapFS{}, pages, true).Files {
		if path != "faq/that.md" {
			t.Errorf("laid %q", path)
		}
	}
	for _, path := range append(elsewhere, "procedures/x.md") {
		for _, gone := range []bool{false, true} {
			if err := base.Publish(dir, path, content.OverlayFile{Text: []byte("x"), Gone: gone}); err == nil &&
				path != "faq/x.sh" && path != ".git/hooks/x.md" && path != "lien-ket/x.md" {
				if _, statErr := os.Stat(filepath.Join(dir, path)); !gone || statErr == nil {
					t.Errorf("%q, gone %v: no error", path, gone)
				}
			}
		}
	}
	if text, err := os.ReadFile(victim); err != nil || string(text) != "của người khác" {
		t.Errorf("the file beside the folder: %q, %v", text, err)
	}
	left, err := os.ReadDir(filepath.Join(top, "ngoai"))
	if err != nil || len(left) > 0 {
		t.Errorf("written through a link: %v, %v", left, err)
	}
	if err := base.Publish(dir, "faq/that.md", content.OverlayFile{Text: []byte("mới")}); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "faq", "that.md")); err != nil || string(text) != "mới" {
		t.Errorf("what was published: %q, %v", text, err)
	}
	if err := base.Publish(dir, "faq/that.md", content.OverlayFile{Text: []byte("mới"), Gone: true}); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "faq", "_that.md")); err != nil || string(text) != "mới" {
		t.Errorf("what was withdrawn: %q, %v", text, err)
	}
	if err := base.Publish(dir, "faq/that.md", content.OverlayFile{Text: []byte("lại")}); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(filepath.Join(dir, "faq")); len(left) != 1 || left[0].Name() != "that.md" {
		t.Errorf("after publishing it again: %v", left)
	}
}
