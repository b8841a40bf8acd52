package console_test

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"

	"github.com/motcua/motcua/bot"
)

var field = regexp.MustCompile(`(?s)<(?:input|textarea)[^>]* name="([^"]+)"(?:[^>]* value="([^"]*)"[^>]*>|[^>]*>(.*?)</textarea>)`)

// formOf reads the fields of the first form with an action that ends so.
func formOf(t testing.TB, page, action string) url.Values {
	t.Helper()
	m := regexp.MustCompile(`(?s)<form[^>]*action="[^"]*` + action + `"[^>]*>(.*?)</form>`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no form for %s in\n%s", action, page)
	}
	out := url.Values{}
	for _, f := range field.FindAllStringSubmatch(m[1], -1) {
		out.Add(f[1], html.UnescapeString(f[2]+f[3]))
	}
	return out
}

// TestTwoEditors: who publishes second is told, keeps his words, and overwrites nothing unless he says so again.
func TestTwoEditors(t *testing.T) {
	o := newOffice(t)
	o.official("20", "Lê Một", "Văn phòng", people.RoleEditor)
	o.official("21", "Lê Hai", "Văn phòng", people.RoleEditor)
	one, two := o.signedIn(bot.ChatID{Channel: "telegram", ID: "20"}),
		o.signedIn(bot.ChatID{Channel: "telegram", ID: "21"})
	const path = "/admin/noi-dung/sua?tep=faq/tra-cuu.md"
	open := func(b *browser, words string) url.Values {
		_, page := b.get(path)
		f := formOf(t, page, "kiem")
		f.Set("noi-dung", strings.Replace(f.Get("noi-dung"), "Tôi không xem được", words, 1))
		f.Set("ly-do", words)
		return f
	}
	first, second := open(one, "Tôi chưa xem được"), open(two, "Bot không xem được")
	if status, page := one.post("/admin/noi-dung/dang", first); status != http.StatusSeeOther {
		t.Fatalf("the first: %d\n%s", status, page)
	}
	o.reload()
	status, page := two.post("/admin/noi-dung/dang", second)
	if status != http.StatusConflict || !strings.Contains(page, "Tôi chưa xem được") ||
		!strings.Contains(page, "Bot không xem được") {
		t.Fatalf("the second: %d, wants both texts:\n%s", status, page)
	}
	if text, _, _ := o.desk.Read("faq/tra-cuu.md"); !strings.Contains(text, "Tôi chưa xem được") {
		t.Errorf("the first editor's words were overwritten:\n%s", text)
	}
	merged := formOf(t, page, "kiem")
	if status, page := two.post("/admin/noi-dung/dang", merged); status != http.StatusSeeOther {
		t.Fatalf("after looking: %d\n%s", status, page)
	}
	o.reload()
	history, err := library.History(context.Background(), o.state, "faq/tra-cuu.md")
	if err != nil || len(history) != 2 || history[0].Why != "Bot không xem được" || history[0].Who == history[1].Who {
		t.Errorf("history %+v, %v", history, err)
	}
	// An older version comes back as a new one.
	_, page = one.get(path + "&ban=1")
	back := formOf(t, page, "kiem")
	if status, _ := one.post("/admin/noi-dung/dang", back); status != http.StatusSeeOther {
		t.Errorf("bringing back: %d", status)
	}
	o.reload()
	if text, _, _ := o.desk.Read("faq/tra-cuu.md"); !strings.Contains(text, "Tôi chưa xem được") {
		t.Errorf("version 1 did not come back:\n%s", text)
	}
}

// TestPublishIsChecked: what a form says is not believed; a faulty text, a place outside the base and a missing reason
// are refused however they are sent.
func TestPublishIsChecked(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	_, page := b.get("/admin/noi-dung/sua?tep=faq/tra-cuu.md")
	good := formOf(t, page, "kiem")
	good.Set("ly-do", "thử")
	tests := []struct {
		name string
		set  map[string]string
	}{
		{"no front matter", map[string]string{"noi-dung": "chỉ có chữ"}},
		{"another entry's id",
			map[string]string{"noi-dung": strings.Replace(good.Get("noi-dung"), "id: tra-cuu", "id: gpxd", 1)}},
		{"out of the base", map[string]string{"tep": "../../etc/passwd"}},
		{"hidden file", map[string]string{"tep": "faq/.x.md"}},
		{"code", map[string]string{"tep": "handlers/x.go"}},
		{"no reason", map[string]string{"ly-do": " "}},
		{"no number", map[string]string{"ban": "x"}},
		{"stale file below", map[string]string{"goc": "0000"}},
	}
	for _, tt := range tests {
		f := url.Values{}
		for k, v := range good {
			f[k] = v
		}
		for k, v := range tt.set {
			f.Set(k, v)
		}
		if status, _ := b.post("/admin/noi-dung/dang", f); status == http.StatusSeeOther {
			t.Errorf("%s was published", tt.name)
		}
	}
	if pages, err := library.Pages(context.Background(), o.state); err != nil || len(pages) != 0 {
		t.Errorf("%d pages were written, %v", len(pages), err)
	}
}

