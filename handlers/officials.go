package handlers

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

// What owners and admins do with officials: roles (/quyen), and who they are, where they work, on which channels (/canbo).

// listPeople answers /canbo and /quyen without a name: everybody, with a button each.
func (b *Bot) listPeople(ctx context.Context, t *turn) ([]bot.Message, error) {
	all, err := people(ctx, t.tx, peopleSet)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return say(textNoPeople), nil
	}
	if name := strings.TrimSpace(vi.Clean(t.u.Payload)); name != "" {
		found, unit := whom(all, name)
		if unit != "" {
			found = slices.DeleteFunc(slices.Clone(all), func(p Person) bool { return UnitID(p.Unit) != UnitID(unit) })
		}
		switch len(found) {
		case 0:
			return say(fmt.Sprintf(textNobodyNamed, bot.Escape(vi.Shorten(name, 40))) + peopleHint(all)), nil
		case 1:
			return b.personCard(ctx, t, found[0])
		}
		all = found
	}
	slices.SortStableFunc(all, func(a, b Person) int { return strings.Compare(vi.Fold(a.Unit), vi.Fold(b.Unit)) })
	var s strings.Builder
	s.WriteString("*Cán bộ đã liên kết*")
	var rows [][]bot.Button
	unit := ""
	for i, p := range all[:min(len(all), 40)] {
		if p.Unit != unit {
			unit = p.Unit
			fmt.Fprintf(&s, "\n%s:", bot.Escape(unit))
		}
		roles, err := b.roleWords(ctx, t.tx, p)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&s, "\n%d. %s – %s", i+1, bot.Escape(p.Name), roles)
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf("%d. %s", i+1, vi.Shorten(p.Name, 40)), Action: "cb:show:" + p.ID}})
	}
	if len(all) > 40 {
		fmt.Fprintf(&s, "\n"+textMorePeople, len(all)-40)
	}
	return []bot.Message{{Text: s.String(), Buttons: rows}}, nil
}

// roleWords names what a person may do, on each channel.
func (b *Bot) roleWords(ctx context.Context, r bot.Reader, p Person) (string, error) {
	var words []string
	for _, chat := range p.Chats {
		role, _, err := b.RoleOf(ctx, r, chat)
		if err != nil {
			return "", err
		}
		name := RoleNames[role]
		if role == RoleNone {
			name = "chưa có quyền"
		}
		words = append(words, channelNames[chat.Channel]+": "+name)
	}
	if len(words) == 0 {
		return textNoChat, nil
	}
	return strings.Join(words, ", "), nil
}

// personCard shows an official with what can be done.
func (b *Bot) personCard(ctx context.Context, t *turn, p Person) ([]bot.Message, error) {
	w, _, err := b.who(ctx, t)
	if err != nil {
		return nil, err
	}
	roles, err := b.roleWords(ctx, t.tx, p)
	if err != nil {
		return nil, err
	}
	open, err := t.tx.Size(ctx, personTasksSet(p.ID))
	if err != nil {
		return nil, err
	}
	m := bot.Message{Text: fmt.Sprintf("*%s* – %s\n%s\nViệc đang mở: %d", bot.Escape(p.Name), bot.Escape(p.Unit), roles, open)}
	for _, chat := range p.Chats {
		name := channelNames[chat.Channel]
		row := []bot.Button{{Label: "Gỡ " + name, Action: "cb:cut:" + chat.String()}}
		if w.role == RoleOwner {
			row = append([]bot.Button{{Label: "Quyền trên " + name, Action: "quyen:who:" + chat.String()}}, row...)
		}
		m.Buttons = append(m.Buttons, row)
	}
	m.Buttons = append(m.Buttons, []bot.Button{{Label: "Đổi đơn vị", Action: "cb:unit:" + p.ID}, {Label: "Liên kết kênh khác", Action: "cb:link:" + p.ID}},
		[]bot.Button{{Label: "Đã nghỉ hoặc chuyển đi", Action: "cb:out:" + p.ID}})
	return []bot.Message{m}, nil
}

