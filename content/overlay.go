package content

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// Overlay is a base with changed files laid over it: what editors publish without touching the folder or the program.
// It is an fs.FS whose files may be replaced as a whole at any time; readers see either state.
type Overlay struct {
	base  fs.FS
	files atomic.Pointer[map[string]OverlayFile]
}

// OverlayFile is one file laid over a base.
type OverlayFile struct {
	Text []byte
	Gone bool // the base's file is hidden
	At   time.Time
}

// NewOverlay lays nothing over a base.
func NewOverlay(base fs.FS) *Overlay {
	o := &Overlay{base: base}
	o.Set(nil)
	return o
}

// Set replaces everything that is laid over the base; names are paths within it. The map must not be changed afterwards.
func (o *Overlay) Set(files map[string]OverlayFile) { o.files.Store(&files) }

// Files returns what is laid over the base; it must not be changed.
func (o *Overlay) Files() map[string]OverlayFile { return *o.files.Load() }

// Base is what lies below.
func (o *Overlay) Base() fs.FS { return o.base }

// With is the same base with one file more laid over it; o itself stays as it is.
func (o *Overlay) With(name string, f OverlayFile) *Overlay {
	files := map[string]OverlayFile{name: f}
	for n, old := range o.Files() {
		if n != name {
			files[n] = old
		}
	}
	out := NewOverlay(o.base)
	out.Set(files)
	return out
}

// Open opens a file or folder.
func (o *Overlay) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	files := o.Files()
	if f, ok := files[name]; ok {
		if f.Gone {
			return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		}
		return &overlaid{Reader: bytes.NewReader(f.Text), info: overlaidInfo{path.Base(name), f}}, nil
	}
	below, err := o.base.Open(name)
	if err == nil {
		info, statErr := below.Stat()
		if statErr != nil || !info.IsDir() {
			return below, statErr
		}
		below.Close()
		list, err := o.list(name, files)
		return &overlaidDir{info: info, list: list}, err
	}
	if list, listErr := o.list(name, files); listErr == nil && len(list) > 0 {
		return &overlaidDir{info: dirInfo(path.Base(name)), list: list}, nil
	}
	return nil, err
}

// ReadDir lists a folder, sorted by name.
func (o *Overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	d, err := o.Open(name)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	dir, ok := d.(*overlaidDir)
	if !ok {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	return dir.list, nil
}

// list merges a folder of the base with what is laid over it.
func (o *Overlay) list(name string, files map[string]OverlayFile) ([]fs.DirEntry, error) {
	below, err := fs.ReadDir(o.base, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	prefix := name + "/"
	if name == "." {
		prefix = ""
	}
	out := slices.DeleteFunc(slices.Clone(below), func(d fs.DirEntry) bool {
		_, laid := files[prefix+d.Name()]
		return laid
	})
	have := map[string]bool{}
	for _, d := range out {
		have[d.Name()] = true
	}
	for full, f := range files {
		rest, inside := strings.CutPrefix(full, prefix)
		if !inside || f.Gone {
			continue
		}
		first, _, deeper := strings.Cut(rest, "/")
		if have[first] {
			continue
		}
		have[first] = true
		if deeper {
			out = append(out, fs.FileInfoToDirEntry(dirInfo(first)))
		} else {
			out = append(out, fs.FileInfoToDirEntry(overlaidInfo{first, f}))
		}
	}
	slices.SortFunc(out, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return out, nil
}

type overlaid struct {
	*bytes.Reader
	info overlaidInfo
}

func (f *overlaid) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *overlaid) Close() error               { return nil }

type overlaidInfo struct {
	name string
	file OverlayFile
}

func (i overlaidInfo) Name() string       { return i.name }
func (i overlaidInfo) Size() int64        { return int64(len(i.file.Text)) }
func (i overlaidInfo) Mode() fs.FileMode  { return 0o444 }
func (i overlaidInfo) ModTime() time.Time { return i.file.At }
func (i overlaidInfo) IsDir() bool        { return false }
func (i overlaidInfo) Sys() any           { return nil }

// dirInfo is a folder that exists only because files are laid into it.
type dirInfo string

func (d dirInfo) Name() string     { return string(d) }
func (dirInfo) Size() int64        { return 0 }
func (dirInfo) Mode() fs.FileMode  { return fs.ModeDir | 0o555 }
func (dirInfo) ModTime() time.Time { return time.Time{} }
func (dirInfo) IsDir() bool        { return true }
func (dirInfo) Sys() any           { return nil }

type overlaidDir struct {
	info fs.FileInfo
	list []fs.DirEntry
	at   int
}

func (d *overlaidDir) Stat() (fs.FileInfo, error) { return d.info, nil }
func (d *overlaidDir) Close() error               { return nil }

func (d *overlaidDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.info.Name(), Err: fs.ErrInvalid}
}

func (d *overlaidDir) ReadDir(n int) ([]fs.DirEntry, error) {
	rest := d.list[d.at:]
	if n > 0 {
		if len(rest) == 0 {
			return nil, io.EOF
		}
		rest = rest[:min(n, len(rest))]
	}
	d.at += len(rest)
	return slices.Clone(rest), nil
}
