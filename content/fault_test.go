package content

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// TestWithdrawAny: every entry that ships can be withdrawn, whatever points at it; what pointed is silent and comes
// back.
func TestWithdrawAny(t *testing.T) {
	lib := shipped()
	files := map[string]string{}
	for _, p := range lib.Procedures {
		files[p.File] = p.Key
	}
	for _, f := range lib.FAQs {
		files[f.File] = f.Key
	}
	// Two that much points at: each reading of the whole base takes its time.
	for _, file := range []string{"procedures/khai-sinh.md", "faq/phat-can-cuoc.md"} {
		id, ok := files[file]
		if !ok {
			t.Fatalf("no %s", file)
		}
		text, err := fs.ReadFile(Embedded(), file)
		if err != nil {
			t.Fatal(err)
		}
		without, faults := Load(NewOverlay(Embedded()).With(file, OverlayFile{Text: text, Gone: true}))
		if errs := faults.Errors(); len(errs) > 0 {
			t.Errorf("%s withdrawn: %d faults, the first: %s", file, len(errs), errs[0])
		}
		for _, q := range without.Questions {
			if q.Want == id {
				t.Errorf("%s withdrawn: %q still wants it", file, q.Q)
			}
		}
		if _, there := without.Procedure(id); there {
			t.Errorf("%s is still there", file)
		}
	}
}

// TestOneQuoteOneFault: a missing quote is one fault, in Vietnamese and on its line; what follows from it comes after
// and names it.
func TestOneQuoteOneFault(t *testing.T) {
	for name, tt := range map[string]struct {
		file, old, new string
		line           int
		want           string
	}{
		"quote": {"procedures/khai-sinh.md", "cam đoan về việc sinh.\"\n", "cam đoan về việc sinh.\n", 0,
			"dấu ngoặc kép"},
		"bracket": {"procedures/khai-sinh.md", "sources: [luat-ho-tich, cong-dvc]\n  - ask: [làm",
			"sources: [luat-ho-tich, cong-dvc\n  - ask: [làm", 0, "dấu"},
		"document": {"documents/luat.yaml", "", "", 0, ""},
		"no end":   {"procedures/khai-sinh.md", "\n---\n", "\n--\n", 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			file := tt.file
			if name == "document" {
				list, _ := fs.Glob(Embedded(), "documents/*.yaml")
				file = list[0]
			}
			b, err := fs.ReadFile(Embedded(), file)
			if err != nil {
				t.Fatal(err)
			}
			text := string(b)
			switch {
			case name == "document":
				text = strings.Replace(text, "title: ", "title: \"\"", 1)
			case !strings.Contains(text, tt.old):
				t.Fatalf("no %q in %s", tt.old, file)
			default:
				text = strings.Replace(text, tt.old, tt.new, 1)
			}
			_, faults := Load(NewOverlay(Embedded()).With(file, OverlayFile{Text: []byte(text)}))
			errs := faults.Errors()
			if len(errs) == 0 || errs[0].File != file || errs[0].Because != "" ||
				!strings.Contains(errs[0].What, tt.want) {
				t.Fatalf("first %+v", errs[:min(1, len(errs))])
			}
			if causes := errs.Causes(); len(causes) != 1 {
				t.Errorf("%d causes: %v", len(causes), causes[:min(4, len(causes))])
			}
			for _, word := range []string{"must be", "specified", "not found", "unexpected", "allowed", "could not"} {
				if strings.Contains(errs[0].What, word) {
					t.Errorf("English: %s", errs[0])
				}
			}
			t.Log(errs[0], len(errs.Consequences()))
		})
	}
}

// TestWithdrawnInFolder: a folder in which an entry was withdrawn is sound by itself.
func TestWithdrawnInFolder(t *testing.T) {
	fsys := fstest.MapFS{
		"questions.yaml": {Data: []byte("- {q: hỏi một, want: mot}\n- {q: hỏi hai, want: hai}\n")},
		"faq/_mot.md":    {Data: []byte("---\nid: mot\n---\n")},
	}
	lib, faults := Load(fsys)
	if errs := faults.Errors(); len(errs) != 1 || !strings.Contains(errs[0].What, `"hai"`) {
		t.Errorf("%v", errs)
	}
	if len(lib.Questions) != 1 {
		t.Errorf("%+v", lib.Questions)
	}
}
