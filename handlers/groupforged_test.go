package handlers_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
)

// inAGroup delivers what an official, who may do everything in his own chat, says or presses in a group.
func (c *talk) inAGroup(u bot.Update) []bot.Outgoing {
	c.t.Helper()
	c.n++
	u.ID, u.Chat, u.At, u.Private = fmt.Sprint(c.n), bot.ChatID{Channel: "telegramgroup", ID: "-9"}, c.now, false
	u.User = bot.User{ID: composer.ID, Name: "Chủ bot"}
	if u.Group == nil {
		u.Group = &bot.Group{Title: "Tổ dân phố số 3", By: bot.StandingMember}
	}
	if err := c.d.Deliver(c.t.Context(), u); err != nil {
		c.t.Fatal(err)
	}
	out := c.state.Queue()[c.sent:]
	c.sent = len(c.state.Queue())
	return out
}

// TestGroupKnowsNoOfficial: whatever can be typed or pressed anywhere, in a group by the owner himself, does nothing,
// and says nothing that is not for everybody.
func TestGroupKnowsNoOfficial(t *testing.T) {
	o := newDesk(t, 2, nil)
	o.says("/thongbao Họp ngày 20/12 về việc kín")
	me := o.chat
	o.chat = bot.ChatID{Channel: "telegram", ID: "55"}
	o.says("nuôi cá sấu bí mật ở xóm Đình")
	o.presses("Chuyển câu hỏi tới cán bộ")
	o.chat = me
	task, news := o.state.Keys("task")[0], o.state.Keys("announcement")[0]
	actual := strings.NewReplacer("V-234567", task, "abcdef", news, "telegram:42", composer.String())
	kept := func() map[string]string {
		all := o.state.Everything()
		maps.DeleteFunc(all, func(where, _ string) bool { return strings.HasPrefix(where, "group-rate ") })
		return all
	}
	var updates []bot.Update
	names := []string{"xoadulieu", "start"}
	for _, r := range o.bot.Routes() {
		for _, c := range r.Commands {
			names = append(names, c.Name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		for _, payload := range []string{"", task, "hồ sơ mật; tôi; 10/12"} {
			if name != "hoi" { // it asks
				updates = append(updates, bot.Update{Kind: bot.KindCommand, Command: name, Payload: payload,
					Text: "/" + name + " " + payload})
			}
		}
	}
	for _, action := range wire {
		updates = append(updates, bot.Update{Kind: bot.KindAction, Action: actual.Replace(action)})
	}
	for _, words := range []string{"giao việc cho chị Lan", "việc của tôi", "các việc đang mở", "H-23456789", task,
		"nhắc tôi ngày mai", "xóa dữ liệu của tôi",
		"chuyển câu hỏi tới cán bộ", "gặp cán bộ", "tôi muốn góp ý"} {
		updates = append(updates, bot.Update{Kind: bot.KindText, Text: words})
	}
	before := kept()
	for _, u := range updates {
		o.now = o.now.Add(time.Minute) // a group is answered so often a minute
		said := o.inAGroup(u)
		what := u.Text + u.Action
		for _, out := range said {
			if text := bot.Plain(out.Message.Text); out.To.ID != "-9" || strings.Contains(text, "mật") ||
				strings.Contains(text, "việc kín") {
				t.Errorf("%s: to %s: %s", what, out.To, text)
			}
		}
		if u.Kind == bot.KindAction && len(said) > 0 {
			t.Errorf("%s is answered", what)
		}
		after := kept()
		for where, text := range after {
			if before[where] != text && !strings.HasPrefix(where, "counter") && !strings.HasPrefix(where, "figures") {
				t.Errorf("%s changed %s to %s", what, where, text)
			}
		}
		for where := range before {
			if _, there := after[where]; !there &&
				slices.ContainsFunc(ofTheOffice, func(kind string) bool { return strings.HasPrefix(where, kind) }) {
				t.Errorf("%s deleted %s", what, where)
			}
		}
		before = after
	}
}

// TestForgedGroups: who does not run a group subscribes it to nothing and ends nothing; a move of what is no subscriber
// moves nothing; only who runs the office decides.
func TestForgedGroups(t *testing.T) {
	group := bot.ChatID{Channel: "telegramgroup", ID: "-9"}
	other := bot.ChatID{Channel: "telegramgroup", ID: "-10"}
	state := func(o *desk, chat bot.ChatID) subscribers.GroupState {
		g, _, err := subscribers.LoadGroupChat(t.Context(), o.state, chat)
		if err != nil {
			t.Fatal(err)
		}
		return g.State
	}
	command := func(name string, by bot.Standing) bot.Update {
		return bot.Update{Kind: bot.KindCommand, Command: name, Group: &bot.Group{Title: "Tổ", By: by}}
	}
	moved := func(to bot.ChatID) bot.Update {
		return bot.Update{Kind: bot.KindMoved, Group: &bot.Group{MovedTo: to}}
	}
	for _, tt := range []struct {
		name        string
		is          subscribers.GroupState // before, "" for none
		u           bot.Update
		here, there subscribers.GroupState
	}{
		{"a member subscribes", "", command("dangky", bot.StandingMember), "", ""},
		{"somebody unknown subscribes", "", command("dangky", bot.StandingUnknown), "", ""},
		{"nobody's standing", "", command("dangky", ""), "", ""},
		{"its admin asks", "", command("dangky", bot.StandingAdmin), subscribers.GroupAsking, ""},
		{"its admin asks though refused", subscribers.GroupRefused, command("dangky", bot.StandingAdmin),
			subscribers.GroupRefused, ""},
		{"a member ends it", subscribers.GroupOn, command("huy", bot.StandingMember), subscribers.GroupOn, ""},
		{"somebody unknown ends it", subscribers.GroupOn, command("huy", bot.StandingUnknown), subscribers.GroupOn, ""},
		{"its admin ends it", subscribers.GroupOn, command("huy", bot.StandingAdmin), subscribers.GroupEnded, ""},
		{"no subscriber moves", "", moved(other), "", ""},
		{"to nowhere", subscribers.GroupOn, moved(bot.ChatID{}), subscribers.GroupOn, ""},
		{"to itself", subscribers.GroupOn, moved(group), subscribers.GroupOn, ""},
		{"it moves", subscribers.GroupOn, moved(other), "", subscribers.GroupOn},
		{"what was refused stays refused", subscribers.GroupRefused, moved(other), "", subscribers.GroupRefused},
		{"we come back unasked", subscribers.GroupRefused, bot.Update{Kind: bot.KindJoined,
			Group: &bot.Group{Title: "Tổ", Again: true}}, subscribers.GroupRefused, ""},
		{"we come back after the end", subscribers.GroupEnded,
			bot.Update{Kind: bot.KindJoined, Group: &bot.Group{Title: "Tổ", Again: true}}, subscribers.GroupEnded, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := newDesk(t, 0, nil)
			o.now = o.now.Add(time.Minute)
			if tt.is != "" {
				if err := o.state.Update(t.Context(), func(tx bot.Tx) error {
					subscribers.PutGroupChat(tx,
						subscribers.GroupChat{Chat: group, Title: "Tổ", State: tt.is, Asked: o.now, Since: o.now})
					return nil
				}); err != nil {
					t.Fatal(err)
				}
			}
			o.inAGroup(tt.u)
			if here, there := state(o, group), state(o, other); here != tt.here || there != tt.there {
				t.Errorf("here %q, want %q; there %q, want %q", here, tt.here, there, tt.there)
			}
			_, counted, err := o.state.Score(t.Context(), subscribers.SubscribersSet, group.String())
			if err != nil || counted != (tt.here == subscribers.GroupOn) {
				t.Errorf("in the audience: %t, %v", counted, err)
			}
		})
	}
	// Who presses the office's buttons in a chat of his own: each role, on a group that asks and on one that has it.
	for _, role := range append([]people.Role{""}, people.GivenRoles...) {
		o := newDesk(t, 0, nil)
		chat := bot.ChatID{Channel: "telegram", ID: "99"}
		if err := o.state.Update(t.Context(), func(tx bot.Tx) error {
			subscribers.PutGroupChat(tx,
				subscribers.GroupChat{Chat: group, Title: "Tổ", State: subscribers.GroupAsking, Asked: o.now})
			subscribers.PutGroupChat(tx,
				subscribers.GroupChat{Chat: other, Title: "Xóm", State: subscribers.GroupOn, Since: o.now})
			if role != "" {
				tx.Put(people.PersonKey("P-34567892"),
					people.Person{ID: "P-34567892", Name: "Lê Văn Ba", Unit: "Tư pháp", Chats: []bot.ChatID{chat}}, 0)
				tx.Put(people.IdentityKey(chat),
					people.Identity{Chat: chat, Person: "P-34567892", Role: role, Confirmed: true}, 0)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		for _, action := range []string{"group:yes:" + group.String(), "group:no:" + group.String(),
			"group:stop:" + other.String()} {
			o.does(bot.Update{Kind: bot.KindAction, Action: action, Chat: chat})
		}
		may := role == people.RoleAdmin
		if here, there := state(o, group), state(o, other); (here == subscribers.GroupAsking) == may ||
			(there == subscribers.GroupOn) == may {
			t.Errorf("%q: the group that asked is %q, the other %q", role, here, there)
		}
	}
}
