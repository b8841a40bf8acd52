package platform

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
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
