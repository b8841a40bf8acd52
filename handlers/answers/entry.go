package answers

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers/card"
)

// FileOf is the file of an entry.
func (k *Knowledge) FileOf(id string) (path string, ok bool) {
	if p, found := k.Library.Procedure(id); found {
		return p.File, true
	}
	if f, found := k.Library.FAQ(id); found {
		return f.File, true
	}
	if e, found := k.Library.Event(id); found {
		return e.File, true
	}
	return "", false
}

// Show is what a citizen reads when he asks for an entry's part.
func (k *Knowledge) Show(id string, aspect search.Aspect, day content.Day) (bot.Message, bool) {
	return k.Message(id, aspect, 0, "", day)
}

// Message renders an entry for a question, which is empty when a button was pressed; false when the base has none of
// that id.
func (k *Knowledge) Message(
	id string, aspect search.Aspect, situation int, question string, day content.Day,
) (bot.Message, bool) {
	if p, ok := k.Library.Procedure(id); ok {
		m := card.Procedure(p, content.Aspect(aspect), situation, day)
		if question != "" {
			ask := card.Asking{Question: question}
			r := k.Ask(question)
			for _, a := range r.Asks {
				ask.Parts = append(ask.Parts, content.Aspect(a))
			}
			number, sure := k.Index.Short(question, id)
			if ask.Short = k.short(id, number, sure, r, day); ask.Short == nil {
				ask.Near = near(k, id, question, search.Result{Aspect: aspect}, day)
			}
			m = k.brief(id, aspect, situation, ask, day)
		}
		return card.Rated(m, id, string(aspect)), true
	}
	if f, ok := k.Library.FAQ(id); ok {
		if aspect == search.Aspect(content.Legal) && question == "" {
			return card.FAQSources(f, day), true
		}
		return card.Rated(card.FAQ(k.Library, f, day, nil, question != ""), id, ""), true
	}
	if m, ok := k.EventMessage(id, day); ok {
		return card.Rated(m, id, ""), true
	}
	if m, ok := card.Plan(k.Library, id, day); ok {
		return card.Rated(m, id, ""), true
	}
	return bot.Message{}, false
}

// brief renders an entry for a question.
func (k *Knowledge) brief(
	id string, aspect search.Aspect, situation int, ask card.Asking, day content.Day,
) bot.Message {
	var m bot.Message
	ask.NoCard = k.NoCards
	if p, ok := k.Library.Procedure(id); ok {
		m = card.Brief(p, content.Aspect(aspect), situation, ask, k.lines, day)
	} else if f, ok := k.Library.FAQ(id); ok {
		m = card.FAQ(k.Library, leading(f, ask.Question), day, ask.Short, true)
	} else if e, ok := k.EventMessage(id, day); ok {
		m = e
	} else {
		m, _ = card.Plan(k.Library, id, day)
	}
	if ask.Likely {
		understood := fmt.Sprintf(textUnderstood, bot.Escape(strings.TrimRight(k.TitleOf(id), "?. ")))
		title := bot.Escape(k.TitleOf(id))
		m.Text = understood + "\n" + strings.TrimPrefix(m.Text, "*"+title+"*\n")
		m.Text = strings.Replace(m.Text, "\n*"+title+" – ", "\n*", 1)
		if m.Card != nil {
			m.Card.Say = understood
		}
	}
	return m
}

// The chance from which a short answer is said first: measured on ways of asking that are hidden from the search, 95 of
// 100 that are said are right. One that fits what is asked has nothing better beside it: the overview says less. One
// that answers another part than was asked must be surer.
const (
	shortSure   = 0.5
	shortFits   = 0.25
	shortNamed  = 0.4 // nothing but the matter is named, as far as the search can tell
	shortBeside = 0.7
	shortOther  = 0.85
)

