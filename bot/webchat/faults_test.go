package webchat_test

import (
	"context"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/motcua/motcua/bot/bottest/chrometest"
	"github.com/motcua/motcua/bot/webchat"
)

// TestErasedPage: when what is kept of a person is erased, his page empties itself and shows the receipt, and so does
// every other tab of his.
func TestErasedPage(t *testing.T) {
	s := newSite(t, nil)
	s.clerk.erase = webchat.Empty
	ctx := browser(t)
	chrometest.Do(t, ctx, chromedp.EmulateViewport(390, 800), chromedp.Navigate(s.URL+webchat.PagePath),
		chromedp.SendKeys(chromedp.ID("text"), "khai sinh\r"))
	chrometest.Until(t, ctx, ours+".length == 1")
	second, cancel := chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	chrometest.Do(t, second, chromedp.Navigate(s.URL+webchat.PagePath))
	chrometest.Until(t, second, ours+".length == 1")
	chrometest.Do(t, ctx, chromedp.SendKeys(chromedp.ID("text"), "/xoadulieu\r"))
	for name, tab := range map[string]context.Context{"this tab": ctx, "the other tab": second} {
		chrometest.Until(t, tab, `document.getElementById("log").innerText.includes("Biên nhận xóa dữ liệu")`)
		text := chrometest.See[string](t, tab, `document.getElementById("log").innerText`)
		if strings.Contains(text, "Giấy chứng sinh") || strings.Contains(text, "xoadulieu") ||
			!strings.Contains(text, "đã được xóa") {
			t.Errorf("%s shows %s", name, text)
		}
		if waits := chrometest.See[bool](t, tab, `!document.getElementById("typing").hidden`); waits {
			t.Errorf("%s still waits for an answer", name)
		}
	}
	chrometest.Shoot(t, ctx, "erased")
	chrometest.Do(t, ctx, chromedp.Reload())
	chrometest.Until(t, ctx, `document.getElementById("log").innerText.includes("Biên nhận xóa dữ liệu")`)
}

// TestRefusedWithoutJavaScript: a form that is refused comes back as a page like any other, with what was typed, and
// the next question from there is answered.
func TestRefusedWithoutJavaScript(t *testing.T) {
	s := newSite(t, nil)
	ctx := browser(t)
	chrometest.Call(t, ctx, emulation.SetScriptExecutionDisabled,
		emulation.SetScriptExecutionDisabledParams{Value: true})
	chrometest.Do(t, ctx, chromedp.EmulateViewport(390, 800), chromedp.Navigate(s.URL+webchat.PagePath),
		chrometest.Press(".send"), chromedp.WaitReady(chromedp.CSS("#status.fault")))
	chrometest.Shoot(t, ctx, "no-script-refused")
	styled := func(what string) {
		t.Helper()
		position := chrometest.See[string](t, ctx, `getComputedStyle(document.querySelector(".ask")).position`)
		if mark := chrometest.See[float64](t, ctx, `document.querySelector(".mark").getBoundingClientRect().width`); position !=
			"sticky" || mark > 60 {
			t.Errorf("%s: the page has no style (%s, a mark of %v px)", what, position, mark)
		}
	}
	styled("empty")
	long := strings.Repeat("rất dài ", 150)
	chrometest.See[any](t, ctx, `document.getElementById("text").value = "`+long+`"`)
	chrometest.Do(t, ctx, chrometest.Press(".send"), chromedp.WaitReady(chromedp.CSS("#status.fault")))
	chrometest.Until(t, ctx, `document.getElementById("text").value.length > 1000`)
	styled("too long")
	chrometest.See[any](t, ctx, `document.getElementById("text").value = "khai sinh"`)
	chrometest.Do(t, ctx, chrometest.Press(".send"))
	chrometest.Until(t, ctx, `document.querySelectorAll("#log .ours").length == 2`)
	styled("answered")
	if path := chrometest.See[string](t, ctx, "location.pathname"); path != webchat.PagePath {
		t.Errorf("the answer is at %s", path)
	}
}