// pressedPerson takes the admins' buttons on an official: "cb:<verb>:<person or chat>".
func (b *Bot) pressedPerson(ctx context.Context, t *turn) ([]bot.Message, error) {
	part := append(strings.SplitN(t.u.Action, ":", 3), "", "")
	if part[1] == "cut" || part[1] == "cutyes" {
		return b.pressedCut(ctx, t, part[1], part[2])
	}
	p, ok, err := LoadPerson(ctx, t.tx, part[2])
	if err != nil {
		return nil, err
	}
	if !ok {
		return say(textNoSuchPerson), nil
	}
	switch part[1] {
	case "show":
		return b.personCard(ctx, t, p)
	case "unit":
		t.await("cbunit", p.ID)
		return say(fmt.Sprintf(textAskUnit, bot.Escape(p.Name), bot.Escape(p.Unit))), nil
	case "link":
		return b.inviteChannel(ctx, t, p)
	case "out":
		return say(fmt.Sprintf(textSureLeaves, bot.Escape(p.Name)), []bot.Button{{Label: "Đúng, cho rời", Action: "cb:outyes:" + p.ID}, {Label: "Không", Action: "cb:show:" + p.ID}}), nil
	case "outyes":
		if err := b.audit(ctx, t, "person.leave", p.ID, ""); err != nil {
			return nil, err
		}
		n, err := b.leaves(ctx, t, p)
		return say(fmt.Sprintf(textHasLeft, bot.Escape(p.Name), n)), err
	}
	return say(textOldButton), nil
}

// pressedCut unlinks a chat of somebody who lost the phone: from then on it gets nothing and may do nothing.
func (b *Bot) pressedCut(ctx context.Context, t *turn, verb, name string) ([]bot.Message, error) {
	chat, err := bot.ParseChatID(name)
	if err != nil {
		return say(textOldButton), nil
	}
	var id Identity
	found, err := t.tx.Get(ctx, identityKey(chat), &id)
	if err != nil {
		return nil, err
	}
	p, ok, err := LoadPerson(ctx, t.tx, id.Person)
	if err != nil {
		return nil, err
	}
	if !found || !ok {
		return say(textNoSuchPerson), nil
	}
	if verb == "cut" {
		return say(fmt.Sprintf(textSureCut, channelNames[chat.Channel], bot.Escape(p.Name)),
			[]bot.Button{{Label: "Đúng, gỡ", Action: "cb:cutyes:" + chat.String()}, {Label: "Không", Action: "cb:show:" + p.ID}}), nil
	}
	p.Chats = slices.DeleteFunc(p.Chats, func(c bot.ChatID) bool { return c == chat })
	t.tx.Delete(identityKey(chat))
	b.offerMenu(t.tx, chat, RoleNone, t.u.ID)
	putPerson(t.tx, p)
	if err := b.silence(ctx, t.tx, p.ID); err != nil {
		return nil, err
	}
	if err := b.watch(ctx, t.tx, p); err != nil {
		return nil, err
	}
	return say(fmt.Sprintf(textCut, channelNames[chat.Channel], bot.Escape(p.Name)), []bot.Button{{Label: "Liên kết máy mới", Action: "cb:link:" + p.ID}}),
		b.audit(ctx, t, "person.unlink", p.ID, chat.Channel)
}

// silence makes void what waits to be sent about a person's tasks: it would go to a chat that is his no more.
func (b *Bot) silence(ctx context.Context, tx bot.Tx, id string) error {
	var d digest
	if found, err := tx.Get(ctx, digestKey(id), &d); err != nil {
		return err
	} else if found {
		tx.Delete(d.guard(id))
	}
	tasks, err := loadTasks(ctx, tx, personTasksSet(id), bot.Range{Max: maxScore})
	if err != nil {
		return err
	}
	for _, k := range tasks {
		old := k
		k.renew(tx)
		putTask(tx, &old, k)
	}
	return nil
}

