package zalo_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/zalotest"
	"github.com/motcua/motcua/bot/store"
	"github.com/motcua/motcua/bot/zalo"
)

// lan is a person who writes to the account.
const lan = "6142494823"

var lanChat = bot.ChatID{Channel: zalo.Name, ID: lan}

// morning is when tests begin: Monday, 23 November 2026, 09:00 in Vietnam.
var morning = time.Date(2026, 11, 23, 9, 0, 0, 0, zalotest.Zone)

// clock is a time that the test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: morning} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// world is a Zalo, a store and a channel between them, all by one clock.
type world struct {
	t      *testing.T
	ctx    context.Context
	clock  *clock
	srv    *zalotest.Server
	store  *store.Store
	ch     *zalo.Channel
	log    *slog.Logger
	book   *logBook
	alerts chan string
}

// logBook collects log lines; at the test's end none may hold a secret.
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

func newWorld(t *testing.T, opts zalotest.Options, change func(*zalo.Config)) *world {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	w := &world{t: t, ctx: ctx, clock: newClock(), book: &logBook{}, alerts: make(chan string, 100)}
	w.log = slog.New(slog.NewTextHandler(w.book, &slog.HandlerOptions{Level: slog.LevelDebug}))
	opts.Now, opts.Deadline = w.clock.now, time.Minute // a loaded machine may be late
	w.srv = zalotest.New(t, opts)
	w.open(t.TempDir())
	t.Cleanup(func() {
		if secret := w.srv.HoldsSecret(w.book.String()); secret != "" {
			t.Errorf("the log holds a secret (%s…):\n%s", secret[:8], w.book)
		}
		for _, v := range w.srv.Violations() {
			t.Errorf("violation: %s", v)
		}
	})
	w.ch = w.channel(change)
	return w
}

// open opens the state in a folder and returns what closes it.
func (w *world) open(dir string) (shut func()) {
	w.t.Helper()
	st, err := store.Open(w.ctx, store.Options{Dir: dir, Now: w.clock.now})
	if err != nil {
		w.t.Fatal(err)
	}
	shut = sync.OnceFunc(func() { st.Close() })
	w.t.Cleanup(shut)
	w.store = st
	return shut
}

// channel makes a channel on the world's store: another replica.
func (w *world) channel(change func(*zalo.Config)) *zalo.Channel {
	w.t.Helper()
	cfg := zalo.Config{
		AppID: zalotest.AppID, AppSecret: zalotest.AppSecret, SecretKey: zalotest.SecretKey,
		RefreshToken: w.srv.Grant(),
		APIURL:       w.srv.URL(), OAuthURL: w.srv.URL(), State: w.store, Locks: w.store, Log: w.log, Now: w.clock.now,
		Normalize: norm.NFC.String,
		Alert:     func(_ context.Context, text string) { w.alerts <- text },
	}
	if change != nil {
		change(&cfg)
	}
	ch, err := zalo.New(cfg)
	if err != nil {
		w.t.Fatal(err)
	}
	return ch
}

