package people

import (
	"context"
	"slices"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
)

// Actor is the official who does something, in a chat or at the console. The person, and with it the tasks, is the same
// on every linked channel; the role belongs to this chat alone.
type Actor struct {
	Chat   bot.ChatID // in which it is done and answered; ServerOwner has none in which to be written to
	Seed   string     // names the update or the form, so that what is made of it is made once; the same when run again
	Role   Role
	Person Person  // zero when the chat belongs to no official
	Office Office  // of the person's unit; zero is all offices: owners, and who is in a unit of none
	For    []Stood // those who are away today and for whom the person stands in
}

// Audit writes a deed into the log, in the transaction of the deed itself.
func (w Actor) Audit(ctx context.Context, tx bot.Tx, what Verb, object, note string) error {
	return Audit(ctx, tx, w.Chat, w.Role, what, object, note)
}

// Home is the chat in which the actor reads what comes of it; zero for ServerOwner.
func (w Actor) Home() bot.ChatID {
	if w.Chat == ServerOwner {
		return bot.ChatID{}
	}
	return w.Chat
}

// Runs reports whether w runs the office's bot: an admin or an owner.
func (w Actor) Runs() bool { return w.Role == RoleAdmin || w.Role == RoleOwner }

// RunsAll reports whether w runs the bot for all offices: days off, the plan, settings and the shared base are theirs.
func (w Actor) RunsAll() bool { return w.Runs() && w.Office.All() }

// RunsIn reports whether w runs the bot for the office of a unit.
func (w Actor) RunsIn(unit string) bool { return w.Runs() && w.Office.Has(unit) }

func unitOf(p Person) string { return p.Unit }

// OnlyPeople keeps of officials those of the actor's office.
func (w Actor) OnlyPeople(list []Person) []Person { return Only(w.Office, list, unitOf) }

// Leads reports whether w answers for a unit's tasks, or stands in for who does.
func (w Actor) Leads(unit string) bool {
	return w.RunsIn(unit) || w.Role == RoleHead && UnitID(unit) == UnitID(w.Person.Unit) ||
		slices.ContainsFunc(w.For, func(s Stood) bool { return s.Heads && UnitID(unit) == UnitID(s.Unit) })
}

// Is reports whether w is an official, or stands in for him today.
func (w Actor) Is(person string) bool {
	return person != "" && (person == w.Person.ID ||
		slices.ContainsFunc(w.For, func(s Stood) bool { return s.ID == person }))
}

// Belongs reports whether w works in a unit, by its UnitID, or stands in for somebody who does.
func (w Actor) Belongs(unit string) bool {
	return unit != "" && (w.Person.ID != "" && UnitID(w.Person.Unit) == unit ||
		slices.ContainsFunc(w.For, func(s Stood) bool { return UnitID(s.Unit) == unit }))
}

// Name is what others read about who did something.
func (w Actor) Name() string {
	if w.Person.Name != "" {
		return w.Person.Name
	}
	return RoleNames[w.Role]
}

// Recipient is the id of the digest of this official.
func (w Actor) Recipient() string {
	if w.Person.ID != "" {
		return w.Person.ID
	}
	return ChatRecipient + w.Chat.String()
}

// ActorOf loads the official behind the update; ok is false for everybody else, and outside private chats.
func (svc *Service) ActorOf(ctx context.Context, t *dialog.Turn) (w Actor, ok bool, err error) {
	if !t.Update.Private {
		return Actor{}, false, nil
	}
	return svc.ActorAt(ctx, t.Tx, t.Update.Chat, t.Update.ID)
}

// ActorAt loads the official whose private chat it is, for a deed named by seed; ok is false for everybody else.
func (svc *Service) ActorAt(ctx context.Context, tx bot.Tx, chat bot.ChatID,
	seed string) (w Actor, ok bool, err error) {
	role, id, err := svc.RoleOf(ctx, tx, chat)
	if err != nil {
		return Actor{}, false, err
	}
	w = Actor{Chat: chat, Seed: seed, Role: role}
	if id.Person != "" && id.Confirmed {
		p, there, err := Load(ctx, tx, id.Person)
		if err != nil {
			return Actor{}, false, err
		}
		if there {
			w.Person = p
		} else if role != RoleOwner {
			return Actor{}, false, nil
		}
	}
	if role != RoleOwner {
		w.Office = svc.OfficeOf(w.Person.Unit)
	}
	w.For, err = svc.StoodFor(ctx, tx, w.Person.ID, tx.Now())
	return w, w.Person.ID != "" || w.Runs(), err
}

// StepAs is a step taken by an official.
type StepAs func(ctx context.Context, t *dialog.Turn, w Actor) ([]bot.Message, error)

// On registers what a kind of button does for those whom a guard lets through, svc.Officials or the like.
func On[T any](guard func(StepAs) dialog.Step, a bot.Action[T],
	do func(ctx context.Context, t *dialog.Turn, w Actor, v T) ([]bot.Message, error)) dialog.Action {
	return dialog.Wrapped(a, guard(func(ctx context.Context, t *dialog.Turn, w Actor) ([]bot.Message, error) {
		v, ok := a.Read(t.Update.Action)
		if !ok {
			return nil, dialog.OldButton
		}
		return do(ctx, t, w, v)
	}))
}

// Officials wraps a step for officials of any role, in a private chat; everyone else reads why not.
func (svc *Service) Officials(do StepAs) dialog.Step {
	return svc.only(func(_ Actor, official bool) bool { return official }, do)
}

// Restricted wraps a step that only some roles may take, in a private chat. Owners may do everything.
func (svc *Service) Restricted(do StepAs, roles ...Role) dialog.Step {
	return svc.only(func(w Actor, _ bool) bool {
		return w.Role == RoleOwner || w.Role != RoleNone && slices.Contains(roles, w.Role)
	}, do)
}

// OfAll is ForRoles for what all offices share: who belongs to one of several is refused.
func (svc *Service) OfAll(roles ...Role) func(StepAs) dialog.Step {
	return func(do StepAs) dialog.Step {
		return svc.only(func(w Actor, _ bool) bool {
			return w.Role == RoleOwner || w.Role != RoleNone && slices.Contains(roles, w.Role) && w.Office.All()
		}, do)
	}
}

// ForRoles is Restricted to these roles, as a guard for On.
func (svc *Service) ForRoles(roles ...Role) func(StepAs) dialog.Step {
	return func(do StepAs) dialog.Step { return svc.Restricted(do, roles...) }
}

func (svc *Service) only(may func(w Actor, official bool) bool, do StepAs) dialog.Step {
	return func(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
		if !t.Update.Private {
			return dialog.Say(dialog.TextPrivateOnly), nil
		}
		w, official, err := svc.ActorOf(ctx, t)
		if err != nil {
			return nil, err
		}
		if !may(w, official) {
			return nil, dialog.NotAllowed
		}
		return do(ctx, t, w)
	}
}
