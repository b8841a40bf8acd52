package zalobot_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/zalobottest"
	"github.com/motcua/motcua/bot/zalobot"
)

func TestEvents(t *testing.T) {
	from := `"from":{"id":"p1","display_name":"Ted"},"chat":{"id":"` + an + `","chat_type":"PRIVATE"}`
	tests := []struct {
		name, body string
		want       bot.Update // zero Kind: ignored
	}{
		{"command", `{"event_name":"message.text.received","message":{` + from +
			`,"text":"/LIENKET 123456","message_id":"m","date":"1750316131602"}}`,
			bot.Update{Kind: bot.KindCommand, Command: "lienket", Payload: "123456", Text: "/LIENKET 123456"}},
		{"image", `{"ok":true,"result":{"event_name":"message.image.received","message":{` + from +
			`,"photo_url":"https://a/p.jpg","caption":"giấy này","message_id":"m"}}}`,
			bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachPhoto, Text: "giấy này"}},
		{"voice", `{"event_name":"message.voice.received","message":{` + from + `,"message_id":"m"}}`,
			bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachVoice}},
		{"sticker", `{"event_name":"message.sticker.received","message":{` + from + `,"message_id":"m"}}`,
			bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachSticker}},
		{"protected person", `{"event_name":"message.unsupported.received","message":{` + from + `,"message_id":"m"}}`,
			bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachOther}},
		{"list", `[{"event_name":"message.text.received","message":{` + from + `,"text":"a","message_id":77}}]`,
			bot.Update{Kind: bot.KindText, Text: "a"}},
		{"list in its wrapper", `{"ok":true,"result":[{"event_name":"message.text.received","message":{` + from +
			`,"text":"a","message_id":"m"}}]}`, bot.Update{Kind: bot.KindText, Text: "a"}},
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
			got := bot.Update{Kind: u.Kind, Text: u.Text, Command: u.Command, Payload: u.Payload,
				Attachment: u.Attachment}
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

// TestOnlyAPrivateChatIsPrivate: rights are exercised only there, so a kind of chat that we do not know is none.
func TestOnlyAPrivateChatIsPrivate(t *testing.T) {
	w := newWorld(t, zalobottest.Options{}, func(c *zalobot.Config) {
		c.WebhookURL, c.WebhookSecret = "https://motcua.example.vn", "mot-bi-mat-dai"
	})
	came := w.updates()
	if err := w.srv.WaitCalls(w.ctx, "setWebhook", 1); err != nil {
		t.Fatal(err)
	}
	for i, tt := range []struct {
		kind string
		want bool
	}{{`"PRIVATE"`, true}, {`"private"`, true}, {`"GROUP"`, false}, {`"COMMUNITY"`, false}, {`""`, false}, {`null`, false}} {
		body := fmt.Sprintf(`{"event_name":"message.text.received","message":{"from":{"id":"p1"},"chat":{"id":"c1","chat_type":%s},`+
			`"text":"a","message_id":"k%d"}}`, tt.kind, i)
		if code := w.post("mot-bi-mat-dai", body); code != http.StatusOK {
			t.Fatalf("status %d", code)
		}
		if u := w.next(came); u.Private != tt.want {
			t.Errorf("chat_type %s: private %t", tt.kind, u.Private)
		}
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
	hook := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter,
		r *http.Request) {
		w.ch.ServeHTTP(rw, r)
	}))
	defer hook.Close()
	ch, err := zalobot.New(zalobot.Config{Token: zalobottest.Token, APIURL: w.srv.URL(), State: w.state,
		WebhookURL: hook.URL, WebhookSecret: "mot-bi-mat-dai",
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

// TestNothingLostWhileStateIsAway: what the platform returned is kept until it is committed.
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
		"page": {Page: 502, Times: 3}, "cut": {Times: 3}, "429": {Code: 429, Times: 3},
		"408 in the body": {Method: "getUpdates", Code: 408, InBody: true, Times: 3},
		"401":             {Code: 401, Times: 2, Description: "Unauthorized"},
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
			if alerted := w.alerted("ZALO_BOT_TOKEN"); alerted != (f.Code == 401) {
				t.Errorf("owners alerted: %t", alerted)
			}
		})
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

func FuzzEvent(f *testing.F) {
	f.Add(`{"event_name":"message.text.received","message":{"from":{"id":1},"chat":{"id":"c","chat_type":"PRIVATE"},"text":"a","message_id":"m","date":1}}`)
	f.Add(`{"ok":true,"result":[{}]}`)
	f.Add(`[[[]]]`)
	f.Fuzz(func(t *testing.T, body string) { zalobot.CheckEvent(t, []byte(body)) })
}
