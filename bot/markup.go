package bot

import "strings"

// Span is a run of text with one look. Newlines are in Text.
type Span struct {
	Text string
	Bold bool
	URL  string // http, https or tel address of a link
}

// Escape makes s stand for itself in markup: use it on everything that a person typed.
func Escape(s string) string {
	if !strings.ContainsAny(s, `\*[`) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' || s[i] == '*' || s[i] == '[' {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// ParseMarkup reads our small markup: *bold* within one line, [label](address) with an http, https or tel address, and
// a backslash before a character that stands for itself. Whatever is not well formed is ordinary text, so every string
// is valid. All delimiters are ASCII: byte positions never cut a Vietnamese letter.
func ParseMarkup(s string) []Span {
	p := markupParser{src: s}
	for p.pos < len(s) {
		if n := strings.IndexAny(s[p.pos:], markupSigns); n != 0 { // what stands for itself is taken in one piece
			if n < 0 {
				n = len(s) - p.pos
			}
			p.text.WriteString(s[p.pos : p.pos+n])
			p.pos += n
			continue
		}
		switch c := s[p.pos]; {
		case c == '\\' && p.pos+1 < len(s):
			p.text.WriteByte(s[p.pos+1])
			p.pos += 2
		case c == '*' && (p.bold || p.closes(p.pos+1)):
			p.flush("")
			p.bold = !p.bold
			p.pos++
		case c == '[' && p.link():
		default:
			if c == '\n' && p.bold { // cannot happen for well-formed text; keeps bold within its line
				p.flush("")
				p.bold = false
			}
			p.text.WriteByte(c)
			p.pos++
		}
	}
	p.flush("")
	return p.spans
}

// markupSigns are the bytes that may be something else than text, with the end of a line, which ends a bold run.
const markupSigns = "\\*[\n"

// Plain returns the text of markup without its looks; link addresses follow their label in brackets.
func Plain(markup string) string {
	if !strings.ContainsAny(markup, `\*[`) {
		return markup
	}
	var b strings.Builder
	for _, s := range ParseMarkup(markup) {
		b.WriteString(s.Text)
		if address := strings.TrimPrefix(s.URL, "tel:"); address != "" && address != s.Text {
			b.WriteString(" (" + address + ")")
		}
	}
	return b.String()
}

type markupParser struct {
	src   string
	pos   int
	bold  bool
	text  strings.Builder
	spans []Span
}

func (p *markupParser) flush(url string) {
	if p.text.Len() > 0 {
		p.spans = append(p.spans, Span{Text: p.text.String(), Bold: p.bold, URL: url})
		p.text.Reset()
	}
}

// closes reports whether a bold run that starts at i ends on the same line and is not empty.
func (p *markupParser) closes(i int) bool {
	for start := i; i < len(p.src) && p.src[i] != '\n'; i++ {
		switch p.src[i] {
		case '\\':
			i++
		case '*':
			return i > start
		}
	}
	return false
}

// The bounds of a link, in bytes: without them a text of nothing but brackets would take minutes to read.
const (
	longestLabel   = 1000
	longestAddress = 2048
)

// link reads [label](address) at pos; it reports false, and reads nothing, when that is not what stands there.
func (p *markupParser) link() bool {
	var label strings.Builder
	i := p.pos + 1
	for ; i < len(p.src) && i-p.pos <= longestLabel && p.src[i] != ']' && p.src[i] != '\n'; i++ {
		if p.src[i] == '\\' && i+1 < len(p.src) {
			i++
		}
		label.WriteByte(p.src[i])
	}
	rest := ""
	if i+1 < len(p.src) && p.src[i] == ']' && p.src[i+1] == '(' {
		rest = p.src[i+2 : min(len(p.src), i+2+longestAddress)]
	}
	end := strings.IndexAny(rest, ") \n")
	if label.Len() == 0 || end <= 0 || rest[end] != ')' || !Linkable(rest[:end]) {
		return false
	}
	p.flush("")
	p.text.WriteString(label.String())
	p.flush(rest[:end])
	p.pos = i + 2 + end + 1
	return true
}

// Linkable reports whether people may open an address: http, https or tel.
func Linkable(u string) bool {
	return strings.HasPrefix(u, "https://") || strings.HasPrefix(u, "http://") || strings.HasPrefix(u, "tel:")
}

// ParseCommand splits "/name payload"; ok is false for anything else. "/name@bot" addresses one bot in a group: the
// part after @ is returned for the channel to compare.
func ParseCommand(text string) (name, at, payload string, ok bool) {
	rest, found := strings.CutPrefix(strings.TrimSpace(text), "/")
	if !found {
		return "", "", "", false
	}
	word, payload, _ := strings.Cut(rest, " ")
	if i := strings.IndexByte(word, '\n'); i >= 0 {
		payload = word[i+1:] + " " + payload
		word = word[:i]
	}
	name, at, _ = strings.Cut(word, "@")
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' {
			return "", "", "", false
		}
	}
	if name == "" {
		return "", "", "", false
	}
	return strings.ToLower(name), at, strings.TrimSpace(payload), true
}
