package console_test

import (
	"maps"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/people"
)

// on is the part of a page that shows a reply on one channel.
func on(t *testing.T, page, channel string) string {
	t.Helper()
	m := regexp.MustCompile(`(?s)<article\s+class="card"\s+aria-label="Trên ` + channel + `">(.*?)\s*</article>\s*(?:<article|</div>\s*</section>|</div>\s*</div>)`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("nothing for %s on\n%s", channel, words(page))
	}
	return m[1]
}

// TestPreviewPerChannel: while an entry is written, before it is published, and afterwards, its reply is shown as each
// channel of the office shows it: with markup, as plain text in parts with numbers, or as a card.
func TestPreviewPerChannel(t *testing.T) {
	o := newOffice(t)
	channels := maps.Clone(o.bot.People.Channels)
	channels["web"] = bot.Limits{Cards: true, Edit: true, Buttons: 20}
	channels["telegram"] = bot.Limits{Edit: true, Proactive: true, Buttons: 100}
	channels["zalo"] = bot.Limits{Proactive: true, TextRunes: 100}
	o.bot.People.Channels = channels
	o.official("20", "Lê Một", "Văn phòng", people.RoleEditor)
	b := o.signedIn(bot.ChatID{Channel: "telegram", ID: "20"})

	_, page := b.get("/admin/noi-dung/muc?tep=procedures/khai-sinh.md")
	if got := on(t, page, "Telegram"); !strings.Contains(got, "<b>Đăng ký khai sinh") ||
		!strings.Contains(got, "Nút bấm:") {
		t.Errorf("Telegram:\n%s", got)
	}
	if got := on(t, page, "Zalo"); strings.Contains(got, "<b>") || !strings.Contains(got, "gửi thành") ||
		!strings.Contains(got, "Người dân gõ số để chọn:") {
		t.Errorf("Zalo:\n%s", got)
	}
	if got := on(t, page, "Trang web"); !strings.Contains(got, "card-head") {
		t.Errorf("web:\n%s", got)
	}

	_, page = b.get("/admin/noi-dung/sua?tep=faq/tra-cuu.md")
	f := formOf(t, page, "kiem")
	f.Set("noi-dung", strings.Replace(f.Get("noi-dung"), "Tôi không xem được", "Tôi *chưa* xem được", 1))
	f.Set("ly-do", "xem")
	status, page := b.post("/admin/noi-dung/xem", f)
	if status != http.StatusOK || !strings.Contains(page, `id="ban-xem"`) || !strings.Contains(on(t, page, "Zalo"), "xem được hồ sơ") {
		t.Fatalf("while it is written: %d\n%s", status, words(page))
	}
	if text, _, _ := o.desk.Read("faq/tra-cuu.md"); strings.Contains(text, "*chưa*") {
		t.Error("looking published it")
	}
	f.Set("noi-dung", strings.Replace(f.Get("noi-dung"), "[cong]", "[khong-co]", 1))
	if _, page = b.post("/admin/noi-dung/xem", f); !strings.Contains(page, "khong-co") ||
		strings.Contains(page, "Trên Zalo") {
		t.Errorf("with a fault:\n%s", words(page))
	}
}
