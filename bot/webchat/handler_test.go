package webchat_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/memstate"
	"github.com/motcua/motcua/bot/webchat"
)

// visitor is a browser's connection: it keeps cookies and shows redirects.
func visitor(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, Timeout: time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

type reply struct {
	status int
	header http.Header
	body   string
}

func fetch(t *testing.T, c *http.Client, method, address, body string, header ...string) reply {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
			continue
		}
		r.Header.Add(header[i], header[i+1])
	}
	res, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{res.StatusCode, res.Header, string(b)}
}

const (
	asJSON = "application/json"
	asForm = "application/x-www-form-urlencoded"
)

func TestSendChecksWhatComes(t *testing.T) {
	long := strings.Repeat("ễ", webchat.MaxTextRunes)
	for _, tt := range []struct {
		name   string
		kind   string
		body   string
		header []string
		status int
		says   string
	}{
		{name: "question", kind: asJSON, body: `{"text":"đăng ký khai sinh","nonce":"nonce-0001"}`, status: 200},
		{name: "without a nonce", kind: asJSON, body: `{"text":"đăng ký khai sinh"}`, status: 200},
		{name: "longest", kind: asJSON, body: `{"text":"` + long + `"}`, status: 200},
		{name: "too long", kind: asJSON, body: `{"text":"` + long + `ễ"}`, status: 413, says: "rút gọn"},
		{name: "far too long", kind: asJSON, body: `{"text":"` + strings.Repeat("a", 10000) + `"}`, status: 413,
			says: "rút gọn"},
		{name: "longest as a form", kind: asForm, body: url.Values{"text": {long}}.Encode(), status: 303},
		{name: "10,000 runes as a form stay in the input", kind: asForm,
			body: url.Values{"text": {strings.Repeat("a", 10000)}}.Encode(), status: 413,
			says: "aaaaaaaaaa</textarea>"},
		{name: "empty", kind: asJSON, body: `{"text":" \u0000\n "}`, status: 400, says: "chưa nhập"},
		{name: "nothing", kind: asForm, status: 400, says: "chưa nhập"},
		{name: "not JSON", kind: asJSON, body: `{`, status: 400},
		{name: "wrong type", kind: asJSON, body: `{"text":["a"]}`, status: 400},
		{name: "bad nonce", kind: asJSON, body: `{"text":"a","nonce":"ngắn"}`, status: 400},
		{name: "bad escape", kind: asForm, body: "text=%zz", status: 400},
		{name: "other content", kind: "text/plain", body: `{"text":"a"}`, status: 415},
		{name: "button of nobody", kind: asJSON, body: `{"action":"admin:all"}`, status: 409, says: "đã cũ"},
		{name: "button of the greeting", kind: asJSON, body: `{"action":"help","message":"m0"}`, status: 200},
		{name: "own origin", kind: asJSON, body: `{"text":"a"}`, header: []string{"Origin", "OWN"}, status: 200},
		{name: "foreign origin", kind: asJSON, body: `{"text":"a"}`, header: []string{"Origin", "https://evil.example"},
			status: 403},
		{name: "origin with our name inside", kind: asJSON, body: `{"text":"a"}`,
			header: []string{"Origin", "OWN.evil.example"}, status: 403},
		{name: "null origin", kind: asForm, body: "text=a", header: []string{"Origin", "null"}, status: 403},
		{name: "two origins", kind: asForm, body: "text=a",
			header: []string{"Origin", "OWN", "Origin", "https://evil.example"}, status: 403},
		{name: "cross-site by Sec-Fetch-Site", kind: asForm, body: "text=a",
			header: []string{"Sec-Fetch-Site", "cross-site"}, status: 403},
		{name: "same-site is not ours", kind: asForm, body: "text=a", header: []string{"Sec-Fetch-Site", "same-site"},
			status: 403},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t, nil)
			header := []string{"Content-Type", tt.kind}
			for _, h := range tt.header {
				header = append(header, strings.Replace(h, "OWN", s.URL, 1))
			}
			got := fetch(t, visitor(t), "POST", s.URL+"/chat/send", tt.body, header...)
			if got.status != tt.status || !strings.Contains(got.body, tt.says) {
				t.Errorf("status %d, want %d; body %.300q should hold %q", got.status, tt.status, got.body, tt.says)
			}
			if took := len(s.clerk.updates()) == 1; took != (tt.status < 400) {
				t.Errorf("taken = %v with status %d", took, tt.status)
			}
		})
	}
}

