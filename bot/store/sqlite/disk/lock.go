package disk

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// ErrLocked says that another process uses the folder.
var ErrLocked = errors.New("another process uses this folder")

// Lock makes the folder (mode 0700) and takes its lock (flock, on Windows LockFileEx), which ends with the process or
// with release.
func Lock(dir string) (release func(), err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	l := flock.New(filepath.Join(dir, "lock"), flock.SetPermissions(0o600))
	mine, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	if !mine {
		return nil, fmt.Errorf("%s: %w", dir, ErrLocked)
	}
	return func() { l.Close() }, nil //nolint:errcheck // the lock ends with the file
}
