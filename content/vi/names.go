package vi

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Plain returns s in lower case without diacritics, every run of other signs as one space. It serves to compare names
// and places, where two spellings of one sound must meet; questions are read by Fold, for which y and i are one letter.
func Plain(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case r == 'đ' || r == 'Đ':
			r = 'd'
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			r = unicode.ToLower(r)
		default:
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
