package store_test

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
)

// page starts an announcement to n chats and takes its only page.
func (w world) page(t *testing.T, n int, req bot.LeaseRequest) *bot.BulkPage {
	t.Helper()
	w.must(t, func(tx bot.Tx) error {
		for i := range n {
			tx.Add("subscribed", fmt.Sprintf("telegram:%d", i), w.now().UnixMilli()+int64(i))
		}
		return nil
	})
	w.add(time.Second)
	ok, err := w.StartBulk(w.ctx, bot.BulkSpec{ID: "tb", Audience: []bot.Segment{{All: []string{"subscribed"}}},
		Consent:  "subscribed",
		Messages: map[string]bot.Message{"": {Text: "Nghỉ lễ Quốc khánh"}}})
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	for more := true; more; {
		if more, err = w.Freeze(w.ctx); err != nil {
			t.Fatal(err)
		}
	}
	p, err := w.BulkPage(w.ctx, req.Channel, req.Lease)
	if err != nil || p == nil {
		t.Fatal(p, err)
	}
	return p
}

// TestAcknowledgedAgain: the answer to an acknowledgement may be lost after it took effect, and the sender asks again
// with the same. Every recipient is counted once.
func TestAcknowledgedAgain(t *testing.T) {
	both(t, func(t *testing.T, w world) {
		req := bot.LeaseRequest{Channel: "telegram", Lease: time.Minute, Rate: 28}
		p := w.page(t, 6, req)
		w.must(t, func(tx bot.Tx) error { tx.Remove("subscribed", "telegram:5"); return nil })
		for range 2 {
			taken, err := w.BulkTake(w.ctx, req, p, []int{5}, 1)
			if err != nil || taken.Refused[5] != bot.BulkUnsubscribed {
				t.Fatalf("taken %+v, %v", taken, err)
			}
		}
		if taken, err := w.BulkTake(w.ctx, req, p, []int{0, 1, 2, 3, 4}, 5); err != nil || len(taken.Granted) != 5 {
			t.Fatalf("taken %+v, %v", taken, err)
		}
		note := func(i int, o bot.BulkOutcome, change func(*bot.BulkNote)) bot.BulkNote {
			n := bot.BulkNote{Index: i, BulkRecipient: p.Recipients[i]}
			n.Outcome, n.At = o, w.now()
			if change != nil {
				change(&n)
			}
			return n
		}
		notes := []bot.BulkNote{
			note(0, bot.BulkSent, func(n *bot.BulkNote) { n.MessageID = "70" }),
			note(1, bot.BulkSent, func(n *bot.BulkNote) { n.MessageID, n.Twice = "71", true }),
			note(2, bot.BulkFailed, func(n *bot.BulkNote) { n.Reason, n.Ours = "tin bị từ chối", true }),
			note(3, bot.BulkBlocked, func(n *bot.BulkNote) { n.Reason = "người nhận đã chặn bot" }),
			note(4, bot.BulkQueued, func(n *bot.BulkNote) { n.After = time.Second }),
		}
		blocked := bot.BlockedKey(p.Recipients[3].Chat)
		for i := range 3 {
			if kept, err := w.BulkNote(w.ctx, req, p, notes, time.Time{}); !kept || err != nil {
				t.Fatal(kept, err)
			}
			var b bot.Blocked
			if ok, err := w.Get(w.ctx, blocked, &b); ok != (i == 0) || err != nil {
				t.Errorf("call %d: blocked %v, %v", i, ok, err)
			}
			w.must(t, func(tx bot.Tx) error { tx.Delete(blocked); return nil }) // meanwhile the person came back
		}
		last := note(4, bot.BulkSent, func(n *bot.BulkNote) { n.MessageID = "74" })
		for range 2 {
			if kept, err := w.BulkNote(w.ctx, req, p, []bot.BulkNote{last}, time.Time{}); !kept || err != nil {
				t.Fatal(kept, err)
			}
		}
		w.checkStatus(t)
		for _, n := range append(notes[:4:4], last) {
			p.Recipients[n.Index] = n.BulkRecipient
		}
		p.Recipients[5].Outcome = bot.BulkUnsubscribed
		for range 2 {
			if err := w.BulkClose(w.ctx, p, true); err != nil {
				t.Fatal(err)
			}
		}
		w.checkStatus(t)
		if st, _, _ := w.BulkStatus(w.ctx, "tb"); st.State != bot.BulkFinished {
			t.Errorf("state %q", st.State)
		}
	})
}

