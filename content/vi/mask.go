package vi

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaskPersonal replaces numbers that can name a person by asterisks that keep the last two digits: identity cards (9 or
// 12 digits), telephone numbers with or without +84, bank accounts and every other run of 9 digits or more. The digits
// may be of any script or width, keycaps or circled, with invisible characters among them, written together or in
// groups with one joiner between them: a blank, a new line, any sign. Dates, hours, amounts of money, numbers of
// documents, codes of procedures and of dossiers stay. It is the one masker: whatever people write passes it before it
// is stored or logged.
//
// It reads numbers, not meaning: names, addresses, numbers in words, and letters in the place of digits stay.
func MaskPersonal(s string) string {
	for {
		masked := maskOnce(s)
		if masked == s {
			return s
		}
		s = masked // what was kept of one number may make another with what follows
	}
}

// leastDigits is how many digits a number has at least that can name a person.
const leastDigits = 9

func maskOnce(s string) string {
	if !manyDigits(s) {
		return s
	}
	p := read(s)
	text := p.protect()
	hide := map[int]bool{} // places in s
	for _, m := range together.FindAllStringIndex(text, -1) {
		p.hide(hide, m)
	}
	for _, m := range apart.FindAllStringIndex(text, -1) {
		if apartIsOne(text[m[0]:m[1]]) {
			p.hide(hide, m)
		}
	}
	if len(hide) == 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		_, width := utf8.DecodeRuneInString(s[i:])
		if hide[i] {
			b.WriteByte('*')
		} else {
			b.WriteString(s[i : i+width])
		}
		i += width
	}
	return b.String()
}

// manyDigits tells quickly whether there can be a number to mask.
func manyDigits(s string) bool {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' || r >= 0x80 && unicode.IsNumber(r) {
			if n++; n >= leastDigits {
				return true
			}
			if r >= 0x80 && !unicode.IsDigit(r) {
				n++ // "⑫" is two
			}
		}
	}
	return n >= leastDigits
}

// reading is a text as the patterns read it: ASCII digits and folded letters, invisible characters dropped, blanks
// collapsed; from says where in the text each of its bytes came from.
type reading struct {
	text []byte
	from []int
}

func (p *reading) add(r rune, at int) {
	if r == ' ' || r == '\n' { // one blank, and a new line outweighs it
		if n := len(p.text); n > 0 && (p.text[n-1] == ' ' || p.text[n-1] == '\n') {
			if r == '\n' {
				p.text[n-1] = '\n'
			}
			return
		}
	}
	b := byte(r)
	if r >= 0x80 { // no letter we know: a sign
		if b = '~'; unicode.IsLetter(r) {
			b = 'x'
		}
	}
	p.text, p.from = append(p.text, b), append(p.from, at)
}

func read(s string) *reading {
	p := &reading{}
	for at, r := range s {
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' || r == '\v' || r == '\f':
			p.add('\n', at)
		case r < 0x20 && r != '\t' || r == 0x7f:
		case r < 0x80:
			if unicode.IsSpace(r) {
				r = ' '
			}
			p.add(unicode.ToLower(r), at)
		case superscript(r) && p.afterLetter():
			p.add('x', at) // m²
		default:
			for _, d := range norm.NFKD.String(string(r)) {
				p.addOther(d, at)
			}
		}
	}
	return p
}

func (p *reading) addOther(r rune, at int) {
	switch {
	case unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me, unicode.Other_Default_Ignorable_Code_Point):
	case r == 'đ' || r == 'Đ':
		p.add('d', at)
	case unicode.IsDigit(r):
		value := rune(0)
		for r >= 0x80 && value < 9 && unicode.IsDigit(r-value-1) {
			value++
		}
		if r < 0x80 {
			value = r - '0'
		}
		p.add('0'+value, at)
	case unicode.IsSpace(r):
		p.add(' ', at)
	case r == '–' || r == '—' || r == '−' || r == '‐' || r == '‑':
		p.add('-', at)
	default:
		p.add(unicode.ToLower(r), at)
	}
}

func superscript(r rune) bool {
	return r == '¹' || r == '²' || r == '³' || r >= '⁰' && r <= '⁹' || r >= '₀' && r <= '₉'
}

func (p *reading) afterLetter() bool {
	n := len(p.text)
	return n > 0 && p.text[n-1] >= 'a' && p.text[n-1] <= 'z'
}

// What a number looks like in plain text. A joiner is a blank, up to two signs, a row of three, or signs with a blank
// at either side; a comma or semicolon only without one: with it, it parts the members of a list.
var (
	together = regexp.MustCompile(`[0-9](?:(?: ?[^a-z0-9\s,;*]? ?[^a-z0-9\s,;*]? ?|[,;]|\*|\.{3}|-{3}|_{3})[0-9])*`)
	apart    = regexp.MustCompile(`[0-9](?:(?: ?[^a-z0-9\s*]? ?[^a-z0-9\s*]? ?| ?[,;.-]?\n)[0-9])*`)
)

// apartIsOne reports whether groups in a list or on several lines are one number all the same: it is as long as a card
// or a telephone number and begins like one, or stands on lines alone, and no group but the last is so short that it
// may be a number of its own.
func apartIsOne(s string) bool {
	digits, group, least, last := 0, 0, 99, 99
	for i := range len(s) + 1 {
		if i < len(s) && s[i] >= '0' && s[i] <= '9' {
			digits++
			group++
			continue
		}
		if group > 0 {
			least, last = min(least, last), group
		}
		group = 0
	}
	lines := !strings.ContainsAny(s, ",;")
	number := s[0] == '0' || strings.HasPrefix(s, "84")
	switch {
	case digits > 12:
		return false
	case number && lines:
		return least >= 2
	}
	return least >= 3 && (lines || number)
}

// hide marks the digits of a match but the last two, if there are enough of them.
func (p *reading) hide(hide map[int]bool, m []int) {
	var at []int
	for i := m[0]; i < m[1]; i++ {
		if p.text[i] >= '0' && p.text[i] <= '9' {
			at = append(at, p.from[i])
		}
	}
	if len(at) < leastDigits {
		return
	}
	keep := at[len(at)-2:]
	for _, i := range at {
		if i != keep[0] && i != keep[1] {
			hide[i] = true
		}
	}
}
