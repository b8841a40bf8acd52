package webcard

import (
	"html"
	"html/template"
	"regexp"
	"strings"

	"github.com/motcua/motcua/bot"
)

// Markup renders bot markup: blank lines separate paragraphs, lines that begin with "- " or "• " are a list, and
// those that begin with "1. " a numbered one. Everything is escaped here; addresses are http, https or tel by
// ParseMarkup.
func Markup(markup string) template.HTML {
	var b strings.Builder
	open := "" // the block element that is open
	closeBlock := func() {
		if open != "" {
			b.WriteString("</" + open + ">")
			open = ""
		}
	}
	for _, line := range spanLines(bot.ParseMarkup(markup)) {
		block, start, rest := lineBlock(line)
		switch {
		case block == "":
			closeBlock()
			continue
		case block != open:
			closeBlock()
			b.WriteString("<" + block + ">")
			open = block
		case block == "p":
			b.WriteString("<br>")
		}
		switch block {
		case "ul":
			b.WriteString("<li>")
		case "ol":
			b.WriteString(`<li value="` + start + `">`)
		}
		for _, s := range rest {
			writeSpan(&b, s)
		}
		if block != "p" {
			b.WriteString("</li>")
		}
	}
	closeBlock()
	return template.HTML(b.String()) //nolint:gosec // written by writeSpan, which escapes
}

// spanLines splits the text of spans at newlines.
func spanLines(spans []bot.Span) [][]bot.Span {
	lines := [][]bot.Span{nil}
	for _, s := range spans {
		for i, text := range strings.Split(s.Text, "\n") {
			if i > 0 {
				lines = append(lines, nil)
			}
			if text != "" {
				last := len(lines) - 1
				lines[last] = append(lines[last], bot.Span{Text: text, Bold: s.Bold, URL: s.URL})
			}
		}
	}
	return lines
}

var numbered = regexp.MustCompile(`^([0-9]{1,3})[.)] `)

// lineBlock returns the element to which a line belongs ("" for an empty line), with its number and without its bullet.
func lineBlock(line []bot.Span) (block, number string, rest []bot.Span) {
	if len(line) == 0 || len(line) == 1 && strings.TrimSpace(line[0].Text) == "" {
		return "", "", nil
	}
	first := line[0]
	for _, bullet := range []string{"- ", "• ", "– "} {
		if text, ok := strings.CutPrefix(first.Text, bullet); ok && first.URL == "" {
			return "ul", "", replaceFirst(line, text)
		}
	}
	if m := numbered.FindStringSubmatch(first.Text); m != nil && first.URL == "" {
		return "ol", m[1], replaceFirst(line, first.Text[len(m[0]):])
	}
	return "p", "", line
}

func replaceFirst(line []bot.Span, text string) []bot.Span {
	first := line[0]
	first.Text = text
	return append([]bot.Span{first}, line[1:]...)
}

// Inline renders markup that is one line, within an element of the caller's.
func Inline(markup string) template.HTML { return inline(markup) }

// inline renders markup that is one line.
func inline(markup string) template.HTML {
	var b strings.Builder
	for _, s := range bot.ParseMarkup(markup) {
		s.Text = strings.ReplaceAll(s.Text, "\n", " ")
		writeSpan(&b, s)
	}
	return template.HTML(b.String()) //nolint:gosec // written by writeSpan, which escapes
}

func writeSpan(b *strings.Builder, s bot.Span) {
	if s.Text == "" {
		return
	}
	text := html.EscapeString(s.Text)
	if s.Bold {
		text = "<strong>" + text + "</strong>"
	}
	switch {
	case strings.HasPrefix(s.URL, "tel:"):
		b.WriteString(`<a href="` + html.EscapeString(s.URL) + `">` + text + `</a>`)
	case s.URL != "":
		b.WriteString(`<a href="` + html.EscapeString(s.URL) + `" target="_blank" rel="noopener noreferrer">` + text +
			`<span class="vh"> (mở trang mới)</span></a>`)
	default:
		b.WriteString(text)
	}
}

// Plain renders what a person typed: nothing in it is markup.
func Plain(text string) template.HTML {
	escaped := html.EscapeString(strings.TrimSpace(text))
	return template.HTML("<p>" + strings.ReplaceAll(escaped, "\n", "<br>") + "</p>") //nolint:gosec // escaped above
}
