package console_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

// has reports whether a chat is in a set.
func (o *office) has(set string, chat bot.ChatID) bool {
	o.t.Helper()
	_, found, err := o.state.Score(context.Background(), set, chat.String())
	if err != nil {
		o.t.Fatal(err)
	}
	return found
}

// gives gives a task to the official of a chat, as the owner, and returns its id.
func (o *office) gives(chat, title string, due content.Day) (id string) {
	o.t.Helper()
	o.update(func(tx bot.Tx) error {
		desk, err := o.bot.Tasks.DeskOf(context.Background(), tx, owner, people.NewToken())
		if err != nil {
			return err
		}
		k, err := desk.Give(context.Background(), tasks.Form{Title: title, Person: o.personOf(chat)}, due)
		id = k.ID
		return err
	})
	return id
}

// TestWhoLeftIsNoAudience: announcements to officials do not go to who left, to a phone that was lost, or, for a unit,
// to who works in another one now.
func TestWhoLeftIsNoAudience(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	by := people.Actor{Chat: owner, Seed: "s", Role: people.RoleOwner}
	office, justice := people.StaffUnitSet(people.UnitID("Văn phòng")), people.StaffUnitSet(people.UnitID("Tư pháp"))
	lan, minh := o.official("20", "Trần Thị Lan", "Văn phòng", people.RoleMember),
		o.official("21", "Lê Văn Minh", "Văn phòng", people.RoleMember)
	person := func(chat string) people.Person {
		p, _, err := people.Load(ctx, o.state, o.personOf(chat))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	o.update(func(tx bot.Tx) error {
		_, _, err := o.bot.Staff.MoveUnit(ctx, tx, by, person("20"), "Tư pháp")
		return err
	})
	if o.has(office, lan) || !o.has(justice, lan) || !o.has(people.StaffSet, lan) {
		t.Error("who moved is not an official of the new unit alone")
	}
	o.update(func(tx bot.Tx) error { _, err := o.bot.Staff.Leave(ctx, tx, by, person("20")); return err })
	o.update(func(tx bot.Tx) error { _, err := o.bot.Staff.Unlink(ctx, tx, by, minh); return err })
	for _, chat := range []bot.ChatID{lan, minh} {
		if o.has(people.StaffSet, chat) || o.has(office, chat) || o.has(justice, chat) {
			t.Errorf("%s still gets what goes to officials", chat)
		}
	}
}

// TestUnitRenamed: people with their roles, work, questions, fields, invitations and printed codes go with the name.
func TestUnitRenamed(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	o.official("20", "Trần Thị Lan", "Tư phap", people.RoleHead)
	o.gives("20", "Rà soát hộ tịch", content.NewDay(2026, 12, 15))
	wrong, right := people.UnitID("Tư phap"), people.UnitID("Tư pháp - Hộ tịch")
	o.update(func(tx bot.Tx) error {
		tx.Put(cases.RoutingKey, cases.Routing{Fields: map[string]string{"Hộ tịch": wrong, "Đất đai": "x"}}, 0)
		return nil
	})
	b := o.signedIn(owner)
	b.get("/admin/can-bo")
	_, code := b.invites("Phạm Thị Mới", "Tư phap")
	page := b.follows("/admin/can-bo/don-vi/ten", url.Values{"ma": {wrong}, "ten": {" Tư pháp -  Hộ tịch "}})
	for _, want := range []string{"Tư pháp - Hộ tịch", "1 cán bộ, 1 việc đang mở, có câu hỏi đang chờ hoặc lĩnh vực phụ trách. Trưởng đơn vị: Trần Thị Lan."} {
		if !strings.Contains(words(page), want) {
			t.Errorf("the page does not say %q:\n%s", want, words(page))
		}
	}
	if strings.Contains(page, "Tư phap") {
		t.Error("the old name still stands on the page")
	}
	if o.role("20") != people.RoleHead {
		t.Error("the head lost the role by a new name")
	}
	if all, err := o.bot.Tasks.Board(ctx, o.state, "", "Tư pháp - Hộ tịch", content.DayOf(morning), 0); err != nil ||
		len(all) != 1 {
		t.Errorf("tasks %v, %v", all, err)
	}
	var routing cases.Routing
	if _, err := o.state.Get(ctx, cases.RoutingKey, &routing); err != nil || routing.Fields["Hộ tịch"] != right ||
		routing.Fields["Đất đai"] != "x" {
		t.Errorf("fields %v, %v", routing.Fields, err)
	}
	if name, err := people.UnitName(ctx, o.state, wrong); err != nil || name != "Tư pháp - Hộ tịch" {
		t.Errorf("the printed code says %q, %v", name, err)
	}
	if _, page := b.get("/admin/can-bo/loi-moi?ma=" + code); !strings.Contains(page, "Tư pháp - Hộ tịch") {
		t.Error("the invitation leads to the old unit")
	}
	if status, page := b.post("/admin/can-bo/don-vi/ten",
		url.Values{"ma": {wrong}, "ten": {"Gì đó"}}); status != http.StatusNotFound {
		t.Errorf("the old id: %d %s", status, words(page))
	}
	if _, page := b.get("/admin/nhat-ky"); !strings.Contains(words(page), "Đổi tên đơn vị") {
		t.Error("the log does not say who renamed a unit")
	}
}

// TestUnitsMerged: a unit becomes a part of another after what will happen was shown; one that is empty goes.
func TestUnitsMerged(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	o.official("20", "Trần Thị Lan", "Tư pháp", people.RoleHead)
	o.official("21", "Lê Văn Minh", "Văn phòng", people.RoleHead)
	o.gives("20", "Rà soát hộ tịch", content.NewDay(2026, 12, 15))
	from, to := people.UnitID("Tư pháp"), people.UnitID("Văn phòng")
	b := o.signedIn(owner)
	_, page := b.get("/admin/can-bo/don-vi/chac?ma=" + from + "&vao=" + to)
	for _, want := range []string{"Gộp “Tư pháp” vào “Văn phòng”?", "1 cán bộ và 1 việc đang mở của Tư pháp chuyển sang Văn phòng", "không lùi lại được"} {
		if !strings.Contains(words(page), want) {
			t.Errorf("the question does not say %q:\n%s", want, words(page))
		}
	}
	if status, page := b.post("/admin/can-bo/don-vi/bo",
		url.Values{"ma": {from}}); status != http.StatusUnprocessableEntity ||
		!strings.Contains(page, "Ông/bà gộp vào đơn vị khác") {
		t.Errorf("a unit with people was dropped: %d\n%s", status, words(page))
	}
	before := len(o.state.Queue())
	page = b.follows("/admin/can-bo/don-vi/gop", url.Values{"ma": {from}, "vao": {to}})
	if strings.Contains(words(page), "Tư pháp") || !strings.Contains(words(page), "2 cán bộ, 1 việc đang mở") {
		t.Errorf("after the merging:\n%s", words(page))
	}
	told := o.state.Queue()[before:]
	if len(told) != 1 || told[0].To.ID != "20" || !strings.Contains(told[0].Message.Text, "Văn phòng") {
		t.Errorf("told %+v", told)
	}
	if o.role("20") != people.RoleMember || o.role("21") != people.RoleHead {
		t.Errorf("roles %q, %q", o.role("20"), o.role("21"))
	}
	if n, err := tasks.OfUnit(ctx, o.state, "Văn phòng"); err != nil || n != 1 {
		t.Errorf("tasks %d, %v", n, err)
	}
	o.update(func(tx bot.Tx) error { people.PutUnit(tx, "Đội thuế"); return nil })
	if page = b.follows("/admin/can-bo/don-vi/bo",
		url.Values{"ma": {people.UnitID("Đội thuế")}}); strings.Contains(page, "Đội thuế") {
		t.Error("the empty unit is still there")
	}
}
