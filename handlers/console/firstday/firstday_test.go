package firstday_test

import (
	"context"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/memstate"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/lexicon"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/console/firstday"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"
)

const officeName = "Trung tâm Phục vụ hành chính công xã Mẫu"

// offices are those of the small base: nobody verified anything yet.
const offices = `offices:
  - {id: trung-tam-xa-mau, name: Trung tâm Phục vụ hành chính công xã Mẫu, status: unverified, note: Tôi chưa xác minh được địa chỉ.}
  - {id: trung-tam-xa-khac, name: Trung tâm Phục vụ hành chính công xã Khác, status: unverified, note: Chưa ai kiểm tra.}
`

// office is a console over the base that ships, with somebody signed in at the server.
type office struct {
	t     testing.TB
	state *memstate.State
	desk  *library.Desk
	know  atomic.Pointer[answers.Knowledge]
	lex   search.Lexicon
	bot   *handlers.Assistant
	*http.Client
	url, csrf string
}

func open(t testing.TB, first firstday.Config) *office {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 11, 30, 9, 0, 0, 0, content.Zone) }
	o := &office{t: t, state: memstate.New(now)}
	var err error
	if o.lex, err = search.ParseLexicon(lexicon.Files); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../testdata/base")); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "offices"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "offices", "xa-mau.yaml"), []byte(offices), 0o644); err != nil {
		t.Fatal(err)
	}
	o.desk = &library.Desk{Layer: content.NewOverlay(os.DirFS(dir)), Lexicon: func() search.Lexicon { return o.lex }}
	o.reload()
	log := slog.New(slog.DiscardHandler)
	o.bot = handlers.New(handlers.Config{Office: officeName, Channels: map[string]bot.Limits{}, Knowledge: o.know.Load,
		Now: now, Log: log})
	o.bot.Announce.Config = announce.Config{Quiet: announce.QuietHours{From: 21 * time.Hour, To: 7 * time.Hour}}
	c, err := console.New(console.Config{State: o.state, Bot: o.bot, Desk: o.desk, Now: now, Log: log,
		PublicURL: first.PublicURL,
		Rooms:     []console.Room{firstday.Room(first)}})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(c)
	t.Cleanup(server.Close)
	jar, _ := cookiejar.New(nil)
	o.Client, o.url = &http.Client{Jar: jar}, server.URL
	var path string
	if err := o.state.Update(context.Background(),
		func(tx bot.Tx) error { path = people.PutLogin(tx, people.ServerOwner); return nil }); err != nil {
		t.Fatal(err)
	}
	_, token, _ := strings.Cut(path, "ma=")
	o.post("/admin/vao", url.Values{"ma": {token}})
	return o
}

// reload lays what was published over the base, as the running program does within seconds.
func (o *office) reload() {
	o.t.Helper()
	pages, err := library.Pages(context.Background(), o.state)
	if err != nil {
		o.t.Fatal(err)
	}
	o.desk.Layer.Set(library.Lay(o.desk.Layer.Base(), pages, false).Files)
	lib, faults := content.Load(o.desk.Layer)
	if errs := faults.Errors(); len(errs) > 0 {
		o.t.Fatal(errs)
	}
	o.know.Store(answers.NewKnowledge(lib, o.lex))
}

var (
	csrfField = regexp.MustCompile(`name="csrf" value="([^"]+)"`)
	tag       = regexp.MustCompile(`<[^>]*>`)
)

func (o *office) read(resp *http.Response, err error) (int, string) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	if m := csrfField.FindStringSubmatch(string(body)); m != nil {
		o.csrf = m[1]
	}
	return resp.StatusCode, string(body)
}

func (o *office) get(path string) (int, string) {
	o.t.Helper()
	resp, err := o.Get(o.url + path)
	return o.read(resp, err)
}