func TestUpdateHoldsWhatThePersonDid(t *testing.T) {
	s := newSite(t, nil)
	v := visitor(t)
	send := func(body string) {
		t.Helper()
		if got := fetch(t, v, "POST", s.URL+"/chat/send", body, "Content-Type", asJSON); got.status != 200 {
			t.Fatalf("%s: %d %s", body, got.status, got.body)
		}
	}
	send(`{"text":"  khai sinh\r\ncho bé\u202e ","nonce":"nonce-0001"}`)
	send(`{"text":"  khai sinh\r\ncho bé\u202e ","nonce":"nonce-0001"}`) // the answer to the first was lost
	send(`{"text":"/start  moi-ban","nonce":"nonce-0002"}`)
	send(`{"action":"help","message":"m0","nonce":"nonce-0003"}`)
	got := s.clerk.updates()
	if len(got) != 3 {
		t.Fatalf("%d updates, want 3", len(got))
	}
	chat := got[0].Chat
	for i := range got {
		if got[i].Chat != chat || !got[i].Private || got[i].User.ID != chat.ID || got[i].At.IsZero() ||
			!strings.HasPrefix(got[i].ID, chat.ID+":") {
			t.Errorf("update %d: %+v", i, got[i])
		}
		got[i] = bot.Update{Kind: got[i].Kind, Text: got[i].Text, Command: got[i].Command, Payload: got[i].Payload,
			Action: got[i].Action, MessageID: got[i].MessageID}
	}
	want := []bot.Update{
		{Kind: bot.KindText, Text: "khai sinh\ncho bé", MessageID: "u-nonce-0001"},
		{Kind: bot.KindCommand, Text: "/start  moi-ban", Command: "start", Payload: "moi-ban",
			MessageID: "u-nonce-0002"},
		{Kind: bot.KindAction, Action: "help", MessageID: "m0"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	jar, _ := url.Parse(s.URL)
	for _, c := range v.Jar.Cookies(jar) {
		if strings.Contains(chat.ID, c.Value) {
			t.Error("the chat's id gives the session away")
		}
	}
}

var volatile = regexp.MustCompile(`(?:u-)?[A-Za-z0-9_-]{22}|\?v=[0-9a-f]+|m[0-9]{13}|data-seq="[0-9]{13}"|datetime="[^"]*">[0-9:]*|data-(?:to)?day="[^"]*"`)

// TestPageWithoutJavaScript does what a text browser does, and compares the last page.
func TestPageWithoutJavaScript(t *testing.T) {
	s := newSite(t, nil)
	v := visitor(t)
	first := fetch(t, v, "GET", s.URL+webchat.PagePath, "")
	if first.status != 200 || len(s.state.Keys("web-chat")) != 0 {
		t.Fatalf("status %d; the first visit wrote %v", first.status, s.state.Keys("web-chat"))
	}
	nonce := regexp.MustCompile(`<form id="ask"[^>]*>\s*<input type="hidden" name="nonce" value="([^"]+)"`).FindStringSubmatch(first.body)
	if nonce == nil {
		t.Fatal("the form has no nonce")
	}
	form := url.Values{"text": {`Khai sinh <script>alert("x")</script> *đậm* [a](https://evil.example)`},
		"nonce": {nonce[1]}}.Encode()
	for range 2 { // a double press
		sent := fetch(t, v, "POST", s.URL+"/chat/send", form, "Content-Type", asForm, "Origin", s.URL)
		if sent.status != 303 || sent.header.Get("Location") != ".."+webchat.PagePath+"#u-"+nonce[1] {
			t.Fatalf("%d to %q", sent.status, sent.header.Get("Location"))
		}
	}
	page := fetch(t, v, "GET", s.URL+webchat.PagePath, "").body
	golden(t, "page.html", volatile.ReplaceAllString(page, "…"))
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got), -update writes it anew:\n%s", path, diff)
	}
}

