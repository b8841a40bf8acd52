package answers

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
)

// Reply is what a question comes to, before any chat sees it.
type Reply struct {
	Result  search.Result
	Entry   string // the entry answered from, when the outcome is an answer
	Aspect  search.Aspect
	Message bot.Message
}

// Answer says what a citizen reads when he asks a question out of the blue on a day. It depends on question, base and
// day only, never on who asks or how often.
func (k *Knowledge) Answer(question string, day content.Day) Reply {
	if m, entry, ok := k.Urgent(question); ok {
		return Reply{Result: search.Result{Outcome: search.Answer}, Entry: entry, Message: m}
	}
	return k.AnswerFrom(question, k.Ask(question), day)
}

// AnswerFrom is Answer when the search was done already: r is what it made of the question.
func (k *Knowledge) AnswerFrom(question string, r search.Result, day content.Day) Reply {
	reply := Reply{Result: r, Aspect: r.Aspect}
	if small, ok := SmallTalk(vi.Fold(question)); ok {
		reply.Result.Outcome, reply.Message = search.Unknown, small
		return reply
	}
	if coded, ok := k.Code(question, day); ok {
		return coded
	}
	if m, ok := k.Office(question, day.At(9, 0)); ok {
		reply.Result.Outcome, reply.Message, reply.Entry = search.Answer, m, OfficeEntry
		return reply
	}
	if m, ok := k.placeQuestion(question, r, day); ok {
		reply.Result.Outcome, reply.Message, reply.Entry = search.Answer, rated(m, PlaceEntry, ""), PlaceEntry
		return reply
	}
	if m, id, ok := k.Due(question, "", r, day.At(12, 0)); ok {
		reply.Result.Outcome, reply.Message, reply.Entry, reply.Aspect = search.Answer, m, id, search.AspectTime
		return reply
	}
	if m, id, ok := k.eventQuestion(question, day); ok {
		reply.Result.Outcome, reply.Message, reply.Entry, reply.Aspect = search.Answer, rated(m, id, ""), id, ""
		return reply
	}
	switch {
	case r.Outcome == search.Answer && len(r.Hits) > 0:
		reply.Entry = r.Hits[0].ID
		reply.Message, _ = k.Message(reply.Entry, r.Aspect, k.Situation(reply.Entry, question), question, day)
		reply.Message = k.WithPlace(reply.Message, r.Aspect, question)
	case r.Outcome == search.Choose && r.Subject == 0 && r.Aspect != "" && r.Confidence < 0.8:
		reply.Result.Outcome = search.Unknown
		reply.Message = bot.Message{Text: fmt.Sprintf(textWhichProcedure, strings.ToLower(AspectNames[content.Aspect(r.Aspect)]))}
	case r.Outcome == search.Choose && len(r.Hits) > 1:
		reply.Message = choiceMessage(r.Hits[:max(2, min(r.Choices, len(r.Hits)))], r.Aspect)
	default:
		reply.Message = bot.Message{Text: k.unknownText(r.Reason), Buttons: [][]bot.Button{{{Label: LabelPass, Action: "pass"}}}}
		if Refused(r.Reason) {
			reply.Message.Buttons = nil
		}
	}
	return reply
}

// refusals are the sentences for questions that no office answers, by the lexicon's reason.
var refusals = map[string]string{"unsafe": textUnsafe, "law-exam": textLegalAdvice}

// Refused reports whether questions turned away for a reason get an answer of their own, so that nobody need look at them.
func Refused(reason string) bool { return refusals[reason] != "" }

func (k *Knowledge) unknownText(reason string) string {
	if text := refusals[reason]; text != "" {
		return text
	}
	return textUnknown + "\n" + textUnknownNext + "\n" + k.contact()
}

// contact names an office whose telephone somebody verified, or says how to find one.
func (k *Knowledge) contact() string {
	for _, o := range k.Library.Offices {
		if o.Phone != "" && o.Status == content.Verified {
			hours := ""
			if o.Hours != "" {
				hours = " (" + o.Hours + ")"
			}
			return fmt.Sprintf(textContact, bot.Escape(o.Name), bot.Escape(o.Phone), bot.Escape(hours))
		}
	}
	return textNoContact
}

