package zalo_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/zalotest"
	"github.com/motcua/motcua/bot/zalo"
)

// TestSign has an event whose signature was computed with other tools.
func TestSign(t *testing.T) {
	body := `{"event_name":"user_send_text","app_id":"2553928453557884079","sender":{"id":"6142494823"},"recipient":{"id":"3662729599332560487"},"message":{"text":"Chào OA","msg_id":"cb31dff1c39642cc1b83"},"timestamp":"1699003881354","user_id_by_app":"979122185046046317"}`
	got := zalo.Sign("2553928453557884079", []byte(body), "1699003881354", "OASECRET")
	if want := "b75aed621b012bc45f51b23c2f4548e66ccbedf3d9d02032b83aefce8214003b"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// post calls the webhook with a body signed by sign.
func (w *world) post(body string, sign func(body []byte) string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, zalo.WebhookPath, strings.NewReader(body))
	r.Header.Set("X-ZEvent-Signature", sign([]byte(body)))
	rec := httptest.NewRecorder()
	w.ch.ServeHTTP(rec, r)
	return rec
}

// textEvent is a message of Lan, made at a time.
func textEvent(at time.Time, id, text string) (body, timestamp string) {
	timestamp = fmt.Sprint(at.UnixMilli())
	return fmt.Sprintf(`{"event_name":"user_send_text","app_id":"%s","sender":{"id":"%s"},"recipient":{"id":"%s"},"message":{"text":%q,"msg_id":"%s"},"timestamp":"%s"}`,
		zalotest.AppID, lan, zalotest.OAID, text, id, timestamp), timestamp
}

func TestSignatures(t *testing.T) {
	tests := []struct {
		name   string
		byOA   bool // setting
		header func(body []byte, ts string) string
		age    time.Duration
		want   int
	}{
		{"with mac=", false, func(b []byte, ts string) string {
			return "mac=" +
				zalo.Sign(zalotest.AppID, b, ts, zalotest.SecretKey)
		}, 0, 200},
		{"bare", false, func(b []byte, ts string) string {
			return zalo.Sign(zalotest.AppID, b, ts,
				zalotest.SecretKey)
		}, 0, 200},
		{"capitals", false, func(b []byte, ts string) string {
			return "mac=" + strings.ToUpper(zalo.Sign(zalotest.AppID, b, ts, zalotest.SecretKey))
		}, 0, 200},
		{"wrong key", false, func(b []byte, ts string) string {
			return "mac=" +
				zalo.Sign(zalotest.AppID, b, ts, zalotest.AppSecret)
		}, 0, 403},
		{"other body", false, func(b []byte, ts string) string {
			return "mac=" + zalo.Sign(zalotest.AppID, append(b, ' '), ts, zalotest.SecretKey)
		}, 0, 403},
		{"none", false, func([]byte, string) string { return "" }, 0, 403},
		{"half", false, func(b []byte, ts string) string {
			return "mac=" + zalo.Sign(zalotest.AppID, b, ts, zalotest.SecretKey)[:32]
		}, 0, 403},
		{"by the account's id", false, func(b []byte,
			ts string) string {
			return "mac=" + zalo.Sign(zalotest.OAID, b, ts, zalotest.SecretKey)
		}, 0, 403},
		{"by the account's id, allowed", true, func(b []byte,
			ts string) string {
			return "mac=" + zalo.Sign(zalotest.OAID, b, ts, zalotest.SecretKey)
		}, 0, 200},
		{"last retry", false, func(b []byte, ts string) string {
			return "mac=" +
				zalo.Sign(zalotest.AppID, b, ts, zalotest.SecretKey)
		}, 2 * time.Hour, 200},
		{"replayed the next day", false, func(b []byte,
			ts string) string {
			return "mac=" + zalo.Sign(zalotest.AppID, b, ts, zalotest.SecretKey)
		}, 25 * time.Hour,
			403},
		{"from the future", false, func(b []byte,
			ts string) string {
			return "mac=" + zalo.Sign(zalotest.AppID, b, ts, zalotest.SecretKey)
		}, -25 * time.Hour,
			403},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, zalotest.Options{}, func(c *zalo.Config) { c.SignByOA = tt.byOA })
			in := newInbox()
			w.receive(in.deliver)
			body, ts := textEvent(morning.Add(-tt.age), "m1", "Chào OA")
			if rec := w.post(body, func(b []byte) string { return tt.header(b, ts) }); rec.Code != tt.want {
				t.Errorf("status %d, want %d: %s", rec.Code, tt.want, rec.Body)
			}
			if got := len(in.updates) == 1; got != (tt.want == 200) {
				t.Errorf("delivered %t", got)
			}
			refused := tt.want == 403 && tt.age == 0
			if w.alerted("chữ ký") != refused || (w.ch.BadSignatures() == 1) != refused {
				t.Errorf("alerts and count do not fit: %d refused", w.ch.BadSignatures())
			}
		})
	}
}

