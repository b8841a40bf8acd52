package outbox

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/motcua/motcua/bot"
)

// announce sends the lane's announcements until ctx ends.
func (l *lane) announce(ctx context.Context) {
	var pages sync.WaitGroup
	defer pages.Wait()
	var open atomic.Int64
	var limited atomic.Int64 // unix ms until which more pages would only wait for the rate
	closed := make(chan struct{}, 1)
	for ctx.Err() == nil {
		wait := bulkIdle
		more, err := l.Bulk.Freeze(ctx)
		// While outcomes cannot be noted, or this process stood still, the leases of our own pages may end: nobody in
		// this process takes them.
		if err == nil && l.unnoted.Load() == 0 && l.pagesFresh() && open.Load() < bulkPages &&
			(open.Load() == 0 || time.Now().UnixMilli() > limited.Load()) {
			var p *bot.BulkPage
			asked := time.Now()
			p, err = l.Bulk.BulkPage(ctx, l.req.Channel, l.Lease)
			if p != nil {
				open.Add(1)
				pages.Go(func() {
					w := &pageWork{lane: l, page: p, limited: &limited, results: make(chan bot.BulkNote, bulkSends)}
					w.touch(asked)
					w.run(ctx)
					w.forget()
					open.Add(-1)
					select {
					case closed <- struct{}{}:
					default:
					}
				})
				continue
			}
		}
		if err != nil && ctx.Err() == nil {
			l.Log.Warn("announcements not reached", slog.String("channel", l.req.Channel), slog.Any("error", err))
			wait = 5 * bulkIdle
		} else if more {
			continue
		}
		t := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-closed:
		case <-t.C:
		}
		t.Stop()
	}
}

func (w *pageWork) run(ctx context.Context) {
	w.later, w.tries = make(map[int]time.Time), make(map[int]int)
	for i := range w.page.Recipients {
		switch r := &w.page.Recipients[i]; r.Outcome {
		case bot.BulkInFlight: // its sender died: it may have arrived
			r.Outcome, r.Twice = bot.BulkQueued, true
			w.waiting = append(w.waiting, i)
		case bot.BulkQueued:
			w.waiting = append(w.waiting, i)
		}
	}
	if !w.skip(ctx) {
		w.stopped = true
		select { // not again at once
		case <-time.After(time.Second):
		case <-ctx.Done():
		}
	}
	for {
		if ctx.Err() != nil {
			w.stopped = true
		}
		now := time.Now()
		if !w.flush(ctx, now) {
			w.drain()
			return
		}
		if !w.stopped {
			w.due(now)
			if kept := w.take(ctx, now); !kept {
				w.drain()
				return
			}
		}
		idle := w.flying == 0 && len(w.notes) == 0
		done := len(w.waiting) == 0 && len(w.later) == 0
		if idle && (done || w.stopped) {
			w.close(done)
			return
		}
		w.wait(ctx)
	}
}

// skip asks the hook about all that wait.
func (w *pageWork) skip(ctx context.Context) (ok bool) {
	if w.Skip == nil || len(w.waiting) == 0 {
		return true
	}
	chats := make([]bot.ChatID, len(w.waiting))
	for j, i := range w.waiting {
		chats[j] = w.page.Recipients[i].Chat
	}
	reasons, err := w.Skip(ctx, w.page.Spec, chats)
	if err != nil || len(reasons) != len(chats) {
		w.Log.Warn("recipients not checked", slog.String("announcement", w.page.ID), slog.Any("error", err))
		return false
	}
	send := w.waiting[:0]
	for j, i := range w.waiting {
		if reasons[j] == "" {
			send = append(send, i)
			continue
		}
		r := w.page.Recipients[i]
		r.Outcome, r.Reason, r.At = bot.BulkSkipped, reasons[j], time.Now()
		w.note(bot.BulkNote{Index: i, BulkRecipient: r})
	}
	w.waiting = send
	return true
}

// due makes recipients ready again whose pause is over, once the store has them as not in flight.
func (w *pageWork) due(now time.Time) {
	if len(w.notes) > 0 {
		return
	}
	for i, at := range w.later {
		if !at.After(now) {
			delete(w.later, i)
			w.waiting = append(w.waiting, i)
		}
	}
}

