package handlers_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/telegramtest"
	"github.com/motcua/motcua/bot/outbox"
	"github.com/motcua/motcua/bot/telegram"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/groups"
	"github.com/motcua/motcua/handlers/subscribers"
)

// The chats of these tests: a group, the supergroup that it becomes, a channel, the office's owner, and two people.
const (
	hamlet      = -9
	hamletSuper = -1_001_000_000_009
	newsChannel = telegramtest.ChannelsFrom - 5
	bossChat    = 1
	headOfGroup = 71
	neighbour   = 77
)

// withGroups adds what serve adds for groups.
func (l *line) withGroups(sender *outbox.Outbox, tg *telegram.Channel, limits map[string]bot.Limits) {
	sender.Lanes = append(sender.Lanes, outbox.Lane{Channel: tg.Groups()})
	limits[telegram.GroupName] = tg.Groups().Limits()
	l.bot.StartLink = func(payload string) string { return "https://t.me/" + tg.Username() + "?start=" + payload }
	change := func(f func(ctx context.Context, tx bot.Tx) error) {
		if err := l.state.Update(l.ctx, func(tx bot.Tx) error { return f(l.ctx, tx) }); err != nil {
			l.t.Error(err)
		}
	}
	sender.Moved = func(_ context.Context, from, to bot.ChatID) {
		change(func(ctx context.Context, tx bot.Tx) error { return groups.Move(ctx, tx, from, to) })
	}
	sender.Refused = func(_ context.Context, chat bot.ChatID, _ string) {
		change(func(ctx context.Context, tx bot.Tx) error { return l.bot.Groups.Refused(ctx, tx, chat) })
	}
}

// club is a group with the bot in it, and everybody around, on the stand-in of Telegram.
type club struct {
	*line
	srv  *telegramtest.Server
	read map[int64]int // messages seen so far, by chat
}

func newClub(t *testing.T) *club {
	l := newLine(t, lines["telegram"])
	l.bot.People.Appointed = []bot.ChatID{{Channel: "telegram", ID: fmt.Sprint(bossChat)}}
	c := &club{line: l, srv: l.side.(onTG).srv, read: map[int64]int{}} //nolint:errcheck,forcetypeassert // lines has it
	c.srv.Open(bossChat)
	c.srv.SetAdmin(hamlet, headOfGroup)
	return c
}

// happens does something, waits until all of it is done, and writes down what everybody reads because of it.
func (c *club) happens(what string, do func()) {
	c.t.Helper()
	do()
	if err := c.srv.WaitConfirmed(c.ctx); err != nil {
		c.t.Fatalf("%s: %v", what, err)
	}
	for _, name := range []string{telegram.Name, telegram.GroupName} {
		c.eventually("quiet after "+what, func() bool {
			q, err := c.state.QueueStats(c.ctx, name)
			return err == nil && q.Waiting[0]+q.Waiting[1]+q.Waiting[2] == 0
		})
	}
	fmt.Fprintf(&c.log, "› %s\n", what)
	for _, chat := range []struct {
		id   int64
		name string
	}{{hamlet, "nhóm"}, {hamletSuper, "nhóm lớn"}, {newsChannel, "kênh"}, {bossChat, "quản trị viên"},
		{neighbour, "riêng"}} {
		all := c.srv.Messages(chat.id)
		for _, m := range all[min(c.read[chat.id], len(all)):] {
			if m.Method == "" {
				continue
			}
			under := ""
			if m.ReplyTo != 0 {
				under = " (trả lời tin hỏi)"
			}
			fmt.Fprintf(&c.log, "%s%s: %s\n", chat.name, under, m.Text)
			for _, row := range m.Buttons {
				for _, b := range row {
					fmt.Fprintf(&c.log, "  [%s] %s\n", b.Text, b.URL)
				}
			}
		}
		c.read[chat.id] = len(all)
	}
	c.log.WriteByte('\n')
}

func (c *club) says(chat, user int64, text string) {
	c.t.Helper()
	c.happens(fmt.Sprintf("(%d) %s", user, short(text)), func() { c.srv.GroupSays(chat, user, text, 0) })
}

func (c *club) presses(chat int64, label string) {
	c.t.Helper()
	c.happens("["+label+"]", func() {
		if _, ok := c.srv.PressLabel(chat, label); !ok {
			c.t.Fatalf("no button %q\n%s", label, c.log.String())
		}
	})
}

