package console_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/motcua/motcua/handlers/announce/recurring"
	"github.com/motcua/motcua/handlers/people"
)

// TestRepeatsInConsole: a draft is made one that is sent again and again by the deeds of the chat: read back, moved off
// days off, confirmed by the revision that was read, paused, ended.
func TestRepeatsInConsole(t *testing.T) {
	o := newOffice(t)
	o.subscribe(3)
	b := o.signedIn(owner)
	id := b.draft(nil, nil)
	if page := b.page(id); !strings.Contains(page, "Gửi lặp lại") {
		t.Errorf("no way there:\n%s", page)
	}
	_, page := b.get("/admin/thong-bao/lap")
	wants(t, "none", words(page), "Chưa có thông báo nào gửi lặp lại")
	status, page := b.post("/admin/thong-bao/lap", url.Values{"ma": {id}, "lich": {"8 giờ mỗi ngày"}})
	if status != http.StatusUnprocessableEntity || !strings.Contains(page, "mỗi 2–12 tuần") || !strings.Contains(page, `value="8 giờ mỗi ngày"`) {
		t.Errorf("a rule that is none: %d\n%s", status, words(page))
	}
	b.follows("/admin/thong-bao/lap", url.Values{"ma": {id}, "lich": {"8 giờ thứ Năm hằng tuần đến hết 24/12/2026"}})
	press := func(verb string, rev, want int) {
		t.Helper()
		status, page := b.post("/admin/thong-bao/lap/lam", url.Values{"ma": {id}, "viec": {verb}, "ban": {fmt.Sprint(rev)}})
		if status != want {
			t.Errorf("%s: %d\n%s", verb, status, words(page))
		}
	}
	press("ngay-nghi", 1, http.StatusSeeOther)
	_, page = b.get("/admin/thong-bao/lap?ma=" + id)
	wants(t, "read back", words(page), "mỗi tuần vào thứ Năm lúc 08:00, đến hết ngày 24/12/2026; rơi vào ngày nghỉ thì gửi vào ngày làm việc liền trước",
		"Cả thảy 5 lần", "Ngày nghỉ thì gửi muộn hơn", "Đúng, gửi lặp lại")
	press("dung-roi", 1, http.StatusConflict) // what was read back has changed
	press("dung-roi", 2, http.StatusSeeOther)
	_, page = b.get("/admin/thong-bao/lap")
	wants(t, "set", words(page), "Lần tới: 08:00 thứ Năm, 26/11/2026")
	wants(t, "its page", b.page(id), "Gửi lặp lại", "xem lịch, tạm dừng, kết thúc", "Sửa nội dung")
	press("tam-dung", 0, http.StatusSeeOther)
	press("tam-dung", 0, http.StatusConflict)
	press("tiep-tuc", 0, http.StatusSeeOther)
	status, page = b.post("/admin/thong-bao/lap/lam", url.Values{"ma": {id}, "viec": {"ket-thuc"}})
	if status != http.StatusOK || !strings.Contains(page, "Các lần sau không gửi nữa") {
		t.Errorf("ended without a question: %d\n%s", status, words(page))
	}
	if status, page := b.post("/admin/thong-bao/lap/lam", url.Values{"ma": {id}, "viec": {"ket-thuc"}, "chac": {"co"}}); status != http.StatusSeeOther {
		t.Errorf("ended: %d\n%s", status, words(page))
	}
	press("tiep-tuc", 0, http.StatusConflict)
	press("khac", 0, http.StatusConflict)
	if all, _, err := recurring.All(t.Context(), o.state); err != nil || len(all) != 0 {
		t.Errorf("%d go on, %v", len(all), err)
	}
	_, page = b.get("/admin/nhat-ky")
	wants(t, "log", words(page), "Đặt gửi thông báo lặp lại", "Kết thúc gửi thông báo lặp lại")
	viewer := o.signedIn(o.official("20", "Lê Thị Xem", "Văn phòng", people.RoleEditor))
	if status, _ := viewer.get("/admin/thong-bao/lap"); status != http.StatusForbidden {
		t.Errorf("an editor: %d", status)
	}
}
