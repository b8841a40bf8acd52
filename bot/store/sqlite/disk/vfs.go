package disk

import (
	"sync"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"
)

// wayName is what our way to the files is called: the system's, without mapping files into memory. go-sqlite3 0.37
// tells SQLite that a file can be mapped and has no mapper for it when pages have checksums: it panics where one
// connection writes to the file what another wrote to the log.
const wayName = "unmapped"

var registerWay = sync.OnceFunc(func() { vfs.Register(wayName, way{vfs.Find("os")}) })

type way struct{ vfs.VFS }

func (w way) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	open, ok := w.VFS.(vfs.VFSFilename)
	if !ok {
		return nil, 0, sqlite3.CANTOPEN
	}
	f, out, err := open.OpenFilename(name, flags)
	if whole, ok := f.(wholeFile); ok && err == nil {
		return unmapped{whole}, out, nil
	}
	return f, out, err
}

// wholeFile is what a file of the system can, but for being mapped.
type wholeFile interface {
	vfs.FileSharedMemory
	vfs.FileLockState
	vfs.FilePersistWAL
	vfs.FilePowersafeOverwrite
	vfs.FileSizeHint
	vfs.FileHasMoved
}

type unmapped struct{ wholeFile }
