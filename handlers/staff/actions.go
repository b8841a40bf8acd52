package staff

import (
	"context"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// The buttons on officials.
var (
	actJoinYes = bot.NewAction[chatRef]("join:yes")
	actJoinNo  = bot.NewAction[chatRef]("join:no")

	actShow     = bot.NewAction[personRef]("cb:show")
	actUnit     = bot.NewAction[personRef]("cb:unit")
	actLink     = bot.NewAction[personRef]("cb:link")
	actOut      = bot.NewAction[personRef]("cb:out")
	actOutSure  = bot.NewAction[personRef]("cb:outyes")
	actCut      = bot.NewAction[chatRef]("cb:cut")
	actCutSure  = bot.NewAction[chatRef]("cb:cutyes")
	actRoleOf   = bot.NewAction[chatRef]("quyen:who")
	actRole     = bot.NewAction[roleChoice]("quyen")
	actLeaveYes = bot.NewAction[struct{}]("roi:yes")
)

type (
	personRef  struct{ ID string }
	chatRef    struct{ Chat bot.ChatID }
	roleChoice struct {
		Role roleWord
		Chat bot.ChatID
	}
)

// roleWord is a role as a button says it: people.RoleNone is the empty word.
type roleWord people.Role

func (r roleWord) MarshalText() ([]byte, error) {
	if people.Role(r) == people.RoleNone {
		return []byte("none"), nil
	}
	return []byte(r), nil
}

func (r *roleWord) UnmarshalText(b []byte) error {
	if *r = roleWord(b); *r == "none" {
		*r = roleWord(people.RoleNone)
	}
	return nil
}

// onPerson registers a button on an official, for admins.
func (svc *Service) onPerson(a bot.Action[personRef],
	do func(ctx context.Context, t *dialog.Turn, w people.Actor,
		p people.Person) ([]bot.Message, error)) dialog.Action {
	admins := svc.People.ForRoles(people.RoleAdmin)
	return people.On(admins, a, func(ctx context.Context, t *dialog.Turn, w people.Actor,
		v personRef) ([]bot.Message, error) {
		p, ok, err := people.Load(ctx, t.Tx, v.ID)
		if err != nil {
			return nil, err
		}
		if !ok || !w.Office.Has(p.Unit) {
			return dialog.Say(textNoSuchPerson), nil
		}
		return do(ctx, t, w, p)
	})
}
