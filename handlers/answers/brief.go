package answers

import (
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
)

// A question gets a brief answer: what was asked in the first line, the section that belongs under it as far as a phone
// shows it at once, and buttons for the rest. What a button names is shown whole.

// maxBody is the most runes of a brief answer above its foot.
const maxBody = 600

// moreBody is what a second part that was asked for may add.
const moreBody = 250

// The chance from which a short answer is said first: measured on ways of asking that are hidden from the search, 95 of
// 100 that are said are right. A question that wants a yes or a no has nothing better to begin with.
const (
	shortSure  = 0.5
	shortYesNo = 0.4
)

// reply answers a question from the first hit of what the search made of it.
func (k *Knowledge) reply(question string, r search.Result, day content.Day) bot.Message {
	id := r.Hits[0].ID
	ask := asking{question: question, aspects: r.Asks, yesNo: r.YesNo, likely: r.Outcome == search.Likely}
	ask.short = k.short(id, r.Short, r.Sure, r.YesNo, day)
	m := k.brief(id, r.Aspect, k.Situation(id, question), ask, day)
	if r.Also > 0 && r.Also < len(r.Hits) {
		m.Text += "\n" + fmt.Sprintf(textAlso, bot.Escape(strings.TrimRight(r.Hits[r.Also].Title, "?. ")))
		if !ask.likely || r.Also >= r.Choices {
			m.Buttons = append(otherButtons(r.Hits[r.Also:r.Also+1], r.Also, r.Aspect), m.Buttons...)
		}
	}
	if !ask.likely {
		return rated(m, id, string(r.Aspect))
	}
	m.Text += "\n" + textNotThis
	m.Buttons = append(m.Buttons, otherButtons(r.Hits[1:max(1, min(r.Choices, len(r.Hits)))], 1, r.Aspect)...)
	m.Buttons = append(m.Buttons, []bot.Button{passButton(textNoneOfThese)})
	return m
}

// short is the short answer of an entry by its number, when it holds on the day and is surely the one that is wanted.
func (k *Knowledge) short(id string, number int, sure float64, yesNo bool, day content.Day) *content.Short {
	if number == 0 || sure < shortYesNo || sure < shortSure && !yesNo {
		return nil
	}
	var all []content.Short
	if p, ok := k.Library.Procedure(id); ok {
		all = p.Short
	} else if f, ok := k.Library.FAQ(id); ok {
		all = f.Short
	}
	if number > len(all) || !all[number-1].Valid.Contains(day) {
		return nil
	}
	return &all[number-1]
}

// asking is what an answer needs to know of the question.
type asking struct {
	question string
	aspects  []search.Aspect // all parts asked for
	yesNo    bool
	likely   bool           // it is not sure that this entry is meant
	short    *content.Short // what is said first
}

// brief renders an entry for a question.
func (k *Knowledge) brief(id string, aspect search.Aspect, situation int, ask asking, day content.Day) bot.Message {
	m := bot.Message{}
	if p, ok := k.Library.Procedure(id); ok {
		m = k.briefProcedure(p, content.Aspect(aspect), situation, ask, day)
	} else if f, ok := k.Library.FAQ(id); ok {
		m = faqMessage(k.Library, f, day, ask.short)
	} else {
		m, _ = planMessage(k.Library, id, day)
	}
	if ask.likely {
		understood := fmt.Sprintf(textUnderstood, bot.Escape(strings.TrimRight(k.TitleOf(id), "?. ")))
		title := bot.Escape(k.TitleOf(id))
		m.Text = understood + "\n" + strings.TrimPrefix(m.Text, "*"+title+"*\n")
		m.Text = strings.Replace(m.Text, "\n*"+title+" – ", "\n*", 1)
	}
	return m
}

