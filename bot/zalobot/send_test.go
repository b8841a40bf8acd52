package zalobot_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/zalobottest"
	"github.com/motcua/motcua/bot/zalobot"
)

func TestSendErrors(t *testing.T) {
	tests := []struct {
		name    string
		prepare func(*world)
		want    bot.SendError
	}{
		{"rate", func(w *world) { w.srv.Inject(zalobottest.Fault{Method: "sendMessage", Code: 429}) },
			bot.SendError{Kind: bot.SendRate, Global: true, After: time.Minute,
				Reason: "Zalo Bot yêu cầu gửi chậm lại"}},
		{"quota", func(w *world) {
			w.srv.Inject(zalobottest.Fault{Method: "sendMessage", Code: 429, Description: "Quota exceeded"})
		}, bot.SendError{Kind: bot.SendRate, Global: true, After: time.Hour,
			Reason: "Zalo Bot đã hết hạn mức tin của tháng"}},
		{"blocked", func(w *world) { w.srv.Block(an) },
			bot.SendError{Kind: bot.SendBlocked, Reason: "người nhận chưa mở trò chuyện với Zalo Bot hoặc đã chặn"}},
		{"unknown chat", func(*world) {}, bot.SendError{Kind: bot.SendBlocked,
			Reason: "người nhận chưa mở trò chuyện với Zalo Bot hoặc đã chặn"}},
		{"token", func(w *world) { w.srv.Inject(zalobottest.Fault{Code: 401}) },
			bot.SendError{Kind: bot.SendFatal, Reason: "nền tảng Zalo Bot từ chối mã của bot"}},
		{"token by 404", func(w *world) { w.srv.Inject(zalobottest.Fault{Code: 404}) },
			bot.SendError{Kind: bot.SendFatal, Reason: "nền tảng Zalo Bot từ chối mã của bot"}},
		{"page for a bad token", func(w *world) { w.srv.Revoke() },
			bot.SendError{Kind: bot.SendTemporary, Reason: "máy chủ Zalo Bot trả lời bất thường"}},
		{"bad request", func(w *world) {
			w.srv.Inject(zalobottest.Fault{Method: "sendMessage", Code: 400,
				InBody: true})
		}, bot.SendError{Kind: bot.SendInvalid, Reason: "Zalo Bot không nhận nội dung này"}},
		{"server error", func(w *world) { w.srv.Inject(zalobottest.Fault{Method: "sendMessage", Page: 502}) },
			bot.SendError{Kind: bot.SendTemporary, Unclear: true, Reason: "máy chủ Zalo Bot đang lỗi"}},
		{"cut", func(w *world) { w.srv.Inject(zalobottest.Fault{Method: "sendMessage", After: true}) },
			bot.SendError{Kind: bot.SendTemporary, Unclear: true, Reason: "không kết nối được tới Zalo Bot"}},
		{"away", func(w *world) { w.srv.Close() },
			bot.SendError{Kind: bot.SendTemporary, Reason: "không kết nối được tới Zalo Bot"}},
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
	alerts := ""
	for i := range 12 {
		_, err := w.ch.Send(w.ctx, anChat, bot.Message{Text: fmt.Sprint("tin ", i)})
		if e := bot.AsSendError(err); i >= 10 && (e.Kind != bot.SendRate || e.After != time.Hour) || i < 10 &&
			err != nil {
			t.Errorf("message %d: %v", i, err)
		}
		if w.alerted("của tháng này") {
			alerts += fmt.Sprint(i+1, " ")
		}
	}
	if alerts != "8 10 " {
		t.Errorf("alerts at %s, want 8 and 10", alerts)
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
	m := bot.Message{Text: strings.Repeat("Rà soát thủ tục hành chính, báo cáo kết quả.\n", 100),
		Buttons: [][]bot.Button{{{Label: "Xong", Action: "a"}}}}
	w.srv.Inject(zalobottest.Fault{Method: "sendMessage", Page: 404, Times: 1})
	for range 2 {
		_, _ = w.ch.Send(w.ctx, anChat, m)
	}
	parts := w.srv.Messages(an)
	if len(parts) != 3 || !strings.HasSuffix(parts[2].Text, "1. Xong\n\n(3/3)") {
		t.Errorf("%d parts, the last ends %q", len(parts), parts[len(parts)-1].Text[len(parts[len(parts)-1].Text)-40:])
	}
	if _, err := w.ch.Send(w.ctx, anChat, bot.Message{Text: "Báo cáo",
		File: &bot.File{Name: "bc.pdf", Bytes: []byte("x")}}); err != nil {
		t.Error(err)
	}
	if all := w.srv.Messages(an); !strings.Contains(all[len(all)-1].Text, "bc.pdf") ||
		strings.Contains(all[len(all)-1].Text, "Trả lời") {
		t.Errorf("%q", all[len(all)-1].Text)
	}
}
