package main

import (
	"encoding/base64"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/motcua/motcua/bot/bottest/chrometest"
	"github.com/motcua/motcua/bot/bottest/telegramtest"
	"github.com/motcua/motcua/bot/store"
)

var chatLink = regexp.MustCompile(`/admin/vao\?ma=[A-Za-z0-9_-]{43}`)

// onePixel is a PNG.
const onePixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

// TestAnnouncementInABrowser: in the real program an admin signs in with a link from his chat, composes with a picture,
// sees the count, tries it, sends, watches the bar without loading the page, pauses, goes on, and sees it finish.
func TestAnnouncementInABrowser(t *testing.T) {
	t.Parallel()          // it waits
	const n, rate = 45, 5 // slow enough that a pause comes in the middle on a loaded machine too
	c := newCrowd(t, n, telegramtest.Options{})
	o := store.Options{Dir: filepath.Join(t.TempDir(), "data")}
	subscribed(t, o, n)
	p := c.start(o, fmt.Sprint("TELEGRAM_RATE=", rate), "MOTCUA_PUBLIC_URL=https://mot-cua.example.vn")
	ctx := limitedTo(t, 2*time.Minute)
	c.tg.UserSays(adminChat, "/admin")
	site := strings.TrimRight(p.url, "/")
	link := site + chatLink.FindString(c.reads(ctx, "Liên kết vào trang quản trị").Text)

	page := chrometest.New(t)
	see := func(condition string) { t.Helper(); chrometest.Until(t, page, condition) }
	says := func(words string) { t.Helper(); see(fmt.Sprintf("document.body.innerText.includes(%q)", words)) }
	press := func(label string) {
		t.Helper()
		button := fmt.Sprintf(`[...document.querySelectorAll("main button, main a.button")].find(b => b.innerText.trim() === %q)`, label)
		see(button) // the page may still be arriving
		chrometest.See[any](t, page, button+".click()")
	}
	chrometest.Do(t, page, chromedp.EmulateViewport(390, 844), chromedp.Navigate(link), chrometest.Press("button.main"))
	chrometest.At(t, page, "/admin")
	chrometest.Do(t, page, chromedp.Navigate(site+"/admin/thong-bao"))
	press("Soạn thông báo")
	see(`document.getElementById("noi-dung-tb")`)
	chrometest.See[any](t, page, fmt.Sprintf(`document.getElementById("noi-dung-tb").value = %q;
		(() => { const d = new DataTransfer(); d.items.add(new File([Uint8Array.from(atob(%q), c => c.charCodeAt(0))], "lịch.png")); document.getElementById("tep").files = d.files })()`, c.news, onePixel))
	press("Xem trước và đếm người nhận")
	says(fmt.Sprint(n, " người"))
	see(`document.querySelector("img.picture")?.naturalWidth == 1`)
	press("Thử cho tôi")
	says("Đã gửi thử cho riêng ông/bà")
	c.until(ctx, "no test with the picture", func() bool {
		return slices.ContainsFunc(c.admin, func(m telegramtest.Message) bool {
			return m.File != "" && m.Size == base64.StdEncoding.DecodedLen(len(onePixel))-2
		})
	})
	press("Gửi")
	see(`document.querySelector("progress")?.value > 0`)
	chrometest.See[any](t, page, `window.before = document.querySelector("progress").value`)
	see(`document.querySelector("progress").value > window.before`) // window.before is gone when the page was loaded anew
	press("Tạm dừng")
	see(`[...document.querySelectorAll("main button")].some(b => b.innerText == "Tiếp tục")`)
	chrometest.CheckAccess(t, page)
	chrometest.Shoot(t, page, "admin-tam-dung-390")
	press("Tiếp tục")
	says(fmt.Sprintf("Đã gửi xong thông báo – %d/%d người (100 %%)", n, n))
	chrometest.Shoot(t, page, "admin-gui-xong-390")
	c.mu.Lock()
	if c.pictures != n {
		t.Errorf("%d pictures for %d people", c.pictures, n)
	}
	c.mu.Unlock()
	c.reads(ctx, "Báo cáo: đã gửi xong") // in the admin's chat too

	// A document that Telegram has already goes out by its name there.
	c.tg.UserSends(adminChat, adminChat, map[string]any{"caption": "/thongbao Lịch làm việc tháng 12",
		"document": map[string]any{"file_id": "tai-lieu-1", "file_unique_id": "u2", "file_name": "lich.pdf",
			"mime_type": "application/pdf"}}, 0)
	c.until(ctx, "no preview of the document", func() bool {
		return slices.ContainsFunc(c.admin, func(m telegramtest.Message) bool {
			return strings.Contains(m.Text, "Lịch làm việc tháng 12") && m.Find("Gửi") != ""
		})
	})
	c.press(c.reads(ctx, "Lịch làm việc tháng 12"), "Gửi")
	c.until(ctx, "nobody gets the document", func() bool { return c.pictures == 2*n })
	p.stop()
}