func TestRates(t *testing.T) {
	at := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	trust := []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8")}
	for _, tt := range []struct {
		name    string
		change  func(*webchat.Config)
		headers [3][]string // of three questions of different sessions, if not said otherwise
		same    bool        // one session
		want    [3]int
	}{
		{name: "no bounds", want: [3]int{200, 200, 200}},
		{name: "session", same: true, change: func(c *webchat.Config) { c.SessionPerMinute = 2 },
			want: [3]int{200, 200, 429}},
		{name: "other sessions", change: func(c *webchat.Config) { c.SessionPerMinute = 2 },
			want: [3]int{200, 200, 200}},
		{name: "address", change: func(c *webchat.Config) { c.IPPerMinute = 2 }, want: [3]int{200, 200, 429}},
		{name: "invented addresses", change: func(c *webchat.Config) { c.IPPerMinute = 2 }, want: [3]int{200, 200, 429},
			headers: [3][]string{{"X-Forwarded-For", "1.1.1.1"}, {"X-Forwarded-For", "1.1.1.2"},
				{"X-Forwarded-For", "1.1.1.3"}}},
		{name: "addresses from a proxy", change: func(c *webchat.Config) { c.IPPerMinute, c.TrustedProxies = 1, trust },
			want: [3]int{200, 200, 429},
			headers: [3][]string{{"X-Forwarded-For", "1.1.1.1"}, {"X-Forwarded-For", "1.1.1.2, 10.0.0.7"},
				{"X-Forwarded-For", "9.9.9.9, 1.1.1.2", "X-Forwarded-For", "10.0.0.9"}}},
		{name: "one network of IPv6", change: func(c *webchat.Config) { c.IPPerMinute, c.TrustedProxies = 1, trust },
			want: [3]int{200, 429, 200},
			headers: [3][]string{{"X-Forwarded-For", "2001:db8:1:2::3"}, {"X-Forwarded-For", "2001:db8:1:2::4"},
				{"X-Forwarded-For", "2001:db8:1:3::4"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t, func(c *webchat.Config) {
				c.Now = func() time.Time { return at }
				if tt.change != nil {
					tt.change(c)
				}
			})
			v := visitor(t)
			for i, want := range tt.want {
				if !tt.same {
					v = visitor(t)
				}
				got := fetch(t, v, "POST", s.URL+"/chat/send", `{"text":"a"}`,
					append(tt.headers[i], "Content-Type", asJSON)...)
				if got.status != want {
					t.Errorf("question %d: %d, want %d", i, got.status, want)
				}
				if got.status == 429 && (got.header.Get("Retry-After") == "" || !strings.Contains(got.body, "giây")) {
					t.Errorf("refused with %v %s", got.header, got.body)
				}
			}
		})
	}
}

func TestNothingIsLostWhileTheStateIsAway(t *testing.T) {
	s := newSite(t, nil)
	v := visitor(t)
	fetch(t, v, "GET", s.URL+webchat.PagePath, "")
	s.state.SetDown(true)
	form := url.Values{"text": {"khai sinh cho bé"}, "nonce": {"nonce-0001"}}.Encode()
	got := fetch(t, v, "POST", s.URL+"/chat/send", form, "Content-Type", asForm)
	if got.status != 503 || !strings.Contains(got.body, "Hệ thống đang bận") ||
		!strings.Contains(got.body, "khai sinh cho bé</textarea>") ||
		!strings.Contains(got.body, `value="nonce-0001"`) || got.header.Get("Retry-After") == "" {
		t.Errorf("form: %d %s", got.status, got.body)
	}
	got = fetch(t, v, "POST", s.URL+"/chat/send", `{"text":"khai sinh"}`, "Content-Type", asJSON)
	if got.status != 503 || !strings.Contains(got.body, `"error":"Hệ thống đang bận`) {
		t.Errorf("JSON: %d %s", got.status, got.body)
	}
	s.state.SetDown(false)
	if got := fetch(t, v, "POST", s.URL+"/chat/send", form, "Content-Type", asForm); got.status != 303 {
		t.Errorf("again: %d", got.status)
	}
	page := fetch(t, v, "GET", s.URL+webchat.PagePath, "").body
	if len(s.clerk.updates()) != 1 || !strings.Contains(page, "Giấy chứng sinh") {
		t.Errorf("%d updates; page %s", len(s.clerk.updates()), page)
	}
}

