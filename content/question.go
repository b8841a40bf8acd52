package content

import (
	"io/fs"
	"slices"
	"strings"
)

// Question is a golden question: what somebody types and what must come out.
type Question struct {
	Q      string
	Want   string   // an entry's id, a plan's "kh-<plan>-<id>", or WantChoose, WantUnknown, WantPlaces
	Or     []string // other entries that answer as well
	Of     []string // with WantChoose: each of these must be offered
	Aspect Aspect   // the part asked for; empty when it does not matter
	Says   string   // words that the first line of the reply must hold; empty when it does not matter
	File   string
	Line   int
}

// What a golden question may want instead of an entry.
const (
	WantChoose  = "choose"
	WantUnknown = "unknown"
	WantPlaces  = "places" // the table of former communes
	WantOffice  = "office" // the office itself: hours, telephone, days off
	WantCode    = "code"   // where to look a dossier up by its code
	WantCalm    = "calm"   // whatever answers, no alarm: it only looks like danger
)

// questions reads questions.yaml and its companions, questions-<kind>.yaml.
func (ld *loader) questions() {
	names, _ := fs.Glob(ld.fsys, "questions*.yaml")
	for _, name := range names {
		ld.file(name, func(b *book, _, src string) { ld.lib.Questions = append(ld.lib.Questions, parseQuestions(b, src)...) })
	}
}

func parseQuestions(b *book, src string) (out []Question) {
	tree := readTree(b, src, 0)
	if tree.kind != list {
		if tree.kind != empty {
			b.fault(tree.line, "tệp câu hỏi phải là danh sách, mỗi dòng dạng - {q: …, want: …}")
		}
		return nil
	}
	for _, it := range tree.items {
		r := b.reader(it, "câu hỏi")
		q := Question{
			Q:      r.need("q", "câu hỏi", 400),
			Want:   r.need("want", "id của mục phải trả lời, hoặc choose, unknown", 80),
			Or:     r.texts("or", 80),
			Of:     r.texts("of", 80),
			Aspect: Aspect(r.choice("aspect", aspectWords()...)),
			Says:   r.text("says", maxSay),
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

// answers reports whether something can answer under this id: an entry, the places or a statement of a plan.
func (ld *loader) answers(id string) bool {
	if ld.exists(id) || id == WantPlaces && len(ld.lib.Places) > 0 || id == WantOffice || id == WantCode {
		return true
	}
	if kind, ok := strings.CutPrefix(id, UrgentEntry("")); ok {
		_, found := ld.lib.Urgent.Kind(kind)
		return found
	}
	if _, ok := ld.lib.Event(id); ok {
		return true
	}
	for _, p := range ld.lib.Plans {
		if rest, ok := strings.CutPrefix(id, PlanEntry(p.Key, "")); ok && !p.Template {
			return slices.ContainsFunc(p.Statements, func(s Statement) bool { return s.ID == rest }) ||
				slices.ContainsFunc(p.Indicators, func(i Indicator) bool { return i.ID == rest })
		}
	}
	return false
}

// PlanEntry is the id under which a statement or indicator of a plan is asked for.
func PlanEntry(plan, id string) string { return "kh-" + plan + "-" + id }

// wanted checks that every golden question leads to something that exists, and is asked once.
func (ld *loader) wanted() {
	seen := map[string]Question{}
	for _, q := range ld.lib.Questions {
		for _, id := range append(slices.Concat(q.Of, q.Or), q.Want) {
			if id != WantChoose && id != WantUnknown && id != WantCalm && id != "" && !ld.answers(id) {
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
