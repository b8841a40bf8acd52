package handlers

import (
	"context"
	"fmt"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
)

// Officials who leave, change units, or use a second channel.

// leave answers /roi.
func (b *Bot) leave(_ context.Context, t *turn, w who) ([]bot.Message, error) {
	if w.person.ID == "" {
		return say(textNotAllowed), nil
	}
	t.done()
	return say(textSureLeave, []bot.Button{{Label: "Đúng, tôi rời", Action: "roi:yes"}, {Label: "Không", Action: "nv:mine:all:0"}}), nil
}

func (b *Bot) pressedLeave(ctx context.Context, t *turn, w who) ([]bot.Message, error) {
	if w.person.ID == "" || t.u.Action != "roi:yes" {
		return say(textOldButton), nil
	}
	if err := b.audit(ctx, t, "person.leave", w.person.ID, ""); err != nil {
		return nil, err
	}
	_, err := b.leaves(ctx, t, w.person)
	return say(textYouLeft), err
}

// leaves ends somebody's being an official: every chat loses its role, nothing more is sent, and the open tasks go back to
// the unit. n is how many there were.
func (b *Bot) leaves(ctx context.Context, t *turn, p Person) (n int, err error) {
	if n, err = b.handBack(ctx, t, p, "đã rời"); err != nil {
		return 0, err
	}
	for _, chat := range p.Chats {
		t.tx.Delete(identityKey(chat))
		b.offerMenu(t.tx, chat, RoleNone, t.u.ID)
	}
	t.tx.Remove(bot.ScheduleSet, digestKind+":"+p.ID)
	t.tx.Remove(watchersSet, p.ID)
	if err := b.closeFeed(ctx, t.tx, p.ID); err != nil {
		return 0, err
	}
	p.Left, p.Chats = true, nil
	putPerson(t.tx, p)
	return n, nil
}

// handBack gives a person's open tasks back to their units, whose heads (or the admins) read it in one message.
func (b *Bot) handBack(ctx context.Context, t *turn, p Person, why string) (n int, err error) {
	var d digest
	if found, err := t.tx.Get(ctx, digestKey(p.ID), &d); err != nil {
		return 0, err
	} else if found {
		t.tx.Delete(d.guard(p.ID))
		d.Own, d.Unit, d.Office, d.To = nil, nil, nil, bot.ChatID{}
		t.tx.Put(digestKey(p.ID), d, 0)
	}
	tasks, err := loadTasks(ctx, t.tx, personTasksSet(p.ID), bot.Range{Max: maxScore})
	if err != nil {
		return 0, err
	}
	var titles []string
	for _, k := range tasks {
		old := k
		k.Person, k.Status = "", TaskOpen
		k.seen()
		k.note(t.now, "bot", p.Name+" "+why+"; việc về lại đơn vị")
		if err := b.changed(ctx, t.tx, old, &k, true); err != nil {
			return 0, err
		}
		if err := b.tellDigests(ctx, t.tx, k); err != nil {
			return 0, err
		}
		titles = append(titles, fmt.Sprintf("- %s, hạn %s", bot.Escape(k.Title), shortDay(k.Due, t.day())))
	}
	if len(tasks) == 0 {
		return 0, nil
	}
	text := fmt.Sprintf(textHandedBack, bot.Escape(p.Name), why, strings.Join(titles[:min(len(titles), digestLines)], "\n"))
	if more := more(len(titles)); more != "" {
		text += "\n" + more
	}
	return len(tasks), b.tellHead(ctx, t, who{person: p}, tasks[0], text)
}

