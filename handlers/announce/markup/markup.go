// Package markup says what is wrong with the markup of an announcement before it is sent.
package markup

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
)

// longest is in runes: with its frame the preview is one message on every channel.
const longest = 3000

// Check returns what is wrong with an announcement's text, as a sentence for who wrote it; "" when nothing is.
// Text that our markup would show as ordinary characters, though it looks like bold or a link, is a slip.
func Check(text string) string {
	if vi.Clean(text) == "" {
		return textEmpty
	}
	if n := utf8.RuneCountInString(text); n > longest {
		return fmt.Sprintf(textLong, dialog.Thousands(int64(n)), dialog.Thousands(longest),
			dialog.Thousands(int64(n-longest)))
	}
	for i, line := range strings.Split(text, "\n") {
		if s := checkLine(line); s != "" {
			return fmt.Sprintf(textLine, i+1, s)
		}
	}
	if vi.Clean(bot.Plain(text)) == "" {
		return textEmpty
	}
	return ""
}

// checkLine looks at one line: stars must come in pairs, and "[…](…" must be a link.
func checkLine(line string) string {
	stars := 0
	for _, span := range bot.ParseMarkup(line) {
		// What the parser took for bold or a link is gone from the text; a star that is left was typed in vain.
		if span.URL == "" {
			stars += strings.Count(span.Text, "*")
		}
	}
	if stars > strings.Count(line, `\*`) {
		return textStar
	}
	for rest := line; ; {
		i := strings.Index(rest, "](")
		if i < 0 {
			return ""
		}
		before, after := rest[:i], rest[i+2:]
		end := strings.IndexByte(after, ')')
		switch open := strings.LastIndexByte(before, '['); {
		case open < 0 || strings.HasSuffix(before[:open], `\`):
		case end < 0:
			return fmt.Sprintf(textLinkOpen, bot.Escape(vi.Shorten(before[open:]+"]("+after, 40)))
		case !linkAddress(after[:end]):
			return fmt.Sprintf(textLinkAddress, bot.Escape(vi.Shorten(after[:end], 60)))
		}
		rest = after
	}
}

// linkAddress asks the parser itself whether it takes the address.
func linkAddress(address string) bool {
	spans := bot.ParseMarkup("[a](" + address + ")")
	return len(spans) == 1 && spans[0].URL == address
}
