package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
)

// announceTo starts an announcement to chats of Telegram and writes its audience down.
func (w world) announceTo(t *testing.T, spec bot.BulkSpec, set string, chats int) {
	t.Helper()
	if spec.From == nil {
		w.must(t, func(tx bot.Tx) error {
			for i := range chats {
				tx.Add(set, fmt.Sprintf("telegram:%s%d", set, i), tx.Now().UnixMilli())
			}
			return nil
		})
		w.add(time.Second)
		spec.Audience = []bot.Segment{{All: []string{set}}}
	}
	spec.Messages = map[string]bot.Message{"": {Text: "Báo bão số 9"}}
	if ok, err := w.StartBulk(w.ctx, spec); !ok || err != nil {
		t.Fatal(ok, err)
	}
	for more := true; more; {
		var err error
		if more, err = w.Freeze(w.ctx); err != nil {
			t.Fatal(err)
		}
	}
}

// TestLeadingAnnouncement: an announcement that leads goes before one that began earlier, whose open pages are given
// back, and before reminders; replies go on, and the rate is kept.
func TestLeadingAnnouncement(t *testing.T) {
	both(t, func(t *testing.T, w world) {
		req := bot.LeaseRequest{Channel: "telegram", Max: 10, Lease: time.Minute, Rate: 4}
		page := func() *bot.BulkPage {
			t.Helper()
			p, err := w.BulkPage(w.ctx, req.Channel, req.Lease)
			if err != nil || p == nil {
				t.Fatal(p, err)
			}
			return p
		}
		take := func(p *bot.BulkPage, most int, indexes ...int) bot.BulkTaken {
			t.Helper()
			got, err := w.BulkTake(w.ctx, req, p, indexes, most)
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		w.announceTo(t, bot.BulkSpec{ID: "cho"}, "market", 5)
		ordinary := page()
		if got := take(ordinary, 2, 0, 1); len(got.Granted) != 2 {
			t.Fatalf("%+v", got)
		}
		w.announceTo(t, bot.BulkSpec{ID: "bao", Lead: true}, "all", 8)
		if got := take(ordinary, 2, 2, 3); got.State != bot.BulkYields || len(got.Granted) != 0 {
			t.Errorf("an open page of another goes on: %+v", got)
		}
		if err := w.BulkClose(w.ctx, ordinary, false); err != nil {
			t.Fatal(err)
		}
		lead := page()
		if lead.ID != "bao" {
			t.Fatalf("the next page is of %s", lead.ID)
		}
		w.must(t, func(tx bot.Tx) error {
			for i, priority := range []bot.Priority{bot.PriorityReminder, bot.PriorityReply} {
				tx.Send(bot.Outgoing{Key: fmt.Sprint("m", i),
					To:       bot.ChatID{Channel: "telegram", ID: fmt.Sprint("p", i)},
					Priority: priority, Message: bot.Message{Text: fmt.Sprint(i)}})
			}
			return nil
		})
		w.add(time.Minute + 2*time.Second) // the rate is free again
		lead = page()
		if got := take(lead, 8, 0, 1, 2, 3, 4, 5, 6, 7); len(got.Granted) != 4 || !got.ByRate {
			t.Errorf("the rate is four a second, a reminder waits: %+v", got)
		}
		a, err := w.Lease(w.ctx, req)
		if err != nil || len(a.Messages) != 1 || a.Messages[0].Out.Message.Text != "1" {
			t.Errorf("beside the storm went out %+v, %v; want the reply alone", a.Messages, err)
		}
		ordinary = page() // all of the first one's pages are out
		if ordinary.ID != "cho" {
			t.Fatalf("page of %s", ordinary.ID)
		}
		if got := take(ordinary, 2, 2, 3); got.State != bot.BulkRunning || len(got.Granted) != 0 || !got.ByRate {
			t.Errorf("what the rate frees is the leader's: %+v", got)
		}
		w.add(1100 * time.Millisecond) // it asks no more: its last messages wait for their chats
		w.add(time.Minute)
		if got := take(page(), 1, 4); len(got.Granted) != 1 {
			t.Errorf("when the leader wants nothing others do not wait: %+v", got)
		}
	})
}

// TestFromSeveral: a correction goes to those who got an announcement at the first try and at another.
func TestFromSeveral(t *testing.T) {
	both(t, func(t *testing.T, w world) {
		req := bot.LeaseRequest{Channel: "telegram", Max: 10, Lease: time.Minute}
		send := func(outcomes string) {
			t.Helper()
			p, err := w.BulkPage(w.ctx, req.Channel, req.Lease)
			if err != nil || p == nil {
				t.Fatal(p, err)
			}
			for i := range p.Recipients {
				r := &p.Recipients[i]
				r.Outcome, r.At = bot.BulkOutcome(outcomes[i:i+1]), w.now()
				if r.Outcome == bot.BulkSent {
					r.MessageID = p.ID + fmt.Sprint(i)
				}
				if _, err := w.BulkNote(w.ctx, req, p, []bot.BulkNote{{Index: i, BulkRecipient: *r}},
					time.Time{}); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.BulkClose(w.ctx, p, true); err != nil {
				t.Fatal(err)
			}
		}
		failed, sent := []bot.BulkOutcome{bot.BulkFailed}, []bot.BulkOutcome{bot.BulkSent}
		w.announceTo(t, bot.BulkSpec{ID: "a"}, "all", 4)
		send("sfsf")
		w.announceTo(t, bot.BulkSpec{ID: "lai", From: &bot.BulkFrom{ID: "a", Outcomes: failed}}, "", 0)
		send("sf")
		w.announceTo(t, bot.BulkSpec{ID: "dung",
			From: &bot.BulkFrom{ID: "a", Also: []string{"gone", "lai"}, Outcomes: sent,
				Edit: true}}, "", 0)
		var got []string
		for at := ""; ; {
			part, next, err := w.BulkReport(w.ctx, "dung", at)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range part {
				got = append(got, r.Chat.ID+"="+r.Edit)
			}
			if at = next; at == "" {
				break
			}
		}
		slices.Sort(got)
		if strings.Join(got, " ") != "all0=a0 all1=lai0 all2=a2" {
			t.Errorf("the correction goes to %v", got)
		}
	})
}