// checkStatus compares the status and the report of TestAcknowledgedAgain with what happened.
func (w world) checkStatus(t *testing.T) {
	t.Helper()
	want := map[bot.BulkOutcome]int64{bot.BulkSent: 3, bot.BulkFailed: 1, bot.BulkBlocked: 1, bot.BulkUnsubscribed: 1}
	st, _, err := w.BulkStatus(w.ctx, "tb")
	if err != nil || !maps.Equal(st.Outcomes, want) || st.Twice != 1 || st.Left() != 0 ||
		st.Reasons["tin bị từ chối"] != 1 {
		t.Errorf("status %+v, %v; want %v", st, err, want)
	}
	part, _, err := w.BulkReport(w.ctx, "tb", "")
	if err != nil {
		t.Fatal(err)
	}
	got := map[bot.BulkOutcome]int64{}
	for _, r := range part {
		got[r.Outcome]++
		if r.Twice != (r.MessageID == "71") {
			t.Errorf("possibly twice: %+v", r)
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("report %v, want %v", got, want)
	}
}

// TestSettledAgain: a settlement whose answer was lost is sent again.
func TestSettledAgain(t *testing.T) {
	req := bot.LeaseRequest{Channel: "telegram", Max: 5, Lease: time.Minute}
	tests := []struct {
		name    string
		how     bot.Settlement
		waiting int64
	}{
		{"sent", bot.Settlement{Kind: bot.SettleSent, MessageID: "7"}, 1},
		{"tried", bot.Settlement{Kind: bot.SettleRetry, After: time.Hour}, 2},
		{"given up", bot.Settlement{Kind: bot.SettleDead, Why: bot.SendInvalid, Reason: "tin quá dài"}, 1},
		{"blocked", bot.Settlement{Kind: bot.SettleBlocked}, 0},
		{"moved", bot.Settlement{Kind: bot.SettleMoved, MovedTo: bot.ChatID{Channel: "telegram", ID: "nhóm mới"}}, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			both(t, func(t *testing.T, w world) {
				chat := bot.ChatID{Channel: "telegram", ID: "7"}
				w.must(t, func(tx bot.Tx) error {
					tx.Send(bot.Outgoing{Key: "a", To: chat, Message: bot.Message{Text: "một"}},
						bot.Outgoing{Key: "b", To: chat, Message: bot.Message{Text: "hai"}})
					return nil
				})
				a, err := w.Lease(w.ctx, req)
				if err != nil || len(a.Messages) != 1 {
					t.Fatal(a, err)
				}
				for i := range 3 {
					if kept, err := w.Settle(w.ctx, req, a.Messages[0], tt.how); err != nil || kept != (i == 0) {
						t.Errorf("settlement %d: %v %v", i, kept, err)
					}
				}
				q, err := w.QueueStats(w.ctx, "telegram")
				if err != nil || q.Waiting[0] != tt.waiting {
					t.Errorf("waiting %v, %v; want %d", q.Waiting, err, tt.waiting)
				}
				dead, err := w.DeadLetters(w.ctx, 0, 10)
				if err != nil || len(dead) != map[bool]int{true: 1}[tt.how.Kind == bot.SettleDead] {
					t.Fatalf("dead letters %+v, %v", dead, err)
				}
				for i, d := range append(dead, dead...) {
					if ok, err := w.Resend(w.ctx, d.ID); ok != (i == 0) || err != nil {
						t.Errorf("resend %d: %v %v", i, ok, err)
					}
				}
				if q, err = w.QueueStats(w.ctx, "telegram"); err != nil || q.Waiting[0] != tt.waiting+int64(len(dead)) {
					t.Errorf("waiting %v, %v", q.Waiting, err)
				}
			})
		})
	}
}
