package telegram_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/telegramtest"
	"github.com/motcua/motcua/bot/telegram"
)

func TestSendErrors(t *testing.T) {
	tests := []struct {
		name  string
		fault telegramtest.Fault
		want  bot.SendError
	}{
		{"blocked", telegramtest.Fault{Code: 403, Text: "Forbidden: bot was blocked by the user"},
			bot.SendError{Kind: bot.SendBlocked, Reason: "người nhận đã chặn bot"}},
		{"deactivated", telegramtest.Fault{Code: 403, Text: "Forbidden: user is deactivated"},
			bot.SendError{Kind: bot.SendBlocked, Reason: "tài khoản người nhận đã bị xóa"}},
		{"kicked", telegramtest.Fault{Code: 403, Text: "Forbidden: bot was kicked from the supergroup chat"},
			bot.SendError{Kind: bot.SendBlocked, Reason: "bot không còn trong nhóm"}},
		{"never started", telegramtest.Fault{Code: 403, Text: "Forbidden: bot can't initiate conversation with a user"},
			bot.SendError{Kind: bot.SendBlocked, Reason: "người nhận chưa mở trò chuyện với bot"}},
		{"unknown chat", telegramtest.Fault{Code: 400, Text: "Bad Request: chat not found"},
			bot.SendError{Kind: bot.SendBlocked, Reason: "người nhận chưa mở trò chuyện với bot"}},
		{"no rights", telegramtest.Fault{Code: 400, Text: "Bad Request: not enough rights to send text messages to " +
			"the chat"}, bot.SendError{Kind: bot.SendBlocked,
			Reason: "bot không có quyền gửi vào cuộc trò chuyện này"}},
		{"bad markup", telegramtest.Fault{Code: 400, Text: "Bad Request: can't parse entities: Unclosed start tag at " +
			"byte offset 3"}, bot.SendError{Kind: bot.SendInvalid, Reason: "Telegram không nhận nội dung này"}},
		{"too large", telegramtest.Fault{Code: 413, Text: "Request Entity Too Large"},
			bot.SendError{Kind: bot.SendInvalid, Reason: "Telegram không nhận nội dung này"}},
		{"rate of seconds", telegramtest.Fault{RetryAfter: 7},
			bot.SendError{Kind: bot.SendRate, After: 7 * time.Second, Reason: "Telegram yêu cầu gửi chậm lại"}},
		{"rate of hours", telegramtest.Fault{RetryAfter: 30_000},
			bot.SendError{Kind: bot.SendRate, After: 30_000 * time.Second, Reason: "Telegram yêu cầu gửi chậm lại"}},
		{"migrated", telegramtest.Fault{Code: 400, Text: "Bad Request: group chat was upgraded to a supergroup chat",
			MigrateTo: -1001234567890},
			bot.SendError{Kind: bot.SendMoved, MovedTo: bot.ChatID{Channel: "telegram", ID: "-1001234567890"},
				Reason: "nhóm đã chuyển sang mã mới"}},
		{"revoked", telegramtest.Fault{Code: 401, Text: "Unauthorized"},
			bot.SendError{Kind: bot.SendFatal, Reason: "Telegram từ chối token của bot"}},
		{"not found", telegramtest.Fault{Code: 404, Text: "Not Found"},
			bot.SendError{Kind: bot.SendFatal, Reason: "Telegram từ chối token của bot"}},
		{"server error", telegramtest.Fault{Code: 500, Text: "Internal Server Error"},
			bot.SendError{Kind: bot.SendTemporary, Unclear: true, Reason: "máy chủ Telegram đang lỗi"}},
		{"gateway's page", telegramtest.Fault{Kind: telegramtest.FaultHTML},
			bot.SendError{Kind: bot.SendTemporary, Unclear: true, Reason: "máy chủ Telegram đang lỗi"}},
		{"gateway's page with 404", telegramtest.Fault{Kind: telegramtest.FaultHTML, Code: 404},
			bot.SendError{Kind: bot.SendTemporary, Reason: "máy chủ Telegram trả lời bất thường"}},
		{"gateway's page with 403", telegramtest.Fault{Kind: telegramtest.FaultHTML, Code: 403},
			bot.SendError{Kind: bot.SendTemporary, Reason: "máy chủ Telegram trả lời bất thường"}},
		{"reset", telegramtest.Fault{Kind: telegramtest.FaultReset},
			bot.SendError{Kind: bot.SendTemporary, Unclear: true, Reason: "không kết nối được tới Telegram"}},
		{"reset after acceptance", telegramtest.Fault{Kind: telegramtest.FaultResetAfter},
			bot.SendError{Kind: bot.SendTemporary, Unclear: true, Reason: "không kết nối được tới Telegram"}},
	}
	for _, upload := range []bool{false, true} {
		for _, tt := range tests {
			t.Run(fmt.Sprintf("%s, upload %t", tt.name, upload), func(t *testing.T) {
				ctx := patience(t)
				srv := telegramtest.New(t, telegramtest.Options{})
				srv.Open(chat)
				srv.Inject(tt.fault)
				ch, _ := newChannel(t, srv, nil)
				m := bot.Message{Text: "Nhắc việc"}
				if upload {
					m.File = &bot.File{Name: "bao-cao.pdf", Type: "application/pdf", Bytes: []byte("%PDF-1.7")}
				}
				_, err := ch.Send(ctx, chatID, m)
				var got *bot.SendError
				if !errors.As(err, &got) {
					t.Fatalf("error %v", err)
				}
				cause := got.Err
				cmp := *got
				cmp.Err = nil
				if cmp != tt.want {
					t.Errorf("got  %+v\nwant %+v", cmp, tt.want)
				}
				if cause == nil || strings.Contains(fmt.Sprintf("%+v %v", cause, err), srv.Token()) {
					t.Errorf("cause %v", cause)
				}
			})
		}
	}
}

