package content

import (
	"io/fs"
	"testing"
	"testing/fstest"
	"time"
)

// TestOverlay: what is laid over a base behaves as a file system, also where it makes folders or hides files.
func TestOverlay(t *testing.T) {
	base := fstest.MapFS{"faq/a.md": {Data: []byte("a")}, "faq/b.md": {Data: []byte("b")},
		"base.yaml": {Data: []byte("title: x")}}
	o := NewOverlay(base)
	o.Set(map[string]OverlayFile{
		"faq/a.md":         {Text: []byte("a mới"), At: time.Unix(1, 0)},
		"faq/b.md":         {Gone: true},
		"procedures/c.md":  {Text: []byte("c")},
		"plan/2027/x.yaml": {Text: []byte("x")},
	})
	if err := fstest.TestFS(o, "faq/a.md", "procedures/c.md", "plan/2027/x.yaml", "base.yaml"); err != nil {
		t.Error(err)
	}
	if text, err := fs.ReadFile(o, "faq/a.md"); err != nil || string(text) != "a mới" {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := fs.Stat(o, "faq/b.md"); err == nil {
		t.Error("a withdrawn file is there")
	}
	next := o.With("faq/b.md", OverlayFile{Text: []byte("b mới")})
	if text, err := fs.ReadFile(next, "faq/b.md"); err != nil || string(text) != "b mới" {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := fs.Stat(o, "faq/b.md"); err == nil {
		t.Error("With changed the overlay it was made of")
	}
	before := fingerprint(o)
	o.Set(nil)
	if fingerprint(o) == before {
		t.Error("the fingerprint does not see what is laid over")
	}
}
