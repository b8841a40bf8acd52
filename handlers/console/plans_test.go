package console_test

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/tasks"
)

// TestTemplateInTheConsole: an admin confirms the shipped schedule with the office's own day; before, it makes no task,
// and a day later than the template's is refused.
func TestTemplateInTheConsole(t *testing.T) {
	o, _, _, _ := staffed(t)
	o.withTemplate()
	b := o.signedIn(owner)
	_, page := b.get("/admin/cong-viec/ke-hoach")
	if !strings.Contains(page, "chưa xác nhận") || !strings.Contains(page, "18/12/2026") {
		t.Fatalf("before it is confirmed:\n%s", page)
	}
	for name, form := range map[string]url.Values{
		"later than the template": {"ma": {"mau"}, "viec": {"ngay"}, "ngay": {"25"}},
		"no such template":        {"ma": {"khac"}, "som": {"5"}},
		"no number":               {"ma": {"mau"}, "som": {"x"}},
	} {
		if status, _ := b.post("/admin/cong-viec/ke-hoach", form); status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, status)
		}
	}
	board := func() []tasks.BoardTask {
		all, err := o.bot.Tasks.Board(context.Background(), o.state, "", "", content.DayOf(morning), 0)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	if n := len(board()); n != 0 {
		t.Fatalf("%d tasks before it is confirmed", n)
	}
	b.post("/admin/cong-viec/ke-hoach", url.Values{"ma": {"mau"}, "som": {"5"}})
	if all := board(); len(all) != 1 || all[0].Due != content.NewDay(2026, 12, 11) {
		t.Fatalf("after it is confirmed: %+v", all)
	}
	if _, page := b.get("/admin/cong-viec/ke-hoach"); !strings.Contains(page, "sớm hơn 5 ngày làm việc") ||
		!strings.Contains(page, "11/12/2026") {
		t.Errorf("the page after it is confirmed:\n%s", page)
	}
	b.post("/admin/cong-viec/ke-hoach", url.Values{"ma": {"mau"}, "viec": {"ngay"}, "ngay": {"8"}})
	if all := board(); len(all) != 1 || all[0].Due != content.NewDay(2026, 12, 8) {
		t.Fatalf("after another day was chosen: %+v", all)
	}
	b.post("/admin/cong-viec/ke-hoach", url.Values{"ma": {"mau"}, "viec": {"khong"}, "chac": {"co"}})
	if _, page := b.get("/admin/cong-viec/ke-hoach"); !strings.Contains(page, "<b>không dùng</b>") {
		t.Error("the refusal is not on the page")
	}
}

// withTemplate adds a national schedule to the test base.
func (o *office) withTemplate() {
	o.t.Helper()
	files := fstest.MapFS{"plan/mau/plan.yaml": {Data: []byte(`id: mau
template: true
title: Mẫu lịch báo cáo cải cách hành chính
year: 2026
issuer: Trung ương
caution: Kiểm tra với văn bản của tỉnh.
checked: 2026-11-20
review: 2027-02-20
reports:
  - id: nam
    text: Báo cáo cải cách hành chính năm, gửi trước ngày 20/12.
    by: UBND cấp tỉnh
    to_whom: Bộ Nội vụ
    data_from: 15/12 năm trước
    data_to: 14/12
    rule: {every: year, month: 12, day: 20, shift: before}
    names: [báo cáo cải cách hành chính năm, hạn báo cáo cuối năm, khi nào gửi báo cáo năm]
    sources: [kh]
sources:
  kh: {title: "Mẫu", checked: 2026-11-20}
`)}}
	dir := o.t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../testdata/base")); err != nil {
		o.t.Fatal(err)
	}
	if err := os.CopyFS(dir, files); err != nil {
		o.t.Fatal(err)
	}
	o.desk.Layer = content.NewOverlay(os.DirFS(dir))
	o.reload()
}
