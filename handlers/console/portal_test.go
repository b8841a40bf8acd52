package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

const export = `{"id":"1.001193","title":"Thủ tục đăng ký khai sinh","field":"Hộ tịch","agency_level":"Cấp xã"}
nonsense
{"id":"1.004873","title":"Thủ tục cấp Giấy xác nhận tình trạng hôn nhân","field":"Hộ tịch","agency_level":"Cấp xã","agency":"Ủy ban nhân dân cấp xã","time":"Trực tiếp: 03 ngày làm việc","fee":"0","dossier":["- Tờ khai theo mẫu","- Bản án [đã có hiệu lực]"],"steps":["Nộp hồ sơ","Nhận kết quả"],"result":"Giấy xác nhận","legal_basis":["Luật 60/2014/QH13"],"url":"https://dichvucong.gov.vn/x"}
{"id":"f1","question":"Hỏi?","answer":"Đáp."}
`

// TestEntryFromThePortal: a clerk brings an export, finds a procedure by its code or by words, and gets a draft with
// what the portal says; nothing of it counts as checked, and what the portal does not say cannot be forgotten.
func TestEntryFromThePortal(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	_, page := b.get("/admin/noi-dung")
	b.follow(page, "soạn từ dòng của Cổng")
	b.path = "/admin/noi-dung/cong"
	status, page, _ := b.compose(url.Values{"ma": {"hon nhan"}}, &file{"xuat.jsonl", []byte(export)})
	text := words(page)
	if status != http.StatusOK || !strings.Contains(text, "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân 1.004873") ||
		strings.Contains(text, "khai sinh 1.001193") || !strings.Contains(text, "Dòng 2: không đọc được") {
		t.Fatalf("found: %d\n%s", status, text)
	}
	row := formOf(t, page, "lay")
	_, page, _ = b.compose(url.Values{"ma": {""}}, &file{"xuat.jsonl", []byte(export)})
	if !strings.Contains(words(page), "1.001193, Hộ tịch Đã có mục này") || strings.Contains(page, "f1") {
		t.Errorf("all rows:\n%s", words(page))
	}
	page = b.follows("/admin/noi-dung/cong/lay", row)
	draft := formOf(t, page, "kiem")
	for _, want := range []string{`codes: ["1.004873"]`, `{text: "03 ngày làm việc", status: unverified`, `url: "https://dichvucong.gov.vn/x"`, "- Tờ khai theo mẫu (chưa xác minh) [cong]",
		"- Bản án (đã có hiệu lực) (chưa xác minh) [cong]",
		"fee:\n  - {text: \"(viết phần này)\"", "1. Nộp hồ sơ (chưa xác minh) [cong]"} {
		if !strings.Contains(draft.Get("noi-dung"), want) {
			t.Errorf("the draft does not say %q:\n%s", want, draft.Get("noi-dung"))
		}
	}
	draft.Set("ly-do", "Thêm mục")
	_, page = b.post("/admin/noi-dung/kiem", draft)
	if strings.Contains(page, "Không có lỗi") || !strings.Contains(page, "chưa viết phần này") ||
		strings.Contains(page, "không đọc được") {
		t.Errorf("the check of a draft:\n%s", words(page))
	}
	for _, bad := range []string{"", "nonsense", `{"id":"f1","question":"Hỏi?","answer":"Đáp."}`} {
		if status, _ := b.post("/admin/noi-dung/cong/lay",
			url.Values{"dong": {bad}}); status != http.StatusUnprocessableEntity {
			t.Errorf("%q: %d", bad, status)
		}
	}
	if status, _ := b.post("/admin/noi-dung/cong", url.Values{"dong": {""}}); status != http.StatusUnprocessableEntity {
		t.Errorf("nothing sent: %d", status)
	}
	if status, page := b.post("/admin/noi-dung/cong", url.Values{"dong": {strings.Split(export, "\n")[2]},
		"ma": {"1.004873"}}); status != http.StatusOK || !strings.Contains(page, "Soạn từ dòng này") {
		t.Errorf("a pasted row: %d", status)
	}
}
