package staff

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

// SetRole gives one identity a role, or takes it away, and tells its chat. Only an owner may.
func (svc *Service) SetRole(ctx context.Context, tx bot.Tx, by people.Actor, chat bot.ChatID,
	role people.Role) (people.Person, error) {
	switch {
	case by.Role != people.RoleOwner:
		return people.Person{}, dialog.NotAllowed
	case role != people.RoleNone && !slices.Contains(people.GivenRoles, role):
		return people.Person{}, dialog.OldButton
	}
	id, p, err := identity(ctx, tx, chat)
	if err != nil {
		return p, err
	}
	if !id.Confirmed {
		return p, dialog.RefuseMissing(textNoSuchPerson)
	}
	id.Role, id.RoleAt = role, tx.Now()
	tx.Put(people.IdentityKey(chat), id, 0)
	svc.People.OfferMenu(tx, chat, people.MenuRole(role), p.Unit, by.Seed)
	if err := svc.Tasks.Watch(ctx, tx, p); err != nil {
		return p, err
	}
	tx.Send(bot.Outgoing{Key: "role:" + chat.String() + ":" + by.Seed, To: chat, Priority: bot.PriorityReminder,
		Message: bot.Message{Text: roleTold(role, p)}})
	note := chat.Channel + ": " + people.RoleNames[role]
	return p, by.Audit(ctx, tx, people.VerbPersonRole, p.ID, note)
}

// identity loads what is known of an official's chat; a dialog.Refusal when it is nobody's.
func identity(ctx context.Context, r bot.Reader, chat bot.ChatID) (id people.Identity, p people.Person, err error) {
	found, err := r.Get(ctx, people.IdentityKey(chat), &id)
	if err != nil {
		return id, p, err
	}
	p, ok, err := people.Load(ctx, r, id.Person)
	if err == nil && (!found || !ok) {
		err = dialog.RefuseMissing(textNoSuchPerson)
	}
	return id, p, err
}

// above refuses an admin who would cut or dismiss an owner or another admin: only owners give that role, so only they
// take it. chats are those of p that are concerned.
func (svc *Service) above(ctx context.Context, r bot.Reader, by people.Actor, p people.Person,
	chats ...bot.ChatID) error {
	if by.Role == people.RoleOwner || by.Person.ID != "" && by.Person.ID == p.ID {
		return nil
	}
	for _, chat := range chats {
		role, _, err := svc.People.RoleOf(ctx, r, chat)
		if err != nil {
			return err
		}
		if role == people.RoleOwner || role == people.RoleAdmin {
			return dialog.RefuseStranger(textOwnersOnly)
		}
	}
	return nil
}

// Unlink cuts a chat off from its official, who lost the phone: from then on it gets nothing and may do nothing.
func (svc *Service) Unlink(ctx context.Context, tx bot.Tx, by people.Actor, chat bot.ChatID) (people.Person, error) {
	if !by.Runs() {
		return people.Person{}, dialog.NotAllowed
	}
	_, p, err := identity(ctx, tx, chat)
	if err != nil {
		return p, err
	}
	if !by.Office.Has(p.Unit) {
		return people.Person{}, dialog.NotAllowed
	}
	if err := svc.above(ctx, tx, by, p, chat); err != nil {
		return p, err
	}
	if err := svc.keepAnOwner(ctx, tx, by, chat); err != nil {
		return p, err
	}
	p.Chats = slices.DeleteFunc(p.Chats, func(c bot.ChatID) bool { return c == chat })
	forget(tx, chat)
	people.DropStaffChat(tx, p.Unit, chat, true)
	svc.People.OfferMenu(tx, chat, people.RoleNone, "", by.Seed)
	people.Put(tx, p)
	if err := tasks.CloseFeed(ctx, tx, p.ID); err != nil { // its address stands in the phone that was lost
		return p, err
	}
	if err := tasks.Silence(ctx, tx, p.ID); err != nil {
		return p, err
	}
	if err := svc.Tasks.Watch(ctx, tx, p); err != nil {
		return p, err
	}
	return p, by.Audit(ctx, tx, people.VerbPersonUnlink, p.ID, chat.Channel)
}

