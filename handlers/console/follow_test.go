package console_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/motcua/motcua/handlers/people"

	"github.com/motcua/motcua/bot"
)

// TestFollowersHear: a publish that changes a fact offers one notice to those who follow the entry, with the old text,
// the new, the source and the day; a publish that changes none offers nothing, and nothing is sent by itself.
func TestFollowersHear(t *testing.T) {
	o := newOffice(t)
	o.official("20", "Lê Một", "Văn phòng", people.RoleEditor)
	b, clerk := o.signedIn(owner), o.signedIn(bot.ChatID{Channel: "telegram", ID: "20"})
	const entry, edit = "/admin/noi-dung/muc?tep=procedures/khai-sinh.md",
		"/admin/noi-dung/sua?tep=procedures/khai-sinh.md"
	publish := func(old, instead string) {
		t.Helper()
		_, page := b.get(edit)
		f := formOf(t, page, "kiem")
		f.Set("noi-dung", strings.Replace(f.Get("noi-dung"), old, instead, 1))
		f.Set("ly-do", "sửa")
		f.Set("chap-nhan", "co")
		if status, page := b.post("/admin/noi-dung/dang", f); status != http.StatusSeeOther {
			t.Fatalf("publish: %d\n%s", status, page)
		}
		o.reload()
	}
	if _, page := b.get(entry); strings.Contains(page, "Người theo dõi") {
		t.Error("followers where there are none")
	}
	for _, who := range []string{"77", "78"} {
		got := o.says(who, bot.Update{Kind: bot.KindText, Text: "báo tôi khi lệ phí khai sinh đổi"})[0].Message
		if !strings.Contains(got.Text, "“Đăng ký khai sinh”") || got.Buttons[0][0].Label != "Thôi theo dõi" {
			t.Fatalf("not taken: %+v", got)
		}
	}
	publish("làm khai sinh", "làm giấy khai sinh sớm")
	if _, page := b.get(entry); !strings.Contains(page, "Người theo dõi mục này: 2") ||
		strings.Contains(page, "Trước:") {
		t.Errorf("nothing that is told was changed:\n%s", page)
	}
	publish("Mức do Hội đồng nhân dân cấp tỉnh quyết định", "10.000 đồng")
	if _, page := clerk.get(entry); !strings.Contains(page, "Nay: Quá hạn: 10.000 đồng") ||
		strings.Contains(page, "Soạn thông báo") {
		t.Errorf("an editor sees what would be told, and cannot announce:\n%s", page)
	}
	_, page := b.get(entry)
	f := formOf(t, page, "soan")
	for _, want := range []string{"Mục “Đăng ký khai sinh” mà ông/bà theo dõi có thay đổi, cập nhật ngày 2", "*Lệ phí*",
		"- Trước: Quá hạn: Mức do Hội đồng nhân dân cấp tỉnh quyết định", "- Nay: Quá hạn: 10.000 đồng", "Theo: Luật Hộ tịch"} {
		if !strings.Contains(f.Get("noi-dung"), want) {
			t.Errorf("the notice lacks %q:\n%s", want, f.Get("noi-dung"))
		}
	}
	o.says("78", bot.Update{Kind: bot.KindText, Text: "thôi theo dõi"})
	status, page, id := b.compose(f, nil)
	if status != http.StatusSeeOther || id == "" {
		t.Fatalf("no draft: %d\n%s", status, page)
	}
	if page := b.page(id); !strings.Contains(page, "người theo dõi mục “Đăng ký khai sinh”") ||
		!strings.Contains(page, "Telegram: 1 người") {
		t.Errorf("goes to others:\n%s", page)
	}
	if _, _, again := b.compose(f, nil); again != id {
		t.Errorf("pressed twice it is two drafts: %s, %s", id, again)
	}
}
