package markup_test

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/announce/markup"
)

func FuzzCheck(f *testing.F) {
	for _, s := range []string{"*Lịch tiếp dân* ngày 15/12, xem [tại đây](https://xa.example.vn).", "*", "[](", "](", `\[a](b`,
		"[a](https://x)", "**", `\\*`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		fault := markup.Check(s)
		escaped := markup.Check(bot.Escape(s))
		if fault == "" && escaped != "" && !strings.Contains(escaped, "ký tự") &&
			!strings.Contains(escaped, "nội dung") {
			t.Errorf("%q: taken as it is, but not when it is escaped: %s", s, escaped)
		}
	})
}

func TestCheck(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"plain", "Nghỉ lễ ngày 2/9 [quan trọng]", ""},
		{"bold and link", "Bộ phận một cửa *nghỉ* để bảo trì.\nXem [lịch làm việc](https://example.vn/lich).", ""},
		{"escaped star", `Tỉ lệ 2\*3 = 6`, ""},
		{"telephone", "Gọi [0226 123](tel:0226123)", ""},
		{"blank", " \n\u200b ", "chưa có nội dung"},
		{"lone star", "Nghỉ\nngày *2/9", "Dòng 2"},
		{"bold over lines", "*Nghỉ\nlễ*", "Dòng 1"},
		{"no scheme", "[lịch](example.vn)", "example.vn"},
		{"script", "[lịch](javascript:alert)", "javascript"},
		{"not closed", "[lịch](https://example.vn", "thiếu dấu )"},
		{"too long", strings.Repeat("ă", 3001), "3.001"},
		{"longest", strings.Repeat("ă", 3000), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := markup.Check(tt.text)
			if (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
				t.Errorf("markup.Check = %q, want %q", got, tt.want)
			}
		})
	}
}
