package handlers_test

import (
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
)

// newsroom is an agency of several offices that can announce, with admins and subscribers of two of them.
type newsroom struct {
	*agency
	engine                     *bottest.Bulks
	adminMy, secondMy, adminAn bot.ChatID
	clerkMy, adminAll, stayMy  bot.ChatID
	saidMy, citizenAn, nowhere bot.ChatID
}

func newNewsroom(t *testing.T) *newsroom {
	t.Helper()
	n := &newsroom{agency: newAgency(t, several)}
	n.engine = bottest.NewBulks(n.state)
	n.h.Announce.Config = announce.Config{Engine: n.engine,
		Quiet: announce.QuietHours{From: 21 * time.Hour, To: 7 * time.Hour}}
	n.adminMy = n.official("my", "Văn phòng xã Bình Mỹ", people.RoleAdmin)
	n.secondMy = n.official("my2", "Công an xã Bình Mỹ", people.RoleAdmin)
	n.clerkMy = n.official("clerk", "Công an xã Bình Mỹ", people.RoleMember)
	n.adminAn = n.official("an", "Văn phòng xã Bình An", people.RoleAdmin)
	n.adminAll = n.official("all", "Sở Nội vụ", people.RoleAdmin)
	on := func(id string) bot.ChatID { return bot.ChatID{Channel: "telegram", ID: id} }
	n.stayMy, n.saidMy, n.citizenAn, n.nowhere = on("stays"), on("said"), on("citizen-an"), on("nowhere")
	n.acts(n.stayMy).says("tôi ở Đồn Xá")
	n.says("/dangky")
	n.acts(n.saidMy).says("/dangky xã Bình Mỹ")
	n.acts(n.citizenAn).says("tôi ở Ngọc Lũ")
	n.says("/dangky")
	n.acts(n.nowhere).says("/dangky")
	n.acts(n.clerkMy).says("/dangky")
	return n
}

// run lets the announcer begin what was decided.
func (n *newsroom) run() {
	n.t.Helper()
	r := &announce.Runner{Service: n.h.Announce, State: n.state, Log: slog.New(slog.NewTextHandler(failing{n.t}, nil))}
	if err := r.Tick(n.t.Context()); err != nil {
		n.t.Fatal(err)
	}
}

// got are who gets the announcement of an id, sorted.
func (n *newsroom) got(id string) (out []string) {
	n.t.Helper()
	b := n.engine.All[id]
	if b == nil {
		n.t.Fatalf("%s never began", id)
	}
	for _, r := range b.List {
		out = append(out, r.Chat.ID)
	}
	slices.Sort(out)
	return out
}

// newest is the announcement that was made last.
func (n *newsroom) newest() *announce.Announcement {
	n.t.Helper()
	list, err := n.state.List(n.t.Context(), announce.Set, bot.Range{Max: 1 << 52, Reverse: true, Limit: 1})
	if err != nil || len(list) == 0 {
		n.t.Fatal("no announcement", err)
	}
	a, _, err := announce.Load(n.t.Context(), n.state, list[0].Member)
	if err != nil {
		n.t.Fatal(err)
	}
	return a
}

