package terminal

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/motcua/motcua/bot"
)

// The looks of a screen, as ECMA-48 writes them.
const (
	bold   = "\x1b[1m"
	dim    = "\x1b[2m"
	normal = "\x1b[0m"
)

// render writes a message as the person reads it, and numbers its buttons.
func (c *Channel) render(m bot.Message) string {
	var b strings.Builder
	text, notes := c.text(m.Text)
	c.block(&b, "Trợ lý: ", text)
	for i, address := range notes {
		b.WriteString(c.look(dim, fmt.Sprintf("  [%d] %s", i+1, address)) + "\n")
	}
	if m.File != nil {
		fmt.Fprintf(&b, "  [tệp %s, %d KB: màn hình này không mở được]\n", printable(m.File.Name),
			(len(m.File.Bytes)+1023)>>10)
	}
	for _, row := range m.Buttons {
		for _, button := range row {
			if button.Action == "" {
				b.WriteString("  → " + printable(button.Name()+": "+button.URL) + "\n")
				continue
			}
			c.choices = append(c.choices, button)
			number := fmt.Sprintf("%d. ", len(c.choices)) // a label may carry the same number for the text above it
			c.block(&b, "  "+number, []span{{text: strings.TrimPrefix(printable(button.Name()), number)}})
		}
	}
	return b.String()
}

// span is text with one look.
type span struct{ text, look string }

// text reads markup. On a screen addresses become notes below the text, for they are longer than a line; elsewhere they
// stand behind their label.
func (c *Channel) text(markup string) (out []span, notes []string) {
	if !c.cfg.Style {
		return []span{{text: printable(bot.Plain(markup))}}, nil
	}
	for _, s := range bot.ParseMarkup(markup) {
		look := ""
		if s.Bold {
			look = bold
		}
		out = append(out, span{printable(s.Text), look})
		if address := strings.TrimPrefix(s.URL, "tel:"); address != "" && address != s.Text {
			notes = append(notes, printable(address))
			out = append(out, span{fmt.Sprintf(" [%d]", len(notes)), dim})
		}
	}
	return out, notes
}

// look gives text a look where the screen has any.
func (c *Channel) look(look, text string) string {
	if !c.cfg.Style || look == "" || text == "" {
		return text
	}
	return look + text + normal
}

// block writes paragraphs after a head, broken at the screen's width; lines of a list hang under their text.
func (c *Channel) block(b *strings.Builder, head string, spans []span) {
	width := 0
	if c.cfg.Width != nil {
		width = c.cfg.Width()
	}
	for i, line := range lines(spans) {
		at := 0
		if i == 0 {
			b.WriteString(head)
			at = columns(head)
		}
		c.line(b, line, at, width)
		b.WriteByte('\n')
	}
}

var item = regexp.MustCompile(`^(?:[-•] |[0-9]{1,3}\. )`)

// line writes one line from a column on.
func (c *Channel) line(b *strings.Builder, line []span, at, width int) {
	whole := ""
	for _, s := range line {
		whole += s.text
	}
	quiet := strings.HasPrefix(whole, "✓ ") // what an answer rests on
	hang := at
	if m := item.FindString(whole); m != "" {
		hang += columns(m)
	}
	blank := false // a blank is owed before the next word
	for _, s := range line {
		look := s.look
		if quiet {
			look = dim
		}
		for j, word := range strings.Split(s.text, " ") {
			blank = blank || j > 0
			if word == "" {
				continue
			}
			n := columns(word)
			switch {
			case blank && width > 0 && at+1+n >= width:
				b.WriteString("\n" + strings.Repeat(" ", hang))
				at = hang
			case blank:
				b.WriteByte(' ')
				at++
			}
			b.WriteString(c.look(look, word))
			at, blank = at+n, false
		}
	}
}

// lines splits spans at the ends of lines.
func lines(spans []span) [][]span {
	out := [][]span{nil}
	for _, s := range spans {
		for i, text := range strings.Split(s.text, "\n") {
			if i > 0 {
				out = append(out, nil)
			}
			if text != "" {
				out[len(out)-1] = append(out[len(out)-1], span{text, s.look})
			}
		}
	}
	return out
}

// columns is how wide a text stands: a mark that is written apart from its letter takes no room.
func columns(s string) (n int) {
	for _, r := range s {
		if !unicode.Is(unicode.Mn, r) {
			n++
		}
	}
	return n
}

// printable takes out what could steer a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}