// opens has a person follow the link under the last message in the group that has such a button.
func (c *club) opens(user int64, label string) {
	c.t.Helper()
	all := c.srv.Messages(hamlet)
	for i := len(all) - 1; i >= 0; i-- {
		for _, row := range all[i].Buttons {
			for _, b := range row {
				if link, ok := strings.CutPrefix(b.URL, "https://t.me/"+c.srv.Username()+"?start="); ok &&
					strings.HasPrefix(b.Text, label) {
					c.happens("("+label+") /start "+link, func() { c.srv.UserSays(user, "/start "+link) })
					return
				}
			}
		}
	}
	c.t.Fatalf("no link %q\n%s", label, c.log.String())
}

// state of a group's subscription, and whether it is in the audience.
func (c *club) subscription(chat int64) (state subscribers.GroupState, counted bool) {
	c.t.Helper()
	id := bot.ChatID{Channel: telegram.GroupName, ID: fmt.Sprint(chat)}
	g, _, err := subscribers.LoadGroupChat(c.ctx, c.state, id)
	if err != nil {
		c.t.Fatal(err)
	}
	_, counted, err = c.state.Score(c.ctx, subscribers.SubscribersSet, id.String())
	if err != nil {
		c.t.Fatal(err)
	}
	return g.State, counted
}

// TestGroupTalk: in a group the bot answers who addresses it, in about two lines, and shows the whole in the private
// chat.
func TestGroupTalk(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	c.happens("(thêm bot vào nhóm)", func() { c.srv.AddBot(hamlet, headOfGroup) })
	me := "@" + c.srv.Username()
	c.says(hamlet, neighbour, "trưa nay ăn gì bà con ơi")
	c.says(hamlet, neighbour, "/hoi lam giay khai sinh cho con can gi")
	c.opens(neighbour, "Xem riêng")
	c.says(hamlet, neighbour, me+" lệ phí khai sinh bao nhiêu?")
	c.happens("(trả lời tin của bot) thế thời hạn khai sinh?", func() {
		all := c.srv.Messages(hamlet)
		c.srv.GroupSays(hamlet, neighbour, "thời hạn khai sinh bao lâu?", all[len(all)-1].ID)
	})
	c.says(hamlet, neighbour, me+" giấy khai sinh giấy phép xây dựng")
	c.now.Add(60_000)
	c.says(hamlet, neighbour, me+" sao chổi Halley bao giờ quay lại")
	c.says(hamlet, neighbour, me)
	c.says(hamlet, neighbour, me+" nhắc tôi sau 2 phút gọi lại")
	c.says(hamlet, neighbour, me+" H-23456789")
	c.says(hamlet, bossChat, "/thongbao"+me+" Ngày mai nghỉ")
	c.says(hamlet, neighbour, me+" cảm ơn")
	c.compare("groups")
	before := len(c.srv.Messages(hamlet))
	c.happens("(hỏi dồn dập)", func() {
		for range 20 { // more than a group is answered in a minute
			c.srv.GroupSays(hamlet, neighbour, me+" lệ phí khai sinh", 0)
		}
	})
	if n := len(c.srv.Messages(hamlet)) - before - 20; n > 6 {
		t.Errorf("%d answers within a minute", n)
	}
	if q, err := c.state.List(c.ctx, bot.ScheduleSet, bot.Range{Max: 1 << 60}); err != nil || len(q) != 0 {
		t.Errorf("something was scheduled out of a group: %v, %v", q, err)
	}
}

// TestGroupTalkUnheard: a bot that gets all that is said in a group, as its admin or without privacy mode, takes no
// more of it than one that does not.
func TestGroupTalkUnheard(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	c.happens("(bot thành quản trị nhóm)", func() { c.srv.PromoteBot(hamlet, headOfGroup, false) })
	before := c.handled.Load()
	for _, text := range []string{"trưa nay ăn gì bà con ơi", "/huy", "/dangky", "/thongbao họp",
		"@ban_khac lệ phí khai sinh?",
		"nhà tôi ở số 17 ngõ Hoa Mai"} {
		c.says(hamlet, neighbour, text)
	}
	if n := c.handled.Load() - before; n != 0 {
		t.Errorf("%d of them were taken\n%s", n, c.log.String())
	}
	c.says(hamlet, neighbour, "/hoi lệ phí khai sinh")
	if n := c.handled.Load() - before; n != 1 || !strings.Contains(c.log.String(), "Đăng ký khai sinh – Lệ phí") {
		t.Errorf("%d taken\n%s", n, c.log.String())
	}
	var dialogue dialog.State
	for _, id := range []string{fmt.Sprint(hamlet), fmt.Sprint(neighbour)} {
		for _, name := range []string{telegram.Name, telegram.GroupName} {
			if found, err := c.state.Get(c.ctx, bot.Key{Kind: "dialog", ID: name + ":" + id}, &dialogue); err != nil ||
				found {
				t.Errorf("a dialogue began in a group: %+v, %v", dialogue, err)
			}
		}
	}
}