// TestAnnounceWithinTheOffice: what an office's own admin announces goes to its people alone: who said that he lives
// there, who chose its news, its officials; what those of all offices announce goes to everybody.
func TestAnnounceWithinTheOffice(t *testing.T) {
	n := newNewsroom(t)
	mine := []string{"off-clerk", "said", "stays"}
	for _, tc := range []struct {
		who    bot.ChatID
		choose []string // buttons before Gửi
		to     string
		got    []string
	}{
		{n.adminMy, nil, "mọi người đã đăng ký của xã Bình Mỹ", mine},
		{n.adminMy, []string{"Người nhận", "Người dân", "Xong"}, "người dân của xã Bình Mỹ", []string{"said", "stays"}},
		{n.adminMy, []string{"Người nhận", "Cán bộ", "Xong"}, "cán bộ của xã Bình Mỹ", []string{"off-clerk"}},
		{n.adminAn, nil, "mọi người đã đăng ký của xã Bình An", []string{"citizen-an"}},
		{n.adminAll, nil, "mọi người đã đăng ký", []string{"citizen-an", "nowhere", "off-clerk", "stays"}},
	} {
		n.now = n.now.Add(time.Second)
		n.acts(tc.who).says("/thongbao Mai mất điện cả ngày.")
		for _, label := range tc.choose {
			n.presses(label)
		}
		if said := texts(n.last); !strings.Contains(said, tc.to) || !strings.Contains(said, dialogCount(len(tc.got))) {
			t.Errorf("%s: %q lacks %q or the count %d", tc.who.ID, said, tc.to, len(tc.got))
		}
		n.presses("Gửi")
		n.run()
		if got := n.got(n.newest().ID); !slices.Equal(got, tc.got) {
			t.Errorf("%s, %v: went to %q, want %q", tc.who.ID, tc.choose, got, tc.got)
		}
	}
}

// buttonLabels are the labels of the buttons under messages.
func buttonLabels(sent []bot.Outgoing) (out []string) {
	for _, o := range sent {
		for _, row := range o.Message.Buttons {
			for _, b := range row {
				out = append(out, b.Label)
			}
		}
	}
	return out
}

func dialogCount(n int) string { return string(rune('0'+n)) + " người" }

// TestAnnounceGroupsOfTheOffice: an office's admin chooses among his own units and people; a group that is not his he
// cannot name by a button of another.
func TestAnnounceGroupsOfTheOffice(t *testing.T) {
	n := newNewsroom(t)
	n.acts(n.adminMy).says("/thongbao Họp.")
	n.presses("Người nhận")
	if buttons := buttonLabels(n.last); slices.Contains(buttons, "Theo xã") {
		t.Errorf("an office of one commune chooses communes: %q", buttons)
	}
	n.presses("Theo đơn vị")
	if all := strings.Join(buttonLabels(n.last), " "); !strings.Contains(all, "Công an xã Bình Mỹ (1)") ||
		strings.Contains(all, "Bình An") || strings.Contains(all, "Sở") {
		t.Errorf("units to choose from: %q", all)
	}
	a := n.newest()
	for _, other := range []string{people.UnitID("Văn phòng xã Bình An"), people.UnitID("Sở Nội vụ")} {
		n.does(bot.Update{Kind: bot.KindAction,
			Action: "tb:pick:" + a.ID + ":" + bot.Values(struct{ Kind, ID string }{subscribers.GroupUnit, other})})
		if now := n.newest(); now.Audience[0].Kind != subscribers.GroupAll {
			t.Errorf("chose a unit of another office: %+v", now.Audience)
		}
	}
}

// TestAnnouncementsKeepToTheOffice walks every button of an announcement of Bình Mỹ with every role of every office:
// whoever is of another office has it not, whoever runs the bot there or for all has it.
func TestAnnouncementsKeepToTheOffice(t *testing.T) {
	verbs := []string{
		"show", "send", "test", "aud", "list", "pick", "on", "time", "read", "at", "drop", "now", "urgent", "alone",
		"ok", "no",
		"pause", "resume", "cancel", "report", "csv", "xlsx", "retry", "edit", "fix",
	}
	n := newNewsroom(t)
	for _, role := range people.GivenRoles {
		for _, unit := range []string{"Văn phòng xã Bình Mỹ", "Văn phòng xã Bình An", "Sở Nội vụ"} {
			who := n.official(string(role)+unit, unit, role)
			n.now = n.now.Add(time.Second)
			n.acts(n.adminMy).says("/thongbao Mai mất điện.")
			id := n.newest().ID
			for _, verb := range verbs {
				before := n.newest().Rev
				n.acts(who)
				said := texts(n.does(bot.Update{Kind: bot.KindAction, Action: "tb:" + verb + ":" + id}))
				gone, refused := strings.Contains(said, "không còn"), strings.Contains(said, "chưa có quyền")
				switch {
				case role != people.RoleAdmin:
					if !refused {
						t.Errorf("%s of %s, %s: %q", role, unit, verb, said)
					}
				case unit == "Văn phòng xã Bình An":
					if !gone {
						t.Errorf("%s of %s, %s: %q", role, unit, verb, said)
					}
				case refused || gone && verb == "show":
					t.Errorf("%s of %s, %s: %q", role, unit, verb, said)
				}
				if (role != people.RoleAdmin || unit == "Văn phòng xã Bình An") && n.newest().Rev != before {
					t.Errorf("%s of %s, %s changed it", role, unit, verb)
				}
			}
		}
	}
}

