package zalobot_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
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
	var handled []bot.Update // of the delivery under way: told once they are committed, as the outbox is
	d := &bot.Dispatcher{State: w.state, Note: zalobot.Note, Log: slog.New(slog.DiscardHandler), Handler: bot.HandlerFunc(
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
		for _, u := range handled {
			came <- u
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
		if u := w.next(came); u.Kind != bot.KindText || u.Text != text || u.Chat != anChat || u.User.Name != "Ted" || !u.Private || !strings.HasPrefix(u.ID, an+":m") || !u.At.Equal(morning) {
			t.Errorf("%+v", u)
		}
	}
	receipt, err := w.ch.Send(w.ctx, anChat, bot.Message{Text: "*Việc cần làm*, xem [kế hoạch](https://a.vn/kh)", Buttons: [][]bot.Button{
		{{Label: "Xong", Action: "done:1"}, {Label: "Chưa xong", Action: "later:1"}}, {{Label: "Hỏi lại", Action: "ask:1"}, {Label: "Mở", URL: "https://a.vn"}, {Label: "Gọi", URL: "tel:0226"}}}})
	if err != nil {
		t.Fatal(err)
	}
	want := "Việc cần làm, xem kế hoạch (https://a.vn/kh)\nMở: https://a.vn\nGọi: 0226\n\nTrả lời 1, 2 hoặc 3 để chọn:\n1. Xong\n2. Chưa xong\n3. Hỏi lại"
	if m := w.srv.Messages(an); len(m) != 1 || m[0].Text != want || m[0].ID != receipt.MessageID {
		t.Errorf("got %q, %+v", m, receipt)
	}
	w.srv.Says(an, "2")
	if u := w.next(came); u.Kind != bot.KindAction || u.Action != "later:1" || u.Text != "" {
		t.Errorf("%+v", u)
	}
}

// TestNumbers: a number is a choice only while choices are open.
func TestNumbers(t *testing.T) {
	w := newWorld(t, zalobottest.Options{}, nil)
	came := w.updates()
	offer := func(text string, actions ...string) {
		t.Helper()
		var row []bot.Button
		for _, a := range actions {
			row = append(row, bot.Button{Label: a, Action: a})
		}
		m := bot.Message{Text: text}
		if row != nil {
			m.Buttons = [][]bot.Button{row}
		}
		if _, err := w.ch.Send(w.ctx, anChat, m); err != nil {
			t.Fatal(err)
		}
	}
	steps := []struct {
		name  string
		offer func()
		say   string
		want  string // "act:…" or the text that comes through
	}{
		{"nothing offered", nil, "1", "1"},
		{"a choice", func() { offer("x", "a", "b") }, "1", "act:a"},
		{"chosen again, both count", nil, "2.", "act:b"},
		{"the next offer begins at 1", func() { offer("y", "c", "d") }, "số 2", "act:d"},
		{"two messages go on counting", func() { offer("y2", "e", "f"); offer("z", "g") }, "3", "act:g"},
		{"an announcement between changes nothing", func() { offer("tin"); offer("y3", "h", "i") }, "Chọn 1", "act:h"},
		{"out of range", nil, "9", "9"},
		{"after other words choices are closed", nil, "1", "1"},
		{"words", func() { offer("y4", "k") }, "thủ tục 1", "thủ tục 1"},
		{"closed by words", nil, "1", "1"},
		{"zero", func() { offer("y5", "l") }, "0", "0"},
	}
	for _, s := range steps {
		t.Run(s.name, func(t *testing.T) {
			if s.offer != nil {
				s.offer()
			}
			w.srv.Says(an, s.say)
			u := w.next(came)
			got := u.Text
			if u.Kind == bot.KindAction {
				got = "act:" + u.Action
			}
			if got != s.want {
				t.Errorf("got %q, want %q", got, s.want)
			}
		})
	}
	t.Run("after a day", func(t *testing.T) {
		offer("y6", "m")
		w.advance(25 * time.Hour)
		w.srv.Says(an, "1")
		if u := w.next(came); u.Kind != bot.KindText {
			t.Errorf("%+v", u)
		}
	})
	t.Run("a second try adds no numbers", func(t *testing.T) {
		w.srv.Inject(zalobottest.Fault{Method: "sendMessage", Page: 502, Times: 1})
		m := bot.Message{Text: "thử lại", Buttons: [][]bot.Button{{{Label: "n", Action: "n"}}}}
		if _, err := w.ch.Send(w.ctx, anChat, m); err == nil {
			t.Fatal("want a failure")
		}
		offer("thử lại", "n")
		all := w.srv.Messages(an)
		if last := all[len(all)-1].Text; !strings.HasSuffix(last, "Trả lời 1 để chọn:\n1. n") {
			t.Errorf("%q", last)
		}
	})
}

func TestEvents(t *testing.T) {
	from := `"from":{"id":"p1","display_name":"Ted"},"chat":{"id":"` + an + `","chat_type":"PRIVATE"}`
	tests := []struct {
		name, body string
		want       bot.Update // zero Kind: ignored
	}{
		{"command", `{"event_name":"message.text.received","message":{` + from + `,"text":"/LIENKET 123456","message_id":"m","date":"1750316131602"}}`, bot.Update{Kind: bot.KindCommand, Command: "lienket", Payload: "123456", Text: "/LIENKET 123456"}},
		{"image", `{"ok":true,"result":{"event_name":"message.image.received","message":{` + from + `,"photo_url":"https://a/p.jpg","caption":"giấy này","message_id":"m"}}}`, bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachPhoto, Text: "giấy này"}},
		{"voice", `{"event_name":"message.voice.received","message":{` + from + `,"message_id":"m"}}`, bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachVoice}},
		{"sticker", `{"event_name":"message.sticker.received","message":{` + from + `,"message_id":"m"}}`, bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachSticker}},
		{"protected person", `{"event_name":"message.unsupported.received","message":{` + from + `,"message_id":"m"}}`, bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachOther}},
		{"list", `[{"event_name":"message.text.received","message":{` + from + `,"text":"a","message_id":77}}]`, bot.Update{Kind: bot.KindText, Text: "a"}},
		{"list in its wrapper", `{"ok":true,"result":[{"event_name":"message.text.received","message":{` + from + `,"text":"a","message_id":"m"}}]}`, bot.Update{Kind: bot.KindText, Text: "a"}},
		{"from a bot", `{"event_name":"message.text.received","message":{"from":{"id":"b","is_bot":true},"chat":{"id":"c"},"text":"a","message_id":"m"}}`, bot.Update{}},
		{"unknown", `{"event_name":"message.poll.received","message":{` + from + `,"message_id":"m"}}`, bot.Update{}},
		{"no chat", `{"event_name":"message.text.received","message":{"text":"a"}}`, bot.Update{}},
		{"empty", `{}`, bot.Update{}},
		{"other shape", `{"message":"x"}`, bot.Update{}},
	}
	w := newWorld(t, zalobottest.Options{}, func(c *zalobot.Config) {
		c.WebhookURL, c.WebhookSecret = "https://motcua.example.vn", "mot-bi-mat-dai"
	})
	came := w.updates()
	if err := w.srv.WaitCalls(w.ctx, "setWebhook", 1); err != nil {
		t.Fatal(err)
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body := strings.NewReplacer(`"m"`, fmt.Sprintf(`"m%d"`, i)).Replace(tt.body)
			if code := w.post("mot-bi-mat-dai", body); code != http.StatusOK {
				t.Fatalf("status %d", code)
			}
			if tt.want.Kind == "" {
				if len(came) > 0 {
					t.Errorf("delivered %+v", <-came)
				}
				return
			}
			u := w.next(came)
			got := bot.Update{Kind: u.Kind, Text: u.Text, Command: u.Command, Payload: u.Payload, Attachment: u.Attachment}
			if got != tt.want || u.Chat != anChat || u.User.ID != "p1" {
				t.Errorf("got  %+v\nwant %+v", u, tt.want)
			}
			if code := w.post("mot-bi-mat-dai", body); code != http.StatusOK || len(came) > 0 {
				t.Errorf("a repetition counts: %d", code)
			}
		})
	}
	if !strings.Contains(w.book.String(), "message.poll.received") {
		t.Error("the unknown event is not named in the log")
	}
}

