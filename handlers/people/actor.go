package people

import (
	"context"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
)

// Actor is the official behind an update. The person, and with it the tasks, is the same on every linked channel; the role
// belongs to this chat alone.
type Actor struct {
	Role   Role
	Person Person // zero when the chat belongs to no official
}

func (w Actor) Runs() bool { return w.Role == RoleAdmin || w.Role == RoleOwner }

// Leads reports whether w answers for a unit's tasks.
func (w Actor) Leads(unit string) bool {
	return w.Runs() || w.Role == RoleHead && UnitID(unit) == UnitID(w.Person.Unit)
}

// Name is what others read about who did something.
func (w Actor) Name() string {
	if w.Person.Name != "" {
		return w.Person.Name
	}
	return RoleNames[w.Role]
}

// Recipient is the id of the digest of this official.
func (w Actor) Recipient(chat bot.ChatID) string {
	if w.Person.ID != "" {
		return w.Person.ID
	}
	return ChatRecipient + chat.String()
}

// ActorOf loads the official behind the update; ok is false for everybody else, and outside private chats.
func (svc *Service) ActorOf(ctx context.Context, t *dialog.Turn) (w Actor, ok bool, err error) {
	if !t.Update.Private {
		return Actor{}, false, nil
	}
	role, id, err := svc.RoleOf(ctx, t.Tx, t.Update.Chat)
	if err != nil {
		return Actor{}, false, err
	}
	w.Role = role
	if id.Person != "" && id.Confirmed {
		p, there, err := Load(ctx, t.Tx, id.Person)
		if err != nil {
			return Actor{}, false, err
		}
		if there {
			w.Person = p
		} else if role != RoleOwner {
			return Actor{}, false, nil
		}
	}
	return w, w.Person.ID != "" || w.Runs(), nil
}

// Officials wraps a step for officials of any role, in a private chat.
func (svc *Service) Officials(do func(ctx context.Context, t *dialog.Turn, w Actor) ([]bot.Message, error)) dialog.Step {
	return func(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
		if !t.Update.Private {
			return dialog.Say(dialog.TextPrivateOnly), nil
		}
		w, ok, err := svc.ActorOf(ctx, t)
		if err != nil {
			return nil, err
		}
		if !ok {
			return dialog.Say(dialog.TextNotAllowed), nil
		}
		return do(ctx, t, w)
	}
}
