package telegram

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/motcua/motcua/bot"
)

var update = flag.Bool("update", false, "write the golden files")

func longText(paragraphs int) string {
	const sentence = "Ông/bà nộp hồ sơ tại Bộ phận Một cửa của Ủy ban nhân dân cấp xã nơi cư trú, mang theo bản " +
		"chính để đối chiếu. "
	var b strings.Builder
	for i := range paragraphs {
		fmt.Fprintf(&b, "*Bước %d.* ", i+1)
		b.WriteString(strings.Repeat(sentence, 6))
		b.WriteString("[Nộp trực tuyến](https://dichvucong.gov.vn/?buoc=" + fmt.Sprint(i+1) + ")\n\n")
	}
	return b.String()
}

func TestRenderGolden(t *testing.T) {
	answer := "*Đăng ký khai sinh*\n\nLệ phí: miễn phí.\nNguồn: [Cổng Dịch vụ công quốc " +
		"gia](https://dichvucong.gov.vn/p/home?a=1&b=2)"
	buttons := [][]bot.Button{
		{{Label: "Hồ sơ", Action: "ans:khai-sinh:dossier"}, {Label: "Lệ phí", Action: "ans:khai-sinh:fee"}},
		{{Label: "Nộp trực tuyến", URL: "https://dichvucong.gov.vn/"}},
	}
	tests := []struct {
		name    string
		message bot.Message
	}{
		{"answer", bot.Message{Text: answer, Buttons: buttons}},
		{"typed by a person", bot.Message{Text: "Ông/bà hỏi: " + bot.Escape(`<b>a & b</b> *"[x](y)`)}},
		{"telephone", bot.Message{Text: "Gọi [Tổng đài 1022](tel:1022) hoặc [đường dây nóng](tel:+842438123456)",
			Buttons: [][]bot.Button{{{Label: "Gọi 1022", URL: "tel:1022"}, {Label: "Gặp cán bộ", Action: "person"}}}}},
		{"local address", bot.Message{Text: "Quản trị:",
			Buttons: [][]bot.Button{{{Label: "Bảng điều khiển", URL: "http://127.0.0.1:8080/admin"}}}}},
		{"bold link", bot.Message{Text: `*Xem [thủ tục](https://a.vn/"x"<y>&z) ngay*`}},
		{"long", bot.Message{Text: longText(9), Buttons: buttons, Silent: true}},
		{"edit", bot.Message{Text: "Đã gửi 120/300", Edit: "55"}},
		{"edit that grew long", bot.Message{Text: longText(8), Edit: "55", Buttons: buttons}},
		{"wide row", bot.Message{Text: "Chọn thủ tục:", Buttons: [][]bot.Button{{
			{Label: "Đăng ký khai sinh", Action: "a"},
			{Label: "Đăng ký khai sinh có yếu tố nước ngoài", Action: "b"}}}}},
		{"stars", bot.Message{Text: "Xin ông/bà chấm điểm", Buttons: [][]bot.Button{{
			{Label: "1", Action: "rate:1"}, {Label: "2", Action: "rate:2"}, {Label: "3", Action: "rate:3"},
			{Label: "4", Action: "rate:4"}, {Label: "5", Action: "rate:5"}}}}},
		{"picture", bot.Message{Text: "*Thống kê* tháng 11",
			File: &bot.File{Name: "thong-ke.png", Type: "image/png", Bytes: []byte("png")}, Buttons: buttons[:1]}},
		{"table with long text", bot.Message{Text: longText(2),
			File: &bot.File{Name: "bang.xlsx",
				Type:  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
				Bytes: []byte("xlsx")}, Buttons: buttons[:1]}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			steps, err := render(tt.message)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, tt.name, describe(steps))
		})
	}
}

func describe(steps []step) string {
	var b strings.Builder
	for _, s := range steps {
		b.WriteString("== " + s.method)
		if s.file != nil {
			fmt.Fprintf(&b, " %s (%d bytes)", fileName(s.file), len(s.file.Bytes))
		}
		b.WriteByte('\n')
		names := make([]string, 0, len(s.params))
		for name := range s.params {
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			fmt.Fprintf(&b, "-- %s\n%s\n", name, s.params[name])
		}
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "render", strings.ReplaceAll(name, " ", "-")+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("rendering differs from %s (go test -update writes it):\n%s", path, got)
	}
}

