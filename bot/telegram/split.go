package telegram

import (
	"strings"
	"unicode"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

// units counts UTF-16 units, as Telegram counts offsets; characters outside the basic plane, such as emoji, count two.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += width(r)
	}
	return n
}

func width(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

func textOf(spans []bot.Span) string {
	var b strings.Builder
	n := 0
	for _, s := range spans {
		n += len(s.Text)
	}
	b.Grow(n)
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

// split cuts the text into parts of at most limit units, before any markup is added: at a blank line if there is one in
// the part's second half, else at a line, else at a word, else between letters.
func split(spans []bot.Span, limit int) [][]bot.Span {
	text := textOf(spans)
	if units(text) <= limit {
		return [][]bot.Span{spans}
	}
	var parts [][]bot.Span
	for start := 0; start < len(text); {
		end := start + platform.Cut(text[start:], limit-platform.NumberRoom, width)
		from := start + len(text[start:end]) - len(strings.TrimLeftFunc(text[start:end], unicode.IsSpace))
		to := start + len(strings.TrimRightFunc(text[start:end], unicode.IsSpace))
		if from < to {
			parts = append(parts, between(spans, from, to))
		}
		start = end
	}
	return parts
}

// between returns the spans of text[from:to].
func between(spans []bot.Span, from, to int) []bot.Span {
	var out []bot.Span
	at := 0
	for _, s := range spans {
		a, b := max(from-at, 0), min(to-at, len(s.Text))
		if a < b {
			cutSpan := s
			cutSpan.Text = s.Text[a:b]
			out = append(out, cutSpan)
		}
		at += len(s.Text)
	}
	return out
}
