package handlers_test

import (
	"context"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/memstate"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/lexicon"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/answers"
)

// TestFollowUpsOnTheRealBase talks with the base that is shipped: a follow-up stays with its subject however many other
// entries its words could belong to, and a new subject is a new subject.
func TestFollowUpsOnTheRealBase(t *testing.T) {
	lex, err := search.ParseLexicon(lexicon.Files)
	if err != nil {
		t.Fatal(err)
	}
	lib, _ := content.Load(content.Embedded())
	know := answers.NewKnowledge(lib, lex)
	now := morning
	state := memstate.New(func() time.Time { return now })
	h := handlers.New(handlers.Config{Knowledge: func() *answers.Knowledge { return know }, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)})
	d := &bot.Dispatcher{State: state, Handler: h, Apology: handlers.Apology, Log: slog.New(slog.DiscardHandler)}
	seen := 0
	for i, turn := range []struct{ says, reads string }{
		{"lam giay khai sinh cho con can gi", "Đăng ký khai sinh – Hồ sơ"},
		{"còn nếu cha mẹ chưa kết hôn?", "Cha mẹ chưa đăng ký kết hôn"},
		{"thế lệ phí bao nhiêu?", "Đăng ký khai sinh – Lệ phí"},
		{"mất bao lâu", "Đăng ký khai sinh – Thời hạn"},
		{"nop o dau", "Đăng ký khai sinh – Nơi nộp"},
		{"đăng ký tạm trú thì sao", "Đăng ký tạm trú"},
		{"online duoc ko", "Đăng ký tạm trú – Nộp trực tuyến"},
		{"con le phi", "Đăng ký tạm trú – Lệ phí"},
		{"nộp hôm nay thì bao giờ có", "Ngày hẹn trả"},
		{"thế đăng ký khai tử thì sao", "Đăng ký khai tử"},
		{"căn cứ vào luật nào", "Đăng ký khai tử – Căn cứ"},
	} {
		now = now.Add(20 * time.Second)
		chat := bot.ChatID{Channel: "web", ID: "1"}
		if err := d.Deliver(context.Background(), bot.Update{ID: strconv.Itoa(i), Kind: bot.KindText, Chat: chat, Private: true, Text: turn.says, At: now}); err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for _, o := range state.Queue()[seen:] {
			text.WriteString(o.Message.Text + "\n")
		}
		seen = len(state.Queue())
		if !strings.Contains(text.String(), turn.reads) {
			t.Errorf("%q: want %q in:\n%s", turn.says, turn.reads, text.String())
		}
	}
}
