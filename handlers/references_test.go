package handlers_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/remind"
)

// echo is randomness that says everything three times: whatever is drawn after it meets what is taken.
type echo struct{ n int }

func (e *echo) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(e.n / 24 >> (5 * (e.n % 8 / 4)) % 31)
		e.n++
	}
	return len(b), nil
}

// TestReferencesNeverMeet: when the same reference is drawn again, another is drawn; nobody's case, reminder, task,
// announcement or person is written over.
func TestReferencesNeverMeet(t *testing.T) {
	c := newTalk(t, handlers.Config{Office: "Bộ phận Một cửa", Owners: []bot.ChatID{owner}, Rand: &echo{},
		Channels: map[string]bot.Limits{"telegram": {Proactive: true}}})
	for _, id := range []string{"11", "12", "13", "14"} {
		c.as(id, func() { busy(c) })
	}
	for i, name := range []string{"Trần Thị Bình", "Lê Văn Cường", "Phạm Thị Dung"} {
		c.joins(fmt.Sprint(20+i), name, "Tư pháp – Hộ tịch")
	}
	ctx := context.Background()
	waiting := map[bot.ChatID]int{}
	for _, ref := range c.state.Keys("case") {
		k, found, err := cases.LoadCase(ctx, c.state, ref)
		if err != nil || !found || k.Ref != ref {
			t.Fatalf("%s: %+v, %v", ref, k, err)
		}
		waiting[k.Chat]++
	}
	reminders := map[bot.ChatID]int{}
	for _, id := range c.state.Keys("reminder") {
		var r remind.Reminder
		if _, err := c.state.Get(ctx, bot.Key{Kind: "reminder", ID: id}, &r); err != nil {
			t.Fatal(err)
		}
		reminders[r.Chat]++
	}
	for _, id := range []string{"11", "12", "13", "14"} {
		chat := bot.ChatID{Channel: "telegram", ID: id}
		if waiting[chat] != 2 || reminders[chat] != 1 {
			t.Errorf("%s has %d cases and %d reminders, want 2 and 1", chat, waiting[chat], reminders[chat])
		}
	}
	if n := len(c.state.Keys("task")); n != 8 {
		t.Errorf("%d tasks for 8 cases", n)
	}
	var names []string
	all, err := people.List(ctx, c.state, people.AllSet)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		names = append(names, p.Name)
	}
	if !slices.Equal(names, []string{"Trần Thị Bình", "Lê Văn Cường", "Phạm Thị Dung"}) {
		t.Errorf("officials: %q", names)
	}
}

// TestReferencesTellNothing: the same update of the same chat gives another reference each time, so that knowing what
// somebody sends is no way to his reference.
func TestReferencesTellNothing(t *testing.T) {
	seen := map[string]bool{}
	for range 3 {
		c := office(t)
		c.bot.People.References.Rand = nil // as in the program
		c.says("thủ đô nước Pháp ở đâu")
		ref := refOf(t, c.presses("Chuyển câu hỏi tới cán bộ"))
		if seen[ref] || len(ref) < len("H-")+8 {
			t.Errorf("reference %s", ref)
		}
		seen[ref] = true
	}
}

