package space

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
	"time"
)

// Memory is what the process holds of what it may use: its cgroup's limit, or fallback bytes where there is none.
func Memory(percent, fallback int64) Mark {
	most := fallback
	if limit, ok := cgroupLimit("/proc/self/cgroup", "/sys/fs/cgroup"); ok {
		most = limit
	}
	var swept time.Time
	return Mark{Name: "memory", Percent: percent, Used: func(context.Context) (int64, int64, error) {
		used := held()
		// Half of what is held may be what nobody needs any more. Giving it back takes a moment: not every time.
		if used >= most/100*percent && time.Since(swept) > time.Minute {
			debug.FreeOSMemory()
			swept, used = time.Now(), held()
		}
		return used, most, nil
	}}
}

// held is the memory that the Go runtime has from the system and has not given back.
func held() int64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64() - s[1].Value.Uint64())
}

// cgroupLimit is the lowest limit of this process's cgroup (version 2) and those above it.
func cgroupLimit(self, root string) (limit int64, ok bool) {
	b, err := os.ReadFile(self)
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(b)) {
		path, found := strings.CutPrefix(strings.TrimSpace(line), "0::")
		if !found {
			continue
		}
		for dir := filepath.Clean("/" + path); ; dir = filepath.Dir(dir) {
			if text, err := os.ReadFile(filepath.Join(root, dir, "memory.max")); err == nil {
				n, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
				if err == nil && (!ok || n < limit) {
					limit, ok = n, true
				}
			}
			if dir == "/" {
				return limit, ok
			}
		}
	}
	return 0, false
}

// Folder is how much lies in a folder, of at most so many bytes.
func Folder(dir string, most int64) Mark {
	return Mark{Name: "data folder", Percent: 100, Used: func(ctx context.Context) (int64, int64, error) {
		var used int64
		err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return errors.Join(err, ctx.Err())
			}
			info, err := d.Info()
			if errors.Is(err, fs.ErrNotExist) { // removed meanwhile
				return nil
			}
			if err == nil && info.Mode().IsRegular() {
				used += info.Size()
			}
			return err
		})
		return used, most, err
	}}
}

// Left is a mark that is reached when fewer than so many bytes are left.
func Left(name string, least int64, left func() (int64, error)) Mark {
	return Mark{Name: name, Percent: 100, Used: func(context.Context) (int64, int64, error) {
		n, err := left()
		return least, max(1, n), err
	}}
}
