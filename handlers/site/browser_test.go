package site_test

import (
	"flag"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/motcua/motcua/bot/bottest/chrometest"
)

func TestMain(m *testing.M) { chrometest.Main(m) }

var everywhere = flag.Bool("everywhere", false, "look at every kind of page at every width, not at a handful")

// look is one page at one width.
type look struct {
	name, path string
	width      int
	dark       bool
}

// handful are the looks of a usual run: each kind of page once, each width and both schemes.
var handful = []look{
	{"home", "/", 390, false}, {"home", "/", 1280, true}, {"entry", "/thu-tuc/khai-sinh", 320, true},
	{"entry", "/thu-tuc/khai-sinh", 1280, false}, {"search", "/tim?q=lam+giay+khai+sinh+cho+con+can+gi", 390, true},
	{"survey", "/gop-y", 320, false}, {"list", "/thu-tuc", 768, false}, {"missing", "/khong-co", 390, false},
}

// kinds are all kinds of pages.
var kinds = []struct{ name, path string }{
	{"home", "/"}, {"entry", "/thu-tuc/khai-sinh"}, {"entry2", "/thu-tuc/cap-lai-can-cuoc"}, {"list", "/thu-tuc"},
	{"topic", "/chu-de/sinh-tu-ket-hon"}, {"event", "/su-kien/sap-sinh-con"},
	{"question", "/hoi-dap/xay-nha-co-phai-xin-phep"},
	{"plan", "/ke-hoach/2024"}, {"search", "/tim?q=lam+giay+khai+sinh+cho+con+can+gi"},
	{"choose", "/tim?q=lam+giay+to+dat"},
	{"office", "/gap-can-bo"}, {"news", "/thong-bao"}, {"follow", "/theo-doi"}, {"survey", "/gop-y"},
	{"privacy", "/quyen-rieng-tu"}, {"about", "/gioi-thieu"}, {"missing", "/khong-co"},
}

// TestLooks: pages fit their window, pass axe-core and load nothing that is refused, at phones' and desks' widths, in
// light and dark. MOTCUA_TEST_SHOTS=DIR puts pictures into DIR.
func TestLooks(t *testing.T) {
	o := newOffice(t, nil)
	o.published()
	looks := handful
	if *everywhere {
		looks = nil
		for _, k := range kinds {
			for _, width := range []int{320, 390, 768, 1280} {
				looks = append(looks, look{k.name, k.path, width, false}, look{k.name, k.path, width, true})
			}
		}
	}
	ctx := chrometest.New(t)
	for _, l := range looks {
		scheme := "light"
		if l.dark {
			scheme = "dark"
		}
		name := fmt.Sprintf("%s-%d-%s", l.name, l.width, scheme)
		t.Run(name, func(t *testing.T) {
			chrometest.Scheme(t, ctx, scheme)
			chrometest.Do(t, ctx, chromedp.EmulateViewport(int64(l.width), 844), chromedp.Navigate(o.URL+l.path))
			chrometest.Until(t, ctx, `document.readyState == "complete"`)
			if wide := chrometest.See[int](t, ctx, "document.documentElement.scrollWidth"); wide > l.width {
				t.Errorf("%d px wide", wide)
			}
			if n := chrometest.See[int](t, ctx, "document.querySelectorAll('h1').length"); n != 1 {
				t.Errorf("%d headings of the first level", n)
			}
			chrometest.CheckAccess(t, ctx)
			if high := chrometest.See[int](t, ctx, "document.documentElement.scrollHeight"); high < 6000 {
				chrometest.Do(t, ctx, chromedp.EmulateViewport(int64(l.width), int64(max(high, 844))))
			}
			chrometest.Shoot(t, ctx, "site-"+name)
		})
	}
}
