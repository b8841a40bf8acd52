package handlers

import (
	"context"
	"slices"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// What waits for an owner who never opened the chat lies with the dead letters, which are kept for 30 days.
const (
	waitingSent   = 20  // the newest of them are sent when he writes
	waitingLooked = 500 // of the newest dead letters are looked through
)

// Waiting lists what waits for chats that never wrote to us, the newest first.
func (b *Assistant) Waiting(ctx context.Context, r bot.Reader) (out []bot.DeadLetter, err error) {
	if b.Dead == nil {
		return nil, nil
	}
	var unmet []bot.ChatID
	for _, chat := range b.People.Appointed {
		if is, err := b.People.Unmet(ctx, r, chat); err != nil {
			return nil, err
		} else if is {
			unmet = append(unmet, chat)
		}
	}
	if len(unmet) == 0 {
		return nil, nil
	}
	letters, err := b.Dead.DeadLetters(ctx, 0, waitingLooked)
	for _, l := range letters {
		if slices.Contains(unmet, l.Out.To) {
			out = append(out, l)
		}
	}
	return out, err
}

// meet sends an owner who writes for the first time what waited for him, in the order in which it came. It acts beside
// the transaction, like pressedResend: run again, what was sent lies there no more.
func (b *Assistant) meet(ctx context.Context, t *dialog.Turn) error {
	chat := t.Update.Chat
	unmet, err := b.People.Unmet(ctx, t.Tx, chat)
	if err != nil || !unmet || !t.Update.Private || t.Update.Kind == bot.KindLeft {
		return err
	}
	letters, err := b.Waiting(ctx, t.Tx)
	if err != nil {
		return err
	}
	letters = slices.DeleteFunc(letters, func(l bot.DeadLetter) bool { return l.Out.To != chat })
	for _, l := range slices.Backward(letters[:min(len(letters), waitingSent)]) {
		if _, err := b.Dead.Resend(ctx, l.ID); err != nil {
			return err
		}
	}
	people.Meet(t.Tx, chat)
	return nil
}
