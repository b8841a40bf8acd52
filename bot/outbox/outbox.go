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

	"math/rand/v2"

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

// BulkStore is where announcements wait: frozen into pages, each of which one sender has at a time.
type BulkStore interface {
	Freeze(ctx context.Context) (more bool, err error)
	BulkPage(ctx context.Context, channel string, lease time.Duration) (*bot.BulkPage, error)
	BulkTake(ctx context.Context, r bot.LeaseRequest, p *bot.BulkPage, indexes []int, most int) (bot.BulkTaken, error)
	BulkNote(ctx context.Context, r bot.LeaseRequest, p *bot.BulkPage, notes []bot.BulkNote, hold time.Time) (kept bool,
		err error)
	BulkClose(ctx context.Context, p *bot.BulkPage, done bool) error
}

// SkipFunc is asked once for every page (at most 200 chats of one channel) before its recipients get the announcement.
// It returns, for each chat, "" to send or the reason, in plain Vietnamese, why this chat gets nothing: "đã nhận ở kênh
// khác". On an error the page waits.
type SkipFunc func(ctx context.Context, spec *bot.BulkSpec, chats []bot.ChatID) ([]string, error)

// backoff grows from half a second to five minutes, with jitter of a third, so that chats that failed together are not
// retried together.
func backoff(tries int) time.Duration {
	d := min(500*time.Millisecond<<min(tries, 10), 5*time.Minute)
	return d - time.Duration(rand.Int64N(int64(d)/3))
}

// pageWork sends one page. One goroutine owns its fields; sends report through results.
type pageWork struct {
	*lane
	page    *bot.BulkPage
	limited *atomic.Int64
	results chan bot.BulkNote

	waiting  []int             // may be asked for now
	later    map[int]time.Time // failed, to be tried again
	tries    map[int]int
	flying   int
	notes    []bot.BulkNote
	noteBy   time.Time // when notes must be written
	hold     time.Time // the platform wants the whole channel to wait
	nextTake time.Time
	touched  time.Time // the lease was renewed
	stopped  bool      // paused, cancelled or shutting down: only sends in flight are waited for
}
