package console_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/unanswered"
)

// stranger lets a visitor of the web say or press something.
func (o *office) stranger(id string, u bot.Update) {
	o.t.Helper()
	o.n++
	u.ID, u.Private, u.Chat, u.Source = fmt.Sprint("w", o.n), true, bot.ChatID{Channel: "web", ID: id}, "address"
	if err := o.talk.Deliver(context.Background(), u); err != nil {
		o.t.Fatal(err)
	}
}

// TestAdminsCloseManyCases: what a flood left is closed with one form; an editor reads that it is not his.
func TestAdminsCloseManyCases(t *testing.T) {
	o := newOffice(t)
	for i := range 5 {
		id := fmt.Sprint("visitor", i)
		o.stranger(id, bot.Update{Kind: bot.KindText, Text: fmt.Sprintf("thủ tục nuôi cá sấu số %d", i)})
		o.stranger(id, bot.Update{Kind: bot.KindAction, Action: "pass"})
	}
	open := func() int64 {
		n, err := o.state.Size(t.Context(), cases.OpenCasesSet)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	b := o.signedIn(owner)
	_, page := b.get("/admin/y-kien")
	if strings.Count(page, `form="dong" name="ma"`) != 5 || !strings.Contains(page, "Đóng nhiều mục một lần") {
		t.Fatal("the page offers no boxes to tick")
	}
	refs, err := cases.OpenFrom(t.Context(), o.state, "web", morning.AddDate(0, 0, -1), 100)
	if err != nil || len(refs) != 5 {
		t.Fatalf("%v, %v", refs, err)
	}
	if status, _ := b.post("/admin/y-kien/dong",
		url.Values{"ma": refs[:2], "ly-do": {""}}); status != http.StatusBadRequest {
		t.Errorf("without a reason: %d", status)
	}
	if status, _ := b.post("/admin/y-kien/dong", url.Values{"ma": refs[:2], "ly-do": {"gửi phá"}, "chac": {"co"},
		"web": {"0"}}); status != http.StatusSeeOther || open() != 3 {
		t.Errorf("two ticked: %d, %d are open", status, open())
	}
	if status, _ := b.post("/admin/y-kien/dong",
		url.Values{"ly-do": {"gửi phá"}, "chac": {"co"}, "web": {"24"}}); status != http.StatusSeeOther || open() != 0 {
		t.Errorf("all of the web: %d, %d are open", status, open())
	}
	editor := o.signedIn(o.official("7", "Lê Văn Sửa", "Văn phòng", people.RoleEditor))
	if status, _ := editor.post("/admin/y-kien/dong",
		url.Values{"ly-do": {"gửi phá"}, "chac": {"co"}, "web": {"24"}}); status != http.StatusForbidden {
		t.Errorf("an editor: %d", status)
	}
	if _, page := editor.get("/admin/y-kien"); strings.Contains(page, "Đóng nhiều mục một lần") {
		t.Error("an editor is offered what he may not do")
	}
}

// TestEditorsTidyUnanswered: groups are merged, dropped and cleared at the page.
func TestEditorsTidyUnanswered(t *testing.T) {
	o := newOffice(t)
	for i, q := range []string{"con mèo bay lên mặt trăng bằng gì", "mèo muốn lên cung trăng đi đường nào",
		"thuê tàu ngầm ở đâu"} {
		o.stranger(fmt.Sprint("visitor", i), bot.Update{Kind: bot.KindText, Text: q})
	}
	kept := func() (ids []string) {
		list, err := o.state.List(t.Context(), unanswered.Set, bot.Range{Max: 1 << 52})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range list {
			ids = append(ids, e.Member)
		}
		return ids
	}
	b := o.signedIn(owner)
	_, page := b.get("/admin/cau-hoi")
	if strings.Count(page, `form="gop" name="id"`) != 3 || !strings.Contains(page, "Đang giữ 3 câu") {
		t.Fatalf("the page offers no boxes to tick:\n%s", page)
	}
	if status, _ := b.post("/admin/cau-hoi/gop", url.Values{"id": {kept()[0] + "," + kept()[1]},
		"chac": {"co"}}); status != http.StatusSeeOther || len(kept()) != 2 {
		t.Errorf("merged: %d, %d are left", status, len(kept()))
	}
	if status, _ := b.post("/admin/cau-hoi/gop", url.Values{"id": {kept()[0]}}); status != http.StatusConflict {
		t.Errorf("one alone: %d", status)
	}
	o.now.Add(3600)
	if status, _ := b.post("/admin/cau-hoi/don", url.Values{"ngay": {"0"}, "mot-lan": {"1"},
		"chac": {"co"}}); status != http.StatusSeeOther || len(kept()) != 1 {
		t.Errorf("cleared what was asked once: %d, %d are left", status, len(kept()))
	}
	if status, _ := b.post("/admin/cau-hoi/bo", url.Values{"id": {strings.Join(kept(), ",")},
		"chac": {"co"}}); status != http.StatusSeeOther || len(kept()) != 0 {
		t.Errorf("dropped: %d, %d are left", status, len(kept()))
	}
}

// TestAProxiedLocalhostIsNotThisMachine: signing in over a line that nobody knows is refused, whatever host it names.
func TestAProxiedLocalhostIsNotThisMachine(t *testing.T) {
	o := newOffice(t)
	for header, want := range map[string]int{"": http.StatusSeeOther, "X-Forwarded-For": http.StatusForbidden,
		"Via": http.StatusForbidden} {
		form := url.Values{"ma": {token(o.link(owner))}}
		r, _ := http.NewRequest(http.MethodPost, o.URL+"/admin/vao", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if header != "" {
			r.Header.Set(header, "203.0.113.7")
		}
		r.Host = "localhost"
		resp, err := o.browser().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("with %q: %d, want %d", header, resp.StatusCode, want)
		}
	}
}
