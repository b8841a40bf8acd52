package handlers_test

import (
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers"
)

// TestEditedQuestion edits a question on the Telegram stand-in: what comes is the answer to the new words.
func TestEditedQuestion(t *testing.T) {
	l := newLine(t, lines["telegram"])
	l.says("lam giay khai sin cho con can gi")
	srv := l.side.(onTG).srv
	mine := 0
	for _, m := range srv.Messages(77) {
		if m.Method == "" {
			mine = m.ID
		}
	}
	l.now.Add(time.Minute.Milliseconds())
	before := len(l.side.reads())
	l.does("(sửa) xin phép xây nhà mất mấy ngày", func() { srv.UserEdits(77, mine, "xin phép xây nhà mất mấy ngày") })
	all := l.side.reads()
	if len(all) != before+1 || !strings.Contains(all[len(all)-1], "ngày làm việc") {
		t.Errorf("the mended question was not answered:\n%s", l.log.String())
	}
}

// TestEditsThatAreNoQuestion: words that were taken for something else, or were followed by others, are not taken
// twice.
func TestEditsThatAreNoQuestion(t *testing.T) {
	c := newTalk(t, handlers.Config{})
	says := func(id, text string, edited bool) int {
		return len(c.does(bot.Update{Kind: bot.KindText, Text: text, MessageID: id, Edited: edited}))
	}
	says("1", "lệ phí khai sinh", false)
	if n := says("1", "lệ phí khai sinh", true); n != 0 {
		t.Errorf("an edit that changes nothing got %d messages", n)
	}
	if n := says("1", "lệ phí khai tử", true); n != 1 {
		t.Errorf("a mended question got %d messages, want 1", n)
	}
	says("2", "đăng ký khai sinh cần gì", false)
	if n := says("1", "lệ phí kết hôn", true); n != 0 {
		t.Errorf("a question of before the last got %d messages", n)
	}
	c.does(bot.Update{Kind: bot.KindCommand, Command: "xacu", Text: "/xacu", MessageID: "3"})
	says("4", "Đồn Xá", false)
	if n := says("4", "Đồn Xá ạ", true); n != 0 {
		t.Errorf("an edited answer to what the bot asked got %d messages", n)
	}
}
