package vi

import "strings"

// WordSet is the set of the words of s, which are parted by spaces.
func WordSet(s string) map[string]bool {
	set := make(map[string]bool)
	for w := range strings.FieldsSeq(s) {
		set[w] = true
	}
	return set
}

// HasWords reports whether words stand in a text side by side, both with one space between two words.
func HasWords(text, words string) bool {
	for from := 0; words != ""; {
		at := strings.Index(text[from:], words)
		if at < 0 {
			return false
		}
		at += from
		if end := at + len(words); (at == 0 || text[at-1] == ' ') && (end == len(text) || text[end] == ' ') {
			return true
		}
		from = at + 1
	}
	return false
}

// Shorten cuts s to so many runes at a word's end, with an ellipsis for the rest.
func Shorten(s string, runes int) string {
	r := []rune(s)
	if len(r) <= runes {
		return s
	}
	cut := strings.TrimRight(string(r[:runes-1]), " ,;:")
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return cut + "…"
}

// Capital is s with its first letter as a capital.
func Capital(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}
