package outbox

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/motcua/motcua/bot"
)

// Run sends until ctx ends, then waits for what is under way, at most Grace, and gives its leases back.
func (o *Outbox) Run(ctx context.Context) {
	o.defaults()
	var wg sync.WaitGroup
	for _, spec := range o.Lanes {
		l := newLane(o, spec)
		wg.Go(func() { l.run(ctx) })
	}
	wg.Wait()
}

func newLane(o *Outbox, spec Lane) *lane {
	return &lane{Outbox: o, Lane: spec, settled: make(chan struct{}, 1), held: make(map[string]*holding),
		renewed: time.Now(), pages: make(map[*pageWork]time.Time),
		req: bot.LeaseRequest{Channel: spec.Channel.Name(), Lease: o.Lease, Rate: spec.Rate, ChatGap: spec.ChatGap,
			ChatBurst: spec.ChatBurst}}
}

func (l *lane) run(ctx context.Context) {
	sendCtx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	l.sendCtx = sendCtx
	renewing := make(chan struct{})
	go func() {
		defer close(renewing)
		l.renew(sendCtx)
	}()
	var bulk sync.WaitGroup
	if l.Bulk != nil {
		bulk.Go(func() { l.announce(ctx) })
	}
	l.loop(ctx)
	late := time.AfterFunc(l.Grace, cancel) // sends that are still under way end, and go back to their queues
	defer late.Stop()
	bulk.Wait()
	l.sends.Wait()
	cancel()
	<-renewing
}

// loop leases and starts sends until ctx ends.
func (l *lane) loop(ctx context.Context) {
	for away := false; ctx.Err() == nil; {
		n, settled, fresh := l.room()
		if n <= 0 || !settled {
			l.pause(ctx, l.Poll)
			continue
		}
		err := l.lease(ctx, n, away || !fresh)
		if err != nil && ctx.Err() == nil {
			if !away {
				l.Log.Warn("queue not reached", slog.String("channel", l.req.Channel), slog.Any("error", err))
			}
			l.pause(ctx, awayPause)
		}
		away = err != nil
	}
}

// lease asks for up to n messages and starts their sends. When leases of sends under way may have ended, since the
// store was away or this process stood still, they are renewed first: their messages would be leased to us a second
// time.
func (l *lane) lease(ctx context.Context, n int, stale bool) error {
	if stale {
		if err := l.renewHeld(ctx, 0); err != nil {
			return err
		}
	}
	req := l.req
	req.Max, req.Wait = min(n, leaseMost), l.Poll
	l.mu.Lock()
	req.OwnUntil = l.renewed.Add(l.Lease)
	l.mu.Unlock()
	asked := time.Now()
	a, err := l.Store.Lease(ctx, req)
	l.start(a, asked)
	return err
}

func (l *lane) start(a bot.LeaseAnswer, asked time.Time) {
	for _, d := range a.Dropped {
		l.Observe(Event{Channel: l.req.Channel, Kind: d.Why, Count: d.Count})
	}
	for _, m := range a.Messages {
		l.mu.Lock()
		if asked.Before(l.renewed) { // the answer took its time
			l.renewed = asked
		}
		l.held[m.Token+m.Out.To.ID] = &holding{m, asked}
		l.mu.Unlock()
		l.sends.Go(func() { l.deliver(m) })
	}
}

// deliver sends one message and notes how it ended.
func (l *lane) deliver(m bot.Leased) {
	start := time.Now()
	receipt, err := l.send(m)
	took := time.Since(start)
	how, event := l.judge(m, receipt, err)
	kept := l.settle(m, how)
	l.mu.Lock()
	delete(l.held, m.Token+m.Out.To.ID)
	l.mu.Unlock()
	select {
	case l.settled <- struct{}{}:
	default:
	}
	if !kept {
		event.Kind = "lost"
	}
	if how.Kind == bot.SettleMoved && l.Moved != nil {
		l.Moved(l.sendCtx, m.Out.To, how.MovedTo)
	}
	if how.Kind == bot.SettleBlocked {
		l.refused(m.Out.To, how.Reason)
	}
	event.Channel, event.Priority, event.Count = l.req.Channel, m.Out.Priority, 1
	event.Waited, event.Took = time.Since(m.Enqueued), took
	event.Again = event.Again || m.Again
	l.Observe(event)
	if err != nil {
		l.Log.Warn("message not sent", slog.String("channel", l.req.Channel), slog.String("outcome", event.Kind),
			slog.String("kind", string(event.Why)), slog.Int("tries", m.Tries+1), slog.Any("error", err))
	}
}

// settle writes the outcome to the store and retries while the store is away; until then nothing new is leased.
func (l *lane) settle(m bot.Leased, how bot.Settlement) (kept bool) {
	failed := false
	defer func() {
		if failed {
			l.mu.Lock()
			l.failing--
			l.mu.Unlock()
		}
	}()
	for pause := 10 * time.Millisecond; ; pause = min(2*pause, 500*time.Millisecond) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(l.sendCtx), 5*time.Second)
		kept, err := l.Store.Settle(ctx, l.req, m, how)
		cancel()
		if err == nil {
			return kept
		}
		if !failed {
			failed = true
			l.mu.Lock()
			l.failing++
			l.renewed = time.Time{} // leases may end before the store is back
			l.mu.Unlock()
			l.Log.Warn("outcome not noted yet", slog.String("channel", l.req.Channel), slog.Any("error", err))
		}
		t := time.NewTimer(pause)
		select {
		case <-t.C:
		case <-l.sendCtx.Done(): // shutting down: the next start may send it again
			t.Stop()
			return false
		}
	}
}

// renew renews the leases of long sends.
func (l *lane) renew(ctx context.Context) {
	tick := time.NewTicker(l.Lease / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := l.renewHeld(ctx, l.Lease/4); err != nil && ctx.Err() == nil {
			l.Log.Warn("leases not renewed", slog.String("channel", l.req.Channel), slog.Any("error", err))
		}
	}
}

// renewHeld renews the leases of the sends that began at least this long ago.
func (l *lane) renewHeld(ctx context.Context, age time.Duration) error {
	var held []bot.Leased
	now := time.Now()
	oldest := now
	l.mu.Lock()
	for _, h := range l.held {
		if now.Sub(h.since) >= age {
			held = append(held, h.Leased)
		} else if h.since.Before(oldest) {
			oldest = h.since
		}
	}
	l.mu.Unlock()
	if len(held) > 0 {
		lost, err := l.Store.Renew(ctx, l.req.Channel, l.Lease, held)
		if err != nil {
			return err
		}
		if len(lost) > 0 {
			l.Log.Warn("leases lost", slog.String("channel", l.req.Channel), slog.Int("count", len(lost)))
		}
	}
	l.mu.Lock()
	l.renewed = oldest
	l.mu.Unlock()
	return nil
}

// How many messages one call leases, and the pause after a store that could not be reached.
const (
	leaseMost = 128
	awayPause = 200 * time.Millisecond
)