// TestErrorsHoldNoToken unwraps every error of a failed network down to its root.
func TestErrorsHoldNoToken(t *testing.T) {
	srv := telegramtest.New(t, telegramtest.Options{})
	ch, _ := newChannel(t, srv, nil)
	srv.Close()
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for name, ctx := range map[string]context.Context{"refused": patience(t), "cancelled": ended} {
		_, err := ch.Send(ctx, chatID, bot.Message{Text: "a"})
		got := bot.AsSendError(err)
		if got.Kind != bot.SendTemporary || got.Unclear {
			t.Errorf("%s: %+v: nothing was sent, so nothing is unclear", name, got)
		}
		for ; err != nil; err = errors.Unwrap(err) {
			if strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, err), srv.Token()) {
				t.Errorf("%s: the error holds the token: %#v", name, err)
			}
		}
	}
}

func TestSendEndsWithItsContext(t *testing.T) {
	srv := telegramtest.New(t, telegramtest.Options{})
	srv.Inject(telegramtest.Fault{Kind: telegramtest.FaultHang})
	ch, _ := newChannel(t, srv, nil)
	ctx, cancel := context.WithCancel(patience(t))
	done := make(chan error, 1)
	go func() {
		_, err := ch.Send(ctx, chatID, bot.Message{Text: "a"})
		done <- err
	}()
	hangs := func(s telegramtest.Stats) bool { return s.Faults[telegramtest.FaultHang] == 1 }
	if err := srv.WaitStats(ctx, hangs); err != nil {
		t.Fatal(err)
	}
	cancel()
	if e := bot.AsSendError(<-done); e.Kind != bot.SendTemporary || !e.Unclear || !errors.Is(e, context.Canceled) {
		t.Errorf("%+v", e)
	}
}

