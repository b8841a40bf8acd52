package console_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"

	"github.com/chromedp/chromedp"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/chrometest"
	"github.com/motcua/motcua/content"
)

// lively is an office in which things have happened.
func lively(t *testing.T) *office {
	o := newOffice(t)
	o.official("20", "Trần Thị Bình", "Tư pháp – Hộ tịch", people.RoleEditor)
	for i, q := range []string{"thủ tục nuôi cá sấu trên sân thượng", "thu tuc nuoi ca sau tren san thuong",
		"cho hỏi cách xin giấy phép phóng tên lửa tại nhà"} {
		o.says(fmt.Sprint(100+i), bot.Update{Kind: bot.KindText, Text: q})
	}
	o.says("100", bot.Update{Kind: bot.KindAction, Action: "pass"})
	for i := range 38 {
		o.says(fmt.Sprint(200+i), bot.Update{Kind: bot.KindAction, Action: fmt.Sprintf("sv:%d:", 3+i%3)})
	}
	o.says("300", bot.Update{Kind: bot.KindText, Text: "lệ phí khai sinh"})
	o.says("300", bot.Update{Kind: bot.KindAction, Action: "rate:down:1.001193:fee"})
	o.says("301", bot.Update{Kind: bot.KindAction, Action: "sv:1:"})
	o.says("301", bot.Update{Kind: bot.KindAction, Action: "svw:"})
	o.says("301", bot.Update{Kind: bot.KindText, Text: "Chờ hai tiếng không ai gọi"})
	o.withTemplate()
	o.update(func(tx bot.Tx) error {
		for i, title := range []string{"Nộp báo cáo cải cách hành chính quý IV", "Rà soát thủ tục hộ tịch",
			"Niêm yết thủ tục mới"} {
			k, err := o.bot.Tasks.New(context.Background(), tx, tasks.Task{Title: title, Unit: "Tư pháp – Hộ tịch",
				Due: content.NewDay(2026, 11, 20+9*i), By: "Chủ bot", Product: "Báo cáo"})
			if o.someTask = k.ID; err != nil {
				return err
			}
		}
		people.PutUnit(tx, "Địa chính – Xây dựng")
		return calendar.Decide(context.Background(), tx, people.Actor{Chat: owner, Role: people.RoleOwner},
			content.CalendarDay{Day: content.NewDay(2027, 2, 8), Kind: content.DayOff, Name: "Tết, theo thông báo"})
	})
	return o
}

// announced makes announcements: a draft with a picture, one that is under way and one that is over.
func (o *office) announced() (draft, running, ended string) {
	o.subscribe(200)
	b := o.signedIn(owner)
	running = b.draft(url.Values{"noi-dung": {"Từ ngày 01/12/2026, phí chứng thực bản sao đổi theo quy định mới. Xem [mức phí](https://example.vn/phi)."}}, nil)
	b.presses(running, "send")
	o.looks()
	o.sent(running, 121, bot.BulkSent, "")
	o.sent(running, 3, bot.BulkFailed, "Telegram không nhận nội dung này")
	o.sent(running, 4, bot.BulkBlocked, "người nhận đã chặn bot")
	o.now.Add(6)
	o.looks()
	ended = b.draft(url.Values{"noi-dung": {"Chiều nay bộ phận một cửa đóng cửa lúc 16:00."}, "kenh": {"zalo"}}, nil)
	b.presses(ended, "send")
	o.looks()
	o.sent(ended, 3, bot.BulkFailed, "Zalo không nhận nội dung này")
	o.sent(ended, 17, bot.BulkSent, "")
	o.looks()
	return b.draft(nil, &file{"lich-nghi.png", picture(o.t, 1500<<10)}), running, ended
}

