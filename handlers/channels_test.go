package handlers_test

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/telegramtest"
	"github.com/motcua/motcua/bot/bottest/zalobottest"
	"github.com/motcua/motcua/bot/bottest/zalotest"
	"github.com/motcua/motcua/bot/outbox"
	"github.com/motcua/motcua/bot/store"
	"github.com/motcua/motcua/bot/telegram"
	"github.com/motcua/motcua/bot/terminal"
	"github.com/motcua/motcua/bot/webchat"
	"github.com/motcua/motcua/bot/zalo"
	"github.com/motcua/motcua/bot/zalobot"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/answers"
)

// side is a person on one channel, with that platform's stand-in behind.
type side interface {
	says(text string)
	presses(label string) bool
	reads() []string // all that he was sent so far, as he sees it
}

// line is one channel in use: the whole path from the platform to the handlers and back.
type line struct {
	t       *testing.T
	ctx     context.Context
	state   *store.Store
	bot     *handlers.Bot
	name    string
	side    side
	now     atomic.Int64 // unix ms
	handled atomic.Int64
	seen    int
	log     strings.Builder
}

func (l *line) time() time.Time { return time.UnixMilli(l.now.Load()).In(morning.Location()) }

// eventually waits until ok, and fails the test when that takes too long.
func (l *line) eventually(what string, ok func() bool) {
	l.t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-l.ctx.Done():
			l.t.Fatalf("%s: never %s\n%s", l.name, what, l.log.String())
		}
	}
}

// quiet waits until nothing waits to be sent.
func (l *line) quiet() {
	l.t.Helper()
	l.eventually("quiet", func() bool {
		q, err := l.state.QueueStats(l.ctx, l.name)
		return err == nil && q.Waiting[0]+q.Waiting[1]+q.Waiting[2] == 0
	})
}

// note writes what came since the last look.
func (l *line) note(what string) {
	l.t.Helper()
	l.quiet()
	all := l.side.reads()
	came := strings.Join(all[l.seen:], "\n")
	if came == "" {
		came = "(không có gì)"
	}
	fmt.Fprintf(&l.log, "› %s\n%s\n\n", what, came)
	l.seen = len(all)
}

func (l *line) does(what string, do func()) {
	l.t.Helper()
	before := l.handled.Load()
	do()
	l.eventually("handled "+what, func() bool { return l.handled.Load() > before })
	l.note(what)
}

func (l *line) says(text string) { l.does(text, func() { l.side.says(text) }) }

func (l *line) presses(label string) {
	l.does("["+label+"]", func() {
		if !l.side.presses(label) {
			l.t.Fatalf("%s: no choice %q\n%s", l.name, label, l.log.String())
		}
	})
}

// fires lets time pass and what was scheduled happen.
func (l *line) fires(d time.Duration) {
	l.t.Helper()
	l.now.Add(d.Milliseconds())
	due, err := l.state.List(l.ctx, bot.ScheduleSet, bot.Range{Max: l.now.Load()})
	if err != nil {
		l.t.Fatal(err)
	}
	for _, e := range due {
		err := l.state.Update(l.ctx, func(tx bot.Tx) error {
			tx.Remove(bot.ScheduleSet, e.Member)
			return l.bot.Due(l.ctx, tx, e.Member, time.UnixMilli(e.Score))
		})
		if err != nil {
			l.t.Fatal(err)
		}
	}
	l.note("(" + d.String() + " sau)")
}

// announces sends an announcement to all subscribers.
func (l *line) announces(text string) {
	l.t.Helper()
	_, err := l.state.StartBulk(l.ctx, bot.BulkSpec{ID: "T-1", Audience: []bot.Segment{{All: []string{handlers.SubscribersSet}}}, Consent: handlers.SubscribersSet,
		Messages: map[string]bot.Message{"": {Text: text}}, Expires: l.time().Add(time.Hour)})
	if err != nil {
		l.t.Fatal(err)
	}
	l.eventually("announced", func() bool {
		st, found, err := l.state.BulkStatus(l.ctx, "T-1")
		return err == nil && found && st.State == bot.BulkFinished
	})
	l.note("(thông báo)")
}

