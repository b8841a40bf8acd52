package answers

import (
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers/card"
	"github.com/motcua/motcua/handlers/answers/office"
)

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
	if folded := vi.Fold(question); inEnglish(strings.Fields(folded)) {
		return k.english(folded, day)
	}
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
		reply.Message = bot.Message{Text: k.unknownText(r.Reason), Buttons: card.PassButtons()}
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
	if small, ok := SmallTalk(vi.Fold(question), day); ok {
		reply.Result.Outcome, reply.Message = search.Unknown, small
		return reply
	}
	if standing, ok := k.Standing(question, r, day.At(9, 0), nil); ok {
		return standing
	}
	if m, ok := k.placeQuestion(question, r, day); ok {
		reply.Message, reply.Entry = card.Rated(m, PlaceEntry, ""), PlaceEntry
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
		reply.Message, reply.Entry, reply.Aspect = card.Rated(m, id, ""), id, ""
		reply.Result = answered(r, id, k.TitleOf(id))
		return reply
	}
	return settle(k, question, r, day)
}

// settle settles the outcome of a question that only the search has answered.
func settle(k *Knowledge, question string, r search.Result, day content.Day) Reply {
	reply := Reply{Result: r, Aspect: r.Aspect}
	switch {
	case r.Subject == 0 && r.Aspect != "" && r.Confidence < 1 && r.Reason == "":
		reply.Result.Outcome = search.Unknown
		reply.Message = bot.Message{Text: fmt.Sprintf(textWhichProcedure,
			strings.ToLower(card.AspectNames[content.Aspect(r.Aspect)]))}
	case r.Outcome == search.Unknown && len(r.Hits) > 0 && r.Confidence >= knownDoor && !Refused(r.Reason) &&
		k.beyond(r.Hits[0].ID): // its words are a sign of other offices, and there is a door to one
		reply.Entry = r.Hits[0].ID
	case r.Outcome == search.Unknown || len(r.Hits) == 0:
		reply.Result.Outcome = search.Unknown
	case k.beyond(r.Hits[0].ID):
		reply.Result.Outcome, reply.Entry = search.Unknown, r.Hits[0].ID
	case r.Outcome == search.Choose && !k.saysIt(question, r, day):
	case r.Outcome == search.Choose:
		reply.Result.Outcome, reply.Entry = search.Likely, r.Hits[0].ID
	default:
		reply.Entry = r.Hits[0].ID
	}
	return reply
}

// knownDoor is the chance of the first hit from which it names the right door though the question was turned away.
const knownDoor = 0.7

// saysIt reports whether the first of several choices has a short answer to just what was asked: then that is said,
// with the others beside it.
func (k *Knowledge) saysIt(question string, r search.Result, day content.Day) bool {
	return (r.Also == 0 || r.Sure >= shortSure) && r.Confidence >= saysAtLeast &&
		direct(k, question, r, day) != nil
}

// saysAtLeast is the chance of the first hit from which its short answer is said and no choice offered.
const saysAtLeast = 0.55

// Standing answers what stands by itself, whatever was talked of before: a code, or the office's hours and address;
// home is the commune of who asks, nil where it is not known or does not matter.
func (k *Knowledge) Standing(question string, r search.Result, now time.Time, home *content.Commune) (Reply, bool) {
	if coded, ok := k.Code(question, content.DayOf(now)); ok {
		return coded, true
	}
	m, ok := office.Book{Library: k.Library, Calendar: k.Calendar, Home: home}.Answer(question, now)
	return Reply{Message: m, Entry: OfficeEntry, Aspect: r.Aspect,
		Result: answered(r, OfficeEntry, "Giờ làm việc, địa chỉ")}, ok
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
	m := card.FAQ(k.Library, f, day, k.short(f.Key, r.Short, r.Sure, r, day), true)
	others := r.Hits[1:max(1, min(r.Choices, len(r.Hits)))]
	m.Buttons = append(withoutTitles(m.Buttons, others), otherButtons(others, 1, r.Aspect)...)
	m.Buttons = append(m.Buttons, card.PassButtons()...)
	return m
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

func choiceMessage(hits []search.Hit, aspect search.Aspect) bot.Message {
	m := bot.Message{Text: textChoose, Buttons: otherButtons(hits, 0, aspect)}
	m.Buttons = append(m.Buttons, []bot.Button{card.PassButton(textNoneOfThese)})
	return m
}

// Urgent answers a message of somebody in danger: the number to call in the first line, as a link, then whom else to
// tell and what to do while waiting. It offers no procedure, no rating and no hand-over; entry is the kind of danger.
// It comes before everything else that can be said to a message.
func (k *Knowledge) Urgent(text string) (m bot.Message, entry string, ok bool) {
	kind, ok := k.Library.Urgent.Find(text)
	if !ok {
		return bot.Message{}, "", false
	}
	return card.Urgent(k.Library, kind), content.UrgentEntry(kind.ID), true
}
