package people

import (
	"context"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
)

// RolesOf says what a person may do, on any of the linked channels.
func (svc *Service) RolesOf(ctx context.Context, r bot.Reader, p Person) (head, admin bool, err error) {
	for _, chat := range p.Chats {
		role, id, err := svc.RoleOf(ctx, r, chat)
		if err != nil {
			return false, false, err
		}
		if id.Person != p.ID {
			continue
		}
		head = head || role == RoleHead
		admin = admin || role == RoleAdmin || role == RoleOwner
	}
	return head, admin, nil
}

// HeadsOf lists who leads a unit.
func (svc *Service) HeadsOf(ctx context.Context, r bot.Reader, unit string) (out []Person, err error) {
	all, err := List(ctx, r, UnitSet(unit))
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		head, _, err := svc.RolesOf(ctx, r, p)
		if err != nil {
			return nil, err
		}
		if head {
			out = append(out, p)
		}
	}
	return out, nil
}

// WatchersSet is the set of the digests that look after others: those of heads of units and admins.
const WatchersSet = "watchers"

// ChatRecipient begins the digest id of an owner who is no official; the others are ids of people.
const ChatRecipient = "chat:"

// Overseers lists the recipients that look after the whole office of a unit: its admins, each once, or, where it has
// none of its own, owners and admins of all offices.
func (svc *Service) Overseers(ctx context.Context, r bot.Reader, unit string) (out []string, err error) {
	of := svc.OfficeOf(unit)
	if out, err = svc.adminsOf(ctx, r, of); err != nil || len(out) > 0 && !of.All() {
		return out, err
	}
	if !of.All() {
		if out, err = svc.adminsOf(ctx, r, Office{}); err != nil {
			return nil, err
		}
	}
	owners, err := svc.Owners(ctx, r)
	if err != nil {
		return nil, err
	}
	for _, chat := range owners {
		id, err := svc.OwnerRecipient(ctx, r, chat)
		if err != nil {
			return nil, err
		}
		out = dialog.AddOnce(out, id)
	}
	return out, nil
}

// adminsOf lists the admins that belong to an office, the zero Office those of all.
func (svc *Service) adminsOf(ctx context.Context, r bot.Reader, of Office) (out []string, err error) {
	entries, err := r.List(ctx, WatchersSet, bot.Range{Max: dialog.MaxScore})
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		p, ok, err := Load(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		if its, err := svc.OfficeOfPerson(ctx, r, p); err != nil {
			return nil, err
		} else if its != of {
			continue
		}
		_, admin, err := svc.RolesOf(ctx, r, p)
		if err != nil {
			return nil, err
		}
		if admin {
			out = append(out, p.ID)
		}
	}
	return out, nil
}

// OwnerRecipient is the digest of an owner: his own as an official, where he is one.
func (svc *Service) OwnerRecipient(ctx context.Context, r bot.Reader, chat bot.ChatID) (string, error) {
	_, id, err := svc.RoleOf(ctx, r, chat)
	if err != nil {
		return "", err
	}
	if id.Confirmed && id.Person != "" {
		if p, ok, err := Load(ctx, r, id.Person); err != nil || ok {
			return p.ID, err
		}
	}
	return ChatRecipient + chat.String(), nil
}

// chatsOf lists where a recipient can be written to, the preferred first.
func chatsOf(ctx context.Context, r bot.Reader, recipient string) ([]bot.ChatID, error) {
	if name, ok := strings.CutPrefix(recipient, ChatRecipient); ok {
		chat, err := bot.ParseChatID(name)
		if err != nil {
			return nil, nil
		}
		return []bot.ChatID{chat}, nil
	}
	p, ok, err := Load(ctx, r, recipient)
	if err != nil || !ok {
		return nil, err
	}
	return p.Chats, nil
}

// ChatFor picks the chat in which a recipient reads a message of a form (see Reachable) at a moment: the first that it
// can go to, else the first, with why it cannot. A zero chat means that there is none.
func (svc *Service) ChatFor(ctx context.Context, r bot.Reader, recipient, form string, at time.Time) (chat bot.ChatID,
	why string, err error) {
	chats, err := chatsOf(ctx, r, recipient)
	if err != nil || len(chats) == 0 {
		return bot.ChatID{}, dialog.TextNoChat, err
	}
	for _, c := range chats {
		reason, err := svc.Unreachable(ctx, r, c, form, at)
		if err != nil {
			return bot.ChatID{}, "", err
		}
		if reason == "" {
			return c, "", nil
		}
		if why == "" {
			why = dialog.ChannelNames[c.Channel] + ": " + reason
		}
	}
	return chats[0], why, nil
}

// OnMessenger reports whether a chat is one of an app that people sign in to. A channel on which nobody can be written
// to first, the web, is none: a visitor is a cookie there.
func (svc *Service) OnMessenger(chat bot.ChatID) bool {
	limits, known := svc.Channels[chat.Channel]
	return !known || limits.Proactive
}

// Unreachable says why a message of a form cannot go to a chat at a moment; "" when it can. See Reachable.
func (svc *Service) Unreachable(ctx context.Context, r bot.Reader, chat bot.ChatID, form string,
	at time.Time) (string, error) {
	var blocked bot.Blocked
	if found, err := r.Get(ctx, bot.BlockedKey(chat), &blocked); err != nil || found {
		return textHasBlocked, err
	}
	if limits, known := svc.Channels[chat.Channel]; known && !limits.Proactive {
		return textCannotWriteFirst, nil
	}
	if svc.Reachable == nil {
		return "", nil
	}
	ok, reason, err := svc.Reachable(ctx, r, chat, form, at)
	if err != nil || ok {
		return "", err
	}
	return reason, nil
}