// receive runs the channel and its webhook until the test ends; deliver nil uses a dispatcher that says nothing.
func (w *world) receive(deliver bot.Deliver) (stop func()) {
	w.t.Helper()
	if deliver == nil {
		deliver = w.dispatcher(func(bot.Update) []bot.Message { return nil }).Deliver
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	hook := httptest.NewServer(w.ch)
	go func() { done <- w.ch.Receive(ctx, deliver) }()
	stop = sync.OnceFunc(func() {
		hook.Close()
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
	w.t.Cleanup(stop)
	w.ch.AwaitReceiving(w.t)
	w.srv.SetWebhook(hook.URL + zalo.WebhookPath)
	return stop
}

// dispatcher handles updates on the world's store.
func (w *world) dispatcher(say func(bot.Update) []bot.Message) *bot.Dispatcher {
	return &bot.Dispatcher{State: w.store, Note: zalo.Note, Log: w.log, Handler: bot.HandlerFunc(
		func(_ context.Context, _ bot.Tx, u bot.Update) ([]bot.Message, error) { return say(u), nil })}
}

// alerted reports whether the owners got an alert with these words.
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

// inbox keeps updates, and fails on demand.
type inbox struct {
	mu      sync.Mutex
	updates []bot.Update
	fail    []error
	came    chan bot.Update
}

func newInbox(failures ...error) *inbox {
	return &inbox{fail: failures, came: make(chan bot.Update, 100)}
}

func (in *inbox) deliver(_ context.Context, updates ...bot.Update) error {
	in.mu.Lock()
	defer in.mu.Unlock()
	if len(in.fail) > 0 {
		err := in.fail[0]
		in.fail = in.fail[1:]
		return err
	}
	for _, u := range updates {
		in.updates = append(in.updates, u)
		in.came <- u
	}
	return nil
}

func (in *inbox) next(w *world) bot.Update {
	w.t.Helper()
	select {
	case u := <-in.came:
		return u
	case <-w.ctx.Done():
		w.t.Fatal("no update came")
		return bot.Update{}
	}
}

func TestConversation(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, nil)
	in := newInbox()
	w.receive(in.deliver)

	w.srv.Follow(lan)
	if u := in.next(w); u.Kind != bot.KindJoined || u.Chat != lanChat || !u.Private {
		t.Errorf("follow: %+v", u)
	}
	id := w.srv.Says(lan, "làm giấy \"khai sinh\" cho bé\ncần gì / ở đâu?")
	u := in.next(w)
	if u.Kind != bot.KindText || u.Text != "làm giấy \"khai sinh\" cho bé\ncần gì / ở đâu?" || u.ID != id ||
		u.MessageID != id || !u.At.Equal(morning) {
		t.Errorf("text: %+v", u)
	}
	receipt, err := w.ch.Send(w.ctx, u.Chat, bot.Message{
		Text: "*Hồ sơ* gồm <2> giấy tờ, xem [trang của tỉnh](https://hanam.gov.vn)",
		Buttons: [][]bot.Button{{{Label: "Lệ phí", Action: "ans:khai-sinh:fee"},
			{Label: "Mở cổng", URL: "https://dichvucong.gov.vn"}},
			{{Label: "Gọi", URL: "tel:0226 3851 234"}, {Label: "Tổng đài", URL: "tel:1900"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	m, err := w.srv.Next(w.ctx, lan)
	if err != nil || m.Text != "Hồ sơ gồm <2> giấy tờ, xem trang của tỉnh (https://hanam.gov.vn)\nTổng đài: 1900" ||
		m.ID != receipt.MessageID || !receipt.At.Equal(morning) {
		t.Errorf("message %+v, %v, receipt %+v", m, err, receipt)
	}
	want := []zalotest.Button{
		{Title: "Lệ phí", Type: "oa.query.hide", Payload: "#mc:ans:khai-sinh:fee"},
		{Title: "Mở cổng", Type: "oa.open.url", URL: "https://dichvucong.gov.vn"},
		{Title: "Gọi", Type: "oa.open.phone", Phone: "842263851234"},
	}
	for i := range want {
		if len(m.Buttons) != len(want) || m.Buttons[i] != want[i] {
			t.Errorf("buttons %+v", m.Buttons)
			break
		}
	}
	if !w.srv.PressLabel(lan, "Lệ phí") {
		t.Fatal("no button Lệ phí")
	}
	if u = in.next(w); u.Kind != bot.KindAction || u.Action != "ans:khai-sinh:fee" || u.Text != "" {
		t.Errorf("press: %+v", u)
	}
	w.srv.Unfollow(lan)
	if u = in.next(w); u.Kind != bot.KindLeft || u.Chat != lanChat {
		t.Errorf("unfollow: %+v", u)
	}
	if err := w.srv.WaitDelivered(w.ctx); err != nil || w.srv.Disabled() {
		t.Errorf("events left: %v, disabled %t", err, w.srv.Disabled())
	}
	if len(in.updates) != 4 {
		t.Errorf("%d updates, want 4: our own message is none", len(in.updates))
	}
}

func TestNew(t *testing.T) {
	st := &store.Store{}
	good := zalo.Config{AppID: "2553928453557884079", AppSecret: "s", SecretKey: "k", State: st, Locks: st}
	tests := []struct {
		name   string
		change func(*zalo.Config)
		want   string // part of the error; "": accepted
	}{
		{"good", func(*zalo.Config) {}, ""},
		{"loopback", func(c *zalo.Config) { c.APIURL = "http://127.0.0.1:9000/" }, ""},
		{"http elsewhere", func(c *zalo.Config) { c.APIURL = "http://10.0.0.1" }, "want https"},
		{"OAuth by http", func(c *zalo.Config) { c.OAuthURL = "http://oauth.example.vn" }, "want https"},
		{"query", func(c *zalo.Config) { c.APIURL = "https://a.vn/?x=1" }, "no user, query"},
		{"app id", func(c *zalo.Config) { c.AppID = "abc" }, "app id"},
		{"app secret", func(c *zalo.Config) { c.AppSecret = "" }, "app secret"},
		{"secret with a line end", func(c *zalo.Config) { c.SecretKey = "abcdef\n" }, "OA secret key"},
		{"no state", func(c *zalo.Config) { c.State = nil }, "State"},
		{"template", func(c *zalo.Config) { c.Templates = map[string]zalo.Template{"reminder": {ID: "x"}} },
			"template reminder"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cfg := good
			tt.change(&cfg)
			_, err := zalo.New(cfg)
			switch {
			case tt.want == "" && err != nil:
				t.Error(err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("got %v, want %q", err, tt.want)
			case err != nil && strings.Contains(err.Error(), "abcdef"):
				t.Errorf("the error holds a secret: %v", err)
			}
		})
	}
}
