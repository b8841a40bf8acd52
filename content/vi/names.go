package vi

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Plain returns s in lower case without diacritics, every run of other signs as one space. It serves to compare names
// and places, where two spellings of one sound must meet; questions are read by Fold, for which y and i are one letter.
func Plain(s string) string {
	var room [128]byte
	out := room[:0]
	space := false
	for _, r := range s {
		if r >= plainRunes {
			return plainAny(s)
		}
		switch r = plainRune()[r]; r {
		case plainMark:
			continue
		case plainSign:
			space = len(out) > 0
			continue
		case plainParts:
			return plainAny(s)
		}
		if space {
			out = append(out, ' ')
			space = false
		}
		out = utf8.AppendRune(out, r)
	}
	return string(out)
}

// plainAny is Plain by the tables of Unicode, for letters beside those that Vietnamese is written in.
func plainAny(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range norm.NFD.String(s) {
		switch r = plainPart(r); r {
		case plainMark:
			continue
		case plainSign:
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

// What Plain makes of a character that is no letter and no digit.
const (
	plainMark  = -1 // a mark over or under a letter: nothing
	plainSign  = -2 // a blank
	plainParts = -3 // it is made of several characters: plainAny knows
)

// plainPart is what Plain makes of a character that is not made of others.
func plainPart(r rune) rune {
	switch {
	case unicode.Is(unicode.Mn, r):
		return plainMark
	case r == 'đ' || r == 'Đ':
		return 'd'
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return unicode.ToLower(r)
	}
	return plainSign
}

// plainRunes ends the characters that plainRune knows: the last block in which Vietnamese letters lie.
const plainRunes = 0x1F00

// plainRune is what Plain makes of each character: names are compared with every question, and most of them need no
// look into the tables of Unicode.
var plainRune = sync.OnceValue(func() *[plainRunes]rune {
	t := new([plainRunes]rune)
	for r := range rune(plainRunes) {
		t[r] = plainMark
		for _, part := range norm.NFD.String(string(r)) {
			switch f := plainPart(part); {
			case f == plainMark:
			case t[r] == plainMark:
				t[r] = f
			default:
				t[r] = plainParts
			}
		}
	}
	return t
})

// Slug is a name as part of an address: "Hạ tầng kỹ thuật" is ha-tang-ky-thuat.
func Slug(name string) string { return strings.ReplaceAll(Plain(name), " ", "-") }

// Nearest returns the candidate that a typing error away from word could have meant, or "".
func Nearest(word string, candidates []string) string {
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
