package webchat_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/memstate"
	"github.com/motcua/motcua/bot/webchat"
)

func serve(t *testing.T, h http.Handler) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

func TestFiles(t *testing.T) {
	s := newSite(t, nil)
	v := visitor(t)
	fetch(t, v, "POST", s.URL+"/chat/send", "text=khai+sinh", "Content-Type", asForm)
	chat := s.clerk.updates()[0].Chat
	for _, tt := range []struct {
		name, media, link   string
		disposition, served string
	}{
		{"biểu đồ.png", "image/png", `<img src="chat/file/`, "inline", "image/png"},
		{"tờ khai.pdf", "application/pdf", `Tải tệp tờ khai.pdf (1 KB)`, "attachment", "application/octet-stream"},
		{"bẫy.html", "text/html", `Tải tệp bẫy.html`, "attachment", "application/octet-stream"},
		{`"><script>.svg`, "image/svg+xml", `Tải tệp &#34;&gt;&lt;script&gt;.svg`, "attachment",
			"application/octet-stream"},
	} {
		t.Run(tt.media, func(t *testing.T) {
			_, err := s.channel.Send(t.Context(), chat,
				bot.Message{Text: "Tệp", File: &bot.File{Name: tt.name, Type: tt.media, Bytes: []byte("nội dung")}})
			if err != nil {
				t.Fatal(err)
			}
			page := fetch(t, v, "GET", s.URL+webchat.PagePath, "").body
			if !strings.Contains(page, tt.link) {
				t.Errorf("no %s in %s", tt.link, page)
			}
			links := regexp.MustCompile(`href="(chat/file/[^"]+)"`).FindAllStringSubmatch(page, -1)
			got := fetch(t, visitor(t), "GET", s.URL+"/"+links[len(links)-1][1], "")
			if got.status != 200 || got.body != "nội dung" || got.header.Get("Content-Type") != tt.served ||
				!strings.HasPrefix(got.header.Get("Content-Disposition"), tt.disposition) ||
				!strings.Contains(got.header.Get("Content-Security-Policy"), "sandbox") {
				t.Errorf("%d %v %q", got.status, got.header, got.body)
			}
		})
	}
	_, err := s.channel.Send(t.Context(), chat, bot.Message{File: &bot.File{Name: "to.bin",
		Bytes: make([]byte, webchat.MaxFileBytes+1)}})
	if err == nil || bot.AsSendError(err).Kind != bot.SendInvalid {
		t.Errorf("too large: %v", err)
	}
	if got := fetch(t, v, "GET", s.URL+"/chat/file/AAAAAAAAAAAAAAAAAAAAAA", ""); got.status != 404 {
		t.Errorf("no file: %d", got.status)
	}
}

func TestSendErrors(t *testing.T) {
	s := newSite(t, nil)
	for _, tt := range []struct {
		name string
		to   bot.ChatID
		down bool
		want bot.SendKind
	}{
		{"other channel", bot.ChatID{Channel: "telegram", ID: "1"}, false, bot.SendInvalid},
		{"not an id", bot.ChatID{Channel: "web", ID: "1"}, false, bot.SendInvalid},
		{"nobody there", bot.ChatID{Channel: "web", ID: "AAAAAAAAAAAAAAAAAAAAAA"}, false, bot.SendWindow},
		{"state away", bot.ChatID{Channel: "web", ID: "AAAAAAAAAAAAAAAAAAAAAA"}, true, bot.SendTemporary},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s.state.SetDown(tt.down)
			defer s.state.SetDown(false)
			_, err := s.channel.Send(t.Context(), tt.to, bot.Message{Text: "a"})
			if err == nil || bot.AsSendError(err).Kind != tt.want {
				t.Errorf("%v, want %s", err, tt.want)
			}
		})
	}
}

