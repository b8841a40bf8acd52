package site_test

import (
	"regexp"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/motcua/motcua/bot/bottest/chrometest"
)

// TestOffline: without a network the pages read last still open, any other says that there is none, and nothing of what
// was searched was kept.
func TestOffline(t *testing.T) {
	o := newOffice(t, nil)
	ctx := chrometest.New(t)
	home := o.URL
	chrometest.Do(t, ctx, chromedp.Navigate(home+"/"))
	chrometest.Until(t, ctx, `navigator.serviceWorker && navigator.serviceWorker.controller`)
	for _, path := range []string{"/thu-tuc/khai-sinh", "/tim?q=lam+giay+khai+sinh"} {
		chrometest.Do(t, ctx, chromedp.Navigate(home+path))
	}
	cached := func() []string {
		t.Helper()
		urls, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`caches.keys().then(names => Promise.all(names.map(n => caches.open(n).then(c => c.keys()))))
			.then(lists => lists.flat().map(r => new URL(r.url)).map(u => u.pathname + u.search))`, chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatal(err)
		}
		return urls
	}
	chrometest.WaitFor(t, "the entry is kept", func() bool {
		for _, u := range cached() {
			if u == "/thu-tuc/khai-sinh" {
				return true
			}
		}
		return false
	})
	for _, u := range cached() {
		if regexp.MustCompile(`^/(tim|chat|gop-y|theo-doi)`).MatchString(u) {
			t.Errorf("%s is kept", u)
		}
	}
	o.Close()
	chrometest.Do(t, ctx, chromedp.Navigate(home+"/thu-tuc/khai-sinh"))
	chrometest.Until(t, ctx, `document.querySelector("h1")?.innerText.includes("Đăng ký khai sinh") && getComputedStyle(document.querySelector(".skip")).position == "absolute"`)
	for _, path := range []string{"/thu-tuc/ho-chieu", "/tim?q=ho+chieu"} {
		chrometest.Do(t, ctx, chromedp.Navigate(home+path))
		chrometest.Until(t, ctx, `document.querySelector("h1")?.innerText == "Đang mất mạng"`)
	}
}

var sheets = regexp.MustCompile(`/Type /Page\b`)

// TestPrint: an entry prints on one sheet of A4, both sides, with the list to tick; a case that was opened is on it,
// what belongs to the screen is not, and nothing lies over the text.
func TestPrint(t *testing.T) {
	o := newOffice(t, nil)
	ctx := chrometest.New(t)
	chrometest.Do(t, ctx, chromedp.EmulateViewport(1280, 800), chromedp.Navigate(o.URL+"/thu-tuc/khai-sinh"))
	chrometest.See[any](t, ctx, `scrollTo(0, 900); document.querySelectorAll("#dossier ~ details")[1].open = true; 0`)
	paper, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(sheets.FindAll(paper, -1)); n < 1 || n > 2 {
		t.Errorf("%d pages of A4", n)
	}
	chrometest.Call(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	seen := chrometest.See[string](t, ctx, `document.body.innerText`)
	wants(t, "the paper", seen, "Đăng ký khai sinh", "Nơi nộp", "Giấy chứng sinh", "Cha mẹ chưa đăng ký kết hôn",
		"Trình tự", "Kiểm tra 22/11/2026")
	for _, not := range []string{"Hay được hỏi", "Việc liên quan", "Hỏi trợ lý", "Chia sẻ", "Tất cả thủ tục", "http"} {
		if regexp.MustCompile(not).MatchString(seen) {
			t.Errorf("%q is printed", not)
		}
	}
	if fixed := chrometest.See[[]string](t, ctx, `[...document.querySelectorAll("body *")].filter(e => e.checkVisibility() &&
		["fixed", "sticky"].includes(getComputedStyle(e).position)).map(e => e.outerHTML.slice(0, 80))`); len(fixed) > 0 {
		t.Errorf("lies over the text: %v", fixed)
	}
}

// TestToolsWithoutACard: a page that holds no card is shared and printed as a whole.
func TestToolsWithoutACard(t *testing.T) {
	o := newOffice(t, nil)
	ctx := chrometest.New(t)
	chrometest.Do(t, ctx, chromedp.EmulateViewport(390, 844), chromedp.Navigate(o.URL+"/su-kien/sap-sinh-con"))
	chrometest.Until(t, ctx, `document.documentElement.classList.contains("can-print")`)
	did := chrometest.See[string](t, ctx, `(() => {
		const did = [];
		navigator.share = async (what) => { did.push(what.title, new URL(what.url).pathname); };
		window.print = () => did.push("printed");
		for (const b of document.querySelectorAll('[data-card="share"], [data-card="print"]')) b.click();
		return did.join("|");
	})()`)
	if want := "Sắp sinh con, mới sinh con|/su-kien/sap-sinh-con|printed"; did != want {
		t.Errorf("pressed: %q, want %q", did, want)
	}
}

// TestZoom: at 200 % and 400 % of a small desk, and with the largest letters on the narrowest phone, nothing runs out
// of the window; with a finger everything that is pressed is large enough.
func TestZoom(t *testing.T) {
	o := newOffice(t, nil)
	o.published()
	ctx := chrometest.New(t)
	chrometest.Do(t, ctx, chromedp.Navigate(o.URL+"/"))
	chrometest.See[any](t, ctx, `localStorage.setItem("motcua-size", "3"); 0`)
	for _, path := range []string{"/", "/thu-tuc/khai-sinh", "/tim?q=lam+giay+khai+sinh+cho+con+can+gi", "/gop-y",
		"/thong-bao", "/thu-tuc/khai-sinh/han?tu=2026-11-19"} {
		for _, zoom := range []int64{2, 4} {
			chrometest.Do(t, ctx, chromedp.EmulateViewport(1280/zoom, 720/zoom, chromedp.EmulateScale(float64(zoom))),
				chromedp.Navigate(o.URL+path))
			if wide := chrometest.See[int64](t, ctx, "document.documentElement.scrollWidth"); wide > 1280/zoom {
				t.Errorf("%s at %d00 %%: %d px wide", path, zoom, wide)
			}
		}
		small := chrometest.See[[]string](t, ctx, `[...document.querySelectorAll("button, a.button, summary, input:not([type=radio], [type=checkbox], [type=hidden]), .crumbs a, .links a, .tiles a, footer a, label:has([type=checkbox])")]
			.filter(e => e.checkVisibility() && Math.round(e.getBoundingClientRect().height) < 44).map(e => e.outerHTML.slice(0, 120))`)
		for _, s := range small {
			t.Errorf("%s: less than 44 px high: %s", path, s)
		}
	}
}
