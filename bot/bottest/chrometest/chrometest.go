// Package chrometest drives a headless Chromium in tests of pages, and checks them with axe-core. A test fails where no
// Chromium is installed: pages that no browser has seen are not tested.
package chrometest

import (
	"context"
	_ "embed" // the checker
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Axe is the checker's script.
//
//go:embed axe-core/axe.min.js
var Axe string

// Main runs the tests of a package with one browser for all of them, started by the first that needs it:
//
//	func TestMain(m *testing.M) { chrometest.Main(m) }
//
// Each test has a profile of its own in it, with its own cookies, storage and service workers.
func Main(m *testing.M) {
	shared = &browser{}
	code := m.Run()
	shared.end()
	os.Exit(code)
}

// browser is a running Chromium.
type browser struct {
	once sync.Once
	ctx  context.Context
	stop func() // nil until it was started
	err  error
}

var shared *browser // nil: each test starts its own

// New opens a page in a profile that nobody used, in the browser of Main or in one of its own.
func New(t testing.TB) context.Context {
	t.Helper()
	b := shared
	if b == nil {
		b = &browser{}
		t.Cleanup(b.end)
	}
	if b.start(); b.err != nil {
		t.Fatal(b.err)
	}
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	ctx, cancel = context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// end stops the browser, if it was started.
func (b *browser) end() {
	if b.stop != nil {
		b.stop()
	}
}

// start starts the browser, once.
func (b *browser) start() {
	b.once.Do(func() { b.err = b.launch() })
}

func (b *browser) launch() error {
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		return errors.New("the browser tests need Chromium: apt-get install chromium")
	}
	dir, err := os.MkdirTemp("", "motcua-chromium-")
	if err != nil {
		return err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.UserDataDir(dir),
		chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("hide-scrollbars", true))
	allocator, end := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	b.ctx, b.stop = ctx, func() {
		_ = chromedp.Cancel(ctx) // waits until the browser has ended
		cancel()
		end()
		_ = os.RemoveAll(dir)
	}
	return chromedp.Do(ctx, chromedp.Navigate("about:blank"))
}

// Do runs steps.
func Do(t testing.TB, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// See asks the page for a value.
func See[T any](t testing.TB, ctx context.Context, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// Until waits for a condition in the page.
func Until(t testing.TB, ctx context.Context, condition string) {
	t.Helper()
	WaitFor(t, condition, func() bool {
		v, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+condition+")"))
		return err == nil && v
	})
}

// At waits until the page at a path is there and can be worked: its path shows before its elements do.
func At(t testing.TB, ctx context.Context, path string) {
	t.Helper()
	Until(t, ctx, fmt.Sprintf("location.pathname == %q && document.readyState == 'complete'", path))
}

// WaitFor waits for what only the test can see; what names it.
func WaitFor(t testing.TB, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(time.Minute)
	for !holds() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("never came true: %s", what)
		}
	}
}

// Call sends the browser one command of its protocol.
func Call[P, R any](t testing.TB, ctx context.Context, c cdp.Command[P, R], p P) {
	t.Helper()
	Do(t, ctx, func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, c, p)
		return chromedp.Void{}, err
	})
}

// Press uses a button by keyboard: unlike a click it cannot miss while the page moves.
func Press(selector string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, _ *chromedp.Target) (chromedp.Void, error) {
		return chromedp.Void{}, chromedp.Do(ctx, chromedp.Focus(chromedp.CSS(selector)), chromedp.KeyEvent(kb.Enter))
	}
}

// Scheme makes the browser prefer light or dark colours.
func Scheme(t testing.TB, ctx context.Context, name string) {
	t.Helper()
	Call(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: name}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
}

// Shoot puts a picture of the whole page into the folder named by MOTCUA_TEST_SHOTS, when that is set.
func Shoot(t testing.TB, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv("MOTCUA_TEST_SHOTS")
	if dir == "" {
		return
	}
	b, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), b, 0o600)
	}
	if err != nil {
		t.Error(err)
	}
}

// CheckAccess reports what axe-core finds wrong on the page by WCAG 2.2 A and AA.
func CheckAccess(t testing.TB, ctx context.Context) {
	t.Helper()
	if !See[bool](t, ctx, "!!window.axe") { // half a megabyte: a page that is looked at twice gets it once
		See[any](t, ctx, Axe+";0")
	}
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](
		`axe.run({resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).then(r =>
			r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html + " " + n.failureSummary).join("\n")))`,
		chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range found {
		t.Error(v)
	}
}