// watch keeps the set of those who look after others in step with a person's roles, as they are written in this
// transaction.
func (b *Bot) watch(ctx context.Context, tx bot.Tx, p Person) error {
	head, admin, err := b.rolesOf(ctx, tx, p)
	if err != nil {
		return err
	}
	if p.Left || !head && !admin {
		tx.Remove(watchersSet, p.ID)
		return nil
	}
	tx.Add(watchersSet, p.ID, p.Joined.UnixMilli())
	w, err := b.week(ctx, tx)
	if err != nil {
		return err
	}
	return b.planDigest(ctx, tx, w, p.ID, content.Day{})
}

// givable are the roles that an owner gives, in the order of the buttons.
var givable = []Role{RoleMember, RoleHead, RoleEditor, RoleViewer, RoleAdmin, RoleNone}

// pressedRole takes the owner's buttons on roles: "quyen:who:<chat>", "quyen:<role>:<chat>".
func (b *Bot) pressedRole(ctx context.Context, t *turn) ([]bot.Message, error) {
	part := append(strings.SplitN(t.u.Action, ":", 3), "", "")
	chat, err := bot.ParseChatID(part[2])
	if err != nil {
		return say(textOldButton), nil
	}
	var id Identity
	found, err := t.tx.Get(ctx, identityKey(chat), &id)
	if err != nil {
		return nil, err
	}
	p, ok, err := LoadPerson(ctx, t.tx, id.Person)
	if err != nil {
		return nil, err
	}
	if !found || !ok || !id.Confirmed {
		return say(textNoSuchPerson), nil
	}
	if part[1] == "who" {
		return []bot.Message{roleChoice(p, chat, id.Role)}, nil
	}
	role := Role(part[1])
	if part[1] == "none" {
		role = RoleNone
	}
	if !slices.Contains(givable, role) {
		return say(textOldButton), nil
	}
	id.Role = role
	t.tx.Put(identityKey(chat), id, 0)
	b.offerMenu(t.tx, chat, menuRole(role), t.u.ID)
	if err := b.watch(ctx, t.tx, p); err != nil {
		return nil, err
	}
	t.tx.Send(bot.Outgoing{Key: "role:" + chat.String() + ":" + t.u.ID, To: chat, Priority: bot.PriorityReminder, Message: bot.Message{Text: roleTold(role, p)}})
	return say(fmt.Sprintf(textRoleGiven, bot.Escape(p.Name), channelNames[chat.Channel], roleLabel(role))), b.audit(ctx, t, "role."+part[1], p.ID, chat.Channel)
}

func roleLabel(r Role) string {
	if r == RoleNone {
		return "không có quyền"
	}
	return RoleNames[r]
}

// roleTold is what an official reads about a new role.
func roleTold(r Role, p Person) string {
	switch r {
	case RoleHead:
		return fmt.Sprintf(textNowHead, bot.Escape(p.Unit))
	case RoleAdmin:
		return textNowAdmin
	case RoleNone:
		return textNowNothing
	}
	return fmt.Sprintf(textNowRole, RoleNames[r])
}

func roleChoice(p Person, chat bot.ChatID, now Role) bot.Message {
	m := bot.Message{Text: fmt.Sprintf(textWhichRole, bot.Escape(p.Name), channelNames[chat.Channel], roleLabel(now))}
	var row []bot.Button
	for _, r := range givable {
		word := string(r)
		if r == RoleNone {
			word = "none"
		}
		if r != now {
			row = append(row, bot.Button{Label: upperFirst(roleLabel(r)), Action: "quyen:" + word + ":" + chat.String()})
		}
		if len(row) == 2 {
			m.Buttons, row = append(m.Buttons, row), nil
		}
	}
	if len(row) > 0 {
		m.Buttons = append(m.Buttons, row)
	}
	return m
}
