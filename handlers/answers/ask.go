package answers

import (
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
)

// Reply is what a question comes to, before any chat sees it.
type Reply struct {
	Result  search.Result
	Entry   string // the entry answered from, when the outcome is an answer, or what names the right door when it is unknown
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
	reply := k.Decide(question, r, day)
	r = reply.Result
	switch {
	case reply.Message.Text != "":
	case r.Outcome == search.Answer || r.Outcome == search.Likely:
		reply.Message = k.reply(question, r, day)
		reply.Message = k.WithPlace(reply.Message, r.Aspect, question)
	case r.Outcome == search.Choose:
		reply.Message = choiceMessage(r.Hits[:min(r.Choices, len(r.Hits))], r.Aspect)
	case reply.Entry != "":
		reply.Message = k.door(r, day)
	default:
		reply.Message = bot.Message{Text: k.unknownText(r.Reason), Buttons: passButtons()}
		if Refused(r.Reason) {
			reply.Message.Buttons = nil
		}
	}
	return reply
}

// Decide settles the outcome: r is what the search made of the question, which the table of places, a due day or a lack
// of any subject may overrule. The message is written where that is known already.
func (k *Knowledge) Decide(question string, r search.Result, day content.Day) Reply {
	reply := Reply{Result: r, Aspect: r.Aspect}
	if small, ok := SmallTalk(vi.Fold(question)); ok {
		reply.Result.Outcome, reply.Message = search.Unknown, small
		return reply
	}
	if standing, ok := k.Standing(question, r, day.At(9, 0)); ok {
		return standing
	}
	if m, ok := k.placeQuestion(question, r, day); ok {
		reply.Message, reply.Entry = rated(m, PlaceEntry, ""), PlaceEntry
		reply.Result = answered(r, PlaceEntry, "Xã cũ, xã mới")
		return reply
	}
	if m, id, ok := k.Due(question, "", r, day.At(12, 0)); ok {
		reply.Message, reply.Entry, reply.Aspect = m, id, search.AspectTime
		reply.Result = answered(r, id, k.TitleOf(id))
		return reply
	}
	if m, id, ok := k.Limit(question, "", r, day.At(12, 0)); ok {
		reply.Message, reply.Entry, reply.Aspect = m, id, search.AspectTime
		reply.Result = answered(r, id, k.TitleOf(id))
		return reply
	}
	if m, id, ok := k.eventQuestion(question, day); ok {
		reply.Message, reply.Entry, reply.Aspect = rated(m, id, ""), id, ""
		reply.Result = answered(r, id, k.TitleOf(id))
		return reply
	}
	switch {
	case r.Subject == 0 && r.Aspect != "" && r.Confidence < 1 && r.Reason == "":
		reply.Result.Outcome = search.Unknown
		part := strings.ToLower(AspectNames[content.Aspect(r.Aspect)])
		reply.Message = bot.Message{Text: fmt.Sprintf(textWhichProcedure, part)}
	case r.Outcome == search.Unknown || len(r.Hits) == 0:
		reply.Result.Outcome = search.Unknown
	case k.beyond(r.Hits[0].ID):
		reply.Result.Outcome, reply.Entry = search.Unknown, r.Hits[0].ID
	case r.Outcome == search.Choose:
	default:
		reply.Entry = r.Hits[0].ID
	}
	return reply
}

// Standing answers what stands by itself, whatever was talked of before: a code, or the office's hours and address.
func (k *Knowledge) Standing(question string, r search.Result, now time.Time) (Reply, bool) {
	if coded, ok := k.Code(question, content.DayOf(now)); ok {
		return coded, true
	}
	m, ok := k.Office(question, now)
	return Reply{Message: m, Entry: OfficeEntry, Aspect: r.Aspect,
		Result: answered(r, OfficeEntry, "Giờ làm việc, địa chỉ")}, ok
}

// answered is a result that something else than the search has answered.
func answered(r search.Result, id, title string) search.Result {
	r.Outcome, r.Confidence = search.Answer, 1
	hits := []search.Hit{{ID: id, Title: title}}
	for _, h := range r.Hits {
		if h.ID != id && len(hits) < search.MaxHits {
			hits = append(hits, h)
		}
	}
	r.Hits = hits
	return r
}

// beyond reports whether an entry only names the right door.
func (k *Knowledge) beyond(id string) bool {
	f, ok := k.Library.FAQ(id)
	return ok && f.Beyond
}

