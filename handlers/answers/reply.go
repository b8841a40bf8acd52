package answers

import (
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers/card"
)

// Reply is what a question comes to, before any chat sees it.
type Reply struct {
	Result search.Result
	// Entry is what is answered from, when the outcome is an answer, or what names the right door when it is unknown.
	Entry   string
	Aspect  search.Aspect
	Message bot.Message
	// Aside says that what the conversation was about before stays on the table.
	Aside bool
}

// reply answers a question from the first hit of what the search made of it.
func (k *Knowledge) reply(question string, r search.Result, day content.Day) bot.Message {
	id := r.Hits[0].ID
	ask := card.Asking{Question: question, Likely: r.Outcome == search.Likely}
	for _, a := range r.Asks {
		ask.Parts = append(ask.Parts, content.Aspect(a))
	}
	if ask.Short = direct(k, question, r, day); ask.Short == nil {
		ask.Short = k.worded(id, question, r, day)
	}
	if ask.Short == nil {
		ask.Near = near(k, id, question, r, day)
	}
	m := k.brief(id, r.Aspect, k.Situation(id, question), ask, day)
	m = spoken{k}.withOthers(m, alsoAsked(k, question, r), r)
	if !ask.Likely {
		return card.Rated(m, id, string(r.Aspect))
	}
	m.Text += "\n" + textNotThis
	if m.Card != nil {
		m.Card.Ask = strings.TrimSpace(m.Card.Ask + "\n" + textNotThis)
	}
	others := r.Hits[1:max(1, min(r.Choices, len(r.Hits)))]
	m.Buttons = append(withoutTitles(m.Buttons, others), otherButtons(others, 1, r.Aspect)...)
	m.Buttons = append(m.Buttons, []bot.Button{card.PassButton(textNoneOfThese)})
	return m
}

// direct is the short answer of the first hit that a question wants, unless it may be about another circumstance.
func direct(k *Knowledge, question string, r search.Result, day content.Day) *content.Short {
	id := r.Hits[0].ID
	short := k.short(id, r.Short, r.Sure, r, day)
	if short == nil || r.Sure >= shortBeside {
		return short
	}
	like := k.Index.Likest(question, short.Ask, id)
	_, general := k.Library.FAQ(id) // its title is a question that the verdict answers
	if hangs(short) && r.Sure < shortSure && !general {
		if like, _ = likest(k, id, question, short); like.Share < leastVerdict {
			return nil
		}
	} else if like.Share < leastDirect {
		return nil
	}
	if closer := special(k, question, r, day); like.General && closer != nil {
		return closer
	}
	return short
}

// special is the short answer as sure as the first that names the question's circumstance.
func special(k *Knowledge, question string, r search.Result, day content.Day) *content.Short {
	id := r.Hits[0].ID
	picks := k.Index.Near(question, id, 2)
	if len(picks) < 2 || picks[1].Sure < asSure*picks[0].Sure {
		return nil
	}
	for _, p := range picks {
		short := k.short(id, p.Number, p.Sure, r, day)
		if short == nil || p.Number == r.Short {
			continue
		}
		if like, _ := likest(k, id, question, short); !like.General && like.Share >= leastSpecial {
			return short
		}
	}
	return nil
}

// From what share of the surest a short answer counts as sure as that, and how much of its circumstance the question
// must say then.
const (
	asSure       = 0.9
	leastSpecial = 0.6
)

// How much of a short answer's circumstance a question must say for it to be said first where it is not quite sure;
// most of it where the answer hangs on it, as a yes or a no does.
const (
	leastDirect  = 0.2
	leastVerdict = 0.75
)

// withOthers adds a line on what else a question names, with buttons for it; at are places in the hits.
func (k spoken) withOthers(m bot.Message, at []int, r search.Result) bot.Message {
	if len(at) == 0 {
		return m
	}
	var titles []string
	for _, n := range at {
		titles = append(titles, "*"+bot.Escape(strings.TrimRight(r.Hits[n].Title, "?. "))+"*")
		if r.Outcome != search.Likely || n >= r.Choices { // else it is offered anyway
			m.Buttons = append(otherButtons(r.Hits[n:n+1], n, r.Aspect), withoutTitles(m.Buttons, r.Hits[n:n+1])...)
		}
	}
	also := fmt.Sprintf(textAlso, strings.Join(titles, "; "))
	m.Text += "\n" + also
	if m.Card != nil {
		m.Card.Ask = also
	}
	return m
}

// From how many syllables on a message may name several needs by their names, among how many hits they are looked for,
// and how many are said.
const (
	severalWords = 20
	severalHits  = 8
	mostOthers   = 2
)

// alsoAsked are the hits that a question asks for beside the first: what the search says, and in a long message those
// with a whole name in it.
func alsoAsked(k *Knowledge, question string, r search.Result) (at []int) {
	if r.Also > 0 && r.Also < len(r.Hits) {
		at = append(at, r.Also)
	}
	if len(strings.Fields(question)) < severalWords {
		return at
	}
	s := spoken{k}
	first := r.Hits[0].ID
	for n := 1; n < min(severalHits, len(r.Hits)) && len(at) < mostOthers; n++ {
		id := r.Hits[n].ID
		if n != r.Also && s.namedWhole(id, question) && !s.neighbours(first, id) {
			at = append(at, n)
		}
	}
	return at
}

// worded is the short answer of an entry whose way of asking holds a question word for word, or nearly all of its words
// where the overview would not answer it: a yes or a no is wanted, or a general question is asked in other words.
func (k *Knowledge) worded(id, question string, r search.Result, day content.Day) *content.Short {
	if short := k.verbatim(id, question, day); short != nil {
		return short
	}
	number, share := 0, 0.0
	if f, ok := k.Library.FAQ(id); ok {
		number, share = k.lines.Short("", f.Short, question, day)
	} else if p, ok := k.Library.Procedure(id); ok && r.YesNo && !p.Imported {
		number, share = k.lines.Short(p.Title, p.Short, question, day)
	}
	short := k.shortAt(id, number, day)
	if short == nil || share < nearlyAll || leastSure(search.Aspect(short.Aspect), short.Say, r) >= shortBeside {
		return nil
	}
	return short
}

// nearlyAll is the share of a question's words that a way of asking must hold to answer it by them alone.
const nearlyAll = 0.75

// notSaidText says that an entry does not hold what was asked of it.
func notSaidText(title string) string {
	return fmt.Sprintf(textNotSaid, bot.Escape(strings.TrimRight(title, "?. ")))
}

// otherButtons offers hits, the first of them numbered from.
func otherButtons(hits []search.Hit, from int, aspect search.Aspect) (rows [][]bot.Button) {
	for i, h := range hits {
		pick := card.Pick{N: from + i, Entry: h.ID, Aspect: content.Aspect(aspect)}
		button := card.ActionPick.Button(vi.Shorten(h.Title, maxLabel), pick)
		button.Full = h.Title
		rows = append(rows, []bot.Button{button})
	}
	return rows
}

// withoutTitles leaves out the buttons that lead to what is offered as a choice below: each title stands there once.
func withoutTitles(rows [][]bot.Button, offered []search.Hit) (left [][]bot.Button) {
	for _, row := range rows {
		row = slices.DeleteFunc(slices.Clone(row), func(b bot.Button) bool {
			leads := func(h search.Hit) bool { return b.Label == h.Title || b.Full == h.Title }
			return slices.ContainsFunc(offered, leads)
		})
		if len(row) > 0 {
			left = append(left, row)
		}
	}
	return left
}

// maxLabel is the number of runes of a title that fits a button as wide as a phone.
const maxLabel = 60
