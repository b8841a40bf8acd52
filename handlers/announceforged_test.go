package handlers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/announce/recurring"
	"github.com/motcua/motcua/handlers/people"
)

// actionOf is what the button of the last messages says that begins with label.
func (o *desk) actionOf(label string) string {
	o.t.Helper()
	for _, out := range o.last {
		for _, row := range out.Message.Buttons {
			for _, b := range row {
				if strings.HasPrefix(b.Label, label) {
					return b.Action
				}
			}
		}
	}
	o.t.Fatalf("no button %q", label)
	return ""
}

// again presses a button by what it says, as often as somebody likes.
func (o *desk) again(chat bot.ChatID, action string, times int) {
	o.t.Helper()
	for range times {
		o.does(bot.Update{Kind: bot.KindAction, Action: action, Chat: chat})
	}
}

// TestConfirmedOnce: the button that confirms what repeats, and the second word to it, pressed again, later and by
// others, have one effect; what was refused or ended is not brought back by an old button.
func TestConfirmedOnce(t *testing.T) {
	o := newDesk(t, 3, func(c *announce.Config) { c.Approval = true })
	o.says("/thongbao Gom rác thải cồng kềnh.")
	o.presses("Hẹn giờ")
	o.says("8 giờ thứ Ba hằng tuần")
	confirm := o.actionOf("Đúng")
	is := func(what string, state recurring.State, scheduled int) {
		t.Helper()
		due, err := o.state.List(t.Context(), bot.ScheduleSet, bot.Range{Max: 1 << 60})
		n := 0
		for _, e := range due {
			if strings.HasPrefix(e.Member, "announce-series:") {
				n++
			}
		}
		s, found, err2 := recurring.Load(t.Context(), o.state, strings.Split(confirm, ":")[2])
		if err != nil || err2 != nil || !found || s.State != state || n != scheduled {
			t.Errorf("%s: %q, %d scheduled; want %q, %d; %v %v", what, s.State, n, state, scheduled, err, err2)
		}
	}
	stranger := bot.ChatID{Channel: "telegram", ID: "5150"}
	o.again(stranger, confirm, 2)
	is("a stranger", recurring.Proposed, 0)
	o.again(o.chat, confirm, 1)
	allow := o.actionOf("Duyệt")
	o.again(o.chat, confirm, 3)
	o.again(o.chat, allow, 3)
	o.again(stranger, allow, 2)
	is("the composer again", recurring.Asked, 0)
	o.again(deputy, allow, 3)
	is("the second word", recurring.Active, 1)
	first := o.series().Next
	o.again(deputy, confirm, 2)
	o.again(o.chat, allow, 2)
	is("afterwards", recurring.Active, 1)
	if s := o.series(); !s.Next.Equal(first) {
		t.Errorf("next at %v, before %v", s.Next, first)
	}
	o.says("/thongbaolap")
	o.presses("Kết thúc")
	o.again(o.chat, confirm, 2)
	o.again(deputy, allow, 2)
	is("ended", recurring.Ended, 0)
}

// TestBothWordsByOne: who asks for an urgent announcement cannot be the second who says yes: not in another chat of
// his, not by an old button, not by marking it another way, and neither can an official or a citizen.
func TestBothWordsByOne(t *testing.T) {
	o := newDesk(t, 3, nil)
	phone, tablet := bot.ChatID{Channel: "telegram", ID: "301"}, bot.ChatID{Channel: "zalo", ID: "301"}
	head := bot.ChatID{Channel: "telegram", ID: "302"}
	if err := o.state.Update(t.Context(), func(tx bot.Tx) error {
		for _, p := range []people.Person{{ID: "P-23456789", Name: "Lê Thị Quản", Unit: "Văn phòng",
			Chats: []bot.ChatID{phone, tablet}},
			{ID: "P-34567892", Name: "Trần Văn Trưởng", Unit: "Văn phòng", Chats: []bot.ChatID{head}}} {
			people.Put(tx, p)
			for _, c := range p.Chats {
				role := people.RoleAdmin
				if c == head {
					role = people.RoleHead
				}
				tx.Put(people.IdentityKey(c), people.Identity{Chat: c, Person: p.ID, Role: role, Confirmed: true}, 0)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	o.chat = phone
	o.says("/thongbao Lũ lên nhanh, bà con thôn 3 sơ tán ngay.")
	o.presses("Khẩn: bão, lũ")
	send := o.actionOf("Gửi")
	o.again(phone, send, 1)
	yes := ""
	for _, out := range o.last {
		if out.To == phone || out.To == tablet || out.To == head {
			if strings.Contains(fmt.Sprint(out.Message.Buttons), "Duyệt") {
				t.Errorf("%s is asked for the second word", out.To)
			}
		}
	}
	yes = o.actionOf("Duyệt")
	id := strings.Split(yes, ":")[2]
	for _, tt := range []struct {
		who    bot.ChatID
		action string
	}{{phone, yes}, {tablet, yes}, {head, yes}, {bot.ChatID{Channel: "telegram", ID: "5150"}, yes}, {phone, send},
		{tablet, send},
		{phone, "tb:now:" + id}, {tablet, "tb:now:" + id}, {phone, "tb:now:" + id + ":u"},
		{phone, "tb:alone:" + id + ":0"}, {tablet, "tb:alone:" + id},
		{phone, "tb:urgent:" + id}, {phone, "tb:resume:" + id}, {phone, "tb:retry:" + id},
		{deputy, "tb:ok:" + id + ":1"}, {deputy, "tb:ok:" + id + ":99"}} {
		o.does(bot.Update{Kind: bot.KindAction, Action: tt.action, Chat: tt.who})
		if a, _, err := announce.Load(t.Context(), o.state, id); err != nil || a.State != announce.Approval ||
			!a.Urgent {
			t.Fatalf("%s by %s: %q, %v", tt.action, tt.who, a.State, err)
		}
	}
	o.now = o.now.Add(31 * time.Minute) // the question has ended, though nothing has fired yet
	o.does(bot.Update{Kind: bot.KindAction, Action: yes, Chat: deputy})
	if a, _, _ := announce.Load(t.Context(), o.state, id); a.State != announce.Approval {
		t.Errorf("a late yes: %q", a.State)
	}
	o.now = o.now.Add(-31 * time.Minute)
	o.does(bot.Update{Kind: bot.KindAction, Action: yes, Chat: deputy})
	o.does(bot.Update{Kind: bot.KindAction, Action: yes, Chat: deputy})
	a, _, err := announce.Load(t.Context(), o.state, id)
	if err != nil || a.State != announce.Running || a.Decided != deputy {
		t.Errorf("the other's yes: %q by %s, %v", a.State, a.Decided, err)
	}
}
