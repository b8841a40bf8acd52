package handlers_test

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"

	"github.com/motcua/motcua/bot"
)

func telegramChat(id string) bot.ChatID { return bot.ChatID{Channel: "telegram", ID: id} }

// TestAudiences: each group is those who are meant and subscribed, and the count that is shown is that of the sending.
func TestAudiences(t *testing.T) {
	o := newDesk(t, 10, nil) // 1000 to 1009, the last on Zalo
	o.joins("31", "Trần Thị Bình", "Tư pháp")
	o.joins("32", "Lê Văn Đất", "Địa chính")
	o.joins("33", "Đỗ Văn Im", "Tư pháp") // did not subscribe
	for _, who := range [][2]string{{"31", ""}, {"32", "hộ tịch"}, {"41", "xã Bình Mỹ"}, {"42", "hộ tịch"}} {
		o.from(telegramChat(who[0]), "/dangky "+who[1])
	}
	for _, id := range []string{"1001", "33", "41"} { // of whom only 1001 subscribed to the field
		o.from(telegramChat(id), "làm giấy khai sinh cho con cần gì")
	}
	for _, id := range []string{"33", "42", "43"} { // 33 and 43 agreed to nothing else
		o.from(telegramChat(id), "báo tôi khi lệ phí khai sinh đổi")
	}
	o.from(telegramChat("44"), "báo tôi khi lệ phí khai sinh đổi")
	o.from(telegramChat("44"), "thôi theo dõi")
	citizens := []string{"1000", "1001", "1002", "1003", "1004", "1005", "1006", "1007", "1008", "zalo:1009"}
	unit := func(name string) subscribers.Group {
		return subscribers.Group{Kind: subscribers.GroupUnit, ID: people.UnitID(name)}
	}
	field := people.UnitID("Hộ tịch")
	commune := subscribers.Group{Kind: subscribers.GroupCommune, ID: "xa-binh-my"}
	tests := []struct {
		name     string
		groups   []subscribers.Group // none: everybody
		channels []string
		want     []string
	}{
		{"everybody", nil, nil, append([]string{"31"}, citizens...)},
		{"everybody on Zalo", nil, []string{"zalo"}, []string{"zalo:1009"}},
		{"citizens", []subscribers.Group{{Kind: subscribers.GroupCitizens}}, nil, citizens},
		{"citizens on Telegram", []subscribers.Group{{Kind: subscribers.GroupCitizens}}, []string{"telegram"},
			citizens[:9]},
		{"officials", []subscribers.Group{{Kind: subscribers.GroupOfficials}}, nil, []string{"31", "32"}},
		{"unit", []subscribers.Group{unit("Tư pháp")}, nil, []string{"31"}},
		{"unit, written otherwise", []subscribers.Group{unit("tư  PHÁP")}, nil, []string{"31"}},
		{"two units", []subscribers.Group{unit("Tư pháp"), unit("Địa chính")}, nil, []string{"31", "32"}},
		{"commune", []subscribers.Group{commune}, nil, []string{"41"}},
		{"commune nobody chose", []subscribers.Group{{Kind: subscribers.GroupCommune, ID: "xa-binh-an"}}, nil, nil},
		{"field", []subscribers.Group{{Kind: subscribers.GroupField, ID: field}}, nil, []string{"32", "42"}},
		{"asked", []subscribers.Group{{Kind: subscribers.GroupAsked, ID: field}}, nil, []string{"1001"}},
		{"entry", []subscribers.Group{{Kind: subscribers.GroupEntry, ID: "1.001193"}}, nil, []string{"33", "42", "43"}},
		{"each once", []subscribers.Group{{Kind: subscribers.GroupOfficials}, unit("Tư pháp"), commune,
			{Kind: subscribers.GroupField, ID: field}}, nil, []string{"31", "32", "41", "42"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o.now = o.now.Add(time.Minute)
			channels := tt.channels
			if channels == nil {
				channels = []string{"telegram", "zalo"}
			}
			var a *announce.Announcement
			err := o.atDesk(composer, tt.name, func(d *announce.Desk) (err error) {
				a, err = d.Compose(t.Context(),
					announce.Form{Text: "Nghỉ lễ", Everybody: tt.groups == nil, Groups: tt.groups, Channels: channels})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			view, err := o.bot.Announce.View(t.Context(), o.state, a)
			if err != nil {
				t.Fatal(err)
			}
			if want := strings.Fields(view.Count[0])[0]; want != strconv.Itoa(len(tt.want)) ||
				view.Nobody != (len(tt.want) == 0) {
				t.Errorf("counted %v, want %d", view.Count, len(tt.want))
			}
			if len(tt.want) == 0 {
				return
			}
			if err := o.atDesk(composer, "send", func(d *announce.Desk) error {
				return d.Press(t.Context(), a.ID, "send", strconv.Itoa(a.Rev))
			}); err != nil {
				t.Fatal(err)
			}
			if err := o.runner.Tick(t.Context()); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range o.engine.All[a.ID].List {
				got = append(got, strings.TrimPrefix(r.Chat.String(), "telegram:"))
			}
			slices.Sort(got)
			want := slices.Sorted(slices.Values(tt.want))
			if !slices.Equal(got, want) {
				t.Errorf("goes to %v, want %v", got, want)
			}
		})
	}
}

// TestAnnounceRefusalsAreLogged: an official who tries without the right stands in the log, a stranger is counted, both
// once an hour; so does an admin's text that was refused, and no refusal leaves a draft.
func TestAnnounceRefusalsAreLogged(t *testing.T) {
	o := newDesk(t, 3, nil)
	refused := func() (n int) {
		length, err := people.AuditLength(t.Context(), o.state)
		if err != nil {
			t.Fatal(err)
		}
		lines, err := people.AuditLines(t.Context(), o.state, 1, length)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lines {
			if l.What == "announce.refused" {
				n++
			}
		}
		counted, err := people.StrangerDeeds(t.Context(), o.state, o.now)
		if err != nil {
			t.Fatal(err)
		}
		return n + int(counted["announce.refused"])
	}
	stranger := telegramChat("5")
	steps := []struct {
		name string
		do   func()
		want int
	}{
		{"a stranger", func() { o.from(stranger, "/thongbao xin chào") }, 1},
		{"the same at once", func() { o.from(stranger, "/thongbao xin chào") }, 1},
		{"a button", func() {
			o.does(bot.Update{Kind: bot.KindAction, Action: "tb:send:abc:1",
				Chat: telegramChat("6")})
		}, 2},
		{"erasing does not help", func() { o.from(stranger, "/xoadulieu"); o.from(stranger, "/thongbao a") }, 2},
		{"an hour later", func() { o.now = o.now.Add(time.Hour); o.from(stranger, "/thongbao xin chào") }, 3},
		{"an admin's slip", func() { o.says("/thongbao Nghỉ *lễ") }, 4},
		{"an admin's empty one", func() { o.says("/thongbao") }, 5},
		{"a page without the right", func() {
			err := o.atDesk(stranger, "x", func(d *announce.Desk) error {
				_, err := d.Compose(t.Context(),
					announce.Form{Text: "Nghỉ lễ", Everybody: true, Channels: []string{"zalo"}})
				return err
			})
			if no := dialog.Refuse(""); !errors.As(err, &no) {
				t.Errorf("taken: %v", err)
			}
		}, 6},
		{"a page with a slip", func() {
			err := o.atDesk(composer, "x", func(d *announce.Desk) error {
				_, err := d.Compose(t.Context(),
					announce.Form{Text: "Nghỉ *lễ", Everybody: true, Channels: []string{"zalo"}})
				return err
			})
			if no := dialog.Refuse(""); !errors.As(err, &no) {
				t.Errorf("taken: %v", err)
			}
		}, 7},
	}
	for _, s := range steps {
		s.do()
		if got := refused(); got != s.want {
			t.Errorf("%s: %d refusals in the log, want %d", s.name, got, s.want)
		}
	}
	if n, err := o.state.Size(t.Context(), announce.Set); n != 0 || err != nil {
		t.Errorf("%d drafts: %v", n, err)
	}
}

// atDesk does something as the console does it.
// TestRefusedScheduleIsLoggedAsRefused: a moment gone by schedules nothing, and the log does not say that it did.
func TestRefusedScheduleIsLoggedAsRefused(t *testing.T) {
	o := newDesk(t, 3, nil)
	o.says("/thongbao " + news)
	id := ""
	err := o.atDesk(composer, "1", func(d *announce.Desk) error {
		a, err := d.Compose(t.Context(),
			announce.Form{Text: "Nghỉ lễ", Everybody: true, Channels: []string{"telegram"}})
		if err == nil {
			id = a.ID
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = o.atDesk(composer, "2", func(d *announce.Desk) error {
		return d.Schedule(t.Context(), id, 1, o.now.Add(-time.Hour), time.Time{}, false)
	})
	if err == nil {
		t.Fatal("scheduled in the past")
	}
	n, err := people.AuditLength(t.Context(), o.state)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := people.AuditLines(t.Context(), o.state, n, n)
	if err != nil || len(lines) != 1 || lines[0].What != people.VerbAnnounceTimeRefused ||
		lines[0].What.Words() != "Hẹn giờ thông báo: bị từ chối" {
		t.Errorf("%+v, %v", lines, err)
	}
}

// TestEditUnderAPicture: an edit of what went out with a picture replaces the words under it, where they stood there,
// and must fit; the picture itself cannot be replaced.
func TestEditUnderAPicture(t *testing.T) {
	for _, tc := range []struct {
		name, first, second string
		caption             bool
		refused             string
	}{
		{"a caption", "Lịch nghỉ lễ", "Lịch nghỉ lễ (đã sửa)", true, ""},
		{"too long for a caption", "Lịch nghỉ lễ", strings.Repeat("dài ", 300), false,
			"tối đa 1.024 ký tự, mà lời mới dài"},
		{"words that followed the picture", strings.Repeat("dài ", 300), "Lịch nghỉ lễ", false, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := newDesk(t, 3, nil)
			can := maps.Clone(o.bot.People.Channels)
			can["telegram"] = bot.Limits{Proactive: true, Edit: true, Files: true, CaptionRunes: 1024}
			o.bot.People.Channels = can
			o.does(bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachPhoto, Text: "/thongbao " + tc.first,
				File: &bot.File{Ref: "f1", Name: "a.jpg", Type: "image/jpeg"}})
			o.presses("Gửi")
			o.ticks(time.Second)
			o.sends(3, bot.BulkSent, "")
			o.ticks(3 * time.Second)
			o.presses("Sửa tin đã gửi")
			if got := texts(o.says(tc.second)); !strings.Contains(got, tc.refused) {
				t.Fatalf("want %q in:\n%s", tc.refused, got)
			} else if tc.refused == "" && !strings.Contains(got, "Bản sửa tin đã gửi") {
				t.Errorf("the preview does not say what it is:\n%s", got)
			}
			if tc.refused != "" {
				return
			}
			o.presses("Gửi")
			o.ticks(time.Second)
			m := o.engine.All[o.id].Spec.Messages
			if got, ok := m["telegram"]; ok != tc.caption || got.Caption != tc.caption || got.File != nil ||
				m[""].Caption {
				t.Errorf("messages %+v", m)
			}
			if tc.caption { // an edit of the edit is one too
				o.sends(3, bot.BulkSent, "")
				o.ticks(3 * time.Second)
				o.presses("Sửa tin đã gửi")
				o.says("Lịch nghỉ lễ (sửa lần hai)")
				o.presses("Gửi")
				o.ticks(time.Second)
				if !o.engine.All[o.id].Spec.Messages["telegram"].Caption {
					t.Error("the second edit is not one of the caption")
				}
			}
		})
	}
}

func (o *desk) atDesk(chat bot.ChatID, seed string, do func(*announce.Desk) error) error {
	return announce.AtPage(o.t.Context(), o.state, func(tx bot.Tx) error {
		d, err := o.bot.Announce.DeskOf(o.t.Context(), tx, chat, seed)
		if err != nil {
			return err
		}
		return do(d)
	})
}
