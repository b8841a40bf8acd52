package handlers_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/telegram"
	"github.com/motcua/motcua/handlers/subscribers"
)

// announce sends an announcement to everybody who subscribed, and waits for its end.
func (c *club) announce(id, text string) {
	c.t.Helper()
	_, err := c.state.StartBulk(c.ctx,
		bot.BulkSpec{ID: id, Audience: []bot.Segment{{All: []string{subscribers.SubscribersSet}}},
			Consent: subscribers.SubscribersSet, Messages: map[string]bot.Message{"": {Text: text}},
			Expires: c.time().Add(time.Hour)})
	if err != nil {
		c.t.Fatal(err)
	}
	c.eventually("announced", func() bool {
		st, found, err := c.state.BulkStatus(c.ctx, id)
		return err == nil && found && st.State == bot.BulkFinished
	})
}

// TestGroupChangesUnseen: what happened to a group while updates were lost shows when something is sent there: it
// moved,

// TestGroupsInAnAnnouncement: groups and channels have their own figures in audience, count and report; one of them can
// be chosen alone, and all left out.
func TestGroupsInAnAnnouncement(t *testing.T) {
	o := newDesk(t, 10, nil)
	limits := maps.Clone(channels)
	limits[telegram.GroupName] = bot.Limits{Proactive: true, Edit: true, Groups: true}
	o.bot.People.Channels = limits
	for id, title := range map[string]string{"-9": "Tổ dân phố số 3", "-1001": "Tin xã"} {
		err := o.state.Update(t.Context(), func(tx bot.Tx) error {
			subscribers.PutGroupChat(tx,
				subscribers.GroupChat{Chat: bot.ChatID{Channel: telegram.GroupName, ID: id}, Title: title,
					State: subscribers.GroupOn, Since: o.now.Add(time.Minute)})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	reads := func(what string, words ...string) {
		t.Helper()
		text := bot.Plain(texts(o.last))
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("%s: want %q in\n%s", what, w, text)
			}
		}
	}
	o.says("/thongbao " + news)
	reads("preview", "mọi người đã đăng ký – 10 người và 2 nhóm, kênh (Telegram 9, nhóm, kênh Telegram 2, Zalo 1)",
		"Ai vừa ở trong đó vừa tự đăng ký thì có thể nhận cả hai nơi.")
	o.presses("Người nhận")
	o.presses("✓ nhóm, kênh Telegram")
	reads("without groups", "chỉ trên Telegram, Zalo – 10 người")
	o.presses("nhóm, kênh Telegram")
	o.presses("Một nhóm, kênh")
	o.presses("Tổ dân phố số 3 (1)")
	reads("one group", "“Tổ dân phố số 3” – 0 người và 1 nhóm, kênh")
	o.presses("✓ Tổ dân phố số 3 (1)")
	o.presses("Xong")
	o.presses("Gửi")
	o.ticks(time.Second)
	o.sends(11, bot.BulkSent, "")
	o.sends(1, bot.BulkBlocked, "bot không còn trong nhóm")
	o.ticks(5 * time.Second)
	reads("report", "Trong đó nhóm, kênh: 2 (đã gửi 1, không cho đăng hoặc đã gỡ tôi ra 1)", "có thể nhận cả hai nơi")
}

// TestOwnGroupOnZalo: a group in the list of the account is put before the office at once, refused without a word
// there,
