package terminal_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/memstate"
	"github.com/motcua/motcua/bot/terminal"
)

var _ bot.Channel = (*terminal.Channel)(nil)

func clerk(_ context.Context, _ bot.Tx, u bot.Update) ([]bot.Message, error) {
	switch {
	case u.Kind == bot.KindAction:
		return []bot.Message{{Text: "Đã chọn " + u.Action}}, nil
	case u.Kind == bot.KindCommand:
		return []bot.Message{{Text: "Lệnh " + u.Command}}, nil
	case u.Text == "hỏng":
		return nil, errors.New("broken")
	case strings.Contains(u.Text, "khai sinh"):
		return []bot.Message{
			{Text: "*Đăng ký khai sinh*\nNguồn: [Cổng](https://dichvucong.gov.vn)", Buttons: [][]bot.Button{
				{{Label: "Thời hạn", Action: "ans:time"}, {Label: "Lệ phí", Action: "ans:fee"}},
				{{Label: "Nộp trực tuyến", URL: "https://dichvucong.gov.vn/"}},
			}},
			{Text: "Ông/bà đánh giá giúp tôi:", Buttons: [][]bot.Button{{{Label: "Tốt", Action: "rate:5"}}}},
		}, nil
	}
	return []bot.Message{{Text: "Nghe: " + bot.Escape(u.Text)}}, nil
}

// converse feeds the lines to a bot behind a terminal and returns what it wrote once Receive has ended.
func converse(t *testing.T, state *memstate.State, in io.Reader, prompt string) string {
	t.Helper()
	var out bytes.Buffer
	c := terminal.New(terminal.Config{In: in, Out: &out, Prompt: prompt})
	d := &bot.Dispatcher{State: state, Handler: c.Watch(bot.HandlerFunc(clerk)),
		Apology: bot.Message{Text: "Xin lỗi ông/bà."}, Log: slog.New(slog.DiscardHandler)}
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { state.Pump(ctx, c, nil) })
	err := c.Receive(ctx, d.Deliver)
	stop()
	wg.Wait()
	if err != nil {
		t.Error(err)
	}
	return out.String()
}

