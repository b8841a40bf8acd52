package portal

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// scan is a JSON reader for one line. It is several times faster than
// encoding/json because fields nobody needs are skipped unread, and it forgives
// odd types. What it accepts is checked against encoding/json in the tests.
type scan struct {
	b []byte
	i int
}

const maxDepth = 64

func (s *scan) fail(what string) error { return fmt.Errorf("column %d: %s", s.i+1, what) }

func (s *scan) space() {
	for s.i < len(s.b) {
		switch s.b[s.i] {
		case ' ', '\t', '\n', '\r':
			s.i++
		default:
			return
		}
	}
}

// next skips space and returns the next byte, 0 at the end.
func (s *scan) next() byte {
	s.space()
	if s.i < len(s.b) {
		return s.b[s.i]
	}
	return 0
}

// parse reads one object.
func parse(line []byte) (Row, error) {
	var row Row
	s := &scan{b: line}
	if s.next() != '{' {
		return row, s.fail("not a JSON object")
	}
	s.i++
	err := s.members('}', func() error {
		key, err := s.str()
		if err != nil {
			return err
		}
		if s.next() != ':' {
			return s.fail("no colon after a name")
		}
		s.i++
		return s.field(&row, key)
	})
	if err != nil {
		return row, err
	}
	if s.next() != 0 || s.i < len(s.b) {
		return row, s.fail("more than one value on the line")
	}
	return row, nil
}

// members reads what stands between the brackets of an object or a list, up
// to and with the closing bracket.
func (s *scan) members(closing byte, one func() error) error {
	if s.next() == closing {
		s.i++
		return nil
	}
	for {
		if err := one(); err != nil {
			return err
		}
		switch s.next() {
		case ',':
			s.i++
		case closing:
			s.i++
			return nil
		default:
			return s.fail("the value ends unexpectedly")
		}
	}
}

func (s *scan) field(row *Row, key string) error {
	text := func(to *string) error {
		v, err := s.list(0)
		*to = strings.TrimSpace(strings.Join(v, "; "))
		return err
	}
	texts := func(to *[]string) (err error) {
		*to, err = s.list(0)
		return err
	}
	switch key {
	case "id":
		return text(&row.ID)
	case "title":
		return text(&row.Title)
	case "field":
		return text(&row.Field)
	case "agency_level":
		return text(&row.AgencyLevel)
	case "dossier":
		return texts(&row.Dossier)
	case "steps":
		return texts(&row.Steps)
	case "time":
		return text(&row.Time)
	case "fee":
		return text(&row.Fee)
	case "agency":
		return text(&row.Agency)
	case "legal_basis":
		return texts(&row.LegalBasis)
	case "result":
		return text(&row.Result)
	case "conditions":
		return text(&row.Conditions)
	case "audience":
		return text(&row.Audience)
	case "decision":
		return text(&row.Decision)
	case "url":
		return text(&row.URL)
	case "question":
		return text(&row.Question)
	case "answer":
		return text(&row.Answer)
	}
	return s.skip(0)
}

// list reads any value as texts: a string or number is one, null and objects
// are none, lists are flattened.
func (s *scan) list(depth int) ([]string, error) {
	switch c := s.next(); {
	case c == '"':
		v, err := s.str()
		if err != nil || v == "" {
			return nil, err
		}
		return []string{v}, nil
	case c == '[':
		if depth >= maxDepth {
			return nil, s.fail("too deeply nested")
		}
		s.i++
		var out []string
		err := s.members(']', func() error {
			v, err := s.list(depth + 1)
			out = append(out, v...)
			return err
		})
		return out, err
	case c == '-' || c >= '0' && c <= '9':
		from := s.i
		if err := s.skip(depth); err != nil {
			return nil, err
		}
		return []string{string(s.b[from:s.i])}, nil
	}
	return nil, s.skip(depth)
}

