package zalobot_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/memstate"
	"github.com/motcua/motcua/bot/bottest/zalobottest"
	"github.com/motcua/motcua/bot/zalobot"
)

const an = "6ede9afa66b88fe6d6a9"

var anChat = bot.ChatID{Channel: zalobot.Name, ID: an}

var morning = time.Date(2026, 11, 23, 9, 0, 0, 0, time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60))

type logBook struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logBook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logBook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

type world struct {
	t      *testing.T
	ctx    context.Context
	srv    *zalobottest.Server
	state  *memstate.State
	ch     *zalobot.Channel
	book   *logBook
	alerts chan string

	mu  sync.Mutex
	now time.Time
}

func newWorld(t *testing.T, opts zalobottest.Options, change func(*zalobot.Config)) *world {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	w := &world{t: t, ctx: ctx, book: &logBook{}, alerts: make(chan string, 100), now: morning}
	opts.Now = w.time
	w.srv = zalobottest.New(t, opts)
	w.state = memstate.New(w.time)
	cfg := zalobot.Config{Token: zalobottest.Token, APIURL: w.srv.URL(), State: w.state, Now: w.time,
		Log:   slog.New(slog.NewTextHandler(w.book, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Alert: func(_ context.Context, text string) { w.alerts <- text }}
	if change != nil {
		change(&cfg)
	}
	var err error
	if w.ch, err = zalobot.New(cfg); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if zalobottest.HoldsToken(w.book.String()) {
			t.Errorf("the log holds the token:\n%s", w.book)
		}
		for _, v := range w.srv.Violations() {
			t.Errorf("violation: %s", v)
		}
	})
	return w
}

func (w *world) time() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) advance(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// updates runs the channel with a dispatcher until the test ends, and gives what comes.
func (w *world) updates(fail ...error) <-chan bot.Update {
	w.t.Helper()
	came := make(chan bot.Update, 100)
	var mu sync.Mutex
	var handled []bot.Update // of the delivery under way: passed on once they are committed, as the outbox does
	seen := make(map[string]bool)
	d := &bot.Dispatcher{State: w.state, Note: zalobot.Note, Log: slog.New(slog.DiscardHandler),
		Handler: bot.HandlerFunc(
			func(_ context.Context, _ bot.Tx, u bot.Update) ([]bot.Message, error) {
				handled = append(handled, u)
				return nil, nil
			})}
	w.receive(func(ctx context.Context, updates ...bot.Update) error {
		mu.Lock()
		defer mu.Unlock()
		if len(fail) > 0 {
			err := fail[0]
			fail = fail[1:]
			return err
		}
		handled = nil
		err := d.Deliver(ctx, updates...)
		for _, u := range handled { // a repetition is handled again, but not committed
			if !seen[u.ID] {
				came <- u
			}
			seen[u.ID] = true
		}
		return err
	})
	return came
}

func (w *world) receive(deliver bot.Deliver) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.ch.Receive(ctx, deliver) }()
	w.t.Cleanup(func() {
		cancel()
		select {
		case err := <-done:
			if err != nil {
				w.t.Errorf("Receive: %v", err)
			}
		case <-time.After(time.Minute):
			w.t.Error("Receive did not end")
		}
	})
}

func (w *world) next(came <-chan bot.Update) bot.Update {
	w.t.Helper()
	select {
	case u := <-came:
		return u
	case <-w.ctx.Done():
		w.t.Fatalf("no update came\n%s", w.book)
		return bot.Update{}
	}
}

func (w *world) alerted(words string) bool {
	for {
		select {
		case text := <-w.alerts:
			if strings.Contains(text, words) {
				return true
			}
		default:
			return false
		}
	}
}

func TestConversationByPolling(t *testing.T) {
	w := newWorld(t, zalobottest.Options{}, nil)
	came := w.updates()
	for _, text := range []string{"việc của tôi", "việc của tôi nữa"} { // one bare, one in its wrapper
		w.srv.Says(an, text)
		if u := w.next(came); u.Kind != bot.KindText || u.Text != text || u.Chat != anChat || u.User.Name != "Ted" ||
			!u.Private || !strings.HasPrefix(u.ID, an+":m") || !u.At.Equal(morning) {
			t.Errorf("%+v", u)
		}
	}
	receipt, err := w.ch.Send(w.ctx, anChat, bot.Message{Text: "*Việc cần làm*, xem [kế hoạch](https://a.vn/kh)",
		Buttons: [][]bot.Button{
			{{Label: "Xong", Action: "done:1"}, {Label: "Chưa xong", Action: "later:1"}},
			{{Label: "Hỏi lại", Action: "ask:1"}, {Label: "Mở", URL: "https://a.vn"},
				{Label: "Gọi", URL: "tel:0226"}}}})
	if err != nil {
		t.Fatal(err)
	}
	want := "Việc cần làm, xem kế hoạch (https://a.vn/kh)\nMở: https://a.vn\nGọi: 0226\n\nTrả lời 1, 2 hoặc 3 để " +
		"chọn:\n1. Xong\n2. Chưa xong\n3. Hỏi lại"
	if m := w.srv.Messages(an); len(m) != 1 || m[0].Text != want || m[0].ID != receipt.MessageID {
		t.Errorf("got %q, %+v", m, receipt)
	}
	w.srv.Says(an, "2")
	if u := w.next(came); u.Kind != bot.KindAction || u.Action != "later:1" || u.Text != "" {
		t.Errorf("%+v", u)
	}
}

func TestNew(t *testing.T) {
	good := zalobot.Config{Token: zalobottest.Token, State: memstate.New(nil)}
	tests := []struct {
		name   string
		change func(*zalobot.Config)
		want   string
	}{
		{"good", func(*zalobot.Config) {}, ""},
		{"token", func(c *zalobot.Config) { c.Token = "abc/../x" }, "token"},
		{"http", func(c *zalobot.Config) { c.APIURL = "http://10.0.0.1" }, "https"},
		{"short secret", func(c *zalobot.Config) { c.WebhookURL, c.WebhookSecret = "https://a.vn", "1234567" },
			"8 to 256"},
		{"long secret", func(c *zalobot.Config) {
			c.WebhookURL, c.WebhookSecret = "https://a.vn",
				strings.Repeat("a", 257)
		}, "8 to 256"},
		{"webhook", func(c *zalobot.Config) { c.WebhookURL, c.WebhookSecret = "https://a.vn", "12345678" }, ""},
		{"no state", func(c *zalobot.Config) { c.State = nil }, "State"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cfg := good
			tt.change(&cfg)
			_, err := zalobot.New(cfg)
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
