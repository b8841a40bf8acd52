package telegram_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/telegramtest"
	"github.com/motcua/motcua/bot/telegram"
)

// chat is a person's private chat.
const chat = 1001

var chatID = bot.ChatID{Channel: telegram.Name, ID: "1001"}

// logBook collects log lines; at the test's end none may hold the token.
type logBook struct {
	mu    sync.Mutex
	buf   bytes.Buffer
	wrote chan struct{}
}

func (l *logBook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case l.wrote <- struct{}{}:
	default:
	}
	return l.buf.Write(p)
}

// wait waits until the log holds the words.
func (l *logBook) wait(t *testing.T, ctx context.Context, words string) {
	t.Helper()
	for !strings.Contains(l.String(), words) {
		select {
		case <-l.wrote:
		case <-ctx.Done():
			t.Fatalf("the log does not say %q:\n%s", words, l)
		}
	}
}

func (l *logBook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

func newLog(t *testing.T) (*slog.Logger, *logBook) {
	t.Helper()
	book := &logBook{wrote: make(chan struct{}, 1)}
	t.Cleanup(func() {
		if strings.Contains(book.String(), telegramtest.Token) {
			t.Errorf("the log holds the token:\n%s", book)
		}
	})
	return slog.New(slog.NewTextHandler(book, &slog.HandlerOptions{Level: slog.LevelDebug})), book
}

// newChannel makes a channel for the server; change may alter its configuration.
func newChannel(t *testing.T, srv *telegramtest.Server, change func(*telegram.Config)) (*telegram.Channel, *logBook) {
	t.Helper()
	log, book := newLog(t)
	cfg := telegram.Config{Token: srv.Token(), APIURL: srv.URL(), Log: log}
	if change != nil {
		change(&cfg)
	}
	ch, err := telegram.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return ch, book
}

// inbox is a deliver function that keeps what it is given, and fails on demand.
type inbox struct {
	updates chan bot.Update
	mu      sync.Mutex
	fail    []error
	calls   int
}

func newInbox(failures ...error) *inbox {
	return &inbox{updates: make(chan bot.Update, 10_000), fail: failures}
}

func (in *inbox) deliver(_ context.Context, updates ...bot.Update) error {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.calls++
	if len(in.fail) > 0 {
		err := in.fail[0]
		in.fail = in.fail[1:]
		return err
	}
	for _, u := range updates {
		in.updates <- u
	}
	return nil
}

func (in *inbox) next(t *testing.T, ctx context.Context) bot.Update {
	t.Helper()
	select {
	case u := <-in.updates:
		return u
	case <-ctx.Done():
		t.Fatal("no update came")
		return bot.Update{}
	}
}

// receive runs the channel until the test ends, and checks that it ends in order.
func receive(t *testing.T, ch *telegram.Channel, deliver bot.Deliver) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- ch.Receive(ctx, deliver) }()
	stop = sync.OnceFunc(func() {
		cancel()
		select {
		case err := <-done:
			if err != nil {
				t.Errorf("Receive: %v", err)
			}
		case <-time.After(time.Minute):
			t.Error("Receive did not end")
		}
	})
	t.Cleanup(stop)
	return stop
}

// patience bounds every wait of a test.
func patience(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

func noViolations(t *testing.T, srv *telegramtest.Server) {
	t.Helper()
	for _, v := range srv.Violations() {
		t.Errorf("violation: %s", v)
	}
}

func TestConversationByPolling(t *testing.T) {
	ctx := patience(t)
	srv := telegramtest.New(t, telegramtest.Options{})
	ch, _ := newChannel(t, srv, func(c *telegram.Config) {
		c.Commands = []telegram.Command{{Name: "help", Description: "Trợ giúp"}}
	})
	in := newInbox()
	stop := receive(t, ch, in.deliver)

	srv.UserSays(chat, "làm giấy khai sinh cho bé cần gì?")
	u := in.next(t, ctx)
	if u.Kind != bot.KindText || u.Text != "làm giấy khai sinh cho bé cần gì?" || u.Chat != chatID || !u.Private {
		t.Errorf("update %+v", u)
	}
	receipt, err := ch.Send(ctx, u.Chat, bot.Message{
		Text:    "*Hồ sơ* gồm <2> giấy tờ",
		Buttons: [][]bot.Button{{{Label: "Lệ phí", Action: "ans:khai-sinh:fee"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	m, err := srv.Next(ctx, chat)
	if err != nil || m.Text != "Hồ sơ gồm <2> giấy tờ" || m.Preview {
		t.Errorf("message %+v, %v", m, err)
	}
	query, ok := srv.PressLabel(chat, "Lệ phí")
	if !ok {
		t.Fatal("no button Lệ phí")
	}
	u = in.next(t, ctx)
	if u.Kind != bot.KindAction || u.Action != "ans:khai-sinh:fee" || u.MessageID != receipt.MessageID ||
		u.Chat != chatID {
		t.Errorf("press %+v, receipt %+v", u, receipt)
	}
	if err := srv.WaitAnswered(ctx, query); err != nil {
		t.Error(err)
	}
	if err := srv.WaitConfirmed(ctx); err != nil {
		t.Error(err)
	}
	if err := srv.WaitStats(ctx, func(s telegramtest.Stats) bool { return s.Calls["setMyCommands"] == 1 }); err != nil {
		t.Error(err)
	}
	stop()
	noViolations(t, srv)
}

// TestMenuOfAChat: a message with a menu shows nothing and sets the commands of that chat alone; what Telegram refuses
// is no fault of the chat, what may pass is tried again.
func TestMenuOfAChat(t *testing.T) {
	srv := telegramtest.New(t, telegramtest.Options{})
	srv.Open(7)
	c, err := telegram.New(telegram.Config{Token: srv.Token(), APIURL: srv.URL(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	menu := bot.Message{Menu: []bot.MenuItem{{Name: "nhiemvu", Help: "Việc của tôi"}, {Name: "start", Help: "Bắt đầu"}}}
	send := func(chat string, m bot.Message) error {
		_, err := c.Send(t.Context(), bot.ChatID{Channel: telegram.Name, ID: chat}, m)
		return err
	}
	if err := send("7", menu); err != nil {
		t.Fatal(err)
	}
	if got := srv.CommandsOf(7); len(got) != 2 || got[0].Command != "nhiemvu" || got[0].Description != "Việc của tôi" {
		t.Errorf("the chat's menu: %v", got)
	}
	if got := srv.Commands(); len(got) != 0 || srv.Stats().Messages != 0 {
		t.Errorf("everybody's menu: %v, %d messages", got, srv.Stats().Messages)
	}
	if err := send("8", menu); err != nil {
		t.Errorf("a chat that Telegram does not know: %v", err)
	}
	if err := send("7", bot.Message{Menu: []bot.MenuItem{{Name: "Sai tên", Help: "x"}}}); err != nil {
		t.Errorf("a menu that Telegram refuses: %v", err)
	}
	srv.Inject(telegramtest.Fault{Method: "setMyCommands", Code: 429, RetryAfter: 3, Times: 1})
	if kind := bot.AsSendError(send("7", menu)).Kind; kind != bot.SendRate {
		t.Errorf("asked to slow down: %q", kind)
	}
	noViolations(t, srv)
}
