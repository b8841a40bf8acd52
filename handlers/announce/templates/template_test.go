package templates_test

import (
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/content/workday"
	"github.com/motcua/motcua/handlers/announce/templates"
)

var dates = vidate.Reader{Now: time.Date(2026, 11, 23, 9, 0, 0, 0, content.Zone), Calendar: workday.New(nil)}

// TestShipped: every template that comes with the program can be used, and its urgent ones are.
func TestShipped(t *testing.T) {
	if len(templates.Shipped) < 6 {
		t.Fatalf("%d templates", len(templates.Shipped))
	}
	sample := map[templates.Kind]string{templates.Day: "12/12/2026", templates.Number: "3"}
	for _, tpl := range templates.Shipped {
		if err := tpl.Check(); err != nil {
			t.Errorf("%s: %v", tpl.ID, err)
			continue
		}
		blanks, err := templates.Blanks(tpl.Text)
		if err != nil {
			t.Fatal(err)
		}
		values := map[string]string{}
		for i, b := range blanks {
			typed := sample[b.Kind]
			switch {
			case b.Kind == templates.Clock:
				typed = time.Date(2026, 1, 1, 7+i, 30, 0, 0, content.Zone).Format("15h04")
			case typed == "":
				typed = "xóm *Đình*"
			}
			if values[b.Name], err = b.Read(typed, dates); err != nil {
				t.Errorf("%s: %s: %v", tpl.ID, b.Name, err)
			}
		}
		text, err := tpl.Fill(values)
		if err != nil || strings.ContainsAny(text, "{}") || strings.Contains(tpl.Text, ": ngày}") &&
			!strings.Contains(text, "12/12/2026") {
			t.Errorf("%s: %q, %v", tpl.ID, text, err)
		}
	}
}

// TestBlanks: what is typed is checked before it stands in a text.
func TestBlanks(t *testing.T) {
	tests := []struct {
		kind        templates.Kind
		typed, want string // want of a refusal: a part of it, after "!"
	}{
		{templates.Words, " nhà văn hóa  thôn 3 ", "nhà văn hóa thôn 3"},
		{templates.Words, " ", "!chưa điền"},
		{templates.Words, strings.Repeat("ộ", 201), "!dài quá 200"},
		{templates.Day, "12/12/2026", "thứ Bảy, 12/12/2026"},
		{templates.Day, "2026-12-12", "thứ Bảy, 12/12/2026"},
		{templates.Day, "thu sau tuan sau", "thứ Sáu, 04/12/2026"},
		{templates.Day, "31/11/2026", "!Không có ngày"},
		{templates.Day, "20/11/2026", "!đã qua"},
		{templates.Day, "sớm thôi", "!cần một ngày"},
		{templates.Clock, "7 giờ 30", "07:30"},
		{templates.Clock, "7h30", "07:30"},
		{templates.Clock, "14:05", "14:05"},
		{templates.Clock, "8 giờ rưỡi", "08:30"},
		{templates.Clock, "2 giờ chiều", "14:00"},
		{templates.Clock, "0h", "00:00"},
		{templates.Clock, "0h30", "00:30"},
		{templates.Clock, "25h", "!Không có giờ"},
		{templates.Clock, "7h75", "!Không có giờ"},
		{templates.Clock, "sáng", "!cần một giờ"},
		{templates.Number, "12", "12"},
		{templates.Number, "mười hai", "!cần một con số"},
	}
	for _, tt := range tests {
		got, err := templates.Blank{Name: "ô", Kind: tt.kind}.Read(tt.typed, dates)
		want, refused := strings.CutPrefix(tt.want, "!")
		if refused != (err != nil) || refused && !strings.Contains(err.Error(), want) || !refused && got != want {
			t.Errorf("%s %q: %q, %v; want %q", tt.kind, tt.typed, got, err, tt.want)
		}
	}
	for text, want := range map[string]string{"Họp {": "cặp ngoặc", "Họp {}": "cần có tên",
		"Họp {a: tuần}":      "Không có loại ô",
		"{a: ngày} {a: giờ}": "hai loại", "Họp": "chưa có ô trống", "*Họp {a}": "chữ đậm",
		strings.Repeat("{a} ", 2) + "{b\n}": "cặp ngoặc"} {
		if err := (templates.Template{Name: "Họp", Text: text}).Check(); err == nil ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	order := templates.Template{Name: "x", Text: "{từ giờ: giờ} {đến giờ: giờ}"}
	if _, err := order.Fill(map[string]string{"từ giờ": "14:00", "đến giờ": "08:00"}); err == nil ||
		!strings.Contains(err.Error(), "phải sau giờ bắt đầu") {
		t.Errorf("%v", err)
	}
}

// TestHostileValues: what is typed into a blank stands in the announcement as it was typed: it makes no link, no bold, no
// line and no blank of its own.
func TestHostileValues(t *testing.T) {
	form := templates.Template{Name: "Họp", Text: "*Họp* tại {nơi}, mang {đồ: chữ}.\nLúc {giờ họp: giờ} {ngày họp: ngày}, {số người: số} người."}
	for _, typed := range []string{"*đậm*", "[xem](https://evil.example)", "[xem](javascript:alert(1))", "{đồ}", "{ngày họp: ngày}", "}{", `\*\[`, "<b>x</b>",
		"nhà văn hóa\n\n*Khẩn:* nộp tiền", "a\r\nb", "a\u2028b", "\u202eoác nạb\u202c", "a\x00b", "a\u200bb", "https://evil.example/?a=b&c=d", "_x_ `y` ~z~", "](tel:113)", "[", "*", `\`} {
		place, err := templates.Blank{Name: "nơi"}.Read(typed, dates)
		if err != nil {
			t.Errorf("%q: %v", typed, err)
			continue
		}
		text, err := form.Fill(map[string]string{"nơi": place, "đồ": place, "giờ họp": "19:30", "ngày họp": "thứ Bảy, 12/12/2026", "số người": "12"})
		if err != nil {
			t.Errorf("%q: %v", typed, err)
			continue
		}
		want := "Họp tại " + place + ", mang " + place + ".\nLúc 19:30 thứ Bảy, 12/12/2026, 12 người."
		if got := bot.Plain(text); got != want || strings.Count(text, "\n") != 1 || strings.ContainsAny(place, "\n\r\x00\u2028\u202e\u200b") || len(place) > len(typed) {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
		for _, span := range bot.ParseMarkup(text) {
			if span.URL != "" || span.Bold && span.Text != "Họp" {
				t.Errorf("%q makes %+v", typed, span)
			}
		}
	}
	for kind, typed := range map[templates.Kind]string{templates.Number: "12*[x](https://a.vn)", templates.Clock: "7h30 {x}", templates.Day: "12/12/2026 *x*"} {
		if got, err := (templates.Blank{Name: "ô", Kind: kind}).Read(typed, dates); err == nil && strings.ContainsAny(got, "*[]{}") {
			t.Errorf("%s: %q", kind, got)
		}
	}
}

// FuzzBlanks: no text makes the reader of blanks fail otherwise than by a refusal, and what it takes can be filled.
func FuzzBlanks(f *testing.F) {
	f.Add("Họp {giờ: giờ} {ngày: ngày} tại {địa điểm}")
	f.Fuzz(func(t *testing.T, text string) {
		tpl := templates.Template{Name: "x", Text: text}
		if tpl.Check() != nil {
			return
		}
		blanks, err := templates.Blanks(text)
		if err != nil {
			t.Fatal(err)
		}
		values := map[string]string{}
		for _, b := range blanks {
			values[b.Name] = "1"
		}
		_, _ = tpl.Fill(values)
	})
}
