package webchat_test

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/motcua/motcua/bot/bottest/chrometest"
	"github.com/motcua/motcua/bot/webchat"
)

// device is what a phone has and a headless browser has not: speech input, a Vietnamese voice, sharing. What the page
// asks of it is noted in window.heard.
const device = `
	window.heard = { spoken: [], shared: [] };
	window.SpeechRecognition = window.webkitSpeechRecognition = class {
		start() { heard.mic = this; heard.lang = this.lang; }
		stop() { this.onend?.(); }
	};
	class Utterance { constructor(text) { this.text = text; } }
	Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Utterance, configurable: true });
	Object.defineProperty(window, "speechSynthesis", { configurable: true, value: {
		getVoices: () => [{ lang: "en-US" }, { lang: "vi_VN", name: "Linh" }], addEventListener() {},
		speak(u) { heard.spoken.push(u.lang + "|" + (u.voice?.name || "") + "|" + u.text); heard.last = u; },
		cancel() { heard.cancelled = (heard.cancelled || 0) + 1; },
	} });
	Object.defineProperty(navigator, "share", { configurable: true,
		value: async (what) => { heard.shared.push(what.title + " " + what.url); } });
`

// bare is a browser without any of it.
const bare = `
	delete window.webkitSpeechRecognition; delete window.SpeechRecognition;
	Object.defineProperty(window, "speechSynthesis", { configurable: true,
		value: { getVoices: () => [{ lang: "en-US" }], addEventListener() {}, cancel() {} } });
	Object.defineProperty(navigator, "share", { value: undefined, configurable: true });
	Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true });
	window.print = undefined;
`

func pretend(t *testing.T, ctx context.Context, script string) {
	t.Helper()
	chrometest.Call(t, ctx, page.AddScriptToEvaluateOnNewDocument,
		page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
}

// TestSpeaking: what is spoken becomes the question, to be read before it is sent; a refused microphone says so.
func TestSpeaking(t *testing.T) {
	s := newSite(t, nil)
	ctx := browser(t)
	pretend(t, ctx, device)
	chrometest.Do(t, ctx, chromedp.EmulateViewport(390, 800), chromedp.Navigate(s.URL+webchat.PagePath))
	chrometest.Until(t, ctx, `!document.getElementById("mic").hidden`)
	chrometest.Do(t, ctx, chrometest.Press("#mic"))
	chrometest.Until(t, ctx, `heard.lang == "vi-VN" && document.getElementById("mic").ariaPressed == "true"`)
	chrometest.See[any](t, ctx, `heard.mic.onresult({ results: [[{ transcript: "đăng ký" }], [{ transcript: "khai sinh" }]] }); heard.mic.stop(); 0`)
	chrometest.Until(t, ctx, `document.getElementById("text").value == "đăng ký khai sinh" && document.getElementById("mic").ariaPressed == "false"`)
	if n := len(s.clerk.updates()); n != 0 {
		t.Errorf("%d questions went by themselves", n)
	}
	chrometest.Do(t, ctx, chrometest.Press("#mic"))
	chrometest.See[any](t, ctx, `heard.mic.onerror({ error: "not-allowed" }); heard.mic.stop(); 0`)
	chrometest.Until(t, ctx, `document.getElementById("status").innerText.includes("chưa cho dùng micro")`)
	chrometest.Do(t, ctx, chrometest.Press(".send"))
	chrometest.Until(t, ctx, ours+".length == 1")
	// The page's own policy lets it listen; nobody else's does.
	if ok := chrometest.See[bool](t, ctx, `document.featurePolicy ? document.featurePolicy.allowsFeature("microphone") : true`); !ok {
		t.Error("the page forbids itself the microphone")
	}
}

// TestHearingAndSharing: under a card stand "Đọc to" and "Chia sẻ" where the device has a Vietnamese voice and sharing.
func TestHearingAndSharing(t *testing.T) {
	s := newSite(t, nil)
	ctx := browser(t)
	pretend(t, ctx, device)
	chrometest.Do(t, ctx, chromedp.EmulateViewport(390, 800), chromedp.Navigate(s.URL+webchat.PagePath),
		chromedp.SendKeys(chromedp.ID("text"), "thẻ\r"))
	chrometest.Until(t, ctx, `document.querySelector(".card")`)
	for _, width := range []int64{320, 390} { // whatever room there is, no button stands in a row of its own
		chrometest.Do(t, ctx, chromedp.EmulateViewport(width, 800))
		rows := chrometest.See[int](t, ctx, `new Set([...document.querySelectorAll("[data-card]")]
			.map(b => b.getBoundingClientRect().top)).size`)
		if rows != 1 {
			t.Errorf("at %d px the tools of a card stand in %d rows", width, rows)
		}
	}
	chrometest.Do(t, ctx, chrometest.Press(`[data-card="speak"]`))
	chrometest.Until(t, ctx, `heard.spoken.length >= 5 && document.querySelector('[data-card="speak"]').innerText == "Dừng đọc"`)
	all := strings.Join(chrometest.See[[]string](t, ctx, `heard.spoken`), "\n")
	for _, want := range []string{"vi-VN|Linh|Đăng ký khai sinh", "Nơi nộp UBND cấp xã nơi cư trú",
		"Thời hạn Trong ngày", "Miễn lệ phí", "Giấy chứng sinh, bản chính"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not read out:\n%s", want, all)
		}
	}
	chrometest.See[any](t, ctx, `heard.last.onend(); 0`)
	chrometest.Until(t, ctx, `document.querySelector('[data-card="speak"]').innerText == "Đọc to"`)
	chrometest.Do(t, ctx, chrometest.Press(`[data-card="share"]`))
	chrometest.Until(t, ctx, `heard.shared.length == 1`)
	if got, want := chrometest.See[string](t, ctx, `heard.shared[0]`), "Đăng ký khai sinh "+s.URL+"/thu-tuc/khai-sinh"; got != want {
		t.Errorf("shared %q, want %q", got, want)
	}
}

// TestNothingOfferedThatTheDeviceLacks: no microphone, no voice, no sharing, no printer: none of their buttons.
func TestNothingOfferedThatTheDeviceLacks(t *testing.T) {
	s := newSite(t, nil)
	ctx := browser(t)
	pretend(t, ctx, bare)
	chrometest.Do(t, ctx, chromedp.EmulateViewport(390, 800), chromedp.Navigate(s.URL+webchat.PagePath),
		chromedp.SendKeys(chromedp.ID("text"), "thẻ\r"))
	chrometest.Until(t, ctx, `document.querySelector(".card")`)
	if shown := chrometest.See[[]string](t, ctx, `[...document.querySelectorAll("#mic, [data-card]")].filter(e => e.checkVisibility()).map(e => e.innerText)`); len(shown) > 0 {
		t.Errorf("offered in vain: %v", shown)
	}
}
