package entryform

import (
	"io/fs"
	"reflect"
	"strings"
	"testing"

	"github.com/motcua/motcua/content"
)

// TestEveryEntryRoundTrips: every part of every procedure and FAQ that ships, opened as a form and saved as it is,
// leaves the file byte for byte; and with every part written anew the loaded base says the same.
func TestEveryEntryRoundTrips(t *testing.T) {
	before, faults := content.Load(content.Embedded())
	if len(faults.Errors()) > 0 {
		t.Fatal(faults.Errors())
	}
	anew := map[string]content.OverlayFile{}
	for _, dir := range []string{"faq", "procedures"} {
		list, err := fs.ReadDir(content.Embedded(), dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, de := range list {
			path := dir + "/" + de.Name()
			b, err := fs.ReadFile(content.Embedded(), path)
			if err != nil {
				t.Fatal(err)
			}
			text, next := string(b), string(b)
			for _, p := range Parts(path) {
				rows, err := p.Read(text)
				if err != nil {
					t.Fatalf("%s, %s: %v", path, p.Key, err)
				}
				for _, r := range rows {
					for key := range r {
						known := false
						for _, f := range p.Fields {
							known = known || f.Key == key
						}
						if !known {
							t.Fatalf("%s, %s: the form has no box for %q", path, p.Key, key)
						}
					}
				}
				if same, err := p.Write(text, rows); err != nil || same != text {
					t.Fatalf("%s, %s: saved unchanged it is another text (%v)", path, p.Key, err)
				}
				if next, err = p.rewrite(next, p.tidied(rows)); err != nil {
					t.Fatalf("%s, %s: %v", path, p.Key, err)
				}
			}
			anew[path] = content.OverlayFile{Text: []byte(next)}
		}
	}
	if len(anew) < 100 {
		t.Fatalf("only %d entries", len(anew))
	}
	o := content.NewOverlay(content.Embedded())
	o.Set(anew)
	after, faults := content.Load(o)
	for _, f := range faults.Errors() {
		t.Error(f)
	}
	for i, p := range before.Procedures {
		if i < len(after.Procedures) {
			same(t, p.File, *p, *after.Procedures[i])
		}
	}
	for i, f := range before.FAQs {
		if i < len(after.FAQs) {
			same(t, f.File, *f, *after.FAQs[i])
		}
	}
	if len(before.Procedures) != len(after.Procedures) || len(before.FAQs) != len(after.FAQs) {
		t.Error("entries were lost")
	}
}

// same compares two entries but for the lines on which things stand.
func same(t *testing.T, file string, a, b any) {
	t.Helper()
	x, y := reflect.New(reflect.TypeOf(a)).Elem(), reflect.New(reflect.TypeOf(b)).Elem()
	x.Set(reflect.ValueOf(a))
	y.Set(reflect.ValueOf(b))
	differ(t, file, x, y)
}

func differ(t *testing.T, where string, a, b reflect.Value) {
	switch a.Kind() {
	case reflect.Struct:
		if _, isDay := a.Interface().(content.Day); isDay {
			if a.Interface() != b.Interface() {
				t.Errorf("%s: %v, %v", where, a, b)
			}
			return
		}
		for i := range a.NumField() {
			if f := a.Type().Field(i); f.IsExported() && f.Name != "Line" && f.Name != "Doc" {
				differ(t, where+"."+f.Name, a.Field(i), b.Field(i))
			}
		}
	case reflect.Slice:
		if a.Len() != b.Len() {
			t.Errorf("%s: %d and %d", where, a.Len(), b.Len())
			return
		}
		for i := range a.Len() {
			differ(t, where, a.Index(i), b.Index(i))
		}
	case reflect.Pointer:
		if a.IsNil() != b.IsNil() {
			t.Errorf("%s: one is nil", where)
		} else if !a.IsNil() {
			differ(t, where, a.Elem(), b.Elem())
		}
	default:
		if a.Interface() != b.Interface() {
			t.Errorf("%s: %v, %v", where, a, b)
		}
	}
}

// TestWriteTouchesItsPartAlone: a changed fee changes the lines of the fee and no other.
func TestWriteTouchesItsPartAlone(t *testing.T) {
	const text = "---\nid: x\n# ghi chú\nfee:\n  - {text: \"8.000 đồng\", amount: 8000, sources: [a]} # cũ\ntime:\n  - {text: mai}\nsources:\n  a: {doc: d}\n---\n## Hồ sơ\n- Giấy [a]\n\n## Trình tự\n1. Nộp [a]\n"
	fee, _ := Find("procedures/x.md", "fee")
	rows, err := fee.Read(text)
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	rows[0]["text"], rows[0]["amount"] = `Mười nghìn đồng, gọi là "phí": {mới}`, "10000"
	got, err := fee.Write(text, append(rows, Row{"text": "  "}))
	want := strings.Replace(text, `  - {text: "8.000 đồng", amount: 8000, sources: [a]} # cũ`,
		`  - {text: "Mười nghìn đồng, gọi là \"phí\": {mới}", amount: 10000, sources: [a]}`, 1)
	if err != nil || got != want {
		t.Errorf("%v\n%s", err, got)
	}
	steps, _ := Find("procedures/x.md", "steps")
	got, err = steps.Write(text, []Row{{"": "Nộp [a]\r\n\r\nNhận [a]\r\n"}})
	if want := strings.Replace(text, "1. Nộp [a]\n", "1. Nộp [a]\n2. Nhận [a]\n", 1); err != nil || got != want {
		t.Errorf("%v\n%s", err, got)
	}
	notes, _ := Find("procedures/x.md", "notes")
	if got, err = notes.Write(text, []Row{{"": "Mang bản chính [a]"}}); err != nil ||
		got != text+"\n## Lưu ý\n- Mang bản chính [a]\n" {
		t.Errorf("%v\n%s", err, got)
	}
	if back, err := notes.Write(got, nil); err != nil || strings.Contains(back, "Lưu ý") {
		t.Errorf("%v\n%s", err, back)
	}
}
