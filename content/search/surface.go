package search

import (
	"cmp"
	"slices"
	"strings"

	"github.com/motcua/motcua/content/vi"
)

const (
	maxBodyWords    = 160
	maxSurfaceWords = 96
)

func (c *corpus) wordSet(s string, limit int) []int32 {
	if s == "" {
		return nil
	}
	toks := vi.Tokens(s)
	if len(toks) > limit {
		toks = toks[:limit]
	}
	ids := make([]int32, len(toks))
	for i, t := range toks {
		ids[i] = c.voc.add(t.Fold)
	}
	slices.Sort(ids)
	return slices.Clip(slices.Compact(ids))
}

// surface is one text of a document: its title, a name, a way of asking, or a line of what it says.
type surface struct {
	doc    int32
	short  int32 // the short answer it belongs to, or -1
	kind   surfaceKind
	words  []word
	weight []float32 // information of each word at its place
	total  float32
	ask    int32 // place in corpus.asks, of a way of asking
}

type surfaceKind uint8

const (
	titleWording surfaceKind = iota
	nameWording
	askWording
	statement
)

func (c *corpus) addSurface(at int32, text string, kind surfaceKind, short int32) {
	if s := c.surfaceOf(text); len(s.words) > 0 {
		s.doc, s.kind, s.short = at, kind, short
		c.surf = append(c.surf, s)
	}
}

func (c *corpus) addLine(at int32, text string, short int32) {
	s := c.surfaceOf(text)
	s.doc, s.kind, s.short = at, statement, short
	c.lines = append(c.lines, s)
}

// surfaceOf reads a wording; words in brackets weigh less, and a note on the level ("(cấp xã)", "(thực hiện tại cấp
// tỉnh)") almost nothing.
func (c *corpus) surfaceOf(text string) (s surface) {
	for _, part := range splitBrackets(text) {
		ws := c.expand(c.voc.addAll(part.text))
		f := float32(1)
		if part.bracket {
			f = 0.35
			if isLevelNote(part.text) {
				f = 0.02
			}
		}
		for _, w := range ws {
			s.words = append(s.words, w)
			s.weight = append(s.weight, f)
		}
	}
	if len(s.words) > maxSurfaceWords {
		s.words, s.weight = s.words[:maxSurfaceWords], s.weight[:maxSurfaceWords]
	}
	s.words, s.weight = slices.Clip(s.words), slices.Clip(s.weight)
	return s
}

type textPart struct {
	text    string
	bracket bool
}

func splitBrackets(s string) []textPart {
	var parts []textPart
	depth, from := 0, 0
	cut := func(to int, bracket bool) {
		if to > from {
			parts = append(parts, textPart{s[from:to], bracket})
		}
	}
	for i, r := range s {
		switch r {
		case '(':
			if depth == 0 {
				cut(i, false)
				from = i + 1
			}
			depth++
		case ')':
			if depth == 1 {
				cut(i, true)
				from = i + 1
			}
			depth = max(0, depth-1)
		}
	}
	cut(len(s), depth > 0)
	return parts
}

func withoutLevelNotes(s string) string {
	var b strings.Builder
	for _, part := range splitBrackets(s) {
		if !part.bracket || !isLevelNote(part.text) {
			b.WriteString(part.text)
			b.WriteByte(' ')
		}
	}
	return b.String()
}

func isLevelNote(s string) bool {
	f := vi.Fold(s)
	for _, p := range []string{"thuc hien tai cap", "thuc hien o cap", "cap xa", "cap tinh", "cap trung uong", "cap bo",
		"cap huyen", "tai cap"} {
		if strings.HasPrefix(f, p) && len(f) < 60 {
			return true
		}
	}
	return false
}

// sayings is what a document says anywhere in its wordings and statements.
type sayings struct {
	words []int32   // sorted word ids
	share []float32 // by place in words: how often they are said, 0 to 1
	pairs []uint64  // sorted pairKeys of neighbours
	core  []coreWord
}

// coreWord is a word that a document's wordings turn on, with its share of all of them.
type coreWord struct {
	id     int32
	weight float32
	cases  uint64 // special cases of the document that the word names: asking for one says the word
}

// countWords counts in how many of a document's wordings and statements each word stands, and notes the neighbours in
// them. hides tells which are left out; nil for none.
func (c *corpus) countWords(d *doc, hides func(*surface) bool) (out sayings) {
	var ids []int32
	for _, texts := range [][]surface{c.surf[d.firstSurf:d.endSurf], c.lines[d.lineFrom:d.lineTo]} {
		for i := range texts {
			sf := &texts[i]
			if hides != nil && hides(sf) {
				continue
			}
			from := len(ids)
			for k, w := range sf.words {
				if !slices.Contains(ids[from:], w.id) {
					ids = append(ids, w.id)
				}
				if k > 0 {
					out.pairs = append(out.pairs, pairKey(sf.words[k-1].id, w.id))
				}
			}
		}
	}
	slices.Sort(ids)
	for i := 0; i < len(ids); {
		n := 1
		for i+n < len(ids) && ids[i+n] == ids[i] {
			n++
		}
		out.words, out.share = append(out.words, ids[i]), append(out.share, float32(n)/float32(n+halfOften))
		i += n
	}
	slices.Sort(out.pairs)
	out.pairs = slices.Clip(slices.Compact(out.pairs))
	out.core = c.coreOf(d, hides)
	return out
}

// coreOf finds the words that a document's wordings turn on: informative ones that stand in many of them.
func (c *corpus) coreOf(d *doc, hides func(*surface) bool) []coreWord {
	weight := map[int32]float32{}
	for i := d.firstSurf; i < d.endSurf; i++ {
		sf := &c.surf[i]
		if hides != nil && hides(sf) {
			continue
		}
		for k, w := range sf.words {
			if !slices.ContainsFunc(sf.words[:k], func(o word) bool { return o.id == w.id }) {
				weight[w.id] += sf.weight[k]
			}
		}
	}
	core := make([]coreWord, 0, len(weight))
	for id, v := range weight {
		core = append(core, coreWord{id, v, d.qualifiers & c.caseWords[id]})
	}
	slices.SortFunc(core, func(a, b coreWord) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.id, b.id))
	})
	core = slices.Clip(core[:min(coreWords, len(core))])
	var total float32
	for _, w := range core {
		total += w.weight
	}
	for i := range core {
		core[i].weight /= max(total, 0.01)
	}
	return core
}

// says reports whether words are said one after the other.
func (s *sayings) says(ws []qword) bool {
	for i, w := range ws {
		if s.often(w.id) == 0 {
			return false
		}
		if i > 0 {
			if _, ok := slices.BinarySearch(s.pairs, pairKey(ws[i-1].id, w.id)); !ok {
				return false
			}
		}
	}
	return true
}

// often is how often a word is said.
func (s *sayings) often(id int32) float32 {
	if at, ok := slices.BinarySearch(s.words, id); ok {
		return s.share[at]
	}
	return 0
}
