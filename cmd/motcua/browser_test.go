package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/motcua/motcua/bot/bottest/chrometest"
)

// TestAskedInABrowser is the main job from end to end: the program as built, a phone's browser, a question without
// diacritics, the answer with its source and date. MOTCUA_TEST_SHOTS=DIR puts a picture of it into DIR (make
// screenshots).
func TestAskedInABrowser(t *testing.T) {
	p := start(t, "MOTCUA_DATA="+t.TempDir(), "MOTCUA_OFFICE=Bộ phận Một cửa")
	ctx := chrometest.New(t)
	const ours = `document.querySelectorAll("#log .ours:not(#m0)")`
	var answer string
	err := chromedp.Do(ctx, chromedp.EmulateViewport(390, 844, chromedp.EmulateScale(1.5)),
		chromedp.Navigate(p.url+"chat"),
		chromedp.SendKeys(chromedp.ID("text"), "lam giay khai sinh cho con can gi\r"))
	if err != nil {
		t.Fatal(err)
	}
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for answer == "" {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("no answer:\n%s", p.log)
		}
		answer, _ = chromedp.Run(ctx, chromedp.Evaluate[string](ours+`.length ? `+ours+`[0].innerText : ""`))
	}
	for _, want := range []string{"Đăng ký khai sinh", "Hồ sơ", "Giấy chứng sinh", "Nguồn", "Kiểm tra "} {
		if !strings.Contains(answer, want) {
			t.Errorf("the answer lacks %q:\n%s", want, answer)
		}
	}
	if shots := os.Getenv("MOTCUA_TEST_SHOTS"); shots != "" {
		// Tall enough for the whole answer, down to its source and the buttons.
		const still = `document.activeElement.blur(), document.getAnimations().forEach(a => a.finish()), document.querySelector("#log .person").scrollIntoView(), true`
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(390, 1560, chromedp.EmulateScale(1.1))); err != nil {
			t.Fatal(err)
		}
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](still)); err != nil {
			t.Fatal(err)
		}
		png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		if err == nil {
			err = os.WriteFile(filepath.Join(shots, "chat.png"), png, 0o644)
		}
		if err != nil {
			t.Error(err)
		}
	}
}
