package card

import (
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// Whole is a procedure with all its parts, as its own page shows it. Each part has its aspect as id, so that a link can
// point at it.
func Whole(p *content.Procedure, day content.Day) *bot.Card {
	a := &answer{p: p, page: procedurePage(p, day)}
	a.parts.Title = p.Title
	if p.Summary != "" {
		a.begin("", "")
		a.line(p.Summary)
	}
	for _, l := range content.LinesAt(p.Intro, day) {
		a.paragraph(l)
	}
	for _, aspect := range []content.Aspect{content.Where, content.Time, content.Fee} {
		a.begin(string(aspect), AspectNames[aspect])
		a.parts.current().atGlance = true
		a.facts(aspect)
	}
	a.applies()
	for i, s := range p.Dossier {
		a.begin("", textCarry)
		a.bring(s, wholeRows)
		if i > 0 {
			part := a.parts.current()
			part.ID = ""
		}
		a.lines(s.Lines)
	}
	a.whole(textConditions, p.Conditions)
	if len(p.FormsAt(day)) > 0 {
		a.begin(string(content.Form), AspectNames[content.Form])
		for _, f := range p.FormsAt(day) {
			a.form(f)
		}
	}
	for _, aspect := range []content.Aspect{content.Steps, content.Online, content.Who, content.Result} {
		if len(p.FactsAt(aspect, day))+len(p.Coming(aspect, day, footComing)) > 0 {
			a.begin(string(aspect), AspectNames[aspect])
			a.facts(aspect)
		}
	}
	a.whole(textMistakes, p.Mistakes)
	a.whole(textNotes, p.Notes)
	a.begin(string(content.Legal), AspectNames[content.Legal])
	a.facts(content.Legal)
	for _, s := range p.Sources {
		a.parts.use([]string{s.Key})
	}
	return a.message(nil).Card
}

// wholeRows is more than any dossier has: a page shows it all.
const wholeRows = 1 << 20

// begin starts a part of a page.
func (a *answer) begin(id, title string) { a.parts.begin(bot.CardPart{ID: id, Title: title}) }

// whole writes lines as a part of their own.
func (a *answer) whole(title string, lines []content.Line) {
	if len(lines) > 0 {
		a.begin("", strings.TrimSpace(title))
		a.lines(lines)
	}
}
