// Package outbox sends what is queued: replies before reminders before announcements, the messages of one chat in their
// order, many chats at once.
//
// A message leaves its queue only after the platform took it, so none is lost. Two things can make a message go out
// twice: the process dies between the platform's acceptance and the note of it, or the platform's answer is lost; both
// are counted (Event.Again). One slow, blocked or failing chat holds up no other: a chat that fails
// waits alone, with growing pauses, until its message goes to the dead letters. When the store is away nothing is sent,
// and what was sent meanwhile is noted as soon as it is back, before anything new goes out.
package outbox

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/motcua/motcua/bot"
)

// Store is where messages wait.
type Store interface {
	Lease(ctx context.Context, r bot.LeaseRequest) (bot.LeaseAnswer, error)
	Settle(ctx context.Context, r bot.LeaseRequest, l bot.Leased, how bot.Settlement) (kept bool, err error)
	Renew(ctx context.Context, channel string, lease time.Duration, held []bot.Leased) (lost []bot.ChatID, err error)
}

// Lane is one channel with its limits.
type Lane struct {
	Channel bot.Channel
	// Rate is how many messages a second reminders and announcements may use, together with the replies that are sent
	// meanwhile and never wait for it; 0 = no limit.
	Rate int
	// ChatGap is the least time between messages to one chat after a burst of ChatBurst; 0 = none.
	ChatGap   time.Duration
	ChatBurst int
}

// Outbox sends. Its zero durations mean the defaults named in the comments.
type Outbox struct {
	Store Store
	Bulk  BulkStore // announcements; nil = none
	Lanes []Lane
	Log   *slog.Logger
	// Observe, when set, is called for everything that happens to a message.
	Observe func(Event)
	// Skip, when set, is asked about recipients of announcements before they get them; see SkipFunc.
	Skip SkipFunc
	// Keep, when set, is asked about a chat that refuses a message: true keeps the message with the dead letters, so
	// that it can be sent when the chat is open, instead of dropping all that waits for it. An error keeps it, too.
	Keep func(ctx context.Context, chat bot.ChatID) (bool, error)
	// Moved, when set, is called when a chat has a new identifier, so that other data of the chat can be moved as well.
	// Its queue is moved already.
	Moved func(ctx context.Context, from, to bot.ChatID)
	// Refused, when set, is called when a chat of many people takes nothing more, with why in plain Vietnamese: we were
	// removed or may not write there. It may be called again for the same chat.
	Refused func(ctx context.Context, chat bot.ChatID, reason string)

	Parallel int           // sends at once in a lane; 256
	Lease    time.Duration // 5 s: how soon a dead process's messages are sent by another
	Poll     time.Duration // 50 ms: how long one call of Store.Lease waits for messages
	Timeout  time.Duration // 45 s: of one send
	Grace    time.Duration // 8 s: how long Run waits for sends under way when its context ends
	Tries    int           // 20: failed attempts until a message goes to the dead letters, about an hour and a half
}

// Event is what happened to a message.
type Event struct {
	Channel  string
	Kind     string // "sent", "retry", "dead", "blocked", "moved", "expired", "gone", "lost" (the lease)
	Why      bot.SendKind
	Priority bot.Priority
	Waited   time.Duration // since it was queued
	Took     time.Duration // the platform's time
	Again    bool          // it may have gone out twice
	Count    int           // 1, or how many were dropped at once
}

func (o *Outbox) defaults() {
	set(&o.Parallel, 256)
	set(&o.Lease, 5*time.Second)
	set(&o.Poll, 50*time.Millisecond)
	set(&o.Timeout, 45*time.Second)
	set(&o.Grace, 8*time.Second)
	set(&o.Tries, 20)
	if o.Observe == nil {
		o.Observe = func(Event) {}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
}

func set[T comparable](v *T, standard T) {
	var zero T
	if *v == zero {
		*v = standard
	}
}

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

// lane sends the messages of one channel.
type lane struct {
	*Outbox
	Lane
	req     bot.LeaseRequest
	settled chan struct{} // a send has ended: its chat may have more
	sends   sync.WaitGroup
	sendCtx context.Context // of the sends: ends later than Run's

	unnoted atomic.Int64 // pages of announcements whose outcomes could not be written yet

	mu      sync.Mutex
	held    map[string]*holding
	failing int                     // outcomes that could not be written yet
	renewed time.Time               // all leases that are held were granted or renewed at this time or later
	pages   map[*pageWork]time.Time // open pages of announcements, and when their leases were renewed
}

type holding struct {
	bot.Leased
	since time.Time
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

// How many messages one call leases, and the pause after a store that could not be reached.
const (
	leaseMost = 128
	awayPause = 200 * time.Millisecond
)

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

// pause waits until a send has ended, at most for d.
func (l *lane) pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-l.settled:
	case <-t.C:
	}
}

// room is how many more sends may start; not settled while outcomes are not written to the store yet, not fresh when
// leases that are held may have ended or soon will.
func (l *lane) room() (n int, settled, fresh bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Parallel - len(l.held), l.failing == 0, time.Since(l.renewed) < l.Lease/2
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

// refused passes on that a chat takes nothing more, where many people are in it.
func (l *lane) refused(chat bot.ChatID, reason string) {
	if l.Refused != nil && l.Channel.Limits().Groups {
		l.Refused(l.sendCtx, chat, reason)
	}
}

// send gives the message to the platform.
func (l *lane) send(m bot.Leased) (r bot.Receipt, err error) {
	ctx, cancel := context.WithTimeout(l.sendCtx, l.Timeout)
	defer cancel()
	return send(ctx, l.Channel, m.Out, m.SlotMessage)
}

func send(ctx context.Context, c bot.Channel, out bot.Outgoing, slotMessage string) (bot.Receipt, error) {
	msg := out.Message
	if slotMessage != "" && msg.Edit == "" && c.Limits().Edit {
		msg.Edit = slotMessage
	}
	r, err := sendOnce(ctx, c, out.To, msg)
	if err == nil || msg.Edit == "" {
		return r, err
	}
	e := bot.AsSendError(err)
	if !e.Gone && (e.Kind != bot.SendInvalid || slotMessage == "") {
		return r, err
	}
	msg.Edit = "" // too old to be edited, or deleted: a new one is sent
	return sendOnce(ctx, c, out.To, msg)
}

// sendOnce hands a message to the channel as it is; a panic of the channel is this message's fault.
func sendOnce(ctx context.Context, c bot.Channel, to bot.ChatID, m bot.Message) (r bot.Receipt, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &bot.SendError{Kind: bot.SendInvalid, Reason: "lỗi khi soạn tin cho kênh này",
				Err: fmt.Errorf("channel panicked: %v", p)}
		}
	}()
	return c.Send(ctx, to, m)
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