// take asks the store for recipients and starts their sends.
func (w *pageWork) take(ctx context.Context, now time.Time) (kept bool) {
	n := min(bulkSends-w.flying, len(w.waiting))
	if n <= 0 || now.Before(w.nextTake) {
		return true
	}
	ask := append([]int(nil), w.waiting[:min(len(w.waiting), 4*n)]...)
	t, err := w.Bulk.BulkTake(ctx, w.req, w.page, ask, n)
	if err != nil {
		w.nextTake = now.Add(bulkIdle)
		return true
	}
	w.touch(now)
	switch t.State {
	case "":
		return false
	case bot.BulkRunning:
	default:
		w.stopped = true
		return true
	}
	gone := make(map[int]bool, len(ask))
	for i, outcome := range t.Refused {
		gone[i] = true
		r := &w.page.Recipients[i]
		r.Outcome, r.At = outcome, now
		w.Observe(Event{Channel: w.req.Channel, Kind: "refused", Priority: bot.PriorityBulk, Count: 1})
	}
	for _, i := range t.Granted {
		gone[i] = true
		w.flying++
		r := w.page.Recipients[i]
		w.sends.Go(func() { w.results <- w.attempt(i, r) })
	}
	// Those who were asked for and must wait go behind the others.
	rest := append([]int(nil), w.waiting[len(ask):]...)
	for _, i := range ask {
		if !gone[i] {
			rest = append(rest, i)
		}
	}
	w.waiting = rest
	if t.ByRate {
		w.limited.Store(now.Add(bulkIdle).UnixMilli())
	}
	if len(t.Granted) < n && len(t.Refused) == 0 {
		w.nextTake = now.Add(bulkIdle)
		if !t.Next.IsZero() && t.Next.Before(w.nextTake) {
			w.nextTake = t.Next.Add(time.Millisecond / 2)
		}
	}
	return true
}

// attempt sends to one recipient.
func (w *pageWork) attempt(i int, r bot.BulkRecipient) bot.BulkNote {
	spec := w.page.Spec
	m, ok := spec.Messages[w.page.Channel]
	if !ok {
		m = spec.Messages[""]
	}
	ctx, cancel := context.WithTimeout(w.sendCtx, w.Timeout)
	defer cancel()
	start := time.Now()
	if w.Channel.Limits().Edit {
		m.Edit = r.Edit
	}
	receipt, err := sendOnce(ctx, w.Channel, r.Chat, m)
	if to, moved := movedTo(err, r.Chat); moved { // sent there at once: the consent may have moved, too
		if w.Moved != nil {
			w.Moved(w.sendCtx, r.Chat, to)
		}
		r.Chat = to
		receipt, err = sendOnce(ctx, w.Channel, to, m)
	}
	r.At = time.Now()
	n := bot.BulkNote{Index: i, BulkRecipient: r}
	event := Event{Channel: w.req.Channel, Kind: "sent", Priority: bot.PriorityBulk, Took: r.At.Sub(start), Count: 1}
	if err != nil {
		e := bot.AsSendError(err)
		w.fail(&n, e)
		if e.Kind == bot.SendBlocked {
			w.refused(r.Chat, e.Reason)
		}
		event.Kind, event.Why, event.Again = "failed", e.Kind, e.Unclear
		if n.Outcome == bot.BulkQueued {
			event.Kind = "retry"
		}
	} else {
		n.Outcome, n.MessageID = bot.BulkSent, receipt.MessageID
	}
	w.Observe(event)
	return n
}

// movedTo is where a chat went on, when that is why a message was not taken.
func movedTo(err error, from bot.ChatID) (to bot.ChatID, moved bool) {
	if err == nil {
		return to, false
	}
	e := bot.AsSendError(err)
	return e.MovedTo, e.Kind == bot.SendMoved && e.MovedTo.Channel == from.Channel && e.MovedTo != from
}

// fail decides an error's outcome; BulkQueued gives the recipient back to the page, whose owner limits the tries.
func (w *pageWork) fail(n *bot.BulkNote, e *bot.SendError) {
	n.Twice = n.Twice || e.Unclear
	n.After = e.After
	switch e.Kind {
	case bot.SendBlocked:
		n.Outcome, n.Reason = bot.BulkBlocked, e.Reason
	case bot.SendWindow:
		n.Outcome, n.Reason = bot.BulkFailed, e.Reason
	case bot.SendInvalid:
		n.Outcome, n.Reason, n.Ours = bot.BulkFailed, e.Reason, !e.Gone // people delete what they got
	case bot.SendMoved: // and moved again, or to nowhere
		n.Outcome = bot.BulkQueued
	case bot.SendFatal:
		n.Outcome, n.After, n.HoldAll = bot.BulkQueued, fatalPause, true
	case bot.SendRate:
		n.Outcome, n.HoldAll, n.Reason = bot.BulkQueued, e.Global, "nền tảng yêu cầu chờ quá lâu"
		n.After = max(n.After, time.Second)
	default:
		n.Outcome, n.Reason = bot.BulkQueued, e.Reason
		if w.sendCtx.Err() != nil {
			n.Twice = true // our shutdown cut it off
		}
	}
}
