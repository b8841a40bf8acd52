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

// What owners and admins do with officials: roles (/quyen), and who they are, where they work, on which channels
// (/canbo).

// listPeople answers /canbo and /quyen without a name: everybody, with a button each.
func (svc *Service) listPeople(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	all, err := people.List(ctx, t.Tx, people.AllSet)
	if err != nil {
		return nil, err
	}
	all = w.OnlyPeople(all)
	if len(all) == 0 {
		return dialog.Say(dialog.TextNoPeople), nil
	}
	if name := strings.TrimSpace(vi.Clean(t.Update.Payload)); name != "" {
		found, unit := people.Find(all, name)
		if unit != "" {
			found = slices.DeleteFunc(slices.Clone(all),
				func(p people.Person) bool { return people.UnitID(p.Unit) != people.UnitID(unit) })
		}
		switch len(found) {
		case 0:
			return dialog.Say(fmt.Sprintf(dialog.TextNobodyNamed, bot.Escape(vi.Shorten(name, 40))) + people.Hint(all)),
				nil
		case 1:
			return svc.personCard(ctx, t, w, found[0])
		}
		all = found
	}
	slices.SortStableFunc(all, func(a, b people.Person) int {
		return strings.Compare(vi.Fold(a.Unit),
			vi.Fold(b.Unit))
	})
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
		rows = append(rows, []bot.Button{actShow.Button(fmt.Sprintf("%d. %s", i+1, vi.Shorten(p.Name, 40)),
			personRef{p.ID})})
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
func (svc *Service) personCard(ctx context.Context, t *dialog.Turn, w people.Actor,
	p people.Person) ([]bot.Message, error) {
	roles, err := svc.roleWords(ctx, t.Tx, p)
	if err != nil {
		return nil, err
	}
	open, err := t.Tx.Size(ctx, tasks.PersonTasksSet(p.ID))
	if err != nil {
		return nil, err
	}
	m := bot.Message{Text: fmt.Sprintf("*%s* – %s\n%s\nViệc đang mở: %d", bot.Escape(p.Name), bot.Escape(p.Unit), roles,
		open)}
	for _, chat := range p.Chats {
		name := dialog.ChannelNames[chat.Channel]
		row := []bot.Button{actCut.Button("Gỡ "+name, chatRef{chat})}
		if w.Role == people.RoleOwner {
			row = append([]bot.Button{actRoleOf.Button("Quyền trên "+name, chatRef{chat})}, row...)
		}
		m.Buttons = append(m.Buttons, row)
	}
	ref := personRef{p.ID}
	m.Buttons = append(m.Buttons, []bot.Button{actUnit.Button("Đổi đơn vị", ref),
		actLink.Button("Liên kết kênh khác", ref)},
		[]bot.Button{actOut.Button("Đã nghỉ hoặc chuyển đi", ref)})
	return []bot.Message{m}, nil
}

func askUnit(_ context.Context, t *dialog.Turn, _ people.Actor, p people.Person) ([]bot.Message, error) {
	t.Await("cbunit", p.ID)
	return dialog.Say(fmt.Sprintf(textAskUnit, bot.Escape(p.Name), bot.Escape(p.Unit))), nil
}

func askLeaves(_ context.Context, _ *dialog.Turn, _ people.Actor, p people.Person) ([]bot.Message, error) {
	return dialog.Say(fmt.Sprintf(textSureLeaves, bot.Escape(p.Name)),
			[]bot.Button{actOutSure.Button("Đúng, cho rời", personRef{p.ID}),
				actShow.Button("Không", personRef{p.ID})}),
		nil
}

func (svc *Service) leaves(ctx context.Context, t *dialog.Turn, w people.Actor,
	p people.Person) ([]bot.Message, error) {
	n, err := svc.Leave(ctx, t.Tx, w, p)
	return dialog.Say(fmt.Sprintf(textHasLeft, bot.Escape(p.Name), n)), err
}

func askCut(ctx context.Context, t *dialog.Turn, w people.Actor, v chatRef) ([]bot.Message, error) {
	_, p, err := identity(ctx, t.Tx, v.Chat)
	if err == nil && !w.Office.Has(p.Unit) {
		return nil, dialog.NotAllowed
	}
	return dialog.Say(fmt.Sprintf(textSureCut, dialog.ChannelNames[v.Chat.Channel], bot.Escape(p.Name)),
		[]bot.Button{actCutSure.Button("Đúng, gỡ", v), actShow.Button("Không", personRef{p.ID})}), err
}

// cut takes a chat from its official.
func (svc *Service) cut(ctx context.Context, t *dialog.Turn, w people.Actor, v chatRef) ([]bot.Message, error) {
	p, err := svc.Unlink(ctx, t.Tx, w, v.Chat)
	return dialog.Say(fmt.Sprintf(textCut, dialog.ChannelNames[v.Chat.Channel], bot.Escape(p.Name)),
		[]bot.Button{actLink.Button("Liên kết máy mới", personRef{p.ID})}), err
}

func askRole(ctx context.Context, t *dialog.Turn, _ people.Actor, v chatRef) ([]bot.Message, error) {
	id, p, err := identity(ctx, t.Tx, v.Chat)
	return []bot.Message{roleQuestion(p, v.Chat, id.Role)}, err
}

func (svc *Service) giveRole(ctx context.Context, t *dialog.Turn, w people.Actor, v roleChoice) ([]bot.Message, error) {
	role := people.Role(v.Role)
	p, err := svc.SetRole(ctx, t.Tx, w, v.Chat, role)
	return dialog.Say(fmt.Sprintf(textRoleGiven, bot.Escape(p.Name), dialog.ChannelNames[v.Chat.Channel],
		roleLabel(role))), err
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

func roleQuestion(p people.Person, chat bot.ChatID, now people.Role) bot.Message {
	m := bot.Message{Text: fmt.Sprintf(textWhichRole, bot.Escape(p.Name), dialog.ChannelNames[chat.Channel],
		roleLabel(now))}
	var row []bot.Button
	for _, r := range people.Givable {
		if r != now {
			row = append(row, actRole.Button(dialog.UpperFirst(roleLabel(r)), roleChoice{roleWord(r), chat}))
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