// TestDangerInAGroup: who is in danger and calls the bot gets the number, also when the group was answered too often.
func TestDangerInAGroup(t *testing.T) {
	c := urgentTalk(t, handlers.Config{})
	says := func(id int, text string) []bot.Outgoing {
		c.sent = len(c.state.Queue())
		u := bot.Update{ID: fmt.Sprint("g", id), Kind: bot.KindText,
			Chat: bot.ChatID{Channel: "telegramgroup", ID: "-9"},
			Text: text, Group: &bot.Group{}, MessageID: "5", At: c.now}
		if err := c.d.Deliver(t.Context(), u); err != nil {
			t.Fatal(err)
		}
		return c.state.Queue()[c.sent:]
	}
	for i := range 10 {
		says(i, "lệ phí khai sinh")
	}
	if sent := says(20, "lệ phí khai sinh"); len(sent) != 0 {
		t.Errorf("beyond the limit: %v", sent)
	}
	if sent := says(21, inDanger); !isAlarm(sent) || sent[0].Message.Under != "5" {
		t.Errorf("answered with %v", sent)
	}
	for where, what := range c.state.Everything() {
		if strings.Contains(what, "Hoa Mai") || strings.Contains(where, "dialog") {
			t.Errorf("%s is kept of what was said in a group: %s", where, what)
		}
	}
}

// TestGroupSubscribes: a group's admin asks, the office agrees, announcements come; a channel the same; each of what
// may happen to a group later has its effect, and the office hears it once.
func TestGroupSubscribes(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	me := "@" + c.srv.Username()
	wants := func(chat int64, state subscribers.GroupState, counted bool) {
		t.Helper()
		if s, in := c.subscription(chat); s != state || in != counted {
			t.Errorf("chat %d: %q, in the audience %v; want %q, %v\n%s", chat, s, in, state, counted, c.log.String())
		}
	}
	c.happens("(thêm bot vào nhóm)", func() { c.srv.AddBot(hamlet, headOfGroup) })
	c.says(hamlet, neighbour, "/dangky"+me)
	wants(hamlet, "", false)
	c.says(hamlet, headOfGroup, "/dangky"+me)
	wants(hamlet, subscribers.GroupAsking, false)
	c.says(hamlet, headOfGroup, "/dangky"+me)
	c.presses(bossChat, "Đồng ý")
	wants(hamlet, subscribers.GroupOn, true)
	c.presses(bossChat, "Không") // the other button of the same message
	c.happens("(bot thành quản trị kênh)", func() { c.srv.PromoteBot(newsChannel, 5, true) })
	wants(newsChannel, subscribers.GroupAsking, false)
	c.presses(bossChat, "Đồng ý")
	wants(newsChannel, subscribers.GroupOn, true)
	c.now.Add(60_000)

	c.happens("(thông báo)", func() { c.announce("T-1", "*Thông báo:* sáng thứ Bảy 28/11 bộ phận một cửa nghỉ.") })
	c.happens("(nhóm tắt quyền gửi của bot)", func() { c.srv.TakeRight(hamlet, headOfGroup) })
	wants(hamlet, subscribers.GroupMuted, false)
	c.happens("(nhóm cho gửi lại)", func() { c.srv.GiveRight(hamlet, headOfGroup) })
	wants(hamlet, subscribers.GroupOn, true)
	c.happens("(nhóm thành nhóm lớn)", func() { c.srv.Migrate(hamlet, hamletSuper) })
	wants(hamlet, "", false)
	wants(hamletSuper, subscribers.GroupOn, true)
	c.happens("(kênh lấy lại quyền đăng)", func() { c.srv.TakeRight(newsChannel, 5) })
	wants(newsChannel, subscribers.GroupMuted, false)
	c.happens("(bot bị gỡ khỏi kênh)", func() { c.srv.RemoveBot(newsChannel, 5) })
	wants(newsChannel, subscribers.GroupEnded, false)
	c.happens("/nhom", func() { c.srv.UserSays(bossChat, "/nhom") })
	c.says(hamletSuper, headOfGroup, "/huy"+me)
	wants(hamletSuper, subscribers.GroupEnded, false)
	c.compare("groups-subscribe")
}

