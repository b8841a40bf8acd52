package console_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

// lost holds messages that were given up until they are sent again.
type lost map[string]bot.DeadLetter

func (l lost) DeadLetters(context.Context, int, int) (out []bot.DeadLetter, err error) {
	for _, d := range l {
		out = append(out, d)
	}
	return out, nil
}

func (l lost) Resend(_ context.Context, id string) (bool, error) {
	_, found := l[id]
	delete(l, id)
	return found, nil
}

func (l lost) Forget(context.Context, bot.ChatID, []string, []bot.ChatID) error { return nil }

// TestDeadPage: an admin sees what was given up and why, by the names he knows, and sends it again once; the log says
// so.
func TestDeadPage(t *testing.T) {
	o := newOffice(t)
	o.official("20", "Trần Thị Bình", "Tư pháp", people.RoleMember)
	b := o.signedIn(owner)
	if _, page := b.get("/admin/tin-hong"); !strings.Contains(page, "Không có tin nào bị từ chối") {
		t.Errorf("without a queue:\n%s", words(page))
	}
	o.bot.Dead = lost{"d1": {ID: "d1",
		Out:    bot.Outgoing{To: bot.ChatID{Channel: "telegram", ID: "20"}, Message: bot.Message{Text: "Việc mật"}},
		Reason: "người nhận đã chặn bot", Tries: 3, At: morning}}
	_, page := b.get("/admin/tin-hong")
	for _, want := range []string{"Trần Thị Bình (Telegram)", "người nhận đã chặn bot", "4 lần"} {
		if !strings.Contains(words(page), want) {
			t.Errorf("no %q in\n%s", want, words(page))
		}
	}
	if strings.Contains(page, "Việc mật") {
		t.Error("the page shows what was written to somebody")
	}
	if page = b.follows("/admin/tin-hong", url.Values{"ma": {"d1"}}); !strings.Contains(page,
		"Đã đưa tin vào hàng gửi lại") {
		t.Errorf("not sent again:\n%s", words(page))
	}
	if status, page := b.post("/admin/tin-hong", url.Values{"ma": {"d1"}}); status != http.StatusConflict ||
		!strings.Contains(page, "đã được gửi lại") {
		t.Errorf("a second press: %d", status)
	}
	if _, page = b.get("/admin/nhat-ky"); !strings.Contains(page, "Gửi lại tin không gửi được") {
		t.Error("the log does not say so")
	}
}

// TestOnTimeTrend: the overview tells which share of tasks was done in time, with its definition; what was dropped does
// not count.
func TestOnTimeTrend(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	o.says("300", bot.Update{Kind: bot.KindText, Text: "lệ phí khai sinh"})
	if _, page := b.get("/admin"); !strings.Contains(words(page),
		"Việc xong đúng hạn Tuần này: chưa có việc nào xong") {
		t.Errorf("without tasks:\n%s", words(page))
	}
	o.update(func(tx bot.Tx) error {
		for i, due := range []content.Day{content.NewDay(2026, 11, 24), content.NewDay(2026, 11, 23),
			content.NewDay(2026, 11, 20), content.NewDay(2026, 11, 19)} {
			k, err := o.bot.Tasks.New(context.Background(), tx,
				tasks.Task{Title: "Việc", Unit: "Tư pháp", Due: due, By: "Chủ bot"})
			if err != nil {
				return err
			}
			was := k
			k.Status, k.Closed = tasks.Done, morning.Add(time.Duration(i)*time.Minute)
			if i == 3 {
				k.Status = tasks.Void
			}
			tasks.Put(tx, &was, k)
		}
		return nil
	})
	if _, page := b.get("/admin"); !strings.Contains(words(page),
		"Việc xong đúng hạn Tuần này: 66,7% (2 trên 3 việc)") {
		t.Errorf("two of three:\n%s", words(page))
	}
}

// TestNoSuchPage: an address that is none is answered in Vietnamese, with a way back; a stranger reads how to sign in.
func TestNoSuchPage(t *testing.T) {
	o := newOffice(t)
	for _, path := range []string{"/admin/khong-co", "/admin/bat-dau/kenh", "/admin/can-bo/khong/co"} {
		status, page := o.signedIn(owner).get(path)
		if status != http.StatusNotFound || !strings.Contains(page, "Không có trang hoặc mục này") ||
			!strings.Contains(page, "Về trang tổng") {
			t.Errorf("%s: %d\n%s", path, status, words(page))
		}
		if status, page := o.browser().get(path); status != http.StatusUnauthorized ||
			!strings.Contains(page, "Trang này không dùng mật khẩu") {
			t.Errorf("%s for a stranger: %d\n%s", path, status, words(page))
		}
	}
}

// TestFailedSendsByChannel: what could not be sent is told of its own channel alone, and leads to its page.
func TestFailedSendsByChannel(t *testing.T) {
	o := newOffice(t)
	o.pages.Queues = func(context.Context) ([]console.Queue, error) {
		return []console.Queue{{Channel: "web"}, {Channel: "telegram", Stats: bot.QueueStats{Dead: 4}}}, nil
	}
	_, page := o.signedIn(owner).get("/admin")
	log := words(page)
	if !strings.Contains(log, "4 tin không gửi được trên Telegram") ||
		strings.Count(log, "tin không gửi được trên") != 1 ||
		!strings.Contains(page, `href="/admin/tin-hong"`) {
		t.Errorf("figures of another channel, or no page:\n%s", log)
	}
}
