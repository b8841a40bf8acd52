package telegram_test

import (
	"context"
	"errors"
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

// pauses records what a channel wants to wait, and returns at once.
type pauses struct {
	mu   sync.Mutex
	list []time.Duration
}

func (p *pauses) wait(ctx context.Context, d time.Duration) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.list = append(p.list, d)
	return ctx.Err()
}

func (p *pauses) has(atLeast, atMost time.Duration) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, d := range p.list {
		if d >= atLeast && d <= atMost {
			return true
		}
	}
	return false
}

// TestConfirmedOnlyAfterCommit: a batch that is not committed is not confirmed, also when the program is started again.
func TestConfirmedOnlyAfterCommit(t *testing.T) {
	ctx := patience(t)
	srv := telegramtest.New(t, telegramtest.Options{})
	for i := range 5 {
		srv.UserSays(chat, fmt.Sprint("câu hỏi ", i))
	}
	tried := make(chan struct{}, 100)
	first, _ := newChannel(t, srv, nil)
	first.SetWait((&pauses{}).wait)
	stop := receive(t, first, func(context.Context, ...bot.Update) error {
		select {
		case tried <- struct{}{}:
		default:
		}
		return fmt.Errorf("redis: %w", bot.ErrUnavailable)
	})
	<-tried
	<-tried
	stop()
	if n := srv.Pending(); n != 5 {
		t.Fatalf("%d updates wait, want 5", n)
	}
	second, _ := newChannel(t, srv, nil)
	in := newInbox()
	receive(t, second, in.deliver)
	for i := range 5 {
		if u := in.next(t, ctx); u.Text != fmt.Sprint("câu hỏi ", i) {
			t.Errorf("update %d: %q", i, u.Text)
		}
	}
	if err := srv.WaitConfirmed(ctx); err != nil {
		t.Error(err)
	}
}

func TestPollingSurvives(t *testing.T) {
	tests := []struct {
		name           string
		fault          telegramtest.Fault
		least, most    time.Duration
		wantInLog      string
		startWithFault bool
	}{
		{name: "gateway's page", fault: telegramtest.Fault{Method: "getUpdates", Kind: telegramtest.FaultHTML,
			Times: 3}, least: 250 * time.Millisecond, most: 2 * time.Second},
		{name: "resets", fault: telegramtest.Fault{Method: "getUpdates", Kind: telegramtest.FaultReset, Times: 3},
			least: 250 * time.Millisecond, most: 2 * time.Second},
		{name: "answer lost", fault: telegramtest.Fault{Method: "getUpdates", Kind: telegramtest.FaultResetAfter,
			Times: 1}, least: 250 * time.Millisecond, most: 2 * time.Second},
		{name: "slow down", fault: telegramtest.Fault{Method: "getUpdates", RetryAfter: 4000, Times: 1},
			least: 4000 * time.Second, most: 4000 * time.Second},
		{name: "two pollers", fault: telegramtest.Fault{Method: "getUpdates", Code: 409, Times: 2,
			Text: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"},
			least: 10 * time.Second, most: 10 * time.Second, wantInLog: "another program polls"},
		{name: "telegram down at the start", fault: telegramtest.Fault{Kind: telegramtest.FaultReset, Times: 6},
			least: 250 * time.Millisecond, most: 30 * time.Second, startWithFault: true},
		{name: "menu refused", fault: telegramtest.Fault{Method: "setMyCommands", Code: 400,
			Text: "Bad Request: BOT_COMMAND_INVALID"}, wantInLog: "command menu not set"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx := patience(t)
			srv := telegramtest.New(t, telegramtest.Options{})
			ch, book := newChannel(t, srv, func(c *telegram.Config) {
				c.Commands = []telegram.Command{{Name: "help", Description: "Trợ giúp"}}
			})
			waits := &pauses{}
			ch.SetWait(waits.wait)
			srv.Inject(tt.fault)
			in := newInbox()
			stop := receive(t, ch, in.deliver)
			srv.UserSays(chat, "lệ phí?")
			in.next(t, ctx)
			if err := srv.WaitConfirmed(ctx); err != nil {
				t.Fatal(err)
			}
			book.wait(t, ctx, tt.wantInLog)
			stop()
			if tt.most > 0 && !waits.has(tt.least, tt.most) {
				t.Errorf("waited %v, want one of %v to %v", waits.list, tt.least, tt.most)
			}
			if n := strings.Count(book.String(), "another program polls"); n > 1 {
				t.Errorf("the conflict is logged %d times", n)
			}
		})
	}
}