// forget takes away what a chat may do, ownership by a code with it.
func forget(tx bot.Tx, chat bot.ChatID) {
	tx.Delete(people.IdentityKey(chat))
	tx.Remove(people.OwnersSet, chat.String())
}

// Invite makes a code with which somebody joins as an official of a unit: used once, within inviteTTL.
func Invite(ctx context.Context, tx bot.Tx, by people.Actor, name, unit string) (code string, err error) {
	if !by.Runs() {
		return "", dialog.NotAllowed
	}
	return putInvite(ctx, tx, by, invite{Name: name, Unit: by.Office.Unit(unit), Role: people.RoleMember},
		dialog.SixDigits, inviteTTL)
}

// InviteChannel makes a code for a further channel of a person: it shares tasks and consents, and has no role.
// Officials make it for themselves, admins for everybody.
func InviteChannel(ctx context.Context, tx bot.Tx, by people.Actor, p people.Person) (code string, err error) {
	if !by.RunsIn(p.Unit) && by.Person.ID != p.ID {
		return "", dialog.NotAllowed
	}
	return putInvite(ctx, tx, by, invite{Name: p.Name, Unit: p.Unit, Person: p.ID}, dialog.SixDigits, inviteTTL)
}

// putInvite keeps an invitation under a code that draw makes, until ttl is over.
func putInvite(ctx context.Context, tx bot.Tx, by people.Actor, inv invite, draw func() (string, error),
	ttl time.Duration) (string, error) {
	code, err := newCode(ctx, tx, draw)
	if err != nil {
		return "", err
	}
	over, err := tx.List(ctx, invitesSet, bot.Range{Max: tx.Now().UnixMilli(), Limit: mostOpen})
	if err != nil {
		return "", err
	}
	for _, e := range over {
		tx.Remove(invitesSet, e.Member)
	}
	inv.By, inv.Until = by.Chat, tx.Now().Add(ttl)
	tx.Put(inviteKey(code), inv, ttl)
	tx.Add(invitesSet, code, inv.Until.UnixMilli())
	return code, by.Audit(ctx, tx, people.VerbPersonInvite, people.UnitObject(inv.Unit), "")
}

// InviteOnPaper makes an invitation that is printed or sent as a link: it holds for three days. Further is the person
// whose further channel it links; the zero Person invites somebody new.
func InviteOnPaper(ctx context.Context, tx bot.Tx, by people.Actor, name, unit string,
	further people.Person) (code string, err error) {
	inv := invite{Name: name, Unit: by.Office.Unit(unit), Role: people.RoleMember}
	if further.ID != "" {
		inv = invite{Name: further.Name, Unit: further.Unit, Person: further.ID}
	}
	if !by.RunsIn(inv.Unit) && (further.ID == "" || by.Person.ID != further.ID) {
		return "", dialog.NotAllowed
	}
	return putInvite(ctx, tx, by, inv, paperCode, paperTTL)
}

// Uninvite takes an invitation back before it was used.
func Uninvite(ctx context.Context, tx bot.Tx, by people.Actor, code string) error {
	switch {
	case !by.Runs():
		return dialog.NotAllowed
	case code == "":
		return dialog.RefuseMissing(textInviteGone)
	}
	var inv invite
	if found, err := tx.Get(ctx, inviteKey(code), &inv); err != nil {
		return err
	} else if !found || !inv.Used.IsZero() || !by.Office.Has(inv.Unit) {
		return dialog.RefuseMissing(textInviteGone)
	}
	tx.Delete(inviteKey(code))
	tx.Remove(invitesSet, code)
	return by.Audit(ctx, tx, people.VerbPersonUninvite, people.UnitObject(inv.Unit), "")
}

