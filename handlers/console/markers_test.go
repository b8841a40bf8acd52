package console_test

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/announce/templates"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
)

// Words that a browser would run, and that a spreadsheet would.
const (
	markup  = `<img src=x onerror=alert(7)>"'`
	formula = `=HYPERLINK("http://evil.example";"mở")`
	marked  = formula + " cá sấu " + markup
)

// hostile is an office in which everything that anybody can write holds both.
func hostile(t *testing.T) (o *office, queries []string) {
	o, _, member, _ := staffed(t)
	o.bot.Office = "Xã " + markup
	b := o.signedIn(owner)
	must := func(path string, form url.Values) {
		t.Helper()
		if status, page := b.post(path, form); status != http.StatusSeeOther && status != http.StatusOK {
			t.Fatalf("%s: %d\n%s", path, status, page)
		}
	}
	must("/admin/cai-dat/don-vi", url.Values{"ten": {"=1+1 " + markup}})
	must("/admin/cai-dat/lich/ghi",
		url.Values{"ngay": {"2027-02-05"}, "den": {"2027-02-11"}, "loai": {"off"}, "ten": {"=1+1 " + markup}})
	id := b.gives(marked, "Trần Thị Lan", "10/12")
	o.says("77", bot.Update{Kind: bot.KindText, Text: marked})
	o.says("77", bot.Update{Kind: bot.KindAction, Action: "pass"})
	o.says("78", bot.Update{Kind: bot.KindAction, Action: "sv:1:"})
	o.says("78", bot.Update{Kind: bot.KindAction, Action: "svw:"})
	o.says("78", bot.Update{Kind: bot.KindText, Text: marked + " phục vụ chậm"})
	o.says("79", bot.Update{Kind: bot.KindText, Text: marked + " chưa ai trả lời"})
	o.says("1", bot.Update{Text: "/thongbao " + marked})
	person := ""
	o.update(func(tx bot.Tx) error {
		var who people.Identity
		if _, err := tx.Get(t.Context(), people.IdentityKey(member), &who); err != nil {
			return err
		}
		p, _, err := people.Load(t.Context(), tx, who.Person)
		person, p.Name, p.Unit = p.ID, "=1+1 "+markup, "=1+1 "+markup
		tx.Put(people.PersonKey(p.ID), p, 0)
		return err
	})
	// What is sent again and again, templates, stand-ins, and groups that others named.
	must("/admin/thong-bao/mau/sua",
		url.Values{"ten": {"=1+1 " + markup}, "noi-dung": {"=1+1 " + markup + " {nơi " + markup + "}"}})
	all, err := templates.All(t.Context(), o.state, people.Office{})
	if err != nil || !all[0].Own {
		t.Fatal(all, err)
	}
	series := b.draft(url.Values{"noi-dung": {"=1+1 " + markup}}, nil)
	must("/admin/thong-bao/lap", url.Values{"ma": {series}, "lich": {"8 giờ thứ Năm hằng tuần"}})
	must("/admin/thong-bao/lap/lam", url.Values{"ma": {series}, "viec": {"dung-roi"}, "ban": {"1"}})
	o.official("21", "Lê Văn Minh", "Văn phòng", people.RoleMember)
	must("/admin/lam-thay",
		url.Values{"vang": {person}, "thay": {o.personOf("21")}, "tu": {"2026-12-07"}, "den": {"2026-12-11"}})
	o.update(func(tx bot.Tx) error {
		subscribers.PutGroupChat(tx,
			subscribers.GroupChat{Chat: bot.ChatID{Channel: "telegramgroup", ID: "-9"}, Title: "=1+1 " + markup,
				State: subscribers.GroupOn, Since: tx.Now()})
		return nil
	})
	queries = []string{"", "?mau=" + all[0].ID, "?ma=" + series, "?ma=" + id, "?ma=" + person,
		"?q=" + url.QueryEscape(marked), "?tep=" + url.QueryEscape(markup), "?loc=" + url.QueryEscape(markup),
		"?thang=" + url.QueryEscape(markup), "?xong=" + url.QueryEscape(markup), "?ma=" + url.QueryEscape(markup)}
	for _, kind := range []string{"announcement", "case"} {
		keys := o.state.Keys(kind)
		if len(keys) == 0 {
			t.Fatalf("there is no %s", kind)
		}
		for _, key := range keys {
			queries = append(queries, "?ma="+url.QueryEscape(key))
		}
	}
	return o, queries
}

