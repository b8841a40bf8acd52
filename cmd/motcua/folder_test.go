//go:build unix

package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/motcua/motcua/cmd/motcua/base"
	"github.com/motcua/motcua/content"
)

// TestOddFilesAreRefused: a pipe, a socket, a device or a link that leads out of the folder is a fault with a sentence,
// at once; what is beside it is read. Nothing from outside gets into the base.
func TestOddFilesAreRefused(t *testing.T) {
	const good = "title: Kho thử\nowner: UBND xã\n"
	secret := filepath.Join(t.TempDir(), "mat.yaml")
	if err := os.WriteFile(secret, []byte("title: Bí mật\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, put := range map[string]func(path string) error{
		"ống dẫn": func(path string) error { return syscall.Mkfifo(path, 0o644) },
		"socket": func(path string) error {
			l, err := net.Listen("unix", path)
			if err == nil {
				t.Cleanup(func() { l.Close() })
			}
			return err
		},
		"trỏ ra ngoài": func(path string) error { return os.Symlink(secret, path) },
		"lớn quá": func(path string) error {
			return os.WriteFile(path, []byte(strings.Repeat("# dài\n", 60_000)), 0o644)
		},
		"lồng nhau": func(path string) error {
			return os.WriteFile(path, []byte("a: "+strings.Repeat("[", 20_000)), 0o644)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, err := os.MkdirTemp("", "kho") // a socket's path must be short
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { os.RemoveAll(dir) })
			if err := os.WriteFile(filepath.Join(dir, "base.yaml"), []byte(good), 0o644); err != nil {
				t.Fatal(err)
			}
			if err := os.Mkdir(filepath.Join(dir, "places"), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := put(filepath.Join(dir, "places", "x.yaml")); err != nil {
				t.Fatal(err)
			}
			done := func(load func() (*content.Library, content.Faults)) loaded {
				c := inBackground(load)
				select {
				case r := <-c:
					return r
				case <-time.After(20 * time.Second):
					t.Fatal("reading the folder does not end")
					return loaded{}
				}
			}
			r := done(func() (*content.Library, content.Faults) { return content.Load(base.FS(dir)) })
			found := ""
			for _, f := range r.faults.Errors() {
				if f.File == "places/x.yaml" {
					found += f.String() + "\n"
				}
			}
			if !strings.Contains(found, name) {
				t.Errorf("the fault says %q", found)
			}
			if r.lib.Title != "Kho thử" {
				t.Errorf("the rest was not read: %q", r.lib.Title)
			}
			// As the running program reads it, with what editors publish laid over.
			over := content.NewOverlay(base.FS(dir))
			r = done(func() (*content.Library, content.Faults) { return content.Load(over) })
			if len(r.faults.Errors()) == 0 {
				t.Error("no fault through the overlay")
			}
		})
	}
}

type loaded struct {
	lib    *content.Library
	faults content.Faults
}

func inBackground(load func() (*content.Library, content.Faults)) chan loaded {
	c := make(chan loaded, 1)
	go func() {
		lib, faults := load()
		c <- loaded{lib, faults}
	}()
	return c
}