func TestRenderRefuses(t *testing.T) {
	tests := []struct {
		name    string
		message bot.Message
	}{
		{"nothing", bot.Message{}},
		{"only space", bot.Message{Text: " \n "}},
		{"action of 65 bytes", bot.Message{Text: "a",
			Buttons: [][]bot.Button{{{Label: "x", Action: strings.Repeat("a", 65)}}}}},
		{"action of 64 letters in 128 bytes", bot.Message{Text: "a",
			Buttons: [][]bot.Button{{{Label: "x", Action: strings.Repeat("ê", 64)}}}}},
		{"no action", bot.Message{Text: "a", Buttons: [][]bot.Button{{{Label: "x"}}}}},
		{"no label", bot.Message{Text: "a", Buttons: [][]bot.Button{{{Label: " ", Action: "x"}}}}},
		{"empty file", bot.Message{File: &bot.File{Name: "a.png", Type: "image/png"}}},
		{"101 buttons", bot.Message{Text: "a", Buttons: [][]bot.Button{manyButtons(101)}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if steps, err := render(tt.message); err == nil {
				t.Errorf("rendered:\n%s", describe(steps))
			}
		})
	}
}

func manyButtons(n int) []bot.Button {
	out := make([]bot.Button, n)
	for i := range out {
		out[i] = bot.Button{Label: fmt.Sprint(i), Action: fmt.Sprint("a:", i)}
	}
	return out
}

// FuzzRender checks that whatever a handler says becomes parts that Telegram takes, and that no letter is lost.
func FuzzRender(f *testing.F) {
	f.Add("*đậm* [x](https://a.vn) <&>", 1)
	f.Add(longText(3), 40)
	f.Add("đ\u0302\u0301👨‍👩‍👧 ", 4000)
	f.Fuzz(func(t *testing.T, text string, repeat int) {
		if repeat < 1 || repeat > 5000 || len(text)*repeat > 20_000 {
			return
		}
		text = strings.Repeat(text, repeat)
		steps, err := render(bot.Message{Text: text})
		if err != nil {
			return
		}
		var kept strings.Builder
		for i, s := range steps {
			shown := s.params["text"]
			if n := units(htmlText(s.params["text"])); n > textLimit || n == 0 {
				t.Fatalf("part %d has %d units", i, n)
			}
			if !utf8.ValidString(shown) {
				t.Fatalf("part %d is not UTF-8", i)
			}
			if len(steps) > 1 {
				shown = strings.TrimSuffix(shown, fmt.Sprintf("\n\n(%d/%d)", i+1, len(steps)))
			}
			kept.WriteString(shown)
		}
		want := squeeze(textOf(speakable(bot.ParseMarkup(strings.ToValidUTF8(text, "\uFFFD")))))
		if got := squeeze(htmlText(kept.String())); got != want {
			t.Fatalf("letters lost: %d of %d bytes", len(got), len(want))
		}
	})
}

// htmlText removes tags: an attribute's value holds no ">", since it is escaped.
func htmlText(s string) string {
	var b strings.Builder
	inside := false
	for _, r := range s {
		switch {
		case r == '<':
			inside = true
		case r == '>':
			inside = false
		case !inside:
			b.WriteRune(r)
		}
	}
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(b.String())
}

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func TestSplitKeepsLettersWhole(t *testing.T) {
	decomposed := "e\u0302\u0301" // ế, written as three runes
	parts := split([]bot.Span{{Text: strings.Repeat(decomposed, 40)}}, 64)
	for i, part := range parts {
		if text := textOf(part); len(text)%len(decomposed) != 0 {
			t.Errorf("part %d tears a letter: %q", i, text)
		}
	}
	if len(parts) < 2 {
		t.Fatal("nothing was split")
	}
}

func TestKeyboardIsJSON(t *testing.T) {
	keyboard, _, err := renderButtons([][]bot.Button{{{Label: `"<&>`, Action: "a"}}})
	if err != nil || !json.Valid([]byte(keyboard)) {
		t.Errorf("%s, %v", keyboard, err)
	}
}