func TestSend(t *testing.T) {
	ctx := patience(t)
	srv := telegramtest.New(t, telegramtest.Options{})
	srv.Open(chat)
	ch, _ := newChannel(t, srv, nil)
	first, err := ch.Send(ctx, chatID, bot.Message{Text: "*Đang gửi* 1/3", Silent: true})
	if err != nil {
		t.Fatal(err)
	}
	m, _ := srv.Next(ctx, chat)
	if m.Text != "Đang gửi 1/3" || m.HTML != "<b>Đang gửi</b> 1/3" || !m.Silent || m.Preview ||
		fmt.Sprint(m.ID) != first.MessageID || first.At.IsZero() {
		t.Errorf("message %+v, receipt %+v", m, first)
	}

	t.Run("edit", func(t *testing.T) {
		for range 2 { // the second is "not modified", which is as good
			r, err := ch.Send(ctx, chatID, bot.Message{Text: "Đã gửi 3/3", Edit: first.MessageID})
			if err != nil || r.MessageID != first.MessageID || r.At.IsZero() {
				t.Fatalf("%+v, %v", r, err)
			}
		}
		if m, _ := srv.Next(ctx, chat); m.Method != "editMessageText" || m.Text != "Đã gửi 3/3" {
			t.Errorf("%+v", m)
		}
		if n := len(srv.Messages(chat)); n != 1 {
			t.Errorf("%d messages", n)
		}
	})
	t.Run("edit of what is gone", func(t *testing.T) {
		before := len(srv.Messages(chat))
		r, err := ch.Send(ctx, chatID, bot.Message{Text: "Sửa tin đã xóa", Edit: "999999"})
		if e := bot.AsSendError(err); err == nil || !e.Gone || e.Kind != bot.SendInvalid || e.Reason == "" {
			t.Fatalf("%+v, %v", r, err)
		}
		if n := len(srv.Messages(chat)) - before; n != 0 {
			t.Errorf("%d new messages", n)
		}
	})
	t.Run("edit of a caption", func(t *testing.T) {
		for _, f := range []bot.File{{Name: "anh.png", Type: "image/png", Bytes: []byte("\x89PNG\r\n\x1a\n1234")},
			{Name: "lich.pdf", Type: "application/pdf", Bytes: []byte("%PDF-1.7")}} {
			sent, err := ch.Send(ctx, chatID, bot.Message{Text: "*Lịch* 2026", File: &f})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := srv.Next(ctx, chat); err != nil {
				t.Fatal(err)
			}
			before := len(srv.Messages(chat))
			for i, known := range []bool{true, false, true} { // told that it is a caption, and finding it out
				text := fmt.Sprintf("*Lịch* 2027, lần %d", i)
				r, err := ch.Send(ctx, chatID, bot.Message{Text: text, Edit: sent.MessageID, Caption: known})
				if err != nil || r.MessageID != sent.MessageID {
					t.Fatalf("%+v, %v", r, err)
				}
				m, _ := srv.Next(ctx, chat)
				if m.Method != "editMessageCaption" || m.HTML != fmt.Sprintf("<b>Lịch</b> 2027, lần %d", i) ||
					m.File == "" {
					t.Errorf("%+v", m)
				}
			}
			if n := len(srv.Messages(chat)) - before; n != 0 {
				t.Errorf("%d new messages", n)
			}
			_, err = ch.Send(ctx, chatID,
				bot.Message{Text: strings.Repeat("a", 1025), Edit: sent.MessageID, Caption: true})
			if e := bot.AsSendError(err); err == nil || e.Kind != bot.SendInvalid {
				t.Errorf("a caption too long: %v", err)
			}
		}
		// What was said to be a caption and is a text is edited all the same.
		r, err := ch.Send(ctx, chatID, bot.Message{Text: "Đã gửi cả", Edit: first.MessageID, Caption: true})
		if m, _ := srv.Next(ctx, chat); err != nil || r.MessageID != first.MessageID || m.Method != "editMessageText" {
			t.Errorf("%+v, %v, %+v", r, err, m)
		}
	})
	t.Run("files", func(t *testing.T) {
		for _, f := range []struct {
			file bot.File
			want string
		}{
			{bot.File{Name: "thống kê.png", Type: "image/png", Bytes: []byte("\x89PNG\r\n\x1a\n1234")}, "sendPhoto"},
			{bot.File{Name: "../bao-cao.pdf", Type: "application/pdf", Bytes: []byte("%PDF-1.7")}, "sendDocument"},
			// refused as a photo
			{bot.File{Name: "hong.png", Type: "image/png", Bytes: []byte("not a picture")}, "sendDocument"},
		} {
			r, err := ch.Send(ctx, chatID, bot.Message{Text: "*Báo cáo*", File: &f.file,
				Buttons: [][]bot.Button{{{Label: "Tải lại", Action: "again"}}}})
			if err != nil {
				t.Fatal(err)
			}
			m, _ := srv.Next(ctx, chat)
			if m.Method != f.want || m.Text != "Báo cáo" || m.Size != len(f.file.Bytes) ||
				m.Find("Tải lại") != "again" || fmt.Sprint(m.ID) != r.MessageID || strings.Contains(m.File, "/") {
				t.Errorf("%+v", m)
			}
		}
	})
	t.Run("file again", func(t *testing.T) {
		body := []byte("\x89PNG\r\n\x1a\n" + strings.Repeat("điểm ảnh", 100))
		send := func(name, text string) telegramtest.Message {
			t.Helper()
			if _, err := ch.Send(ctx, chatID, bot.Message{Text: text,
				File: &bot.File{Name: name, Type: "image/png", Bytes: body}}); err != nil {
				t.Fatal(err)
			}
			m, _ := srv.Next(ctx, chat)
			if m.Text != text || m.Method != "sendPhoto" {
				t.Errorf("%+v", m)
			}
			return m
		}
		for i, uploaded := range []bool{true, false, false} {
			if m := send("lich.png", fmt.Sprint("lần ", i)); (m.Size == len(body)) != uploaded {
				t.Errorf("send %d is of %d bytes, uploaded must be %v", i, m.Size, uploaded)
			}
		}
		if m := send("ten-khac.png", "tên khác"); m.Size != len(body) {
			t.Errorf("under another name: %+v", m)
		}
		srv.ForgetFiles()
		for i, uploaded := range []bool{true, false} {
			if m := send("lich.png", fmt.Sprint("sau khi Telegram quên ", i)); (m.Size == len(body)) != uploaded {
				t.Errorf("send %d after Telegram forgot it is of %d bytes", i, m.Size)
			}
		}
	})
	t.Run("not for us", func(t *testing.T) {
		for _, to := range []bot.ChatID{{Channel: "zalo", ID: "1"}, {Channel: "telegram", ID: "@name"}} {
			if _, err := ch.Send(ctx, to, bot.Message{Text: "a"}); bot.AsSendError(err).Kind != bot.SendInvalid {
				t.Errorf("%v: %v", to, err)
			}
		}
	})
	noViolations(t, srv)
}