func (o *office) post(path string, form url.Values) (int, string) {
	o.t.Helper()
	form.Set("csrf", o.csrf)
	req, err := http.NewRequest(http.MethodPost, o.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		o.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", o.url)
	resp, err := o.Do(req)
	return o.read(resp, err)
}

func words(page string) string {
	return strings.Join(strings.Fields(html.UnescapeString(tag.ReplaceAllString(page, " "))), " ")
}

// asks is what a citizen reads.
func (o *office) asks(question string) string {
	reply := o.know.Load().Answer(question, content.NewDay(2026, 11, 30))
	if standing, ok := o.know.Load().Standing(question, reply.Result, time.Date(2026, 11, 30, 9, 0, 0, 0, content.Zone),
		nil); ok {
		reply = standing
	}
	return reply.Message.Text
}

func filled() url.Values {
	return url.Values{"ma": {"trung-tam-xa-mau"}, "ten": {officeName}, "dia-chi": {"Thôn 3, xã Mẫu"},
		"dien-thoai": {"0226 000 000"}, "ban-do": {"20.4931, 105.9212"}, "ai": {"Trần Thị Bình, Văn phòng"},
		"ngay":   {"2026-11-30"},
		"gio-t2": {"7:30-11:30, 13:30-17:00"}, "gio-t3": {"7h30 - 11h30; 13h30 - 17h"},
		"gio-t4": {"7:30-11:30, 13:30-17:00"},
		"gio-t5": {"7:30-11:30, 13:30-17:00"}, "gio-t6": {"7:30-11:30, 13:30-17:00"}, "gio-t7": {"7:30-11:30"}}
}

// TestOfficeForm: what a clerk types is what citizens read within one publish; the other offices stay as they were, and
// the form comes back filled in.
func TestOfficeForm(t *testing.T) {
	o := open(t, firstday.Config{})
	_, page := o.get("/admin/co-quan")
	if !strings.Contains(page, officeName) || !strings.Contains(page, "Tôi chưa xác minh được") {
		t.Errorf("the form does not show what citizens read now:\n%s", words(page))
	}
	before := len(o.know.Load().Library.Offices)
	status, page := o.post("/admin/co-quan", filled())
	// The bot does not answer by it yet: the page shows what was saved, not the empty form of before.
	if status != http.StatusOK || !strings.Contains(page, "Đã lưu và đăng") || !strings.Contains(page, `value="Thôn 3, xã Mẫu"`) ||
		strings.Contains(page, "Tôi chưa xác minh được") {
		t.Fatalf("%d\n%s", status, words(page))
	}
	o.reload()
	lib := o.know.Load().Library
	if len(lib.Offices) != before {
		t.Errorf("%d offices, before %d", len(lib.Offices), before)
	}
	for _, other := range lib.Offices {
		if other.ID != "trung-tam-xa-mau" && (other.Status != content.Unverified || other.Note == "") {
			t.Errorf("%s changed: %+v", other.ID, other)
		}
	}
	for question, want := range map[string]string{
		"địa chỉ bộ phận một cửa ở đâu": "Thôn 3, xã Mẫu",
		"mấy giờ mở cửa":                "thứ Hai đến thứ Sáu: 7:30–11:30, 13:30–17:00; thứ Bảy: 7:30–11:30",
		"số điện thoại bộ phận một cửa": "0226 000 000",
	} {
		if got := o.asks(question); !strings.Contains(got, want) {
			t.Errorf("%s: no %q in\n%s", question, want, got)
		}
	}
	_, page = o.get("/admin/co-quan")
	for _, want := range []string{`value="Thôn 3, xã Mẫu"`, `value="7:30-11:30, 13:30-17:00"`, "maps?q=20.4931,105.9212"} {
		if !strings.Contains(html.UnescapeString(page), want) {
			t.Errorf("the form lost %q", want)
		}
	}
	if _, steps := o.get("/admin/bat-dau"); !strings.Contains(words(steps), "giờ làm việc ✓ xong") {
		t.Errorf("the step is not done:\n%s", words(steps))
	}
}

// TestOfficeFormFaults: everything that is wrong is named at once, what was typed stays, nothing is published.
func TestOfficeFormFaults(t *testing.T) {
	o := open(t, firstday.Config{})
	o.get("/admin/co-quan")
	form := filled()
	form.Set("gio-t4", "cả ngày")
	form.Set("gio-cn", "17:00-7:30")
	form.Set("ban-do", "gần chợ")
	form.Set("ai", "  ")
	form.Set("ten", "")
	_, page := o.post("/admin/co-quan", form)
	for _, want := range []string{"Ông/bà ghi tên nơi tiếp nhận.", "Thứ Tư: giờ", "Chủ nhật: giờ",
		"bản đồ phải bắt đầu", "ai đã kiểm tra", "Chưa lưu được"} {
		if !strings.Contains(words(page), want) {
			t.Errorf("no %q in\n%s", want, words(page))
		}
	}
	if !strings.Contains(page, "cả ngày") || !strings.Contains(page, "gần chợ") {
		t.Error("what was typed is lost")
	}
	if pages, err := library.Pages(context.Background(), o.state); err != nil || len(pages) > 0 {
		t.Errorf("published: %v, %v", pages, err)
	}
	if status, _ := o.post("/admin/co-quan", url.Values{"ma": {"khong-co"}}); status != http.StatusNotFound {
		t.Errorf("an office that is not there: %d", status)
	}
}

// TestOfficeFormHostile: what is typed stands in the file as one value each, whatever signs of YAML, of our markup or
// of HTML it holds: no field, no office and no link of its own comes out of it.
func TestOfficeFormHostile(t *testing.T) {
	o := open(t, firstday.Config{})
	o.get("/admin/co-quan")
	before := len(o.know.Load().Library.Offices)
	kept := 0
	for _, typed := range []string{`" ' \`, `a: b # không`, `- [a, b] {c: d}`, `&neo *neo !!bin %YAML 1.2`, "---", "a\n  phone: \"113\"", "a\r\n- id: khac\r\n  name: Khác",
		`" , phone: "113`, `*[x](javascript:alert(1))* <img src=x onerror=alert(1)>`, "\tx\u0085\u2028y \\u0022"} {
		form := filled()
		form.Set("ten", "Trung tâm "+typed)
		form.Set("dia-chi", typed+" thôn 3")
		form.Set("ai", "Trần Thị Bình "+typed)
		_, page := o.post("/admin/co-quan", form)
		if !strings.Contains(page, "Đã lưu và đăng") {
			continue // refused in words: as good
		}
		kept++
		o.reload()
		lib := o.know.Load().Library
		if len(lib.Offices) != before {
			t.Fatalf("%q: %d offices, were %d", typed, len(lib.Offices), before)
		}
		for _, f := range lib.Offices {
			if f.ID != "trung-tam-xa-mau" {
				continue
			}
			if one := strings.Join(strings.Fields(typed), " "); f.Phone != "0226 000 000" ||
				strings.Join(strings.Fields(f.Address), " ") != one+" thôn 3" {
				t.Errorf("%q: address %q, telephone %q", typed, f.Address, f.Phone)
			}
		}
		if _, page = o.get("/admin/co-quan?ma=trung-tam-xa-mau"); strings.Contains(page, "<img src=x") || strings.Contains(page, `href="javascript:`) {
			t.Errorf("%q runs on the page", typed)
		}
	}
	if kept < 8 {
		t.Errorf("only %d were taken", kept)
	}
}

// TestSteps: the list is followed literally to its end.
func TestSteps(t *testing.T) {
	found := []firstday.Finding{{What: "Telegram: @motcua_bot"},
		{What: "Zalo OA", Hint: "chưa đặt ZALO_APP_ID, kênh này tắt"}}
	backed := false
	o := open(t, firstday.Config{PublicURL: "http://127.0.0.1",
		Check:   func(context.Context) []firstday.Finding { return found },
		Backup:  func(context.Context) bool { return backed },
		Secrets: []firstday.Secret{{Name: "TELEGRAM_TOKEN", Means: "Mã bot Telegram", Set: true}}})
	_, page := o.get("/admin")
	if !strings.Contains(words(page), "Còn 6 bước") && !strings.Contains(words(page), "Còn 7 bước") &&
		!strings.Contains(words(page), "Còn 8 bước") {
		t.Errorf("the overview does not lead to the list:\n%s", words(page))
	}
	for path, lead := range map[string]bool{"/admin/co-quan": true, "/admin/cong-viec/ke-hoach": true,
		"/admin/thong-bao/soan": true,
		"/admin/bat-dau":        false, "/admin/nhat-ky": false} {
		if _, page := o.get(path); strings.Contains(page, "‹ Danh sách Bắt đầu, còn") != lead {
			t.Errorf("%s: a way back to the list: %v", path, !lead)
		}
	}
	if _, page = o.get("/admin/bat-dau"); !strings.Contains(words(page), "Cách bật từng kênh") {
		t.Errorf("the list does not say how a channel is switched on:\n%s", words(page))
	}
	o.get("/admin/co-quan")
	o.post("/admin/co-quan", filled())
	o.reload()
	found[0].Err = "mã bot không đúng"
	if _, page = o.post("/admin/bat-dau/kenh", url.Values{}); !strings.Contains(words(page),
		"✗ Telegram: @motcua_bot: mã bot không đúng") {
		t.Errorf("the failed test is not told:\n%s", words(page))
	}
	if !strings.Contains(words(page), "Zalo chưa Nơi người dân hỏi bot") {
		t.Error("a channel that does not work is a step that is done")
	}
	found[0].Err, found[0].Hint = "", "chưa đặt TELEGRAM_TOKEN, kênh này tắt"
	if _, page = o.post("/admin/bat-dau/kenh", url.Values{}); !strings.Contains(words(page),
		"Zalo chưa Nơi người dân hỏi bot") {
		t.Error("with every channel switched off the step is done")
	}
	found[0].Hint = ""
	if _, page = o.post("/admin/bat-dau/kenh", url.Values{}); !strings.Contains(words(page),
		"✓ Telegram: @motcua_bot") {
		t.Errorf("the test is not told:\n%s", words(page))
	}
	if status, _ := o.post("/admin/bat-dau/yen-tinh",
		url.Values{"tu": {"9 giờ"}, "den": {"06:00"}}); status != http.StatusUnprocessableEntity {
		t.Errorf("a bad hour: %d", status)
	}
	o.post("/admin/bat-dau/yen-tinh", url.Values{"tu": {"22:30"}, "den": {"06:00"}})
	if got := o.bot.Announce.QuietHours().String(); got != "22:30–06:00" {
		t.Errorf("quiet hours %s", got)
	}
	for _, step := range []string{"thu", "to-qr"} {
		o.post("/admin/bat-dau", url.Values{"buoc": {step}, "xong": {"co"}})
	}
	if status, _ := o.post("/admin/bat-dau",
		url.Values{"buoc": {"co-quan"}, "xong": {"co"}}); status != http.StatusBadRequest {
		t.Errorf("a step that the state knows was ticked by hand: %d", status)
	}
	resp, err := o.Get(o.url + "/admin/bat-dau/to-ma-qr")
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil || resp.Header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(string(pdf), "%PDF-") {
		t.Errorf("the sheet: %v, %s", err, resp.Header.Get("Content-Type"))
	}
	backed = true
	_, page = o.get("/admin/bat-dau")
	open := regexp.MustCompile(`<li class=""><h2>([^<]+)`).FindAllStringSubmatch(page, -1)
	for _, s := range open {
		if !strings.HasPrefix(s[1], "Cán bộ") && !strings.HasPrefix(s[1], "Chủ bot") &&
			!strings.HasPrefix(s[1], "Lịch báo cáo") {
			t.Errorf("still open: %s", s[1])
		}
	}
	o.post("/admin/bat-dau", url.Values{"buoc": {"an"}, "xong": {"co"}})
	if _, page = o.get("/admin"); strings.Contains(page, "Danh sách khởi đầu") {
		t.Error("the overview reminds of a list that the office hid")
	}
	if _, page = o.get("/admin/co-quan"); strings.Contains(page, "Danh sách Bắt đầu, còn") {
		t.Error("a page leads back to a list that the office hid")
	}
}

// TestAnotherPlace: an office that the base does not know adds itself, once, and citizens read it.
func TestAnotherPlace(t *testing.T) {
	o := open(t, firstday.Config{})
	if _, page := o.get("/admin/co-quan?ma=moi"); !strings.Contains(page, `value="moi"`) {
		t.Fatalf("no empty form:\n%s", words(page))
	}
	form := filled()
	form.Set("ma", "moi")
	form.Set("ten", "Bộ phận Một cửa phường Đông Hồ")
	form.Set("dia-chi", "")
	form.Set("dien-thoai", "")
	if _, page := o.post("/admin/co-quan", form); !strings.Contains(words(page), "Ông/bà ghi địa chỉ hoặc số điện thoại") || !strings.Contains(page, `value="moi"`) {
		t.Errorf("an empty place:\n%s", words(page))
	}
	form.Set("dia-chi", "12 phố Hồ")
	before := len(o.know.Load().Library.Offices)
	for range 2 { // the second press of the page that says "saved" changes the place, and makes no other
		_, page := o.post("/admin/co-quan", form)
		if !strings.Contains(page, "Đã lưu và đăng") {
			t.Fatalf("not saved:\n%s", words(page))
		}
		form.Set("ma", regexp.MustCompile(`name="ma"\s+value="([^"]+)"`).FindStringSubmatch(page)[1])
		o.reload()
	}
	lib := o.know.Load().Library
	if len(lib.Offices) != before+1 || lib.Offices[before].Name != "Bộ phận Một cửa phường Đông Hồ" &&
		!strings.Contains(o.asks("địa chỉ bộ phận một cửa"), "12 phố Hồ") {
		t.Errorf("%d places, before %d: %+v", len(lib.Offices), before, lib.Offices)
	}
}