// TestUrgentWithinTheOffice: the second word on an office's urgent announcement is its own admins' and those of all
// offices, nobody else's, and it goes to its people; a correction stays the office's, whoever makes it.
func TestUrgentWithinTheOffice(t *testing.T) {
	n := newNewsroom(t)
	n.acts(n.adminMy).says("/thongbao Nước lên, sơ tán ngay.")
	n.presses("Khẩn: bão, lũ")
	n.presses("Gửi")
	var asked []string
	for _, out := range n.last {
		if out.To != n.adminMy {
			asked = append(asked, out.To.ID)
		}
	}
	slices.Sort(asked)
	if want := []string{boss.ID, n.adminAll.ID, n.secondMy.ID}; !slices.Equal(asked, want) {
		t.Errorf("asked %q, want %q", asked, want)
	}
	urgent := n.newest().ID
	n.acts(n.secondMy).presses("Duyệt")
	n.run()
	if got := n.got(urgent); !slices.Equal(got, []string{"off-clerk", "said", "stays"}) ||
		!n.engine.All[urgent].Spec.Lead {
		t.Errorf("went to %q, leading %t", got, n.engine.All[urgent].Spec.Lead)
	}
	n.engine.Sends(urgent, 3, bot.BulkSent, "", n.now)
	n.now = n.now.Add(time.Minute)
	n.run()
	n.acts(n.adminAll)
	n.does(bot.Update{Kind: bot.KindAction, Action: "tb:fix:" + urgent})
	n.says("Nước đã rút.")
	if a := n.newest(); a.From == nil || a.Office != "binh-my" {
		t.Errorf("the correction is of %q", a.Office)
	}
	for who, has := range map[bot.ChatID]bool{n.adminMy: true, n.adminAn: false, n.adminAll: true} {
		_, found, err := announce.LoadFor(t.Context(), n.state,
			n.h.People.OfficeOf(map[bool]string{true: "Văn phòng xã Bình Mỹ", false: "Văn phòng xã Bình An"}[has]),
			urgent)
		if err != nil || found != has {
			t.Errorf("%s sees it: %t, want %t", who.ID, found, has)
		}
	}
}

