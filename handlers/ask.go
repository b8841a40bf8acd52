package handlers

import (
	"context"
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
	return k.answer(question, k.Ask(question), day)
}

func (k *Knowledge) answer(question string, r search.Result, day content.Day) Reply {
	reply := Reply{Result: r, Aspect: r.Aspect}
	if small, ok := smallTalk(vi.Fold(question)); ok {
		reply.Result.Outcome, reply.Message = search.Unknown, bot.Message{Text: small.text, Buttons: small.buttons}
		return reply
	}
	if m, ok := k.placeQuestion(question, r, day); ok {
		reply.Result.Outcome, reply.Message, reply.Entry = search.Answer, rated(m, placeEntry, ""), placeEntry
		return reply
	}
	if m, id, ok := k.dueQuestion(question, "", day.At(12, 0)); ok {
		reply.Result.Outcome, reply.Message, reply.Entry, reply.Aspect = search.Answer, m, id, search.AspectTime
		return reply
	}
	switch {
	case r.Outcome == search.Answer && len(r.Hits) > 0:
		reply.Entry = r.Hits[0].ID
		reply.Message, _ = k.message(reply.Entry, r.Aspect, k.situation(reply.Entry, question), question, day)
		reply.Message = k.withPlace(reply.Message, r.Aspect, question)
	case r.Outcome == search.Choose && r.Subject == 0 && r.Aspect != "" && r.Confidence < 0.8:
		reply.Result.Outcome = search.Unknown
		reply.Message = bot.Message{Text: fmt.Sprintf(textWhichProcedure, strings.ToLower(aspectNames[content.Aspect(r.Aspect)]))}
	case r.Outcome == search.Choose && len(r.Hits) > 1:
		reply.Message = choiceMessage(r.Hits[:max(2, min(r.Choices, len(r.Hits)))], r.Aspect)
	default:
		reply.Message = bot.Message{Text: k.unknownText(r.Reason), Buttons: [][]bot.Button{{{Label: textPass, Action: "pass"}}}}
		if r.Reason != "" && refusals[r.Reason] != "" {
			reply.Message.Buttons = nil
		}
	}
	return reply
}

// refusals are the sentences for questions that no office answers, by the lexicon's reason.
var refusals = map[string]string{"unsafe": textUnsafe, "law-exam": textLegalAdvice}

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

// message renders an entry for a question, which is empty when a button was pressed; false when the base has none of that id.
func (k *Knowledge) message(id string, aspect search.Aspect, situation int, question string, day content.Day) (bot.Message, bool) {
	if p, ok := k.Library.Procedure(id); ok {
		return rated(k.pinned(p, content.Aspect(aspect), situation, question, day), id, string(aspect)), true
	}
	if f, ok := k.Library.FAQ(id); ok {
		return rated(faqMessage(k.Library, f, day), id, ""), true
	}
	if m, ok := planMessage(k.Library, id, day); ok {
		return rated(m, id, ""), true
	}
	return bot.Message{}, false
}

// rated puts the rating under an answer.
func rated(m bot.Message, entry, aspect string) bot.Message {
	m.Buttons = append(m.Buttons, rateRow(entry, aspect)...)
	return m
}

// situation picks the dossier that the question names ("cha mẹ chưa kết hôn"), or the ordinary one.
func (k *Knowledge) situation(id, question string) int {
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
			w := k.fold(words)
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
			rows = append(rows, []bot.Button{{Label: shorten(p.Title, 40), Action: "ans:" + p.ID()}})
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
			label = fmt.Sprintf("%d. %s", i+1, shorten(h.Title, 36))
		}
		m.Buttons = append(m.Buttons, []bot.Button{{Label: label, Action: "pick:" + strconv.Itoa(i) + ":" + h.ID + ":" + string(aspect)}})
	}
	m.Buttons = append(m.Buttons, []bot.Button{{Label: textNoneOfThese, Action: "pass"}})
	return m
}

