package content

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Bounds of a short answer: what fits the first lines of a phone, and how many ways of asking one needs.
const (
	maxSay  = 220
	minAsks = 2
	maxAsks = 8
)

// shorts reads the short answers of an entry. Its figures must stand in the entry itself: the rest of the front matter
// and the body.
func (e *entry) shorts(body string) []Short {
	items := e.r.list("short")
	if len(items) == 0 {
		return nil
	}
	known := e.figures(body)
	out := make([]Short, 0, len(items))
	seen := map[string][]Short{}
	for _, it := range items {
		r := e.b.reader(it, "mục của \"short\"")
		s := Short{
			Ask:     r.texts("ask", maxName),
			Say:     r.need("say", "câu trả lời một, hai câu", maxSay),
			Aspect:  Aspect(r.choice("aspect", aspectWords()...)),
			Valid:   r.span("to"),
			Sources: e.keys(r),
			Line:    it.line,
		}
		r.done()
		if s.Valid.To.IsZero() {
			s.Valid.To = lapse(e.sources, s.Sources) // nobody answers in one sentence out of a law that ended
			s.lapses = !s.Valid.To.IsZero()
		}
		if n := len(s.Ask); n < minAsks || n > maxAsks {
			e.b.fault(r.line("ask"), "\"ask\" có %d cách hỏi; hãy ghi từ %d đến %d cách khác lời nhau",
				n, minAsks, maxAsks)
		}
		if len(s.Sources) == 0 {
			e.b.fault(it.line, "câu trả lời ngắn chưa có nguồn; hãy thêm sources: [khóa]")
		}
		e.asks(r, s, seen)
		for _, figure := range figuresOf(s.Say) {
			if !known[figure] {
				e.b.fault(r.line("say"),
					"số %q trong \"say\" không có ở phần nào khác của mục này; hãy sửa cho khớp dữ kiện", figure)
			}
		}
		out = append(out, s)
	}
	return out
}

// asks faults a way of asking that stands twice in the entry with two answers for the same day.
func (e *entry) asks(r *reader, s Short, seen map[string][]Short) {
	for i, ask := range s.Ask {
		key := fold(ask)
		if slices.ContainsFunc(s.Ask[:i], func(other string) bool { return fold(other) == key }) {
			e.b.fault(r.line("ask"), "cách hỏi %q ghi hai lần; hãy bỏ một", ask)
			continue
		}
		for _, other := range seen[key] {
			if other.Valid.overlaps(s.Valid) {
				e.b.fault(r.line("ask"), "cách hỏi %q đã có câu trả lời ở dòng %d; hãy bỏ một", ask, other.Line)
				break
			}
		}
		seen[key] = append(seen[key], s)
	}
}

// overlaps reports whether a day belongs to both spans.
func (s Span) overlaps(other Span) bool {
	before := func(a, b Span) bool { return !a.To.IsZero() && !b.From.IsZero() && a.To.Before(b.From) }
	return !before(s, other) && !before(other, s)
}

// notFacts are the keys of an entry whose figures are no facts of it.
var notFacts = []string{"short", "sources", "names", "id", "codes", "related", "checked", "review"}

// figures are the numbers that an entry states.
func (e *entry) figures(body string) map[string]bool {
	known := map[string]bool{}
	var walk func(n node)
	walk = func(n node) {
		for _, f := range figuresOf(n.text) {
			known[f] = true
		}
		for _, it := range n.items {
			walk(it)
		}
		for _, f := range n.fields {
			walk(f.val)
		}
	}
	for _, f := range e.r.n.fields {
		if !slices.Contains(notFacts, f.key) {
			walk(f.val)
		}
	}
	for _, f := range figuresOf(norm.NFC.String(body)) {
		known[f] = true
	}
	return known
}

// figuresOf lists the numbers in a text, each without leading zeros and without the dots that part thousands. Digits
// that belong to a name ("CT07", "66.22/2026") count as they stand.
func figuresOf(s string) (out []string) {
	for i := 0; i < len(s); {
		if s[i] < '0' || s[i] > '9' {
			i++
			continue
		}
		end := i
		for end < len(s) && (s[end] >= '0' && s[end] <= '9' || thousands(s, i, end)) {
			end++
		}
		figure := strings.TrimLeft(strings.ReplaceAll(s[i:end], ".", ""), "0")
		if figure == "" {
			figure = "0"
		}
		out = append(out, figure)
		i = end
	}
	return out
}

// thousands reports whether the dot at end of a number that begins at from parts thousands: exactly three digits
// follow.
func thousands(s string, from, end int) bool {
	if s[end] != '.' || end == from || end+3 >= len(s) {
		return false
	}
	for k := 1; k <= 3; k++ {
		if s[end+k] < '0' || s[end+k] > '9' {
			return false
		}
	}
	return end+4 >= len(s) || !unicode.IsDigit(rune(s[end+4]))
}

// aspectWords are the aspects as they are written in files.
func aspectWords() []string {
	words := make([]string, 0, 9)
	for _, a := range Aspects() {
		words = append(words, string(a))
	}
	return words
}
