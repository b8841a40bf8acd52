package webchat_test

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/memstate"
	"github.com/motcua/motcua/bot/bounds"
	"github.com/motcua/motcua/bot/webchat"
)

// stranger asks through a trusted proxy, as from an address, without keeping cookies.
func stranger(t *testing.T, s *site, address, path, body string, header ...string) reply {
	t.Helper()
	method := http.MethodPost
	if body == "" {
		method = http.MethodGet
	}
	return fetch(t, &http.Client{}, method, s.URL+path, body,
		append([]string{"X-Forwarded-For", address, "Content-Type", asJSON}, header...)...)
}

func behindProxy(c *webchat.Config) {
	at := time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)
	c.Now = func() time.Time { return at }
	c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
}

// TestOneAddressCannotBeginConversationsWithoutEnd: each post without a cookie is a new conversation, which is kept.
func TestOneAddressCannotBeginConversationsWithoutEnd(t *testing.T) {
	s := newSite(t, behindProxy)
	taken := 0
	for i := range bounds.Conversations.Address + 20 {
		got := stranger(t, s, fmt.Sprintf("2001:db8::%x", i+1), "/chat/send", `{"text":"khai sinh"}`)
		switch {
		case got.status == http.StatusOK:
			taken++
		case got.status != http.StatusTooManyRequests || !strings.Contains(got.body, "bộ phận một cửa") ||
			got.header.Get("Retry-After") == "":
			t.Fatalf("refused with %d %s", got.status, got.body)
		}
	}
	if kept := len(s.state.Keys("web-chat")); taken != bounds.Conversations.Address || kept != taken {
		t.Errorf("one IPv6 network began %d conversations, %d are kept; want %d", taken, kept, bounds.Conversations.Address)
	}
	if got := stranger(t, s, "2001:db8:0:1::1", "/chat/send", `{"text":"khai sinh"}`); got.status != http.StatusOK {
		t.Errorf("another network: %d", got.status)
	}
}

// TestStreams: an invented cookie is no conversation, and one address does not take the streams of all.
func TestStreams(t *testing.T) {
	s := newSite(t, behindProxy)
	invented := fmt.Sprintf("motcua_chat=%022d", 0)
	if got := stranger(t, s, "1.1.1.1", "/chat/stream", "", "Cookie", invented); got.status != http.StatusNoContent {
		t.Errorf("a stream for an invented cookie: %d", got.status)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	open := func(address string) int {
		asked := stranger(t, s, address, "/chat/send", `{"text":"khai sinh"}`)
		if asked.status != http.StatusOK {
			t.Fatalf("asked: %d", asked.status)
		}
		cookie, _, _ := strings.Cut(asked.header.Get("Set-Cookie"), ";")
		r, _ := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/chat/stream", nil)
		r.Header.Set("X-Forwarded-For", address)
		r.Header.Set("Cookie", cookie)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = res.Body.Close() })
		return res.StatusCode
	}
	for i := range bounds.Streams.Address {
		if status := open("1.1.1.1"); status != http.StatusOK {
			t.Fatalf("stream %d: %d", i, status)
		}
	}
	if status := open("1.1.1.1"); status != http.StatusServiceUnavailable {
		t.Errorf("one more of the same address: %d", status)
	}
	if status := open("1.1.1.2"); status != http.StatusOK {
		t.Errorf("another address: %d", status)
	}
}

// countingState counts transactions.
type countingState struct {
	bot.State
	n atomic.Int64
}

func (c *countingState) Update(ctx context.Context, f func(bot.Tx) error) error {
	c.n.Add(1)
	return c.State.Update(ctx, f)
}

// TestEndWithoutATranscriptWritesNothing and is bounded with one.
func TestEndWithoutATranscriptWritesNothing(t *testing.T) {
	writes := &countingState{}
	s := newSite(t, func(c *webchat.Config) {
		behindProxy(c)
		writes.State, c.State = c.State, writes
	})
	last := 0
	for range bounds.Endings.Address + 1 {
		cookie := fmt.Sprintf("motcua_chat=%022d", 0)
		c := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		got := fetch(t, c, http.MethodPost, s.URL+"/chat/end", "a=b", "Content-Type", asForm, "Cookie", cookie,
			"X-Forwarded-For", "1.1.1.1")
		if last = got.status; last != http.StatusSeeOther {
			break
		}
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the last was answered with %d", last)
	}
	if n := writes.n.Load(); n != 0 {
		t.Errorf("%d transactions for conversations that are none", n)
	}
}

