package bounded

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Folder is a content folder on disk. Each file is opened within it as it is at that moment: a link that leads out of
// it is refused, as is anything but a file or a folder. Whoever may put files there shall not have the program read
// others.
type Folder string

var errOutside = errors.New("liên kết trỏ ra ngoài thư mục nội dung")

// Open implements fs.FS.
func (d Folder) Open(name string) (fs.File, error) {
	root, err := os.OpenRoot(string(d))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	info, err := d.stat(root, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() && !info.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fmt.Errorf("không phải tệp thường: %w", fs.ErrInvalid)}
	}
	return root.FS().Open(name)
}

// Stat implements fs.StatFS, without opening: a pipe would wait.
func (d Folder) Stat(name string) (fs.FileInfo, error) {
	root, err := os.OpenRoot(string(d))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return d.stat(root, name)
}

func (d Folder) stat(root *os.Root, name string) (fs.FileInfo, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	info, err := root.Stat(name)
	if link, lerr := root.Lstat(name); err != nil && lerr == nil && link.Mode()&fs.ModeSymlink != 0 {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errOutside}
	}
	return info, err
}
