//go:build unix

package main

import "syscall"

// freeMB is the room that is left on the disk of dir, for this user.
func freeMB(dir string) (uint64, error) {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil {
		return 0, err
	}
	return fs.Bavail * uint64(fs.Bsize) >> 20, nil
}