func TestWebhookOfAnEarlierRunIsRemoved(t *testing.T) {
	ctx := patience(t)
	srv := telegramtest.New(t, telegramtest.Options{})
	post(t, srv, "setWebhook", "url=https://127.0.0.1:1/x")
	srv.UserSays(chat, "chờ sẵn")
	ch, _ := newChannel(t, srv, nil)
	in := newInbox()
	receive(t, ch, in.deliver)
	if u := in.next(t, ctx); u.Text != "chờ sẵn" {
		t.Errorf("%+v", u)
	}
	if err := srv.WaitPolling(ctx); err != nil {
		t.Fatal(err)
	}
}

// post calls the server as another program with the same token would.
func post(t *testing.T, srv *telegramtest.Server, method, form string) {
	t.Helper()
	resp, err := http.Post(srv.URL()+"/bot"+srv.Token()+"/"+method, "application/x-www-form-urlencoded",
		strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", method, resp.Status)
	}
}

func TestRefusedTokenEndsReceive(t *testing.T) {
	for _, late := range []bool{false, true} {
		t.Run(fmt.Sprintf("late %t", late), func(t *testing.T) {
			ctx := patience(t)
			srv := telegramtest.New(t, telegramtest.Options{})
			ch, _ := newChannel(t, srv, nil)
			if !late {
				srv.Revoke()
			}
			done := make(chan error, 1)
			go func() { done <- ch.Receive(ctx, newInbox().deliver) }()
			if late {
				if err := srv.WaitPolling(ctx); err != nil {
					t.Fatal(err)
				}
				srv.Revoke()
			}
			if err := <-done; err == nil || !strings.Contains(err.Error(), "Unauthorized") ||
				strings.Contains(err.Error(), srv.Token()) {
				t.Errorf("Receive: %v", err)
			}
		})
	}
}

// TestNoSpin: a server that answers empty polls at once is not asked in a tight loop.
func TestNoSpin(t *testing.T) {
	ctx, cancel := context.WithCancel(patience(t))
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		result := "[]"
		if strings.HasSuffix(r.URL.Path, "/getMe") {
			result = `{"id":1,"is_bot":true,"username":"x_bot"}`
		}
		fmt.Fprintf(w, `{"ok":true,"result":%s}`, result)
	}))
	defer srv.Close()
	ch, err := telegram.New(telegram.Config{Token: telegramtest.Token, APIURL: srv.URL})
	if err != nil {
		t.Fatal(err)
	}
	waited := 0
	ch.SetWait(func(ctx context.Context, d time.Duration) error {
		if waited++; waited == 10 {
			cancel()
		}
		if d < 100*time.Millisecond {
			t.Errorf("pause of %v", d)
		}
		return ctx.Err()
	})
	if err := ch.Receive(ctx, newInbox().deliver); err != nil || waited != 10 {
		t.Errorf("%v after %d pauses", err, waited)
	}
}

