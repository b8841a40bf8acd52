package outbox

import (
	"context"
	"log/slog"
	"time"

	"github.com/motcua/motcua/bot"
)

// landed handles the outcome of a send.
func (w *pageWork) landed(n bot.BulkNote) {
	w.flying--
	now := time.Now()
	if n.HoldAll {
		w.hold = now.Add(n.After)
	}
	if n.Outcome == bot.BulkQueued {
		w.again(&n, now)
	}
	w.note(n)
}

// again plans another try, or gives up.
func (w *pageWork) again(n *bot.BulkNote, now time.Time) {
	if !n.HoldAll {
		w.tries[n.Index]++
	}
	pause := n.After
	if pause <= 0 {
		pause = 2 * backoff(w.tries[n.Index])
	}
	if w.tries[n.Index] >= bulkTries || !n.HoldAll && pause > 2*time.Minute {
		n.Outcome, n.Ours = bot.BulkFailed, true
		if n.Reason == "" {
			n.Reason = "không gửi được sau nhiều lần thử"
		}
		return
	}
	n.Reason = ""
	w.later[n.Index] = now.Add(pause)
}

// note keeps an outcome to be written with others.
func (w *pageWork) note(n bot.BulkNote) {
	w.page.Recipients[n.Index] = n.BulkRecipient
	if len(w.notes) == 0 {
		w.noteBy = time.Now().Add(bulkFlush)
	}
	w.notes = append(w.notes, n)
}

// flush writes the outcomes when it is time, and renews the lease. Until they are written nothing new is sent.
func (w *pageWork) flush(ctx context.Context, now time.Time) (kept bool) {
	all := len(w.notes) > 0 && (w.flying == 0 || len(w.notes) >= 2*bulkSends || !now.Before(w.noteBy))
	if !all && now.Sub(w.touched) < w.Lease/3 {
		return true
	}
	failed := false
	defer func() {
		if failed {
			w.unnoted.Add(-1)
		}
	}()
	for pause := 10 * time.Millisecond; ; pause = min(2*pause, 500*time.Millisecond) {
		call, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		kept, err := w.Bulk.BulkNote(call, w.req, w.page, w.notes, w.hold)
		cancel()
		if err == nil {
			w.notes, w.hold = w.notes[:0], time.Time{}
			w.touch(now)
			return kept
		}
		if !failed {
			failed = true
			w.unnoted.Add(1)
		}
		w.Log.Warn("outcomes not noted yet", slog.String("announcement", w.page.ID), slog.Any("error", err))
		t := time.NewTimer(pause)
		select {
		case <-t.C:
		case <-w.sendCtx.Done(): // shutting down: they count as in flight
			t.Stop()
			return false
		}
	}
}

// touch notes when the page's lease was renewed.
func (w *pageWork) touch(at time.Time) {
	w.touched = at
	w.mu.Lock()
	w.pages[w] = at
	w.mu.Unlock()
}

// forget is called when the page is given back.
func (w *pageWork) forget() {
	w.mu.Lock()
	delete(w.pages, w)
	w.mu.Unlock()
}

// pagesFresh reports whether the leases of all open pages were renewed recently.
func (l *lane) pagesFresh() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, at := range l.pages {
		if time.Since(at) > l.Lease*2/3 {
			return false
		}
	}
	return true
}

// wait sleeps until something can be done.
func (w *pageWork) wait(ctx context.Context) {
	until := w.touched.Add(w.Lease / 3)
	sooner := func(t time.Time) {
		if t.Before(until) {
			until = t
		}
	}
	if len(w.notes) > 0 {
		sooner(w.noteBy)
	}
	if !w.stopped {
		for _, at := range w.later {
			sooner(at)
		}
		if len(w.waiting) > 0 && w.flying < bulkSends {
			sooner(w.nextTake)
		}
	}
	t := time.NewTimer(max(time.Until(until), 0))
	defer t.Stop()
	ended := ctx.Done()
	if w.stopped {
		ended = nil
	}
	select {
	case n := <-w.results:
		w.landed(n)
		for len(w.results) > 0 {
			w.landed(<-w.results)
		}
	case <-t.C:
	case <-ended:
	}
}

// drain waits for the sends of a page that now belongs to another.
func (w *pageWork) drain() {
	for ; w.flying > 0; w.flying-- {
		<-w.results
	}
	w.Log.Warn("page of an announcement lost", slog.String("announcement", w.page.ID),
		slog.Int64("page", w.page.Number))
}

func (w *pageWork) close(done bool) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(w.sendCtx), 5*time.Second)
	defer cancel()
	if err := w.Bulk.BulkClose(ctx, w.page, done); err != nil {
		// Its lease ends by itself; the next holder finds every outcome in its log.
		w.Log.Warn("page not closed", slog.String("announcement", w.page.ID), slog.Any("error", err))
	}
}

const (
	bulkPages = 8 // open at once in a lane: some may wait for a chat that is slow
	bulkSends = 8 // at once in a page
	bulkTries = 5
	bulkIdle  = 200 * time.Millisecond
	// bulkFlush is how long an outcome may wait for others to be noted with: what a kill makes uncertain.
	bulkFlush = 20 * time.Millisecond
)
