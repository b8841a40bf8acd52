package announce

import (
	"context"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// inChat wraps a step of announcements for the chat: only admins take it, at their desk; who tries it without the right
// stands in the log.
func (svc *Service) inChat(do func(d *Desk, ctx context.Context, t *dialog.Turn) ([]bot.Message, error)) dialog.Step {
	return func(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
		if !t.Update.Private {
			return dialog.Say(dialog.TextPrivateOnly), nil
		}
		by, ok, err := svc.People.ActorOf(ctx, t)
		if err != nil {
			return nil, err
		}
		if !ok || !by.RunsAll() {
			return nil, svc.refuseStranger(ctx, t)
		}
		if svc.Engine == nil {
			return nil, dialog.Refuse(textAnnounceOff)
		}
		return do(&Desk{svc, t.Tx, by, t.Know, t.Now}, ctx, t)
	}
}

// refuseStranger refuses somebody without the right. One line of the log an hour tells enough: a prank must not fill
// it.
func (svc *Service) refuseStranger(ctx context.Context, t *dialog.Turn) error {
	if t.Now.Sub(t.Dialog.Refused) >= time.Hour {
		t.Dialog.Refused = t.Now
		if err := svc.People.Audit(ctx, t, people.VerbAnnounceRefused, "", ""); err != nil {
			return err
		}
	}
	return dialog.NotAllowed
}
