package answers

import (
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// page is a text under way: facts with their marks, and at its foot where they come from, when somebody last looked
// and for which time they hold.
type page struct {
	day      content.Day
	sources  []content.Source
	checked  content.Day
	review   content.Day
	valid    content.Span
	levels   []string
	imported bool
	caution  string // one line of the base under every answer from it
	b        strings.Builder
	used     []string // keys of the sources of what was shown
}

// text ends the page with its foot and returns it.
func (p *page) text() string {
	p.footer()
	return strings.TrimSpace(p.b.String())
}

func (p *page) title(s string) { fmt.Fprintf(&p.b, "*%s*\n", bot.Escape(s)) }

// fact writes one statement with its situation and how far it may be trusted.
func (p *page) fact(f content.Fact) {
	p.use(f.Sources)
	p.line("- " + factText(f))
}

func factText(f content.Fact) string {
	text := f.Text
	if f.When != "" {
		text = strings.TrimRight(f.When, ":. ") + ": " + text
	}
	switch f.Status {
	case content.Unverified, content.Copied:
		if !strings.Contains(text, textUnverifiedMark) && !strings.Contains(text, textUnverifiedStart) {
			text = strings.TrimRight(text, ". ") + " (" + textUnverifiedMark + ")"
		}
		if f.Note != "" {
			text = strings.TrimRight(text, ". ") + ". " + f.Note
		}
	case content.Conflict:
		text = strings.TrimRight(text, ". ") + ". " + textConflictMark + " " + f.Note
	case content.Verified:
	}
	return text
}

func (p *page) lines(lines []content.Line) {
	for _, l := range lines {
		p.use(l.Sources)
		p.line("- " + lineText(l))
	}
}

func lineText(l content.Line) string {
	if l.Unverified && !strings.Contains(l.Text, textUnverifiedMark) {
		return strings.TrimRight(l.Text, ". ") + " (" + textUnverifiedMark + ")"
	}
	return l.Text
}

// line writes a line; an item that stands on the page already is not said again.
func (p *page) line(text string) {
	text = bot.Escape(strings.TrimSpace(text)) + "\n"
	if !strings.HasPrefix(text, "- ") || !p.has(text) {
		p.b.WriteString(text)
	}
}

// item is a line of a list as it stands in the text of a page.
func item(text string) string { return bot.Escape(strings.TrimSpace("- "+text)) + "\n" }

func (p *page) has(line string) bool { return strings.Contains(p.b.String(), "\n"+line) }

func (p *page) use(keys []string) {
	for _, k := range keys {
		if !slices.Contains(p.used, k) {
			p.used = append(p.used, k)
		}
	}
}

// footer says where it comes from, when somebody last looked, and for which time and level it holds.
func (p *page) footer() {
	p.b.WriteByte('\n')
	if p.caution != "" {
		p.line(p.caution)
	}
	p.b.WriteString(sourceLine(p.sources, p.used, p.checked))
	var levels []string
	for _, l := range p.levels {
		if name := levelNames[l]; name != "" {
			levels = append(levels, name)
		}
	}
	if len(levels) > 0 {
		fmt.Fprintf(&p.b, "Nơi giải quyết: %s. ", strings.Join(levels, ", "))
	}
	p.b.WriteString(validLine(p.valid))
	if p.imported {
		p.b.WriteString("\n" + textImported)
	}
	if !p.review.IsZero() && p.review.Before(p.day) {
		fmt.Fprintf(&p.b, "\n"+textOverdue, p.review.VN())
	}
}

// sourceLine names the sources used (all of them when none was marked), at most three in full.
func sourceLine(sources []content.Source, used []string, checked content.Day) string {
	var names []string
	for _, s := range sources {
		if len(used) > 0 && !slices.Contains(used, s.Key) {
			continue
		}
		name := bot.Escape(s.Title)
		if s.URL != "" && !strings.ContainsAny(s.URL, "() ") {
			name = "[" + strings.NewReplacer("[", "(", "]", ")").Replace(s.Title) + "](" + s.URL + ")"
		}
		names = append(names, name)
	}
	more := ""
	if len(names) > 3 {
		more = fmt.Sprintf(" và %d nguồn khác", len(names)-3)
		names = names[:3]
	}
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf("Nguồn: %s%s. Kiểm tra ngày %s.\n", strings.Join(names, "; "), more, checked.VN())
}

func validLine(v content.Span) string {
	switch {
	case !v.To.IsZero() && !v.From.IsZero():
		return fmt.Sprintf("Áp dụng từ %s đến %s.", v.From.VN(), v.To.VN())
	case !v.To.IsZero():
		return fmt.Sprintf("Áp dụng đến %s.", v.To.VN())
	case !v.From.IsZero():
		return fmt.Sprintf("Áp dụng từ %s.", v.From.VN())
	}
	return textValidWhenChecked
}
