package main

import (
	"testing"
	"time"
	"os"

	"github.com/motcua/motcua/bot/bottest/chrometest"
	"github.com/chromedp/chromedp"
	"fmt"
)

func TestTmpShots(t *testing.T) {
	p := start(t, "MOTCUA_DATA="+t.TempDir(), "MOTCUA_OFFICE=Bộ phận Một cửa xã Bình Lục")
	ctx := chrometest.New(t)
	chrometest.Scheme(t, ctx, "light")
	h := int64(1500)
	for i, q := range []string{"đăng ký khai sinh", "le phi ket hon", "lam giay khai sinh cho con can gi", "bố mới mất phải làm gì", "tách thửa đất cho con", "công an xã làm thứ bảy không"} {
		if os.Getenv("ONLY") != "" && os.Getenv("ONLY") != fmt.Sprint(i) { continue }
		chrometest.Do(t, ctx, chromedp.EmulateViewport(390, h), chromedp.Navigate(p.url))
		chrometest.See[any](t, ctx, fmt.Sprintf(`(() => { const i = document.getElementById("text"); i.value = %q; i.form.requestSubmit(); return 0 })()`, q))
		chrometest.Until(t, ctx, fmt.Sprintf(`document.querySelectorAll("#log .ours:not(#m0)").length == %d`, i+1))
		chrometest.See[any](t, ctx, `[...document.querySelectorAll("#log .person")].pop().scrollIntoView({behavior:"instant"}); document.getAnimations().forEach(a => a.finish()); 0`)
		time.Sleep(300*time.Millisecond)
		chrometest.Shoot(t, ctx, fmt.Sprintf("real-%d", i))
	}
}
