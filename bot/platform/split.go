package platform

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// NumberRoom is kept free in each part of a split text for "\n\n(10/12)".
const NumberRoom = 16

// Split cuts plain text into parts of at most limit runes, numbered "(1/3)" when there are several; see Cut. The limit
// must be above 32. Text that fits is returned as it is.
func Split(text string, limit int) []string {
	text = strings.TrimSpace(text)
	if utf8.RuneCountInString(text) <= limit {
		return []string{text}
	}
	var parts []string
	for text != "" {
		end := Cut(text, limit-NumberRoom, func(rune) int { return 1 })
		if part := strings.TrimSpace(text[:end]); part != "" {
			parts = append(parts, part)
		}
		text = strings.TrimLeft(text[end:], " \n")
	}
	for i := range parts {
		parts[i] += fmt.Sprintf("\n\n(%d/%d)", i+1, len(parts))
	}
	return parts
}

// Cut returns the length in bytes of the first part of text, at most limit wide; all of it when it fits. It cuts at a
// blank line if there is one in the part's second half, else at a line, else at a word, else anywhere, but not between
// a letter and its combining marks.
func Cut(text string, limit int, width func(rune) int) int {
	end, half, used, letter := len(text), 0, 0, 0
	for i, r := range text {
		if used+width(r) > limit {
			end = i
			if combines(r) && letter > 0 {
				end = letter
			}
			break
		}
		if used <= limit/2 {
			half = i
		}
		if !combines(r) {
			letter = i
		}
		used += width(r)
	}
	if end == len(text) {
		return end
	}
	for _, border := range []string{"\n\n", "\n", " "} {
		if i := strings.LastIndex(text[:end], border); i >= half && i > 0 {
			return i + len(border)
		}
	}
	return end
}

// combines reports whether r belongs to the letter before it: Vietnamese in decomposed form, emoji of several runes.
func combines(r rune) bool {
	return unicode.Is(unicode.M, r) || r == '\u200d' || r >= 0x1F3FB && r <= 0x1F3FF
}