// TestNewsOfTheOffice: a citizen reads in the chat what his own office and all offices made public, not another's.
func TestNewsOfTheOffice(t *testing.T) {
	n := newNewsroom(t)
	for _, who := range []bot.ChatID{n.adminMy, n.adminAn, n.adminAll} {
		n.now = n.now.Add(time.Second)
		n.acts(who).says("/thongbao Tin của " + who.ID)
		n.presses("Gửi")
		n.run()
		id := n.newest().ID
		err := n.state.Update(t.Context(), func(tx bot.Tx) error {
			d, err := n.h.Announce.DeskOf(t.Context(), tx, who, "publish"+id)
			if err != nil {
				return err
			}
			return d.Publish(t.Context(), id, content.DayOf(n.now.In(content.Zone)).Add(3))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for who, want := range map[bot.ChatID]string{n.stayMy: "off-my off-all", n.citizenAn: "off-an off-all",
		n.nowhere: "off-my off-an off-all"} {
		said := texts(n.acts(who).says("thông báo mới nhất của xã"))
		for _, id := range []string{"off-my", "off-an", "off-all"} {
			if reads := strings.Contains(said, "Tin của "+id); reads != slices.Contains(strings.Fields(want), id) {
				t.Errorf("%s reads of %s: %t", who.ID, id, reads)
			}
		}
	}
}

// TestGroupsOfAnOffice: a group says of which commune it is; its office's admins and those of all decide, and it gets
// what that office and what all offices announce, nothing of another.
func TestGroupsOfAnOffice(t *testing.T) {
	n := newNewsroom(t)
	n.h.People.Channels = maps.Clone(n.h.People.Channels)
	n.h.People.Channels["telegramgroup"] = bot.Limits{Proactive: true, Edit: true, Groups: true}
	hamlet := bot.ChatID{Channel: "telegramgroup", ID: "-9"}
	wants := func(payload string) []bot.Outgoing {
		n.acts(hamlet)
		return n.does(bot.Update{Kind: bot.KindCommand, Command: "dangky", Payload: payload, MessageID: "5",
			Group: &bot.Group{Title: "Tổ dân phố 3", By: bot.StandingAdmin}})
	}
	if said := texts(wants("")); !strings.Contains(said, "/dangky xã Bình Lục") {
		t.Errorf("without a commune: %q", said)
	}
	sent := wants("Bình Mỹ")
	var asked []string
	yes := ""
	for _, out := range sent {
		if out.To != hamlet {
			asked, yes = append(asked, out.To.ID), out.Message.Buttons[0][0].Action
		}
	}
	slices.Sort(asked)
	if want := []string{n.adminMy.ID, n.secondMy.ID}; !slices.Equal(asked, want) {
		t.Fatalf("asked %q, want %q", asked, want)
	}
	press := func(who bot.ChatID) string {
		n.acts(who)
		return texts(n.does(bot.Update{Kind: bot.KindAction, Action: yes}))
	}
	if said := press(n.adminAn); !strings.Contains(said, "không còn trong danh sách") {
		t.Errorf("the other office's admin: %q", said)
	}
	if said := press(n.adminMy); !strings.Contains(said, "Đã đồng ý: nhóm “Tổ dân phố 3”") {
		t.Errorf("the office's admin: %q", said)
	}
	for who, lists := range map[bot.ChatID]bool{n.adminMy: true, n.adminAll: true, n.adminAn: false} {
		if said := texts(n.acts(who).says("/nhom")); strings.Contains(said,
			"Tổ dân phố 3 (nhóm, Telegram, xã Bình Mỹ)") != lists {
			t.Errorf("%s reads %q, want the group: %t", who.ID, said, lists)
		}
	}
	for who, gets := range map[bot.ChatID]bool{n.adminMy: true, n.adminAll: true, n.adminAn: false} {
		n.now = n.now.Add(time.Second)
		n.acts(who).says("/thongbao Mai mất điện.")
		if said := texts(n.last); strings.Contains(said, "1 nhóm, kênh") != gets {
			t.Errorf("%s counts %q", who.ID, said)
		}
		n.presses("Gửi")
		n.run()
		if got := n.got(n.newest().ID); slices.Contains(got, hamlet.ID) != gets {
			t.Errorf("of %s went to %q", who.ID, got)
		}
	}
	n.acts(hamlet)
	n.does(bot.Update{Kind: bot.KindMoved,
		Group: &bot.Group{MovedTo: bot.ChatID{Channel: "telegramgroup", ID: "-1009"}}})
	n.now = n.now.Add(time.Second)
	n.acts(n.adminMy).says("/thongbao Hết mất điện.")
	n.presses("Gửi")
	n.run()
	if got := n.got(n.newest().ID); !slices.Contains(got, "-1009") || slices.Contains(got, hamlet.ID) {
		t.Errorf("after it became a supergroup: %q", got)
	}
}
