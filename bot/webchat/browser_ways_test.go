package webchat_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/chrometest"
	"github.com/motcua/motcua/bot/webchat"
)

func TestAskingWithoutJavaScript(t *testing.T) {
	s := newSite(t, nil)
	ctx := browser(t)
	chrometest.Call(t, ctx, emulation.SetScriptExecutionDisabled,
		emulation.SetScriptExecutionDisabledParams{Value: true})
	chrometest.Do(t, ctx, chromedp.EmulateViewport(390, 800), chromedp.Navigate(s.URL+webchat.PagePath),
		chromedp.SendKeys(chromedp.ID("text"), "làm giấy khai sinh"), chrometest.Press(".send"),
		chromedp.WaitReady(chromedp.CSS(`button[value="ans:khai-sinh:time"]`)))
	chrometest.Shoot(t, ctx, "no-script")
	chrometest.Do(t, ctx, chrometest.Press(`button[value="ans:khai-sinh:time"]`),
		chromedp.WaitReady(chromedp.CSS("#log article:nth-of-type(5)")))
	page, err := chromedp.Run(ctx, chromedp.Text(chromedp.ID("log")))
	if err != nil {
		t.Fatal(err)
	}
	at := 0
	for _, want := range []string{"Trợ lý", "Ông/bà", "làm giấy khai sinh", "Trợ lý", "Giấy chứng sinh", "Ông/bà",
		"Thời hạn", "Trợ lý", "trong ngày làm việc"} {
		i := strings.Index(page[at:], want)
		if i < 0 {
			t.Fatalf("no %q after %q in %s", want, page[:at], page)
		}
		at += i + len(want)
	}
	// "Delete" leaves only the greeting, whose examples are questions of their own.
	chrometest.Do(t, ctx, chromedp.SendKeys(chromedp.ID("text"), "lệ phí"), chrometest.Press(".send"),
		chromedp.WaitReady(chromedp.CSS("#log article:nth-of-type(7)")))
	chrometest.Do(t, ctx, chrometest.Press("#over button"),
		chromedp.WaitNotPresent(chromedp.CSS("#log article:nth-of-type(2)")))
	chrometest.Do(t, ctx, chrometest.Press(".examples button:first-child"),
		chromedp.WaitReady(chromedp.CSS("#log article:nth-of-type(3)")))
	if got := s.clerk.updates(); len(got) != 4 || got[3].Text != "Đăng ký khai sinh cần giấy tờ gì?" {
		t.Errorf("the bot got %+v", got)
	}
}

func TestVietnameseKeyboard(t *testing.T) {
	s := newSite(t, nil)
	ctx := browser(t)
	chrometest.Do(t, ctx, chromedp.Navigate(s.URL+webchat.PagePath), chromedp.Focus(chromedp.ID("text")))
	compose := func(text string) {
		chrometest.Call(t, ctx, input.ImeSetComposition,
			input.ImeSetCompositionParams{Text: text, SelectionStart: int64(len([]rune(text))),
				SelectionEnd: int64(len([]rune(text)))})
	}
	compose("khai sinh")
	chrometest.Until(t, ctx, `document.getElementById("text").value == "khai sinh"`)
	// Enter ends the composition: browsers say so with isComposing, older ones with the key code 229.
	chrometest.See[any](t, ctx, `document.getElementById("text").dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))`)
	chrometest.See[any](t, ctx, `document.getElementById("text").dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", keyCode: 229, bubbles: true, cancelable: true}))`)
	chrometest.Do(t, ctx, chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierShift)))
	if n := chrometest.See[int](t, ctx, theirs+".length"); n != 0 {
		t.Errorf("%d questions were sent by keys that must not", n)
	}
	chrometest.See[any](t, ctx, `document.getElementById("text").value = ""`)
	chrometest.Call(t, ctx, input.InsertText, input.InsertTextParams{Text: "khai sinh"})
	chrometest.Do(t, ctx, chromedp.KeyEvent(kb.Enter))
	chrometest.Until(t, ctx, ours+".length == 1")
	if got := s.clerk.updates(); len(got) != 1 || got[0].Text != "khai sinh" {
		t.Errorf("the bot got %+v", got)
	}
}

