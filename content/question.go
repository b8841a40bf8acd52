package content

import (
	"slices"
	"strings"
)

// Question is a golden question: what somebody types and what must come out.
type Question struct {
	Q      string
	Want   string   // an entry's id, or WantChoose or WantUnknown
	Of     []string // with WantChoose: each of these must be offered
	Aspect Aspect   // the part asked for; empty when it does not matter
	File   string
	Line   int
}

// What a golden question may want instead of an entry.
const (
	WantChoose  = "choose"
	WantUnknown = "unknown"
)

// questions reads questions.yaml and questions/*.yaml.
func (ld *loader) questions() {
	parse := func(b *book, _, src string) { ld.lib.Questions = append(ld.lib.Questions, parseQuestions(b, src)...) }
	if exists(ld.fsys, "questions.yaml") {
		ld.file("questions.yaml", parse)
	}
	ld.each("questions", ".yaml", parse)
}

func parseQuestions(b *book, src string) (out []Question) {
	tree := readTree(b, src, 0)
	if tree.kind != list {
		if tree.kind != empty {
			b.fault(tree.line, "tệp câu hỏi phải là danh sách, mỗi dòng dạng - {q: …, want: …}")
		}
		return nil
	}
	aspects := make([]string, 0, 9)
	for _, a := range Aspects() {
		aspects = append(aspects, string(a))
	}
	for _, it := range tree.items {
		r := b.reader(it, "câu hỏi")
		q := Question{
			Q:      r.need("q", "câu hỏi", 400),
			Want:   r.need("want", "id của mục phải trả lời, hoặc choose, unknown", 80),
			Of:     r.texts("of", 80),
			Aspect: Aspect(r.choice("aspect", aspects...)),
			File:   b.file,
			Line:   it.line,
		}
		r.text("note", 200)
		r.done()
		if len(q.Of) > 0 && q.Want != WantChoose {
			b.fault(it.line, "\"of\" chỉ đi với want: choose")
		}
		out = append(out, q)
	}
	return out
}

// wanted checks that every golden question leads to something that exists, and is asked once.
func (ld *loader) wanted() {
	seen := map[string]Question{}
	for _, q := range ld.lib.Questions {
		for _, id := range append(slices.Clone(q.Of), q.Want) {
			if id != WantChoose && id != WantUnknown && id != "" && !ld.exists(id) {
				ld.fault(q.File, q.Line, "câu hỏi muốn %q nhưng không có mục nào mang id đó; hãy sửa want/of", id)
			}
		}
		key := strings.ToLower(q.Q)
		if first, twice := seen[key]; twice {
			ld.fault(q.File, q.Line, "câu hỏi này đã có ở %s:%d; hãy bỏ một", first.File, first.Line)
			continue
		}
		seen[key] = q
	}
}
