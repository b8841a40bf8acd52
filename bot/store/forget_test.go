package store_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
)

// TestForget: of a chat nothing waits and nothing is kept that was given up, nor what quotes its words elsewhere; what
// belongs to others stays, in its order, and goes on being sent.
func TestForget(t *testing.T) {
	both(t, func(t *testing.T, w world) {
		citizen, official, other := bot.ChatID{Channel: "telegram", ID: "77"}, bot.ChatID{Channel: "zalo", ID: "11"},
			bot.ChatID{Channel: "telegram", ID: "88"}
		send := func(key string, to bot.ChatID, text string, wait time.Duration) {
			w.must(t, func(tx bot.Tx) error {
				o := bot.Outgoing{Key: key, To: to, Message: bot.Message{Text: text}}
				if wait > 0 {
					o.NotBefore = tx.Now().Add(wait)
				}
				tx.Send(o)
				return nil
			})
		}
		lease := func(channel string) []bot.Leased {
			a, err := w.Lease(w.ctx, bot.LeaseRequest{Channel: channel, Max: 10, Lease: time.Minute})
			if err != nil {
				t.Fatal(err)
			}
			return a.Messages
		}
		settle := func(channel string, l bot.Leased, kind bot.SettleKind) {
			r := bot.LeaseRequest{Channel: channel, Max: 10, Lease: time.Minute}
			if kept, err := w.Settle(w.ctx, r, l,
				bot.Settlement{Kind: kind, Why: "refused", Reason: "x"}); err != nil || !kept {
				t.Fatal(kept, err)
			}
		}
		// Given up: the citizen's, an official's that quotes him, somebody else's.
		send("d1", citizen, "Nhà tôi ở xóm Đình", 0)
		send("d2", official, "Câu hỏi H-23456789: xóm Đình", 0)
		send("d3", other, "Chuyện khác", 0)
		for _, channel := range []string{"telegram", "zalo"} {
			for _, l := range lease(channel) {
				settle(channel, l, bot.SettleDead)
			}
		}
		sum := int64(0)
		for _, channel := range []string{"telegram", "zalo", "web"} { // each counts its own
			q, err := w.QueueStats(w.ctx, channel)
			if err != nil || q.Dead == 3 || channel == "web" && q.Dead != 0 {
				t.Errorf("%s: %d dead, %v", channel, q.Dead, err)
			}
			sum += q.Dead
		}
		if sum != 3 {
			t.Errorf("%d dead on all channels, want 3", sum)
		}
		// Waiting, now and for later.
		send("a1", citizen, "đang gửi", 0)
		held := lease("telegram")
		if len(held) != 1 {
			t.Fatalf("%d leased", len(held))
		}
		send("a2", citizen, "Trả lời xóm Đình", 0)
		send("a3", citizen, "Nhắc xóm Đình", time.Hour)
		send("b1", official, "một", 0)
		send("b2", official, "Câu hỏi H-23456789: xóm Đình", 0)
		send("b3", official, "hai", 0)
		send("b4", official, "Câu hỏi H-23456789: xóm Đình", time.Hour)
		send("c1", other, "ba", 0)

		if err := w.Forget(w.ctx, citizen, []string{"", "H-23456789"}, []bot.ChatID{official, citizen}); err != nil {
			t.Fatal(err)
		}
		if all := everything(t, w); strings.Contains(all, "xóm Đình") || !strings.Contains(all, "Chuyện khác") {
			t.Errorf("kept:\n%s", all)
		}
		if dead, err := w.DeadLetters(w.ctx, 0, 10); err != nil || len(dead) != 1 || dead[0].Out.To != other {
			t.Errorf("dead letters %+v, %v", dead, err)
		}
		settle("telegram", held[0], bot.SettleSent)
		var got []string
		for range 4 {
			for _, channel := range []string{"telegram", "zalo"} {
				for _, l := range lease(channel) {
					got = append(got, l.Out.Message.Text)
					settle(channel, l, bot.SettleSent)
				}
			}
			w.add(time.Hour)
		}
		if strings.Join(got, " ") != "ba một hai" {
			t.Errorf("sent afterwards: %q", got)
		}
		for _, channel := range []string{"telegram", "zalo"} {
			if q, err := w.QueueStats(w.ctx, channel); err != nil || q.Waiting != [3]int64{} {
				t.Errorf("%s: %+v waits, %v", channel, q.Waiting, err)
			}
		}
	})
}

// everything is all that the store holds, as a backup has it.
func everything(t *testing.T, w world) string {
	t.Helper()
	var b bytes.Buffer
	if err := w.Backup(w.ctx, &b); err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}