// TestLooks: every page, on a phone and on a desk, one in light and one in dark, fits its window and passes axe-core.
func TestLooks(t *testing.T) {
	o := lively(t)
	draft, running, ended := o.announced()
	bad, made := o.badlyGraded(), o.begun()
	ctx := chrometest.New(t)
	chrometest.Scheme(t, ctx, "light")
	chrometest.Do(t, ctx, chromedp.Navigate(o.link(owner)), chrometest.Press("button.main"))
	chrometest.At(t, ctx, "/admin")
	pages := []struct{ name, path string }{
		{"tong-quan", "/admin"}, {"cau-hoi", "/admin/cau-hoi"},
		{"noi-dung", "/admin/noi-dung?q=" + url.QueryEscape("lệ phí khai sinh") + "&vi=1.001193"},
		{"muc", "/admin/noi-dung/muc?tep=procedures/khai-sinh.md"}, {"sua", "/admin/noi-dung/sua?tep=faq/tra-cuu.md"},
		{"y-kien", "/admin/y-kien"},
		{"phan", "/admin/noi-dung/to?tep=procedures/khai-sinh.md"}, {"phan-phi",
			"/admin/noi-dung/to?tep=procedures/khai-sinh.md&phan=fee"}, {"phan-nguon",
			"/admin/noi-dung/to?tep=procedures/khai-sinh.md&phan=sources"}, {"lui",
			"/admin/noi-dung/lui?tep=" + o.edited()},
		{"cong-viec", "/admin/cong-viec"}, {"viec", "/admin/cong-viec/viec?ma=" + o.someTask}, {"ke-hoach",
			"/admin/cong-viec/ke-hoach"}, {"nguoi-dang-ky", "/admin/nguoi-dang-ky"}, {"can-bo", "/admin/can-bo"},
		{"van-ban", "/admin/noi-dung/van-ban"}, {"bat-dau", "/admin/bat-dau"}, {"co-quan", "/admin/co-quan"},
		{"cham", "/admin/cham?tuan=2026-W48"}, {"cham-cau", "/admin/cham/cau?tuan=2026-W48"},
		{"nguoi", "/admin/can-bo/nguoi?ma=" + o.personOf("20")}, {"roi",
			"/admin/can-bo/chac?viec=roi&ma=" + o.personOf("20")}, {"loi-moi",
			"/admin/can-bo/loi-moi?ma=" + o.invited()}, {"nhat-ky", "/admin/nhat-ky"},
		{"chu-bot", "/admin/chu-bot"}, {"cong", "/admin/noi-dung/cong"}, {"don-vi", "/admin/can-bo/don-vi"},
		{"lam-thay", "/admin/lam-thay"}, {"can-bo-loc", "/admin/can-bo?tim=zzz"}, {"nhat-ky-loc",
			"/admin/nhat-ky?tim=vai&xep=ai"},
		{"cai-dat", "/admin/cai-dat"}, {"khong-co", "/admin/noi-dung/muc?tep=faq/khong-co.md"}, {"vao", "/admin/vao"},
		{"thong-bao", "/admin/thong-bao"}, {"soan", "/admin/thong-bao/soan"}, {"thong-bao-nhap",
			"/admin/thong-bao/tin?ma=" + draft}, {"thong-bao-sua", "/admin/thong-bao/soan?ma=" + draft},
		{"thong-bao-gui", "/admin/thong-bao/tin?ma=" + running}, {"thong-bao-xong", "/admin/thong-bao/tin?ma=" + ended},
		{"cham-xau", "/admin/cham/cau?tuan=2026-W48&ma=" + bad}, {"nhap", "/admin/noi-dung/to?nhap=" + made},
		{"nhap-nguon", "/admin/noi-dung/to?phan=sources&nhap=" + made},
		{"noi-moi", "/admin/co-quan?ma=moi"}, {"mau-cac", "/admin/thong-bao/mau"}, {"tin-hong", "/admin/tin-hong"},
		{"mau-dien", "/admin/thong-bao/mau?mau=canh-bao-lu"}, {"lap-dat", "/admin/thong-bao/lap?ma=" + draft},
	}
	for i, p := range pages {
		// Opened once: the phone is turned into a desk with the other colours while the page stands.
		for j, width := range []int64{320, 1280} {
			name := fmt.Sprintf("%s-%d", p.name, width)
			t.Run(name, func(t *testing.T) {
				o.now.Add(5)
				chrometest.Scheme(t, ctx, []string{"light", "dark"}[(i+j)%2])
				chrometest.Do(t, ctx, chromedp.EmulateViewport(width, 900))
				if j == 0 {
					chrometest.Do(t, ctx, chromedp.Navigate(o.URL+p.path))
				}
				chrometest.Shoot(t, ctx, "admin-"+name)
				if wide := chrometest.See[int](t, ctx, "document.documentElement.scrollWidth"); int64(wide) > width {
					t.Errorf("the page is %d px wide", wide)
				}
				chrometest.CheckAccess(t, ctx)
			})
		}
	}
}

