package site_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest"
	"github.com/motcua/motcua/bot/bottest/memstate"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/lexicon"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/site"
)

// morning is when the tests begin: Monday, 30 November 2026, 09:00 in Vietnam.
var morning = time.Date(2026, 11, 30, 9, 0, 0, 0, content.Zone)

const (
	publicURL  = "https://hoidap.binhluc.gov.vn"
	officeName = "Một Cửa xã Bình Lục"
)

var owner = bot.ChatID{Channel: "telegram", ID: "1"}

// embedded is the base that is in the program, made ready once for all tests.
var embedded = sync.OnceValue(func() *answers.Knowledge {
	lib, faults := content.Load(content.Embedded())
	if errs := faults.Errors(); len(errs) > 0 {
		panic(errs)
	}
	return answers.NewKnowledge(lib, lex())
})

var lex = sync.OnceValue(func() search.Lexicon {
	l, err := search.ParseLexicon(lexicon.Files)
	if err != nil {
		panic(err)
	}
	return l
})

// office is a running site over the embedded base, with a bot behind it.
type office struct {
	*httptest.Server
	t      testing.TB
	state  *memstate.State
	bot    *handlers.Assistant
	sends  *bottest.Bulks // the engine of announcements
	know   atomic.Pointer[answers.Knowledge]
	now    atomic.Int64 // seconds after morning
	client *http.Client
}

func newOffice(t testing.TB, set func(*site.Config)) *office {
	t.Helper()
	o := &office{t: t}
	clock := func() time.Time { return morning.Add(time.Duration(o.now.Load()) * time.Second) }
	o.state = memstate.New(clock)
	o.know.Store(embedded())
	log := slog.New(slog.DiscardHandler)
	o.bot = handlers.New(handlers.Config{Office: officeName, Owners: []bot.ChatID{owner}, PublicURL: publicURL,
		Channels:  map[string]bot.Limits{"telegram": {Proactive: true}, "web": {}},
		Knowledge: o.know.Load, Now: clock, Log: log})
	o.sends = bottest.NewBulks(o.state)
	o.bot.Announce.Config = announce.Config{Engine: o.sends}
	cfg := site.Config{Base: o.know.Load, State: o.state, Calendar: o.bot.Calendar, Cases: o.bot.Cases,
		Office:    officeName,
		PublicURL: publicURL, Now: clock, Log: log}
	if set != nil {
		set(&cfg)
	}
	s, err := site.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	o.Server = httptest.NewServer(s)
	t.Cleanup(o.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	o.client = &http.Client{Jar: jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return o
}

// get reads a page.
func (o *office) get(path string) (status int, body string, h http.Header) {
	o.t.Helper()
	resp, err := o.client.Get(o.URL + path)
	if err != nil {
		o.t.Fatal(err)
	}
	return o.read(resp)
}

func (o *office) read(resp *http.Response) (int, string, http.Header) {
	o.t.Helper()
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return resp.StatusCode, string(b), resp.Header
}

// page reads a page that must be there.
func (o *office) page(path string) string {
	o.t.Helper()
	status, body, _ := o.get(path)
	if status != http.StatusOK {
		o.t.Fatalf("%s: %d\n%s", path, status, words(body))
	}
	return body
}

// post sends a form as a browser does that shows the page of origin.
func (o *office) post(path string, form url.Values, origin string) (int, string, http.Header) {
	o.t.Helper()
	req, err := http.NewRequest(http.MethodPost, o.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		o.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", origin)
	resp, err := o.client.Do(req)
	if err != nil {
		o.t.Fatal(err)
	}
	return o.read(resp)
}

func (o *office) update(f func(bot.Tx) error) {
	o.t.Helper()
	if err := o.state.Update(context.Background(), f); err != nil {
		o.t.Fatal(err)
	}
}

// words is the text of a page. It reads the whole base many times: a regular expression is slow under the race
// detector.
func words(page string) string {
	var b strings.Builder
	for page != "" {
		text, rest, tag := strings.Cut(page, "<")
		b.WriteString(text)
		if !tag {
			break
		}
		b.WriteByte(' ')
		for _, name := range []string{"script", "style"} {
			if strings.HasPrefix(rest, name) {
				_, rest, _ = strings.Cut(rest, "</"+name)
			}
		}
		_, page, _ = strings.Cut(rest, ">")
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func wants(t testing.TB, where, text string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(text, w) {
			t.Errorf("%s: no %q in\n%.3000s", where, w, text)
		}
	}
}

// paths are all pages of the base.
func paths(k *answers.Knowledge) (out []string) {
	for _, p := range k.Library.Procedures {
		out = append(out, "/thu-tuc/"+p.Key)
	}
	for _, f := range k.Library.FAQs {
		out = append(out, "/hoi-dap/"+f.Key)
	}
	for _, e := range k.Library.Events {
		out = append(out, "/su-kien/"+e.Key)
	}
	return append(out, "/ke-hoach/2024")
}

// others are the pages that belong to no entry.
var others = []string{"/", "/thu-tuc", "/chu-de/sinh-tu-ket-hon", "/chu-de/ho-tich", "/gap-can-bo", "/thong-bao",
	"/theo-doi",
	"/gop-y", "/quyen-rieng-tu", "/gioi-thieu", "/tim?q=lam+giay+khai+sinh+cho+con+can+gi",
	"/tim?q=le+phi+lam+ho+chieu",
	"/tim?q=sdt+ubnd+xa", "/ngoai-tuyen"}
