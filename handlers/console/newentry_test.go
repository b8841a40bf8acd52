package console_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// part sends one part of a draft.
func (b *browser) part(draft, key string, fields url.Values) string {
	b.t.Helper()
	_, page := b.get("/admin/noi-dung/to?nhap=" + draft + "&phan=" + key)
	f := formOf(b.t, page, "to")
	for name, list := range fields {
		f[name] = list
	}
	return b.follows("/admin/noi-dung/to", f)
}

// TestNewEntryPartByPart: a clerk makes an entry out of the template in boxes alone, sees which part is not written
// yet, reads the reply before anybody else, publishes; the bot answers by it and the draft is gone.
func TestNewEntryPartByPart(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	b.get("/admin/noi-dung")
	page := b.follows("/admin/noi-dung/them", url.Values{"loai": {"faq"}, "ten": {"Mượn hội trường nhà văn hóa xã"}})
	const draft = "moi-muon-hoi-truong-nha-van-hoa-xa"
	if strings.Contains(page, "textarea") || strings.Count(page, "chưa viết</span>") != 3 {
		t.Fatalf("the draft is not offered in parts:\n%s", words(page))
	}
	b.part(draft, "names", url.Values{"o0-0": {"mượn hội trường\nthuê nhà văn hóa\nxin dùng hội trường xã\nmượn chỗ họp\nđăng ký hội trường"}})
	page = b.part(draft, "sources",
		url.Values{"o0-0": {"can-bo"}, "o0-3": {"2026-11-20"}, "o0-4": {"Trần Thị Bình, Văn phòng"}, "o0-5": {""}})
	if strings.Count(page, "chưa viết</span>") != 1 || !strings.Contains(page, "Đã lưu phần vừa viết vào bản nháp") {
		t.Errorf("not one part is left:\n%s", words(page))
	}
	status, page := b.post("/admin/noi-dung/kiem", formOf(t, page, "kiem"))
	if status != http.StatusOK || !strings.Contains(page, "chưa viết câu trả lời") ||
		!strings.Contains(page, "Về các phần của bản nháp") {
		t.Errorf("%d\n%s", status, words(page))
	}
	page = b.part(draft, "answer", url.Values{"o0-0": {"Ông/bà gọi văn phòng đặt trước một ngày. [can-bo]"}})
	if status, page = b.post("/admin/noi-dung/kiem", formOf(t, page, "kiem")); status != http.StatusOK ||
		!strings.Contains(page, "đặt trước một ngày") {
		t.Fatalf("no preview: %d\n%s", status, words(page))
	}
	if status, page = b.post("/admin/noi-dung/dang", formOf(t, page, "dang")); status != http.StatusSeeOther {
		t.Fatalf("%d\n%s", status, words(page))
	}
	o.reload()
	if got := o.says("77", bot.Update{Kind: bot.KindText,
		Text: "thuê nhà văn hóa"})[0].Message.Text; !strings.Contains(got, "đặt trước một ngày") {
		t.Errorf("the bot does not answer by it:\n%s", got)
	}
	if _, page = b.get("/admin/noi-dung"); strings.Contains(page, `id="nhap"`) {
		t.Error("the draft is still there")
	}
}

// TestNewPlan: an office enters a plan of its own from the template; its dates stand on the page of plans.
func TestNewPlan(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	b.get("/admin/noi-dung")
	page := b.follows("/admin/noi-dung/them", url.Values{"loai": {"plan"}, "ten": {"Kế hoạch một cửa xã Mẫu"}})
	if !strings.Contains(page, "soạn cả tệp") && !strings.Contains(page, `id="noi-dung"`) {
		t.Fatalf("no form:\n%s", words(page))
	}
	f := formOf(t, page, "kiem")
	f.Set("ly-do", "kế hoạch mới")
	if status, page := b.post("/admin/noi-dung/kiem", f); status != http.StatusOK ||
		!strings.Contains(page, "chưa viết phần này") {
		t.Errorf("the template passes: %d %s", status, words(page))
	}
	text := regexp.MustCompile(`(?m)^issuer: .*$`).ReplaceAllString(f.Get("noi-dung"), "issuer: UBND xã Mẫu")
	text = strings.Replace(strings.Replace(text, "(viết phần này)", "Niêm yết thủ tục mới", 1), "(viết phần này)",
		"Tư pháp", 1)
	f.Set("noi-dung", strings.Replace(text, "(tên văn bản hoặc nguồn)", "Kế hoạch số 1 của UBND xã Mẫu", 1))
	if status, page := b.post("/admin/noi-dung/kiem", f); status != http.StatusOK ||
		!strings.Contains(page, "Không có lỗi") {
		t.Errorf("%d %s", status, words(page))
	}
	if _, page = b.get("/admin/noi-dung/sua?nhap=moi-ke-hoach-ke-hoach-mot-cua-xa-mau"); !strings.Contains(page, "issuer: UBND xã Mẫu") {
		t.Error("what was typed is lost after a check")
	}
	status, page := b.post("/admin/noi-dung/dang", f)
	if status != http.StatusSeeOther {
		t.Fatalf("%d\n%s", status, words(page))
	}
	o.reload()
	plans, err := o.bot.Tasks.Plans(t.Context(), o.state, content.NewDay(2026, 11, 23))
	if err != nil || len(plans) == 0 {
		t.Fatal(plans, err)
	}
	if _, page = b.get("/admin/cong-viec/ke-hoach"); !strings.Contains(words(page), "Kế hoạch một cửa xã Mẫu") ||
		!strings.Contains(page, "31/12/2026") {
		t.Errorf("the plan is not there:\n%s", words(page))
	}
}

// begun makes a draft out of the template and returns its id.
func (o *office) begun() string {
	o.t.Helper()
	b := o.signedIn(owner)
	b.get("/admin/noi-dung")
	b.follows("/admin/noi-dung/them", url.Values{"loai": {"procedures"}, "ten": {"Mượn sân vận động xã"}})
	return "moi-muon-san-van-dong-xa"
}