func TestWebhookRefuses(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, nil)
	body, ts := textEvent(morning, "m1", "Chào OA")
	sign := func(b []byte) string { return "mac=" + zalo.Sign(zalotest.AppID, b, ts, zalotest.SecretKey) }
	if rec := w.post(body, sign); rec.Code != http.StatusServiceUnavailable {
		t.Errorf("before Receive: %d, want 503", rec.Code)
	}
	rec := httptest.NewRecorder()
	w.ch.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, zalo.WebhookPath, nil))
	if rec.Code != http.StatusMethodNotAllowed {
		t.Errorf("GET: %d, want 405", rec.Code)
	}
	if rec := w.post(strings.Repeat(" ", 1<<20+1), sign); rec.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("too large: %d, want 413", rec.Code)
	}
	w.alerted("")
}

// TestRedelivery: what was not committed gets no 200 and comes again; what comes twice is the same update.
func TestRedelivery(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, nil)
	in := newInbox(fmt.Errorf("redis is away: %w", bot.ErrUnavailable), errors.New("again"))
	w.receive(in.deliver)
	id := w.srv.Says(lan, "thủ tục")
	if u := in.next(w); u.ID != id {
		t.Errorf("update %+v", u)
	}
	if err := w.srv.WaitDelivered(w.ctx); err != nil {
		t.Fatal(err)
	}
	stats := w.srv.Stats()
	if stats.Statuses[503] != 2 || stats.Statuses[200] != 1 || stats.Retried != 2 {
		t.Errorf("answers %v", stats.Statuses)
	}
}

// TestSlowDeliver: when the commit takes longer than Zalo waits, it gets an answer in time that makes it send the event
// again.
func TestSlowDeliver(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, nil)
	calls := 0
	w.receive(func(ctx context.Context, _ ...bot.Update) error {
		if calls++; calls > 1 {
			return nil
		}
		if end, ok := ctx.Deadline(); !ok || time.Until(end) > 1900*time.Millisecond {
			t.Error("the commit may take longer than Zalo waits, 2 s")
		}
		<-ctx.Done() // the channel's own limit
		return ctx.Err()
	})
	w.srv.Says(lan, "thủ tục")
	if err := w.srv.WaitDelivered(w.ctx); err != nil {
		t.Fatal(err)
	}
	if stats := w.srv.Stats(); stats.Statuses[503] != 1 || stats.Statuses[0] != 0 || stats.Statuses[200] != 1 {
		t.Errorf("answers %v, want one 503, then 200", stats.Statuses)
	}
}

