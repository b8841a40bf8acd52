// Package card renders one entry of the content base as a citizen reads it on a phone: the part that was asked for, or
// an overview, with its sources, the date it was checked, the time it holds for and the buttons below. It knows the
// base and the day; what a question means has been found out before.
package card

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

// page is a text under way: facts with their marks, and at its foot where they come from, when somebody last looked
// and for which time they hold.
type page struct {
	day      content.Day
	sources  []content.Source
	checked  content.Day
	review   content.Day
	valid    content.Span
	imported bool
	caution  string // one line of the base under every answer from it
	b        strings.Builder
	parts    parts
	used     []string            // keys of the sources of what was shown and is verified
	doubtful bool                // something shown is not verified
	said     map[string]bool     // the folded words of what was said first
	fold     func(string) string // of the base's own words; nil: vi.Fold
	budget   int                 // runes above the foot, 0 for no limit
	written  int                 // lines of lists so far
	most     int                 // lines of lists that the part under way may reach, 0 for any number
	more     bool                // a part had more lines than it may have
	cut      bool                // something was left out for want of room
}

// text ends the page with its foot and returns it.
func (p *page) text() string {
	p.footer()
	return strings.TrimSpace(p.b.String())
}

// message ends the page and returns it as text and in parts.
func (p *page) message(buttons [][]bot.Button) bot.Message {
	text := p.text()
	return bot.Message{Text: text, Buttons: buttons, Card: p.parts.finish()}
}

func (p *page) title(s string) {
	p.parts.Title = s
	fmt.Fprintf(&p.b, "*%s*\n", bot.Escape(s))
}

// fact writes one statement with its situation and how far it may be trusted.
func (p *page) fact(f content.Fact) {
	// A list of what to bring is whole in a card, whatever was said first: people go by it.
	text := factText(f, p.day)
	if !p.parts.none && (p.parts.current().noun || !p.saidAlready(text)) {
		p.parts.fact(f, p.day)
	}
	if p.write("- " + text) {
		p.mark(f)
	}
}

// mark notes the sources of a fact that is shown, or that it is doubtful.
func (p *page) mark(f content.Fact) {
	if f.Status == content.Unverified || f.Lapsed(p.day) {
		p.doubtful = true
		return
	}
	p.use(f.Sources)
}

// factText says a fact with its situation. What editors note about their search stays with them; what the sources
// contradict each other about is told.
func factText(f content.Fact, day content.Day) string {
	text := f.Text
	if f.When != "" {
		text = strings.TrimRight(f.When, ":. ") + ": " + text
	}
	switch {
	case f.Status == content.Conflict:
		return strings.TrimRight(text, ". ") + ". " + textConflictMark + " " + f.Note
	case f.Status == content.Unverified:
		return unverified(text)
	case f.Lapsed(day):
		return strings.TrimRight(text, ". ") + " (" + fmt.Sprintf(textLapsed, f.Lapses.Add(1).VN()) + ")"
	}
	return text
}

// unverified marks a text that nobody could confirm, unless it says so itself.
func unverified(text string) string {
	if strings.Contains(text, textUnverifiedMark) || strings.Contains(text, textUnverifiedStart) {
		return text
	}
	return strings.TrimRight(text, ". ") + " (" + textUnverifiedMark + ")"
}

func (p *page) lines(lines []content.Line) {
	for _, l := range content.LinesAt(lines, p.day) {
		p.fact(lineFact(l))
	}
}

// statement writes a fact that is no item of a list.
func (p *page) statement(f content.Fact) {
	p.parts.prose(factText(f, p.day))
	p.parts.use(f.Sources)
	if p.write(factText(f, p.day)) {
		p.mark(f)
	}
}

// paragraph writes a line of a body that is no item of a list.
func (p *page) paragraph(l content.Line) { p.statement(lineFact(l)) }

// lineFact is a line as a fact.
func lineFact(l content.Line) content.Fact {
	f := content.Fact{Text: l.Text, Sources: l.Sources, Valid: l.Valid, Lapses: l.Lapses, Line: l.Line}
	if l.Unverified {
		f.Status = content.Unverified
	}
	return f
}

// line writes a sentence of its own.
func (p *page) line(text string) {
	p.parts.prose(text)
	p.write(text)
}