// newLine wires a channel that open makes.
func newLine(t *testing.T, open func(l *line, log *slog.Logger) (bot.Channel, side)) *line {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	l := &line{t: t, ctx: ctx}
	l.now.Store(morning.UnixMilli())
	log := slog.New(slog.DiscardHandler)
	var err error
	if l.state, err = store.Open(ctx, store.Options{Dir: t.TempDir(), Now: l.time}); err != nil {
		t.Fatal(err)
	}
	k := knowledge(t)
	l.bot = &handlers.Bot{Knowledge: func() *answers.Knowledge { return k }, Now: l.time, Log: log}
	channel, person := open(l, log)
	l.name, l.side = channel.Name(), person
	l.bot.Config = handlers.Config{Office: "Bộ phận Một cửa xã Mẫu", Channels: map[string]bot.Limits{l.name: channel.Limits()}}
	d := &bot.Dispatcher{State: l.state, Handler: l.bot, Apology: handlers.Apology, Log: log,
		Observe: func(bot.Update, string, time.Duration) { l.handled.Add(1) },
		Note: func(ctx context.Context, tx bot.Tx, u bot.Update) error {
			if err := zalo.Note(ctx, tx, u); err != nil {
				return err
			}
			return zalobot.Note(ctx, tx, u)
		}}
	sender := &outbox.Outbox{Store: l.state, Bulk: l.state, Lanes: []outbox.Lane{{Channel: channel}}, Log: log, Skip: l.bot.Skip(l.state)}
	var wg sync.WaitGroup
	wg.Go(func() { sender.Run(ctx) })
	wg.Go(func() {
		if err := channel.Receive(ctx, d.Deliver); err != nil {
			t.Errorf("Receive: %v", err)
		}
	})
	t.Cleanup(func() {
		cancel()
		wg.Wait()
		l.state.Close()
	})
	return l
}

// buttons writes labels as one line.
func labels(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "\n  [" + strings.Join(names, "] [") + "]"
}

type onTG struct{ srv *telegramtest.Server }

func (p onTG) says(text string) { p.srv.UserSays(77, text) }
func (p onTG) presses(label string) bool {
	_, ok := p.srv.PressLabel(77, label)
	return ok
}
func (p onTG) reads() (out []string) {
	for _, m := range p.srv.Messages(77) {
		if m.Method == "" { // his own
			continue
		}
		var names []string
		for _, row := range m.Buttons {
			for _, b := range row {
				names = append(names, b.Text)
			}
		}
		out = append(out, m.Text+labels(names))
	}
	return out
}

type onOA struct {
	l   *line
	srv *zalotest.Server
}

func (p onOA) says(text string) { p.srv.Says("6142494823", text) }
func (p onOA) presses(label string) bool {
	for range 5 {
		messages := p.srv.Messages("6142494823")
		for i := len(messages) - 1; i >= 0; i-- {
			if len(messages[i].Buttons) == 0 {
				continue
			}
			if _, ok := messages[i].Find(label); ok {
				return p.srv.PressLabel("6142494823", label)
			}
			if _, more := messages[i].Find("Xem thêm"); more {
				break
			}
		}
		if !p.srv.PressLabel("6142494823", "Xem thêm") {
			return false
		}
		p.l.eventually("more buttons", func() bool { return len(p.srv.Messages("6142494823")) > len(messages) })
		p.l.note("[Xem thêm]")
	}
	return false
}
func (p onOA) reads() (out []string) {
	for _, m := range p.srv.Messages("6142494823") {
		var names []string
		for _, b := range m.Buttons {
			names = append(names, b.Title)
		}
		out = append(out, m.Text+labels(names))
	}
	return out
}

type onBot struct{ srv *zalobottest.Server }

func (p onBot) says(text string) { p.srv.Says("6ede9afa66b8", text) }
func (p onBot) presses(label string) bool {
	n := numbered(strings.Join(p.reads(), "\n"), label)
	if n != "" {
		p.says(n)
	}
	return n != ""
}
func (p onBot) reads() (out []string) {
	for _, m := range p.srv.Messages("6ede9afa66b8") {
		out = append(out, m.Text)
	}
	return out
}

// numbered is the number before the last line that is the label.
func numbered(text, label string) string {
	all := regexp.MustCompile(`(?m)^\s*([0-9]+)\. `+regexp.QuoteMeta(label)+`$`).FindAllStringSubmatch(text, -1)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1][1]
}