func TestLongMessageGoesOnWhereItFailed(t *testing.T) {
	ctx := patience(t)
	clock := newClock()
	srv := telegramtest.New(t, telegramtest.Options{ChatRate: telegramtest.Rate{PerSecond: 1, Burst: 1},
		Now: clock.now})
	srv.Open(chat)
	ch, _ := newChannel(t, srv, nil)
	long := bot.Message{Text: strings.Repeat("Thủ tục đăng ký khai sinh, trình tự thực hiện.\n", 200),
		Buttons: [][]bot.Button{{{Label: "Lệ phí", Action: "fee"}}}}
	sends := 0
	for {
		sends++
		r, err := ch.Send(ctx, chatID, long)
		if err == nil {
			messages := srv.Messages(chat)
			if fmt.Sprint(messages[len(messages)-1].ID) != r.MessageID {
				t.Errorf("receipt %+v is not of the last part", r)
			}
			break
		}
		if e := bot.AsSendError(err); e.Kind != bot.SendRate || sends > 5 {
			t.Fatal(err)
		}
		clock.advance(time.Second)
	}
	messages := srv.Messages(chat)
	if sends != 3 || len(messages) != 3 {
		t.Fatalf("%d sends, %d messages; want 3 parts, each once", sends, len(messages))
	}
	for i, m := range messages {
		if !strings.HasSuffix(m.Text, fmt.Sprintf("(%d/3)", i+1)) || (len(m.Buttons) > 0) != (i == 2) {
			t.Errorf("part %d ends %q, buttons %v", i+1, m.Text[len(m.Text)-20:], m.Buttons)
		}
	}
	clock.advance(10 * time.Second)
	_, err := ch.Send(ctx, chatID, long) // the same words again are a new message
	if e := bot.AsSendError(err); e.Kind != bot.SendRate || len(srv.Messages(chat)) != 4 {
		t.Errorf("%v, %d messages", err, len(srv.Messages(chat)))
	}
}

// manualClock is a time that the test moves.
type manualClock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *manualClock {
	return &manualClock{at: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)}
}

func (c *manualClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *manualClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// TestGlobalRate: several chats that must wait within a second mean the whole bot.
func TestGlobalRate(t *testing.T) {
	ctx := patience(t)
	srv := telegramtest.New(t, telegramtest.Options{})
	srv.Inject(telegramtest.Fault{RetryAfter: 3})
	clock := newClock()
	ch, _ := newChannel(t, srv, func(c *telegram.Config) { c.Now = clock.now })
	send := func(id string) bool {
		_, err := ch.Send(ctx, bot.ChatID{Channel: "telegram", ID: id}, bot.Message{Text: "a"})
		return bot.AsSendError(err).Global
	}
	for _, to := range []string{"1", "1", "1", "2", "3"} {
		if got := send(to); got != (to == "3") {
			t.Errorf("to chat %s: global %v; want it from the third chat on", to, got)
		}
	}
	clock.advance(2 * time.Second)
	if send("4") {
		t.Error("want it forgotten after two seconds")
	}
}
