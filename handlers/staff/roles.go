package staff

import (
	"context"
	"fmt"
	"slices"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/people"
)

// SetRole gives one identity a role, as the owner's buttons in the chat do, and tells its chat. The caller has checked that an owner asks for it.
func (svc *Service) SetRole(ctx context.Context, tx bot.Tx, chat bot.ChatID, role people.Role, by bot.ChatID) error {
	if !slices.Contains(people.GivenRoles, role) {
		return fmt.Errorf("role %q cannot be given", role)
	}
	var id people.Identity
	found, err := tx.Get(ctx, people.IdentityKey(chat), &id)
	if err != nil {
		return err
	}
	if !found || !id.Confirmed {
		return fmt.Errorf("%s is no official's chat", chat)
	}
	id.Role = role
	tx.Put(people.IdentityKey(chat), id, 0)
	svc.People.OfferMenu(tx, chat, role, fmt.Sprint(tx.Now().UnixMilli()))
	p, ok, err := people.Load(ctx, tx, id.Person)
	if err != nil {
		return err
	}
	if ok {
		if err := svc.Tasks.Watch(ctx, tx, p); err != nil {
			return err
		}
		tx.Send(bot.Outgoing{Key: fmt.Sprintf("role:%s:%d", chat, tx.Now().UnixMilli()), To: chat, Priority: bot.PriorityReminder, Message: bot.Message{Text: roleTold(role, p)}})
	}
	return people.Audit(ctx, tx, by, people.RoleOwner, "people.role", id.Person, string(role))
}
