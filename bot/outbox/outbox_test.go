package outbox_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest"
	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/bot/outbox"
	"github.com/motcua/motcua/bot/store"
)

// both runs a test with a real Redis and with the embedded store.
func both(t *testing.T, f func(t *testing.T, s *store.Store)) {
	t.Helper()
	t.Run("redis", func(t *testing.T) {
		t.Parallel() // these tests wait more than they work
		f(t, open(t, store.Options{RedisURL: redistest.Start(t).URL()}))
	})
	t.Run("embedded", func(t *testing.T) {
		t.Parallel()
		f(t, open(t, store.Options{Dir: t.TempDir()}))
	})
}

func open(t *testing.T, opt store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func limited(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// run starts an outbox and returns what stops it; the test's end does too.
func run(t *testing.T, s *store.Store, lane outbox.Lane, change func(*outbox.Outbox)) (stop func()) {
	t.Helper()
	o := &outbox.Outbox{Store: s, Lanes: []outbox.Lane{lane}}
	if change != nil {
		change(o)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		o.Run(ctx)
	}()
	stop = sync.OnceFunc(func() { cancel(); <-done })
	t.Cleanup(stop)
	return stop
}

func send(t *testing.T, s *store.Store, out ...bot.Outgoing) {
	t.Helper()
	if err := s.Update(t.Context(), func(tx bot.Tx) error { tx.Send(out...); return nil }); err != nil {
		t.Fatal(err)
	}
}

func message(chat string, n int) bot.Outgoing {
	return bot.Outgoing{Key: fmt.Sprintf("%s/%d", chat, n), To: bot.ChatID{Channel: "fake", ID: chat},
		Message: bot.Message{Text: fmt.Sprint(n)}}
}

// inOrder reports the first chat whose messages 0..n-1 did not come once each in order.
func inOrder(t *testing.T, sent []bottest.Sent, chats, n int) {
	t.Helper()
	next := make(map[string]int)
	for _, s := range sent {
		if s.Message.Text != fmt.Sprint(next[s.To.ID]) {
			t.Fatalf("chat %s: message %s, want %d", s.To.ID, s.Message.Text, next[s.To.ID])
		}
		next[s.To.ID]++
	}
	if len(next) != chats {
		t.Errorf("%d chats, want %d", len(next), chats)
	}
	for chat, got := range next {
		if got != n {
			t.Errorf("chat %s got %d, want %d", chat, got, n)
		}
	}
}

func TestOrderSurvivesRetries(t *testing.T) {
	both(t, func(t *testing.T, s *store.Store) {
		ch := &bottest.Channel{Label: "fake"}
		ch.Fail = func(_ context.Context, to bot.ChatID, m bot.Message, attempt int) error {
			if attempt == 0 && (to.ID == "c1" || m.Text == "3") {
				return &bot.SendError{Kind: bot.SendTemporary, After: 5 * time.Millisecond}
			}
			return nil
		}
		const chats, n = 20, 8
		for i := range n {
			for c := range chats {
				m := message(fmt.Sprintf("c%d", c), i)
				send(t, s, m, m) // the same key twice is one delivery
			}
		}
		run(t, s, outbox.Lane{Channel: ch}, nil)
		if err := ch.Wait(limited(t), chats*n); err != nil {
			t.Fatal(err)
		}
		inOrder(t, ch.Sent(), chats, n)
	})
}

func TestASlowChatHoldsNoOther(t *testing.T) {
	both(t, func(t *testing.T, s *store.Store) {
		release := make(chan struct{})
		ch := &bottest.Channel{Label: "fake"}
		ch.Fail = func(ctx context.Context, to bot.ChatID, _ bot.Message, _ int) error {
			switch to.ID {
			case "slow":
				select {
				case <-release:
				case <-ctx.Done():
				}
			case "limited":
				return &bot.SendError{Kind: bot.SendRate, After: time.Hour}
			}
			return nil
		}
		run(t, s, outbox.Lane{Channel: ch}, func(o *outbox.Outbox) { o.Lease = 300 * time.Millisecond })
		send(t, s, message("slow", 0), message("slow", 1), message("limited", 0))
		for i := range 30 {
			send(t, s, message("quick", i))
		}
		if err := ch.Wait(limited(t), 30); err != nil {
			t.Fatal(err)
		}
		inOrder(t, ch.Sent(), 1, 30)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second) // longer than the lease, which must be renewed
		defer cancel()
		<-ctx.Done()
		close(release)
		if err := ch.Wait(limited(t), 32); err != nil {
			t.Fatal(err)
		}
		inOrder(t, ch.Sent()[30:], 1, 2)
	})
}

func TestOutcomes(t *testing.T) {
	both(t, func(t *testing.T, s *store.Store) {
		ch := &bottest.Channel{Label: "fake", Can: bot.Limits{Edit: true}}
		var open atomic.Bool
		ch.Fail = func(_ context.Context, to bot.ChatID, m bot.Message, attempt int) error {
			switch {
			case (to.ID == "blocked" || to.ID == "unmet") && !open.Load():
				return &bot.SendError{Kind: bot.SendBlocked, Reason: "người nhận đã chặn bot"}
			case to.ID == "bad" && m.Text == "0" && !open.Load():
				return &bot.SendError{Kind: bot.SendInvalid, Reason: "tin quá dài"}
			case to.ID == "old":
				return &bot.SendError{Kind: bot.SendMoved, MovedTo: bot.ChatID{Channel: "fake", ID: "new"}}
			case to.ID == "unclear" && attempt == 0:
				return &bot.SendError{Kind: bot.SendTemporary, Unclear: true, After: time.Millisecond}
			case to.ID == "panic":
				panic("bản mẫu hỏng")
			case to.ID == "hopeless":
				return &bot.SendError{Kind: bot.SendTemporary, After: time.Millisecond}
			}
			return nil
		}
		var mu sync.Mutex
		seen := map[string]int{}
		run(t, s, outbox.Lane{Channel: ch}, func(o *outbox.Outbox) {
			o.Tries = 3
			o.Keep = func(_ context.Context, chat bot.ChatID) (bool, error) { return chat.ID == "unmet", nil }
			o.Observe = func(e outbox.Event) {
				mu.Lock()
				defer mu.Unlock()
				seen[e.Kind] += e.Count
				if e.Again {
					seen["again "+e.Kind]++
				}
			}
		})
		ctx := limited(t)
		gone := message("gone", 0)
		gone.While = bot.Key{Kind: "task", ID: "đã xong"}
		late := message("late", 0)
		late.Expires = time.Now().Add(-time.Second)
		send(t, s, gone, late, message("blocked", 0), message("blocked", 1), message("unmet", 0), message("bad", 0),
			message("bad", 1),
			message("old", 0), message("old", 1), message("unclear", 0), message("panic", 0), message("hopeless", 0))
		if err := ch.Wait(ctx, 5); err != nil { // bad/1, new/0, new/1, unclear twice
			t.Fatal(err)
		}
		until(t, ctx, func() bool {
			dead, err := s.DeadLetters(ctx, 0, 10)
			return err == nil && len(dead) == 4
		})
		dead, _ := s.DeadLetters(ctx, 0, 10)
		reasons := map[string]bot.DeadLetter{}
		for _, d := range dead {
			reasons[d.Out.To.ID] = d
		}
		if reasons["bad"].Reason != "tin quá dài" || reasons["bad"].Why != bot.SendInvalid ||
			reasons["hopeless"].Why != bot.SendTemporary || reasons["panic"].ID == "" {
			t.Errorf("dead letters %+v", dead)
		}
		if !strings.Contains(reasons["unmet"].Reason, "chưa bấm Bắt đầu") || reasons["unmet"].Why != bot.SendBlocked {
			t.Errorf("what waits for a chat that was never open: %+v", reasons["unmet"])
		}
		var b bot.Blocked
		if ok, err := s.Get(ctx, bot.BlockedKey(bot.ChatID{Channel: "fake", ID: "blocked"}), &b); !ok || err != nil ||
			b.Reason == "" {
			t.Errorf("blocked chat not remembered: %v %v %v", b, ok, err)
		}
		send(t, s, message("blocked", 2))
		until(t, ctx, func() bool { mu.Lock(); defer mu.Unlock(); return seen["blocked"] == 2 })
		open.Store(true)
		err := s.Update(ctx, func(tx bot.Tx) error {
			tx.Delete(bot.BlockedKey(bot.ChatID{Channel: "fake", ID: "blocked"}))
			tx.Send(message("blocked", 3))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if ok, err := s.Resend(ctx, reasons["bad"].ID); !ok || err != nil {
			t.Errorf("resend: %v %v", ok, err)
		}
		if err := ch.Wait(ctx, 7); err != nil {
			t.Fatal(err)
		}
		until(t, ctx, func() bool {
			q, err := s.QueueStats(ctx, "fake")
			return err == nil && q.Waiting == [3]int64{} && q.Dead == 3
		})
		mu.Lock()
		defer mu.Unlock()
		if seen["gone"] != 1 || seen["expired"] != 1 || seen["again sent"] != 1 || seen["dead"] != 4 {
			t.Errorf("events %v", seen)
		}
	})
}

func until(t *testing.T, ctx context.Context, ok func() bool) {
	t.Helper()
	for !ok() {
		timer := time.NewTimer(5 * time.Millisecond)
		select {
		case <-timer.C:
		case <-ctx.Done():
			t.Fatal("what was waited for did not happen")
		}
	}
}

func TestNotBeforeAndSlot(t *testing.T) {
	both(t, func(t *testing.T, s *store.Store) {
		ch := &bottest.Channel{Label: "fake", Can: bot.Limits{Edit: true}}
		run(t, s, outbox.Lane{Channel: ch}, nil)
		ctx := limited(t)
		later := message("a", 9)
		start := time.Now()
		later.NotBefore = start.Add(300 * time.Millisecond)
		first, second := message("a", 0), message("a", 1)
		first.Slot, second.Slot = "tiến độ", "tiến độ"
		send(t, s, later, first, second)
		if err := ch.Wait(ctx, 3); err != nil {
			t.Fatal(err)
		}
		sent := ch.Sent()
		if sent[1].Message.Edit != sent[0].ID {
			t.Errorf("second message of the slot edits %q, want %q", sent[1].Message.Edit, sent[0].ID)
		}
		// The store counts in whole milliseconds by a clock of its own, which may be some of them ahead.
		if took := sent[2].At.Sub(start); sent[2].Message.Text != "9" || took < 280*time.Millisecond ||
			took > 30*time.Second {
			t.Errorf("%s came after %v", sent[2].Message.Text, took)
		}
	})
}

func TestRates(t *testing.T) {
	both(t, func(t *testing.T, s *store.Store) {
		ch := &bottest.Channel{Label: "fake"}
		const rate = 40
		var out []bot.Outgoing
		for i := range 100 {
			m := message(fmt.Sprintf("r%d", i), 0)
			m.Priority = bot.PriorityReminder
			out = append(out, m)
		}
		for i := range 6 {
			out = append(out, message("talkative", i))
		}
		send(t, s, out...)
		start := time.Now()
		// Two senders, as replicas are.
		for range 2 {
			run(t, s, outbox.Lane{Channel: ch, Rate: rate, ChatGap: 200 * time.Millisecond, ChatBurst: 3}, nil)
		}
		if err := ch.Wait(limited(t), 106); err != nil {
			t.Fatal(err)
		}
		took := time.Since(start)
		sent := ch.Sent()
		// all but the first of the six replies may find the second full
		if most := bottest.MostInAWindow(sent, time.Second, nil); most > rate+5 {
			t.Errorf("%d in one second, want at most %d", most, rate+5)
		}
		reminder := func(s bottest.Sent) bool { return s.To.ID != "talkative" }
		if most := bottest.MostInAWindow(sent, time.Second, reminder); most > rate {
			t.Errorf("%d reminders in one second, want at most %d", most, rate)
		}
		if took > 40*time.Second { // 2.6 s on an idle machine
			t.Errorf("took %v for %d messages at %d a second", took, len(sent), rate)
		}
		var talk []bottest.Sent
		for _, s := range sent {
			if !reminder(s) {
				talk = append(talk, s)
			}
		}
		inOrder(t, talk, 1, 6)
		// 600, less what the first came late; TestChatAllowance is exact
		if span := talk[5].At.Sub(talk[0].At); span < 300*time.Millisecond {
			t.Errorf("six messages to one chat within %v", span)
		}
	})
}

func TestStopReleasesLeases(t *testing.T) {
	both(t, func(t *testing.T, s *store.Store) {
		started := make(chan struct{}, 8)
		ch := &bottest.Channel{Label: "fake"}
		ch.Fail = func(ctx context.Context, _ bot.ChatID, _ bot.Message, attempt int) error {
			if attempt == 0 {
				started <- struct{}{}
				<-ctx.Done()
				return ctx.Err()
			}
			return nil
		}
		stop := run(t, s, outbox.Lane{Channel: ch},
			func(o *outbox.Outbox) { o.Grace = 50 * time.Millisecond; o.Lease = time.Hour })
		send(t, s, message("a", 0), message("a", 1))
		<-started
		begin := time.Now()
		stop()
		if took := time.Since(begin); took > 30*time.Second {
			t.Errorf("stopping took %v", took)
		}
		ch.Fail = nil
		run(t, s, outbox.Lane{Channel: ch}, nil)
		if err := ch.Wait(limited(t), 2); err != nil {
			t.Fatal(err)
		}
		inOrder(t, ch.Sent(), 1, 2)
	})
}