// TestWaitingLine: whichever reply comes first, the one to the question or the answer by the stream, nothing says "đang
// trả lời" once the answer is there. Each second reply to a question is held back until its answer shows.
func TestWaitingLine(t *testing.T) {
	s := newSite(t, nil)
	var hold atomic.Bool
	shown := make(chan struct{})
	address := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/chat/send" {
			s.channel.ServeHTTP(w, r)
			return
		}
		reply := httptest.NewRecorder()
		s.channel.ServeHTTP(reply, r)
		if hold.Load() {
			select {
			case <-shown:
			case <-r.Context().Done():
			}
		}
		maps.Copy(w.Header(), reply.Header())
		w.WriteHeader(reply.Code)
		_, _ = w.Write(reply.Body.Bytes())
	}))
	ctx := browser(t)
	chrometest.Do(t, ctx, chromedp.EmulateViewport(390, 800), chromedp.Navigate(address+webchat.PagePath))
	for i := range 20 {
		hold.Store(i%2 == 1)
		chrometest.See[any](t, ctx, `(() => { const i = document.getElementById("text"); i.value = "lệ phí"; i.form.requestSubmit(); return 0 })()`)
		chrometest.Until(t, ctx, ours+".length == "+itoa(i+1))
		if hold.Load() {
			shown <- struct{}{}
		}
		chrometest.Until(t, ctx, `sessionStorage.getItem("motcua-queue") === null`)
		if waits := chrometest.See[bool](t, ctx,
			`!document.getElementById("typing").hidden || document.getElementById("status").textContent != ""`); waits {
			t.Fatalf("question %d: the page waits for an answer that it shows", i+1)
		}
	}
}

// TestOfflineQuestionSurvivesAReload: what was asked without a network is still there after a reload, and goes once.
func TestOfflineQuestionSurvivesAReload(t *testing.T) {
	s := newSite(t, nil)
	wire := &breaker{next: s.channel, only: "/chat/send"}
	address := serve(t, wire)
	ctx := browser(t)
	chrometest.Do(t, ctx, chromedp.EmulateViewport(390, 800), chromedp.Navigate(address+webchat.PagePath))
	wire.broken.Store(true)
	chrometest.Do(t, ctx, chromedp.SendKeys(chromedp.ID("text"), "khai sinh\r"))
	chrometest.Until(t, ctx, `document.querySelector(".person.pending")`)
	chrometest.Do(t, ctx, chromedp.Reload())
	chrometest.Until(t, ctx, `document.querySelector(".person.pending")?.innerText.includes("khai sinh")`)
	wire.broken.Store(false)
	chrometest.Until(t, ctx, ours+".length == 1 && !document.querySelector('.pending')")
	chrometest.Do(t, ctx, chromedp.Reload())
	chrometest.Until(t, ctx, ours+".length == 1 && "+theirs+".length == 1")
	if n := len(s.clerk.updates()); n != 1 {
		t.Errorf("the bot got %d questions", n)
	}
}

