package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestAskedInABrowser is the main job from end to end: the program as built, a phone's browser, a question without
// diacritics, the answer with its source and date. MOTCUA_TEST_SHOTS=DIR puts a picture of it into DIR (make screenshots).
func TestAskedInABrowser(t *testing.T) {
	p := start(t, "MOTCUA_DATA="+t.TempDir(), "MOTCUA_OFFICE=Bộ phận Một cửa")
	ctx := phone(t)
	const ours = `document.querySelectorAll("#log .ours:not(#m0)")`
	var answer string
	err := chromedp.Do(ctx, chromedp.EmulateViewport(390, 844, chromedp.EmulateScale(1.5)), chromedp.Navigate(p.url),
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
	for _, want := range []string{"Đăng ký khai sinh", "Hồ sơ", "Giấy chứng sinh", "Nguồn", "Kiểm tra ngày"} {
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

// phone is a headless Chromium.
func phone(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Fatal("the browser tests need Chromium: apt-get install chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("hide-scrollbars", true))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	ctx, cancel = context.WithTimeout(ctx, time.Minute)
	t.Cleanup(cancel)
	return ctx
}
