package webchat_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/motcua/motcua/bot/bottest/chrometest"
)

// shots, when set, is a folder into which the tests put pictures of what they see.
var shots = os.Getenv("MOTCUA_TEST_SHOTS")

// browser starts a headless Chromium for one test.
func browser(t *testing.T) context.Context {
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
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("hide-scrollbars", true))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	ctx, cancel = context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(cancel)
	scheme(t, ctx, "light")
	return ctx
}

// press uses a button by keyboard: unlike a click it cannot miss while the page moves.
func press(selector string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, _ *chromedp.Target) (chromedp.Void, error) {
		return chromedp.Void{}, chromedp.Do(ctx, chromedp.Focus(chromedp.CSS(selector)), chromedp.KeyEvent(kb.Enter))
	}
}

// see asks for a value by JavaScript from outside the page.
func see[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// until waits for a condition in the page.
func until(t *testing.T, ctx context.Context, condition string) {
	t.Helper()
	waitFor(t, condition, func() bool {
		v, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+condition+")"))
		return err == nil && v
	})
}

func waitFor(t *testing.T, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(20 * time.Second)
	for !holds() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("never came true: %s", what)
		}
	}
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

func call[P, R any](t *testing.T, ctx context.Context, c cdp.Command[P, R], p P) {
	t.Helper()
	do(t, ctx, func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, c, p)
		return chromedp.Void{}, err
	})
}

func scheme(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	call(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: name}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
}

func shoot(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	if shots == "" {
		return
	}
	b, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(shots, name+".png"), b, 0o600)
	}
	if err != nil {
		t.Error(err)
	}
}

const (
	ours   = `document.querySelectorAll("#log .ours:not(#m0)")`
	theirs = `document.querySelectorAll("#log .person")`
)

func TestAskingWithJavaScript(t *testing.T) {
	s := newSite(t, nil)
	ctx := browser(t)
	do(t, ctx, chromedp.EmulateViewport(390, 800), chromedp.Navigate(s.URL+"/"))
	if title := see[string](t, ctx, "document.title"); !strings.Contains(title, "Một Cửa") {
		t.Errorf("title = %q", title)
	}
	do(t, ctx, chromedp.SendKeys(chromedp.ID("text"), "lam giay khai sinh can gi\r"))
	until(t, ctx, ours+".length == 1")
	if text := see[string](t, ctx, ours+"[0].innerText"); !strings.Contains(text, "Trợ lý:") || !strings.Contains(text, "Giấy chứng sinh") {
		t.Errorf("answer = %q", text)
	}
	if text := see[string](t, ctx, theirs+"[0].innerText"); !strings.Contains(text, "Ông/bà:") || !strings.Contains(text, "lam giay khai sinh can gi") {
		t.Errorf("question = %q", text)
	}
	until(t, ctx, `document.getElementById("status").textContent == ""`)
	if focus := see[string](t, ctx, "document.activeElement.id"); focus != "text" {
		t.Errorf("focus is on %q, want the input", focus)
	}

	do(t, ctx, press(`button[value="ans:khai-sinh:time"]`))
	until(t, ctx, ours+".length == 2 && "+ours+`[1].innerText.includes("ans:khai-sinh:time")`)
	if text := see[string](t, ctx, theirs+"[1].innerText"); !strings.Contains(text, "Thời hạn") {
		t.Errorf("pressed button shows as %q", text)
	}

	do(t, ctx, chromedp.Reload())
	until(t, ctx, ours+".length == 2 && "+theirs+".length == 2")
	do(t, ctx, chromedp.SendKeys(chromedp.ID("text"), "xin cảm ơn"), press(".send"))
	until(t, ctx, ours+".length == 3 && "+ours+`[2].innerText.includes("xin cảm ơn")`)
	if got := len(s.clerk.updates()); got != 3 {
		t.Errorf("the bot got %d updates, want 3", got)
	}
}

func TestLooks(t *testing.T) {
	s := newSite(t, nil)
	ctx := browser(t)
	do(t, ctx, chromedp.Navigate(s.URL+"/"), chromedp.SendKeys(chromedp.ID("text"), "đăng ký khai sinh\r"))
	until(t, ctx, ours+".length == 1")
	for _, path := range []string{"/", "/widget"} {
		for _, colours := range []string{"light", "dark"} {
			for _, width := range []int64{320, 1280} {
				name := fmt.Sprintf("%s-%s-%d", strings.Trim(path+"page", "/"), colours, width)
				t.Run(name, func(t *testing.T) {
					scheme(t, ctx, colours)
					do(t, ctx, chromedp.EmulateViewport(width, 760), chromedp.Navigate(s.URL+path))
					until(t, ctx, `!document.querySelector(".tools").hidden`)
					shoot(t, ctx, name)
					if wide := see[int](t, ctx, "document.documentElement.scrollWidth"); int64(wide) > width {
						t.Errorf("the page is %d px wide", wide)
					}
					see[any](t, ctx, chrometest.Axe+";0")
					found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](
						`axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).then(r =>
							r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html + " " + n.failureSummary).join("\n")))`,
						chromedp.EvalAwaitPromise))
					if err != nil {
						t.Fatal(err)
					}
					for _, v := range found {
						t.Error(v)
					}
				})
			}
		}
	}
}