// TestWhoReadsAnAnswer: the asker does, on each of his chats; who has only the reference reads that there is an answer,
// and of what day, until the asker chooses otherwise.
func TestWhoReadsAnAnswer(t *testing.T) {
	const question, answer = "thủ đô nước Pháp ở đâu", "Thủ đô nước Pháp là Paris."
	c := newTalk(t, handlers.Config{Office: "Bộ phận Một cửa", Owners: []bot.ChatID{owner},
		Channels: map[string]bot.Limits{
			"telegram": {Proactive: true}, "zalo": {Proactive: true}, "web": {}}})
	web := bot.ChatID{Channel: "web", ID: "khach-1"}
	reads := func(chat bot.ChatID, ref string) (text string, all bool) {
		t.Helper()
		before := c.chat
		c.chat = chat
		text = texts(c.says(ref))
		c.chat = before
		return text, strings.Contains(text, answer) && strings.Contains(text, question)
	}
	for _, asker := range []bot.ChatID{{Channel: "telegram", ID: "77"}, web} {
		c.chat = asker
		c.says(question)
		passed := c.presses("Chuyển câu hỏi tới cán bộ")
		ref := refOf(t, passed)
		stranger := bot.ChatID{Channel: "web", ID: "khach-2"}
		if text, _ := reads(stranger, ref); !strings.Contains(text, "đang được xử lý; hạn:") {
			t.Errorf("an open case of %s by its reference: %s", asker, text)
		}
		c.chat = owner
		c.does(bot.Update{Kind: bot.KindAction, Action: "case:answer:" + ref})
		c.says(answer)
		c.chat = asker
		for chat, want := range map[bot.ChatID]bool{asker: true, owner: true, stranger: false,
			{Channel: "zalo", ID: "5"}: false} {
			text, all := reads(chat, ref)
			if all != want || !want && (strings.Contains(text, "Paris") || strings.Contains(text, "Pháp")) {
				t.Errorf("%s, asked by %s, is read by %s: %s", ref, asker, chat, text)
			}
			if !want && !strings.Contains(text, content.DayOf(c.now).VN()) {
				t.Errorf("no day in %s", text)
			}
			if rated := slices.ContainsFunc(c.last[0].Message.Buttons,
				func(r []bot.Button) bool { return strings.HasPrefix(r[0].Action, "rate") }); rated != (chat == asker) {
				t.Errorf("%s can rate: %v", chat, rated)
			}
		}
		c.chat = stranger
		if text := texts(c.does(bot.Update{Kind: bot.KindAction,
			Action: "case:read:" + ref + ":1"})); strings.Contains(text, "đều xem được") {
			t.Errorf("a stranger opened %s: %s", ref, text)
		}
		if _, all := reads(stranger, ref); all {
			t.Errorf("%s is open to strangers", ref)
		}
		if text := texts(c.does(bot.Update{Kind: bot.KindAction, Action: "rate:up:" + ref})); strings.Contains(text,
			"Cảm ơn") {
			t.Errorf("a stranger rated %s: %s", ref, text)
		}
		if asker.Channel != "web" {
			// On a linked chat it is his own.
			c.chat = asker
			code := sixDigits.FindString(texts(c.says("/lienkenh")))
			c.chat = onZalo
			c.says("/lienkenh " + code)
			if text, all := reads(onZalo, ref); !all {
				t.Errorf("on the linked chat: %s", text)
			}
			continue
		}
		c.chat, c.last = asker, passed
		opened := c.presses("Ai có mã này xem được câu trả lời")
		if text, all := reads(stranger, ref); !all {
			t.Errorf("after the asker's choice: %s", text)
		}
		c.chat, c.last = asker, opened
		c.presses("Chỉ mình tôi xem được")
		if text, all := reads(stranger, ref); all {
			t.Errorf("after the asker took it back: %s", text)
		}
	}
}

// TestWrongReferencesAreCounted: per chat and per address; one's own case is shown all the same.
func TestWrongReferencesAreCounted(t *testing.T) {
	c := office(t)
	c.says("thủ đô nước Pháp ở đâu")
	ref := refOf(t, c.presses("Chuyển câu hỏi tới cán bộ"))
	ask := func(chat, address, code string) string {
		t.Helper()
		return texts(c.does(bot.Update{Kind: bot.KindText, Chat: bot.ChatID{Channel: "web", ID: chat}, Source: address,
			Text: code}))
	}
	wrong := func(i int) string { return fmt.Sprintf("H-2345678%c", 'A'+i%8) }
	for i := range 6 {
		if over := strings.Contains(ask("a", "", wrong(i)), "quá nhiều"); over != (i == 5) {
			t.Errorf("wrong reference %d of a chat: refused %v", i, over)
		}
	}
	if text := ask("a", "", ref); !strings.Contains(text, "quá nhiều") {
		t.Errorf("a guesser learns that %s is there: %s", ref, text)
	}
	refused := 0
	for i := range 40 {
		if strings.Contains(ask(fmt.Sprint("fresh", i), "203.0.113.9", wrong(i)), "quá nhiều") {
			refused++
		}
	}
	if refused != 10 {
		t.Errorf("of 40 wrong references in new chats of one address %d are refused, want 10", refused)
	}
	if text := ask("b", "203.0.113.10", wrong(1)); !strings.Contains(text, "không thấy mã") {
		t.Errorf("another address: %s", text)
	}
	for range 7 {
		c.says("H-2345678A")
	}
	if text := texts(c.says(ref)); !strings.Contains(text, "đang được xử lý") {
		t.Errorf("his own case after wrong ones: %s", text)
	}
	c.now = c.now.Add(time.Hour)
	if text := ask("a", "203.0.113.9", ref); !strings.Contains(text, "đang được xử lý") {
		t.Errorf("an hour later: %s", text)
	}
	if found := c.holds("203.0.113.9"); len(found) > 0 {
		t.Errorf("the address is kept in %q", found)
	}
}

// TestOlderReferences: what was given before references had 8 letters is found as before.
func TestOlderReferences(t *testing.T) {
	c := office(t)
	err := c.state.Update(context.Background(), func(tx bot.Tx) error {
		who, err := people.Pseudonym(context.Background(), tx, "vote", c.chat)
		tx.Put(bot.Key{Kind: "case", ID: "H-KQ27XM"},
			cases.Case{Ref: "H-KQ27XM", Text: "câu hỏi cũ", Answer: "Trả lời cũ.", By: who, Done: c.now}, 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if text := texts(c.says("h-kq27xm")); !strings.Contains(text, "Trả lời cũ.") {
		t.Error(text)
	}
}
