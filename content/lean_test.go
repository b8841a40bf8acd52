package content

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

const leanSample = "id: \"1.000363\"\nimported: true\ntitle: \"Cấp \\\"giấy\\\" C:\\\\ phép\"\nlevel: [cap-tinh, cap-xa]\nchecked: 2026-07-18\nwho:\n  - \"Cá nhân\"\n  - tu-nhan\nfee:\n"

func TestLeanTree(t *testing.T) {
	tree, ok := leanTree(leanSample, 1)
	if !ok {
		t.Fatal("not read")
	}
	if want := readTree(&book{}, leanSample, 1); !reflect.DeepEqual(tree, want) {
		t.Errorf("got  %+v\nwant %+v", tree, want)
	}
	for _, other := range []string{"a: 'b'\n", "a: b c\n", "a: {b: c}\n", "a:\n  b: c\n", "a: \"b\" # c\n",
		"a: |\n  b\n", "a: \"b\nc\"\n",
		"a: b\na: c\n", "- a\n", "a: &x b\n", "\ta: b\n", "a: \"\\n\"\n", "a: \"e\u0301\"\n", "a: [b,c]\n", ""} {
		if tree, ok := leanTree(other, 0); ok {
			t.Errorf("%q was read as %+v; it is the full parser's", other, tree)
		}
	}
}

// Where the lean reader says it understands, the full parser must say the same.
func FuzzLeanTree(f *testing.F) {
	f.Add(leanSample)
	for _, s := range []string{"a: \"b\"\n", "a: b\n", "a:\n  - x\n", "a: [b, c]\n", "a: 2026-01-01\n", "a: 1.50\n",
		"a: \"\\\\\"\n", "a: 0x1f\n", "a: ~\n", "a: \"b\"  \n", "a: [b, c] \n", "no: y\n", "a: \""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) || strings.Contains(s, "---") || strings.Contains(s, "...") {
			return // the loader refuses the first; the others end a document
		}
		got, ok := leanTree(s, 0)
		if !ok {
			return
		}
		b := &book{}
		want := readTree(b, s, 0)
		if len(b.faults) > 0 {
			t.Fatalf("%q: the full parser objects: %v", s, b.faults)
		}
		if !reflect.DeepEqual(texts(got), texts(want)) {
			t.Errorf("%q:\ngot  %+v\nwant %+v", s, got, want)
		}
	})
}

// texts drops what the full parser counts differently: the line of a list.
func texts(n node) node {
	if n.kind == list || n.kind == empty {
		n.line = 0
	}
	for i := range n.fields {
		n.fields[i].val = texts(n.fields[i].val)
	}
	return n
}

// No file may break the loader, and every fault must point into the file.
func FuzzEntry(f *testing.F) {
	f.Add(good)
	f.Add(goodFAQ)
	for _, s := range []string{"---\n---\n", "---\nid: [\n---\n", "---\n- a\n---\n", "---\na: *b\n---\n",
		"---\n? a\n: b\n---\n## Hồ sơ\n###\n", "---\r\nid: x\r\n---\r\n", " \r\r\r00", "---\n\r\r\rid: [\n---\n",
		"---\nsources: {a: }\n---", "---\nid: !!binary x\n---\n- [a]\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		lines := strings.Count(s, "\n") + 2
		for _, parse := range []func(b *book){
			func(b *book) { parseProcedure(b, "x", s) },
			func(b *book) { parseFAQ(b, "x", s) },
			func(b *book) { parseImported(b, "1.000001", s) },
			func(b *book) { parsePlan(b, "x", s) },
			func(b *book) { parsePlaces(b, "x", s) },
			func(b *book) { parseOffices(b, s) },
			func(b *book) { parseCalendar(b, "2026", s) },
			func(b *book) { parseQuestions(b, s) },
		} {
			b := &book{file: "x"}
			parse(b)
			for _, fault := range b.faults {
				if fault.Line < 0 || fault.Line > lines || fault.What == "" {
					t.Errorf("%d lines, fault %v", lines, fault)
				}
			}
		}
	})
}
