package handlers_test

import (
	"bytes"
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
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/telegramtest"
	"github.com/motcua/motcua/bot/bottest/zalobottest"
	"github.com/motcua/motcua/bot/bottest/zalotest"
	"github.com/motcua/motcua/bot/telegram"
	"github.com/motcua/motcua/bot/terminal"
	"github.com/motcua/motcua/bot/webchat"
	"github.com/motcua/motcua/bot/zalo"
	"github.com/motcua/motcua/bot/zalobot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/groups"
)

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
	resp, err := p.client.Get(p.url + "/chat")
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
	webAction = regexp.MustCompile(`(?s)<button name="action" value="([^"]*)"[^>]*>(.*?)</button>`)
	webTag    = regexp.MustCompile(`<[^>]*>`)
)

func (p onWeb) presses(label string) bool {
	page := p.page()
	action, at := "", -1
	for _, m := range webAction.FindAllStringSubmatchIndex(page, -1) {
		name := html.UnescapeString(webTag.ReplaceAllString(page[m[4]:m[5]], ""))
		if name == label || strings.HasSuffix(label, " "+name) { // "👍 Có giúp ích" has a drawing here
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
		end := "</div>"
		if i := strings.Index(part, `<section class="card"`); i >= 0 {
			text, end = part[i:], "</section>"
		}
		text, rest, _ := strings.Cut(text, end)
		text = regexp.MustCompile(`<li[^>]*>`).ReplaceAllString(text, "- ")
		text = regexp.MustCompile(`</p>|<br>|</li>|<ul>|<ol[^>]*>|</h[1-6]>|</dt>|</summary>`).ReplaceAllString(text,
			"\n")
		text = strings.TrimSpace(html.UnescapeString(webTag.ReplaceAllString(text, "")))
		rest, _, _ = strings.Cut(rest, `<form class="aside"`)
		var names []string
		for _, m := range regexp.MustCompile(`(?s)<(?:button|a class="button")[^>]*>(.*?)</(?:button|a)>`).FindAllStringSubmatch(rest, -1) {
			names = append(names, html.UnescapeString(webTag.ReplaceAllString(m[1], "")))
		}
		out = append(out, text+labels(names))
		if _, aside, ok := strings.Cut(part, `<form class="aside"`); ok {
			out = append(out, "(dưới câu trả lời) "+webTag.ReplaceAllString("<form"+aside, ""))
		}
	}
	return out
}

// lines opens each channel with its stand-in.
var lines = map[string]func(l *line, log *slog.Logger) (bot.Channel, side){
	"telegram": func(l *line, log *slog.Logger) (bot.Channel, side) {
		srv := telegramtest.New(l.t, telegramtest.Options{Now: l.time})
		ch, err := telegram.New(telegram.Config{Token: srv.Token(), APIURL: srv.URL(), Log: log,
			GroupMenu: menuFor(0), GroupAdminMenu: menuFor(1), GroupCommands: groups.Commands(),
			AdminCommands: groups.AdminCommands()})
		if err != nil {
			l.t.Fatal(err)
		}
		l.t.Cleanup(func() { rulesKept(l.t, srv.Violations()) })
		return ch, onTG{srv}
	},
	"zalo": func(l *line, log *slog.Logger) (bot.Channel, side) {
		srv := zalotest.New(l.t, zalotest.Options{Now: l.time,
			Retry: slices.Repeat([]time.Duration{50 * time.Millisecond}, 1000), Deadline: 20 * time.Second})
		ch, err := zalo.New(zalo.Config{AppID: zalotest.AppID, AppSecret: zalotest.AppSecret,
			SecretKey: zalotest.SecretKey, RefreshToken: srv.Grant(),
			APIURL: srv.URL(), OAuthURL: srv.URL(), State: l.state, Locks: l.state, Log: log, Now: l.time})
		if err != nil {
			l.t.Fatal(err)
		}
		l.bot.People.Reachable = ch.Reachable
		hook := httptest.NewServer(ch)
		l.t.Cleanup(hook.Close)
		srv.SetWebhook(hook.URL + zalo.WebhookPath)
		l.t.Cleanup(func() { rulesKept(l.t, srv.Violations()) })
		return ch, onOA{l, srv}
	},
	"zalobot": func(l *line, log *slog.Logger) (bot.Channel, side) {
		srv := zalobottest.New(l.t, zalobottest.Options{Now: l.time})
		ch, err := zalobot.New(zalobot.Config{Token: zalobottest.Token, APIURL: srv.URL(), State: l.state, Log: log,
			Now: l.time})
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
		ch, err := webchat.New(webchat.Config{State: l.state, Office: "Bộ phận Một cửa xã Mẫu",
			Greeting: func() bot.Message {
				return handlers.Greeting("Bộ phận Một cửa xã Mẫu", content.DayOf(l.time()))
			},
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
