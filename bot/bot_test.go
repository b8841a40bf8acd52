package bot_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"unicode/utf8"

	"github.com/motcua/motcua/bot"
)

func TestParseMarkup(t *testing.T) {
	tests := []struct {
		name, in string
		want     []bot.Span
	}{
		{"plain Vietnamese", "Lệ phí: 8.000 đồng", []bot.Span{{Text: "Lệ phí: 8.000 đồng"}}},
		{"bold", "*Thời hạn*: trong ngày", []bot.Span{{Text: "Thời hạn", Bold: true}, {Text: ": trong ngày"}}},
		{"a star alone is a star", "5 * 3 bản", []bot.Span{{Text: "5 * 3 bản"}}},
		{"bold does not cross a line", "*a\nb*", []bot.Span{{Text: "*a\nb*"}}},
		{"link", "Xem [Cổng](https://dichvucong.gov.vn/a?b=1).",
			[]bot.Span{{Text: "Xem "}, {Text: "Cổng", URL: "https://dichvucong.gov.vn/a?b=1"}, {Text: "."}}},
		{"script address stays text", "[x](javascript:alert(1))", []bot.Span{{Text: "[x](javascript:alert(1))"}}},
		{"link in bold", "*a [b](https://c.vn)*",
			[]bot.Span{{Text: "a ", Bold: true}, {Text: "b", Bold: true, URL: "https://c.vn"}}},
		{"escaped", `\*a\* \[b](https://c.vn) \\`, []bot.Span{{Text: `*a* [b](https://c.vn) \`}}},
		{"trailing backslash", `a\`, []bot.Span{{Text: `a\`}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := bot.ParseMarkup(tt.in); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("ParseMarkup(%q) = %+v, want %+v", tt.in, got, tt.want)
			}
		})
	}
}

func FuzzMarkup(f *testing.F) {
	for _, s := range []string{"*đ*", "[a](https://b.vn)", `\*`, "*a\n*", "[*](http://x)*"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := bot.Plain(bot.Escape(s)); got != s {
			t.Errorf("Plain(Escape(%q)) = %q", s, got)
		}
		for _, span := range bot.ParseMarkup(s) {
			if utf8.ValidString(s) && !utf8.ValidString(span.Text) {
				t.Errorf("%q: span %q is not valid UTF-8", s, span.Text)
			}
		}
	})
}

func TestParseCommand(t *testing.T) {
	tests := []struct {
		name, in, command, at, payload string
		ok                             bool
	}{
		{"bare", "/start", "start", "", "", true},
		{"payload", "/thongbao Mai  nghỉ lễ", "thongbao", "", "Mai  nghỉ lễ", true},
		{"upper case and bot name", "/HELP@MotCuaBot x", "help", "MotCuaBot", "x", true},
		{"payload on the next line", "/thongbao\nDòng một", "thongbao", "", "Dòng một", true},
		{"a slash in a date", "20/12 nộp", "", "", "", false},
		{"not a name", "/đăng ký", "", "", "", false},
		{"slash alone", "/", "", "", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			command, at, payload, ok := bot.ParseCommand(tt.in)
			if command != tt.command || at != tt.at || payload != tt.payload || ok != tt.ok {
				t.Errorf("ParseCommand(%q) = %q, %q, %q, %v", tt.in, command, at, payload, ok)
			}
		})
	}
}

func TestChatIDAsText(t *testing.T) {
	type holder struct {
		To bot.ChatID `json:"to"`
	}
	for _, c := range []bot.ChatID{{}, {Channel: "telegram", ID: "-100:5"}} {
		b, err := json.Marshal(holder{c})
		if err != nil {
			t.Fatal(err)
		}
		var got holder
		if err := json.Unmarshal(b, &got); err != nil || got.To != c {
			t.Errorf("%s: got %v, %v; want %v", b, got.To, err, c)
		}
	}
	if _, err := bot.ParseChatID("telegram"); err == nil {
		t.Error("an id without a channel was taken")
	}
}
