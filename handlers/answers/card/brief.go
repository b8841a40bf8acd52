package card

import (
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// A question gets a brief answer: what was asked in the first line, the section that belongs under it as far as a phone
// shows it at once, and buttons for the rest. What a button names is shown whole.

// maxBody is the most runes of a brief answer above its foot.
const maxBody = 600

// moreBody is what a second part that was asked for may add.
const moreBody = 250

// Asking is what an answer needs to know of the question.
type Asking struct {
	Question string
	Parts    []content.Aspect // all parts asked for
	Likely   bool             // it is not sure that this entry is meant
	Short    *content.Short   // what is said first
	NoCard   bool             // nobody sees a card: the message has none
	// Near are the short answers nearest to the question where none is surely the one that is wanted, each with the
	// question that it answers. They stand on top where no line of the entry does.
	Near []content.Fact
}

// Brief renders a procedure for a question; lines finds the lines that are put on top, nil when none are.
func Brief(
	p *content.Procedure, aspect content.Aspect, situation int, ask Asking, lines *Lines, day content.Day,
) bot.Message {
	if ask.Short == nil && !p.Imported && lines != nil {
		if m, ok := benefitMessage(p, aspect, ask.Question, day); ok {
			return m
		}
	}
	a := &answer{p: p, page: procedurePage(p, day), named: ask.Likely}
	a.parts.none = ask.NoCard
	if lines != nil {
		a.fold = lines.fold
	}
	if slices.Contains(ask.Parts, content.Form) || aspect == content.Form {
		aspect, ask.Parts, ask.Short = content.Form, nil, nil
	}
	if ask.Short != nil {
		a.say(p.Title, ask.Short)
		if ask.Short.Aspect != "" || !outright(aspect) {
			aspect = ask.Short.Aspect
		}
		if aspect != "" {
			a.b.WriteByte('\n')
		}
	} else if !p.Imported && lines != nil {
		situation = a.pin(lines, aspect, situation, ask.Question, day)
		if len(a.pins) == 0 {
			a.pins = ask.Near
		}
	}
	a.budget = maxBody
	also := ask.also(aspect)
	if also == "" {
		a.section(aspect, situation, ask)
	} else {
		a.limit(partLines, func() { a.section(aspect, situation, ask) })
		a.budget, a.cut = maxBody+moreBody, false // the second part has room of its own
		a.subheading(AspectNames[also])
		a.parts.current().ID = string(also)
		a.limit(partLines, func() { a.part(also, situation) })
	}
	m := a.message(a.buttons(aspect, situation))
	if ask.Likely {
		m.Buttons = a.fewButtons(aspect)
	}
	if (a.cut || a.more) && aspect != "" {
		whole := ActionPart.Button(textWhole+strings.ToLower(AspectNames[aspect]), Part{p.ID(), aspect, &situation})
		whole.Role = bot.RoleWhole
		m.Buttons = append([][]bot.Button{{whole}}, m.Buttons...)
	}
	return m
}

// Nearest renders the short answers of a procedure nearest to words of a conversation, each with the question that it
// answers, with the procedure's parts and a person one press away.
func Nearest(p *content.Procedure, near []content.Fact, day content.Day) bot.Message {
	a := &answer{p: p, page: procedurePage(p, day), pins: near}
	a.title(p.Title)
	a.parts.Title = p.Title
	a.onTop()
	a.line(textNearNext)
	return a.message(append([][]bot.Button{PartRow(p.ID())}, PassButtons()...))
}

// fewButtons offers three parts in a row: below it stand the other entries that may be meant.
func (a *answer) fewButtons(aspect content.Aspect) [][]bot.Button {
	var row []bot.Button
	for _, part := range []content.Aspect{content.Dossier, content.Fee, content.Where, content.Time} {
		if part != aspect && len(row) < 3 {
			row = append(row, partButton(AspectNames[part], Part{Entry: a.p.ID(), Aspect: part}))
		}
	}
	return [][]bot.Button{row}
}

// partLines is how many lines each of two parts gets that were asked for in one question: a phone shows both at once.
const partLines = 2

// also is the second part that a question asks for, "" when there is none. Parts that end questions about anything
// ("làm sao", "được không") are none.
func (ask *Asking) also(first content.Aspect) content.Aspect {
	aspects := ask.Parts
	if ask.Short != nil && len(aspects) > 0 && !slices.Contains(aspects, first) {
		aspects = aspects[1:] // what was said first answers that part
	}
	for _, a := range aspects {
		if a != first && outright(a) && first != "" {
			return a
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
func (a *answer) section(aspect content.Aspect, situation int, ask Asking) {
	switch {
	case aspect == "" && ask.Short != nil:
	case aspect == "":
		a.overview()
	case aspect == content.Dossier:
		a.dossier(situation)
	case aspect == content.Form:
		a.forms()
	default:
		a.heading(AspectNames[aspect])
		a.asked(aspect)
		if ask.Short == nil && aspect != content.Fee && aspect != content.Legal && aspect != content.Online {
			a.notes(aspect)
		}
	}
}

// pin puts the lines that a question asks for on top, and returns the dossier that they belong to.
func (a *answer) pin(lines *Lines, aspect content.Aspect, situation int, question string, day content.Day) int {
	pins := lines.pins(a.p, aspect, question, day)
	if aspect == content.Dossier && len(pins) > 0 && situation == 0 {
		if i := slices.IndexFunc(a.p.Dossier,
			func(s content.Situation) bool { return s.Title == pins[0].When }); i >= 0 {
			return i // the case that was meant, whole
		}
	}
	a.pins = slices.DeleteFunc(pins, func(f content.Fact) bool { return aspect == content.Dossier && f.When != "" })
	return situation
}
