package groups

import (
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
)

// Two lines on a phone: more than that pushes away what people in a group say to each other.
const (
	mostLine  = 200 // runes of the second line
	mostTitle = 90  // of the first
)

// brief is an answer in two lines: what it is about, and the first of what it says. The whole, with its sources, is in
// the private chat.
func brief(m bot.Message) string {
	if m.Card == nil {
		return firstLines(m.Text, 2)
	}
	title := m.Card.Title
	if m.Card.Part != "" {
		title += " – " + m.Card.Part
	}
	lines := m.Card.Lead
	if len(lines) == 0 && len(m.Card.Facts) > 0 {
		for _, f := range m.Card.Facts {
			for _, l := range f.Lines[:min(1, len(f.Lines))] {
				l.When = strings.TrimSpace(f.Title + " " + l.When)
				lines = append(lines, l)
			}
		}
	}
	for i := 0; len(lines) == 0 && i < len(m.Card.Parts); i++ {
		lines = m.Card.Parts[i].Lines
	}
	body := joined(lines)
	if body == "" {
		return firstLines(m.Text, 2)
	}
	if title == "" {
		return body
	}
	return "*" + bot.Escape(vi.Shorten(title, mostTitle)) + "*\n" + body
}

// joined writes statements into one line, as many as fit, with how far they may be trusted.
func joined(lines []bot.CardLine) string {
	var parts []string
	left := mostLine
	for _, l := range lines {
		text := strings.TrimSpace(bot.Plain(l.Text))
		if l.When != "" {
			text = strings.TrimRight(l.When, ":. ") + ": " + text
		}
		if l.Mark != "" {
			text = strings.TrimRight(text, ". ") + " (" + l.Mark + ")"
		}
		text = strings.Join(strings.Fields(text), " ")
		if n := len([]rune(text)); text == "" || n > left && len(parts) > 0 {
			if text != "" {
				return bot.Escape(strings.Join(parts, "; ") + "…")
			}
			continue
		}
		text = vi.Shorten(text, mostLine)
		left -= len([]rune(text)) + 2
		parts = append(parts, strings.TrimRight(text, ".;"))
		if strings.HasSuffix(text, "…") {
			break
		}
	}
	return bot.Escape(strings.Join(parts, "; "))
}

// firstLines is the beginning of a text: n lines that say something.
func firstLines(text string, n int) string {
	var out []string
	for _, line := range strings.Split(bot.Plain(text), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "✓") {
			continue
		}
		if out = append(out, bot.Escape(vi.Shorten(line, mostLine))); len(out) == n {
			break
		}
	}
	return strings.Join(out, "\n")
}
