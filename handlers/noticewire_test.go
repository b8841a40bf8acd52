package handlers_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/telegramtest"
	"github.com/motcua/motcua/bot/telegram"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/groups"
)

// TestNoticesOnTheWire: an admin fills in a template and sends it, and sets what is sent every week, by words and
// buttons as his own channel has them; what he and other subscribers get is read on the wire.
func TestNoticesOnTheWire(t *testing.T) {
	for name, admin := range map[string]bot.ChatID{"telegram": {Channel: "telegram", ID: "77"},
		"zalo":    {Channel: "zalo", ID: "6142494823"},
		"zalobot": {Channel: "zalobot", ID: "6ede9afa66b8"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLine(t, lines[name])
			l.bot.People.Appointed = []bot.ChatID{admin}
			l.bot.Announce.Config = announce.Config{Engine: l.state}
			runner := &announce.Runner{Service: l.bot.Announce, State: l.state, Log: slog.New(slog.DiscardHandler)}
			sent := func(words string) {
				t.Helper()
				l.eventually("sent "+words, func() bool {
					if err := runner.Tick(l.ctx); err != nil {
						t.Fatal(err)
					}
					return slices.ContainsFunc(l.side.reads(),
						func(text string) bool { return strings.HasPrefix(text, words) })
				})
				l.note("(gửi)")
			}
			l.says("/dangky")
			l.says("/mauthongbao")
			l.presses("Họp dân")
			for _, typed := range []string{"mọi gia đình", "19h", "28/11", "nhà văn hóa thôn Ba", "thu gom rác"} {
				l.says(typed)
			}
			if text := strings.Join(l.side.reads(), "\n"); !strings.Contains(text,
				"lúc 19:00 thứ Bảy, 28/11/2026 tại nhà văn hóa thôn Ba") {
				t.Fatalf("no preview:\n%s", l.log.String())
			}
			l.presses("Gửi")
			sent("Mời họp\n")
			l.says("/thongbao Chợ phiên họp sáng thứ Hai.")
			l.presses("Hẹn giờ")
			l.says("8 giờ thứ Hai hằng tuần đến hết tháng 1/2027")
			l.presses("Đúng")
			l.fires(7*24*time.Hour - time.Hour)
			if all := l.side.reads(); strings.Contains(all[len(all)-1], "Chợ phiên") {
				t.Errorf("sent on the day of its setting:\n%s", l.log.String())
			}
			l.says("chào") // a window of seven days opens again
			l.fires(30 * time.Minute)
			sent("Chợ phiên họp sáng thứ Hai.")
		})
	}
}

// TestGroupByWebhook: a group asks, is agreed to, told, muted and moved where Telegram calls us as where we ask it.
func TestGroupByWebhook(t *testing.T) {
	t.Parallel()
	l := newLine(t, func(l *line, log *slog.Logger) (bot.Channel, side) {
		srv := telegramtest.New(l.t, telegramtest.Options{Now: l.time, RetryBase: time.Millisecond})
		var ch *telegram.Channel
		web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { ch.ServeHTTP(w, r) }))
		l.t.Cleanup(web.Close)
		var err error
		ch, err = telegram.New(telegram.Config{Token: srv.Token(), APIURL: srv.URL(), Log: log, WebhookURL: web.URL,
			WebhookSecret: "secret",
			GroupCommands: groups.Commands(), AdminCommands: groups.AdminCommands()})
		if err != nil {
			l.t.Fatal(err)
		}
		return ch, onTG{srv}
	})
	c := clubOf(l)
	if err := c.srv.WaitWebhook(c.ctx); err != nil {
		t.Fatal(err)
	}
	wants := func(chat int64, want string) {
		t.Helper()
		if state, _ := c.subscription(chat); string(state) != want {
			t.Errorf("%q, want %q\n%s", state, want, c.log.String())
		}
	}
	me := "@" + c.srv.Username()
	c.happens("in", func() { c.srv.AddBot(hamlet, headOfGroup) })
	c.says(hamlet, neighbour, "/hoi lệ phí khai sinh")
	if !strings.Contains(c.log.String(), "Đăng ký khai sinh – Lệ phí") {
		t.Errorf("not answered\n%s", c.log.String())
	}
	c.says(hamlet, headOfGroup, "/dangky"+me)
	wants(hamlet, "asking")
	c.presses(bossChat, "Đồng ý")
	wants(hamlet, "on")
	c.happens("muted", func() { c.srv.TakeRight(hamlet, headOfGroup) })
	wants(hamlet, "muted")
	c.happens("may write", func() { c.srv.GiveRight(hamlet, headOfGroup) })
	c.happens("moved", func() { c.srv.Migrate(hamlet, hamletSuper) })
	wants(hamletSuper, "on")
	c.says(hamletSuper, headOfGroup, "/huy"+me)
	wants(hamletSuper, "ended")
}