// TestUnansweredToEntry: a question nobody could answer becomes a way of asking, and the bot answers it; another
// becomes a draft in one press.
func TestUnansweredToEntry(t *testing.T) {
	o := newOffice(t)
	const q = "tờ hôm bữa đưa cô áo xanh sao rồi"
	if got := o.says("77", bot.Update{Kind: bot.KindText, Text: q})[0].Message.Text; !strings.Contains(got,
		"chưa có câu trả lời") {
		t.Fatalf("the bot knows it already: %s", got)
	}
	o.says("78", bot.Update{Kind: bot.KindText, Text: "thủ tục nuôi cá sấu trên sân thượng"})
	b := o.signedIn(owner)
	_, page := b.get("/admin/cau-hoi")
	at := strings.Index(page, q)
	f := formOf(t, page[at:], "noi")
	f.Set("muc", "tra-cuu")
	if status, page := b.post("/admin/cau-hoi/noi", f); status != http.StatusSeeOther {
		t.Fatalf("attach: %d\n%s", status, page)
	}
	o.reload()
	if got := o.says("77", bot.Update{Kind: bot.KindText, Text: q})[0].Message.Text; !strings.Contains(got,
		"Tôi không xem được hồ sơ") {
		t.Errorf("still not answered: %s", got)
	}
	_, page = b.get("/admin/cau-hoi")
	if strings.Contains(page, q) {
		t.Error("the question is still listed")
	}
	status, _ := b.post("/admin/cau-hoi/soan", formOf(t, page, "soan"))
	if status != http.StatusSeeOther {
		t.Fatalf("draft: %d", status)
	}
	_, page = b.get("/admin/noi-dung")
	if !strings.Contains(page, `aria-label="Soạn tiếp thủ tục nuôi cá sấu trên sân thượng"`) {
		t.Error("the draft is not listed")
	}
}

// TestAnswerInConsole: the answer reaches the citizen with its source; heads answer their own unit's only; exports name
// nobody.
func TestAnswerInConsole(t *testing.T) {
	o := newOffice(t)
	o.official("20", "Lê Trưởng", "Địa chính", people.RoleHead)
	o.says("7700770077", bot.Update{Kind: bot.KindText, Text: "thủ tục nuôi cá sấu trên sân thượng"})
	o.says("7700770077", bot.Update{Kind: bot.KindAction, Action: "pass"})
	list, err := o.state.List(context.Background(), cases.OpenCasesSet, bot.Range{Max: 1 << 52})
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	ref := list[0].Member
	form := func() url.Values {
		return url.Values{"ma": {ref}, "tra-loi": {"Cá sấu phải có giấy phép của kiểm lâm."}}
	}
	head := o.signedIn(bot.ChatID{Channel: "telegram", ID: "20"})
	if status, _ := head.post("/admin/y-kien/tra-loi", form()); status != http.StatusForbidden {
		t.Errorf("a head answered another unit's case: %d", status)
	}
	b := o.signedIn(owner)
	if status, _ := b.post("/admin/y-kien/tra-loi", form()); status != http.StatusSeeOther {
		t.Fatalf("answer: %d", status)
	}
	queue := o.state.Queue()
	last := queue[len(queue)-1]
	if last.To.ID != "7700770077" || !strings.Contains(last.Message.Text, "cán bộ trả lời") ||
		!strings.Contains(last.Message.Text, "kiểm lâm") {
		t.Errorf("the citizen reads %q", last.Message.Text)
	}
	if status, _ := b.post("/admin/y-kien/tra-loi", form()); status != http.StatusConflict {
		t.Errorf("answered twice: %d", status)
	}
	for _, page := range []string{"/admin/y-kien", "/admin/nhat-ky"} {
		if _, body := b.get(page); strings.Contains(body, "7700770077") {
			t.Errorf("%s names the citizen", page)
		}
	}
	for _, export := range []string{"/admin/y-kien/xuat?dang=csv", "/admin/nhat-ky/xuat"} {
		if status, body := b.post(export, url.Values{}); status != http.StatusOK ||
			strings.Contains(body, "7700770077") {
			t.Errorf("%s: %d, or it names the citizen", export, status)
		}
	}
}