type atTerminal struct {
	in  *io.PipeWriter
	mu  *sync.Mutex
	out *bytes.Buffer
}

func (p atTerminal) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.Write(b)
}
func (p atTerminal) says(text string) { _, _ = io.WriteString(p.in, text+"\n") }
func (p atTerminal) presses(label string) bool {
	n := numbered(strings.Join(p.reads(), "\n"), label)
	if n != "" {
		p.says(n)
	}
	return n != ""
}
func (p atTerminal) reads() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []string
	for part := range strings.SplitSeq(p.out.String(), "Trợ lý: ") {
		if part = strings.TrimRight(part, "\n"); part != "" {
			out = append(out, part)
		}
	}
	return out
}

type onWeb struct {
	l      *line
	url    string
	client *http.Client
}

// post sends what the page would send; before the channel receives it is told to come again.
func (p onWeb) post(body string) {
	p.l.eventually("open", func() bool {
		resp, err := p.client.Post(p.url+"/chat/send", "application/json", strings.NewReader(body))
		if err != nil {
			p.l.t.Fatal(err)
		}
		defer resp.Body.Close()
		text, _ := io.ReadAll(resp.Body)
		if resp.StatusCode != http.StatusOK && resp.StatusCode != http.StatusServiceUnavailable {
			p.l.t.Fatalf("%s: %d %s", body, resp.StatusCode, text)
		}
		return resp.StatusCode == http.StatusOK
	})
}
func (p onWeb) says(text string) { p.post(fmt.Sprintf(`{"text":%q}`, text)) }

func (p onWeb) page() string {
	resp, err := p.client.Get(p.url + "/")
	if err != nil {
		p.l.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		p.l.t.Fatal(err)
	}
	_, log, _ := strings.Cut(string(text), `<div id="log"`)
	log, _, _ = strings.Cut(log, "</main>")
	return log
}

var (
	webAction = regexp.MustCompile(`<button name="action" value="([^"]*)">([^<]*)</button>`)
	webTag    = regexp.MustCompile(`<[^>]*>`)
)

func (p onWeb) presses(label string) bool {
	page := p.page()
	action, at := "", -1
	for _, m := range webAction.FindAllStringSubmatchIndex(page, -1) {
		if html.UnescapeString(page[m[4]:m[5]]) == label {
			action, at = html.UnescapeString(page[m[2]:m[3]]), m[0]
		}
	}
	if at < 0 {
		return false
	}
	ids := regexp.MustCompile(`name="message" value="([^"]*)"`).FindAllStringSubmatch(page[:at], -1)
	if len(ids) == 0 {
		p.l.t.Fatalf("a button of no message: %s", page[:at])
	}
	p.post(fmt.Sprintf(`{"action":%q,"message":%q}`, action, ids[len(ids)-1][1]))
	return true
}

// reads strips the page to what is read: paragraphs, list items, labels.
func (p onWeb) reads() (out []string) {
	parts := strings.Split(p.page(), `<article class="message ours"`)
	for _, part := range parts[1:] {
		part, _, _ = strings.Cut(part, "</article>")
		_, text, _ := strings.Cut(part, `<div class="text">`)
		text, rest, _ := strings.Cut(text, "</div>")
		text = regexp.MustCompile(`<li[^>]*>`).ReplaceAllString(text, "- ")
		text = regexp.MustCompile(`</p>|<br>|</li>|<ul>|<ol>`).ReplaceAllString(text, "\n")
		text = strings.TrimSpace(html.UnescapeString(webTag.ReplaceAllString(text, "")))
		var names []string
		for _, m := range regexp.MustCompile(`(?s)<(?:button|a class="button")[^>]*>(.*?)</(?:button|a)>`).FindAllStringSubmatch(rest, -1) {
			names = append(names, html.UnescapeString(webTag.ReplaceAllString(m[1], "")))
		}
		out = append(out, text+labels(names))
	}
	return out
}

