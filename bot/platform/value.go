package platform

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Scalar is a JSON value that a platform writes as a string in one place and as a number or boolean in another.
type Scalar string

// UnmarshalJSON takes any scalar; null is empty.
func (s *Scalar) UnmarshalJSON(b []byte) error {
	var text string
	switch {
	case string(b) == "null":
		*s = ""
	case json.Unmarshal(b, &text) == nil:
		*s = Scalar(text)
	case len(b) > 0 && (b[0] == '{' || b[0] == '['):
		return errors.New("want a string or number")
	default:
		*s = Scalar(b)
	}
	return nil
}

// Int reads a whole number.
func (s Scalar) Int() (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(string(s)), 10, 64)
	return n, err == nil
}

// Clip returns the first n runes of s, as valid UTF-8.
func Clip(s string, n int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	count := 0
	for i := range s {
		if count == n {
			return s[:i]
		}
		count++
	}
	return s
}

// Shorten cuts s to n runes, at a word where one ends near, and the last of them is "…".
func Shorten(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	cut := Clip(s, n-1)
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.") + "…"
}

// Clean makes typed text valid and removes what cannot be seen, such as marks that turn the direction of writing; lines
// stay.
func Clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r), r >= '\u2028' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, s))
}
