package handlers_test

import (
	"context"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/motcua/motcua/handlers/subscribers"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers"
)

var (
	onTelegram = bot.ChatID{Channel: "telegram", ID: "77"}
	onZalo     = bot.ChatID{Channel: "zalo", ID: "6142494823"}
)

var sixDigits = regexp.MustCompile(`[0-9]{6}`)

func pairTalk(t *testing.T) *talk {
	return newTalk(t, handlers.Config{Office: "Bộ phận Một cửa", Channels: map[string]bot.Limits{
		"telegram": {Proactive: true}, "zalo": {Proactive: true}, "zalobot": {Proactive: true}, "web": {}}})
}

// TestLinkChannels: a citizen links two channels, gets each announcement once, and ends it on both at once.
func TestLinkChannels(t *testing.T) {
	c := pairTalk(t)
	c.says("/dangky")
	code := sixDigits.FindString(c.says("/lienkenh")[0].Message.Text)
	masked := func() { // the code is drawn by chance
		text := c.log.String()
		c.log.Reset()
		c.log.WriteString(sixDigits.ReplaceAllString(text, "123456"))
	}
	c.says("/lienkenh " + code) // in the same chat
	c.chat = onZalo
	c.says("/lienkenh 000000x")
	c.says("LIENKENH " + code)
	c.says("/lienkenh " + code) // used
	c.says("/lienkenh")
	c.golden2(masked, "link-channels-1")

	skip := func() []string {
		t.Helper()
		h := handlers.New(handlers.Config{Channels: map[string]bot.Limits{"telegram": {Proactive: true},
			"zalo": {Proactive: true}}, Now: func() time.Time { return c.now }})
		reasons, err := h.Announce.Skip(c.state)(context.Background(),
			&bot.BulkSpec{Audience: []bot.Segment{{All: []string{subscribers.SubscribersSet}}},
				Consent: subscribers.SubscribersSet},
			[]bot.ChatID{onTelegram, onZalo, {Channel: "telegram", ID: "1"}})
		if err != nil {
			t.Fatal(err)
		}
		return reasons
	}
	if got := skip(); got[0] != "" || got[1] == "" || got[2] != "" {
		t.Errorf("want the announcement on Telegram alone, skipped: %q", got)
	}
	c.presses("Nhận ở kênh này")
	if got := skip(); got[0] == "" || got[1] != "" {
		t.Errorf("want it on Zalo alone, skipped: %q", got)
	}
	err := c.state.Update(context.Background(), func(tx bot.Tx) error {
		tx.Put(bot.BlockedKey(onZalo), bot.Blocked{At: c.now}, 0)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := skip(); got[0] != "" {
		t.Errorf("want it on Telegram while Zalo is blocked, skipped: %q", got)
	}
	c.says("/huy")
	c.chat = onTelegram
	c.says("/huy")
	for _, chat := range []bot.ChatID{onTelegram, onZalo} {
		if _, in, _ := c.state.Score(context.Background(), subscribers.SubscribersSet, chat.String()); in {
			t.Errorf("%s is still subscribed after /huy on the other channel", chat)
		}
	}
	c.says("/dangky")
	for _, chat := range []bot.ChatID{onTelegram, onZalo} {
		if _, in, _ := c.state.Score(context.Background(), subscribers.SubscribersSet, chat.String()); !in {
			t.Errorf("%s is not subscribed after /dangky on the other channel", chat)
		}
	}
	var k struct {
		Consents []struct{ What string }
	}
	if ids := c.state.Keys("kin"); len(ids) != 1 {
		t.Fatalf("kin: %v", ids)
	} else if _, err := c.state.Get(context.Background(), bot.Key{Kind: "kin", ID: ids[0]}, &k); err != nil {
		t.Fatal(err)
	}
	var history []string
	for _, h := range k.Consents {
		history = append(history, h.What)
	}
	if want := []string{"lienkenh telegram:77", "huy", "dangky mọi thông báo của cơ quan"}; !slices.Equal(history,
		want) {
		t.Errorf("history %q, want %q", history, want)
	}
	c.says("/lienkenh")
	c.presses("Bỏ liên kết")
	c.says("/lienkenh")
	c.golden2(masked, "link-channels-2")
}

// golden2 compares after something that chance drew was masked.
func (c *talk) golden2(mask func(), name string) {
	c.t.Helper()
	mask()
	c.golden(name)
	c.log.Reset()
}

func TestLinkChannelsRefused(t *testing.T) {
	c := pairTalk(t)
	c.chat = bot.ChatID{Channel: "web", ID: "w1"}
	if got := c.says("/lienkenh")[0].Message.Text; sixDigits.MatchString(got) {
		t.Errorf("a web chat got a code: %s", got)
	}
	c.chat = onTelegram
	code := sixDigits.FindString(c.says("/lienkenh")[0].Message.Text)
	c.now = c.now.Add(16 * time.Minute)
	c.chat = onZalo
	c.says("/lienkenh " + code)
	for range 5 {
		c.says("/lienkenh 1")
	}
	c.chat = onTelegram
	code = sixDigits.FindString(c.says("/lienkenh")[0].Message.Text)
	c.chat = onZalo
	c.says("/lienkenh " + code) // too many tries
	if n := len(c.state.Keys("kin")); n != 0 {
		t.Errorf("%d linked with codes that were late or guessed", n)
	}
}
