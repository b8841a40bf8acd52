package handlers_test

import (
	"context"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/people"
)

// ofTheOffice are the documents that a citizen's button may not touch.
var ofTheOffice = []string{"identity ", "person ", "task ", "announcement ", "setting ", "calendar ", "unit ", "feed ",
	"feed-of ", "invite ", "console-session ",
	"login ", "page ", "plan-task ", "draft "}

// TestForgedButtons: every button that was ever sent, about a task, an official, a case and an announcement that are
// there, pressed by a citizen, changes nothing of the office, shows no other's words and sends nothing to anybody else.
func TestForgedButtons(t *testing.T) {
	o := newDesk(t, 1, nil)
	c := o.talk
	ctx := context.Background()
	official, citizen := bot.ChatID{Channel: "telegram", ID: "4242"}, bot.ChatID{Channel: "telegram", ID: "99"}
	o.says("/thongbao Họp ngày 20/12 về việc kín")
	o.says("/giaoviec Rà soát hồ sơ mật; tôi; 10/12")
	const secret = "nuôi cá sấu kín đáo ở xóm Đình"
	c.chat = bot.ChatID{Channel: "telegram", ID: "55"}
	c.says(secret)
	ref := refOf(t, c.presses("Chuyển câu hỏi tới cán bộ"))
	err := c.state.Update(ctx, func(tx bot.Tx) error {
		tx.Put(people.PersonKey("P-23456789"),
			people.Person{ID: "P-23456789", Name: "Trần Thị Lan", Unit: "VP", Chats: []bot.ChatID{official}}, 0)
		tx.Put(people.IdentityKey(official),
			people.Identity{Chat: official, Person: "P-23456789", Role: people.RoleAdmin, Confirmed: true}, 0)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	k, found, err := cases.LoadCase(ctx, c.state, ref)
	if err != nil || !found || k.Task == "" {
		t.Fatal(k, err)
	}
	news := c.state.Keys("announcement")
	if len(news) != 1 {
		t.Fatal(news)
	}
	actual := strings.NewReplacer("V-234567", k.Task, "P-234567", "P-23456789", "abcdef", news[0], "telegram:42",
		official.String(), "telegram:-42", official.String(),
		"H-23456789", ref, "G-23456789", ref, "H-234567", ref, "G-234567", ref)
	snapshot := func() map[string]string {
		out := map[string]string{}
		for where, text := range c.state.Everything() {
			for _, kind := range ofTheOffice {
				if strings.HasPrefix(where, kind) {
					out[where] = text
				}
			}
		}
		return out
	}
	before := snapshot()
	if len(before) < 4 {
		t.Fatalf("the office is too small: %v", before)
	}
	for _, action := range wire {
		action = actual.Replace(action)
		if action == "pass" || action == "pass:last" { // his own question goes to the office: so it should
			continue
		}
		for _, out := range c.does(bot.Update{Kind: bot.KindAction, Action: action, Chat: citizen}) {
			text := bot.Plain(out.Message.Text)
			if out.To != citizen {
				t.Errorf("%s sends to %s: %s", action, out.To, text)
			}
			for _, words := range []string{secret, "hồ sơ mật", "việc kín", "Trần Thị Lan"} {
				if strings.Contains(text, words) {
					t.Errorf("%s shows %q", action, words)
				}
			}
		}
		after := snapshot()
		for where, text := range after {
			if before[where] != text {
				t.Errorf("%s changed %s", action, where)
			}
		}
		for where := range before {
			if _, there := after[where]; !there {
				t.Errorf("%s deleted %s", action, where)
			}
		}
		before = after
	}
}