// TestAnswerThatReachesNobody: the card says so before it is written, and the page does not say that it was sent.
func TestAnswerThatReachesNobody(t *testing.T) {
	o := newOffice(t)
	o.says("7700770077", bot.Update{Kind: bot.KindText, Text: "thủ tục nuôi cá sấu trên sân thượng"})
	o.says("7700770077", bot.Update{Kind: bot.KindAction, Action: "pass"})
	list, err := o.state.List(context.Background(), cases.OpenCasesSet, bot.Range{Max: 1 << 52})
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	ref := list[0].Member
	b := o.signedIn(owner)
	if _, page := b.get("/admin/y-kien"); strings.Contains(page, "không để lại cách nhắn") {
		t.Error("the card of who waits says that nobody does")
	}
	err = o.state.Update(context.Background(), func(tx bot.Tx) error {
		c, _, err := cases.LoadCase(context.Background(), tx, ref)
		c.Chat = bot.ChatID{} // without consent nobody is kept
		tx.Put(bot.Key{Kind: "case", ID: ref}, c, 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, page := b.get("/admin/y-kien"); !strings.Contains(page, "không để lại cách nhắn") ||
		!strings.Contains(page, "Lưu trả lời") {
		t.Error("the card does not say that nobody will read it")
	}
	from := len(o.state.Queue())
	b.CheckRedirect = nil
	_, page := b.post("/admin/y-kien/tra-loi", url.Values{"ma": {ref}, "tra-loi": {"Cần giấy phép."}})
	if strings.Contains(page, "Đã gửi câu trả lời") || !strings.Contains(page, "Không ai được gửi tin") {
		t.Error("the page says that it was sent")
	}
	for _, out := range o.state.Queue()[from:] {
		if strings.HasPrefix(out.Key, "case-answer:") {
			t.Errorf("sent to %s", out.To)
		}
	}
}

// TestNothingHappensOnGET: reading every page changes no document but the figures of nobody.
func TestNothingHappensOnGET(t *testing.T) {
	o := lively(t)
	b := o.signedIn(owner)
	b.get("/admin/nhat-ky")
	before := fmt.Sprint(o.state.Everything())
	for _, r := range consoleGETs() {
		b.get(r)
	}
	if after := fmt.Sprint(o.state.Everything()); after != before {
		t.Error("a GET changed the state")
	}
}

// TestTwoEditorsMerge: what two editors changed in one entry is put together: by itself where only one of them changed
// something, by a choice where both did; nothing is published before it was checked.
func TestTwoEditorsMerge(t *testing.T) {
	o := newOffice(t)
	o.official("20", "Lê Một", "Văn phòng", people.RoleEditor)
	o.official("21", "Lê Hai", "Văn phòng", people.RoleEditor)
	one, two := o.signedIn(bot.ChatID{Channel: "telegram", ID: "20"}),
		o.signedIn(bot.ChatID{Channel: "telegram", ID: "21"})
	const path = "/admin/noi-dung/sua?tep=faq/tra-cuu.md"
	open := func(b *browser, from, to string) url.Values {
		_, page := b.get(path)
		f := formOf(t, page, "kiem")
		if !strings.Contains(f.Get("noi-dung"), from) {
			t.Fatalf("the entry does not say %q:\n%s", from, f.Get("noi-dung"))
		}
		f.Set("noi-dung", strings.Replace(f.Get("noi-dung"), from, to, 1))
		f.Set("ly-do", to)
		return f
	}
	publish := func(b *browser, f url.Values) (int, string) {
		status, page := b.post("/admin/noi-dung/dang", f)
		o.reload()
		return status, page
	}
	first, second := open(one, "Tôi không xem được", "Tôi chưa xem được"), open(two, "names:", "names: # các cách hỏi")
	if status, page := publish(one, first); status != http.StatusSeeOther {
		t.Fatalf("the first: %d\n%s", status, words(page))
	}
	status, page := publish(two, second)
	if status != http.StatusConflict || !strings.Contains(page, "ghép được nguyên vẹn cả hai") {
		t.Fatalf("the second: %d\n%s", status, words(page))
	}
	status, page = two.post("/admin/noi-dung/hop", formOf(t, page, "hop"))
	if status != http.StatusOK || !strings.Contains(page, "names: # các cách hỏi") ||
		!strings.Contains(page, "Tôi chưa xem được") {
		t.Fatalf("merged: %d\n%s", status, words(page))
	}
	if status, page = publish(two, formOf(t, page, "dang")); status != http.StatusSeeOther {
		t.Fatalf("publishing both: %d\n%s", status, words(page))
	}

	first, second = open(one, "Tôi chưa xem được", "Bot chưa xem được"),
		open(two, "Tôi chưa xem được", "Chúng tôi chưa xem được")
	if status, page := publish(one, first); status != http.StatusSeeOther {
		t.Fatalf("the third: %d\n%s", status, words(page))
	}
	_, page = publish(two, second)
	if !strings.Contains(words(page), "1 chỗ hai người sửa khác nhau, ông/bà chọn") {
		t.Fatalf("nothing to choose:\n%s", words(page))
	}
	f := formOf(t, page, "hop")
	f.Del("chon-0")
	if status, page := two.post("/admin/noi-dung/hop", f); status != http.StatusUnprocessableEntity ||
		!strings.Contains(page, "chọn một bản cho mỗi chỗ") {
		t.Errorf("without a choice: %d", status)
	}
	f.Set("chon-0", "toi")
	if _, page = two.post("/admin/noi-dung/hop", f); !strings.Contains(page, "Chúng tôi chưa xem được") ||
		formOf(t, page, "dang").Get("noi-dung") == "" {
		t.Errorf("mine:\n%s", words(page))
	}
	if status, _ := publish(two, formOf(t, page, "dang")); status != http.StatusSeeOther {
		t.Errorf("publishing mine: %d", status)
	}
	if text, _, _ := o.desk.Read("faq/tra-cuu.md"); !strings.Contains(text, "Chúng tôi chưa xem được") ||
		!strings.Contains(text, "# các cách hỏi") {
		t.Errorf("in the end:\n%s", text)
	}
}
