package handlers

import (
	"context"
	"fmt"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

const deadShown = 5

// deadLetters answers /thuhong: the newest messages that could not be sent, why, and a button each to send them again.
func (b *Assistant) deadLetters(ctx context.Context, t *dialog.Turn, _ people.Actor) ([]bot.Message, error) {
	if b.Dead == nil {
		return dialog.Say(textNoDead), nil
	}
	letters, err := b.Dead.DeadLetters(ctx, 0, deadShown)
	if err != nil {
		return nil, err
	}
	if len(letters) == 0 {
		return dialog.Say(textNoDead), nil
	}
	lines := []string{textDeadHead}
	var rows [][]bot.Button
	for i, l := range letters {
		whom, err := b.Whom(ctx, t.Tx, l.Out.To)
		if err != nil {
			return nil, err
		}
		lines = append(lines, fmt.Sprintf(textDeadLetter, i+1,
			l.At.In(content.Zone).Format("15:04 02/01"), bot.Escape(whom), bot.Escape(l.Reason), l.Tries+1))
		rows = append(rows, []bot.Button{actResend.Button(fmt.Sprintf("Gửi lại tin %d", i+1), deadLetter{l.ID})})
	}
	return dialog.Say(strings.Join(lines, "\n"), rows...), nil
}

// Whom names who has a chat, as an admin knows him: an official by name, anybody else by the channel.
func (b *Assistant) Whom(ctx context.Context, tx bot.Tx, chat bot.ChatID) (string, error) {
	who, official, err := b.People.ActorAt(ctx, tx, chat, "")
	switch {
	case err != nil:
		return "", err
	case official:
		return who.Name() + " (" + dialog.ChannelName(chat.Channel) + ")", nil
	}
	return "một người dân trên " + dialog.ChannelName(chat.Channel), nil
}

// pressedResend puts a message back into its chat's queue. It acts beside the transaction: pressed twice, or run again
// after a conflict, the letter is no longer there and nothing happens a second time.
func (b *Assistant) pressedResend(ctx context.Context, t *dialog.Turn, w people.Actor,
	v deadLetter) ([]bot.Message, error) {
	if b.Dead == nil {
		return nil, dialog.OldButton
	}
	if err := b.Resend(ctx, t.Tx, w, v.ID); err != nil {
		return nil, err
	}
	return dialog.Say(textDeadAgain), nil
}

// Resend puts a message that was given up back into its chat's queue, for whoever runs the office.
func (b *Assistant) Resend(ctx context.Context, tx bot.Tx, by people.Actor, id string) error {
	if !by.RunsAll() {
		return dialog.NotAllowed
	}
	if b.Dead == nil {
		return dialog.RefuseLate(textDeadGone)
	}
	again, err := b.Dead.Resend(ctx, id)
	if err != nil {
		return err
	}
	if !again {
		return dialog.RefuseLate(textDeadGone)
	}
	return by.Audit(ctx, tx, people.VerbMessageResend, "", "")
}
