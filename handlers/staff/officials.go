package staff

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

// What owners and admins do with officials: roles (/quyen), and who they are, where they work, on which channels (/canbo).

// listPeople answers /canbo and /quyen without a name: everybody, with a button each.
func (svc *Service) listPeople(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	all, err := people.List(ctx, t.Tx, people.AllSet)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return dialog.Say(dialog.TextNoPeople), nil
	}
	if name := strings.TrimSpace(vi.Clean(t.Update.Payload)); name != "" {
		found, unit := people.Find(all, name)
		if unit != "" {
			found = slices.DeleteFunc(slices.Clone(all), func(p people.Person) bool { return people.UnitID(p.Unit) != people.UnitID(unit) })
		}
		switch len(found) {
		case 0:
			return dialog.Say(fmt.Sprintf(dialog.TextNobodyNamed, bot.Escape(vi.Shorten(name, 40))) + people.Hint(all)), nil
		case 1:
			return svc.personCard(ctx, t, w, found[0])
		}
		all = found
	}
	slices.SortStableFunc(all, func(a, b people.Person) int { return strings.Compare(vi.Fold(a.Unit), vi.Fold(b.Unit)) })
	var s strings.Builder
	s.WriteString("*Cán bộ đã liên kết*")
	var rows [][]bot.Button
	unit := ""
	for i, p := range all[:min(len(all), 40)] {
		if p.Unit != unit {
			unit = p.Unit
			fmt.Fprintf(&s, "\n%s:", bot.Escape(unit))
		}
		roles, err := svc.roleWords(ctx, t.Tx, p)
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
func (svc *Service) roleWords(ctx context.Context, r bot.Reader, p people.Person) (string, error) {
	var words []string
	for _, chat := range p.Chats {
		role, _, err := svc.People.RoleOf(ctx, r, chat)
		if err != nil {
			return "", err
		}
		name := people.RoleNames[role]
		if role == people.RoleNone {
			name = "chưa có quyền"
		}
		words = append(words, dialog.ChannelNames[chat.Channel]+": "+name)
	}
	if len(words) == 0 {
		return dialog.TextNoChat, nil
	}
	return strings.Join(words, ", "), nil
}

// personCard shows an official with what can be done.
func (svc *Service) personCard(ctx context.Context, t *dialog.Turn, w people.Actor, p people.Person) ([]bot.Message, error) {
	roles, err := svc.roleWords(ctx, t.Tx, p)
	if err != nil {
		return nil, err
	}
	open, err := t.Tx.Size(ctx, tasks.PersonTasksSet(p.ID))
	if err != nil {
		return nil, err
	}
	m := bot.Message{Text: fmt.Sprintf("*%s* – %s\n%s\nViệc đang mở: %d", bot.Escape(p.Name), bot.Escape(p.Unit), roles, open)}
	for _, chat := range p.Chats {
		name := dialog.ChannelNames[chat.Channel]
		row := []bot.Button{{Label: "Gỡ " + name, Action: "cb:cut:" + chat.String()}}
		if w.Role == people.RoleOwner {
			row = append([]bot.Button{{Label: "Quyền trên " + name, Action: "quyen:who:" + chat.String()}}, row...)
		}
		m.Buttons = append(m.Buttons, row)
	}
	m.Buttons = append(m.Buttons, []bot.Button{{Label: "Đổi đơn vị", Action: "cb:unit:" + p.ID}, {Label: "Liên kết kênh khác", Action: "cb:link:" + p.ID}},
		[]bot.Button{{Label: "Đã nghỉ hoặc chuyển đi", Action: "cb:out:" + p.ID}})
	return []bot.Message{m}, nil
}

// pressedPerson takes the admins' buttons on an official: "cb:<verb>:<person or chat>".
func (svc *Service) pressedPerson(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	part := append(strings.SplitN(t.Update.Action, ":", 3), "", "")
	if part[1] == "cut" || part[1] == "cutyes" {
		return svc.pressedCut(ctx, t, w, part[1], part[2])
	}
	p, ok, err := people.Load(ctx, t.Tx, part[2])
	if err != nil {
		return nil, err
	}
	if !ok {
		return dialog.Say(textNoSuchPerson), nil
	}
	switch part[1] {
	case "show":
		return svc.personCard(ctx, t, w, p)
	case "unit":
		t.Await("cbunit", p.ID)
		return dialog.Say(fmt.Sprintf(textAskUnit, bot.Escape(p.Name), bot.Escape(p.Unit))), nil
	case "link":
		return svc.inviteChannel(ctx, t, w, p)
	case "out":
		return dialog.Say(fmt.Sprintf(textSureLeaves, bot.Escape(p.Name)), []bot.Button{{Label: "Đúng, cho rời", Action: "cb:outyes:" + p.ID}, {Label: "Không", Action: "cb:show:" + p.ID}}), nil
	case "outyes":
		n, err := svc.Leave(ctx, t.Tx, w, p)
		return dialog.Say(fmt.Sprintf(textHasLeft, bot.Escape(p.Name), n)), err
	}
	return nil, dialog.OldButton
}

// pressedCut asks, and then cuts the chat off.
func (svc *Service) pressedCut(ctx context.Context, t *dialog.Turn, w people.Actor, verb, name string) ([]bot.Message, error) {
	chat, err := bot.ParseChatID(name)
	if err != nil {
		return nil, dialog.OldButton
	}
	if verb == "cut" {
		_, p, err := identity(ctx, t.Tx, chat)
		return dialog.Say(fmt.Sprintf(textSureCut, dialog.ChannelNames[chat.Channel], bot.Escape(p.Name)),
			[]bot.Button{{Label: "Đúng, gỡ", Action: "cb:cutyes:" + chat.String()}, {Label: "Không", Action: "cb:show:" + p.ID}}), err
	}
	p, err := svc.Unlink(ctx, t.Tx, w, chat)
	return dialog.Say(fmt.Sprintf(textCut, dialog.ChannelNames[chat.Channel], bot.Escape(p.Name)),
		[]bot.Button{{Label: "Liên kết máy mới", Action: "cb:link:" + p.ID}}), err
}

// pressedRole takes the owner's buttons on roles: "quyen:who:<chat>", "quyen:<role>:<chat>".
func (svc *Service) pressedRole(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	part := append(strings.SplitN(t.Update.Action, ":", 3), "", "")
	chat, err := bot.ParseChatID(part[2])
	if err != nil {
		return nil, dialog.OldButton
	}
	if part[1] == "who" {
		id, p, err := identity(ctx, t.Tx, chat)
		return []bot.Message{roleChoice(p, chat, id.Role)}, err
	}
	role := people.Role(part[1])
	if part[1] == "none" {
		role = people.RoleNone
	}
	p, err := svc.SetRole(ctx, t.Tx, w, chat, role)
	return dialog.Say(fmt.Sprintf(textRoleGiven, bot.Escape(p.Name), dialog.ChannelNames[chat.Channel], roleLabel(role))), err
}

func roleLabel(r people.Role) string {
	if r == people.RoleNone {
		return "không có quyền"
	}
	return people.RoleNames[r]
}

// roleTold is what an official reads about a new role.
func roleTold(r people.Role, p people.Person) string {
	switch r {
	case people.RoleHead:
		return fmt.Sprintf(textNowHead, bot.Escape(p.Unit))
	case people.RoleAdmin:
		return textNowAdmin
	case people.RoleNone:
		return textNowNothing
	}
	return fmt.Sprintf(textNowRole, people.RoleNames[r])
}

func roleChoice(p people.Person, chat bot.ChatID, now people.Role) bot.Message {
	m := bot.Message{Text: fmt.Sprintf(textWhichRole, bot.Escape(p.Name), dialog.ChannelNames[chat.Channel], roleLabel(now))}
	var row []bot.Button
	for _, r := range people.Givable {
		word := string(r)
		if r == people.RoleNone {
			word = "none"
		}
		if r != now {
			row = append(row, bot.Button{Label: dialog.UpperFirst(roleLabel(r)), Action: "quyen:" + word + ":" + chat.String()})
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