func TestEvents(t *testing.T) {
	text := func(s string) string {
		return fmt.Sprintf(`"sender":{"id":"%s"},"recipient":{"id":"1"},"message":{"text":%q,"msg_id":"m1"}`, lan, s)
	}
	tests := []struct {
		name, event, fields string
		want                bot.Update // of what is compared; zero Kind: ignored
	}{
		{"text", "user_send_text", text("khai sinh"), bot.Update{ID: "m1", Kind: bot.KindText, Text: "khai sinh"}},
		{"number ids", "user_send_text", `"sender":{"id":6142494823},"message":{"text":"a","msg_id":77}`,
			bot.Update{ID: "77", Kind: bot.KindText, Text: "a"}},
		{"command", "user_send_text", text("/LIENKET 123456"),
			bot.Update{ID: "m1", Kind: bot.KindCommand, Command: "lienket", Payload: "123456",
				Text: "/LIENKET 123456"}},
		{"button", "user_send_text", text("#mc:ans:khai-sinh:fee"),
			bot.Update{ID: "m1", Kind: bot.KindAction, Action: "ans:khai-sinh:fee"}},
		{"forged button with a space", "user_send_text", text("#mc:a b"),
			bot.Update{ID: "m1", Kind: bot.KindText, Text: "#mc:a b"}},
		{"forged button too long", "user_send_text", text("#mc:" + strings.Repeat("a", 201)),
			bot.Update{ID: "m1", Kind: bot.KindText, Text: "#mc:" + strings.Repeat("a", 201)}},
		{"empty button", "user_send_text", text("#mc:"), bot.Update{ID: "m1", Kind: bot.KindText, Text: "#mc:"}},
		{"another prefix", "user_send_text", text("#cchc:tt"),
			bot.Update{ID: "m1", Kind: bot.KindText, Text: "#cchc:tt"}},
		{"click event", "user_click_button", `"sender":{"id":"6142494823"},"message":{"payload":"#mc:help","msg_id":"m1"}`, bot.Update{ID: "m1", Kind: bot.KindAction, Action: "help"}},
		{"image", "user_send_image", text("ảnh này"),
			bot.Update{ID: "m1", Kind: bot.KindAttachment, Attachment: bot.AttachPhoto, Text: "ảnh này"}},
		{"sticker", "user_send_sticker", text(""),
			bot.Update{ID: "m1", Kind: bot.KindAttachment, Attachment: bot.AttachSticker}},
		{"audio", "user_send_audio", text(""), bot.Update{ID: "m1", Kind: bot.KindAttachment,
			Attachment: bot.AttachVoice}},
		{"video", "user_send_video", text(""), bot.Update{ID: "m1", Kind: bot.KindAttachment,
			Attachment: bot.AttachVideo}},
		{"file", "user_send_file", text(""), bot.Update{ID: "m1", Kind: bot.KindAttachment,
			Attachment: bot.AttachFile}},
		{"gif", "user_send_gif", text(""), bot.Update{ID: "m1", Kind: bot.KindAttachment, Attachment: bot.AttachPhoto}},
		{"location", "user_send_location", text(""),
			bot.Update{ID: "m1", Kind: bot.KindAttachment, Attachment: bot.AttachLocation}},
		{"location with its point", "user_send_location",
			`"sender":{"id":"6142494823"},"message":{"msg_id":"m1","attachments":[{"type":"location","payload":{"coordinates":{"latitude":"20.5","longitude":106.01}}}]}`,
			bot.Update{ID: "m1", Kind: bot.KindAttachment, Attachment: bot.AttachLocation,
				Location: &bot.Location{Lat: 20.5, Lon: 106.01}}},
		{"attachments of another form", "user_send_text",
			`"sender":{"id":"6142494823"},"message":{"text":"a","msg_id":"m1","attachments":{"payload":"x"}}`,
			bot.Update{ID: "m1", Kind: bot.KindText, Text: "a"}},
		{"card", "user_send_business_card", text(""),
			bot.Update{ID: "m1", Kind: bot.KindAttachment, Attachment: bot.AttachContact}},
		{"link", "user_send_link", text("https://a.vn"),
			bot.Update{ID: "m1", Kind: bot.KindText, Text: "https://a.vn"}},
		{"link without text", "user_send_link", text(""),
			bot.Update{ID: "m1", Kind: bot.KindAttachment, Attachment: bot.AttachOther}},
		{"follow", "follow", `"oa_id":"1","follower":{"id":"6142494823"}`,
			bot.Update{ID: "follow:6142494823:TS", Kind: bot.KindJoined}},
		{"unfollow", "unfollow", `"oa_id":"1","follower":{"id":"6142494823"}`,
			bot.Update{ID: "unfollow:6142494823:TS", Kind: bot.KindLeft}},
		{"echo", "oa_send_text", `"sender":{"id":"1"},"recipient":{"id":"6142494823"},"message":{"text":"a","msg_id":"m1"}`, bot.Update{}},
		{"seen", "user_seen_message", text(""), bot.Update{}},
		{"group", "user_send_group_text", text("a"), bot.Update{}},
		{"unknown", "user_dances", text("a"), bot.Update{}},
		{"no sender", "user_send_text", `"message":{"text":"a","msg_id":"m1"}`, bot.Update{}},
		{"odd shape", "user_send_text", `"sender":"x"`, bot.Update{}},
	}
	w := newWorld(t, zalotest.Options{}, nil)
	in := newInbox()
	w.receive(in.deliver)
	w.srv.Follow(lan)
	in.next(w)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ts := fmt.Sprint(morning.UnixMilli())
			body := fmt.Sprintf(`{"event_name":%q,%s,"timestamp":%s}`, tt.event, tt.fields, ts)
			if rec := w.post(body, func(b []byte) string {
				return zalo.Sign(zalotest.AppID, b, ts,
					zalotest.SecretKey)
			}); rec.Code != http.StatusOK {
				t.Fatalf("status %d", rec.Code)
			}
			if tt.want.Kind == "" {
				if len(in.came) > 0 {
					t.Errorf("delivered %+v", <-in.came)
				}
				return
			}
			u := in.next(w)
			got := bot.Update{ID: u.ID, Kind: u.Kind, Text: u.Text, Command: u.Command, Payload: u.Payload,
				Action: u.Action, Attachment: u.Attachment}
			if at := tt.want.Location; (at == nil) != (u.Location == nil) || at != nil && *at != *u.Location {
				t.Errorf("location %v, want %v", u.Location, at)
			}
			tt.want.Location = nil
			tt.want.ID = strings.ReplaceAll(tt.want.ID, "TS", ts)
			if got != tt.want || u.Chat != lanChat || u.User.ID != lan || !u.Private ||
				u.User.Name != "người dùng Zalo …4823" {
				t.Errorf("got  %+v\nwant %+v", u, tt.want)
			}
		})
	}
	if log := w.book.String(); !strings.Contains(log, "user_dances") || strings.Contains(log, "khai sinh") {
		t.Errorf("want unknown events named in the log, and nobody's words:\n%s", log)
	}
}

