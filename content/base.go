package content

import (
	"encoding/binary"
	"hash/fnv"
	"io/fs"
	"strings"
	"sync"
	"sync/atomic"
)

// Base holds the Library in use and reads its files again on demand. Readers take Library once per question and keep
// to it, so that an answer never mixes two states.
type Base struct {
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
	lib, faults := Load(b.fsys)
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

// fingerprint sums up names, sizes and times of the files a base is read from; reading all their bytes every two seconds
// would cost more than a change that keeps both size and time is worth.
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
