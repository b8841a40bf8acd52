package main

import "golang.org/x/sys/windows"

// freeMB is the room that is left on the disk of dir, for this user.
func freeMB(dir string) (uint64, error) {
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	var free uint64
	if err := windows.GetDiskFreeSpaceEx(path, &free, nil, nil); err != nil {
		return 0, err
	}
	return free >> 20, nil
}