// ask answers words that are no command.
func (b *Bot) ask(t *turn) ([]bot.Message, error) {
	if id, ok := t.typedChoice(); ok {
		return b.show(t, id, t.dlg.Aspect, 0, t.dlg.Question)
	}
	if t.dlg.Entry != "" && t.fresh() {
		if m, id, ok := t.know.dueQuestion(t.text, t.dlg.Entry, t.now); ok {
			t.about(id, search.AspectTime)
			return []bot.Message{m}, nil
		}
	}
	if messages, ok := b.followUp(t); ok {
		return messages, nil
	}
	reply := t.know.answer(t.text, t.search(), t.day())
	t.tx.Count("asked", string(reply.Result.Outcome), 1, 0)
	counted(t.tx, askedGroup, t.now, string(reply.Result.Outcome), 1)
	if b.Observe != nil {
		b.Observe(t.u, string(reply.Result.Outcome))
	}
	t.dlg.Asked = vi.MaskPersonal(t.text)
	switch {
	case reply.Entry == placeEntry:
		t.done()
	case reply.Entry != "":
		t.about(reply.Entry, reply.Aspect)
		b.offerReminder(t, &reply.Message, reply.Entry, reply.Aspect)
	case reply.Result.Outcome == search.Choose:
		t.offer(reply)
	default:
		t.keepUnanswered(reply.Result)
	}
	return []bot.Message{reply.Message}, nil
}

// offer notes the choices, so that a typed number or the office's question passes on to the right one.
func (t *turn) offer(reply Reply) {
	t.about(t.dlg.Entry, reply.Aspect) // the entry stays on the table: the next words may be about it all the same
	t.dlg.Question = vi.MaskPersonal(t.text)
	for _, h := range reply.Result.Hits[:min(len(reply.Result.Hits), max(2, reply.Result.Choices))] {
		t.dlg.Choices = append(t.dlg.Choices, h.ID)
	}
}

// typedChoice reads "2" or "số 2" after a choice was offered.
func (t *turn) typedChoice() (id string, ok bool) {
	if len(t.dlg.Choices) == 0 || !t.fresh() {
		return "", false
	}
	words := strings.Fields(vi.Fold(t.text))
	if len(words) == 0 || len(words) > 3 {
		return "", false
	}
	n, err := strconv.Atoi(words[len(words)-1])
	if err != nil || n < 1 || n > len(t.dlg.Choices) {
		return "", false
	}
	return t.dlg.Choices[n-1], true
}

// show answers with a named entry.
func (b *Bot) show(t *turn, id string, aspect search.Aspect, situation int, question string) ([]bot.Message, error) {
	m, ok := t.know.message(id, aspect, situation, question, t.day())
	if !ok {
		return say(textGone, helpButtons()...), nil
	}
	t.about(id, aspect)
	b.offerReminder(t, &m, id, aspect)
	return []bot.Message{m}, nil
}

// pressedAnswer shows the part of an entry that a button names: "ans:<id>:<aspect>:<situation>".
func (b *Bot) pressedAnswer(_ context.Context, t *turn) ([]bot.Message, error) {
	parts := strings.Split(t.u.Action, ":")
	if len(parts) < 2 {
		return say(textOldButton, helpButtons()...), nil
	}
	parts = append(parts, "", "")
	situation, _ := strconv.Atoi(parts[3])
	return b.show(t, parts[1], search.Aspect(parts[2]), situation, "")
}

// pressedPick shows one of the choices: "pick:<n>:<id>:<aspect>".
func (b *Bot) pressedPick(_ context.Context, t *turn) ([]bot.Message, error) {
	parts := append(strings.Split(t.u.Action, ":"), "", "", "")
	t.tx.Count("picked", parts[1], 1, 0)
	return b.show(t, parts[2], search.Aspect(parts[3]), t.know.situation(parts[2], t.dlg.Question), t.dlg.Question)
}
