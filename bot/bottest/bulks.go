package bottest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/motcua/motcua/bot"
)

// Bulks is an engine of announcements whose sending the test does by hand: it freezes audiences out of the real sets of
// a state and counts.
type Bulks struct {
	State bot.Reader
	Fail  error // of StartBulk

	mu  sync.Mutex
	All map[string]*Bulk // not to be touched while others use the Bulks
}

// Bulk is one announcement.
type Bulk struct {
	Spec   bot.BulkSpec
	Status bot.BulkStatus
	List   []bot.BulkRecipient
}

// NewBulks makes an engine over the sets of a state.
func NewBulks(state bot.Reader) *Bulks { return &Bulks{State: state, All: map[string]*Bulk{}} }

func (e *Bulks) audience(ctx context.Context, segs []bot.Segment) (out []bot.ChatID, err error) {
	seen := map[string]bool{}
	for _, s := range segs {
		first, err := e.State.List(ctx, s.All[0], bot.Range{Max: 1 << 62, Limit: 100_000})
		if err != nil {
			return nil, err
		}
		for _, m := range first {
			in := !seen[m.Member]
			for i, set := range append(append([]string(nil), s.All...), s.None...) {
				_, has, err := e.State.Score(ctx, set, m.Member)
				if err != nil {
					return nil, err
				}
				in = in && has == (i < len(s.All))
			}
			if in {
				seen[m.Member] = true
				c, err := bot.ParseChatID(m.Member)
				if err != nil {
					return nil, err
				}
				out = append(out, c)
			}
		}
	}
	return out, nil
}

// CountAudience implements the engine.
func (e *Bulks) CountAudience(ctx context.Context, segs []bot.Segment) (map[string]int64, error) {
	chats, err := e.audience(ctx, segs)
	n := map[string]int64{}
	for _, c := range chats {
		n[c.Channel]++
	}
	return n, err
}

// StartBulk implements the engine: everybody is queued.
func (e *Bulks) StartBulk(ctx context.Context, spec bot.BulkSpec) (bool, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.Fail != nil || e.All[spec.ID] != nil {
		return false, e.Fail
	}
	b := &Bulk{Spec: spec, Status: bot.BulkStatus{ID: spec.ID, State: bot.BulkRunning,
		Outcomes: map[bot.BulkOutcome]int64{},
		Channels: map[string]int64{}, Reasons: map[string]int64{}}}
	chats, err := e.audience(ctx, spec.Audience)
	if err != nil {
		return false, err
	}
	if spec.From != nil {
		for _, id := range append([]string{spec.From.ID}, spec.From.Also...) {
			for _, r := range e.All[id].List {
				if slices.Contains(spec.From.Outcomes, r.Outcome) {
					chats = append(chats, r.Chat)
				}
			}
		}
	}
	for _, c := range chats {
		b.List = append(b.List, bot.BulkRecipient{Chat: c, Outcome: bot.BulkQueued})
		b.Status.Channels[c.Channel]++
	}
	b.Status.Total = int64(len(b.List))
	e.All[spec.ID] = b
	return true, nil
}

// Sends gives the next n recipients an outcome.
func (e *Bulks) Sends(id string, n int, outcome bot.BulkOutcome, reason string, at time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	b := e.All[id]
	if b.Status.State != bot.BulkRunning {
		return
	}
	for i := range b.List {
		if r := &b.List[i]; n > 0 && r.Outcome == bot.BulkQueued {
			n--
			r.Outcome, r.Reason, r.At = outcome, reason, at
			if outcome == bot.BulkSent {
				r.MessageID = fmt.Sprint(1000 + i)
			}
			b.Status.Outcomes[outcome]++
			if outcome == bot.BulkFailed {
				b.Status.Reasons[reason]++
			}
		}
	}
	if b.Status.Left() == 0 {
		b.Status.State = bot.BulkFinished
	}
}

// Set moves an announcement from a state to another, as the engine does by itself: "failures", "late".
func (e *Bulks) Set(id string, from, to bot.BulkState, reason string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	_, _ = e.setLocked(id, from, to, reason) // never fails
}

func (e *Bulks) setLocked(id string, from, to bot.BulkState, reason string) (bot.BulkState, error) {
	b := e.All[id]
	if b == nil {
		return "", nil
	}
	if to == bot.BulkCancelled && b.Status.Reason == "late" {
		reason = "late"
	}
	if b.Status.State == from {
		b.Status.State, b.Status.Reason = to, reason
	}
	return b.Status.State, nil
}

// PauseBulk implements the engine.
func (e *Bulks) PauseBulk(_ context.Context, id string) (bot.BulkState, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.setLocked(id, bot.BulkRunning, bot.BulkPaused, "admin")
}

// ResumeBulk implements the engine.
func (e *Bulks) ResumeBulk(_ context.Context, id string, _ time.Time) (bot.BulkState, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.setLocked(id, bot.BulkPaused, bot.BulkRunning, "")
}

// CancelBulk implements the engine.
func (e *Bulks) CancelBulk(_ context.Context, id string) (bot.BulkState, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if _, err := e.setLocked(id, bot.BulkRunning, bot.BulkCancelled, "admin"); err != nil {
		return "", err
	}
	return e.setLocked(id, bot.BulkPaused, bot.BulkCancelled, "admin")
}

// BulkStatus implements the engine.
func (e *Bulks) BulkStatus(_ context.Context, id string) (bot.BulkStatus, bool, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if b := e.All[id]; b != nil {
		st := b.Status
		st.Outcomes, st.Channels, st.Reasons = maps.Clone(st.Outcomes), maps.Clone(st.Channels), maps.Clone(st.Reasons)
		return st, true, nil
	}
	return bot.BulkStatus{}, false, nil
}

// BulkReport implements the engine, in pages of 50.
func (e *Bulks) BulkReport(_ context.Context, id, at string) ([]bot.BulkRecipient, string, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	from, size := 0, 50
	if at != "" {
		var err error
		if from, err = strconv.Atoi(at); err != nil {
			return nil, "", err
		}
	}
	b := e.All[id]
	if b == nil {
		return nil, "", nil
	}
	list := slices.Clone(b.List)
	to := min(from+size, len(list))
	if to < len(list) {
		return list[from:to], fmt.Sprint(to), nil
	}
	return list[from:to], "", nil
}