// door answers with the right door for what the office does not do, with the other hits that may be meant and a person
// one press away.
func (k *Knowledge) door(r search.Result, day content.Day) bot.Message {
	f, _ := k.Library.FAQ(r.Hits[0].ID)
	m := faqMessage(k.Library, f, day, k.short(f.Key, r.Short, r.Sure, r.YesNo, day))
	m.Buttons = append(m.Buttons, otherButtons(r.Hits[1:max(1, min(r.Choices, len(r.Hits)))], 1, r.Aspect)...)
	m.Buttons = append(m.Buttons, passButtons()...)
	return m
}

func passButtons() [][]bot.Button { return [][]bot.Button{{passButton(LabelPass)}} }

func passButton(label string) bot.Button { return ActionPass.Button(label, struct{}{}) }

// meetButton leads to a person.
func meetButton() []bot.Button {
	return []bot.Button{ActionMeet.Button(textMeetPerson, struct{}{})}
}

// refusals are the sentences for questions that no office answers, by the lexicon's reason.
var refusals = map[string]string{"unsafe": textUnsafe, "law-exam": textLegalAdvice}

// Refused reports whether questions turned away for a reason get an answer of their own, so that nobody need look at
// them.
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

// Message renders an entry for a question, which is empty when a button was pressed; false when the base has none of
// that id.
func (k *Knowledge) Message(id string, aspect search.Aspect, situation int, question string, day content.Day) (bot.Message, bool) {
	if p, ok := k.Library.Procedure(id); ok {
		m := procedureMessage(p, content.Aspect(aspect), situation, day)
		if question != "" {
			ask := asking{question: question}
			number, sure := k.Index.Short(question, id)
			ask.short = k.short(id, number, sure, false, day)
			m = k.brief(id, aspect, situation, ask, day)
		}
		return rated(m, id, string(aspect)), true
	}
	if f, ok := k.Library.FAQ(id); ok {
		if aspect == search.Aspect(content.Legal) && question == "" {
			return faqSources(f, day), true
		}
		return rated(faqMessage(k.Library, f, day, nil), id, ""), true
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

// faqMessage is a general answer; short is what is said first, nil when nothing is.
func faqMessage(lib *content.Library, f *content.FAQ, day content.Day, short *content.Short) bot.Message {
	a := &page{day: day, sources: f.Sources, checked: f.Checked, review: f.Review, valid: f.Valid}
	if short != nil {
		a.say(f.Question, short)
	} else {
		a.title(f.Question)
	}
	for _, l := range content.LinesAt(f.Answer, day) {
		a.paragraph(l)
	}
	var rows [][]bot.Button
	for _, id := range f.Related {
		if p, ok := lib.Procedure(id); ok && len(rows) < 3 {
			rows = append(rows, []bot.Button{ActionPart.Button(vi.Shorten(p.Title, 40), Part{Entry: p.ID()})})
		}
	}
	return bot.Message{Text: a.text(), Buttons: rows}
}

func choiceMessage(hits []search.Hit, aspect search.Aspect) bot.Message {
	m := bot.Message{Text: textChoose, Buttons: otherButtons(hits, 0, aspect)}
	m.Buttons = append(m.Buttons, []bot.Button{passButton(textNoneOfThese)})
	return m
}

// otherButtons offers hits, the first of them numbered from.
func otherButtons(hits []search.Hit, from int, aspect search.Aspect) (rows [][]bot.Button) {
	for i, h := range hits {
		pick := Pick{N: from + i, Entry: h.ID, Aspect: content.Aspect(aspect)}
		rows = append(rows, []bot.Button{ActionPick.Button(vi.Shorten(h.Title, maxLabel), pick)})
	}
	return rows
}

// maxLabel is the number of runes of a title that fits a button as wide as a phone.
const maxLabel = 60

// RateRow is the row of buttons under an answer. Entries with names too long for an action have none.
func RateRow(entry, aspect string) [][]bot.Button {
	up, down := Rate{RateUp, entry, content.Aspect(aspect)}, Rate{RateDown, entry, content.Aspect(aspect)}
	if len(ActionRate.String(up)) > 62 {
		return nil
	}
	return [][]bot.Button{{ActionRate.Button(textHelpful, up), ActionRate.Button(textUnhelpful, down)}}
}
