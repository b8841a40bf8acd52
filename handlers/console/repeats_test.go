package console_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/motcua/motcua/handlers/announce/recurring"
	"github.com/motcua/motcua/handlers/announce/templates"
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
		status, page := b.post("/admin/thong-bao/lap/lam",
			url.Values{"ma": {id}, "viec": {verb}, "ban": {fmt.Sprint(rev)}})
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
	if status, page := b.post("/admin/thong-bao/lap/lam",
		url.Values{"ma": {id}, "viec": {"ket-thuc"}, "chac": {"co"}}); status != http.StatusSeeOther {
		t.Errorf("ended: %d\n%s", status, words(page))
	}
	press("tiep-tuc", 0, http.StatusConflict)
	press("khac", 0, http.StatusConflict)
	if all, _, err := recurring.All(t.Context(), o.state, people.Office{}); err != nil || len(all) != 0 {
		t.Errorf("%d go on, %v", len(all), err)
	}
	_, page = b.get("/admin/nhat-ky")
	wants(t, "log", words(page), "Đặt gửi thông báo lặp lại", "Kết thúc gửi thông báo lặp lại")
	viewer := o.signedIn(o.official("20", "Lê Thị Xem", "Văn phòng", people.RoleEditor))
	if status, _ := viewer.get("/admin/thong-bao/lap"); status != http.StatusForbidden {
		t.Errorf("an editor: %d", status)
	}
}

// TestTemplatesInConsole: a template is filled in and becomes a draft that is previewed; what is wrong stands above the
// form with what was typed; an editor writes the office's own.
func TestTemplatesInConsole(t *testing.T) {
	o := newOffice(t)
	o.subscribe(3)
	b := o.signedIn(owner)
	_, page := b.get("/admin/thong-bao/mau")
	wants(t, "list", words(page), "Cúp điện", "Cảnh báo lũ", "tin khẩn", "mẫu có sẵn")
	_, page = b.get("/admin/thong-bao/mau?mau=hop-dan")
	wants(t, "form", words(page), "thành phần mời", "địa điểm", "Xem trước trên từng kênh")
	form := url.Values{"mau": {"hop-dan"}, "o0": {"toàn thể bà con thôn 3"}, "o1": {"25h"}, "o2": {"12/12/2026"},
		"o3": {"nhà văn hóa"}, "o4": {"bình xét hộ nghèo"}}
	status, page := b.post("/admin/thong-bao/mau", form)
	if status != http.StatusUnprocessableEntity || !strings.Contains(page, "Không có giờ") ||
		!strings.Contains(page, "bình xét hộ nghèo") {
		t.Errorf("an hour that does not exist: %d\n%s", status, words(page))
	}
	form.Set("o1", "19 giờ 30")
	page = b.follows("/admin/thong-bao/mau", form)
	wants(t, "draft", words(page), "Mời toàn thể bà con thôn 3 dự họp lúc 19:30 thứ Bảy, 12/12/2026 tại nhà văn hóa", "Bản nháp", "Telegram", "3 người")

	editor := o.signedIn(o.official("20", "Lê Thị Soạn", "Văn phòng", people.RoleEditor))
	own := url.Values{"ten": {"Chợ phiên"}, "noi-dung": {"Chợ phiên {ngày: tuần}"}}
	if status, page := editor.post("/admin/thong-bao/mau/sua", own); status != http.StatusUnprocessableEntity ||
		!strings.Contains(page, "Không có loại ô") {
		t.Errorf("a template with a slip: %d\n%s", status, words(page))
	}
	own.Set("noi-dung", "Chợ phiên họp {ngày: ngày} tại {địa điểm}.")
	page = editor.follows("/admin/thong-bao/mau/sua", own)
	wants(t, "own", words(page), "Chợ phiên", "mẫu của cơ quan")
	if status, _ := editor.post("/admin/thong-bao/mau",
		url.Values{"mau": {"hop-dan"}}); status != http.StatusForbidden {
		t.Errorf("an editor makes an announcement: %d", status)
	}
	all, err := templates.All(t.Context(), o.state, people.Office{})
	if err != nil || !all[0].Own {
		t.Fatal(all, err)
	}
	if status, page := editor.post("/admin/thong-bao/mau/xoa",
		url.Values{"mau": {all[0].ID}}); status != http.StatusOK || !strings.Contains(page, "Xóa mẫu “Chợ phiên”?") {
		t.Errorf("taken away without a question: %d\n%s", status, words(page))
	}
	if status, _ := editor.post("/admin/thong-bao/mau/xoa",
		url.Values{"mau": {"hop-dan"}, "chac": {"co"}}); status != http.StatusForbidden {
		t.Errorf("a shipped one taken away: %d", status)
	}
	editor.follows("/admin/thong-bao/mau/xoa", url.Values{"mau": {all[0].ID}, "chac": {"co"}})
	if left, err := templates.All(t.Context(), o.state, people.Office{}); err != nil || len(left) != len(all)-1 {
		t.Errorf("%d left of %d, %v", len(left), len(all), err)
	}
}