func (w *world) post(secret, body string) int {
	r := httptest.NewRequest(http.MethodPost, zalobot.WebhookPath, strings.NewReader(body))
	r.Header.Set("X-Bot-Api-Secret-Token", secret)
	rec := httptest.NewRecorder()
	w.ch.ServeHTTP(rec, r)
	return rec.Code
}

func TestWebhook(t *testing.T) {
	w := newWorld(t, zalobottest.Options{}, nil)
	hook := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.ch.ServeHTTP(rw, r) }))
	defer hook.Close()
	ch, err := zalobot.New(zalobot.Config{Token: zalobottest.Token, APIURL: w.srv.URL(), State: w.state, WebhookURL: hook.URL, WebhookSecret: "mot-bi-mat-dai",
		Log: slog.New(slog.NewTextHandler(w.book, nil))})
	if err != nil {
		t.Fatal(err)
	}
	w.ch = ch
	body := `{"event_name":"message.text.received","message":{"from":{"id":"1"},"chat":{"id":"c"},"text":"a","message_id":"m"}}`
	if code := w.post("mot-bi-mat-dai", body); code != http.StatusServiceUnavailable {
		t.Errorf("before Receive: %d", code)
	}
	came := w.updates(errors.New("the state is away"))
	if err := w.srv.WaitWebhook(w.ctx); err != nil {
		t.Fatal(err)
	}
	w.srv.Says(an, "một")
	if err := w.srv.WaitStatus(w.ctx, http.StatusServiceUnavailable, 1); err != nil {
		t.Fatal(err)
	}
	w.srv.Says(an, "hai")
	if u := w.next(came); u.Text != "hai" {
		t.Errorf("%+v", u)
	}
	for _, tc := range []struct {
		secret string
		want   int
	}{{"", http.StatusForbidden}, {"mot-bi-mat-dai ", http.StatusForbidden}, {"mot-bi-mat-dai", http.StatusOK}} {
		if code := w.post(tc.secret, body); code != tc.want {
			t.Errorf("secret %q: %d, want %d", tc.secret, code, tc.want)
		}
	}
	if code := w.post("mot-bi-mat-dai", strings.Repeat(" ", 1<<20+1)); code != http.StatusRequestEntityTooLarge {
		t.Errorf("too large: %d", code)
	}
}

