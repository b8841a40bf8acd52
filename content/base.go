package content

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Base holds the Library in use and reads its files again on demand. Readers take Library once per question and keep
// to it, so that an answer never mixes two states.
type Base struct {
	// Read reads the files; nil: Load. It is set before the first Reload and may return what was read of the same
	// bytes.
	Read func(fs.FS) (*Library, Faults)

	fsys   fs.FS
	lib    atomic.Pointer[Library]
	faults atomic.Pointer[Faults]

	mu    sync.Mutex // held while reading; readers of lib do not need it
	print uint64     // fingerprint of the files last read, good or not
}

// OpenBase reads a base once. With errors (not mere warnings) there is no Base and the Faults say why.
func OpenBase(fsys fs.FS) (*Base, Faults) {
	b := &Base{fsys: fsys}
	r := b.Reload(nil)
	if !r.Swapped {
		return nil, r.Faults
	}
	return b, r.Faults
}

// Library returns the last good state of the base.
func (b *Base) Library() *Library { return b.lib.Load() }

// Faults returns what the newest reading found, which may be of files that are not in use because of it.
func (b *Base) Faults() Faults {
	if f := b.faults.Load(); f != nil {
		return *f
	}
	return nil
}

// Reloaded is the outcome of one Reload.
type Reloaded struct {
	Changed bool   // the files differ from the last reading and were read again
	Swapped bool   // a new Library is in use
	Faults  Faults // what the reading found
}

// Reload reads the files again if any of them changed since the last reading. prepare (which may be nil) gets the new
// Library first, to build what depends on it, such as the search index, before anybody can see it; its error, like an
// error in the files, keeps the old Library in use.
func (b *Base) Reload(prepare func(*Library) error) Reloaded {
	b.mu.Lock()
	defer b.mu.Unlock()
	before := fingerprint(b.fsys)
	if before == b.print {
		return Reloaded{Faults: b.Faults()}
	}
	read := b.Read
	if read == nil {
		read = Load
	}
	lib, faults := read(b.fsys)
	if fingerprint(b.fsys) != before {
		return Reloaded{Faults: b.Faults()} // somebody is still writing; the next turn reads again
	}
	b.print = before
	if prepare != nil && len(faults.Errors()) == 0 {
		if err := prepare(lib); err != nil {
			faults = append(faults, Fault{File: ".", What: "không dựng được kho từ nội dung này: " + err.Error()})
		}
	}
	b.faults.Store(&faults)
	if len(faults.Errors()) > 0 {
		return Reloaded{Changed: true, Faults: faults}
	}
	b.lib.Store(lib)
	return Reloaded{Changed: true, Swapped: true, Faults: faults}
}

// fingerprint sums up names, sizes and times of the files a base is read from; reading all their bytes every two
// seconds would cost more than a change that keeps both size and time is worth.
func fingerprint(fsys fs.FS) uint64 {
	h := fnv.New64a()
	var buf [16]byte
	_ = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil // a file that vanished meanwhile changes the print by its absence
		}
		if d.IsDir() {
			if name != "." && strings.HasPrefix(d.Name(), ".") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".md") && !strings.HasSuffix(name, ".yaml") {
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return nil
		}
		h.Write([]byte(name))
		binary.LittleEndian.PutUint64(buf[:8], uint64(info.ModTime().UnixNano()))
		binary.LittleEndian.PutUint64(buf[8:], uint64(info.Size()))
		h.Write(buf[:])
		return nil
	})
	return h.Sum64() | 1 // never zero, which stands for "not read yet"
}

//go:embed *.yaml */*.yaml */*.md plan/*/*.yaml
var embedded embed.FS

// Embedded returns the base that is built into the binary.
func Embedded() fs.FS { return embedded }

// Overlay is a base with changed files laid over it: what editors publish without touching the folder or the program.
// It is an fs.FS whose files may be replaced as a whole at any time; readers see either state.
type Overlay struct {
	base  fs.FS
	raw   atomic.Pointer[map[string]OverlayFile] // as they were set
	files atomic.Pointer[map[string]OverlayFile] // with the texts of withdrawn ones under their own names
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

// WithdrawnName is where the text of a withdrawn file stands: beside it, under a name that is no entry's. What points
// at the entry is then known to point at something withdrawn, and the text is not lost.
func WithdrawnName(name string) string {
	dir, file := path.Split(name)
	return dir + withdrawnMark + file
}

// Set replaces everything that is laid over the base; names are paths within it. The map must not be changed
// afterwards.
func (o *Overlay) Set(files map[string]OverlayFile) {
	shown := maps.Clone(files)
	for name, f := range files {
		if f.Gone && len(f.Text) > 0 {
			shown[WithdrawnName(name)] = OverlayFile{Text: f.Text, At: f.At}
		}
	}
	o.raw.Store(&files)
	o.files.Store(&shown)
}

// Files returns what is laid over the base; it must not be changed.
func (o *Overlay) Files() map[string]OverlayFile { return *o.raw.Load() }

// Base is what lies below.
func (o *Overlay) Base() fs.FS { return o.base }

// Print sums up what would be read: two layers of equal print are of the same base with the same texts laid over it.
func (o *Overlay) Print() string {
	h := sha256.New()
	files := o.Files()
	fmt.Fprintf(h, "%x", fingerprint(o.base))
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(h, "|%q %t %d|", name, files[name].Gone, len(files[name].Text))
		h.Write(files[name].Text)
	}
	return string(h.Sum(nil))
}

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
	files := *o.files.Load()
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

// Stat implements fs.StatFS: a file of the base is looked at without being opened.
func (o *Overlay) Stat(name string) (fs.FileInfo, error) {
	if files := o.files.Load(); files != nil {
		if f, laid := (*files)[name]; laid && !f.Gone {
			return overlaidInfo{name[strings.LastIndex(name, "/")+1:], f}, nil
		} else if laid {
			return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
		}
	}
	info, err := fs.Stat(o.base, name)
	if errors.Is(err, fs.ErrNotExist) { // a folder may be there only because of what is laid into it
		f, err := o.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return f.Stat()
	}
	return info, err
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

// Check reads a base, writes every fault as "file:line: what and how to mend it", warnings last, and returns the number
// of errors (warnings not counted).
func Check(fsys fs.FS, w io.Writer) int {
	l, faults := load(fsys, DayOf(time.Now()))
	out := bufio.NewWriter(w)
	defer out.Flush()
	errs, warns := faults.Errors(), faults.Warnings()
	for _, f := range append(errs, warns...) {
		fmt.Fprintln(out, f)
	}
	fmt.Fprintf(out, "%d thủ tục, %d hỏi đáp, %d câu hỏi mẫu; %d lỗi, %d cảnh báo.\n",
		len(l.Procedures), len(l.FAQs), len(l.Questions), len(errs), len(warns))
	return len(errs)
}