// briefProcedure renders a procedure for a question.
func (k *Knowledge) briefProcedure(p *content.Procedure, aspect content.Aspect, situation int, ask asking,
	day content.Day) bot.Message {
	if ask.short == nil && !p.Imported && k.lines != nil {
		if m, ok := benefitMessage(p, aspect, ask.question, day); ok {
			return m
		}
	}
	a := &answer{p: p, page: procedurePage(p, day), named: ask.likely}
	if slices.Contains(ask.aspects, search.AspectForm) || aspect == content.Form {
		aspect, ask.aspects, ask.short = content.Form, nil, nil
	}
	if ask.short != nil {
		a.say(p.Title, ask.short)
		if ask.short.Aspect != "" || !outright(aspect) {
			aspect = ask.short.Aspect
		}
		if aspect != "" {
			a.b.WriteByte('\n')
		}
	} else if !p.Imported && k.lines != nil {
		situation = k.pin(a, aspect, situation, ask.question, day)
	}
	a.budget = maxBody
	also := ask.also(aspect)
	if also == "" {
		a.section(aspect, situation, ask)
	} else {
		a.limit(partLines, func() { a.section(aspect, situation, ask) })
		a.budget, a.cut = maxBody+moreBody, false // the second part has room of its own
		a.subheading(AspectNames[also])
		a.limit(partLines, func() { a.part(also, situation) })
	}
	m := bot.Message{Text: a.text(), Buttons: a.buttons(aspect, situation)}
	if ask.likely {
		m.Buttons = a.fewButtons(aspect)
	}
	if (a.cut || a.more) && aspect != "" {
		whole := ActionPart.Button(textWhole+strings.ToLower(AspectNames[aspect]), Part{p.ID(), aspect, &situation})
		m.Buttons = append([][]bot.Button{{whole}}, m.Buttons...)
	}
	return m
}

// fewButtons offers three parts in a row: below it stand the other entries that may be meant.
func (a *answer) fewButtons(aspect content.Aspect) [][]bot.Button {
	var row []bot.Button
	for _, part := range []content.Aspect{content.Dossier, content.Fee, content.Where, content.Time} {
		if part != aspect && len(row) < 3 {
			row = append(row, ActionPart.Button(AspectNames[part], Part{Entry: a.p.ID(), Aspect: part}))
		}
	}
	return [][]bot.Button{row}
}

// partLines is how many lines each of two parts gets that were asked for in one question.
const partLines = 3

// outright reports whether a part is one that people ask for by its name, and no way of ending a question about anything.
func outright(a content.Aspect) bool {
	return a == content.Fee || a == content.Time || a == content.Where || a == content.Dossier
}

// also is the second part that a question asks for, "" when there is none. Parts that end questions about anything
// ("làm sao", "được không") are none.
func (ask *asking) also(first content.Aspect) content.Aspect {
	aspects := ask.aspects
	if ask.short != nil && len(aspects) > 0 && !slices.Contains(aspects, search.Aspect(first)) {
		aspects = aspects[1:] // what was said first answers that part
	}
	for _, a := range aspects {
		if also := content.Aspect(a); also != first && outright(also) && first != "" {
			return also
		}
	}
	return ""
}

// part writes the lines of a part, for dossiers those of a situation.
func (a *answer) part(aspect content.Aspect, situation int) {
	if aspect == content.Dossier && situation < len(a.p.Dossier) {
		a.lines(a.p.Dossier[situation].Lines)
		return
	}
	a.facts(aspect)
}

// section writes the part asked for below what was said first; with no part and a short answer nothing more is needed.
func (a *answer) section(aspect content.Aspect, situation int, ask asking) {
	switch {
	case aspect == "" && ask.short != nil:
	case aspect == "":
		a.overview()
	case aspect == content.Dossier:
		a.dossier(situation)
	case aspect == content.Form:
		a.forms()
	default:
		a.heading(AspectNames[aspect])
		a.facts(aspect)
		if ask.short == nil && aspect != content.Fee && aspect != content.Legal && aspect != content.Online {
			a.notes(aspect)
		}
	}
}

// pin puts the lines that a question asks for on top, and returns the dossier that they belong to.
func (k *Knowledge) pin(a *answer, aspect content.Aspect, situation int, question string, day content.Day) int {
	pins := k.pins(a.p, aspect, question, day)
	if aspect == content.Dossier && len(pins) > 0 && situation == 0 {
		if i := slices.IndexFunc(a.p.Dossier, func(s content.Situation) bool { return s.Title == pins[0].When }); i >= 0 {
			return i // the case that was meant, whole
		}
	}
	a.pins = slices.DeleteFunc(pins, func(f content.Fact) bool { return aspect == content.Dossier && f.When != "" })
	return situation
}

// say writes a short answer as the first lines; what it says, and the title, need not be said again.
func (p *page) say(title string, s *content.Short) {
	p.use(s.Sources)
	p.said = vi.Fold(title + " " + s.Say)
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
	if len([]rune(p.b.String()))+len([]rune(line)) > p.budget {
		p.cut = true
	}
	return !p.cut
}