// it removed us, it took everybody's right to write.
func TestGroupChangesUnseen(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		happens func(s *telegramtest.Server)
		chat    int64
		state   subscribers.GroupState
		outcome bot.BulkOutcome
		told    string
	}{
		{"moved", func(s *telegramtest.Server) { s.MigrateSilently(hamlet, hamletSuper) }, hamletSuper,
			subscribers.GroupOn, bot.BulkSent, ""},
		{"removed", func(s *telegramtest.Server) { s.BlockSilently(hamlet) }, hamlet, subscribers.GroupMuted,
			bot.BulkBlocked, "Tôi không còn gửi được vào nhóm “Tổ dân phố số 3”"},
		{"muted", func(s *telegramtest.Server) { s.MuteSilently(hamlet) }, hamlet, subscribers.GroupMuted,
			bot.BulkBlocked, "Tôi không còn gửi được vào nhóm “Tổ dân phố số 3”"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := newClub(t)
			c.happens("in", func() { c.srv.AddBot(hamlet, headOfGroup) })
			c.says(hamlet, headOfGroup, "/dangky@"+c.srv.Username())
			c.presses(bossChat, "Đồng ý")
			tt.happens(c.srv)
			before := len(c.srv.Messages(bossChat))
			for _, id := range []string{"T-1", "T-2"} {
				c.happens(id, func() { c.announce(id, "*Thông báo:* nghỉ.") })
			}
			if state, _ := c.subscription(tt.chat); state != tt.state {
				t.Errorf("%q, want %q\n%s", state, tt.state, c.log.String())
			}
			st, _, err := c.state.BulkStatus(c.ctx, "T-1")
			if err != nil || st.Outcomes[tt.outcome] != 1 || st.Channels[telegram.GroupName] != 1 {
				t.Errorf("report %+v, %v", st, err)
			}
			told := c.srv.Messages(bossChat)[before:]
			if tt.told == "" && len(told) != 0 || tt.told != "" &&
				(len(told) != 1 || !strings.HasPrefix(told[0].Text, tt.told)) {
				t.Errorf("the office read %+v", told)
			}
		})
	}
}

// and asked about again only after a week; accepted, it is in the audience.
func TestOwnGroupOnZalo(t *testing.T) {
	o := newDesk(t, 0, nil)
	own := bot.ChatID{Channel: "zalogroup", ID: "4a9bada2"}
	joins := func(id string) []bot.Outgoing {
		t.Helper()
		before := len(o.state.Queue())
		if err := o.d.Deliver(t.Context(), bot.Update{ID: id, Kind: bot.KindJoined, Chat: own, At: o.now,
			Group: &bot.Group{Title: "Tổ dân phố số 3", Owned: true}}); err != nil {
			t.Fatal(err)
		}
		o.last = o.state.Queue()[before:]
		o.sent = before + len(o.last)
		return o.last
	}
	if text := texts(joins("1")); !strings.Contains(text, "Nhóm “Tổ dân phố số 3” (Zalo)") ||
		!strings.Contains(text, "trang quản lý OA") {
		t.Errorf("the office reads %s", text)
	}
	if sent := o.presses("Không"); len(to(own, sent)) != 0 {
		t.Errorf("the group reads of a refusal: %v", sent)
	}
	if sent := joins("2"); len(sent) != 0 {
		t.Errorf("asked again the same day: %v", sent)
	}
	o.now = o.now.Add(8 * 24 * time.Hour)
	joins("3")
	if sent := o.presses("Đồng ý"); len(to(own, sent)) != 1 {
		t.Errorf("the group reads nothing: %v", sent)
	}
	if _, in, err := o.state.Score(t.Context(), subscribers.SubscribersSet, own.String()); err != nil || !in {
		t.Errorf("in the audience: %v, %v", in, err)
	}
}