// TestNothingLostWhileStateIsAway: what was handed out once is kept until it is committed.
func TestNothingLostWhileStateIsAway(t *testing.T) {
	w := newWorld(t, zalobottest.Options{}, nil)
	w.ch.SetWait(func(ctx context.Context, _ time.Duration) error { return ctx.Err() })
	away := fmt.Errorf("away: %w", bot.ErrUnavailable)
	came := w.updates(away, away, away)
	w.srv.Says(an, "việc")
	w.srv.Says(an, "thứ hai")
	if u := w.next(came); u.Text != "việc" {
		t.Errorf("%+v", u)
	}
	if u := w.next(came); u.Text != "thứ hai" {
		t.Errorf("%+v", u)
	}
}

// TestPollFailures: pages, cuts and a refused token never end polling.
func TestPollFailures(t *testing.T) {
	for name, f := range map[string]zalobottest.Fault{
		"page": {Page: 502, Times: 3}, "cut": {Times: 3}, "429": {Code: 429, Times: 3}, "408 in the body": {Method: "getUpdates", Code: 408, InBody: true, Times: 3},
		"401": {Code: 401, Times: 2, Description: "Unauthorized"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, zalobottest.Options{}, nil)
			w.ch.SetWait(func(ctx context.Context, _ time.Duration) error { return ctx.Err() })
			w.srv.Inject(f)
			came := w.updates()
			w.srv.Says(an, "a")
			if u := w.next(came); u.Text != "a" {
				t.Errorf("%+v", u)
			}
			if told := w.alerted("ZALO_BOT_TOKEN"); told != (f.Code == 401) {
				t.Errorf("owners told: %t", told)
			}
		})
	}
}

