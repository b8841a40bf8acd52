package webchat_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/webchat"
)

// cookies gives the visitor at `to` the cookies that it has at `from`, as one address of two replicas would.
func cookies(t *testing.T, v *http.Client, from, to string) {
	t.Helper()
	a, _ := url.Parse(from)
	b, _ := url.Parse(to)
	v.Jar.SetCookies(b, v.Jar.Cookies(a))
}

// waitStream opens a stream as soon as the channel accepts one: it does so once it receives.
func waitStream(t *testing.T, ctx context.Context, v *http.Client, address, after string) <-chan map[string]string {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for range 500 {
		r, err := http.NewRequestWithContext(ctx, "GET", address, nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := v.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode == http.StatusOK {
			return events(t, ctx, v, address, after)
		}
		<-tick.C
	}
	t.Fatal("no stream is accepted")
	return nil
}

// events reads a stream until ctx ends.
func events(t *testing.T, ctx context.Context, v *http.Client, address, after string) <-chan map[string]string {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, "GET", address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Last-Event-ID", after)
	res, err := v.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if kind := res.Header.Get("Content-Type"); res.StatusCode != 200 || !strings.HasPrefix(kind, "text/event-stream") {
		t.Fatalf("stream: %d %s", res.StatusCode, kind)
	}
	out := make(chan map[string]string, 100)
	go func() {
		defer close(out)
		defer func() { _ = res.Body.Close() }()
		event := map[string]string{}
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			if name, value, ok := strings.Cut(lines.Text(), ": "); ok && name != "" {
				event[name] = value
			} else if lines.Text() == "" {
				if event["data"] != "" {
					out <- event
				}
				event = map[string]string{}
			}
		}
	}()
	return out
}

func next(t *testing.T, stream <-chan map[string]string) (id, element, html string) {
	t.Helper()
	select {
	case e, ok := <-stream:
		if !ok {
			t.Fatal("the stream ended")
		}
		var data struct{ ID, HTML string }
		if err := json.Unmarshal([]byte(e["data"]), &data); err != nil {
			t.Fatal(err)
		}
		return e["id"], data.ID, data.HTML
	case <-time.After(time.Minute):
		t.Fatal("nothing came")
	}
	return "", "", ""
}

func TestStreamAcrossReplicas(t *testing.T) {
	a := newSite(t, nil)
	v := visitor(t)
	asked := fetch(t, v, "POST", a.URL+"/chat/send", `{"text":"khai sinh"}`, "Content-Type", asJSON)
	if asked.status != 200 {
		t.Fatal(asked)
	}
	// Another replica, with its own address, that neither took the question nor sends the answers.
	other, err := webchat.New(webchat.Config{State: a.state})
	if err != nil {
		t.Fatal(err)
	}
	b := serve(t, other)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go func() { _ = other.Receive(ctx, nil) }()
	cookies(t, v, a.URL, b)
	stream := waitStream(t, ctx, v, b+"/chat/stream", "0")
	_, element, _ := next(t, stream)
	if !strings.HasPrefix(element, "u-") {
		t.Errorf("first came %s", element)
	}
	id, element, html := next(t, stream)
	if !strings.Contains(html, "Giấy chứng sinh") {
		t.Errorf("then came %s", html)
	}
	// An edit replaces the message under its own id.
	chat := a.clerk.updates()[0].Chat
	receipt, err := a.channel.Send(t.Context(), chat, bot.Message{Text: "Đã *sửa*", Edit: element})
	if err != nil || receipt.MessageID != element {
		t.Fatalf("edit: %v, %v", receipt, err)
	}
	if _, again, html := next(t, stream); again != element || !strings.Contains(html, "Đã <strong>sửa</strong>") {
		t.Errorf("edit came as %s: %s", again, html)
	}
	// A page that comes back gets what it has not seen, and that only.
	resumed := waitStream(t, ctx, v, b+"/chat/stream", id)
	if _, again, html := next(t, resumed); again != element || !strings.Contains(html, "sửa") {
		t.Errorf("resumed with %s: %s", again, html)
	}
	stop()
	for range stream { // ends
	}
}

// TestAStreamOutlivesTheServersWriteTimeout: the server cuts off answers that nobody reads; streams set their own
// limit.
func TestAStreamOutlivesTheServersWriteTimeout(t *testing.T) {
	s := newSite(t, nil)
	short := httptest.NewUnstartedServer(s.channel)
	short.Config.WriteTimeout = 100 * time.Millisecond
	short.Start()
	t.Cleanup(short.Close)
	v := visitor(t)
	if asked := fetch(t, v, "POST", s.URL+"/chat/send", `{"text":"khai sinh"}`, "Content-Type", asJSON); asked.status != 200 {
		t.Fatal(asked)
	}
	cookies(t, v, s.URL, short.URL)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	stream := events(t, ctx, v, short.URL+"/chat/stream", "0")
	next(t, stream)
	next(t, stream)
	time.Sleep(200 * time.Millisecond) // the server's limit is over in any case
	if _, err := s.channel.Send(ctx, s.clerk.updates()[0].Chat, bot.Message{Text: "đã xong"}); err != nil {
		t.Fatal(err)
	}
	if _, _, html := next(t, stream); !strings.Contains(html, "đã xong") {
		t.Errorf("then came %s", html)
	}
}
