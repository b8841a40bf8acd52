package staff

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Ownership by a code: who keeps the server, or is an owner already, draws it in the console; who types it in a private
// chat of a messenger is an owner there from then on. Nobody confirms it, so the code is long and holds for minutes.

// OfferOwner draws a code that makes one chat an owner, once, within inviteTTL.
func (svc *Service) OfferOwner(ctx context.Context, tx bot.Tx, by people.Actor) (code string, until time.Time,
	err error) {
	if by.Role != people.RoleOwner {
		return "", until, dialog.NotAllowed
	}
	if n, err := tx.Size(ctx, people.OwnersSet); err != nil {
		return "", until, err
	} else if n >= people.MostOwners {
		return "", until, dialog.Refuse(textManyOwners)
	}
	if code, err = newCode(ctx, tx, paperCode); err != nil {
		return "", until, err
	}
	until = tx.Now().Add(inviteTTL)
	tx.Put(inviteKey(code), invite{Owner: true, By: by.Chat, Until: until}, inviteTTL)
	return code, until, by.Audit(ctx, tx, people.VerbOwnerOffer, "", "")
}

// takeOwner makes the chat an owner by a code that OfferOwner drew, and tells the other owners.
func (svc *Service) takeOwner(ctx context.Context, t *dialog.Turn, code string, inv invite) ([]bot.Message, error) {
	chat := t.Update.Chat
	drew, _, err := svc.People.RoleOf(ctx, t.Tx, inv.By)
	if err != nil {
		return nil, err
	}
	if drew != people.RoleOwner || !t.Now.Before(inv.Until) { // who drew it may have been taken off since
		people.CountWrongTry(t)
		return dialog.Say(textWrongCode), nil
	}
	role, id, err := svc.People.RoleOf(ctx, t.Tx, chat)
	if err != nil {
		return nil, err
	}
	if role == people.RoleOwner {
		return dialog.Say(textOwnerAlready), nil
	}
	others, err := svc.People.Owners(ctx, t.Tx)
	if err != nil {
		return nil, err
	}
	t.Tx.Delete(inviteKey(code))
	called := vi.Shorten(vi.Clean(t.Update.User.Name), 60)
	if err := people.PutOwner(ctx, t.Tx, chat, called); err != nil {
		return nil, err
	}
	if err := svc.watchOf(ctx, t.Tx, id.Person); err != nil {
		return nil, err
	}
	svc.People.OfferMenu(t.Tx, chat, people.RoleOwner, "", t.Update.ID)
	for _, o := range others {
		t.Tx.Send(bot.Outgoing{Key: "owner:" + chat.String() + ":" + t.Update.ID + ":" + o.String(), To: o,
			Priority: bot.PriorityReminder,
			Message: bot.Message{Text: fmt.Sprintf(textNewOwner, bot.Escape(called),
				dialog.ChannelNames[chat.Channel])}})
	}
	err = people.Audit(ctx, t.Tx, chat, people.RoleOwner, people.VerbOwnerTake, "", chat.Channel)
	return dialog.Say(textOwnerNow), err
}

// EndOwner takes ownership by a code away from a chat, and tells it. The last owner cannot do so to himself; who keeps
// the server can, because he can draw another code.
func (svc *Service) EndOwner(ctx context.Context, tx bot.Tx, by people.Actor, chat bot.ChatID) error {
	if by.Role != people.RoleOwner {
		return dialog.NotAllowed
	}
	if slices.Contains(svc.People.Appointed, chat) {
		return dialog.Refuse(textOwnerSettled)
	}
	role, id, err := svc.People.RoleOf(ctx, tx, chat)
	if err != nil {
		return err
	}
	if role != people.RoleOwner || !id.Owner {
		return dialog.RefuseMissing(textNoSuchOwner)
	}
	if err := svc.keepAnOwner(ctx, tx, by, chat); err != nil {
		return err
	}
	if err := people.DropOwner(ctx, tx, chat); err != nil {
		return err
	}
	if err := svc.watchOf(ctx, tx, id.Person); err != nil {
		return err
	}
	left, _, err := svc.People.RoleOf(ctx, tx, chat)
	if err != nil {
		return err
	}
	if left == people.RoleNone && id.Confirmed {
		left = people.RoleMember
	}
	p, _, err := people.Load(ctx, tx, id.Person)
	if err != nil {
		return err
	}
	svc.People.OfferMenu(tx, chat, left, p.Unit, by.Seed)
	tx.Send(bot.Outgoing{Key: "owner-end:" + chat.String() + ":" + by.Seed, To: chat, Priority: bot.PriorityReminder,
		Message: bot.Message{Text: textOwnerNoMore}})
	return by.Audit(ctx, tx, people.VerbOwnerEnd, "", chat.Channel)
}

// keepAnOwner refuses what would leave the office without an owner in a chat.
func (svc *Service) keepAnOwner(ctx context.Context, r bot.Reader, by people.Actor, chats ...bot.ChatID) error {
	if by.Chat == people.ServerOwner || !slices.Contains(chats, by.Chat) {
		return nil
	}
	if by.Role != people.RoleOwner || slices.Contains(svc.People.Appointed, by.Chat) {
		return nil
	}
	stays, err := svc.People.OutlastedBy(ctx, r, chats...)
	if err == nil && !stays {
		err = dialog.Refuse(textLastOwner)
	}
	return err
}

// watchOf keeps what an official looks after in step with his roles; nobody's id does nothing.
func (svc *Service) watchOf(ctx context.Context, tx bot.Tx, id string) error {
	p, ok, err := people.Load(ctx, tx, id)
	if err != nil || !ok {
		return err
	}
	return svc.Tasks.Watch(ctx, tx, p)
}
