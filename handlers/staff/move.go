package staff

import (
	"context"
	"fmt"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

// Officials who leave, change units, or use a second channel.

// leave answers /roi.
func leave(_ context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	if w.Person.ID == "" {
		return dialog.Say(dialog.TextNotAllowed), nil
	}
	t.Done()
	return dialog.Say(textSureLeave, []bot.Button{{Label: "Đúng, tôi rời", Action: "roi:yes"}, {Label: "Không", Action: "nv:mine:all:0"}}), nil
}

func (svc *Service) pressedLeave(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	if w.Person.ID == "" || t.Update.Action != "roi:yes" {
		return dialog.Say(dialog.TextOldButton), nil
	}
	if err := svc.People.Audit(ctx, t, "person.leave", w.Person.ID, ""); err != nil {
		return nil, err
	}
	_, err := svc.leaves(ctx, t, w.Person)
	return dialog.Say(textYouLeft), err
}

// leaves ends somebody's being an official: every chat loses its role, nothing more is sent, and the open tasks go back to
// the unit. n is how many there were.
func (svc *Service) leaves(ctx context.Context, t *dialog.Turn, p people.Person) (n int, err error) {
	if n, err = svc.Tasks.HandBack(ctx, t, p, "đã rời"); err != nil {
		return 0, err
	}
	for _, chat := range p.Chats {
		t.Tx.Delete(people.IdentityKey(chat))
		svc.People.OfferMenu(t.Tx, chat, people.RoleNone, t.Update.ID)
	}
	t.Tx.Remove(bot.ScheduleSet, tasks.DigestKind+":"+p.ID)
	t.Tx.Remove(people.WatchersSet, p.ID)
	if err := tasks.CloseFeed(ctx, t.Tx, p.ID); err != nil {
		return 0, err
	}
	p.Left, p.Chats = true, nil
	people.Put(t.Tx, p)
	return n, nil
}

// gotUnit moves an official to another unit: the open tasks stay with the old one, and so does being its head.
func (svc *Service) gotUnit(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	p, ok, err := people.Load(ctx, t.Tx, t.Dialog.Data)
	t.Done()
	if err != nil {
		return nil, err
	}
	unit := strings.TrimSpace(t.Text)
	if !ok || unit == "" || len([]rune(unit)) > 80 {
		return dialog.Say(textNoSuchPerson), nil
	}
	all, err := people.List(ctx, t.Tx, people.AllSet)
	if err != nil {
		return nil, err
	}
	if _, known := people.Find(all, unit); known != "" {
		unit = known // one unit, one way of writing it
	}
	if people.UnitID(unit) == people.UnitID(p.Unit) {
		return dialog.Say(fmt.Sprintf(textUnitSame, bot.Escape(p.Name), bot.Escape(p.Unit))), nil
	}
	n, err := svc.Tasks.HandBack(ctx, t, p, "chuyển đơn vị")
	if err != nil {
		return nil, err
	}
	for _, chat := range p.Chats {
		var id people.Identity
		if _, err := t.Tx.Get(ctx, people.IdentityKey(chat), &id); err != nil {
			return nil, err
		}
		if id.Role == people.RoleHead {
			id.Role = people.RoleMember
			t.Tx.Put(people.IdentityKey(chat), id, 0)
			svc.People.OfferMenu(t.Tx, chat, people.RoleMember, t.Update.ID)
		}
	}
	t.Tx.Remove(people.UnitSet(p.Unit), p.ID)
	p.Unit = unit
	people.Put(t.Tx, p)
	if err := svc.Tasks.Watch(ctx, t.Tx, p); err != nil {
		return nil, err
	}
	return dialog.Say(fmt.Sprintf(textUnitChanged, bot.Escape(p.Name), bot.Escape(unit), n)), svc.People.Audit(ctx, t, "person.unit", p.ID, "")
}

// addChannel answers /themkenh: a code with which the official links a further channel of his own.
func (svc *Service) addChannel(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	if w.Person.ID == "" {
		return dialog.Say(dialog.TextNotAllowed), nil
	}
	return svc.inviteChannel(ctx, t, w.Person)
}

// inviteChannel makes a code for a further channel of a person: it shares tasks and consents, and has no role.
func (svc *Service) inviteChannel(ctx context.Context, t *dialog.Turn, p people.Person) ([]bot.Message, error) {
	code, err := newCode(ctx, t.Tx)
	if err != nil {
		return nil, err
	}
	t.Tx.Put(inviteKey(code), invite{Name: p.Name, Unit: p.Unit, Person: p.ID, By: t.Update.Chat}, inviteTTL)
	return svc.withPicture([]bot.Message{{Text: fmt.Sprintf(textChannelCode, bot.Escape(p.Name), code, code, t.Now.Add(inviteTTL).Format("15:04"))}}, t, code)
}

// confirmChannel lets an official confirm who used the code for his own further channel; all else is for admins.
func (svc *Service) confirmChannel(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	if w.Runs() {
		return svc.confirmJoin(ctx, t)
	}
	part := append(strings.SplitN(t.Update.Action, ":", 3), "", "")
	chat, err := bot.ParseChatID(part[2])
	if err != nil {
		return dialog.Say(dialog.TextOldButton), nil
	}
	var id people.Identity
	if _, err := t.Tx.Get(ctx, people.IdentityKey(chat), &id); err != nil {
		return nil, err
	}
	if id.Person == "" || id.Person != w.Person.ID || id.Role != people.RoleNone {
		return dialog.Say(dialog.TextNotAllowed), nil
	}
	return svc.confirmJoin(ctx, t)
}

// linkedElsewhere says that a chat belongs to an official already; "" when it does not. A code must not make it somebody
// else's behind his back.
func linkedElsewhere(ctx context.Context, t *dialog.Turn, inv invite) (string, error) {
	var id people.Identity
	found, err := t.Tx.Get(ctx, people.IdentityKey(t.Update.Chat), &id)
	if err != nil || !found || !id.Confirmed || id.Person == "" {
		return "", err
	}
	p, ok, err := people.Load(ctx, t.Tx, id.Person)
	if err != nil || !ok {
		return "", err
	}
	if inv.Person == p.ID {
		return textAlreadyLinked, nil
	}
	if vi.Fold(inv.Name) == vi.Fold(p.Name) && people.UnitID(inv.Unit) == people.UnitID(p.Unit) {
		return textAlreadyLinked, nil
	}
	return fmt.Sprintf(textLinkedToOther, bot.Escape(p.Name), bot.Escape(p.Unit)), nil
}