// lines opens each channel with its stand-in.
var lines = map[string]func(l *line, log *slog.Logger) (bot.Channel, side){
	"telegram": func(l *line, log *slog.Logger) (bot.Channel, side) {
		srv := telegramtest.New(l.t, telegramtest.Options{Now: l.time})
		ch, err := telegram.New(telegram.Config{Token: srv.Token(), APIURL: srv.URL(), Log: log})
		if err != nil {
			l.t.Fatal(err)
		}
		l.t.Cleanup(func() { rulesKept(l.t, srv.Violations()) })
		return ch, onTG{srv}
	},
	"zalo": func(l *line, log *slog.Logger) (bot.Channel, side) {
		srv := zalotest.New(l.t, zalotest.Options{Now: l.time, Retry: slices.Repeat([]time.Duration{50 * time.Millisecond}, 1000), Deadline: 20 * time.Second})
		ch, err := zalo.New(zalo.Config{AppID: zalotest.AppID, AppSecret: zalotest.AppSecret, SecretKey: zalotest.SecretKey, RefreshToken: srv.Grant(),
			APIURL: srv.URL(), OAuthURL: srv.URL(), State: l.state, Locks: l.state, Log: log, Now: l.time})
		if err != nil {
			l.t.Fatal(err)
		}
		hook := httptest.NewServer(ch)
		l.t.Cleanup(hook.Close)
		srv.SetWebhook(hook.URL + zalo.WebhookPath)
		l.t.Cleanup(func() { rulesKept(l.t, srv.Violations()) })
		return ch, onOA{l, srv}
	},
	"zalobot": func(l *line, log *slog.Logger) (bot.Channel, side) {
		srv := zalobottest.New(l.t, zalobottest.Options{Now: l.time})
		ch, err := zalobot.New(zalobot.Config{Token: zalobottest.Token, APIURL: srv.URL(), State: l.state, Log: log, Now: l.time})
		if err != nil {
			l.t.Fatal(err)
		}
		l.t.Cleanup(func() { rulesKept(l.t, srv.Violations()) })
		return ch, onBot{srv}
	},
	"terminal": func(l *line, _ *slog.Logger) (bot.Channel, side) {
		in, out := io.Pipe()
		p := atTerminal{in: out, mu: &sync.Mutex{}, out: &bytes.Buffer{}}
		l.t.Cleanup(func() { out.Close() })
		return terminal.New(terminal.Config{In: in, Out: p, Now: l.time}), p
	},
	"web": func(l *line, log *slog.Logger) (bot.Channel, side) {
		ch, err := webchat.New(webchat.Config{State: l.state, Office: "Bộ phận Một cửa xã Mẫu", Greeting: handlers.Greeting("Bộ phận Một cửa xã Mẫu"),
			SessionPerMinute: 1000, IPPerMinute: 1000, Log: log, Now: l.time})
		if err != nil {
			l.t.Fatal(err)
		}
		srv := httptest.NewServer(ch)
		l.t.Cleanup(srv.Close)
		jar, err := cookiejar.New(nil)
		if err != nil {
			l.t.Fatal(err)
		}
		return ch, onWeb{l, srv.URL, &http.Client{Jar: jar}}
	},
}

func rulesKept(t *testing.T, violations []string) {
	for _, v := range violations {
		t.Errorf("the platform's rules are broken: %s", v)
	}
}

// TestChannels has the same conversation on every channel: asking, choosing, following up, rating, subscribing, a
// reminder, an announcement. Each transcript is what the person reads there.
func TestChannels(t *testing.T) {
	for name, open := range lines {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLine(t, open)
			l.says("/start")
			l.says("lam giay khai sinh cho con can gi")
			l.presses("Lệ phí")
			l.says("thế thời hạn bao lâu?")
			l.presses("👍 Có giúp ích")
			l.says("giấy khai sinh giấy phép xây dựng")
			l.says("sao chổi Halley bao giờ quay lại")
			l.says("nhắc tôi sau 2 phút gọi lại")
			l.fires(2 * time.Minute)
			l.says("/dangky")
			l.announces("*Thông báo:* sáng thứ Bảy 28/11 bộ phận một cửa nghỉ.")
			l.says("/huy")
			l.compare("channel-" + name)
		})
	}
}

// compare compares the transcript with testdata/<name>.golden.
func (l *line) compare(name string) {
	l.t.Helper()
	c := &talk{t: l.t}
	// The reference of what was passed on is drawn by chance of ids.
	c.log.WriteString(regexp.MustCompile(`\b([HV])-[2-9A-Z]{6}\b`).ReplaceAllString(l.log.String(), "$1-XXXXXX"))
	c.golden(name)
}
