package search

import (
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
