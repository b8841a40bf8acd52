package content

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// office writes a base into a folder, as an editor would.
func office(t *testing.T, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for name, f := range base(files...) {
		write(t, dir, name, string(f.Data))
	}
	return dir
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	full := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestBaseKeepsTheLastGoodState(t *testing.T) {
	dir := office(t)
	b, faults := OpenBase(os.DirFS(dir))
	if b == nil {
		t.Fatal(faults)
	}
	first := b.Library()
	if r := b.Reload(nil); r.Changed {
		t.Error("read again although nothing changed")
	}

	write(t, dir, "faq/hoi-dap.md", strings.Replace(goodFAQ, "question:", "quetsion:", 1))
	r := b.Reload(nil)
	if !r.Changed || r.Swapped || b.Library() != first {
		t.Error("a bad file replaced the good base")
	}
	if !strings.Contains(b.Faults().Error(), `faq/hoi-dap.md:3: không có khóa "quetsion"`) {
		t.Errorf("faults: %v", b.Faults())
	}

	write(t, dir, "faq/hoi-dap.md", strings.Replace(goodFAQ, "Tại Trung tâm", "Ở Trung tâm", 1))
	if r := b.Reload(func(*Library) error { return errors.New("no index") }); r.Swapped || b.Library() != first {
		t.Error("a base that cannot be prepared is in use")
	}
	write(t, dir, "faq/hoi-dap.md", strings.Replace(goodFAQ, "Tại Trung tâm", "Hãy đến Trung tâm", 1))
	var prepared *Library
	r = b.Reload(func(l *Library) error { prepared = l; return nil })
	if !r.Swapped || b.Library() != prepared || len(b.Faults().Errors()) != 0 {
		t.Errorf("mended base not in use: %+v", r)
	}
	if f, _ := b.Library().FAQ("hoi-dap"); !strings.HasPrefix(f.Answer[0].Text, "Hãy đến") {
		t.Errorf("answer: %+v", f.Answer)
	}

	if err := os.Remove(filepath.Join(dir, "procedures", "khai-sinh.md")); err != nil {
		t.Fatal(err)
	}
	if r := b.Reload(nil); !r.Swapped || len(b.Library().Procedures) != 0 {
		t.Error("a removed file is still served")
	}
}

func TestOpenBaseRefusesFaults(t *testing.T) {
	if b, faults := OpenBase(base("faq/x.md", "x")); b != nil || len(faults.Errors()) == 0 {
		t.Error("opened a base with errors")
	}
}