func TestNotReceiving(t *testing.T) {
	channel, err := webchat.New(webchat.Config{State: memstate.New(nil)})
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, channel)
	if got := fetch(t, visitor(t), "POST", s+"/chat/send", `{"text":"a"}`, "Content-Type", asJSON); got.status != 503 {
		t.Errorf("before Receive: %d", got.status)
	}
	if got := fetch(t, visitor(t), "GET", s+webchat.PagePath, ""); got.status != 200 {
		t.Errorf("page: %d", got.status)
	}
}

func TestEndDeletesTheConversation(t *testing.T) {
	s := newSite(t, nil)
	v := visitor(t)
	fetch(t, v, "POST", s.URL+"/chat/send", "text=khai+sinh", "Content-Type", asForm)
	chat := s.clerk.updates()[0].Chat
	if _, err := s.channel.Send(t.Context(), chat,
		bot.Message{File: &bot.File{Name: "tờ khai.pdf", Type: "application/pdf", Bytes: []byte("%PDF")}}); err != nil {
		t.Fatal(err)
	}
	if got := fetch(t, v, "POST", s.URL+"/chat/end", "", "Content-Type", asForm, "Origin",
		"https://evil.example"); got.status != 403 {
		t.Errorf("foreign: %d", got.status)
	}
	if got := fetch(t, v, "POST", s.URL+"/chat/end", "", "Content-Type", asForm); got.status != 303 {
		t.Errorf("end: %d", got.status)
	}
	if left := s.state.Keys("web-file"); len(left) != 0 {
		t.Errorf("left of files: %v", left)
	}
	for _, key := range s.state.Keys("web-chat") { // one line of ours, for pages that still show what was said
		var left map[string]any
		_, err := s.state.Get(t.Context(), bot.Key{Kind: "web-chat", ID: key}, &left)
		if err != nil || len(left["i"].([]any)) != 1 || !strings.Contains(fmt.Sprint(left), "đã được xóa") {
			t.Errorf("left: %v %v", left, err)
		}
	}
	_, err := s.channel.Send(t.Context(), chat, bot.Message{Text: "muộn"})
	if e := bot.AsSendError(err); err == nil || e.Kind != bot.SendWindow {
		t.Errorf("send to an ended chat: %v", err)
	}
	fetch(t, v, "POST", s.URL+"/chat/send", "text=khai+sinh", "Content-Type", asForm)
	if again := s.clerk.updates()[1].Chat; again == chat {
		t.Error("the next conversation has the same chat")
	}
}

// TestPageOfAnOffice: the page and the widget of one of several offices bear its name, and what is sent by them says
// so, with JavaScript and without; a slug of none is as if it were not there.
func TestPageOfAnOffice(t *testing.T) {
	s := newSite(t, func(c *webchat.Config) {
		c.Of = func(slug string) (string, bool) { return "Một cửa xã Bình Mỹ", slug == "binh-my" }
	})
	for _, tc := range []struct{ path, at string }{
		{"/chat?o=binh-my", "binh-my"}, {"/widget?o=binh-my", "binh-my"}, {"/chat?o=%22%3E", ""}, {"/chat", ""},
	} {
		v := visitor(t)
		page := fetch(t, v, "GET", s.URL+tc.path, "").body
		own := tc.at != ""
		if strings.Contains(page, "Một cửa xã Bình Mỹ") != own || strings.Contains(page, `data-o="binh-my"`) != own ||
			strings.Contains(page, `name="o" value="binh-my"`) != own {
			t.Errorf("%s: of the office %t, want %t", tc.path, !own, own)
		}
		form := url.Values{"text": {"khai sinh"}, "nonce": {"nonce-0001"}, "o": {tc.at}}.Encode()
		sent := fetch(t, v, "POST", s.URL+"/chat/send", form, "Content-Type", asForm, "Origin", s.URL)
		if to := sent.header.Get("Location"); strings.Contains(to, "?o=binh-my#") != own {
			t.Errorf("%s: led to %q", tc.path, to)
		}
		fetch(t, v, "POST", s.URL+"/chat/send", `{"text":"kết hôn","nonce":"nonce-0002","o":"`+tc.at+`"}`, "Content-Type", asJSON)
		for _, u := range s.clerk.updates()[len(s.clerk.updates())-2:] {
			if u.Office != tc.at {
				t.Errorf("%s: %q came by %q, want %q", tc.path, u.Text, u.Office, tc.at)
			}
		}
	}
}
