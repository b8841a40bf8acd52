package handlers

import (
	"context"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers/card"
	"github.com/motcua/motcua/handlers/dialog"
)

// move answers words on the conversation itself.
func (b *Assistant) move(ctx context.Context, t *dialog.Turn) (m []bot.Message, ok bool, err error) {
	fresh := t.Fresh()
	switch said := moveOf(t.Text, vi.Fold(t.Text)); said {
	case moveUp, moveDown:
		if t.Dialog.Entry == "" || !fresh {
			return dialog.Say(textThanks), true, nil
		}
		word := card.RateDown
		if said == moveUp {
			word = card.RateUp
		}
		m, err = b.Cases.Rate(ctx, t,
			card.Rate{Word: word, Entry: t.Dialog.Entry, Aspect: content.Aspect(t.Dialog.Aspect)})
		return m, true, err
	case moveHuman:
		if t.Dialog.Question == "" && fresh {
			t.Dialog.Question = t.Dialog.Asked
		}
		return b.Cases.Meet(t), true, nil
	case moveAway:
		return dialog.Say(textSorry, []bot.Button{card.ActionMeet.Button(textHuman, struct{}{})}), true, nil
	case moveAfraid:
		return dialog.Say(textAfraid, []bot.Button{card.ActionMeet.Button(textHuman, struct{}{})}), true, nil
	case moveStop:
		t.About("", "")
		return dialog.Say(textStopped), true, nil
	case moveAgain:
		m, err = b.onceMore(t)
		return m, true, err
	case moveBack:
		m, err = b.back(t)
		return m, true, err
	case moveWrong:
		return b.wrong(t), true, nil
	}
	return nil, false, nil
}

// onceMore shows the last answer again, with a person beside it.
func (b *Assistant) onceMore(t *dialog.Turn) ([]bot.Message, error) {
	if t.Dialog.Entry == "" || !t.Fresh() {
		return dialog.Say(textAgain, card.HelpButtons(t.Day())...), nil
	}
	m, err := b.show(t, t.Dialog.Entry, t.Dialog.Aspect, t.Dialog.Situation, "")
	if err == nil {
		m[0].Text = textOnceMore + "\n" + m[0].Text
		if m[0].Card != nil {
			m[0].Card.Say = textOnceMore
		}
		m[0].Buttons = append(m[0].Buttons, []bot.Button{card.ActionMeet.Button(textHuman, struct{}{})})
	}
	return m, err
}

// back shows what was answered before the last, or what that was picked of.
func (b *Assistant) back(t *dialog.Turn) ([]bot.Message, error) {
	before, fresh := t.Dialog.Before, t.Fresh()
	if before.Entry == "" && fresh {
		if m, ok := b.offerAgain(t); ok {
			return m, nil
		}
	}
	if before.Entry == "" || !fresh {
		return dialog.Say(textNoBefore, card.HelpButtons(t.Day())...), nil
	}
	return b.show(t, before.Entry, before.Aspect, before.Situation, "")
}

// offerAgain shows the choices that one was picked of.
func (b *Assistant) offerAgain(t *dialog.Turn) ([]bot.Message, bool) {
	if len(t.Dialog.Offered) < 2 {
		return nil, false
	}
	t.Dialog.Choices = t.Dialog.Offered
	t.Dialog.At = t.Now
	return dialog.Say(textOfferedAgain, pickRows(t)...), true
}

// pickRows are the buttons of the choices, a row each.
func pickRows(t *dialog.Turn) (rows [][]bot.Button) {
	for i, id := range t.Dialog.Choices {
		button := card.ActionPick.Button(vi.Shorten(t.Know.TitleOf(id), 60),
			card.Pick{N: i, Entry: id, Aspect: content.Aspect(t.Dialog.Aspect)})
		button.Full = t.Know.TitleOf(id)
		rows = append(rows, []bot.Button{button})
	}
	return rows
}

// wrong takes back what was understood and offers what else may have been meant.
func (b *Assistant) wrong(t *dialog.Turn) []bot.Message {
	others := t.Dialog.Others
	question := t.Dialog.Asked
	t.About("", t.Dialog.Aspect)
	t.Dialog.Question, t.Dialog.Others = question, nil
	t.Dialog.Choices = append(t.Dialog.Choices, others...)
	if len(others) > 0 {
		t.Dialog.Offered = t.Dialog.Choices
	}
	rows := pickRows(t)
	text := textWrong
	if len(rows) > 0 {
		text = textWrongOthers
	}
	if question != "" {
		rows = append(rows, []bot.Button{card.ActionPass.Button(card.LabelPass, struct{}{})})
	}
	return dialog.Say(text, rows...)
}
