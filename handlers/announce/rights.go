package announce

import (
	"context"
	"errors"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// announcer wraps a step of announcements for the chat: only admins take it, refusals become answers, and who tries it
// without the right stands in the log.
func (svc *Service) announcer(do dialog.Step) dialog.Step {
	return func(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
		if !t.Update.Private {
			return dialog.Say(dialog.TextPrivateOnly), nil
		}
		ok, err := svc.People.May(ctx, t, people.RoleAdmin)
		if err == nil && !ok {
			err = svc.refuseStranger(ctx, t)
		}
		var no dialog.Refusal
		if err == nil {
			var out []bot.Message
			if out, err = do(ctx, t); err == nil {
				return out, nil
			}
		}
		if errors.As(err, &no) {
			return dialog.Say(string(no)), nil
		}
		return nil, err
	}
}

// refuseStranger refuses somebody without the right. One line of the log an hour tells enough: a prank must not fill it.
func (svc *Service) refuseStranger(ctx context.Context, t *dialog.Turn) error {
	if t.Now.Sub(t.Dialog.Refused) >= time.Hour {
		t.Dialog.Refused = t.Now
		if err := svc.People.Audit(ctx, t, "announce.refused", "", ""); err != nil {
			return err
		}
	}
	return dialog.Refusal(dialog.TextNotAllowed)
}
