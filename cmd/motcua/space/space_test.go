package space

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWatchTurnsOnAtTheMarkAndOffBelowIt(t *testing.T) {
	var used int64
	var fault error
	var log bytes.Buffer
	w := &Watch{Log: slog.New(slog.NewTextHandler(&log, nil)), Marks: []Mark{
		{Name: "endless", Percent: 75, Used: func(context.Context) (int64, int64, error) { return 100, 0, nil }},
		{Name: "memory", Percent: 75, Used: func(context.Context) (int64, int64, error) { return used, 1000, fault }},
	}}
	for _, tt := range []struct {
		used  int64
		fault error
		full  bool
	}{
		{740, nil, false}, {750, nil, true}, {900, nil, true}, {710, nil, true}, // near it, it would flap
		{690, nil, false}, {740, nil, false}, {990, errors.New("unreadable"), false}, {990, nil, true},
	} {
		used, fault = tt.used, tt.fault
		if w.Look(t.Context()); w.Full() != tt.full {
			t.Errorf("at %d (%v): full %t", tt.used, tt.fault, w.Full())
		}
	}
	if n := strings.Count(log.String(), "no room"); n != 2 {
		t.Errorf("logged %d times, want once each time it begins:\n%s", n, &log)
	}
}

func TestMarks(t *testing.T) {
	dir := t.TempDir()
	for name, size := range map[string]int{"a": 1000, "b/c": 500} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700),
			os.WriteFile(filepath.Join(dir, name), make([]byte, size), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if used, most, err := Folder(dir, 2000).Used(t.Context()); used != 1500 || most != 2000 || err != nil {
		t.Errorf("folder: %d of %d, %v", used, most, err)
	}
	left := int64(300)
	w := &Watch{Log: slog.New(slog.DiscardHandler),
		Marks: []Mark{Left("disk", 256, func() (int64, error) { return left, nil })}}
	if w.Look(t.Context()); w.Full() {
		t.Error("300 left of 256 is full")
	}
	left = 255
	if w.Look(t.Context()); !w.Full() {
		t.Error("255 left is not full")
	}
	if used, most, err := Memory(75, 1<<40).Used(t.Context()); used < 1<<20 || most <= used || err != nil {
		t.Errorf("memory: %d of %d, %v", used, most, err)
	}
}

func TestCgroupLimit(t *testing.T) {
	dir := t.TempDir()
	write := func(path, text string) {
		t.Helper()
		full := filepath.Join(dir, path)
		if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o700),
			os.WriteFile(full, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	write("self", "12:cpu:/old\n0::/system.slice/motcua.service\n")
	write("fs/system.slice/memory.max", "max\n")
	if _, ok := cgroupLimit(filepath.Join(dir, "self"), filepath.Join(dir, "fs")); ok {
		t.Error("no limit is one")
	}
	write("fs/system.slice/motcua.service/memory.max", "1073741824\n")
	if n, ok := cgroupLimit(filepath.Join(dir, "self"), filepath.Join(dir, "fs")); !ok || n != 1<<30 {
		t.Errorf("%d %t", n, ok)
	}
	write("fs/memory.max", "536870912\n") // of the container around it
	if n, ok := cgroupLimit(filepath.Join(dir, "self"), filepath.Join(dir, "fs")); !ok || n != 512<<20 {
		t.Errorf("%d %t", n, ok)
	}
	if _, ok := cgroupLimit(filepath.Join(dir, "none"), dir); ok {
		t.Error("no file, no limit")
	}
}
