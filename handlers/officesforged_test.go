package handlers_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

// TestForgedButtonsOfAnotherOffice: every button and command of officials, about a task, a question and an official of
// Bình Mỹ, by those of Bình An who may most: nothing of Bình Mỹ or of all offices changes, is shown or is told. An
// admin of Bình Mỹ does some of it, so the test would see it.
func TestForgedButtonsOfAnotherOffice(t *testing.T) {
	for _, what := range pressedIn(t, "Văn phòng xã Bình An", people.RoleHead, people.RoleEditor, people.RoleAdmin) {
		t.Error(what)
	}
	did := strings.Join(pressedIn(t, "Văn phòng xã Bình Mỹ", people.RoleAdmin), "\n")
	for _, does := range []string{"tb:send:", "tb:ok:", " changes task ", " changes case "} {
		if !strings.Contains(did, does) {
			t.Errorf("an admin of the office itself never%s:\n%s", does, did)
		}
	}
}

// pressedIn lists what somebody of a unit, in each of the roles, does to Bình Mỹ and to all offices, or reads of it.
func pressedIn(t *testing.T, unit string, roles ...people.Role) (did []string) {
	t.Helper()
	o := newAgency(t, several)
	theirs := o.official("my", "Văn phòng xã Bình Mỹ", people.RoleMember)
	var task tasks.Task
	if err := o.state.Update(t.Context(), func(tx bot.Tx) (err error) {
		task, err = o.h.Tasks.New(t.Context(), tx, tasks.Task{Title: "Rà soát hồ sơ kín đáo",
			Unit: "Văn phòng xã Bình Mỹ", Due: content.NewDay(2026, 12, 1), Leads: []int{1}})
		if err != nil {
			return err
		}
		c := cases.Case{Ref: "H-23456789", Text: "nuôi cá sấu kín đáo", Unit: people.UnitID("Văn phòng xã Bình Mỹ"),
			At:   o.now,
			Chat: bot.ChatID{Channel: "telegram", ID: "55"}, Due: content.NewDay(2026, 12, 1), Task: task.ID}
		tx.Put(bot.Key{Kind: "case", ID: c.Ref}, c, 0)
		tx.Add(cases.CasesSet, c.Ref, o.now.UnixMilli())
		tx.Add(cases.OpenCasesSet, c.Ref, c.Due.At(23, 59).UnixMilli())
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	// Of Bình Mỹ are also a draft, and an urgent announcement that waits for the second word.
	o.h.Announce.Config = announce.Config{Engine: bottest.NewBulks(o.state)}
	asker := o.official("asks", "Công an xã Bình Mỹ", people.RoleAdmin)
	o.official("agrees", "Công an xã Bình Mỹ", people.RoleAdmin)
	o.official("reads", "Văn phòng xã Bình Mỹ", people.RoleMember)
	o.acts(bot.ChatID{Channel: "telegram", ID: "off-reads"}).says("/dangky")
	o.acts(asker).says("/thongbao Tin kín đáo thứ nhất.")
	o.now = o.now.Add(time.Second)
	o.says("/thongbao Tin kín đáo thứ hai.")
	o.presses("Khẩn: bão, lũ")
	o.presses("Gửi")
	news, err := o.state.List(t.Context(), announce.Set, bot.Range{Max: 1 << 52})
	if err != nil || len(news) != 2 {
		t.Fatal(news, err)
	}
	draft, asked := news[0].Member, news[1].Member
	actual := strings.NewReplacer("abcdef", draft, "V-234567", task.ID, "P-234567", "P-my", "telegram:42",
		theirs.String(), "telegram:-42", theirs.String(),
		"H-23456789", "H-23456789", "G-23456789", "H-23456789", "H-234567", "H-23456789", "G-234567", "H-23456789",
		"mot-cua", people.UnitID("Văn phòng xã Bình Mỹ"))
	others := func(me bot.ChatID) map[string]string {
		out := map[string]string{}
		for where, text := range o.state.Everything() {
			for _, kind := range append([]string{"case "}, ofTheOffice...) {
				if strings.HasPrefix(where, kind) && !strings.Contains(where+text, "P-me-") &&
					!strings.Contains(where+text, me.String()) {
					out[where] = text
				}
			}
		}
		return out
	}
	var updates []bot.Update
	for _, action := range wire {
		if ofOffice.MatchString(action) {
			updates = append(updates, bot.Update{Kind: bot.KindAction, Action: actual.Replace(action)})
		}
	}
	for _, id := range []string{draft, asked} {
		a, _, err := announce.Load(t.Context(), o.state, id)
		if err != nil {
			t.Fatal(err)
		}
		rev := fmt.Sprint(a.Rev)
		for _, verb := range []string{"ok:ID:" + rev, "no:ID:" + rev, "send:ID:" + rev, "pick:ID:all:", "on:ID:zalo",
			"time:ID", "now:ID:u", "alone:ID:0", "drop:ID", "show:ID", "report:ID"} {
			updates = append(updates,
				bot.Update{Kind: bot.KindAction, Action: "tb:" + strings.Replace(verb, "ID", id, 1)})
		}
	}
	for _, text := range []string{"/nhiemvu", "/nhiemvu " + task.ID, task.ID, "H-23456789", "/canbo", "/thongke",
		"/lich", "/trangquanly", "các việc đang mở", "/lamthay"} {
		u := bot.Update{Kind: bot.KindText, Text: text}
		if name, _, payload, ok := bot.ParseCommand(text); ok {
			u.Kind, u.Command, u.Payload = bot.KindCommand, name, payload
		}
		updates = append(updates, u)
	}
	for _, role := range roles {
		me := o.official("me-"+string(role), unit, role)
		before := others(me)
		o.sent = len(o.state.Queue()) // what making all this has told
		for _, u := range updates {
			u.Chat = me
			what := string(role) + ": " + u.Action + u.Text
			for _, out := range o.does(u) {
				if text := bot.Plain(out.Message.Text); out.To != me || strings.Contains(text, "kín đáo") ||
					strings.Contains(text, "Cán bộ my") {
					did = append(did, what+" tells "+out.To.String()+": "+text)
				}
			}
			after := others(me)
			for _, where := range slices.Sorted(maps.Keys(after)) {
				if before[where] != after[where] {
					did = append(did, what+" changes "+where+" to "+after[where])
				}
			}
			for _, where := range slices.Sorted(maps.Keys(before)) {
				if _, there := after[where]; !there {
					did = append(did, what+" deletes "+where)
				}
			}
			before = after
		}
	}
	return did
}