// joining loads who waits to be confirmed, if the actor may say who it is: admins for everybody, an official for a
// further channel of his own.
func joining(ctx context.Context, r bot.Reader, by people.Actor, chat bot.ChatID) (id people.Identity, err error) {
	found, err := r.Get(ctx, people.IdentityKey(chat), &id)
	switch {
	case err != nil:
		return id, err
	case !by.Runs() && (id.Person == "" || id.Person != by.Person.ID || id.Role != people.RoleNone):
		return id, dialog.NotAllowed
	case !found || id.Confirmed || id.Person == "":
		return id, dialog.OldButton
	case by.Office.All():
		return id, nil
	}
	var p people.Person // not in any set yet, so that people.Load may not know him
	if _, err := r.Get(ctx, people.PersonKey(id.Person), &p); err != nil {
		return id, err
	}
	if !by.Office.Has(p.Unit) {
		return id, dialog.NotAllowed
	}
	return id, nil
}

// Confirm says that the right person used an invitation's code: the chat becomes an official's.
func (svc *Service) Confirm(ctx context.Context, tx bot.Tx, by people.Actor,
	chat bot.ChatID) (p people.Person, err error) {
	id, err := joining(ctx, tx, by, chat)
	if err != nil {
		return p, err
	}
	if found, err := tx.Get(ctx, people.PersonKey(id.Person), &p); err != nil {
		return p, err
	} else if !found {
		return p, dialog.OldButton
	}
	id.Confirmed = true
	if !slices.Contains(p.Chats, chat) {
		p.Chats = append(p.Chats, chat)
	}
	tx.Put(people.IdentityKey(chat), id, 0)
	tx.Remove(waitingSet, chat.String())
	people.Put(tx, p)
	svc.People.OfferMenu(tx, chat, people.MenuRole(id.Role), p.Unit, by.Seed)
	tx.Send(bot.Outgoing{Key: "join-yes:" + chat.String() + ":" + by.Seed, To: chat, Message: bot.Message{
		Text:    fmt.Sprintf(textJoinDone, bot.Escape(p.Name), bot.Escape(p.Unit)),
		Buttons: [][]bot.Button{{dialog.ActionSubscribe.Button(dialog.TextSubscribe, struct{}{})}}}})
	return p, by.Audit(ctx, tx, people.VerbPersonConfirm, p.ID, chat.Channel)
}

// Reject says that somebody else used an invitation's code.
func (svc *Service) Reject(ctx context.Context, tx bot.Tx, by people.Actor, chat bot.ChatID) error {
	id, err := joining(ctx, tx, by, chat)
	if err != nil {
		return err
	}
	if id.Owner { // he is no official of that name, and what he was he stays
		tx.Put(people.IdentityKey(chat), people.Identity{Chat: chat, Owner: true, Called: id.Called, Since: id.Since,
			RoleAt: id.RoleAt}, 0)
	} else {
		tx.Delete(people.IdentityKey(chat))
	}
	tx.Remove(waitingSet, chat.String())
	tx.Send(bot.Outgoing{Key: "join-no:" + chat.String() + ":" + by.Seed, To: chat,
		Message: bot.Message{Text: textJoinRefused}})
	return by.Audit(ctx, tx, people.VerbPersonReject, id.Person, chat.Channel)
}

// Leave makes somebody an official no more: every chat loses its role, nothing more is sent, and the open tasks go back
// to the unit. n is how many there were.
func (svc *Service) Leave(ctx context.Context, tx bot.Tx, by people.Actor, p people.Person) (n int, err error) {
	if !by.RunsIn(p.Unit) && by.Person.ID != p.ID {
		return 0, dialog.NotAllowed
	}
	if by.Role == people.RoleNone { // a linked chat, which has no role of its own, cannot end the one of the main chat
		return 0, dialog.RefuseStranger(textLeaveElsewhere)
	}
	if err := svc.above(ctx, tx, by, p, p.Chats...); err != nil {
		return 0, err
	}
	if err := svc.keepAnOwner(ctx, tx, by, p.Chats...); err != nil {
		return 0, err
	}
	if err := by.Audit(ctx, tx, people.VerbPersonLeave, p.ID, ""); err != nil {
		return 0, err
	}
	if err := svc.withoutStandIns(ctx, tx, by, p); err != nil {
		return 0, err
	}
	if n, err = svc.Tasks.HandBack(ctx, tx, by, p, "đã rời"); err != nil {
		return 0, err
	}
	for _, chat := range p.Chats {
		forget(tx, chat)
		people.DropStaffChat(tx, p.Unit, chat, true)
		svc.People.OfferMenu(tx, chat, people.RoleNone, "", by.Seed)
	}
	tx.Remove(bot.ScheduleSet, tasks.DigestKind+":"+p.ID)
	tx.Remove(people.WatchersSet, p.ID)
	if err := tasks.CloseFeed(ctx, tx, p.ID); err != nil {
		return 0, err
	}
	p.Left, p.Chats = true, nil
	people.Put(tx, p)
	return n, nil
}