// TestReading: on a phone the keyboard goes when the question does, the question stays in sight above a long answer,
// and what was offered is gone once something else was said.
func TestReading(t *testing.T) {
	s := newSite(t, nil)
	ctx := browser(t)
	chrometest.Call(t, ctx, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true})
	chrometest.Call(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "pointer", Value: "coarse"},
			{Name: "prefers-reduced-motion", Value: "reduce"}}})
	chrometest.Do(t, ctx, chromedp.EmulateViewport(390, 480, chromedp.EmulateTouch),
		chromedp.Navigate(s.URL+webchat.PagePath),
		chromedp.SendKeys(chromedp.ID("text"), "khai sinh dài\r"))
	chrometest.Until(t, ctx, ours+".length == 1")
	if touch := chrometest.See[bool](t, ctx, `matchMedia("(pointer: coarse)").matches`); touch {
		if focus := chrometest.See[string](t, ctx, "document.activeElement.id"); focus == "text" {
			t.Error("the keyboard stays open over the answer")
		}
	} else {
		t.Error("the browser does not pretend to be a phone")
	}
	if top := chrometest.See[float64](t, ctx, theirs+"[0].getBoundingClientRect().top"); top < 0 || top > 240 {
		t.Errorf("the question is at %v px", top)
	}
	if seen := chrometest.See[bool](t, ctx, `document.querySelector("#m0 .examples").offsetParent !== null`); seen {
		t.Error("the examples stay after a question")
	}
	chrometest.Do(t, ctx, chrometest.Press(`button[value="ans:khai-sinh:time"]`))
	chrometest.Until(t, ctx, ours+".length == 2")
	if focus := chrometest.See[bool](t, ctx, `document.activeElement == `+ours+"[1]"); !focus {
		t.Error("the focus does not follow to the answer")
	}
	if seen := chrometest.See[bool](t, ctx, `document.querySelector('button[value="ans:khai-sinh:time"]').offsetParent !== null`); seen {
		t.Error("a choice stays after it was used")
	}
}

// TestRatingInPlace: a rating is no talk; it shows where it was pressed, can be changed, and survives a reload.
func TestRatingInPlace(t *testing.T) {
	s := newSite(t, nil)
	ctx := browser(t)
	chrometest.Do(t, ctx, chromedp.EmulateViewport(390, 800), chromedp.Navigate(s.URL+webchat.PagePath),
		chromedp.SendKeys(chromedp.ID("text"), "thẻ\r"))
	chrometest.Until(t, ctx, ours+`.length == 1 && document.querySelector(".card")`)
	pressed := func(which string) string { return `document.querySelector('[value="rate:` + which + `"]').ariaPressed` }
	chrometest.Do(t, ctx, chrometest.Press(`[value="rate:down"]`))
	chrometest.Until(t, ctx, `document.querySelector(".aside")?.innerText.includes("rate:down")`)
	chrometest.Shoot(t, ctx, "rated")
	chrometest.Do(t, ctx, chrometest.Press(`[value="rate:why"]`))
	chrometest.Until(t, ctx, `document.querySelector(".aside")?.innerText.includes("rate:why")`)
	if chrometest.See[string](t, ctx, pressed("down")) != "true" {
		t.Error("a reason takes the vote away")
	}
	chrometest.Do(t, ctx, chrometest.Press(`[value="rate:up"]`))
	chrometest.Until(t, ctx, `document.querySelector(".aside")?.innerText.includes("rate:up")`)
	chrometest.Do(t, ctx, chromedp.Reload())
	chrometest.Until(t, ctx, `document.querySelector(".aside")`)
	if up, down := chrometest.See[string](t, ctx, pressed("up")),
		chrometest.See[string](t, ctx, pressed("down")); up != "true" ||
		down != "false" {
		t.Errorf("after all: up %s, down %s", up, down)
	}
	if n := chrometest.See[int](t, ctx, `document.querySelectorAll("#log .message").length`); n != 3 {
		t.Errorf("%d messages, want the greeting, the question and the answer", n)
	}
	if n := len(s.clerk.updates()); n != 4 {
		t.Errorf("the bot got %d updates", n)
	}
	// On paper: nothing stays over the text, no controls, no raw addresses.
	chrometest.Call(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	for _, selector := range []string{"header", ".ask"} {
		if at := chrometest.See[string](t, ctx, `getComputedStyle(document.querySelector("`+selector+`")).position`); at != "static" {
			t.Errorf("printed: %s is %s", selector, at)
		}
	}
	if seen := chrometest.See[bool](t, ctx, `[...document.querySelectorAll(".under, .card-acts, .ask, .choices")].some(e => e.offsetParent)`); seen {
		t.Error("controls are printed")
	}
}
