package answers_test

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/content"
)

// TestEnglish: who writes English reads a line in English, and what comes nearest; Vietnamese without its marks is not
// taken for English.
func TestEnglish(t *testing.T) {
	for _, tt := range []struct{ question, title string }{
		{"birth certificate how", "Đăng ký khai sinh"},
		{"I want to marry a Vietnamese", "Đăng ký kết hôn có yếu tố nước ngoài"},
		{"where can I get my passport", "Cấp hộ chiếu phổ thông ở trong nước"},
		{"how long does temporary residence take", "Đăng ký tạm trú"},
		{"what is the weather for my dog", ""},
	} {
		reply := shipped().Answer(tt.question, content.NewDay(2026, 11, 30))
		got := ""
		if len(reply.Result.Hits) > 0 {
			got = reply.Result.Hits[0].Title
		}
		if got != tt.title || !strings.HasPrefix(reply.Message.Text, "Tôi chỉ trả lời được bằng tiếng Việt. I can") {
			t.Errorf("%q: %q, %q", tt.question, got, reply.Message.Text)
		}
	}
	for _, q := range []string{"con to nha i can gi", "cap lai the can cuoc", "don xin i"} {
		if text := shipped().Answer(q, content.NewDay(2026, 11, 30)).Message.Text; strings.Contains(text,
			"I can answer") {
			t.Errorf("%q: %q", q, text)
		}
	}
}