func FuzzEvent(f *testing.F) {
	f.Add(`{"event_name":"user_send_text","sender":{"id":"1"},"message":{"text":"#mc:a","msg_id":"m"},"timestamp":"1"}`)
	f.Add(`{"event_name":"follow","follower":{"id":null},"timestamp":1e9}`)
	f.Add(`{"message":[]}`)
	f.Fuzz(func(t *testing.T, body string) {
		zalo.CheckEvent(t, []byte(body))
	})
}

// TestForgersDoNotFillTheLog: each wrong signature is refused and counted, one a minute stands in the log.
func TestForgersDoNotFillTheLog(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, nil)
	w.receive(newInbox().deliver)
	lines := func() int { return strings.Count(w.book.String(), "wrong signature") }
	forge := func(n int) {
		t.Helper()
		for i := range n {
			body, _ := textEvent(w.clock.now(), fmt.Sprint("f", i), "Chào OA")
			if rec := w.post(body, func([]byte) string { return "mac=00" }); rec.Code != http.StatusForbidden {
				t.Fatalf("status %d", rec.Code)
			}
		}
	}
	if forge(50); lines() != 1 || w.ch.BadSignatures() != 50 {
		t.Errorf("%d lines for %d forged events, want 1 for 50", lines(), w.ch.BadSignatures())
	}
	w.clock.advance(time.Minute)
	if forge(5); lines() != 2 {
		t.Errorf("a minute later: %d lines, want 2", lines())
	}
}