func TestSendErrors(t *testing.T) {
	tests := []struct {
		name    string
		prepare func(*world)
		want    bot.SendError
	}{
		{"rate", func(w *world) { w.srv.Inject(zalobottest.Fault{Method: "sendMessage", Code: 429}) }, bot.SendError{Kind: bot.SendRate, Global: true, After: time.Minute, Reason: "Zalo Bot yêu cầu gửi chậm lại"}},
		{"quota", func(w *world) {
			w.srv.Inject(zalobottest.Fault{Method: "sendMessage", Code: 429, Description: "Quota exceeded"})
		}, bot.SendError{Kind: bot.SendRate, Global: true, After: time.Hour, Reason: "Zalo Bot đã hết hạn mức tin của tháng"}},
		{"blocked", func(w *world) { w.srv.Block(an) }, bot.SendError{Kind: bot.SendBlocked, Reason: "người nhận chưa mở trò chuyện với Zalo Bot hoặc đã chặn"}},
		{"unknown chat", func(*world) {}, bot.SendError{Kind: bot.SendBlocked, Reason: "người nhận chưa mở trò chuyện với Zalo Bot hoặc đã chặn"}},
		{"token", func(w *world) { w.srv.Inject(zalobottest.Fault{Code: 401}) }, bot.SendError{Kind: bot.SendFatal, Reason: "nền tảng Zalo Bot từ chối mã của bot"}},
		{"token by 404", func(w *world) { w.srv.Inject(zalobottest.Fault{Code: 404}) }, bot.SendError{Kind: bot.SendFatal, Reason: "nền tảng Zalo Bot từ chối mã của bot"}},
		{"page for a bad token", func(w *world) { w.srv.Revoke() }, bot.SendError{Kind: bot.SendTemporary, Reason: "máy chủ Zalo Bot trả lời bất thường"}},
		{"bad request", func(w *world) { w.srv.Inject(zalobottest.Fault{Method: "sendMessage", Code: 400, InBody: true}) }, bot.SendError{Kind: bot.SendInvalid, Reason: "Zalo Bot không nhận nội dung này"}},
		{"server error", func(w *world) { w.srv.Inject(zalobottest.Fault{Method: "sendMessage", Page: 502}) }, bot.SendError{Kind: bot.SendTemporary, Unclear: true, Reason: "máy chủ Zalo Bot đang lỗi"}},
		{"cut", func(w *world) { w.srv.Inject(zalobottest.Fault{Method: "sendMessage", After: true}) }, bot.SendError{Kind: bot.SendTemporary, Unclear: true, Reason: "không kết nối được tới Zalo Bot"}},
		{"away", func(w *world) { w.srv.Close() }, bot.SendError{Kind: bot.SendTemporary, Reason: "không kết nối được tới Zalo Bot"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, zalobottest.Options{}, nil)
			if tt.name != "unknown chat" {
				w.srv.Says(an, "chào")
			}
			tt.prepare(w)
			_, err := w.ch.Send(w.ctx, anChat, bot.Message{Text: "Nhắc việc"})
			var got *bot.SendError
			if !errors.As(err, &got) || got.Err == nil {
				t.Fatalf("%v", err)
			}
			for e := err; e != nil; e = errors.Unwrap(e) {
				if zalobottest.HoldsToken(fmt.Sprintf("%v %+v %#v", e, e, e)) {
					t.Errorf("the error holds the token: %#v", e)
				}
			}
			plain := *got
			plain.Err = nil
			if plain != tt.want {
				t.Errorf("got  %+v\nwant %+v", plain, tt.want)
			}
		})
	}
}