// TestCall: a button with a number calls it: templates let no scheme through that they do not know.
func TestCall(t *testing.T) {
	s := newSite(t, nil)
	v := visitor(t)
	fetch(t, v, "POST", s.URL+"/chat/send", "text=chao", "Content-Type", asForm)
	call := bot.Message{Text: "Gọi ngay 115", Buttons: [][]bot.Button{{{Label: "Gọi 115", URL: "tel:115"},
		{Label: "Cổng", URL: "https://dichvucong.gov.vn/"}}}}
	if _, err := s.channel.Send(t.Context(), s.clerk.updates()[0].Chat, call); err != nil {
		t.Fatal(err)
	}
	page := strings.Join(strings.Fields(fetch(t, v, "GET", s.URL+webchat.PagePath, "").body), " ")
	for _, want := range []string{`<a class="button" href="tel:115">Gọi 115</a>`,
		`<a class="button" href="https://dichvucong.gov.vn/" target="_blank"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
}

func TestTranscriptIsBoundedAndExpires(t *testing.T) {
	at := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	now := func() time.Time { return at }
	state := memstate.New(now)
	s := newReplica(t, state, func(c *webchat.Config) {
		c.Now = now
		c.Mask = func(s string) string { return strings.ReplaceAll(s, "079123456789", "***") }
	})
	v := visitor(t)
	fetch(t, v, "POST", s.URL+"/chat/send", "text=cccd+079123456789", "Content-Type", asForm)
	chat := s.clerk.updates()[0].Chat
	page := fetch(t, v, "GET", s.URL+webchat.PagePath, "").body
	if strings.Contains(strings.Split(page, ">Trợ lý<")[1], "079123456789") || !strings.Contains(page, "cccd ***") {
		t.Error("the number was kept")
	}
	count := func() (n int, size int) {
		var doc struct{ I []any }
		if _, err := state.Get(t.Context(), bot.Key{Kind: "web-chat", ID: chat.ID}, &doc); err != nil {
			t.Fatal(err)
		}
		return len(doc.I), len(fmt.Sprint(doc))
	}
	for i := range 60 {
		if _, err := s.channel.Send(t.Context(), chat, bot.Message{Text: fmt.Sprint("tin ", i)}); err != nil {
			t.Fatal(err)
		}
	}
	if n, _ := count(); n != 50 {
		t.Errorf("%d messages are kept, want 50", n)
	}
	for range 5 {
		if _, err := s.channel.Send(t.Context(), chat, bot.Message{Text: strings.Repeat("ễ", 11000)}); err != nil {
			t.Fatal(err)
		}
	}
	if n, size := count(); n != 1 || size > 64<<10 {
		t.Errorf("%d messages of %d bytes are kept", n, size)
	}
	at = at.Add(24 * time.Hour)
	if _, err := s.channel.Send(t.Context(), chat,
		bot.Message{Text: "muộn"}); bot.AsSendError(err).Kind != bot.SendWindow {
		t.Errorf("after a day: %v", err)
	}
}

func TestSettings(t *testing.T) {
	state := memstate.New(nil)
	for _, tt := range []struct {
		name string
		cfg  webchat.Config
		want string // part of the error; "" for none
	}{
		{"least", webchat.Config{State: state}, ""},
		{"all", webchat.Config{State: state, PublicURL: "https://hoidap.gov.vn/",
			Origins: []string{"https://phuong.gov.vn"}}, ""},
		{"no state", webchat.Config{}, "state is missing"},
		{"address without scheme", webchat.Config{State: state, PublicURL: "hoidap.gov.vn"}, "public URL"},
		{"origin with path", webchat.Config{State: state, Origins: []string{"https://phuong.gov.vn/"}}, "origin"},
		{"origin with wildcard", webchat.Config{State: state, Origins: []string{"https://*.gov.vn"}}, "origin"},
		{"origin that ends the policy", webchat.Config{State: state, Origins: []string{"https://a;script-src"}},
			"origin"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := webchat.New(tt.cfg)
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

// FuzzSend posts anything at all: every answer is one of ours, and no text of a person becomes an element.
func FuzzSend(f *testing.F) {
	for _, seed := range []struct{ kind, body string }{
		{asJSON, `{"text":"đăng ký khai sinh","nonce":"nonce-0001"}`},
		{asJSON, `{"action":"help","message":"m0","frame":true}`},
		{asForm, `text=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E&nonce=abcdefgh`},
		{asForm, `text=*a*+%5Bb%5D(javascript:alert(1))&frame=1&session=AAAAAAAAAAAAAAAAAAAAAA`},
		{asJSON, `{"text":"\ud800"}`},
	} {
		f.Add(seed.kind, seed.body)
	}
	state := memstate.New(nil)
	channel, err := webchat.New(webchat.Config{State: state,
		Greeting: func() bot.Message {
			return bot.Message{Buttons: [][]bot.Button{{{Label: "Trợ giúp", Action: "help"}}}}
		}})
	if err != nil {
		f.Fatal(err)
	}
	deliver := func(ctx context.Context, updates ...bot.Update) error {
		for _, u := range updates {
			if len([]rune(u.Text)) > webchat.MaxTextRunes || strings.ContainsAny(u.Text, "\x00\x1b") {
				f.Errorf("text %q", u.Text)
			}
			// even unescaped it is no HTML
			if _, err := channel.Send(ctx, u.Chat, bot.Message{Text: u.Text}); err != nil {
				f.Errorf("send: %v", err)
			}
		}
		return nil
	}
	ctx, stop := context.WithCancel(context.Background())
	f.Cleanup(stop)
	go func() { _ = channel.Receive(ctx, deliver) }()
	channel.AwaitReceiving(f)
	element := regexp.MustCompile(`<[a-zA-Z][a-zA-Z0-9]*`)
	known := regexp.MustCompile(`^<(html|head|meta|title|link|script|body|a|header|div|svg|rect|path|circle|h1|h2|p|button|span|main|article|time|form|input|section|noscript|label|textarea|footer|strong|ul|ol|li|br)$`)
	var callers atomic.Int32
	f.Fuzz(func(t *testing.T, kind, body string) {
		r := httptest.NewRequest("POST", "/chat/send", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		n := callers.Add(1)
		r.RemoteAddr = fmt.Sprintf("10.%d.%d.%d:9", byte(n>>16), byte(n>>8), byte(n)) // each has its own limit
		w := httptest.NewRecorder()
		channel.ServeHTTP(w, r)
		switch w.Code {
		case 200, 303, 400, 409, 413, 415, 429, 503: // 429: the bound on all new sessions together
		default:
			t.Errorf("status %d", w.Code)
		}
		r = httptest.NewRequest("GET", webchat.PagePath, nil)
		for _, c := range w.Result().Cookies() {
			r.AddCookie(c)
		}
		page := httptest.NewRecorder()
		channel.ServeHTTP(page, r)
		if strings.Count(page.Body.String(), "<script") != 1 {
			t.Error("a script came into the page")
		}
		for _, e := range element.FindAllString(page.Body.String(), -1) {
			if !known.MatchString(e) {
				t.Errorf("an element %s> came into the page", e)
			}
		}
	})
}
