package store_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot/store"
	"github.com/motcua/motcua/bot/store/engine"
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
	store.SmallSpare(t)
	zeros := make([]byte, 1<<18)
	fill := func(z *gzip.Writer) {
		for range 16 {
			_, _ = z.Write(zeros)
		}
	}
	const head = `{"format":1,"layout":1,"at":"2026-11-30T00:00:00Z"}` + "\n"
	frames := func(z *gzip.Writer) {
		_, _ = z.Write([]byte(head))
		for i := range 16 {
			r := engine.Record{Kind: 's', Key: fmt.Sprint("d:note:", i), Fields: []string{"rev 0 " + string(zeros)}}
			_, _ = z.Write(engine.AppendFrame(nil, r.Append(nil)))
		}
	}
	claim := func(z *gzip.Writer) { // a frame says its length first
		_, _ = z.Write([]byte(head + "\xff\xff\xff\x0f\x00\x00\x00\x00"))
	}
	good := packed(t, func(z *gzip.Writer) {
		_, _ = z.Write(append([]byte(head), engine.AppendFrame(nil, []byte{'E', 0})...))
	})
	for name, file := range map[string][]byte{
		"a head without end": packed(t, fill), "records that grow": packed(t, frames),
		"a length without content": packed(t, claim),
		"nested head": packed(t, func(z *gzip.Writer) {
			_, _ = z.Write([]byte(strings.Repeat("[", 4000) + "\n"))
		}),
		"empty": {}, "no gzip": []byte("motcua-backup\n"), "cut off": packed(t, frames)[:2000],
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
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 80 { // a frame has at most 64
				t.Errorf("%d MB for a file of %d KB: %v", mb, len(file)>>10, err)
			}
			if err := w.Restore(w.ctx, bytes.NewReader(good)); err != nil {
				t.Errorf("something was kept: %v", err)
			}
		})
	}
}