// TestQuotaIsWatched: the owners hear of it at four fifths and at the end, each once; a new month begins at 0.
func TestQuotaIsWatched(t *testing.T) {
	w := newWorld(t, zalobottest.Options{Quota: 10}, func(c *zalobot.Config) { c.Quota = 10 })
	w.srv.Says(an, "chào")
	told := ""
	for i := range 12 {
		_, err := w.ch.Send(w.ctx, anChat, bot.Message{Text: fmt.Sprint("tin ", i)})
		if e := bot.AsSendError(err); i >= 10 && (e.Kind != bot.SendRate || e.After != time.Hour) || i < 10 && err != nil {
			t.Errorf("message %d: %v", i, err)
		}
		if w.alerted("của tháng này") {
			told += fmt.Sprint(i+1, " ")
		}
	}
	if told != "8 10 " {
		t.Errorf("told at %s, want 8 and 10", told)
	}
	if n, err := w.ch.Sent(w.ctx); n != 10 || err != nil {
		t.Errorf("%d counted, %v", n, err)
	}
	w.advance(8 * 24 * time.Hour) // December
	if n, _ := w.ch.Sent(w.ctx); n != 0 {
		t.Errorf("%d in a new month", n)
	}
}

func TestLongText(t *testing.T) {
	w := newWorld(t, zalobottest.Options{}, nil)
	w.srv.Says(an, "chào")
	m := bot.Message{Text: strings.Repeat("Rà soát thủ tục hành chính, báo cáo kết quả.\n", 100), Buttons: [][]bot.Button{{{Label: "Xong", Action: "a"}}}}
	w.srv.Inject(zalobottest.Fault{Method: "sendMessage", Page: 404, Times: 1})
	for range 2 {
		_, _ = w.ch.Send(w.ctx, anChat, m)
	}
	parts := w.srv.Messages(an)
	if len(parts) != 3 || !strings.HasSuffix(parts[2].Text, "1. Xong\n\n(3/3)") {
		t.Errorf("%d parts, the last ends %q", len(parts), parts[len(parts)-1].Text[len(parts[len(parts)-1].Text)-40:])
	}
	if _, err := w.ch.Send(w.ctx, anChat, bot.Message{Text: "Báo cáo", File: &bot.File{Name: "bc.pdf", Bytes: []byte("x")}}); err != nil {
		t.Error(err)
	}
	if all := w.srv.Messages(an); !strings.Contains(all[len(all)-1].Text, "bc.pdf") || strings.Contains(all[len(all)-1].Text, "Trả lời") {
		t.Errorf("%q", all[len(all)-1].Text)
	}
}

// TestGroup: in a group what is said is not private.
func TestGroup(t *testing.T) {
	w := newWorld(t, zalobottest.Options{}, nil)
	came := w.updates()
	w.srv.SaysInGroup("g1", an, "/trogiup")
	if u := w.next(came); u.Private || u.Chat.ID != "g1" || u.User.ID != an || u.Command != "trogiup" {
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
		{"short secret", func(c *zalobot.Config) { c.WebhookURL, c.WebhookSecret = "https://a.vn", "1234567" }, "8 to 256"},
		{"long secret", func(c *zalobot.Config) { c.WebhookURL, c.WebhookSecret = "https://a.vn", strings.Repeat("a", 257) }, "8 to 256"},
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

func FuzzEvent(f *testing.F) {
	f.Add(`{"event_name":"message.text.received","message":{"from":{"id":1},"chat":{"id":"c","chat_type":"PRIVATE"},"text":"a","message_id":"m","date":1}}`)
	f.Add(`{"ok":true,"result":[{}]}`)
	f.Add(`[[[]]]`)
	f.Fuzz(func(t *testing.T, body string) { zalobot.CheckEvent(t, []byte(body)) })
}