// TestPagesAreBounded: opening them costs us work; another address is not refused for it.
func TestPagesAreBounded(t *testing.T) {
	s := newSite(t, behindProxy)
	for i := range bounds.Pages.Address {
		if got := stranger(t, s, "1.1.1.1", webchat.PagePath, ""); got.status != http.StatusOK {
			t.Fatalf("page %d: %d", i, got.status)
		}
	}
	if got := stranger(t, s, "1.1.1.1", "/widget", ""); got.status != http.StatusTooManyRequests ||
		got.header.Get("Retry-After") == "" || !strings.Contains(got.body, "thử lại sau") ||
		!strings.Contains(got.body, "chat.css") {
		t.Errorf("one more: %d %s", got.status, got.body)
	}
	if got := stranger(t, s, "1.1.1.2", webchat.PagePath, ""); got.status != http.StatusOK {
		t.Errorf("another address: %d", got.status)
	}
}

// TestFullTakesNothing: the words stay with the person, who is told where else to ask.
func TestFullTakesNothing(t *testing.T) {
	full := false
	s := newSite(t, func(c *webchat.Config) { c.Full = func() bool { return full } })
	v := visitor(t)
	if got := fetch(t, v, "POST", s.URL+"/chat/send", `{"text":"khai sinh"}`, "Content-Type", asJSON); got.status != 200 {
		t.Fatal(got.status)
	}
	said := waitStream(t, t.Context(), v, s.URL+"/chat/stream", "") // its answer is there, too: nothing more is written
	next(t, said)
	next(t, said)
	full = true
	before := len(s.state.Everything())
	got := fetch(t, v, "POST", s.URL+"/chat/send", `{"text":"kết hôn"}`, "Content-Type", asJSON)
	if got.status != 503 || !strings.Contains(got.body, "chưa được gửi") || len(s.state.Everything()) != before {
		t.Errorf("%d %s", got.status, got.body)
	}
	if got := fetch(t, v, "POST", s.URL+"/chat/end", "a=b", "Content-Type", asForm); got.status != 303 {
		t.Errorf("ending, which makes room: %d", got.status)
	}
}

// TestSourceIsOneForAnAddressAndADay, the same for all processes, and tells nobody the address.
func TestSourceIsOneForAnAddressAndADay(t *testing.T) {
	state := memstate.New(nil)
	day := time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)
	at := func(now time.Time) func(*webchat.Config) {
		return func(c *webchat.Config) { behindProxy(c); c.Now = func() time.Time { return now } }
	}
	a, b, tomorrow := newReplica(t, state, at(day)), newReplica(t, state, at(day)),
		newReplica(t, state, at(day.AddDate(0, 0, 1)))
	source := func(s *site, address string) string {
		if got := stranger(t, s, address, "/chat/send", `{"text":"khai sinh"}`); got.status != 200 {
			t.Fatal(got.status)
		}
		all := s.clerk.updates()
		return all[len(all)-1].Source
	}
	one := source(a, "1.1.1.1")
	if one == "" || one != source(b, "1.1.1.1") || one == source(a, "1.1.1.2") || one == source(tomorrow, "1.1.1.1") {
		t.Errorf("source %q: want one for an address and a day on both replicas", one)
	}
}

// TestStreamsInAll: when all streams that there may be are open, each address still gets the few that are sure to it, and no more.
func TestStreamsInAll(t *testing.T) {
	watch := webchat.Watch(bounds.Streams.All)
	for _, address := range []string{"1.1.1.1", "1.1.1.2"} {
		for i := range bounds.Streams.Sure + 2 {
			if got, want := watch(fmt.Sprint(address, i), address), i < bounds.Streams.Sure; got != want {
				t.Errorf("%s, stream %d: taken %t, want %t", address, i+1, got, want)
			}
		}
	}
	watch = webchat.Watch(0)
	for i := range bounds.StreamsPerChat + 1 {
		if got, want := watch("chat", "1.1.1.1"), i < bounds.StreamsPerChat; got != want {
			t.Errorf("page %d of a conversation: taken %t, want %t", i+1, got, want)
		}
	}
}