// TestEditAndPublish: an editor finds the answer, edits, is told of a fault, mends it, publishes; the bot answers by
// it.
func TestEditAndPublish(t *testing.T) {
	o := lively(t)
	ctx := chrometest.New(t)
	chrometest.Do(t, ctx, chromedp.EmulateViewport(390, 800),
		chromedp.Navigate(o.link(bot.ChatID{Channel: "telegram", ID: "20"})), chrometest.Press("button.main"))
	chrometest.At(t, ctx, "/admin")
	chrometest.Do(t, ctx, chromedp.Navigate(o.URL+"/admin/noi-dung/sua?tep=faq/tra-cuu.md"))
	const fill = `document.getElementById("noi-dung").value = document.getElementById("noi-dung").value.replace(%q, %q); document.querySelector("[name=ly-do]").value = "Nói rõ hơn"`
	chrometest.See[any](t, ctx, fmt.Sprintf(fill, "Ông/bà tra bằng mã hồ sơ", "Ông/bà tra bằng Mã số hồ sơ")+`; document.getElementById("noi-dung").value = document.getElementById("noi-dung").value.replace("[cong]", "[khong-co]")`)
	chrometest.Do(t, ctx, chrometest.Press("button.main"))
	chrometest.Until(t, ctx, `document.querySelector(".faults") && document.body.innerText.includes("khong-co")`)
	if chrometest.See[bool](t, ctx, `!!document.querySelector("form[action$=dang]")`) {
		t.Fatal("a faulty entry can be published")
	}
	chrometest.See[any](t, ctx, fmt.Sprintf(fill, "[khong-co]", "[cong]"))
	chrometest.Do(t, ctx, chrometest.Press("details button"))
	chrometest.Until(t, ctx, `document.querySelector("form[action$=dang]")`)
	chrometest.Shoot(t, ctx, "admin-kiem-390")
	chrometest.CheckAccess(t, ctx)
	chrometest.Do(t, ctx, chrometest.Press("form[action$=dang] button.main"))
	chrometest.Until(t, ctx, `document.querySelector(".notice")?.innerText.includes("Đã đăng")`)
	if text := chrometest.See[string](t, ctx, "document.body.innerText"); !strings.Contains(text, "Bản 1") ||
		!strings.Contains(text, "Trần Thị Bình (biên tập viên)") {
		t.Errorf("no history of the edit:\n%s", text)
	}
	o.reload()
	if got := o.says("77", bot.Update{Kind: bot.KindText,
		Text: "hồ sơ của tôi đến đâu rồi"})[0].Message.Text; !strings.Contains(got, "Mã số hồ sơ") {
		t.Errorf("the bot does not answer by the edit:\n%s", got)
	}
}

// TestKeyboardOnly: the first Tab reaches the link past the menu, and every page can be worked without a mouse.
func TestKeyboardOnly(t *testing.T) {
	o := newOffice(t)
	ctx := chrometest.New(t)
	chrometest.Do(t, ctx, chromedp.Navigate(o.link(owner)), chromedp.KeyEvent("\t"), chromedp.KeyEvent("\t"),
		chromedp.KeyEvent("\t"))
	if got := chrometest.See[string](t, ctx, "document.activeElement.innerText"); got != "Vào trang quản trị" {
		t.Fatalf("the third Tab is on %q", got)
	}
	chrometest.Do(t, ctx, chromedp.KeyEvent("\r"))
	chrometest.At(t, ctx, "/admin")
	chrometest.Do(t, ctx, chromedp.KeyEvent("\t"))
	if got := chrometest.See[string](t, ctx, "document.activeElement.className"); got != "skip" {
		t.Errorf("the first Tab is on %q", got)
	}
}

// TestComposeHelps: by keyboard alone a group is ticked and with it chosen; the letters are counted as Vietnamese
// counts them; a file that is too large is refused before it is sent.
func TestComposeHelps(t *testing.T) {
	o := lively(t)
	ctx := chrometest.New(t)
	chrometest.Do(t, ctx, chromedp.EmulateViewport(320, 900), chromedp.Navigate(o.link(owner)),
		chrometest.Press("button.main"))
	chrometest.Until(t, ctx, `location.pathname == "/admin"`)
	chrometest.Do(t, ctx, chromedp.Navigate(o.URL+"/admin/thong-bao/soan"),
		chromedp.SendKeys(chromedp.CSS("#noi-dung-tb"), "Nghỉ lễ"),
		chromedp.Focus(chromedp.CSS("[value='citizens:']")), chromedp.KeyEvent(" "))
	chrometest.Until(t, ctx, `document.querySelector("[name=ai]:checked").value == "nhom"`)
	chrometest.See[any](t, ctx, `(() => { const a = document.getElementById("noi-dung-tb"); a.value = "Nghỉ lễ".normalize("NFD"); a.dispatchEvent(new Event("input")) })()`)
	if got := chrometest.See[string](t, ctx, `document.getElementById("dem").innerText`); got != "; đang có 7" {
		t.Errorf("counted %q", got)
	}
	const pick = `(() => { const d = new DataTransfer(), f = document.getElementById("tep"); d.items.add(new File([new Uint8Array(%d)], "anh.png")); f.files = d.files; f.dispatchEvent(new Event("change")); return f.checkValidity() })()`
	if chrometest.See[bool](t, ctx, fmt.Sprintf(pick, 6<<20)) || !chrometest.See[bool](t, ctx, `document.getElementById("tep-loi").checkVisibility()`) {
		t.Error("a file of 6 MB would be sent")
	}
	chrometest.CheckAccess(t, ctx)
	if !chrometest.See[bool](t, ctx, fmt.Sprintf(pick, 1<<20)) || chrometest.See[bool](t, ctx, `document.getElementById("tep-loi").checkVisibility()`) {
		t.Error("a file of 1 MB is refused")
	}
}
