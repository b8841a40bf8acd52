//go:build !unix

package disk

import "errors"

// ErrLocked says that another process uses the folder.
var ErrLocked = errors.New("another process uses this folder")

// Lock is not written for this system: without a lock two processes could destroy the journal.
func Lock(string) (release func(), err error) {
	return nil, errors.New("the embedded store needs a unix system; set REDIS_URL")
}
