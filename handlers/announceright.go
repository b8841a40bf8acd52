package handlers

import (
	"context"
	"errors"
	"time"

	"github.com/motcua/motcua/bot"
)

// Refusal is why something was not done, as a sentence for who asked. Nothing of it was done.
type Refusal string

func (r Refusal) Error() string { return string(r) }

// announcer wraps a step of announcements for the chat: only admins take it, refusals become answers, and who tries it
// without the right stands in the log.
func (b *Bot) announcer(do step) step {
	return func(ctx context.Context, t *turn) ([]bot.Message, error) {
		if !t.u.Private {
			return say(textPrivateOnly), nil
		}
		ok, err := b.may(ctx, t, RoleAdmin)
		if err == nil && !ok {
			err = b.refuseStranger(ctx, t)
		}
		var no Refusal
		if err == nil {
			var out []bot.Message
			if out, err = do(ctx, t); err == nil {
				return out, nil
			}
		}
		if errors.As(err, &no) {
			return say(string(no)), nil
		}
		return nil, err
	}
}

// refuseStranger refuses somebody without the right. One line of the log an hour tells enough: a prank must not fill it.
func (b *Bot) refuseStranger(ctx context.Context, t *turn) error {
	if t.now.Sub(t.dlg.Refused) >= time.Hour {
		t.dlg.Refused = t.now
		if err := b.audit(ctx, t, "announce.refused", "", ""); err != nil {
			return err
		}
	}
	return Refusal(textNotAllowed)
}