// TestMarkersOnEveryPage: what people wrote stands on the pages as they wrote it, and runs on none.
func TestMarkersOnEveryPage(t *testing.T) {
	o, queries := hostile(t)
	b := o.signedIn(owner)
	shown := map[string]bool{}
	for _, route := range allRoutes() {
		if route.Method != http.MethodGet {
			continue
		}
		path := strings.TrimSuffix(route.Path, "{$}")
		for _, query := range queries {
			status, page := b.get(path + query)
			if status >= 500 || strings.Contains(page, "<img src=x") {
				t.Errorf("%s%s: %d, with the marker as markup: %t", path, query, status,
					strings.Contains(page, "<img src=x"))
			}
			if strings.Contains(page, "cá sấu &lt;img src=x onerror=alert(7)&gt;") ||
				strings.Contains(page, "1 &lt;img src=x onerror=alert(7)&gt;") {
				shown[path] = true
			}
			o.now.Add(1)
		}
	}
	for _, path := range []string{"/admin/cau-hoi", "/admin/y-kien", "/admin/cong-viec", "/admin/cong-viec/viec",
		"/admin/thong-bao", "/admin/thong-bao/tin",
		"/admin/can-bo", "/admin/can-bo/nguoi", "/admin/cai-dat", "/admin/nhat-ky", "/admin/thong-bao/mau",
		"/admin/thong-bao/mau/sua",
		"/admin/thong-bao/lap", "/admin/thong-bao/soan", "/admin/lam-thay"} {
		if !shown[path] {
			t.Errorf("%s shows the words nowhere: the test would not see them run", path)
		}
	}
}

// TestNoExportHoldsAFormula: a spreadsheet that opens what the office takes out runs nothing in it.
func TestNoExportHoldsAFormula(t *testing.T) {
	o, _ := hostile(t)
	b := o.signedIn(owner)
	o.subscribe(2)
	sent := b.draft(nil, nil)
	b.presses(sent, "send")
	o.looks()
	o.sent(sent, 2, bot.BulkFailed, formula)
	o.looks()
	kept := 0
	cell := func(where, text, formula string) {
		if strings.Contains(text, "1+1") || strings.Contains(text, "HYPERLINK") {
			kept++
		}
		if formula != "" {
			t.Errorf("%s: a formula: %s", where, formula)
		}
	}
	type taken struct {
		path string
		form url.Values
	}
	exports := []taken{
		{"/admin/y-kien/xuat", url.Values{}}, {"/admin/y-kien/xuat", url.Values{"dang": {"csv"}}},
		{"/admin/y-kien/bao-cao", url.Values{}},
		{"/admin/cong-viec/xuat", url.Values{"bang": {"xlsx"}}},
		{"/admin/cong-viec/xuat", url.Values{"bang": {"dang-mo"}}},
		{"/admin/cong-viec/xuat", url.Values{"bang": {"nhat-ky"}}}, {"/admin/nhat-ky/xuat", url.Values{}},
		{"/admin/thong-bao/xuat", url.Values{"ma": {sent}, "dang": {"csv"}}},
		{"/admin/thong-bao/xuat", url.Values{"ma": {sent}, "dang": {"xlsx"}}},
	}
	for _, route := range allRoutes() { // a new one is to be tried here too
		if strings.HasSuffix(route.Path, "/xuat") || strings.HasSuffix(route.Path, "/bao-cao") {
			if !slices.ContainsFunc(exports, func(e taken) bool { return e.path == route.Path }) {
				t.Errorf("%s is not looked into", route.Path)
			}
		}
	}
	for _, export := range exports {
		name := export.path + " " + export.form.Encode()
		status, body := b.post(export.path, export.form)
		if status != http.StatusOK {
			t.Errorf("%s: %d", name, status)
			continue
		}
		if !strings.HasPrefix(body, "PK") {
			rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff"))).ReadAll()
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			for _, row := range rows {
				for _, text := range row {
					ran := ""
					if text != "" && strings.ContainsAny(text[:1], "=+-@\t\r") {
						ran = text
					}
					cell(name, text, ran)
				}
			}
			continue
		}
		f, err := excelize.OpenReader(bytes.NewReader([]byte(body)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, sheet := range f.GetSheetList() {
			rows, err := f.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for y, row := range rows {
				for x, text := range row {
					at, _ := excelize.CoordinatesToCellName(x+1, y+1)
					ran, _ := f.GetCellFormula(sheet, at)
					cell(name+" "+sheet+" "+at, text, ran)
				}
			}
		}
		_ = f.Close()
	}
	if kept < 8 {
		t.Errorf("only %d cells hold the words", kept)
	}
}
