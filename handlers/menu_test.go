package handlers_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/motcua/motcua/handlers/people"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers"
)

// menuOf is the menu that a chat was given last; nil for everybody's.
func (o *agency) menuOf(chat bot.ChatID) (names []string) {
	for _, out := range slices.Backward(o.state.Queue()) {
		if out.To == chat && len(out.Message.Menu) > 0 {
			for _, m := range out.Message.Menu {
				names = append(names, m.Name)
			}
			return names
		}
	}
	return nil
}

// TestMenuFollowsTheRole: officials see their commands in the chat's menu as soon as they may use them, and no longer.
func TestMenuFollowsTheRole(t *testing.T) {
	o := newAgency(t, func(c *handlers.Config) {
		c.Channels["telegram"] = bot.Limits{Edit: true, Proactive: true, Files: true, Buttons: 100, Menus: true}
	})
	check := func(when string, chat bot.ChatID, want, wantNot string) {
		t.Helper()
		got := o.menuOf(chat)
		if want != "" && !slices.Contains(got, want) || wantNot != "" && slices.Contains(got, wantNot) {
			t.Errorf("%s: want %q and not %q in %v", when, want, wantNot, got)
		}
	}
	o.acts(citizen).says("/start")
	check("a citizen starts", citizen, "", "nhiemvu")
	o.acts(boss).says("/start")
	check("an owner starts", boss, "quyen", "")
	o.joins(lan, "Trần Thị Lan", vanPhong)
	check("joined", lan, "nhiemvu", "giaoviec")
	o.role("Lan", "Telegram", "Trưởng đơn vị")
	check("head", lan, "giaoviec", "moi")
	if err := o.state.Update(context.Background(), func(tx bot.Tx) error {
		_, err := o.h.Staff.SetRole(context.Background(), tx,
			people.Actor{Chat: boss, Seed: people.NewToken(), Role: people.RoleOwner}, lan, people.RoleAdmin)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	check("admin, by the console", lan, "moi", "quyen")
	if !strings.Contains(strings.Join(o.scheduled(), "\n"), " digest:P-") ||
		!strings.Contains(texts(to(lan, o.state.Queue())), "vai trò quản trị viên") {
		t.Errorf("a role given in the console looks after nothing, or was not told: %v", o.scheduled())
	}
	o.joins(an, "Nguyễn Văn An", vanPhong)
	if o.menuOf(an) != nil {
		t.Error("a menu for a channel that has none")
	}
	o.acts(lan).says("/roi")
	o.presses("Đúng, tôi rời")
	check("left", lan, "trogiup", "nhiemvu")
}

// TestMenuOfAnOffice: who is of one of several offices has no command in his menu that is of all, and each that he has
// is allowed to him.
func TestMenuOfAnOffice(t *testing.T) {
	o := newAgency(t, several, func(c *handlers.Config) {
		l := c.Channels["telegram"]
		l.Menus = true
		c.Channels["telegram"] = l
	})
	chat := o.official("my", "Văn phòng xã Bình Mỹ", people.RoleAdmin)
	o.acts(chat).says("/start")
	menu := o.menuOf(chat)
	if !slices.Contains(menu, "thongbao") || !slices.Contains(menu, "nhom") || slices.Contains(menu, "kehoach") {
		t.Errorf("%q", menu)
	}
	for _, name := range menu {
		if text := texts(o.acts(chat).does(bot.Update{Kind: bot.KindCommand, Command: name})); strings.Contains(text,
			"chưa có quyền dùng lệnh này") {
			t.Errorf("/%s is in the menu and refused", name)
		}
	}
}

// TestMenuHasOnlyCommandsThatWork: every command in a role's menu is known, and allowed to that role.
func TestMenuHasOnlyCommandsThatWork(t *testing.T) {
	for i, role := range []people.Role{people.RoleNone, people.RoleMember, people.RoleHead, people.RoleEditor,
		people.RoleViewer, people.RoleAdmin, people.RoleOwner} {
		o := newAgency(t)
		chat := bot.ChatID{Channel: "telegram", ID: fmt.Sprint(500 + i)}
		switch role {
		case people.RoleOwner:
			chat = boss // leaving and further channels are for owners who are officials too
			o.joins(boss, "Lê Văn Chủ", vanPhong)
		case people.RoleNone:
		default:
			o.joins(chat, "Trần Thị Lan", vanPhong)
			if err := o.state.Update(context.Background(), func(tx bot.Tx) error {
				_, err := o.h.Staff.SetRole(context.Background(), tx,
					people.Actor{Chat: boss, Seed: people.NewToken(), Role: people.RoleOwner}, chat, role)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		var allowed []string
		for _, m := range people.MenuOf(people.RoleOwner) {
			text := texts(o.acts(chat).does(bot.Update{Kind: bot.KindCommand, Command: m.Name}))
			if !strings.Contains(text, "chưa có quyền dùng lệnh này") {
				allowed = append(allowed, m.Name)
			}
			o.does(bot.Update{Kind: bot.KindCommand, Command: "start"})
		}
		var menu []string
		for _, m := range people.MenuOf(role) {
			menu = append(menu, m.Name)
			if n := len([]rune(m.Help)); n < 3 || n > 256 {
				t.Errorf("%s: help of %d letters", m.Name, n)
			}
		}
		if !slices.Equal(allowed, menu) {
			t.Errorf("%q: the menu has %v, allowed are %v", role, menu, allowed)
		}
	}
}

// TestHelpOfOfficials: on every channel "trợ giúp" gives officials the commands of their role, and citizens none of
// them.
func TestHelpOfOfficials(t *testing.T) {
	o := newAgency(t, func(c *handlers.Config) { c.Channels["zalobot"] = bot.Limits{Proactive: true} })
	o.joins(lan, "Trần Thị Lan", vanPhong)
	for _, word := range []string{"trợ giúp", "/trogiup", "/start"} {
		text := texts(o.acts(lan).says(word))
		if !strings.Contains(text, "/nhiemvu – Việc của tôi") || strings.Contains(text, "/moi –") {
			t.Errorf("%s of an official:\n%s", word, text)
		}
		if text := texts(o.acts(boss).says(word)); !strings.Contains(text, "/moi – Mời cán bộ") ||
			!strings.Contains(text, "chủ bot") {
			t.Errorf("%s of an owner:\n%s", word, text)
		}
		if text := texts(o.acts(citizen).says(word)); strings.Contains(text, "/nhiemvu") {
			t.Errorf("%s of a citizen:\n%s", word, text)
		}
	}
}

// TestFurtherChannelIsAnother: /themkenh names the channels that the official does not have, and gives no link or
// picture that opens the one he types it in.
func TestFurtherChannelIsAnother(t *testing.T) {
	o := newAgency(t, func(c *handlers.Config) {
		c.Channels["telegram"] = bot.Limits{Edit: true, Proactive: true, Files: true, Buttons: 100}
		c.Channels["zalobot"] = bot.Limits{Proactive: true}
	})
	o.joins(lan, "Trần Thị Lan", vanPhong)
	o.h.Staff.InviteLink = func(code string) string { return "https://t.me/motcua_bot?start=lk_" + code }
	o.h.Staff.InviteOn = "telegram"
	sent := o.acts(lan).says("/themkenh")
	if text := texts(sent); strings.Contains(text, "t.me") || len(sent) != 1 || !strings.Contains(text, "Zalo Bot") {
		t.Errorf("a further channel, asked for on Telegram:\n%s", text)
	}
}
