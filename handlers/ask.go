package handlers

import (
	"context"
	"strconv"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
)

// ask answers words that are no command.
func (b *Bot) ask(t *turn) ([]bot.Message, error) {
	if id, ok := t.typedChoice(); ok {
		return b.show(t, id, t.dlg.Aspect, t.know.Situation(id, t.dlg.Question), t.dlg.Question)
	}
	r := t.know.Ask(t.text)
	if t.dlg.Entry != "" && t.fresh() {
		if m, id, ok := t.know.Due(t.text, t.dlg.Entry, r, t.now); ok {
			t.about(id, search.AspectTime)
			return []bot.Message{m}, nil
		}
		if aspect, situation, ok := t.know.FollowUp(t.dlg.Entry, t.text, r); ok {
			return b.showAbout(t, t.dlg.Entry, aspect, situation)
		}
	}
	reply := t.know.AnswerFrom(t.text, r, t.day())
	t.tx.Count("asked", string(reply.Result.Outcome), 1, 0)
	counted(t.tx, askedGroup, t.now, string(reply.Result.Outcome), 1)
	if b.Observe != nil {
		b.Observe(t.u, string(reply.Result.Outcome))
	}
	t.dlg.Asked = vi.MaskPersonal(t.text)
	switch {
	case reply.Entry == answers.PlaceEntry:
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
func (t *turn) offer(reply answers.Reply) {
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

// showAbout goes on about an entry in answer to the words just typed.
func (b *Bot) showAbout(t *turn, id string, aspect search.Aspect, situation int) ([]bot.Message, error) {
	messages, err := b.show(t, id, aspect, situation, t.text)
	if err == nil {
		messages[0] = t.know.WithPlace(messages[0], aspect, t.text)
	}
	return messages, err
}

// show answers with a named entry.
func (b *Bot) show(t *turn, id string, aspect search.Aspect, situation int, question string) ([]bot.Message, error) {
	m, ok := t.know.Message(id, aspect, situation, question, t.day())
	if !ok {
		return say(textGone, answers.HelpButtons()...), nil
	}
	t.about(id, aspect)
	b.offerReminder(t, &m, id, aspect)
	return []bot.Message{m}, nil
}

// pressedAnswer shows the part of an entry that a button names: "ans:<id>:<aspect>:<situation>".
func (b *Bot) pressedAnswer(_ context.Context, t *turn) ([]bot.Message, error) {
	parts := strings.Split(t.u.Action, ":")
	if len(parts) < 2 {
		return say(textOldButton, answers.HelpButtons()...), nil
	}
	parts = append(parts, "", "")
	situation, _ := strconv.Atoi(parts[3])
	return b.show(t, parts[1], search.Aspect(parts[2]), situation, "")
}

// pressedPick shows one of the choices: "pick:<n>:<id>:<aspect>".
func (b *Bot) pressedPick(_ context.Context, t *turn) ([]bot.Message, error) {
	parts := append(strings.Split(t.u.Action, ":"), "", "", "")
	t.tx.Count("picked", parts[1], 1, 0)
	return b.show(t, parts[2], search.Aspect(parts[3]), t.know.Situation(parts[2], t.dlg.Question), t.dlg.Question)
}
