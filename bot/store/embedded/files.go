package embedded

import (
	"io"
	"os"
	"path/filepath"
)

// Files is the folder in which the journal lives. Tests give one that forgets what was not synced.
type Files interface {
	Names() ([]string, error)
	Open(name string) (io.ReadCloser, error)
	// Create makes an empty file, replacing one of that name.
	Create(name string) (File, error)
	// Append opens an existing file to write at its end.
	Append(name string) (File, error)
	Rename(from, to string) error
	Remove(name string) error
	// SyncDir makes creations, renames and removals durable.
	SyncDir() error
}

// File is one file being written.
type File interface {
	io.Writer
	Sync() error
	Truncate(size int64) error
	Close() error
}

// Dir is a folder of the operating system.
type Dir string

// Names lists the folder.
func (d Dir) Names() ([]string, error) {
	entries, err := os.ReadDir(string(d))
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names, nil
}

// Open reads a file.
func (d Dir) Open(name string) (io.ReadCloser, error) {
	return os.Open(filepath.Join(string(d), name))
}

// Create makes a file that only its owner can read.
func (d Dir) Create(name string) (File, error) {
	return d.open(name, os.O_CREATE|os.O_TRUNC)
}

// Append opens a file at its end.
func (d Dir) Append(name string) (File, error) {
	return d.open(name, 0)
}

func (d Dir) open(name string, flags int) (File, error) {
	f, err := os.OpenFile(filepath.Join(string(d), name), os.O_WRONLY|os.O_APPEND|flags, 0o600)
	if err != nil {
		return nil, err // not a nil *os.File in a File
	}
	return f, nil
}

// Rename replaces `to`.
func (d Dir) Rename(from, to string) error {
	return os.Rename(filepath.Join(string(d), from), filepath.Join(string(d), to))
}

// Remove deletes a file.
func (d Dir) Remove(name string) error { return os.Remove(filepath.Join(string(d), name)) }

// SyncDir syncs the folder itself.
func (d Dir) SyncDir() error {
	f, err := os.Open(string(d))
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
