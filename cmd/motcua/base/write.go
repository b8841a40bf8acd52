package base

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/bounded"
	"github.com/motcua/motcua/handlers/library"
)

// Publish makes a file of the folder what was published. Lay has seen that nobody else wrote there. Nothing outside
// the folder is touched, whatever the path says and wherever links lead.
func Publish(dir, path string, f content.OverlayFile) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	beside := content.WithdrawnName(path) // what was withdrawn stays under a name that is no entry's
	if !library.EditablePath(path) {
		return fmt.Errorf("%q is no place of the base", path)
	}
	if f.Gone {
		if _, err := root.Stat(path); err == nil && len(f.Text) > 0 {
			if err := WriteWhole(root, beside, f.Text); err != nil {
				return err
			}
		}
		return removed(root, path)
	}
	if err := removed(root, beside); err != nil {
		return err
	}
	if now, err := bounded.ReadFile(bounded.Folder(dir), path); err == nil && bytes.Equal(now, f.Text) {
		return nil
	}
	return WriteWhole(root, path, f.Text)
}

// removed removes a file if it is there.
func removed(root *os.Root, path string) error {
	if err := root.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// WriteWhole writes a file so that it appears whole or not at all.
func WriteWhole(root *os.Root, path string, text []byte) error {
	full := filepath.FromSlash(path)
	if err := root.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return err
	}
	tmp := filepath.Join(filepath.Dir(full), ".motcua-"+rand.Text())
	out, err := root.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = out.Write(text)
	if err = errors.Join(err, out.Sync(), out.Close()); err == nil {
		err = root.Rename(tmp, full)
	}
	if err != nil {
		return errors.Join(err, root.Remove(tmp))
	}
	return nil
}
