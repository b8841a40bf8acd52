package vidate

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// text is a message with a folded twin: one ASCII sign for every rune, so that places found in one hold in the other.
type text struct {
	runes  []rune // NFC, as typed
	folded []byte // lower case, no diacritics; signs that are no ASCII stand as 0x01
	taken  []bool // runes that belong to the date
	tail   string // what is too long to be searched
	part   string // the part of the day that stands for an hour
}

func newText(s string) *text {
	t := &text{runes: []rune(norm.NFC.String(s))}
	if len(t.runes) > maxText {
		t.runes, t.tail = t.runes[:maxText], string(t.runes[maxText:])
	}
	t.folded, t.taken = make([]byte, len(t.runes)), make([]bool, len(t.runes))
	for i, r := range t.runes {
		t.folded[i] = foldRune(r)
	}
	return t
}

func foldRune(r rune) byte {
	switch {
	case r == 'đ' || r == 'Đ':
		return 'd'
	case unicode.IsSpace(r):
		return ' '
	case r == '–' || r == '—':
		return '-'
	}
	base := []rune(norm.NFD.String(string(unicode.ToLower(r))))[0]
	if base >= 0x80 {
		return 1
	}
	return byte(base)
}

// match is a place in a text where a pattern stands.
type match struct {
	t  *text
	re *regexp.Regexp
	at []int // as of regexp: start and end of the whole and of every group
}

// find returns the first place not yet taken where re stands and accept (which may be nil) agrees.
func (t *text) find(re *regexp.Regexp, accept func(match) bool) (match, bool) {
	from := 0
	for range maxTries {
		at := re.FindSubmatchIndex(t.free(from))
		if at == nil {
			return match{}, false
		}
		m := match{t, re, at}
		if accept == nil || accept(m) {
			return m, true
		}
		from = max(from, at[0]) + 1
	}
	return match{}, false
}

// maxTries bounds how many look-alikes of one pattern are looked at, so that a text made of them costs little.
const maxTries = 40

// free returns the folded text with what is taken blanked out, and with letters and digits before a place replaced by
// "_", which no pattern begins with but which still keeps a word or number from beginning in its middle.
func (t *text) free(from int) []byte {
	out := make([]byte, len(t.folded))
	for i, c := range t.folded {
		switch {
		case t.taken[i]:
			out[i] = 1
		case i < from && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9'):
			out[i] = '_'
		default:
			out[i] = c
		}
	}
	return out
}

// span returns where a named group lies; -1 when it took no part, or the pattern has none of that name.
func (m match) span(name string) (from, to int) {
	i := m.re.SubexpIndex(name)
	if i < 0 {
		return -1, -1
	}
	return m.at[2*i], m.at[2*i+1]
}

// group returns what a group matched, folded; "" when it took no part.
func (m match) group(name string) string {
	from, to := m.span(name)
	if from < 0 {
		return ""
	}
	return string(m.t.folded[from:to])
}

// typed returns what a group matched, as typed, in lower case.
func (m match) typed(name string) string {
	from, to := m.span(name)
	if from < 0 {
		return ""
	}
	return strings.ToLower(string(m.t.runes[from:to]))
}

// words returns the match as typed.
func (m match) words() string { return strings.TrimSpace(string(m.t.runes[m.at[0]:m.at[1]])) }

// narrow makes the match cover only a group, when the pattern had to look at its neighbours.
func (m match) narrow(name string) {
	if from, to := m.span(name); from >= 0 {
		m.at[0], m.at[1] = from, to
	}
}

// before returns the folded word that stands right before the match.
func (m match) before() string {
	f := strings.Fields(string(m.t.folded[:m.at[0]]))
	if len(f) == 0 {
		return ""
	}
	return f[len(f)-1]
}

// after returns the folded text that follows the match.
func (m match) after() string { return strings.TrimLeft(string(m.t.folded[m.at[1]:]), " ") }

// take marks the match as part of the date.
func (m match) take() {
	for i := m.at[0]; i < m.at[1]; i++ {
		m.t.taken[i] = true
	}
}

// connector are words that only lead to a date and go with it.
var connector = regexp.MustCompile(`(?:^|[ ,(])(?P<words>(?:truoc hoac trong|truoc|vao luc|vao|luc|han chot|han cuoi|han` +
	`|den het|den|cham nhat la|cham nhat|hom|ngay|tu|khoang|trong|la) ?)$`)

// rest returns the text without what was taken, and without words that only led to it.
func (t *text) rest() string {
	for i := 0; i < len(t.taken); i++ {
		if t.taken[i] && (i == 0 || !t.taken[i-1]) {
			t.takeConnectors(i)
		}
	}
	var b strings.Builder
	for i, r := range t.runes {
		switch {
		case !t.taken[i]:
			b.WriteRune(r)
		case i > 0 && !t.taken[i-1]:
			b.WriteByte(' ')
		}
	}
	b.WriteString(t.tail)
	return strings.Trim(strings.Join(strings.Fields(b.String()), " "), " ,;-:")
}

func (t *text) takeConnectors(start int) {
	for start > 0 {
		end := start
		for end > 0 && t.folded[end-1] == ' ' {
			end--
		}
		m := connector.FindSubmatchIndex(t.folded[:end])
		if m == nil {
			return
		}
		at := m[2*connector.SubexpIndex("words")]
		if t.taken[end-1] || t.isName(at) {
			return
		}
		for i := at; i < start; i++ {
			t.taken[i] = true
		}
		start = at
	}
}

// isName reports whether a word is a name rather than the connector that it looks like: "anh Tư ngày 5/12".
func (t *text) isName(at int) bool {
	word, _, _ := strings.Cut(string(t.runes[at:]), " ")
	return at > 0 && unicode.IsUpper(t.runes[at]) || strings.EqualFold(word, "tư")
}

// halfTyped reports whether typed is full with some or all of its diacritics left out.
func halfTyped(typed, full string) bool {
	f := []rune(norm.NFD.String(full))
	j := 0
	for _, r := range norm.NFD.String(typed) {
		for j < len(f) && !same(r, f[j]) && unicode.Is(unicode.Mn, f[j]) {
			j++
		}
		if j == len(f) || !same(r, f[j]) {
			return false
		}
		j++
	}
	return true
}

func same(typed, full rune) bool { return typed == full || typed == 'd' && full == 'đ' }

// maxText is how much of a text is searched, in runes; dates stand in short messages. What follows is kept in Rest.
const maxText = 500

// hourAfter finds an hour behind a day.
var hourAfter = regexp.MustCompile(`^(?:(?:truoc|luc|vao) )?\d{1,2}(?: ?(?:h|g|gio)\b|h\d|:\d)`)

// fullParts are the parts of the day with their diacritics.
var fullParts = map[string]string{"sang": "sáng", "trua": "trưa", "chieu": "chiều", "toi": "tối", "dem": "đêm"}