// gotUnit moves an official to another unit: the open tasks stay with the old one, and so does being its head.
func (b *Bot) gotUnit(ctx context.Context, t *turn) ([]bot.Message, error) {
	p, ok, err := LoadPerson(ctx, t.tx, t.dlg.Data)
	t.done()
	if err != nil {
		return nil, err
	}
	unit := strings.TrimSpace(t.text)
	if !ok || unit == "" || len([]rune(unit)) > 80 {
		return say(textNoSuchPerson), nil
	}
	all, err := people(ctx, t.tx, peopleSet)
	if err != nil {
		return nil, err
	}
	if _, known := whom(all, unit); known != "" {
		unit = known // one unit, one way of writing it
	}
	if UnitID(unit) == UnitID(p.Unit) {
		return say(fmt.Sprintf(textUnitSame, bot.Escape(p.Name), bot.Escape(p.Unit))), nil
	}
	n, err := b.handBack(ctx, t, p, "chuyển đơn vị")
	if err != nil {
		return nil, err
	}
	for _, chat := range p.Chats {
		var id Identity
		if _, err := t.tx.Get(ctx, identityKey(chat), &id); err != nil {
			return nil, err
		}
		if id.Role == RoleHead {
			id.Role = RoleMember
			t.tx.Put(identityKey(chat), id, 0)
			b.offerMenu(t.tx, chat, RoleMember, t.u.ID)
		}
	}
	t.tx.Remove(unitSet(p.Unit), p.ID)
	p.Unit = unit
	putPerson(t.tx, p)
	if err := b.watch(ctx, t.tx, p); err != nil {
		return nil, err
	}
	return say(fmt.Sprintf(textUnitChanged, bot.Escape(p.Name), bot.Escape(unit), n)), b.audit(ctx, t, "person.unit", p.ID, "")
}

// addChannel answers /themkenh: a code with which the official links a further channel of his own.
func (b *Bot) addChannel(ctx context.Context, t *turn, w who) ([]bot.Message, error) {
	if w.person.ID == "" {
		return say(textNotAllowed), nil
	}
	return b.inviteChannel(ctx, t, w.person)
}

// inviteChannel makes a code for a further channel of a person: it shares tasks and consents, and has no role.
func (b *Bot) inviteChannel(ctx context.Context, t *turn, p Person) ([]bot.Message, error) {
	code, err := newCode(ctx, t.tx)
	if err != nil {
		return nil, err
	}
	t.tx.Put(inviteKey(code), invite{Name: p.Name, Unit: p.Unit, Person: p.ID, By: t.u.Chat}, inviteTTL)
	return b.withPicture([]bot.Message{{Text: fmt.Sprintf(textChannelCode, bot.Escape(p.Name), code, code, t.now.Add(inviteTTL).Format("15:04"))}}, t, code)
}

// confirmChannel lets an official confirm who used the code for his own further channel; all else is for admins.
func (b *Bot) confirmChannel(ctx context.Context, t *turn, w who) ([]bot.Message, error) {
	if w.runs() {
		return b.confirmJoin(ctx, t)
	}
	part := append(strings.SplitN(t.u.Action, ":", 3), "", "")
	chat, err := bot.ParseChatID(part[2])
	if err != nil {
		return say(textOldButton), nil
	}
	var id Identity
	if _, err := t.tx.Get(ctx, identityKey(chat), &id); err != nil {
		return nil, err
	}
	if id.Person == "" || id.Person != w.person.ID || id.Role != RoleNone {
		return say(textNotAllowed), nil
	}
	return b.confirmJoin(ctx, t)
}

// linkedElsewhere says that a chat belongs to an official already; "" when it does not. A code must not make it somebody
// else's behind his back.
func (b *Bot) linkedElsewhere(ctx context.Context, t *turn, inv invite) (string, error) {
	var id Identity
	found, err := t.tx.Get(ctx, identityKey(t.u.Chat), &id)
	if err != nil || !found || !id.Confirmed || id.Person == "" {
		return "", err
	}
	p, ok, err := LoadPerson(ctx, t.tx, id.Person)
	if err != nil || !ok {
		return "", err
	}
	if inv.Person == p.ID {
		return textAlreadyLinked, nil
	}
	if vi.Fold(inv.Name) == vi.Fold(p.Name) && UnitID(inv.Unit) == UnitID(p.Unit) {
		return textAlreadyLinked, nil
	}
	return fmt.Sprintf(textLinkedToOther, bot.Escape(p.Name), bot.Escape(p.Unit)), nil
}
