package content

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold returns s in lower case without diacritics, every run of other signs as one space. It serves to compare names
// and places, where two spellings of one sound must meet; questions are read by package vi.
func fold(s string) string {
	var room [128]byte
	out := room[:0]
	space := false
	for _, r := range s {
		if r >= foldedRunes {
			return foldAny(s)
		}
		switch r = foldRune()[r]; r {
		case foldMark:
			continue
		case foldSign:
			space = len(out) > 0
			continue
		case foldParts:
			return foldAny(s)
		}
		if space {
			out = append(out, ' ')
			space = false
		}
		out = utf8.AppendRune(out, r)
	}
	return string(out)
}

// foldAny is fold by the tables of Unicode, for letters beside those that Vietnamese is written in.
func foldAny(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range norm.NFD.String(s) {
		switch r = foldPart(r); r {
		case foldMark:
			continue
		case foldSign:
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// What fold makes of a character that is no letter and no digit.
const (
	foldMark  = -1 // a mark over or under a letter: nothing
	foldSign  = -2 // a blank
	foldParts = -3 // it is made of several characters: foldAny knows
)

// foldPart is what fold makes of a character that is not made of others.
func foldPart(r rune) rune {
	switch {
	case unicode.Is(unicode.Mn, r):
		return foldMark
	case r == 'đ' || r == 'Đ':
		return 'd'
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return unicode.ToLower(r)
	}
	return foldSign
}

// foldedRunes ends the characters that foldRune knows: the last block in which Vietnamese letters lie.
const foldedRunes = 0x1F00

// foldRune is what fold makes of each character: names are compared with every question, and most of them need no look
// into the tables of Unicode.
var foldRune = sync.OnceValue(func() *[foldedRunes]rune {
	t := new([foldedRunes]rune)
	for r := range rune(foldedRunes) {
		t[r] = foldMark
		for _, part := range norm.NFD.String(string(r)) {
			switch f := foldPart(part); {
			case f == foldMark:
			case t[r] == foldMark:
				t[r] = f
			default:
				t[r] = foldParts
			}
		}
	}
	return t
})

// Slug is a name as part of an address: "Hạ tầng kỹ thuật" is ha-tang-ky-thuat.
func Slug(name string) string { return strings.ReplaceAll(fold(name), " ", "-") }

// nearest returns the candidate that a typing error away from word could have meant, or "".
func nearest(word string, candidates []string) string {
	best, bestAt := "", 3
	if len(word) <= 4 {
		bestAt = 2
	}
	for _, c := range candidates {
		if d := EditDistance(word, c); d < bestAt {
			best, bestAt = c, d
		}
	}
	return best
}

// EditDistance counts single-rune insertions, deletions and replacements.
func EditDistance(a, b string) int {
	ra, rb := []rune(a), []rune(b)
	row := make([]int, len(rb)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range ra {
		diag := row[0]
		row[0] = i + 1
		for j, y := range rb {
			cost := 1
			if x == y {
				cost = 0
			}
			diag, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diag+cost)
		}
	}
	return row[len(rb)]
}

func runes(s string) int { return utf8.RuneCountInString(s) }

// longestSentence returns the number of syllables of the longest sentence: what a reader must hold in mind at once.
func longestSentence(s string) int {
	longest := 0
	for _, sentence := range strings.FieldsFunc(s,
		func(r rune) bool { return r == '.' || r == ';' || r == ':' || r == '?' || r == '!' }) {
		longest = max(longest, len(strings.Fields(sentence)))
	}
	return longest
}
