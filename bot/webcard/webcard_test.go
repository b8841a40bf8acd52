package webcard_test

import (
	"flag"
	"html/template"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/webcard"
)

var update = flag.Bool("update", false, "write the golden files anew")

func birth() *bot.Card {
	return &bot.Card{
		Title: "Đăng ký khai sinh", Part: "Lệ phí", Path: "thu-tuc/khai-sinh",
		Lead: []bot.CardLine{{When: "Đúng hạn 60 ngày", Text: "Miễn lệ phí"}},
		Facts: []bot.CardPart{
			{ID: "where", Title: "Nơi nộp", Lines: []bot.CardLine{{Text: "*UBND cấp xã* nơi cư trú của cha hoặc mẹ"}}},
			{ID: "time", Title: "Thời hạn", Shown: 1, Lines: []bot.CardLine{
				{When: "Hồ sơ đủ", Text: "*Trong ngày*; sau 15 giờ thì hôm sau"},
				{When: "Phải xác minh", Text: "*3 ngày làm việc*"}, {When: "Nộp ở nơi khác", Text: "*Lâu hơn*"}}},
		},
		Parts: []bot.CardPart{
			{ID: "dossier", Title: "Mang theo", When: "Trường hợp thông thường", Shown: 2, Lines: []bot.CardLine{
				{Text: "*Giấy chứng sinh*, bản chính"}, {Text: "*Tờ khai* <theo mẫu>"},
				{Text: "*Số định danh* của cha mẹ", Mark: "chưa xác minh"}, {Text: "Ảnh"}}},
			{Title: "Trình tự", Numbered: true, Lines: []bot.CardLine{{Text: "Nộp"}, {Text: "Nhận"}}},
			{Title: "Trường hợp khác (1)", Fold: true, Lines: []bot.CardLine{
				{Text: "*Nhờ người khác*", Prose: true}, {Text: "Văn bản ủy quyền"}}},
		},
		Actions: []bot.Button{{Label: "Nộp trực tuyến", URL: "https://dichvucong.gov.vn/x"},
			{Label: "Mẫu tờ khai", URL: "#form"}},
		Checked:  "22/11/2026",
		Sources:  []bot.CardLink{{Label: "Luật Hộ tịch 2014", URL: "https://vbpl.vn/x"}, {Label: "Nghị định 123/2015"}},
		Cautions: []string{"Áp dụng đến 28/02/2027."},
	}
}

func TestCard(t *testing.T) {
	for name, at := range map[string]webcard.Place{
		"chat": {ID: "m1-", Root: "../"},
		"page": {Level: 1, Open: true},
	} {
		got, err := webcard.HTML(birth(), at)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, filepath.Join("testdata", name+".html"), string(got))
	}
}

// TestLongLead: of many words on top only the first sentence is large; a short line stays whole.
func TestLongLead(t *testing.T) {
	const first = "Miễn lệ phí nếu khai sinh trong 60 ngày từ ngày sinh, hoặc là gia đình có công, hộ nghèo"
	for text, want := range map[string]string{
		"Miễn lệ phí. Bản sao 8.000 đồng.": "<p>Miễn lệ phí. Bản sao 8.000 đồng.</p>",
		first + ". Quá hạn thì nộp theo mức của tỉnh.": `<p class="long"><strong>` + first +
			".</strong> Quá hạn thì nộp theo mức của tỉnh.</p>",
		first + ", người khuyết tật":     "<p>" + first + ", người khuyết tật</p>",
		"“Phải đăng ký không?” Phải.":    "<p><span\n  class=\"when near\">“Phải đăng ký không?”</span> Phải.</p>",
		"“Tự khai” là gì":                "<p>“Tự khai” là gì</p>",
		"*8.000 đồng* một bản. " + first: "<p><strong>8.000 đồng</strong> một bản. " + first + "</p>",
	} {
		got, err := webcard.HTML(&bot.Card{Title: "Lệ phí", Lead: []bot.CardLine{{Text: text}}},
			webcard.Place{ID: "m1-"})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(got), want) {
			t.Errorf("%q: no %s in\n%s", text, want, got)
		}
	}
}

// TestNothingIsLost: every word of a card stands in its HTML, in the chat and on the page.
func TestNothingIsLost(t *testing.T) {
	c := birth()
	words := []string{c.Title, c.Part, c.Checked, c.Cautions[0]}
	for _, p := range append(c.Facts, c.Parts...) {
		words = append(words, p.Title, p.When)
		for _, l := range p.Lines {
			words = append(words, l.When, bot.Plain(l.Text), l.Mark)
		}
	}
	for _, s := range c.Sources {
		words = append(words, s.Label, s.URL)
	}
	for _, at := range []webcard.Place{{ID: "m1-"}, {Open: true}} {
		html, err := webcard.HTML(c, at)
		if err != nil {
			t.Fatal(err)
		}
		plain := strings.NewReplacer("<strong>", "", "</strong>", "").Replace(string(html))
		for _, w := range words {
			if !strings.Contains(plain, template.HTMLEscapeString(w)) {
				t.Errorf("%+v: no %q", at, w)
			}
		}
	}
}

// TestHostileWords: whatever stands in a card is text.
func TestHostileWords(t *testing.T) {
	const bad = `<script>alert(1)</script>"'`
	c := &bot.Card{Title: bad, Part: bad, Path: `x" onclick="y`, Lead: []bot.CardLine{{When: bad, Text: bad, Mark: bad}},
		Facts:    []bot.CardPart{{ID: `a" onclick="b`, Title: bad, Lines: []bot.CardLine{{Text: bad}}}},
		Parts:    []bot.CardPart{{Title: bad, When: bad, Lines: []bot.CardLine{{Text: bad, Prose: true}}}},
		Actions:  []bot.Button{{Label: bad, URL: "javascript:alert(1)"}},
		Sources:  []bot.CardLink{{Label: bad, URL: `javascript:alert(1)`}},
		Cautions: []string{bad}}
	html, err := webcard.HTML(c, webcard.Place{})
	if err != nil {
		t.Fatal(err)
	}
	for _, no := range []string{"<script", `" onclick`, `"javascript:`} {
		if strings.Contains(string(html), no) {
			t.Errorf("%s in %s", no, html)
		}
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got), -update writes it anew:\n%s", path, diff)
	}
}