// write writes a line and reports whether it did: an item that stands on the page already is not said again, and a
// brief answer has room for so much.
func (p *page) write(text string) bool {
	text = p.short(strings.TrimSpace(text))
	if p.cut && p.budget > 0 {
		return false
	}
	text = bot.Escape(text) + "\n"
	if strings.HasPrefix(text, "- ") && (p.has(text) || p.saidAlready(text)) || !p.fits(text) {
		return false
	}
	if p.most > 0 && p.written >= p.most {
		p.more = true
		return false
	}
	p.written++
	p.b.WriteString(text)
	return true
}

// longLine is the most runes of one line of a brief answer.
const longLine = 320

// short cuts a line that would fill a brief answer by itself.
func (p *page) short(text string) string {
	if p.budget == 0 || utf8.RuneCountInString(text) <= longLine {
		return text
	}
	p.more = true
	return vi.Shorten(text, longLine)
}

// saidAlready reports whether a line holds nothing beyond what was said first.
func (p *page) saidAlready(line string) bool {
	if len(p.said) == 0 {
		return false
	}
	n, both := 0, 0
	for w := range strings.FieldsSeq(p.folded(line)) {
		n++
		if p.said[w] {
			both++
		}
	}
	return n > 0 && both*20 >= n*17
}

// folded is a text of the base, folded.
func (p *page) folded(fixed string) string {
	if p.fold == nil {
		return vi.Fold(fixed)
	}
	return p.fold(fixed)
}

// subheading writes the name of a part within an answer.
func (p *page) subheading(name string) {
	p.parts.begin(bot.CardPart{Title: name})
	if line := "\n*" + name + "*\n"; p.fits(line) {
		p.b.WriteString(line)
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

// footer says what it rests on and when somebody last looked, once what is not verified, and what ends soon.
func (p *page) footer() {
	p.budget = 0
	p.b.WriteByte('\n')
	if p.caution != "" {
		p.foot(p.caution)
	}
	if p.imported {
		p.foot(textImported)
	} else {
		standing := inForce(p.sources, p.day)
		p.b.WriteString(sourceLine(standing, p.used, p.checked))
		if !p.parts.none {
			p.parts.Checked, p.parts.Sources = p.checked.VN(), links(standing, p.parts.used)
		}
	}
	if p.doubtful && !p.imported {
		p.b.WriteString(textAskAgain + "\n")
	}
	if p.parts.doubtful() && !p.imported {
		p.parts.Doubt = textAskAgain
	}
	for _, text := range []string{ending(p.sources, p.used, p.day), validLine(p.valid, p.day)} {
		if text != "" {
			p.foot(text)
		}
	}
	if !p.review.IsZero() && p.review.Before(p.day) {
		p.foot(fmt.Sprintf(textOverdue, p.review.VN()))
	}
}

// foot writes a sentence of the foot.
func (p *page) foot(text string) {
	p.parts.Cautions = append(p.parts.Cautions, bot.Escape(text))
	p.write(text)
}

// validLine says for how long an entry holds, where that has an end or lies ahead.
func validLine(v content.Span, day content.Day) string {
	switch {
	case v.From.After(day) && !v.To.IsZero():
		return fmt.Sprintf("Áp dụng từ %s đến %s.", v.From.VN(), v.To.VN())
	case !v.To.IsZero():
		return fmt.Sprintf("Áp dụng đến %s.", v.To.VN())
	case v.From.After(day):
		return fmt.Sprintf("Áp dụng từ %s.", v.From.VN())
	}
	return ""
}

// limit lets a part write at most n lines of a list.
func (p *page) limit(n int, write func()) {
	was := p.most
	p.most = p.written + n
	write()
	p.most = was
}

// say writes a short answer as the first lines; what it says, and the title, need not be said again.
func (p *page) say(title string, s *content.Short) {
	p.use(s.Sources)
	p.parts.use(s.Sources)
	p.parts.Title = title
	p.parts.Lead = append(p.parts.Lead, bot.CardLine{Text: bot.Escape(s.Say)})
	p.said = vi.WordSet(p.folded(title + " " + s.Say))
	p.b.WriteString(bot.Escape(s.Say) + "\n")
}

// fits reports whether a line may still be written; what follows one that may not is left out too.
func (p *page) fits(line string) bool {
	if p.budget == 0 {
		return true
	}
	if p.cut || p.written == 0 {
		return !p.cut
	}
	if utf8.RuneCountInString(p.b.String())+utf8.RuneCountInString(line) > p.budget {
		p.cut = true
	}
	return !p.cut
}