func TestConversation(t *testing.T) {
	for _, tt := range []struct{ name, in, prompt, want string }{
		{"nothing", "", "", ""},
		{"empty lines", "\n  \n\x1b\n", "", ""},
		{"last line without an end", "xin chào", "", "Trợ lý: Nghe: xin chào\n"},
		{"order of piped lines", "một\nhai\r\nba\n", "", "Trợ lý: Nghe: một\nTrợ lý: Nghe: hai\nTrợ lý: Nghe: ba\n"},
		{"command", "/Start abc\n", "", "Trợ lý: Lệnh start\n"},
		{"numbers go on over messages, links have none", "khai sinh\n3\n3\n", "",
			"Trợ lý: Đăng ký khai sinh\nNguồn: Cổng (https://dichvucong.gov.vn)\n  1. Thời hạn\n  2. Lệ phí\n  → Nộp " +
				"trực tuyến: https://dichvucong.gov.vn/\n" +
				"Trợ lý: Ông/bà đánh giá giúp tôi:\n  3. Tốt\nTrợ lý: Đã chọn rate:5\nTrợ lý: Nghe: 3\n"},
		{"a number that is not offered", "khai sinh\n9\n1\n", "",
			"Trợ lý: Đăng ký khai sinh\nNguồn: Cổng (https://dichvucong.gov.vn)\n  1. Thời hạn\n  2. Lệ phí\n  → Nộp " +
				"trực tuyến: https://dichvucong.gov.vn/\n" +
				"Trợ lý: Ông/bà đánh giá giúp tôi:\n  3. Tốt\nXin ông/bà chọn một số từ 1 đến 3, hoặc gõ câu hỏi.\n" +
				"Trợ lý: Đã chọn ans:time\n"},
		{"apology", "hỏng\nlại\n", "", "Trợ lý: Xin lỗi ông/bà.\nTrợ lý: Nghe: lại\n"},
		{"prompt", "a\n", "Ông/bà: ", "Ông/bà: Trợ lý: Nghe: a\nÔng/bà: \nTạm biệt ông/bà.\n"},
		{"leaves by a word", "a\nThoát\nb\n", "", "Trợ lý: Nghe: a\nTạm biệt ông/bà.\n"},
		{"leaves by a word typed in pieces", "tho\u0061\u0301t\nb\n", "", "Tạm biệt ông/bà.\n"},
		{"invalid UTF-8 and control characters", "a\xff\x1b[31mb\n", "", "Trợ lý: Nghe: a\uFFFD[31mb\n"},
		{"very long", strings.Repeat("ễ", 10001), "", "Trợ lý: Nghe: " + strings.Repeat("ễ", 10000) + "\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, converse(t, memstate.New(nil), strings.NewReader(tt.in),
				tt.prompt)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSecondStartIsNotARepeat(t *testing.T) {
	state := memstate.New(nil)
	for range 2 {
		if got := converse(t, state, strings.NewReader("a\n"), ""); got != "Trợ lý: Nghe: a\n" {
			t.Errorf("%q", got)
		}
	}
}

func TestStateAway(t *testing.T) {
	state := memstate.New(nil)
	state.SetDown(true)
	if got := converse(t, state, strings.NewReader("a\n"), ""); !strings.Contains(got, "Hệ thống đang bận") {
		t.Errorf("%q", got)
	}
}

func TestReceiveEndsWithContext(t *testing.T) {
	r, w := io.Pipe() // a person who types nothing
	defer func() { _ = w.Close() }()
	c := terminal.New(terminal.Config{In: r, Out: io.Discard})
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := c.Receive(ctx, nil); err != nil {
		t.Error(err)
	}
}

func TestBrokenInput(t *testing.T) {
	r, w := io.Pipe()
	_ = w.CloseWithError(errors.New("cut"))
	c := terminal.New(terminal.Config{In: r, Out: io.Discard})
	if err := c.Receive(t.Context(), nil); err == nil {
		t.Error("a broken input went unnoticed")
	}
}

func TestOtherChat(t *testing.T) {
	c := terminal.New(terminal.Config{In: strings.NewReader(""), Out: io.Discard})
	_, err := c.Send(t.Context(), bot.ChatID{Channel: "terminal", ID: "khác"}, bot.Message{Text: "a"})
	if err == nil || bot.AsSendError(err).Kind != bot.SendInvalid {
		t.Errorf("%v", err)
	}
}

// TestScreen: on a screen lines break between words, lists hang, what is weighty is bold, sources are quiet, and long
// addresses stand below.
func TestScreen(t *testing.T) {
	var out bytes.Buffer
	c := terminal.New(terminal.Config{Out: &out, Style: true, Width: func() int { return 30 },
		Lines: func() (string, error) { return "", io.EOF }})
	_, err := c.Send(t.Context(), bot.ChatID{Channel: "terminal", ID: "local"}, bot.Message{
		Text: "*Đăng ký khai sinh*\n- Giấy chứng sinh, bản chính, do cơ sở y tế cấp\n" +
			"Xem [Cổng](https://dichvucong.gov.vn/rat/dai)\n✓ Luật Hộ tịch 2014 · kiểm tra 22/11/2026",
		Buttons: [][]bot.Button{{{Label: "Thời hạn giải quyết của thủ tục này", Action: "ans:time"}}}})
	if err != nil {
		t.Fatal(err)
	}
	const want = "Trợ lý: \x1b[1mĐăng\x1b[0m \x1b[1mký\x1b[0m \x1b[1mkhai\x1b[0m \x1b[1msinh\x1b[0m\n" +
		"- Giấy chứng sinh, bản chính,\n  do cơ sở y tế cấp\nXem Cổng \x1b[2m[1]\x1b[0m\n" +
		"\x1b[2m✓\x1b[0m \x1b[2mLuật\x1b[0m \x1b[2mHộ\x1b[0m \x1b[2mtịch\x1b[0m \x1b[2m2014\x1b[0m \x1b[2m·\x1b[0m " +
		"\x1b[2mkiểm\x1b[0m\n\x1b[2mtra\x1b[0m \x1b[2m22/11/2026\x1b[0m\n" +
		"\x1b[2m  [1] https://dichvucong.gov.vn/rat/dai\x1b[0m\n" +
		"  1. Thời hạn giải quyết của\n     thủ tục này\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}
