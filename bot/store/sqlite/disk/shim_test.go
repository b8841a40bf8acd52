package disk

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"
)

// shim is a way to the files that knows what a power cut would leave, and that fails on demand.
type shim struct {
	os   vfs.VFS
	name string

	mu    sync.Mutex
	files map[string]*image
	rand  *rand.Rand
	// What fails: writes when room is used up (< 0: none), syncs always.
	room     int
	noSync   bool
	lying    bool // syncs do nothing
	torn     bool // half a sector may be written
	injected int
}

// image is what the disk holds of a file, and what was written since the last sync.
type image struct {
	synced  []byte
	pending []write
}

// write is a write, or a truncation where data is nil.
type write struct {
	at   int64
	data []byte
}

var shims int

func newShim(seed uint64) *shim {
	shims++
	s := &shim{os: vfs.Find("os"), name: "shim" + string(rune('a'+shims%26)) + string(rune('a'+shims/26)),
		files: map[string]*image{}, rand: rand.New(rand.NewPCG(seed, 1)), room: -1}
	vfs.Register(s.name, s)
	return s
}

func (s *shim) Open(string, vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	return nil, 0, sqlite3.CANTOPEN
}

func (s *shim) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, out, err := s.os.(vfs.VFSFilename).OpenFilename(name, flags)
	if err != nil || flags&(vfs.OPEN_MAIN_DB|vfs.OPEN_WAL) == 0 {
		return f, out, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	base := filepath.Base(name.String())
	if s.files[base] == nil {
		s.files[base] = &image{}
	}
	return &shimFile{File: f, s: s, i: s.files[base]}, out, nil
}

func (s *shim) Delete(name string, dir bool) error {
	s.mu.Lock()
	delete(s.files, filepath.Base(name))
	s.mu.Unlock()
	return s.os.Delete(name, dir)
}

func (s *shim) Access(name string, flags vfs.AccessFlag) (bool, error) {
	return s.os.Access(name, flags)
}

func (s *shim) FullPathname(name string) (string, error) { return s.os.FullPathname(name) }

type shimFile struct {
	vfs.File
	s *shim
	i *image
}

func (f *shimFile) SharedMemory() vfs.SharedMemory {
	return f.File.(vfs.FileSharedMemory).SharedMemory()
}

func (f *shimFile) WriteAt(p []byte, at int64) (int, error) {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	if f.s.room >= 0 {
		if f.s.room < len(p) {
			f.s.injected++
			return 0, sqlite3.FULL
		}
		f.s.room -= len(p)
	}
	n, err := f.File.WriteAt(p, at)
	f.i.pending = append(f.i.pending, write{at, append([]byte{}, p...)})
	return n, err
}

func (f *shimFile) Truncate(size int64) error {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	f.i.pending = append(f.i.pending, write{at: size})
	return f.File.Truncate(size)
}

func (f *shimFile) Sync(vfs.SyncFlag) error {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	if f.s.noSync {
		f.s.injected++
		return sqlite3.IOERR_FSYNC
	}
	if !f.s.lying {
		for _, w := range f.i.pending {
			f.i.synced = w.apply(f.i.synced)
		}
		f.i.pending = nil
	}
	return nil // the real disk is not what is tested
}

func (w write) apply(b []byte) []byte {
	if w.data == nil {
		if int64(len(b)) > w.at {
			return b[:w.at]
		}
		return b
	}
	if end := w.at + int64(len(w.data)); int64(len(b)) < end {
		b = append(b, make([]byte, end-int64(len(b)))...)
	}
	copy(b[w.at:], w.data)
	return b
}

const sector = 512

// cut writes into dir what a power cut at this moment leaves: of what was not synced, any sectors.
func (s *shim) cut(dir string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, i := range s.files {
		b := append([]byte{}, i.synced...)
		upTo := len(i.pending)
		if s.lying { // a disk that lies writes in its own order, but not for ever
			upTo = s.rand.IntN(upTo + 1)
		}
		share := s.rand.IntN(101)
		for n, w := range i.pending[:upTo] {
			if w.data == nil {
				if s.rand.IntN(2) == 0 {
					b = w.apply(b)
				}
				continue
			}
			if s.lying && n < upTo-50 {
				b = w.apply(b)
				continue
			}
			for from := 0; from < len(w.data); from += sector {
				part := w.data[from:min(from+sector, len(w.data))]
				if s.rand.IntN(100) >= share {
					continue
				}
				if s.torn && s.rand.IntN(8) == 0 {
					part = part[:s.rand.IntN(len(part))+1]
				}
				b = write{w.at + int64(from), part}.apply(b)
			}
		}
		if len(b) == 0 && strings.HasSuffix(name, "-wal") {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func (s *shim) set(room int, noSync bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.room, s.noSync = room, noSync
}
