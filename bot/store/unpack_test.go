package store_test

import (
	"bytes"
	"compress/gzip"
	"runtime"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot/store"
)

// packed makes a file of the backup's form around what write puts into it.
func packed(t *testing.T, write func(z *gzip.Writer)) []byte {
	t.Helper()
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Write([]byte("motcua-backup\n")); err != nil {
		t.Fatal(err)
	}
	write(z)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestHostileBackups: files that were made to fill the memory are refused before they do, and nothing of them is kept.
func TestHostileBackups(t *testing.T) {
	zeros := make([]byte, 1<<20)
	fill := func(mb int) func(z *gzip.Writer) {
		return func(z *gzip.Writer) {
			for range mb {
				_, _ = z.Write(zeros)
			}
		}
	}
	const head = `{"format":1,"layout":1,"at":"2026-11-30T00:00:00Z"}` + "\n"
	frames := func(z *gzip.Writer) {
		_, _ = z.Write([]byte(head))
		for range 400 { // a frame says its length first
			_, _ = z.Write([]byte{0, 0, 16, 0, 0, 0, 0, 0})
			_, _ = z.Write(zeros)
		}
	}
	for name, file := range map[string][]byte{
		"a head without end": packed(t, fill(400)), "frames": packed(t, frames),
		"nested head": packed(t, func(z *gzip.Writer) { _, _ = z.Write([]byte(strings.Repeat("[", 4000) + "\n")) }),
		"empty":       {}, "no gzip": []byte("motcua-backup\n"), "cut off": packed(t, frames)[:200],
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t, store.Options{Dir: t.TempDir()}, &clock{})
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			err := w.Restore(w.ctx, bytes.NewReader(file))
			runtime.ReadMemStats(&after)
			if err == nil {
				t.Error("restored")
			}
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 160 {
				t.Errorf("%d MB for a file of %d KB: %v", mb, len(file)>>10, err)
			}
		})
	}
}