// TestHiddenPage: a page that nobody sees holds no connection, and catches up when it is seen again.
func TestHiddenPage(t *testing.T) {
	s := newSite(t, nil)
	var open atomic.Int32
	address := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/chat/stream" {
			open.Add(1)
			defer open.Add(-1)
		}
		s.channel.ServeHTTP(w, r)
	}))
	ctx := browser(t)
	chrometest.Do(t, ctx, chromedp.Navigate(address+webchat.PagePath),
		chromedp.SendKeys(chromedp.ID("text"), "khai sinh\r"))
	chrometest.Until(t, ctx, ours+".length == 1")
	chrometest.WaitFor(t, "one stream is open", func() bool { return open.Load() == 1 })
	hide := func(hidden bool) {
		chrometest.See[any](t, ctx, fmt.Sprintf(`Object.defineProperty(document, "hidden", {value: %v, configurable: true}); document.dispatchEvent(new Event("visibilitychange"))`, hidden))
	}
	hide(true)
	chrometest.WaitFor(t, "the stream is closed", func() bool { return open.Load() == 0 })
	if _, err := s.channel.Send(t.Context(), s.clerk.updates()[0].Chat,
		bot.Message{Text: "Cán bộ trả lời sau"}); err != nil {
		t.Fatal(err)
	}
	hide(false)
	chrometest.Until(t, ctx, ours+".length == 2 && "+ours+`[1].innerText.includes("Cán bộ trả lời sau")`)
}

// breaker cuts connections to the channel on demand.
type breaker struct {
	next   http.Handler
	only   string // the one path that is cut; empty: all
	broken atomic.Bool
	nonces atomic.Int32 // POSTs that came through while it was broken: taken, and their answer lost
}

func (b *breaker) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if b.broken.Load() && (b.only == "" || b.only == r.URL.Path) {
		if b.only != "" {
			panic(http.ErrAbortHandler)
		}
		if r.URL.Path == "/chat/send" {
			b.next.ServeHTTP(httptest.NewRecorder(), r)
			b.nonces.Add(1)
		}
		panic(http.ErrAbortHandler)
	}
	b.next.ServeHTTP(w, r)
}

func TestLostConnection(t *testing.T) {
	s := newSite(t, nil)
	wire := &breaker{next: s.channel}
	address := serve(t, wire)
	ctx := browser(t)
	chrometest.Do(t, ctx, chromedp.EmulateViewport(390, 800), chromedp.Navigate(address+webchat.PagePath))
	wire.broken.Store(true)
	chrometest.Do(t, ctx, chromedp.SendKeys(chromedp.ID("text"), "khai sinh\r"))
	chrometest.Until(t, ctx, `document.querySelector(".person.pending") && document.getElementById("status").innerText.includes("Mất kết nối")`)
	chrometest.Shoot(t, ctx, "lost-connection")
	wire.broken.Store(false)
	chrometest.Until(t, ctx, ours+".length == 1 && !document.querySelector('.pending')")
	if n := chrometest.See[int](t, ctx, theirs+".length"); n != 1 || len(s.clerk.updates()) != 1 ||
		wire.nonces.Load() == 0 {
		t.Errorf("%d questions in the page, %d at the bot, %d lost answers; want 1, 1 and some", n,
			len(s.clerk.updates()), wire.nonces.Load())
	}
}

func TestRefusedQuestionGoesBackToTheInput(t *testing.T) {
	s := newSite(t, nil)
	ctx := browser(t)
	chrometest.Do(t, ctx, chromedp.EmulateViewport(390, 800), chromedp.Navigate(s.URL+webchat.PagePath))
	s.state.SetDown(true)
	chrometest.Do(t, ctx, chromedp.SendKeys(chromedp.ID("text"), "khai sinh\r"))
	chrometest.Until(t, ctx, `document.getElementById("status").innerText.includes("Hệ thống đang bận, ông/bà thử lại sau ít phút") && document.getElementById("text").value == "khai sinh"`)
	chrometest.Shoot(t, ctx, "busy")
	s.state.SetDown(false)
	s.refuse.Store(true) // kept in the transcript, but not taken: only the nonce makes it one question
	chrometest.Do(t, ctx, chrometest.Press(".send"))
	chrometest.Until(t, ctx, `document.getElementById("text").value == "khai sinh" && document.getElementById("status").className == "fault"`)
	chrometest.Do(t, ctx, chrometest.Press(".send"))
	chrometest.Until(t, ctx, ours+".length == 1 && "+theirs+".length == 1 && document.getElementById('text').value "+
		"== ''")
}

