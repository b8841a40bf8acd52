package outbox_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest"
	"github.com/motcua/motcua/bot/outbox"
	"github.com/motcua/motcua/bot/store"
)

func withBulk(s *store.Store) func(*outbox.Outbox) {
	return func(o *outbox.Outbox) { o.Bulk, o.Lease = s, 2*time.Second }
}

func subscribe(t *testing.T, s *store.Store, set string, from, to int) {
	t.Helper()
	at := time.Now().Add(-time.Minute).UnixMilli()
	for ; from < to; from += 500 {
		err := s.Update(t.Context(), func(tx bot.Tx) error {
			for i := from; i < min(from+500, to); i++ {
				tx.Add(set, fmt.Sprintf("fake:%d", i), at+int64(i/100)) // many share a score
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func start(t *testing.T, s *store.Store, spec bot.BulkSpec) {
	t.Helper()
	if spec.Messages == nil {
		spec.Messages = map[string]bot.Message{"": {Text: "Nghỉ lễ Quốc khánh"}}
	}
	if ok, err := s.StartBulk(t.Context(), spec); !ok || err != nil {
		t.Fatalf("start: %v %v", ok, err)
	}
}

func waitState(t *testing.T, ctx context.Context, s *store.Store, id string, want bot.BulkState) (st bot.BulkStatus) {
	t.Helper()
	until(t, ctx, func() bool {
		var err error
		st, _, err = s.BulkStatus(ctx, id)
		return err == nil && st.State == want
	})
	return st
}

// report reads the whole report, checks that it agrees with the status, and returns it by chat.
func report(t *testing.T, s *store.Store, st bot.BulkStatus) map[string]bot.BulkRecipient {
	t.Helper()
	all := make(map[string]bot.BulkRecipient)
	counts := make(map[bot.BulkOutcome]int64)
	for at := ""; ; {
		part, next, err := s.BulkReport(t.Context(), st.ID, at)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range part {
			if _, twice := all[r.Chat.ID]; twice {
				t.Errorf("chat %s is twice in the report", r.Chat.ID)
			}
			all[r.Chat.ID] = r
			counts[r.Outcome]++
		}
		if at = next; at == "" {
			break
		}
	}
	if int64(len(all)) != st.Total {
		t.Errorf("report of %d, total %d", len(all), st.Total)
	}
	for outcome, n := range st.Outcomes {
		if counts[outcome] != n {
			t.Errorf("outcome %s: %d in the report, %d in the status", outcome, counts[outcome], n)
		}
	}
	return all
}

func TestAnnouncementReachesEverybodyOnce(t *testing.T) {
	both(t, func(t *testing.T, s *store.Store) {
		const n = 1000
		subscribe(t, s, "subscribed", 0, n)
		subscribe(t, s, "commune:hoa-lu", 100, 700)
		subscribe(t, s, "unit:1", 600, 900)
		subscribe(t, s, "muted", 650, 660)
		ch := &bottest.Channel{Label: "fake"}
		ch.Fail = func(_ context.Context, to bot.ChatID, _ bot.Message, attempt int) error {
			switch {
			case to.ID == "200":
				return &bot.SendError{Kind: bot.SendBlocked, Reason: "người nhận đã chặn bot"}
			case to.ID == "201":
				return &bot.SendError{Kind: bot.SendInvalid, Reason: "tin bị từ chối"}
			case to.ID == "202" && attempt == 0:
				return &bot.SendError{Kind: bot.SendTemporary, Unclear: true, After: time.Millisecond}
			case to.ID == "203" && attempt < 2:
				return &bot.SendError{Kind: bot.SendRate, After: time.Millisecond}
			}
			return nil
		}
		ctx := limited(t)
		audience := []bot.Segment{{All: []string{"commune:hoa-lu", "subscribed"}, None: []string{"muted"}},
			{All: []string{"unit:1"}, None: []string{"muted"}}}
		if c, err := s.CountAudience(ctx, audience); err != nil || c["fake"] != 790 {
			t.Errorf("counted %v %v, want 790", c, err)
		}
		run(t, s, outbox.Lane{Channel: ch}, func(o *outbox.Outbox) {
			withBulk(s)(o)
			o.Skip = func(_ context.Context, _ *bot.BulkSpec, chats []bot.ChatID) ([]string, error) {
				reasons := make([]string, len(chats))
				for i, c := range chats {
					if c.ID == "204" {
						reasons[i] = "đã nhận ở kênh khác"
					}
				}
				return reasons, nil
			}
		})
		spec := bot.BulkSpec{ID: "tb1", Audience: audience, Consent: "subscribed",
			Messages: map[string]bot.Message{"": {Text: "Nghỉ lễ"}}}
		start(t, s, spec)
		if again, err := s.StartBulk(ctx, spec); again || err != nil {
			t.Errorf("started twice: %v", err)
		}
		st := waitState(t, ctx, s, "tb1", bot.BulkFinished)
		all := report(t, s, st)
		want := map[bot.BulkOutcome]int64{bot.BulkSent: 787, bot.BulkBlocked: 1, bot.BulkFailed: 1, bot.BulkSkipped: 1}
		for outcome, n := range want {
			if st.Outcomes[outcome] != n {
				t.Errorf("outcomes %v, want %v", st.Outcomes, want)
			}
		}
		if r := all["201"]; r.Reason != "tin bị từ chối" || r.At.IsZero() {
			t.Errorf("failed: %+v", r)
		}
		if r := all["204"]; r.Reason != "đã nhận ở kênh khác" {
			t.Errorf("skipped: %+v", r)
		}
		if !all["202"].Twice || st.Twice != 1 {
			t.Errorf("possibly twice: %+v, %d in all", all["202"], st.Twice)
		}
		seen := map[string]int{}
		for _, m := range ch.Sent() {
			seen[m.To.ID]++
		}
		for chat, r := range all {
			if r.Outcome == bot.BulkSent && (seen[chat] != 1 && chat != "202" || r.MessageID == "") {
				t.Errorf("chat %s: sent %d times, %+v", chat, seen[chat], r)
			}
		}
		// A correction to exactly those who got it.
		start(t, s, bot.BulkSpec{ID: "tb2", From: &bot.BulkFrom{ID: "tb1", Outcomes: []bot.BulkOutcome{bot.BulkSent},
			Edit: true}})
		st = waitState(t, ctx, s, "tb2", bot.BulkFinished)
		if st.Total != 787 || st.Outcomes[bot.BulkSent] != 787 {
			t.Errorf("correction: %+v", st)
		}
		report(t, s, st)
	})
}

// TestEditOfWhatIsGone: where somebody deleted what he got, the edit failed, is said to have, and no new message is
// sent.
func TestEditOfWhatIsGone(t *testing.T) {
	both(t, func(t *testing.T, s *store.Store) {
		const n = 100
		subscribe(t, s, "subscribed", 0, n)
		ctx := limited(t)
		ch := &bottest.Channel{Label: "fake", Can: bot.Limits{Edit: true}}
		const why = "tin cũ không còn để sửa"
		ch.Fail = func(_ context.Context, to bot.ChatID, m bot.Message, _ int) error {
			if m.Edit != "" && to.ID < "60" { // far more than the share at which we would pause for our own faults
				return &bot.SendError{Kind: bot.SendInvalid, Gone: true, Reason: why}
			}
			return nil
		}
		run(t, s, outbox.Lane{Channel: ch}, withBulk(s))
		start(t, s, bot.BulkSpec{ID: "old", Audience: []bot.Segment{{All: []string{"subscribed"}}},
			Messages: map[string]bot.Message{"": {Text: "Nghỉ lễ"}}})
		waitState(t, ctx, s, "old", bot.BulkFinished)
		start(t, s, bot.BulkSpec{ID: "new", From: &bot.BulkFrom{ID: "old", Outcomes: []bot.BulkOutcome{bot.BulkSent},
			Edit: true}, Messages: map[string]bot.Message{"": {Text: "Không nghỉ lễ"}}})
		st := waitState(t, ctx, s, "new", bot.BulkFinished)
		gone := int64(0)
		for _, r := range report(t, s, st) {
			if r.Outcome == bot.BulkFailed && r.Reason == why {
				gone++
			}
		}
		if gone < 50 || st.Outcomes[bot.BulkFailed] != gone || st.Outcomes[bot.BulkSent] != n-gone {
			t.Errorf("%d failed with the reason, outcomes %v", gone, st.Outcomes)
		}
		for _, m := range ch.Sent() {
			if m.Message.Text == "Không nghỉ lễ" && m.Message.Edit == "" {
				t.Fatalf("%s got a new message instead of the edit", m.To)
			}
		}
	})
}

func TestPauseUnsubscribeAndTakeover(t *testing.T) {
	both(t, func(t *testing.T, s *store.Store) {
		const n = 1000
		subscribe(t, s, "subscribed", 0, n)
		ctx := limited(t)
		ch := &bottest.Channel{Label: "fake"}
		start(t, s, bot.BulkSpec{ID: "tb", Audience: []bot.Segment{{All: []string{"subscribed"}}},
			Consent: "subscribed"})
		for more := true; more; {
			var err error
			if more, err = s.Freeze(ctx); err != nil {
				t.Fatal(err)
			}
		}
		subscribe(t, s, "subscribed", n, n+10) // too late: the audience is frozen
		// A sender takes a page and dies with two in flight.
		req := bot.LeaseRequest{Channel: "fake", Lease: 300 * time.Millisecond}
		page, err := s.BulkPage(ctx, "fake", req.Lease)
		if err != nil || page == nil {
			t.Fatal(page, err)
		}
		if taken, err := s.BulkTake(ctx, req, page, []int{0, 1}, 2); err != nil || len(taken.Granted) != 2 {
			t.Fatal(taken, err)
		}
		err = s.Update(ctx, func(tx bot.Tx) error { tx.Remove("subscribed", "fake:999"); return nil })
		if err != nil {
			t.Fatal(err)
		}
		run(t, s, outbox.Lane{Channel: ch, Rate: 100}, withBulk(s))
		if err := ch.Wait(ctx, 100); err != nil {
			t.Fatal(err)
		}
		if state, err := s.PauseBulk(ctx, "tb"); state != bot.BulkPaused || err != nil {
			t.Fatal(state, err)
		}
		quiet(t, ctx, ch)
		if state, err := s.ResumeBulk(ctx, "tb", time.Time{}); state != bot.BulkRunning || err != nil {
			t.Fatal(state, err)
		}
		st := waitState(t, ctx, s, "tb", bot.BulkFinished)
		all := report(t, s, st)
		if st.Total != n || st.Outcomes[bot.BulkSent] != n-1 || all["999"].Outcome != bot.BulkUnsubscribed {
			t.Errorf("status %+v, unsubscribed %+v", st, all["999"])
		}
		for i, want := range []bool{true, true, false} {
			if r := all[page.Recipients[i].Chat.ID]; r.Twice != want {
				t.Errorf("recipient %d: %+v", i, r)
			}
		}
		if st.Twice != 2 {
			t.Errorf("%d possibly twice, want 2", st.Twice)
		}
		if kept, err := s.BulkNote(ctx, req, page, nil, time.Time{}); kept || err != nil {
			t.Errorf("the dead sender still has its page: %v", err)
		}
		if most := bottest.MostInAWindow(ch.Sent(), time.Second, nil); most > 300 {
			t.Errorf("%d in one second, want at most 300", most)
		}
	})
}

// quiet waits until nothing was sent for a while.
func quiet(t *testing.T, ctx context.Context, ch *bottest.Channel) {
	t.Helper()
	for last := -1; ; {
		now := len(ch.Sent())
		if now == last {
			return
		}
		last = now
		short, cancel := context.WithTimeout(ctx, 400*time.Millisecond)
		_ = ch.Wait(short, now+1000) // runs into its limit
		cancel()
	}
}

func TestAnnouncementPausesItself(t *testing.T) {
	both(t, func(t *testing.T, s *store.Store) {
		subscribe(t, s, "subscribed", 0, 500)
		ctx := limited(t)
		var mu sync.Mutex
		broken := true
		ch := &bottest.Channel{Label: "fake"}
		ch.Fail = func(_ context.Context, to bot.ChatID, _ bot.Message, _ int) error {
			mu.Lock()
			defer mu.Unlock()
			if broken && len(to.ID) == 3 && to.ID[2] == '7' {
				return &bot.SendError{Kind: bot.SendInvalid, Reason: "mẫu tin bị từ chối"}
			}
			return nil
		}
		run(t, s, outbox.Lane{Channel: ch}, withBulk(s))
		start(t, s, bot.BulkSpec{ID: "tb", Audience: []bot.Segment{{All: []string{"subscribed"}}}})
		st := waitState(t, ctx, s, "tb", bot.BulkPaused)
		if st.Reason != "failures" {
			t.Errorf("paused for %q", st.Reason)
		}
		mu.Lock()
		broken = false
		mu.Unlock()
		if _, err := s.ResumeBulk(ctx, "tb", time.Time{}); err != nil {
			t.Fatal(err)
		}
		st = waitState(t, ctx, s, "tb", bot.BulkFinished)
		report(t, s, st)
		failed := st.Outcomes[bot.BulkFailed]
		start(t, s, bot.BulkSpec{ID: "tb-lai", From: &bot.BulkFrom{ID: "tb",
			Outcomes: []bot.BulkOutcome{bot.BulkFailed}}})
		if again := waitState(t, ctx, s, "tb-lai", bot.BulkFinished); failed == 0 ||
			again.Outcomes[bot.BulkSent] != failed {
			t.Errorf("%d failed, retry %+v", failed, again)
		}
		start(t, s, bot.BulkSpec{ID: "muon", Audience: []bot.Segment{{All: []string{"subscribed"}}},
			Expires: time.Now().Add(-time.Second)})
		if st := waitState(t, ctx, s, "muon", bot.BulkPaused); st.Reason != "late" {
			t.Errorf("paused for %q", st.Reason)
		}
		if state, err := s.CancelBulk(ctx, "muon"); state != bot.BulkCancelled || err != nil {
			t.Errorf("cancel: %v %v", state, err)
		}
	})
}

// TestLargeAudience: without Redis, too, everybody is written down, page by page.
func TestLargeAudience(t *testing.T) {
	s := open(t, store.Options{Dir: t.TempDir()})
	const people = 20_001
	subscribe(t, s, "subscribed", 0, people)
	start(t, s, bot.BulkSpec{ID: "to", Audience: []bot.Segment{{All: []string{"subscribed"}}},
		Messages: map[string]bot.Message{"": {Text: "x"}}})
	for more := true; more; {
		var err error
		if more, err = s.Freeze(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if st, ok, err := s.BulkStatus(t.Context(), "to"); !ok || err != nil || st.Total != people ||
		st.State != bot.BulkRunning {
		t.Errorf("%+v, %v, %v", st, ok, err)
	}
}

// TestLeaderOvertakes: an announcement that leads is through while a large one, all of whose senders are busy, waits.
func TestLeaderOvertakes(t *testing.T) {
	both(t, func(t *testing.T, s *store.Store) {
		subscribe(t, s, "subscribed", 0, 4000)
		subscribe(t, s, "lowland", 5000, 5080)
		ch := &bottest.Channel{Label: "fake"}
		ctx := limited(t)
		run(t, s, outbox.Lane{Channel: ch, Rate: 100}, withBulk(s))
		all := bot.BulkSpec{ID: "cho", Audience: []bot.Segment{{All: []string{"subscribed"}}}}
		start(t, s, all)
		until(t, ctx, func() bool { return len(ch.Sent()) > 20 })
		start(t, s, bot.BulkSpec{ID: "bao", Lead: true, Audience: []bot.Segment{{All: []string{"lowland"}}},
			Messages: map[string]bot.Message{"": {Text: "Báo lũ"}}})
		waitState(t, ctx, s, "bao", bot.BulkFinished)
		sent := ch.Sent()
		first := slices.IndexFunc(sent, func(m bottest.Sent) bool { return m.Message.Text == "Báo lũ" })
		storm := 0
		for _, m := range sent[first:] {
			if m.Message.Text == "Báo lũ" {
				storm++
			}
		}
		// What was in flight when it came is let go; all the rest would be thousands.
		if between := len(sent) - first - storm; storm != 80 || between > 400 {
			t.Errorf("%d warnings, and %d others among them", storm, between)
		}
		if _, err := s.CancelBulk(ctx, "cho"); err != nil {
			t.Fatal(err)
		}
	})
}
