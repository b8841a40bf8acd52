package telegram_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/telegramtest"
	"github.com/motcua/motcua/bot/telegram"
)

const secret = "a-Secret_1"

// hooked makes a channel whose webhook is served on loopback.
func hooked(t *testing.T, srv *telegramtest.Server) (*telegram.Channel, *httptest.Server) {
	t.Helper()
	var ch *telegram.Channel
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { ch.ServeHTTP(w, r) }))
	t.Cleanup(web.Close)
	ch, _ = newChannel(t, srv, func(c *telegram.Config) { c.WebhookURL, c.WebhookSecret = web.URL, secret })
	return ch, web
}

func TestConversationByWebhook(t *testing.T) {
	ctx := patience(t)
	srv := telegramtest.New(t, telegramtest.Options{RetryBase: time.Millisecond})
	srv.UserSays(chat, "chờ sẵn")
	ch, _ := hooked(t, srv)
	in := newInbox(bot.ErrUnavailable, bot.ErrUnavailable, bot.ErrUnavailable)
	stop := receive(t, ch, in.deliver)
	if err := srv.WaitWebhook(ctx); err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		srv.UserSays(chat, fmt.Sprint("câu ", i))
	}
	query := srv.Press(chat, 0, "rate:1")
	want := []string{"chờ sẵn"}
	for i := range 20 {
		want = append(want, fmt.Sprint("câu ", i))
	}
	for _, text := range want {
		if u := in.next(t, ctx); u.Text != text {
			t.Fatalf("got %q, want %q", u.Text, text)
		}
	}
	if u := in.next(t, ctx); u.Action != "rate:1" {
		t.Errorf("%+v", u)
	}
	if err := srv.WaitAnswered(ctx, query); err != nil {
		t.Error(err)
	}
	if err := srv.WaitConfirmed(ctx); err != nil {
		t.Error(err)
	}
	if s := srv.Stats(); s.HookFailures != 3 {
		t.Errorf("%d calls were not taken, want the 3 that were not committed", s.HookFailures)
	}
	stop()
	srv.UserSays(chat, "sau khi dừng")
	if err := srv.WaitStats(ctx, func(s telegramtest.Stats) bool { return s.HookFailures > 3 }); err != nil ||
		srv.Pending() != 1 {
		t.Errorf("%v, %d wait: a stopped bot must confirm nothing", err, srv.Pending())
	}
	noViolations(t, srv)
}

func TestWebhookAnswers(t *testing.T) {
	ctx := patience(t)
	srv := telegramtest.New(t, telegramtest.Options{})
	ch, _ := hooked(t, srv)
	const good = `{"update_id":7,"message":{"message_id":1,"chat":{"id":1001,"type":"private"},"from":{"id":1001},"text":"a"}}`
	call := func(method, key, body string) int {
		req := httptest.NewRequest(method, telegram.WebhookPath, strings.NewReader(body))
		if key != "" {
			req.Header.Set("X-Telegram-Bot-Api-Secret-Token", key)
		}
		rec := httptest.NewRecorder()
		ch.ServeHTTP(rec, req)
		return rec.Code
	}
	if code := call("POST", secret, good); code != http.StatusServiceUnavailable {
		t.Errorf("before Receive: %d", code)
	}
	in := newInbox()
	stop := receive(t, ch, in.deliver)
	if err := srv.WaitWebhook(ctx); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, method, key, body string
		want                    int
	}{
		{"good", "POST", secret, good, 200},
		{"by GET", "GET", secret, good, 405},
		{"no secret", "POST", "", good, 403},
		{"wrong secret", "POST", secret + "x", good, 403},
		{"half a secret", "POST", secret[:4], good, 403},
		{"not JSON", "POST", secret, "{", 400},
		{"not an update", "POST", secret, `{"message":{}}`, 400},
		{"an array", "POST", secret, `[]`, 400},
		{"of an unknown form", "POST", secret, `{"update_id":8,"message":{"chat":"?"}}`, 200},
		{"meaning nothing to us", "POST", secret, `{"update_id":9,"poll":{"id":"1"}}`, 200},
		{"of 2 MiB", "POST", secret, `{"update_id":9,"x":"` + strings.Repeat("a", 2<<20) + `"}`, 413},
	}
	for _, tt := range tests {
		if code := call(tt.method, tt.key, tt.body); code != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, code, tt.want)
		}
	}
	if u := in.next(t, ctx); u.ID != "7" || len(in.updates) != 0 {
		t.Errorf("%+v and %d more", u, len(in.updates))
	}
	stop()
	if code := call("POST", secret, good); code != http.StatusServiceUnavailable {
		t.Errorf("after Receive: %d", code)
	}
}