// skip passes over any value.
func (s *scan) skip(depth int) error {
	if depth >= maxDepth {
		return s.fail("too deeply nested")
	}
	switch c := s.next(); {
	case c == '"':
		return s.skipString()
	case c == '[':
		s.i++
		return s.members(']', func() error { return s.skip(depth + 1) })
	case c == '{':
		s.i++
		return s.members('}', func() error {
			if s.next() != '"' {
				return s.fail("a name must be text")
			}
			if err := s.skipString(); err != nil {
				return err
			}
			if s.next() != ':' {
				return s.fail("no colon after a name")
			}
			s.i++
			return s.skip(depth + 1)
		})
	case c == '-' || c >= '0' && c <= '9':
		for s.i < len(s.b) && strings.IndexByte("+-0123456789.eE", s.b[s.i]) >= 0 {
			s.i++
		}
		return nil
	}
	for _, word := range []string{"null", "true", "false"} {
		if bytes.HasPrefix(s.b[s.i:], []byte(word)) {
			s.i += len(word)
			return nil
		}
	}
	return s.fail("not a JSON value")
}

// stringEnd returns the index of the closing quote of the string that opens at
// s.i, and whether it has escapes.
func (s *scan) stringEnd() (end int, escaped bool, err error) {
	from := s.i + 1
	for i := from; ; {
		q := bytes.IndexByte(s.b[i:], '"')
		if q < 0 {
			return 0, false, s.fail("text without an end")
		}
		q += i
		slashes := 0
		for q-slashes > from && s.b[q-slashes-1] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			return q, escaped || bytes.IndexByte(s.b[from:q], '\\') >= 0, nil
		}
		escaped = true
		i = q + 1
	}
}

func (s *scan) skipString() error {
	end, _, err := s.stringEnd()
	if err == nil {
		s.i = end + 1
	}
	return err
}

// str reads a string; bytes that are no UTF-8 become U+FFFD.
func (s *scan) str() (string, error) {
	if s.next() != '"' {
		return "", s.fail("a name must be text")
	}
	end, escaped, err := s.stringEnd()
	if err != nil {
		return "", err
	}
	raw := s.b[s.i+1 : end]
	if !escaped {
		s.i = end + 1
		return strings.ToValidUTF8(string(raw), "\ufffd"), nil
	}
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); {
		if raw[i] != '\\' {
			out = append(out, raw[i])
			i++
			continue
		}
		var n int
		out, n = unescape(out, raw[i:])
		if n == 0 {
			return "", s.fail("an unknown escape in a text")
		}
		i += n
	}
	s.i = end + 1
	return strings.ToValidUTF8(string(out), "\ufffd"), nil
}

// unescape appends what the escape at the start of raw stands for and returns
// its length, 0 if it is none.
func unescape(out, raw []byte) ([]byte, int) {
	if len(raw) < 2 {
		return out, 0
	}
	switch raw[1] {
	case '"', '\\', '/':
		return append(out, raw[1]), 2
	case 'n':
		return append(out, '\n'), 2
	case 't':
		return append(out, '\t'), 2
	case 'r':
		return append(out, '\r'), 2
	case 'b':
		return append(out, '\b'), 2
	case 'f':
		return append(out, '\f'), 2
	case 'u':
		r, ok := hex4(raw)
		if !ok {
			return out, 0
		}
		if utf16.IsSurrogate(r) {
			if low, ok := hex4(raw[6:]); ok {
				if full := utf16.DecodeRune(r, low); full != utf8.RuneError {
					return utf8.AppendRune(out, full), 12
				}
			}
			r = utf8.RuneError
		}
		return utf8.AppendRune(out, r), 6
	}
	return out, 0
}

// hex4 reads "\uXXXX".
func hex4(raw []byte) (rune, bool) {
	if len(raw) < 6 || raw[0] != '\\' || raw[1] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range raw[2:6] {
		switch {
		case c >= '0' && c <= '9':
			r = r<<4 | rune(c-'0')
		case c >= 'a' && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		case c >= 'A' && c <= 'F':
			r = r<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
	}
	return r, true
}
