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

func (ix *Index) wordSet(s string, limit int) []int32 {
	if s == "" {
		return nil
	}
	toks := vi.Tokens(s)
	if len(toks) > limit {
		toks = toks[:limit]
	}
	ids := make([]int32, len(toks))
	for i, t := range toks {
		ids[i] = ix.voc.add(t.Fold)
	}
	slices.Sort(ids)
	return slices.Clip(slices.Compact(ids))
}

// addSurface keeps a wording; words in brackets weigh less, and a note on the
// level ("(cấp xã)", "(thực hiện tại cấp tỉnh)") almost nothing.
func (ix *Index) addSurface(at int32, text string, title bool) {
	s := surface{doc: at, title: title}
	for _, part := range splitBrackets(text) {
		ws := ix.expand(ix.voc.addAll(part.text))
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
	if len(s.words) == 0 {
		return
	}
	if len(s.words) > maxSurfaceWords {
		s.words, s.weight = s.words[:maxSurfaceWords], s.weight[:maxSurfaceWords]
	}
	s.words, s.weight = slices.Clip(s.words), slices.Clip(s.weight)
	ix.surf = append(ix.surf, s)
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
	for _, p := range []string{"thuc hien tai cap", "thuc hien o cap", "cap xa", "cap tinh", "cap trung uong", "cap bo", "cap huyen", "tai cap"} {
		if strings.HasPrefix(f, p) && len(f) < 60 {
			return true
		}
	}
	return false
}
