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
		if fault == "" && escaped != "" && !strings.Contains(escaped, "ký tự") && !strings.Contains(escaped, "nội dung") {
			t.Errorf("%q: taken as it is, but not when it is escaped: %s", s, escaped)
		}
	})
}