func TestRefusedWebhookEndsReceive(t *testing.T) {
	ctx := patience(t)
	srv := telegramtest.New(t, telegramtest.Options{})
	srv.Inject(telegramtest.Fault{Method: "setWebhook", Code: 400,
		Text: "Bad Request: bad webhook: Failed to resolve host"})
	ch, _ := hooked(t, srv)
	if err := ch.Receive(ctx, newInbox().deliver); err == nil || !strings.Contains(err.Error(), "resolve host") {
		t.Errorf("Receive: %v", err)
	}
}

// TestWebhookIsSetAgain: replicas that start together meet Telegram's limit on setWebhook.
func TestWebhookIsSetAgain(t *testing.T) {
	ctx := patience(t)
	srv := telegramtest.New(t, telegramtest.Options{})
	srv.Inject(telegramtest.Fault{Method: "setWebhook", RetryAfter: 1, Times: 2})
	ch, _ := hooked(t, srv)
	ch.SetWait((&pauses{}).wait)
	receive(t, ch, newInbox().deliver)
	if err := srv.WaitWebhook(ctx); err != nil {
		t.Error(err)
	}
}

func TestCallsEndWithReceive(t *testing.T) {
	ctx := patience(t)
	srv := telegramtest.New(t, telegramtest.Options{RetryBase: time.Hour, RetryMax: time.Hour})
	ch, _ := hooked(t, srv)
	entered := make(chan struct{})
	var once sync.Once
	stop := receive(t, ch, func(ctx context.Context, _ ...bot.Update) error {
		once.Do(func() { close(entered) })
		<-ctx.Done()
		return ctx.Err()
	})
	if err := srv.WaitWebhook(ctx); err != nil {
		t.Fatal(err)
	}
	srv.UserSays(chat, "a")
	<-entered
	stop()
	if err := srv.WaitStats(ctx, func(s telegramtest.Stats) bool { return s.HookFailures > 0 }); err != nil {
		t.Error(err)
	}
}

func FuzzWebhook(f *testing.F) {
	f.Add(`{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"},"from":{"id":1},"text":"/start a","entities":[{"type":"mention","offset":0,"length":3}]}}`)
	f.Add(`{"update_id":1,"message":{"chat":{"id":-1,"type":"group"},"caption":"@x chào","caption_entities":[{"type":"mention","offset":-5,"length":99999999}],"photo":[]}}`)
	f.Add(`{"update_id":1,"callback_query":{"id":"1","data":"a"}}`)
	f.Add(`{"update_id":1,"my_chat_member":{"chat":{"id":1,"type":"private"},"new_chat_member":{"status":"kicked"}}}`)
	f.Add(`{"update_id":1,"message":null}`)
	ctx, cancel := context.WithCancel(context.Background())
	f.Cleanup(cancel)
	srv := telegramtest.New(f, telegramtest.Options{})
	ch, err := telegram.New(telegram.Config{Token: srv.Token(), APIURL: srv.URL(), WebhookURL: "https://127.0.0.1:1",
		WebhookSecret: secret})
	if err != nil {
		f.Fatal(err)
	}
	last := make(chan bot.Update, 1)
	go func() {
		_ = ch.Receive(ctx, func(_ context.Context, u ...bot.Update) error {
			select {
			case <-last:
			default:
			}
			last <- u[0]
			return nil
		})
	}()
	if err := srv.WaitWebhook(ctx); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body string) {
		req := httptest.NewRequest("POST", telegram.WebhookPath, strings.NewReader(body))
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
		rec := httptest.NewRecorder()
		ch.ServeHTTP(rec, req)
		if rec.Code != 200 && rec.Code != 400 && rec.Code != 413 {
			t.Fatalf("answered %d to %q", rec.Code, body)
		}
		select {
		case u := <-last:
			if u.ID == "" || u.Chat.IsZero() || u.Chat.ID == "0" || u.Kind == "" || rec.Code != 200 {
				t.Fatalf("update %+v of %q", u, body)
			}
		default:
		}
	})
}