// MoveUnit moves an official to another unit: the open tasks, n of them, stay with the old one, and so does being its
// head.
func (svc *Service) MoveUnit(ctx context.Context, tx bot.Tx, by people.Actor, p people.Person,
	unit string) (_ people.Person, n int, err error) {
	unit = by.Office.Unit(unit)
	switch {
	case !by.RunsIn(p.Unit):
		return p, 0, dialog.NotAllowed
	case unit == "" || len([]rune(unit)) > 80:
		return p, 0, dialog.RefuseMissing(textNoSuchPerson)
	}
	all, err := people.List(ctx, tx, people.AllSet)
	if err != nil {
		return p, 0, err
	}
	all = by.OnlyPeople(all)
	if _, known := people.Find(all, unit); known != "" {
		unit = known // one unit, one way of writing it
	}
	if people.UnitID(unit) == people.UnitID(p.Unit) {
		return p, 0, dialog.Refuse(fmt.Sprintf(textUnitSame, bot.Escape(p.Name), bot.Escape(p.Unit)))
	}
	if n, err = svc.Tasks.HandBack(ctx, tx, by, p, "chuyển đơn vị"); err != nil {
		return p, 0, err
	}
	if p, err = svc.place(ctx, tx, by, p, unit, false); err != nil {
		return p, 0, err
	}
	if err := svc.tellMoved(ctx, tx, by, p, n); err != nil {
		return p, 0, err
	}
	if err := svc.Tasks.Watch(ctx, tx, p); err != nil {
		return p, 0, err
	}
	return p, n, by.Audit(ctx, tx, people.VerbPersonUnit, p.ID, "")
}

// place puts an official into another unit; heads stay heads only where the unit itself moves.
func (svc *Service) place(ctx context.Context, tx bot.Tx, by people.Actor, p people.Person, unit string,
	heads bool) (people.Person, error) {
	for _, chat := range p.Chats {
		people.DropStaffChat(tx, p.Unit, chat, false)
		var id people.Identity
		if _, err := tx.Get(ctx, people.IdentityKey(chat), &id); err != nil {
			return p, err
		}
		if id.Role == people.RoleHead && !heads {
			id.Role, id.RoleAt = people.RoleMember, tx.Now()
			tx.Put(people.IdentityKey(chat), id, 0)
			svc.People.OfferMenu(tx, chat, people.RoleMember, p.Unit, by.Seed)
		}
	}
	tx.Remove(people.UnitSet(p.Unit), p.ID)
	p.Unit = unit
	people.Put(tx, p)
	return p, nil
}

// tellMoved tells an official whom somebody else moved, and what that means for the tasks that stay behind.
func (svc *Service) tellMoved(ctx context.Context, tx bot.Tx, by people.Actor, p people.Person, left int) error {
	if p.ID == by.Person.ID {
		return nil
	}
	now := tx.Now().In(content.Zone)
	week, err := svc.Tasks.Calendar.NowOf(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	chat, _, err := svc.People.ChatFor(ctx, tx, p.ID, "", now)
	if err != nil || chat.IsZero() {
		return err
	}
	text := fmt.Sprintf(textYouMoved, bot.Escape(by.Name()), bot.Escape(p.Unit))
	if left > 0 {
		text += fmt.Sprintf(textTasksStay, left)
	}
	tx.Send(bot.Outgoing{Key: "moved:" + p.ID + ":" + by.Seed, To: chat, Priority: bot.PriorityReminder,
		NotBefore: week.Opening(now), Message: bot.Message{Text: text}})
	return nil
}