// Message renders an entry for a question, which is empty when a button was pressed; false when the base has none of that id.
func (k *Knowledge) Message(id string, aspect search.Aspect, situation int, question string, day content.Day) (bot.Message, bool) {
	if p, ok := k.Library.Procedure(id); ok {
		return rated(k.pinned(p, content.Aspect(aspect), situation, question, day), id, string(aspect)), true
	}
	if f, ok := k.Library.FAQ(id); ok {
		return rated(faqMessage(k.Library, f, day), id, ""), true
	}
	if m, ok := k.EventMessage(id, day); ok {
		return rated(m, id, ""), true
	}
	if m, ok := planMessage(k.Library, id, day); ok {
		return rated(m, id, ""), true
	}
	return bot.Message{}, false
}

// rated puts the rating under an answer.
func rated(m bot.Message, entry, aspect string) bot.Message {
	m.Buttons = append(m.Buttons, RateRow(entry, aspect)...)
	return m
}

// Situation picks the dossier that the question names ("cha mẹ chưa kết hôn"), or the ordinary one.
func (k *Knowledge) Situation(id, question string) int {
	p, ok := k.Library.Procedure(id)
	if !ok {
		return 0
	}
	if i, found := k.matchSituation(p, question); found {
		return i
	}
	return 0
}

// matchSituation finds the dossier whose words stand in the text; the longest words win.
func (k *Knowledge) matchSituation(p *content.Procedure, text string) (at int, found bool) {
	folded := " " + vi.Fold(text) + " "
	longest := 0
	for i, s := range p.Dossier {
		for _, words := range append([]string{s.Title}, s.Also...) {
			w := k.Fold(words)
			if len(w) > longest && strings.Contains(folded, " "+w+" ") {
				at, found, longest = i, true, len(w)
			}
		}
	}
	return at, found
}

func faqMessage(lib *content.Library, f *content.FAQ, day content.Day) bot.Message {
	a := &page{day: day, sources: f.Sources, checked: f.Checked, review: f.Review, valid: f.Valid}
	a.title(f.Question)
	for _, l := range f.Answer {
		a.use(l.Sources)
		a.line(lineText(l))
	}
	var rows [][]bot.Button
	for _, id := range f.Related {
		if p, ok := lib.Procedure(id); ok && len(rows) < 3 {
			rows = append(rows, []bot.Button{{Label: vi.Shorten(p.Title, 40), Action: "ans:" + p.ID()}})
		}
	}
	return bot.Message{Text: a.text(), Buttons: rows}
}

// longTitle is the number of runes from which titles stand in the text and the buttons carry numbers.
const longTitle = 60

func choiceMessage(hits []search.Hit, aspect search.Aspect) bot.Message {
	m := bot.Message{Text: textChoose}
	long := false
	for _, h := range hits {
		long = long || len([]rune(h.Title)) > longTitle
	}
	for i, h := range hits {
		label := h.Title
		if long {
			m.Text += fmt.Sprintf("\n%d. %s", i+1, bot.Escape(h.Title))
			label = fmt.Sprintf("%d. %s", i+1, vi.Shorten(h.Title, 36))
		}
		m.Buttons = append(m.Buttons, []bot.Button{{Label: label, Action: "pick:" + strconv.Itoa(i) + ":" + h.ID + ":" + string(aspect)}})
	}
	m.Buttons = append(m.Buttons, []bot.Button{{Label: textNoneOfThese, Action: "pass"}})
	return m
}

// RateRow is the row of buttons under an answer. Entries with names too long for an action have none.
func RateRow(entry, aspect string) [][]bot.Button {
	up := "rate:up:" + entry + ":" + aspect
	if len(up) > 62 {
		return nil
	}
	return [][]bot.Button{{{Label: textHelpful, Action: up}, {Label: textUnhelpful, Action: "rate:down:" + entry + ":" + aspect}}}
}