func TestTextSizeAndZoom(t *testing.T) {
	s := newSite(t, nil)
	ctx := browser(t)
	chrometest.Do(t, ctx, chromedp.EmulateViewport(320, 640), chromedp.Navigate(s.URL+webchat.PagePath),
		chromedp.SendKeys(chromedp.ID("text"), "khai sinh\r"))
	chrometest.Until(t, ctx, ours+".length == 1")
	size := func() float64 {
		return chrometest.See[float64](t, ctx,
			`parseFloat(getComputedStyle(document.querySelector(".text p")).fontSize)`)
	}
	before := size()
	for range 3 {
		chrometest.Do(t, ctx, chrometest.Press("#larger"))
	}
	if now := size(); now < before*1.5 {
		t.Errorf("text went from %v px to %v px", before, now)
	}
	chrometest.Do(t, ctx, chromedp.Reload())
	chrometest.Until(t, ctx, `document.documentElement.dataset.size == "3"`)
	chrometest.Shoot(t, ctx, "largest-text-320")
	if wide := chrometest.See[int](t, ctx, "document.documentElement.scrollWidth"); wide > 320 {
		t.Errorf("with the largest text the page is %d px wide", wide)
	}
	if high := chrometest.See[float64](t, ctx, `document.querySelector("header").offsetHeight`); high > 120 {
		t.Errorf("with the largest text the header is %v px high", high)
	}
	if high := chrometest.See[float64](t, ctx, `document.getElementById("text").offsetHeight`); high > 90 {
		t.Errorf("an empty field has more than one row: %v px", high)
	}
	// 1280 × 720 at 200 % and 400 % is a window of 640 × 360 and 320 × 180.
	for _, zoom := range []int64{2, 4} {
		chrometest.Do(t, ctx, chromedp.EmulateViewport(1280/zoom, 720/zoom, chromedp.EmulateScale(float64(zoom))),
			chromedp.Reload())
		chrometest.Until(t, ctx, ours+".length == 1")
		if wide := chrometest.See[int64](t, ctx, "document.documentElement.scrollWidth"); wide > 1280/zoom {
			t.Errorf("at %d00 %% the page is %d px wide", zoom, wide)
		}
		chrometest.Shoot(t, ctx, fmt.Sprintf("zoom-%d00", zoom))
	}
	small := chrometest.See[[]string](t, ctx, `[...document.querySelectorAll("button, a.button, textarea")].filter(e => e.offsetParent &&
		(e.getBoundingClientRect().height < 44 || e.getBoundingClientRect().width < 44)).map(e => e.outerHTML)`)
	if len(small) > 0 {
		t.Errorf("targets below 44 px: %v", small)
	}
}

// TestWidget embeds the chat into a site whose own policy is as strict as one can be.
func TestWidget(t *testing.T) {
	var chat string
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src "+chat+"; frame-src "+chat)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><html lang="vi"><meta name="viewport" content="width=device-width"><title>UBND phường</title><h1>Trang của phường</h1><p><a href="#">Tin tức</a></p>
<script src="%s/widget.js" async data-label="Hỏi thủ tục"></script></html>`, chat)
	}))
	t.Cleanup(host.Close)
	// localhost and 127.0.0.1 are two sites for a browser.
	embedder := strings.Replace(host.URL, "127.0.0.1", "localhost", 1)
	s := newSite(t, func(c *webchat.Config) { c.Origins = []string{embedder} })
	chat = s.URL
	ctx := browser(t)
	chrometest.Do(t, ctx, chromedp.EmulateViewport(1280, 800), chromedp.Navigate(embedder+"/"),
		chromedp.WaitVisible(chromedp.ID("motcua-launcher")))
	chrometest.Shoot(t, ctx, "widget-closed")
	if name := chrometest.See[string](t, ctx, `document.getElementById("motcua-launcher").innerText + document.getElementById("motcua-launcher").ariaExpanded`); name != "Hỏi thủ tụcfalse" {
		t.Errorf("launcher: %q", name)
	}
	chrometest.Do(t, ctx, chrometest.Press("#motcua-launcher"))
	chrometest.Until(t, ctx, `document.activeElement.id == "motcua-frame" && document.getElementById("motcua-launcher").ariaExpanded == "true"`)

	// The frame is of another site: it is a target of its own.
	frame := frameOf(t, ctx, s.URL+"/widget")
	chrometest.Until(t, frame, `document.activeElement.id == "text"`)
	chrometest.See[any](t, frame, `(() => { const i = document.getElementById("text"); i.value = "khai sinh"; i.form.requestSubmit(); return 0 })()`)
	chrometest.Until(t, frame, ours+".length == 1")
	chrometest.Shoot(t, ctx, "widget-open")

	// Escape folds it, from inside, and the focus goes back.
	chrometest.See[any](t, frame,
		`document.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", bubbles: true}))`)
	chrometest.Until(t, ctx, `document.activeElement.id == "motcua-launcher" && getComputedStyle(document.getElementById("motcua-panel")).display == "none"`)

	// A new page has the same conversation, by the cookie or by the tab's memory.
	chrometest.Do(t, ctx, chromedp.EmulateViewport(390, 800), chromedp.Reload(),
		chromedp.WaitVisible(chromedp.ID("motcua-launcher")), chrometest.Press("#motcua-launcher"))
	frame = frameOf(t, ctx, s.URL+"/widget")
	chrometest.Until(t, frame, ours+".length == 1 && "+theirs+".length == 1")
	chrometest.Shoot(t, ctx, "widget-open-390")

	// A site that is not configured shows no launcher; where an old copy of the script does, the frame stays empty, and
	// the host page's own button closes it.
	chrometest.Do(t, ctx, chromedp.Navigate(host.URL+"/"))
	chrometest.Until(t, ctx, `document.readyState == "complete"`)
	if chrometest.See[bool](t, ctx, `!!document.getElementById("motcua-launcher")`) {
		t.Error("a stranger shows the launcher")
	}
}

