package store_test

import (
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
)

// TestChatAllowance: three messages at once, then one every 200 ms, to the millisecond.
func TestChatAllowance(t *testing.T) {
	both(t, func(t *testing.T, w world) {
		req := bot.LeaseRequest{Channel: "telegram", Max: 5, Lease: time.Minute, ChatGap: 200 * time.Millisecond,
			ChatBurst: 3}
		start := w.now()
		w.must(t, func(tx bot.Tx) error {
			for _, key := range []string{"a", "b", "c", "d", "e", "f"} {
				tx.Send(bot.Outgoing{Key: key, To: bot.ChatID{Channel: "telegram", ID: "7"},
					Message: bot.Message{Text: key}})
			}
			return nil
		})
		want := []time.Duration{0, 0, 0, 200 * time.Millisecond, 400 * time.Millisecond, 600 * time.Millisecond}
		for i := 0; i < len(want); {
			a, err := w.Lease(w.ctx, req)
			if err != nil {
				t.Fatal(err)
			}
			if len(a.Messages) == 0 {
				if !a.Next.After(w.now()) {
					t.Fatalf("message %d: nothing now, next %v", i, a.Next.Sub(start))
				}
				w.add(a.Next.Sub(w.now()))
				continue
			}
			if at := w.now().Sub(start); at != want[i] || len(a.Messages) != 1 {
				t.Errorf("message %d came after %v, want %v; %d at once", i, at, want[i], len(a.Messages))
			}
			if kept, err := w.Settle(w.ctx, req, a.Messages[0],
				bot.Settlement{Kind: bot.SettleSent, MessageID: "9"}); !kept || err != nil {
				t.Fatal(kept, err)
			}
			i++
		}
	})
}

// TestOwnLeasesStay: a sender that stands still after it renewed its leases is not handed its own messages again when
// it wakes late; another sender is.
func TestOwnLeasesStay(t *testing.T) {
	both(t, func(t *testing.T, w world) {
		w.must(t, func(tx bot.Tx) error {
			tx.Send(bot.Outgoing{Key: "a", To: bot.ChatID{Channel: "telegram", ID: "7"},
				Message: bot.Message{Text: "Nhắc việc"}})
			return nil
		})
		own := bot.LeaseRequest{Channel: "telegram", Max: 5, Lease: time.Second, OwnUntil: w.now().Add(time.Second)}
		other := own
		other.OwnUntil = time.Time{}
		for _, step := range []struct {
			after time.Duration
			by    bot.LeaseRequest
			want  int
		}{{0, own, 1}, {999 * time.Millisecond, other, 0}, {time.Minute, own, 0}, {0, other, 1}} {
			w.add(step.after)
			a, err := w.Lease(w.ctx, step.by)
			if err != nil || len(a.Messages) != step.want {
				t.Errorf("%v later, own until %v: %d messages, want %d; %v", step.after, step.by.OwnUntil,
					len(a.Messages), step.want, err)
			}
		}
	})
}
