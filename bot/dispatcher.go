package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strconv"
	"sync"
	"time"
)

// Handler decides what to say to one update. It reads and writes through tx only, returns messages for the update's own
// chat (others are sent with tx.Send), and may be run again when the commit meets a conflict.
type Handler interface {
	Handle(ctx context.Context, tx Tx, u Update) ([]Message, error)
}

// HandlerFunc is a Handler made of a function.
type HandlerFunc func(ctx context.Context, tx Tx, u Update) ([]Message, error)

// Handle calls f.
func (f HandlerFunc) Handle(ctx context.Context, tx Tx, u Update) ([]Message, error) {
	return f(ctx, tx, u)
}

// Dispatcher turns updates into committed effects: updates of one chat in their order, different chats in parallel.
// An update whose handler panics or fails for a reason of its own is answered with Apology and kept as a dead update,
// so that it cannot block its chat; an update that the State cannot commit is refused, and the platform keeps it.
type Dispatcher struct {
	State    State
	Handler  Handler
	Apology  Message
	Log      *slog.Logger
	Parallel int // chats at once; 0 means 64
	// Observe, when set, is called after every update: how it ended ("ok", "repeat", "failed", "unavailable") and how
	// long it took.
	Observe func(u Update, outcome string, took time.Duration)
	// Note, when set, writes what a channel must know of each update into the update's own transaction, also when the
	// handler fails: when the person last wrote. It may be run again, like a Handler.
	Note func(ctx context.Context, tx Tx, u Update) error

	mu    sync.Mutex
	chats map[ChatID]*turn
}

// turn makes the updates of one chat wait for each other, also when they come in different deliveries.
type turn struct {
	mu    sync.Mutex
	users int
}

// Deliver handles and commits the updates, and returns nil when all of them are. It is a Deliver.
func (d *Dispatcher) Deliver(ctx context.Context, updates ...Update) error {
	if len(updates) == 1 {
		return d.one(ctx, updates[0])
	}
	order, byChat := groupByChat(updates)
	parallel := d.Parallel
	if parallel <= 0 {
		parallel = 64
	}
	slots := make(chan struct{}, parallel)
	errs := make([]error, len(order))
	var wg sync.WaitGroup
	for i, chat := range order {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			for _, u := range byChat[chat] {
				if errs[i] = d.one(ctx, u); errs[i] != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

func groupByChat(updates []Update) (order []ChatID, byChat map[ChatID][]Update) {
	byChat = make(map[ChatID][]Update, len(updates))
	for _, u := range updates {
		if _, seen := byChat[u.Chat]; !seen {
			order = append(order, u.Chat)
		}
		byChat[u.Chat] = append(byChat[u.Chat], u)
	}
	return order, byChat
}

// enter waits for the chat's turn and returns the function that ends it.
func (d *Dispatcher) enter(chat ChatID) func() {
	d.mu.Lock()
	if d.chats == nil {
		d.chats = make(map[ChatID]*turn)
	}
	t := d.chats[chat]
	if t == nil {
		t = &turn{}
		d.chats[chat] = t
	}
	t.users++
	d.mu.Unlock()
	t.mu.Lock()
	return func() {
		t.mu.Unlock()
		d.mu.Lock()
		if t.users--; t.users == 0 {
			delete(d.chats, chat)
		}
		d.mu.Unlock()
	}
}

func (d *Dispatcher) one(ctx context.Context, u Update) error {
	leave := d.enter(u.Chat)
	defer leave()
	start := time.Now()
	outcome, err := d.commit(ctx, u)
	if d.Observe != nil {
		d.Observe(u, outcome, time.Since(start))
	}
	return err
}

func (d *Dispatcher) commit(ctx context.Context, u Update) (outcome string, err error) {
	done, err := d.State.UpdateOnce(ctx, u.Chat.Channel+":"+u.ID, func(tx Tx) error {
		messages, err := d.safely(ctx, tx, u)
		if err != nil {
			return err
		}
		reachable(tx, u)
		tx.Send(Replies(u, messages)...)
		return d.note(ctx, tx, u)
	})
	switch {
	case err == nil && done:
		return "ok", nil
	case err == nil:
		return "repeat", nil
	case errors.Is(err, ErrUnavailable) || errors.Is(err, ErrConflict) || ctx.Err() != nil:
		d.Log.LogAttrs(ctx, slog.LevelWarn, "update not committed", slog.String("chat", u.Chat.String()),
			slog.Any("error", err))
		return "unavailable", err
	}
	d.Log.LogAttrs(ctx, slog.LevelError, "update failed", slog.String("channel", u.Chat.Channel),
		slog.String("update", u.ID), slog.String("kind", string(u.Kind)), slog.Any("error", err))
	return "failed", d.bury(ctx, u, err)
}

// reachable notes whether the chat takes messages: whoever writes to us does not block us.
func reachable(tx Tx, u Update) {
	if u.Kind == KindLeft {
		tx.Put(BlockedKey(u.Chat), Blocked{At: tx.Now()}, 0)
	} else {
		tx.Delete(BlockedKey(u.Chat))
	}
}

func (d *Dispatcher) note(ctx context.Context, tx Tx, u Update) error {
	if d.Note == nil {
		return nil
	}
	return d.Note(ctx, tx, u)
}

// Replies makes the deliveries of a handler's answers to an update, with the same keys when the update is delivered
// again.
func Replies(u Update, messages []Message) []Outgoing {
	out := make([]Outgoing, len(messages))
	for i, m := range messages {
		out[i] = Outgoing{Key: "re:" + u.Chat.Channel + ":" + u.ID + ":" + strconv.Itoa(i), To: u.Chat, Message: m}
	}
	return out
}

// DeadUpdate is what is kept of an update whose handler failed: never its text.
type DeadUpdate struct {
	ID    string    `json:"id"`
	Chat  ChatID    `json:"chat"`
	Kind  Kind      `json:"kind"`
	Error string    `json:"error"`
	At    time.Time `json:"at"`
}

const deadUpdateTTL = 30 * 24 * time.Hour

// bury answers with the apology and records the failure for the operators; the update counts as handled.
func (d *Dispatcher) bury(ctx context.Context, u Update, cause error) error {
	_, err := d.State.UpdateOnce(ctx, u.Chat.Channel+":"+u.ID, func(tx Tx) error {
		id := u.Chat.Channel + ":" + u.ID
		tx.Put(Key{Kind: "dead-update", ID: id},
			DeadUpdate{ID: u.ID, Chat: u.Chat, Kind: u.Kind, Error: cause.Error(), At: tx.Now()}, deadUpdateTTL)
		tx.Add("dead-update", id, tx.Now().UnixMilli())
		reachable(tx, u)
		if u.Kind != KindLeft && u.Kind != KindMoved {
			tx.Send(Replies(u, []Message{d.Apology})...)
		}
		return d.note(ctx, tx, u)
	})
	return err
}

// errPanic marks a recovered panic.
var errPanic = errors.New("handler panicked")

func (d *Dispatcher) safely(ctx context.Context, tx Tx, u Update) (messages []Message, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v\n%s", errPanic, p, debug.Stack())
		}
	}()
	return d.Handler.Handle(ctx, tx, u)
}