// TestWidgetThatCannotLoad: nobody is locked in by a frame that does not come.
func TestWidgetThatCannotLoad(t *testing.T) {
	s := newSite(t, nil)
	address := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/host":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, `<!doctype html><html lang="vi"><meta name="viewport" content="width=device-width"><title>Trang của phường</title><h1>Tin</h1><script src="/widget.js"></script>`)
		case "/widget":
			panic(http.ErrAbortHandler)
		default:
			s.channel.ServeHTTP(w, r)
		}
	}))
	ctx := browser(t)
	chrometest.Do(t, ctx, chromedp.EmulateViewport(390, 800), chromedp.Navigate(address+"/host"),
		chromedp.WaitVisible(chromedp.ID("motcua-launcher")), chrometest.Press("#motcua-launcher"))
	chrometest.Until(t, ctx, `document.activeElement.id == "motcua-close"`)
	chrometest.Until(t, ctx, `document.getElementById("motcua-failed").innerText.includes("Chưa mở được") &&
		document.querySelector("#motcua-failed a").href == "`+address+`/"`)
	chrometest.Shoot(t, ctx, "widget-failed-390")
	chrometest.CheckAccess(t, ctx)
	chrometest.Do(t, ctx, chrometest.Press("#motcua-close"))
	chrometest.Until(t, ctx, `document.activeElement.id == "motcua-launcher" && getComputedStyle(document.getElementById("motcua-panel")).display == "none"`)
}

// TestWidgetOpensOnAQuestion: a news item about a matter opens the chat on it, once.
func TestWidgetOpensOnAQuestion(t *testing.T) {
	s := newSite(t, func(c *webchat.Config) {
		c.Topic = func(id string) (string, bool) { return "Đăng ký khai sinh", id == "khai-sinh" }
	})
	ctx := browser(t)
	chrometest.Do(t, ctx, chromedp.EmulateViewport(390, 800), chromedp.Navigate(s.URL+"/widget?topic=khai-sinh"))
	chrometest.Until(t, ctx, ours+".length == 1 && "+theirs+`[0].innerText.includes("Đăng ký khai sinh")`)
	chrometest.Do(t, ctx, chromedp.Navigate(s.URL+"/widget?topic=khai-sinh"))
	chrometest.Until(t, ctx, ours+`.length == 1 && document.getElementById("text").value == "Đăng ký khai sinh"`)
	if n := len(s.clerk.updates()); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

// frameOf attaches to the iframe with this address.
func frameOf(t *testing.T, ctx context.Context, address string) context.Context {
	t.Helper()
	var frame context.Context
	chrometest.WaitFor(t, "the frame "+address, func() bool {
		infos, err := chromedp.Targets(ctx)
		if err != nil {
			return false
		}
		for _, info := range infos {
			if info.Type == "iframe" && info.URL == address {
				attached, cancel := chromedp.NewContext(ctx, chromedp.WithTargetID(info.TargetID))
				t.Cleanup(cancel)
				frame = attached
				_, err := chromedp.Run(frame, chromedp.Evaluate[string]("document.readyState"))
				return err == nil
			}
		}
		return false
	})
	return frame
}
