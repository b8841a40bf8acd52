package webchat_test

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/motcua/motcua/bot/bottest/chrometest"
	"github.com/motcua/motcua/bot/webchat"
)

func TestMain(m *testing.M) { chrometest.Main(m) }

// browser opens a page in the light scheme, in a profile of its own.
func browser(t *testing.T) context.Context {
	t.Helper()
	ctx := chrometest.New(t)
	chrometest.Scheme(t, ctx, "light")
	return ctx
}

const (
	ours   = `document.querySelectorAll("#log .ours:not(#m0)")`
	theirs = `document.querySelectorAll("#log .person")`
)

func TestAskingWithJavaScript(t *testing.T) {
	s := newSite(t, nil)
	ctx := browser(t)
	chrometest.Do(t, ctx, chromedp.EmulateViewport(390, 800), chromedp.Navigate(s.URL+webchat.PagePath))
	if title := chrometest.See[string](t, ctx, "document.title"); !strings.Contains(title, "Một Cửa") {
		t.Errorf("title = %q", title)
	}
	chrometest.Do(t, ctx, chromedp.SendKeys(chromedp.ID("text"), "lam giay khai sinh can gi\r"))
	chrometest.Until(t, ctx, ours+".length == 1")
	if text := chrometest.See[string](t, ctx, ours+"[0].innerText"); !strings.Contains(text, "Trợ lý") ||
		!strings.Contains(text, "Giấy chứng sinh") {
		t.Errorf("answer = %q", text)
	}
	if text := chrometest.See[string](t, ctx, theirs+"[0].innerText"); !strings.Contains(text, "Ông/bà") ||
		!strings.Contains(text, "lam giay khai sinh can gi") {
		t.Errorf("question = %q", text)
	}
	chrometest.Until(t, ctx, `document.getElementById("status").textContent == ""`)
	if focus := chrometest.See[string](t, ctx, "document.activeElement.id"); focus != "text" {
		t.Errorf("focus is on %q, want the input", focus)
	}

	chrometest.Do(t, ctx, chrometest.Press(`button[value="ans:khai-sinh:time"]`))
	chrometest.Until(t, ctx, ours+".length == 2 && "+ours+`[1].innerText.includes("ans:khai-sinh:time")`)
	if text := chrometest.See[string](t, ctx, theirs+"[1].innerText"); !strings.Contains(text, "Thời hạn") {
		t.Errorf("pressed button shows as %q", text)
	}

	chrometest.Do(t, ctx, chromedp.Reload())
	chrometest.Until(t, ctx, ours+".length == 2 && "+theirs+".length == 2")
	chrometest.Do(t, ctx, chromedp.SendKeys(chromedp.ID("text"), "xin cảm ơn"), chrometest.Press(".send"))
	chrometest.Until(t, ctx, ours+".length == 3 && "+ours+`[2].innerText.includes("xin cảm ơn")`)
	if got := len(s.clerk.updates()); got != 3 {
		t.Errorf("the bot got %d updates, want 3", got)
	}
}

var everywhere = flag.Bool("everywhere", false, "look at every page in every scheme at every width")

func TestLooks(t *testing.T) {
	s := newSite(t, nil)
	ctx := browser(t)
	chrometest.Do(t, ctx, chromedp.Navigate(s.URL+webchat.PagePath),
		chromedp.SendKeys(chromedp.ID("text"), "đăng ký khai sinh\r"))
	chrometest.Until(t, ctx, ours+".length == 1")
	for i, path := range []string{webchat.PagePath, "/widget"} {
		for j, colours := range []string{"light", "dark"} {
			for k, width := range []int64{320, 1280} {
				if (i+j+k)%2 != 0 && !*everywhere { // each two of the three still meet
					continue
				}
				name := fmt.Sprintf("%s-%s-%d", strings.Trim(path+"page", "/"), colours, width)
				t.Run(name, func(t *testing.T) {
					chrometest.Scheme(t, ctx, colours)
					chrometest.Do(t, ctx, chromedp.EmulateViewport(width, 760), chromedp.Navigate(s.URL+path))
					chrometest.Until(t, ctx, `!document.querySelector(".tools").hidden`)
					chrometest.Shoot(t, ctx, name)
					if wide := chrometest.See[int](t, ctx,
						"document.documentElement.scrollWidth"); int64(wide) > width {
						t.Errorf("the page is %d px wide", wide)
					}
					chrometest.CheckAccess(t, ctx)
				})
			}
		}
	}
}
