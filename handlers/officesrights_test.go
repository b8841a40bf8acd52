package handlers_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/staff"
	"github.com/motcua/motcua/handlers/tasks"
)

// official puts somebody of a unit with a role into the state, and returns the chat.
func (o *agency) official(id, unit string, role people.Role) bot.ChatID {
	o.t.Helper()
	chat := bot.ChatID{Channel: "telegram", ID: "off-" + id}
	err := o.state.Update(context.Background(), func(tx bot.Tx) error {
		p := people.Person{ID: "P-" + id, Name: "Cán bộ " + id, Unit: unit, Chats: []bot.ChatID{chat}, Joined: o.now}
		people.Put(tx, p)
		tx.Put(people.IdentityKey(chat),
			people.Identity{Chat: chat, Person: p.ID, Role: role, Confirmed: true, Since: o.now}, 0)
		return o.h.Tasks.Watch(context.Background(), tx, p)
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return chat
}

// TestUnitNames: what somebody of an office types is a unit of his office, whatever it says; two offices never share
// one.
func TestUnitNames(t *testing.T) {
	binhMy := people.NewOffice("binh-my", "xã Bình Mỹ", "Trung tâm Phục vụ hành chính công xã Bình Mỹ")
	binhAn := people.NewOffice("binh-an", "xã Bình An", "Một cửa Bình An")
	for _, tc := range []struct {
		of           people.Office
		typed, named string
	}{
		{binhMy, "Văn phòng", "Văn phòng xã Bình Mỹ"},
		{binhMy, "  van phong xa binh my", "van phong xa binh my"},
		{binhMy, "Văn phòng xã Bình An", "Văn phòng xã Bình An xã Bình Mỹ"},
		{binhMy, "Công an xã", "Công an xã Bình Mỹ"},
		{binhMy, "", ""},
		{people.Office{}, "Văn phòng", "Văn phòng"},
		{people.Office{}, "Văn phòng xã Bình An", "Văn phòng xã Bình An"},
	} {
		if got := tc.of.Unit(tc.typed); got != tc.named {
			t.Errorf("%s: %q is %q, want %q", tc.of.Name, tc.typed, got, tc.named)
		}
	}
	if binhMy.Desk != "Trung tâm Phục vụ hành chính công xã Bình Mỹ" || binhAn.Desk != "Một cửa Bình An xã Bình An" {
		t.Errorf("desks %q, %q", binhMy.Desk, binhAn.Desk)
	}
	for _, unit := range []string{"Văn phòng", "Công an xã", "Văn phòng xã Bình An", "Phòng Kinh tế"} {
		a, b := binhMy.Unit(unit), binhAn.Unit(unit)
		if people.UnitID(a) == people.UnitID(b) || !binhMy.Has(a) || !binhAn.Has(b) || binhMy.Has(b) || binhAn.Has(a) {
			t.Errorf("%q: %q and %q", unit, a, b)
		}
	}
}

// TestInvitedIntoOwnOffice: an office's admin invites into his own office, and its units are apart from another's.
func TestInvitedIntoOwnOffice(t *testing.T) {
	o := newAgency(t, several)
	adminMy := o.official("my", "Văn phòng xã Bình Mỹ", people.RoleAdmin)
	adminAn := o.official("an", "Văn phòng xã Bình An", people.RoleAdmin)
	for _, who := range []bot.ChatID{adminMy, adminAn} {
		o.acts(who).says("/moi Trần Thị Hà; Địa chính")
		code := codeIn(o.last[len(o.last)-1].Message.Text)
		joining := bot.ChatID{Channel: "telegram", ID: "new-" + who.ID}
		o.acts(joining).says("/lienket " + code)
		other := adminMy
		if who == adminMy {
			other = adminAn
		}
		if said := texts(o.acts(other).does(bot.Update{Kind: bot.KindAction,
			Action: "join:yes:" + joining.String()})); !strings.Contains(said, "quyền") {
			t.Errorf("the other office's admin confirmed: %q", said)
		}
		o.acts(who).presses("Đúng người")
	}
	all, err := people.List(context.Background(), o.state, people.AllSet)
	var units []string
	for _, p := range all {
		units = append(units, p.Unit)
	}
	slices.Sort(units)
	want := []string{"Văn phòng xã Bình An", "Văn phòng xã Bình Mỹ", "Địa chính xã Bình An", "Địa chính xã Bình Mỹ"}
	if err != nil || !slices.Equal(units, want) {
		t.Errorf("%q, want %q: %v", units, want, err)
	}
	for who, sees := range map[bot.ChatID][2]string{adminMy: {"Bình Mỹ", "Bình An"}, adminAn: {"Bình An", "Bình Mỹ"}} {
		if said := texts(o.acts(who).says("/canbo")); !strings.Contains(said, sees[0]) ||
			strings.Contains(said, sees[1]) {
			t.Errorf("%s reads %q", who, said)
		}
	}
}

// TestPassedOnWithinTheOffice: a question goes to the officials of the citizen's own office; without any, to those of
// all.
func TestPassedOnWithinTheOffice(t *testing.T) {
	o := newAgency(t, several)
	adminMy := o.official("my", "Văn phòng xã Bình Mỹ", people.RoleAdmin)
	adminAn := o.official("an", "Văn phòng xã Bình An", people.RoleAdmin)
	ask := func(citizen bot.ChatID, commune string) (told []bot.ChatID) {
		o.acts(citizen).says("làm sao để nuôi cá sấu trong vườn nhà")
		o.presses("Chuyển câu hỏi tới cán bộ")
		if said := texts(o.last); !strings.Contains(said, "ông/bà ở xã nào") {
			t.Fatalf("not asked for the commune: %q", said)
		}
		for _, out := range o.says(commune) {
			if out.To != citizen && !slices.Contains(told, out.To) {
				told = append(told, out.To)
			}
		}
		return told
	}
	for i, tc := range []struct {
		commune string
		told    bot.ChatID
	}{{"don xa", adminMy}, {"Ngọc Lũ", adminAn}, {"Tràng An", boss}} {
		told := ask(bot.ChatID{Channel: "telegram", ID: fmt.Sprint("citizen", i)}, tc.commune)
		if len(told) != 1 || told[0] != tc.told {
			t.Errorf("%s: told %v, want %v", tc.commune, told, tc.told)
		}
	}
}

// TestDeedsKeepToTheOffice walks what an official can do to an official, a unit, a task and a question of Bình Mỹ, with
// every role in Bình Mỹ, in Bình An and in all offices. Nobody of Bình An does any of it.
func TestDeedsKeepToTheOffice(t *testing.T) {
	ctx := context.Background()
	type deed struct {
		name string
		do   func(o *agency, tx bot.Tx, by people.Actor, k tasks.Task, c cases.Case, p people.Person) error
		may  []people.Role // of Bình Mỹ and of all offices
	}
	runs := []people.Role{people.RoleAdmin}
	leads := []people.Role{people.RoleHead, people.RoleAdmin}
	desk := func(o *agency, tx bot.Tx, by people.Actor) *tasks.Desk {
		d, err := o.h.Tasks.DeskOf(ctx, tx, by.Chat, "seed")
		if err != nil {
			o.t.Fatal(err)
		}
		return d
	}
	deeds := []deed{
		{"unlink", func(o *agency, tx bot.Tx, by people.Actor, _ tasks.Task, _ cases.Case, p people.Person) error {
			_, err := o.h.Staff.Unlink(ctx, tx, by, p.Chats[0])
			return err
		}, runs},
		{"leave", func(o *agency, tx bot.Tx, by people.Actor, _ tasks.Task, _ cases.Case, p people.Person) error {
			_, err := o.h.Staff.Leave(ctx, tx, by, p)
			return err
		}, runs},
		{"move to another unit",
			func(o *agency, tx bot.Tx, by people.Actor, _ tasks.Task, _ cases.Case, p people.Person) error {
				_, _, err := o.h.Staff.MoveUnit(ctx, tx, by, p, "Tư pháp")
				return err
			}, runs},
		{"invite to a further channel",
			func(_ *agency, tx bot.Tx, by people.Actor, _ tasks.Task, _ cases.Case, p people.Person) error {
				_, err := staff.InviteChannel(ctx, tx, by, p)
				return err
			}, runs},
		{"rename the unit", func(o *agency, tx bot.Tx, by people.Actor, _ tasks.Task, _ cases.Case,
			p people.Person) error {
			_, err := o.h.Staff.RenameUnit(ctx, tx, by, people.UnitID(p.Unit), "Phòng Văn hóa")
			return err
		}, runs},
		{"take the unit off the list",
			func(o *agency, tx bot.Tx, by people.Actor, _ tasks.Task, _ cases.Case, _ people.Person) error {
				return o.h.Staff.DropUnit(ctx, tx, by, people.UnitID("Kho xã Bình Mỹ"))
			}, runs},
		{"read the task", func(o *agency, tx bot.Tx, by people.Actor, k tasks.Task, _ cases.Case,
			_ people.Person) error {
			_, err := desk(o, tx, by).Task(ctx, k.ID)
			return err
		}, []people.Role{people.RoleHead, people.RoleAdmin, people.RoleViewer, people.RoleEditor}},
		{"drop the task", func(o *agency, tx bot.Tx, by people.Actor, k tasks.Task, _ cases.Case,
			_ people.Person) error {
			_, err := desk(o, tx, by).Drop(ctx, k.ID)
			return err
		}, leads},
		{"hand the task", func(o *agency, tx bot.Tx, by people.Actor, k tasks.Task, _ cases.Case,
			p people.Person) error {
			_, err := desk(o, tx, by).Hand(ctx, k, p.ID)
			return err
		}, leads},
		{"answer the question",
			func(o *agency, tx bot.Tx, by people.Actor, _ tasks.Task, c cases.Case, _ people.Person) error {
				_, _, err := o.h.Cases.Answer(ctx, tx, by, c.Ref, "Được.")
				return err
			}, []people.Role{people.RoleMember, people.RoleHead, people.RoleAdmin, people.RoleEditor}},
		{"close questions", func(o *agency, tx bot.Tx, by people.Actor, _ tasks.Task, c cases.Case,
			_ people.Person) error {
			_, err := o.h.Cases.CloseMany(ctx, tx, by, []string{c.Ref}, "trùng")
			return err
		}, runs},
	}
	undone := errors.New("undone, for the next deed")
	for _, role := range people.GivenRoles {
		for _, unit := range []string{"Văn phòng xã Bình Mỹ", "Văn phòng xã Bình An", "Sở Nội vụ"} {
			o := newAgency(t, several)
			chat := o.official("by", unit, role)
			o.official("on", "Văn phòng xã Bình Mỹ", people.RoleMember)
			if err := o.state.Update(ctx,
				func(tx bot.Tx) error { people.PutUnit(tx, "Kho xã Bình Mỹ"); return nil }); err != nil {
				t.Fatal(err)
			}
			for _, d := range deeds {
				var may bool
				err := o.state.Update(ctx, func(tx bot.Tx) error {
					p, _, err := people.Load(ctx, tx, "P-on")
					if err != nil {
						return err
					}
					k, err := o.h.Tasks.New(ctx, tx,
						tasks.Task{Title: "Việc", Unit: p.Unit, Due: content.NewDay(2026, 12, 1), Leads: []int{1}})
					if err != nil {
						return err
					}
					c := cases.Case{Ref: "H-23456789", Text: "Hỏi", Unit: people.UnitID(p.Unit), At: o.now,
						Due: content.NewDay(2026, 12, 1)}
					tx.Put(bot.Key{Kind: "case", ID: c.Ref}, c, 0)
					by, _, err := o.h.People.ActorAt(ctx, tx, chat, "seed")
					if err != nil {
						return err
					}
					err = d.do(o, tx, by, k, c, p)
					var no dialog.Refusal
					if may = !errors.As(err, &no); may && err != nil {
						return err
					}
					return undone
				})
				if !errors.Is(err, undone) {
					t.Fatalf("%s: %v", d.name, err)
				}
				// A head and a member do it in their own unit alone.
				bound := role == people.RoleHead || role == people.RoleMember
				want := slices.Contains(d.may, role) &&
					(unit == "Văn phòng xã Bình Mỹ" || unit == "Sở Nội vụ" && !bound)
				if may != want {
					t.Errorf("%s, as %s of %s: done %t, want %t", d.name, role, unit, may, want)
				}
			}
		}
	}
}

// TestCommandsOfAllOffices: what all offices share is closed to who is of one.
func TestCommandsOfAllOffices(t *testing.T) {
	o := newAgency(t, several)
	adminMy := o.official("my", "Văn phòng xã Bình Mỹ", people.RoleAdmin)
	adminAll := o.official("all", "Sở Nội vụ", people.RoleAdmin)
	help, common := texts(o.acts(adminMy).says("/trogiup")), texts(o.acts(adminAll).says("/trogiup"))
	for _, command := range []string{"/kehoach", "/thuhong"} {
		if strings.Contains(help, command) || !strings.Contains(common, command) {
			t.Errorf("%s in the help of an office's admin: %t, of everybody's: %t", command,
				strings.Contains(help, command), strings.Contains(common, command))
		}
	}
	if said := texts(o.acts(adminAll).says("/moi Lê Văn Tám; Văn phòng")); !strings.Contains(said,
		"Văn phòng xã Bình Lục") {
		t.Errorf("a unit of all offices is not told to be one: %q", said)
	}
	if said := texts(o.acts(adminMy).says("/moi Lê Văn Tám; Văn phòng")); strings.Contains(said,
		"chung cho mọi cơ quan") {
		t.Errorf("an office's own unit is told to be everybody's: %q", said)
	}
	for _, command := range []string{"/kehoach", "/thuhong", "/quyen"} {
		mine, all := texts(o.acts(adminMy).says(command)), texts(o.acts(adminAll).says(command))
		if !strings.Contains(mine, "quyền") {
			t.Errorf("%s as an office's admin: %q", command, mine)
		}
		if command != "/quyen" && strings.Contains(all, "không có quyền") {
			t.Errorf("%s as everybody's admin: %q", command, all)
		}
	}
}

// TestFiguresOfAnOffice: an office reads its own figures, of questions, surveys and what waits; all offices read them
// all.
func TestFiguresOfAnOffice(t *testing.T) {
	o := newAgency(t, several)
	adminMy := o.official("my", "Văn phòng xã Bình Mỹ", people.RoleAdmin)
	adminAn := o.official("an", "Văn phòng xã Bình An", people.RoleAdmin)
	for who, lives := range map[string]string{"m1": "Đồn Xá", "m2": "La Sơn", "a1": "Ngọc Lũ"} {
		o.acts(bot.ChatID{Channel: "telegram", ID: who}).says("tôi ở " + lives)
		o.says("làm giấy khai sinh cần gì")
		o.says("/gopy")
		o.presses("Rất hài lòng")
	}
	o.acts(bot.ChatID{Channel: "telegram", ID: "a1"}).says("làm sao để nuôi cá sấu trong vườn nhà")
	o.presses("Chuyển câu hỏi tới cán bộ")
	for who, wants := range map[bot.ChatID][]string{
		adminMy: {"- 2 câu hỏi:", "(2 phiếu,", "trả lời: 0,"},
		adminAn: {"- 2 câu hỏi:", "(1 phiếu,", "trả lời: 1,", "chuyển cán bộ 1"},
		boss:    {"- 4 câu hỏi:", "(3 phiếu,", "trả lời: 1,"},
	} {
		said := texts(o.acts(who).says("/thongke"))
		for _, words := range wants {
			if !strings.Contains(said, words) {
				t.Errorf("%s does not read %q:\n%s", who, words, said)
			}
		}
	}
}
