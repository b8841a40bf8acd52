package handlers_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/zalotest"
	"github.com/motcua/motcua/handlers/people"
)

// TestAnswerBeyondTheWindow: eight days after a question was handed over, the official hears that Zalo takes no answer
// to who asked; what he answers waits, and goes out when that person writes again.
func TestAnswerBeyondTheWindow(t *testing.T) {
	t.Parallel()
	l := newLine(t, lines["zalo"])
	srv := l.side.(onOA).srv //nolint:errcheck,forcetypeassert // lines has it
	const official, citizen = "999", "6142494823"
	l.bot.People.Appointed = []bot.ChatID{{Channel: "zalo", ID: official}}
	reads := func(id string) string {
		t.Helper()
		l.quiet()
		all := srv.Messages(id)
		return all[len(all)-1].Text
	}
	officialSays := func(text string) {
		l.does("(cán bộ) "+text, func() { srv.Says(official, text) })
	}
	officialSays("/start")
	l.says("sao chổi Halley bao giờ quay lại trái đất")
	l.says("sao chổi Halley bao giờ quay lại")
	l.presses("Chuyển câu hỏi tới cán bộ")
	l.now.Add((8*24*time.Hour - 2*time.Hour).Milliseconds())
	officialSays("xin chào") // his own window is open
	before := len(srv.Messages(official))
	l.fires(2 * time.Hour)
	told := srv.Messages(official)[before:]
	if !slices.ContainsFunc(told, func(m zalotest.Message) bool {
		return strings.HasPrefix(m.Text, "Câu trả lời chưa tới được người hỏi. Câu hỏi H-")
	}) {
		t.Fatalf("the official reads %+v\n%s", told, l.log.String())
	}
	officialSays("xong")
	if !srv.PressLabel(official, "Trả lời") {
		t.Fatal("no button to answer")
	}
	l.eventually("asked for the answer",
		func() bool { return strings.Contains(reads(official), "Ông/bà gõ câu trả lời") })
	got := len(srv.Messages(citizen))
	officialSays("Sao chổi Halley quay lại năm 2061.")
	if text := reads(official); !strings.Contains(text, "Hiện chưa gửi được tới người hỏi") {
		t.Errorf("the official reads %q", text)
	}
	if n := len(srv.Messages(citizen)); n != got {
		t.Errorf("%d messages to somebody whom Zalo takes none to", n-got)
	}
	l.says("cảm ơn")
	if !slices.ContainsFunc(srv.Messages(citizen)[got:], func(m zalotest.Message) bool {
		return strings.Contains(m.Text, "Sao chổi Halley quay lại năm 2061.")
	}) {
		t.Errorf("the answer did not come when the person wrote:\n%s", l.log.String())
	}
	if letters, err := l.state.DeadLetters(l.ctx, 0, 10); err != nil || len(letters) != 0 {
		t.Errorf("given up: %+v, %v", letters, err)
	}
}

// TestNoticeGoesWhereItCan: a message without an approved form goes past a chat that takes only forms.
func TestNoticeGoesWhereItCan(t *testing.T) {
	o := newAgency(t)
	zl, tg := bot.ChatID{Channel: "zalo", ID: "31"}, bot.ChatID{Channel: "telegram", ID: "31"}
	p := people.Person{ID: "P-1", Name: "Trần Thị Lan", Unit: vanPhong, Chats: []bot.ChatID{zl, tg}, Joined: morning}
	o.bot.People.Reachable = func(_ context.Context, _ bot.Reader, chat bot.ChatID, form string, _ time.Time) (bool,
		string, error) {
		return chat != zl || form == bot.FormReminder, "đã quá 7 ngày", nil
	}
	err := o.state.Update(t.Context(), func(tx bot.Tx) error {
		people.Put(tx, p)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for form, want := range map[string]bot.ChatID{"": tg, bot.FormReminder: zl} {
		if chat, why, err := o.bot.People.ChatFor(t.Context(), o.state, p.ID, form, morning); err != nil ||
			chat != want || why != "" {
			t.Errorf("form %q: %v, %q, %v", form, chat, why, err)
		}
	}
}
