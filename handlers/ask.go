package handlers

import (
	"context"
	"strconv"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/figures"
)

// ask answers words that are no command.
func (b *Assistant) ask(t *dialog.Turn) ([]bot.Message, error) {
	if id, ok := typedChoice(t); ok {
		return b.show(t, id, t.Dialog.Aspect, t.Know.Situation(id, t.Dialog.Question), t.Dialog.Question)
	}
	r := t.Know.Ask(t.Text)
	if t.Dialog.Entry != "" && t.Fresh() {
		if m, id, ok := t.Know.Due(t.Text, t.Dialog.Entry, r, t.Now); ok {
			t.About(id, search.AspectTime)
			return []bot.Message{m}, nil
		}
		if aspect, situation, ok := t.Know.FollowUp(t.Dialog.Entry, t.Text, r); ok {
			return b.showAbout(t, t.Dialog.Entry, aspect, situation)
		}
	}
	reply := t.Know.AnswerFrom(t.Text, r, t.Day())
	t.Tx.Count("asked", string(reply.Result.Outcome), 1, 0)
	figures.Count(t.Tx, figures.AskedGroup, t.Now, string(reply.Result.Outcome), 1)
	if b.Observe != nil {
		b.Observe(t.Update, string(reply.Result.Outcome))
	}
	t.Dialog.Asked = vi.MaskPersonal(t.Text)
	switch {
	case reply.Entry == answers.PlaceEntry:
		t.Done()
	case reply.Entry != "":
		t.About(reply.Entry, reply.Aspect)
		if reply.Result.Outcome == search.Likely {
			t.Dialog.Question = vi.MaskPersonal(t.Text) // another entry may be picked: it answers the same question
		}
		b.Remind.Offer(t, &reply.Message, reply.Entry, reply.Aspect)
	case reply.Result.Outcome == search.Choose:
		offer(t, reply)
	default:
		cases.KeepUnanswered(t, reply.Result)
	}
	return []bot.Message{reply.Message}, nil
}

// offer notes the choices, so that a typed number or the office's question passes on to the right one.
func offer(t *dialog.Turn, reply answers.Reply) {
	t.About(t.Dialog.Entry, reply.Aspect) // the entry stays on the table: the next words may be about it all the same
	t.Dialog.Question = vi.MaskPersonal(t.Text)
	for _, h := range reply.Result.Hits[:min(len(reply.Result.Hits), max(2, reply.Result.Choices))] {
		t.Dialog.Choices = append(t.Dialog.Choices, h.ID)
	}
}

// typedChoice reads "2" or "số 2" after a choice was offered.
func typedChoice(t *dialog.Turn) (id string, ok bool) {
	if len(t.Dialog.Choices) == 0 || !t.Fresh() {
		return "", false
	}
	words := strings.Fields(vi.Fold(t.Text))
	if len(words) == 0 || len(words) > 3 {
		return "", false
	}
	n, err := strconv.Atoi(words[len(words)-1])
	if err != nil || n < 1 || n > len(t.Dialog.Choices) {
		return "", false
	}
	return t.Dialog.Choices[n-1], true
}

// showAbout goes on about an entry in answer to the words just typed.
func (b *Assistant) showAbout(t *dialog.Turn, id string, aspect search.Aspect, situation int) ([]bot.Message, error) {
	messages, err := b.show(t, id, aspect, situation, t.Text)
	if err == nil {
		messages[0] = t.Know.WithPlace(messages[0], aspect, t.Text)
	}
	return messages, err
}

// show answers with a named entry.
func (b *Assistant) show(t *dialog.Turn, id string, aspect search.Aspect, situation int, question string) ([]bot.Message, error) {
	m, ok := t.Know.Message(id, aspect, situation, question, t.Day())
	if !ok {
		return dialog.Say(dialog.TextGone, answers.HelpButtons()...), nil
	}
	t.About(id, aspect)
	b.Remind.Offer(t, &m, id, aspect)
	return []bot.Message{m}, nil
}

// pressedAnswer shows the part of an entry that a button names: "ans:<id>:<aspect>:<situation>".
func (b *Assistant) pressedAnswer(_ context.Context, t *dialog.Turn) ([]bot.Message, error) {
	parts := strings.Split(t.Update.Action, ":")
	if len(parts) < 2 {
		return dialog.Say(dialog.TextOldButton, answers.HelpButtons()...), nil
	}
	parts = append(parts, "", "")
	situation, _ := strconv.Atoi(parts[3])
	return b.show(t, parts[1], search.Aspect(parts[2]), situation, "")
}

// pressedPick shows one of the choices: "pick:<n>:<id>:<aspect>".
func (b *Assistant) pressedPick(_ context.Context, t *dialog.Turn) ([]bot.Message, error) {
	parts := append(strings.Split(t.Update.Action, ":"), "", "", "")
	t.Tx.Count("picked", parts[1], 1, 0)
	return b.show(t, parts[2], search.Aspect(parts[3]), t.Know.Situation(parts[2], t.Dialog.Question), t.Dialog.Question)
}