// short is the short answer of an entry by its number, when it holds on the day and is surely the one that a question
// wants; r is what the search made of that.
func (k *Knowledge) short(id string, number int, sure float64, r search.Result, day content.Day) *content.Short {
	short := k.shortAt(id, number, day)
	if short == nil || sure < leastSure(search.Aspect(short.Aspect), short.Say, r) {
		return nil
	}
	return short
}

// leastSure is how sure a short answer on a part must be to be said to a question.
func leastSure(part search.Aspect, say string, r search.Result) float64 {
	var asked []search.Aspect
	for _, a := range r.Asks {
		if outright[a] {
			asked = append(asked, a)
		}
	}
	measured := func(a search.Aspect) bool { return holds[a] != nil }
	switch {
	case (outright[part] || !r.YesNo && (part != search.AspectNone || slices.ContainsFunc(asked, measured))) &&
		len(asked) > 0 && !slices.Contains(asked, part) &&
		!slices.ContainsFunc(asked, func(a search.Aspect) bool { return measured(a) && holds[a].MatchString(say) }):
		return shortOther
	case part == search.AspectFee && len(asked) == 0:
		return shortBeside
	case part == search.AspectDossier && len(asked) == 0, !r.YesNo && verdict(say):
		return shortSure
	case !r.YesNo && len(r.Asks) == 0:
		return shortNamed
	}
	return shortFits
}

// outright are the parts that people ask for by their names.
var outright = map[search.Aspect]bool{search.AspectDossier: true, search.AspectFee: true, search.AspectTime: true,
	search.AspectWhere: true}

// holds are the words by which a sentence holds a part, whatever else it says.
var holds = map[search.Aspect]*regexp.Regexp{
	search.AspectTime: regexp.MustCompile(`\d+ (ngày|giờ|tháng|năm)|trong ngày`),
	search.AspectFee:  regexp.MustCompile(`\d đồng|[Mm]iễn`),
	search.AspectDossier: regexp.MustCompile(
		`(?i)(?:^|\P{L})(?:giấy|tờ khai|đơn|bản sao|bản chính|mẫu|ảnh|sổ|hồ sơ|chứng thực|công chứng)(?:\P{L}|$)`),
}

// verbatim is the short answer of an entry that has a question as a way of asking, word for word.
func (k *Knowledge) verbatim(id, question string, day content.Day) *content.Short {
	asked := vi.Fold(question)
	if !k.asks[asked] {
		return nil
	}
	for n := 1; ; n++ {
		short := k.shortAt(id, n, day)
		switch {
		case short == nil && n > k.shorts(id):
			return nil
		case short != nil && slices.ContainsFunc(short.Ask, func(a string) bool { return k.Fold(a) == asked }):
			return short
		}
	}
}

// shorts is how many short answers an entry has.
func (k *Knowledge) shorts(id string) int {
	if p, ok := k.Library.Procedure(id); ok {
		return len(p.Short)
	}
	f, _ := k.Library.FAQ(id)
	if f == nil {
		return 0
	}
	return len(f.Short)
}

// verdict reports whether a short answer says yes or no.
func verdict(say string) bool {
	word, _, _ := strings.Cut(strings.ToLower(say), " ")
	return slices.Contains([]string{"có", "có,", "có.", "không", "không,", "không.", "được", "được,", "được."}, word)
}

// shortAt is the short answer of an entry by its number, counted from 1, when it holds on the day.
func (k *Knowledge) shortAt(id string, number int, day content.Day) *content.Short {
	var all []content.Short
	if p, ok := k.Library.Procedure(id); ok {
		all = p.Short
	} else if f, ok := k.Library.FAQ(id); ok {
		all = f.Short
	}
	if number < 1 || number > len(all) {
		return nil
	}
	found := &all[number-1]
	if found.Valid.Contains(day) {
		return found
	}
	for i := range all { // the search knows the first of those that are asked alike; another may hold on this day
		alike := func(ask string) bool { return slices.Contains(found.Ask, ask) }
		if all[i].Valid.Contains(day) && slices.ContainsFunc(all[i].Ask, alike) {
			return &all[i]
		}
	}
	return nil
}
