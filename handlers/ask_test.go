package handlers_test

import (
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers"
)

// TestConversations holds whole conversations as golden files: read them as a citizen on a phone would.
func TestConversations(t *testing.T) {
	tests := []struct {
		name string
		talk func(c *talk)
	}{
		{"khai-sinh", func(c *talk) {
			c.says("/start")
			c.says("lam giay khai sinh cho con can gi")
			c.presses("Cha mẹ chưa đăng ký kết hôn")
			c.says("thế lệ phí bao nhiêu?")
			c.says("còn nếu cha mẹ chưa kết hôn?")
			c.presses("Trình tự")
			c.presses("Nguồn")
		}},
		{"overview", func(c *talk) {
			c.says("đăng ký khai sinh")
			c.presses("Hồ sơ")
		}},
		{"due-day", func(c *talk) {
			c.says("xin phép xây nhà mất mấy ngày")
			c.says("nộp hôm nay thì bao giờ có kết quả")
			c.says("toi nop ngay 20/11 thi bao gio xong")
			c.says("nộp hồ sơ khai sinh 16h hôm nay thì khi nào lấy được")
			c.says("xin giấy phép xây dựng nộp ngày 29/01/2027 thì hẹn trả ngày nào")
		}},
		{"does-it-apply", func(c *talk) {
			c.says("xin giấy phép xây nhà cần giấy tờ gì")
			c.presses("Lệ phí")
		}},
		{"unknown", func(c *talk) {
			c.says("thủ đô nước Pháp ở đâu")
			c.presses("Chuyển câu hỏi tới cán bộ")
			c.does(bot.Update{Kind: bot.KindAction, Action: "pass"})
		}},
		{"subscribe", func(c *talk) {
			c.says("/start")
			c.presses("Đăng ký nhận tin")
			c.says("/start")
			c.says("dang ky nhan tin")
			c.says("/dangky hộ tịch")
			c.says("/dangky Đồn Xá")
			c.says("/dangky bóng đá")
			c.says("hủy")
			c.says("/huy")
		}},
		{"small-talk", func(c *talk) {
			for _, s := range []string{"xin chào ạ", "Chào bạn", "cảm ơn nhiều nhé", "ok", "bạn là ai", "ngu thế",
				"???", "😀😀", "gặp cán bộ", "gap can bo", "trợ giúp", "\u200b\x00"} {
				c.says(s)
			}
			for _, a := range []string{bot.AttachSticker, bot.AttachPhoto, bot.AttachVoice, bot.AttachLocation,
				bot.AttachContact, bot.AttachFile} {
				c.does(bot.Update{Kind: bot.KindAttachment, Attachment: a})
			}
			c.says(strings.Repeat("khai sinh ", 1000))
			c.says("/khongco")
			c.does(bot.Update{Kind: bot.KindAction, Action: "không biết:1"})
			c.does(bot.Update{Kind: bot.KindAction, Action: "ans:khong-co:fee"})
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newTalk(t, handlers.Config{Office: "Bộ phận Một cửa xã Mẫu", Owners: []bot.ChatID{{Channel: "telegram",
				ID: "1"}}, Channels: map[string]bot.Limits{"telegram": {Proactive: true}}})
			tt.talk(c)
			c.golden(tt.name)
		})
	}
}

// TestSameQuestionSameAnswer: whoever asks, however often, in whatever spelling of the same letters.
func TestSameQuestionSameAnswer(t *testing.T) {
	c := newTalk(t, handlers.Config{})
	first := c.says("Lệ phí đăng ký khai sinh bao nhiêu?")[0].Message.Text
	for _, chat := range []string{"77", "78", "79"} {
		got := c.does(bot.Update{Kind: bot.KindText, Text: "Lệ phí đăng ký khai sinh bao nhiêu?",
			Chat: bot.ChatID{Channel: "web", ID: chat}})
		if got[0].Message.Text != first {
			t.Errorf("chat %s read another answer:\n%s\nwant:\n%s", chat, got[0].Message.Text, first)
		}
	}
}

// TestSpellings: one question in the ways people type it gives one answer.
func TestSpellings(t *testing.T) {
	k := testBase()
	for _, q := range []string{
		"lệ phí đăng ký khai sinh", "le phi dang ky khai sinh", "LỆ PHÍ ĐĂNG KÝ KHAI SINH", "lệ phí đăng kí khai sinh",
		"leej phis ddawng kys khai sinh", "le phi dk khai sinh", "lệ phí đk ks",
		"lệ phí đăng ký khai sinh", // NFD
	} {
		r := k.Answer(q, today)
		if r.Entry != "1.001193" || r.Aspect != "fee" {
			t.Errorf("%q: entry %q, aspect %q (outcome %s)", q, r.Entry, r.Aspect, r.Result.Outcome)
		}
	}
}

// TestChatLimit: beyond the limit one notice, then silence, then service again in the next minute.
func TestChatLimit(t *testing.T) {
	c := newTalk(t, handlers.Config{ChatLimit: 3})
	var sent []int
	for range 6 {
		sent = append(sent, len(c.says("lệ phí khai sinh")))
	}
	if want := []int{1, 1, 1, 1, 0, 0}; !equal(sent, want) {
		t.Errorf("messages sent per question: %v, want %v", sent, want)
	}
	c.now = c.now.Add(time.Minute)
	if got := len(c.says("lệ phí khai sinh")); got != 1 {
		t.Errorf("in the next minute %d messages came, want 1", got)
	}
}

// TestFollowUpEnds: after a quarter of an hour "thế lệ phí bao nhiêu" has no subject any more.
func TestFollowUpEnds(t *testing.T) {
	c := newTalk(t, handlers.Config{})
	c.says("đăng ký khai sinh cần gì")
	c.now = c.now.Add(20 * time.Minute)
	if text := c.says("thế lệ phí bao nhiêu?")[0].Message.Text; strings.Contains(text, "Miễn lệ phí") {
		t.Errorf("an old subject was taken up again:\n%s", text)
	}
}

// TestPersonalNumbersAreMasked: what is kept for the editors holds no citizen's number.
func TestPersonalNumbersAreMasked(t *testing.T) {
	c := newTalk(t, handlers.Config{Owners: []bot.ChatID{{Channel: "telegram", ID: "1"}}})
	c.says("con mèo số 036089001234 gọi 0912 345 678 bay lên mặt trăng")
	for _, o := range c.presses("Chuyển câu hỏi tới cán bộ") {
		for _, secret := range []string{"036089001234", "0912 345 678", "0912345678"} {
			if strings.Contains(o.Message.Text, secret) {
				t.Errorf("message to %s holds %s:\n%s", o.To, secret, o.Message.Text)
			}
		}
	}
}

func equal(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
