package card

import (
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// forms lists the forms of a procedure, where each is to be had and what people get wrong in it. Without any known form
// the answer says where forms are given out, and what else to bring.
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
