package card

import (
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// overview writes what most people need: what to bring, where to, how long it takes and what it costs.
func (a *answer) overview() {
	if !a.named {
		a.title(a.p.Title)
	}
	a.parts.Title = a.p.Title
	a.onTop()
	if a.p.Summary != "" && a.budget == 0 {
		a.write(a.p.Summary)
	}
	a.applies()
	if len(a.p.Dossier) > 0 {
		a.subheading(textBring)
		a.bring(a.p.Dossier[0], a.rowsLeft())
		a.limit(bringLines, func() { a.lines(a.p.Dossier[0].Lines) })
	}
	for _, aspect := range []content.Aspect{content.Where, content.Time, content.Fee} {
		a.subheading(AspectNames[aspect])
		fact := a.parts.current()
		fact.ID, fact.atGlance = string(aspect), true
		a.limit(overviewLines, func() { a.facts(aspect) })
	}
}

// otherCases puts what the other cases need into a fold of the card; the text has buttons for them.
func (a *answer) otherCases(situation int) {
	if len(a.p.Dossier) < 2 || a.parts.none {
		return
	}
	part := a.parts.begin(bot.CardPart{Title: fmt.Sprintf(textOtherCases, len(a.p.Dossier)-1), Fold: true})
	for i, s := range a.p.Dossier {
		if i == situation {
			continue
		}
		part.Lines = append(part.Lines, bot.CardLine{Text: "*" + bot.Escape(s.Title) + "*", Prose: true})
		for _, l := range content.LinesAt(s.Lines, a.day) {
			part.Lines = append(part.Lines, a.parts.line(lineFact(l), a.day))
		}
	}
}

func (a *answer) dossier(situation int) {
	a.heading(AspectNames[content.Dossier])
	a.applies()
	if situation < 0 || situation >= len(a.p.Dossier) {
		situation = 0
	}
	if len(a.p.Dossier) == 0 {
		a.line(textNotVerified)
		return
	}
	s := a.p.Dossier[situation]
	a.parts.begin(bot.CardPart{})
	a.bring(s, 3*rowsInSight) // who asks for the papers wants them all
	if slices.ContainsFunc(s.Lines, func(l content.Line) bool { return !a.saidAlready(l.Text) }) {
		fmt.Fprintf(&a.b, "%s:\n", bot.Escape(s.Title))
		a.lines(s.Lines)
	}
	if situation == 0 {
		a.lines(a.p.Conditions)
		set := func(f content.FormFact) bool { return !f.None }
		if all := a.p.FormsAt(a.day); slices.ContainsFunc(all, set) {
			a.subheading(AspectNames[content.Form])
			a.parts.current().Fold = true
			for _, f := range all {
				a.form(f)
			}
		}
		if len(a.p.Mistakes) > 0 {
			a.subheading(textMistakes)
			a.parts.current().Fold = true
			a.lines(a.p.Mistakes)
		}
	}
	a.otherCases(situation)
}

// applies asks first whether the procedure is needed at all, where the entry says so: nobody should gather papers for
// a permit that he does not need.
func (a *answer) applies() {
	q := a.p.AskFirst
	if q == nil {
		return
	}
	a.parts.begin(bot.CardPart{Title: textFirst + " " + q.Question, Fold: true})
	fmt.Fprintf(&a.b, "%s %s\n", textFirst, bot.Escape(q.Question))
	for _, o := range q.Options {
		text := o.Label
		if o.Answer != "" {
			text += ": " + o.Answer
		} else if o.Continue {
			text += ": " + textApplies
		}
		a.fact(content.Fact{Text: text, Status: o.Status, Note: o.Note, Sources: o.Sources})
	}
	a.b.WriteByte('\n')
}

// forms lists the forms of a procedure, where each is to be had and what people get wrong in it. Where no file of
// them is known the answer says where forms are given out, and without any known form what else to bring.
func (a *answer) forms() {
	all := a.p.FormsAt(a.day)
	a.heading(AspectNames[content.Form])
	if len(all) == 0 {
		a.line(textNoForm)
		if len(a.p.Dossier) > 0 {
			a.subheading(textBring)
			a.bring(a.p.Dossier[0], rowsInSight)
			a.limit(bringLines, func() { a.lines(a.p.Dossier[0].Lines) })
		}
		return
	}
	for _, f := range all {
		a.form(f)
	}
	if !slices.ContainsFunc(all, func(f content.FormFact) bool { return f.None || f.URL != "" }) {
		a.b.WriteByte('\n')
		a.line(textNoForm)
	}
}

// form writes one form with its number, where to open it and how to fill it in.
func (a *answer) form(f content.FormFact) {
	name := f.Fact
	var about []string
	for _, part := range []string{f.Number, f.DecidedBy} {
		if part != "" {
			about = append(about, part)
		}
	}
	if len(about) > 0 {
		name.Text += " (" + strings.Join(about, ", ") + ")"
	}
	a.fact(name)
	if f.URL != "" {
		a.b.WriteString("  [" + textOpenForm + "](" + f.URL + ")\n")
		a.parts.link(textOpenForm, f.URL)
	}
	for _, line := range f.Fill {
		line = strings.TrimRight(line, ".") + "."
		a.parts.add(bot.CardLine{When: textFill, Text: bot.Escape(line)})
		a.write("- " + line)
	}
}
