package handlers_test

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/people"
)

// TestForgedButtonsOfEveryRole: every button that was ever sent to officials, about what belongs to another unit,
// another official and another's chat, pressed by an official of each role below an admin, changes nothing of others
// and tells nobody else anything.
func TestForgedButtonsOfEveryRole(t *testing.T) {
	for _, role := range []people.Role{people.RoleMember, people.RoleViewer, people.RoleHead, people.RoleEditor} {
		t.Run(string(role), func(t *testing.T) {
			for action, kinds := range forgedBy(t, role) {
				t.Errorf("%s changes %v", action, kinds)
			}
		})
	}
	// Who may: the test sees what buttons do.
	does := forgedBy(t, people.RoleAdmin)
	for _, action := range []string{"task:to:V-234567:P-234567", "cb:link:P-234567", "tb:send:abcdef:1",
		"tb:cancel:abcdef"} {
		if len(does[action]) == 0 {
			t.Errorf("%s by an admin changes nothing: %v", action, does)
		}
	}
}

// ofOffice are the beginnings of the buttons of officials; the others are every citizen's.
var ofOffice = regexp.MustCompile(`^(case|task|gv|kh|nv|nvx|lich|nn|join|cb|quyen|tb|dead|stat)\b`)

// forgedBy presses every button as an official of a role in a unit of his own, and tells which kinds of documents of
// others changed, by the button.
func forgedBy(t *testing.T, role people.Role) map[string][]string {
	o := newDesk(t, 1, nil)
	c := o.talk
	ctx := context.Background()
	theirs, mine := bot.ChatID{Channel: "telegram", ID: "4242"}, bot.ChatID{Channel: "telegram", ID: "99"}
	o.says("/thongbao Họp ngày 20/12 về việc kín")
	o.says("/giaoviec Rà soát hồ sơ mật; tôi; 10/12")
	const secret = "nuôi cá sấu kín đáo ở xóm Đình"
	c.chat = bot.ChatID{Channel: "telegram", ID: "55"}
	c.says(secret)
	ref := refOf(t, c.presses("Chuyển câu hỏi tới cán bộ"))
	if err := c.state.Update(ctx, func(tx bot.Tx) error {
		for _, p := range []people.Person{{ID: "P-23456789", Name: "Trần Thị Lan", Unit: "mot-cua",
			Chats: []bot.ChatID{theirs}},
			{ID: "P-34567892", Name: "Lê Văn Ba", Unit: "tu-phap", Chats: []bot.ChatID{mine}}} {
			tx.Put(people.PersonKey(p.ID), p, 0)
		}
		tx.Put(people.IdentityKey(theirs),
			people.Identity{Chat: theirs, Person: "P-23456789", Role: people.RoleAdmin, Confirmed: true}, 0)
		tx.Put(people.IdentityKey(mine), people.Identity{Chat: mine, Person: "P-34567892", Role: role, Confirmed: true},
			0)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	k, found, err := cases.LoadCase(ctx, c.state, ref)
	news := c.state.Keys("announcement")
	if err != nil || !found || k.Task == "" || len(news) != 1 {
		t.Fatal(k, news, err)
	}
	if got, _, err := c.bot.People.RoleOf(ctx, c.state, mine); err != nil || got != role {
		t.Fatalf("the role is %q: %v", got, err)
	}
	actual := strings.NewReplacer("V-234567", k.Task, "P-234567", "P-23456789", "abcdef", news[0], "telegram:42",
		theirs.String(),
		"telegram:-42", theirs.String(), "H-23456789", ref, "G-23456789", ref, "H-234567", ref, "G-234567", ref)
	others := func() map[string]string {
		out := map[string]string{}
		for where, text := range c.state.Everything() {
			for _, kind := range ofTheOffice {
				if strings.HasPrefix(where, kind) && !strings.Contains(where+text, "P-34567892") &&
					!strings.Contains(where, mine.String()) {
					out[where] = text
				}
			}
		}
		return out
	}
	changed := map[string][]string{}
	before := others()
	for _, action := range wire {
		if !ofOffice.MatchString(action) {
			continue
		}
		sent := c.does(bot.Update{Kind: bot.KindAction, Action: actual.Replace(action), Chat: mine})
		after := others()
		if maps.Equal(before, after) &&
			!slices.ContainsFunc(sent, func(out bot.Outgoing) bool { return out.To != mine }) {
			continue
		}
		var kinds []string
		for where, text := range after {
			if before[where] != text {
				kinds = append(kinds, strings.Fields(where)[0])
			}
		}
		for where := range before {
			if _, there := after[where]; !there {
				kinds = append(kinds, "no "+strings.Fields(where)[0])
			}
		}
		for _, out := range sent {
			if out.To != mine {
				kinds = append(kinds, "tells "+out.To.String())
			}
		}
		slices.Sort(kinds)
		changed[action] = slices.Compact(kinds)
		before = after
	}
	return changed
}
