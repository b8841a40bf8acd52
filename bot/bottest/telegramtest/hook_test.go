package telegramtest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/bot/bottest/telegramtest"
)

// hookLog is a bot's webhook that keeps what it is called with, and answers on demand.
type hookLog struct {
	mu     sync.Mutex
	texts  map[int64][]string
	secret string
	codes  []int
}

func (h *hookLog) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var u struct {
		Message struct {
			Text string
			Chat struct{ ID int64 }
		}
	}
	_ = json.NewDecoder(r.Body).Decode(&u)
	id := u.Message.Chat.ID
	h.mu.Lock()
	defer h.mu.Unlock()
	h.secret = r.Header.Get("X-Telegram-Bot-Api-Secret-Token")
	if len(h.codes) > 0 {
		code := h.codes[0]
		h.codes = h.codes[1:]
		w.WriteHeader(code)
		return
	}
	h.texts[id] = append(h.texts[id], u.Message.Text)
}

func TestWebhookDeliversInOrderUntilTaken(t *testing.T) {
	ctx := patience(t)
	clock := newClock()
	h := &hookLog{texts: map[int64][]string{}, codes: []int{500, 503, 404, 302}}
	web := httptest.NewServer(h)
	defer web.Close()
	s := telegramtest.New(t, telegramtest.Options{RetryBase: time.Millisecond, Now: clock.now})
	s.UserSays(1, "trước")
	if a := must(t, s, "setWebhook", "url", web.URL, "secret_token", "s-1", "max_connections", "2"); !a.OK {
		t.Fatalf("%+v", a)
	}
	for _, text := range []string{"a", "b", "c", "d"} {
		s.UserSays(1, text)
		s.UserSays(2, text)
	}
	if err := s.WaitConfirmed(ctx); err != nil {
		t.Fatal(err)
	}
	h.mu.Lock()
	if got := h.texts[1]; len(got) != 5 || got[0] != "trước" || got[4] != "d" || len(h.texts[2]) != 4 ||
		h.texts[2][0] != "a" || h.secret != "s-1" {
		t.Errorf("%v, secret %q", h.texts, h.secret)
	}
	for range 1000 {
		h.codes = append(h.codes, 500)
	}
	h.mu.Unlock()
	if st := s.Stats(); st.HookFailures != 4 || st.Confirmed != 9 {
		t.Errorf("%+v", st)
	}
	s.UserSays(1, "không ai nhận")
	if err := s.WaitStats(ctx, func(st telegramtest.Stats) bool { return st.HookFailures > 6 }); err != nil {
		t.Fatal(err)
	}
	clock.advance(25 * time.Hour)
	if err := s.WaitStats(ctx, func(st telegramtest.Stats) bool { return st.Expired == 1 }); err != nil ||
		s.Pending() != 0 {
		t.Errorf("%v, %d wait", err, s.Pending())
	}
}

func TestWebhookRules(t *testing.T) {
	for _, tt := range []struct {
		name, url, secret string
		ok                bool
	}{
		{"https", "https://bot.example.vn/x", "a_B-1", true},
		{"http", "http://bot.example.vn/x", "", false},
		{"port", "https://bot.example.vn:8080/x", "", false},
		{"secret", "https://bot.example.vn/x", "a b", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := telegramtest.New(t, telegramtest.Options{})
			if a := must(t, s, "setWebhook", "url", tt.url, "secret_token", tt.secret); a.OK != tt.ok {
				t.Errorf("%+v", a)
			}
		})
	}
	clock := newClock()
	s := telegramtest.New(t, telegramtest.Options{Now: clock.now})
	must(t, s, "setWebhook", "url", "https://127.0.0.1:1/")
	if a := must(t, s, "setWebhook", "url", "https://127.0.0.1:1/"); a.Code != 429 {
		t.Errorf("twice in a second: %+v", a)
	}
	clock.advance(time.Second)
	if a := must(t, s, "setWebhook", "url", "https://127.0.0.1:1/"); !a.OK {
		t.Errorf("a second later: %+v", a)
	}
}

func TestCountOnlyIsCheap(t *testing.T) {
	s := telegramtest.New(t, telegramtest.Options{CountOnly: true,
		Known: func(id int64) bool { return id < 2_000_000 }})
	for range 3 {
		must(t, s, "sendMessage", "chat_id", "1999999", "text", "a")
	}
	if s.Count(1999999) != 3 || s.Count(7) != 0 || len(s.Messages(1999999)) != 0 {
		t.Errorf("%+v", s.Stats())
	}
	if a := must(t, s, "sendMessage", "chat_id", "2000000", "text", "a"); a.OK {
		t.Error("a chat that is not known was taken")
	}
}

func TestNext(t *testing.T) {
	ctx := patience(t)
	s := telegramtest.New(t, telegramtest.Options{})
	s.Open(chat)
	go func() {
		_, _ = call(ctx, s, "sendMessage", "chat_id", "1001", "text", "một")
		_, _ = call(ctx, s, "sendMessage", "chat_id", "1001", "text", "hai")
	}()
	if m, err := s.Next(ctx, chat); err != nil || m.Text != "một" || m.Seq != 1 {
		t.Errorf("%+v, %v", m, err)
	}
	if m, err := s.WaitText(ctx, chat, "ai"); err != nil || m.Text != "hai" {
		t.Errorf("%+v, %v", m, err)
	}
}

// BenchmarkSend shows what the Server can take; a million messages are to be counted in minutes.
func BenchmarkSend(b *testing.B) {
	s := telegramtest.New(b, telegramtest.Options{CountOnly: true, Known: func(int64) bool { return true }})
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if a, err := call(b.Context(), s, "sendMessage", "chat_id", "12345", "text", "Thông báo lịch nghỉ lễ",
				"parse_mode", "HTML"); err != nil || !a.OK {
				b.Fatal(a, err)
			}
		}
	})
}
