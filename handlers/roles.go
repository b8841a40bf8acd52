package handlers

import (
	"context"
	"fmt"
	"slices"

	"github.com/motcua/motcua/bot"
)

// Member is an official with the identities that belong to him.
type Member struct {
	Person
	Identities []Identity
}

// Members lists the officials in the order in which they joined.
func Members(ctx context.Context, r bot.Reader) (out []Member, err error) {
	people, err := r.List(ctx, peopleSet, bot.Range{Max: farFuture, Limit: mostPeople})
	if err != nil {
		return nil, err
	}
	for _, e := range people {
		p, ok, err := LoadPerson(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		m := Member{Person: p}
		for _, chat := range p.Chats {
			var id Identity
			if found, err := r.Get(ctx, identityKey(chat), &id); err != nil {
				return nil, err
			} else if found && id.Confirmed {
				m.Identities = append(m.Identities, id)
			}
		}
		out = append(out, m)
	}
	return out, nil
}

// GivenRoles are the roles that an owner gives; who is owner stands in the settings alone.
var GivenRoles = []Role{RoleMember, RoleViewer, RoleHead, RoleEditor, RoleAdmin}

// SetRole gives one identity a role, as the owner's buttons in the chat do, and tells its chat. The caller has checked that an owner asks for it.
func (b *Bot) SetRole(ctx context.Context, tx bot.Tx, chat bot.ChatID, role Role, by bot.ChatID) error {
	if !slices.Contains(GivenRoles, role) {
		return fmt.Errorf("role %q cannot be given", role)
	}
	var id Identity
	found, err := tx.Get(ctx, identityKey(chat), &id)
	if err != nil {
		return err
	}
	if !found || !id.Confirmed {
		return fmt.Errorf("%s is no official's chat", chat)
	}
	id.Role = role
	tx.Put(identityKey(chat), id, 0)
	b.offerMenu(tx, chat, role, fmt.Sprint(tx.Now().UnixMilli()))
	p, ok, err := LoadPerson(ctx, tx, id.Person)
	if err != nil {
		return err
	}
	if ok {
		if err := b.watch(ctx, tx, p); err != nil {
			return err
		}
		tx.Send(bot.Outgoing{Key: fmt.Sprintf("role:%s:%d", chat, tx.Now().UnixMilli()), To: chat, Priority: bot.PriorityReminder, Message: bot.Message{Text: roleTold(role, p)}})
	}
	return Audit(ctx, tx, by, RoleOwner, "people.role", id.Person, string(role))
}