// TestPressesAreAnsweredOnce also when the commit fails first.
func TestPressesAreAnsweredOnce(t *testing.T) {
	ctx := patience(t)
	srv := telegramtest.New(t, telegramtest.Options{})
	ch, _ := newChannel(t, srv, nil)
	ch.SetWait((&pauses{}).wait)
	in := newInbox(bot.ErrUnavailable, bot.ErrUnavailable)
	stop := receive(t, ch, in.deliver)
	var queries []string
	for i := range 20 {
		queries = append(queries, srv.Press(chat, 0, fmt.Sprint("rate:", i)))
	}
	for _, q := range queries {
		if err := srv.WaitAnswered(ctx, q); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	if s := srv.Stats(); s.AnswersTwice != 0 || s.Unanswered != 0 || s.Calls["answerCallbackQuery"] != 20 {
		t.Errorf("%+v", s)
	}
}

// TestLatePressIsNoTrouble: Telegram no longer knows the query.
func TestLatePressIsNoTrouble(t *testing.T) {
	ctx := patience(t)
	srv := telegramtest.New(t, telegramtest.Options{})
	ch, book := newChannel(t, srv, nil)
	in := newInbox()
	stop := receive(t, ch, in.deliver)
	srv.PushRaw(chat, map[string]any{"callback_query": map[string]any{"id": "long gone",
		"from": map[string]any{"id": chat}, "data": "a"}})
	if u := in.next(t, ctx); u.Action != "a" || u.Chat != chatID || !u.Private {
		t.Errorf("%+v", u)
	}
	answered := func(s telegramtest.Stats) bool { return s.Calls["answerCallbackQuery"] == 1 }
	if err := srv.WaitStats(ctx, answered); err != nil {
		t.Fatal(err)
	}
	stop()
	if strings.Contains(book.String(), "not answered") {
		t.Errorf("log:\n%s", book)
	}
}

// lease is a leadership that a test takes away.
type lease struct {
	grant    chan context.Context
	released chan struct{}
	names    chan string
}

func (l *lease) Hold(ctx context.Context, name string) (context.Context, func(), error) {
	l.names <- name
	select {
	case held := <-l.grant:
		if held == nil {
			return nil, nil, errors.New("no lease today")
		}
		held, cancel := context.WithCancel(held)
		context.AfterFunc(ctx, cancel)
		return held, func() { cancel(); l.released <- struct{}{} }, nil
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
}

func TestPollsOnlyWhileLeading(t *testing.T) {
	ctx := patience(t)
	srv := telegramtest.New(t, telegramtest.Options{})
	leader := &lease{grant: make(chan context.Context), released: make(chan struct{}, 9), names: make(chan string, 9)}
	ch, _ := newChannel(t, srv, func(c *telegram.Config) { c.Leader = leader })
	ch.SetWait((&pauses{}).wait)
	in := newInbox()
	stop := receive(t, ch, in.deliver)
	<-leader.names
	srv.UserSays(chat, "một")
	if s := srv.Stats(); s.Polls != 0 {
		t.Fatalf("%d polls without the lease", s.Polls)
	}
	leader.grant <- nil
	<-leader.names
	held, lose := context.WithCancel(ctx)
	leader.grant <- held
	if u := in.next(t, ctx); u.Text != "một" {
		t.Errorf("%+v", u)
	}
	if err := srv.WaitConfirmed(ctx); err != nil {
		t.Fatal(err)
	}
	lose()
	<-leader.released
	<-leader.names
	if err := srv.WaitStats(ctx, func(s telegramtest.Stats) bool { return s.Open == 0 }); err != nil {
		t.Fatal("the poll stays open after the lease was lost")
	}
	srv.UserSays(chat, "hai")
	leader.grant <- ctx
	if u := in.next(t, ctx); u.Text != "hai" {
		t.Errorf("%+v", u)
	}
	stop()
	<-leader.released
}

// TestStopCutsThePoll: ending must not wait for the 50 seconds of an open poll.
func TestStopCutsThePoll(t *testing.T) {
	ctx := patience(t)
	srv := telegramtest.New(t, telegramtest.Options{})
	ch, _ := newChannel(t, srv, nil)
	stop := receive(t, ch, newInbox().deliver)
	if err := srv.WaitPolling(ctx); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	stop()
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestManyUpdatesInOrder(t *testing.T) {
	ctx := patience(t)
	srv := telegramtest.New(t, telegramtest.Options{CountOnly: true})
	const n = 2000
	for i := range n {
		srv.UserSays(int64(1+i%50), fmt.Sprint(i))
	}
	ch, _ := newChannel(t, srv, nil)
	in := newInbox()
	receive(t, ch, in.deliver)
	for i := range n {
		if u := in.next(t, ctx); u.Text != fmt.Sprint(i) {
			t.Fatalf("update %d: %q", i, u.Text)
		}
	}
	if err := srv.WaitConfirmed(ctx); err != nil {
		t.Error(err)
	}
}
