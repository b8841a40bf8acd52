package site

import (
	"html/template"
	"strings"

	"github.com/motcua/motcua/bot"
)

// markup draws the small markup of messages: paragraphs and lists of lines, bold words, links.
func markup(text string) template.HTML {
	var b strings.Builder
	open := ""
	turn := func(to string) {
		if open == to {
			return
		}
		if open != "" {
			b.WriteString("</" + open + ">")
		}
		if open = to; to != "" {
			b.WriteString("<" + to + ">")
		}
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
			turn("")
		case strings.HasPrefix(line, "- "):
			turn("ul")
			b.WriteString("<li>" + spans(line[2:]) + "</li>")
		default:
			turn("")
			b.WriteString("<p>" + spans(line) + "</p>")
		}
	}
	turn("")
	return template.HTML(b.String()) //nolint:gosec // spans escapes every part
}

// spans draws one line.
func spans(line string) string {
	var b strings.Builder
	for _, s := range bot.ParseMarkup(line) {
		text := template.HTMLEscapeString(s.Text)
		if s.Bold {
			text = "<strong>" + text + "</strong>"
		}
		if bot.Linkable(s.URL) {
			text = `<a href="` + template.HTMLEscapeString(s.URL) + `" rel="noopener">` + text + "</a>"
		}
		b.WriteString(text)
	}
	return b.String()
}
