// Package memstate is a bot.State in memory for tests: it really stores, expires by its clock, detects conflicts,
// remembers ids and keeps the queue of what is to be sent. It fails when told to (SetDown), with bot.ErrUnavailable, as
// a database does that is away.
package memstate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/motcua/motcua/bot"
)

const (
	onceTTL  = 72 * time.Hour // how long an id of UpdateOnce is remembered
	outTTL   = 48 * time.Hour // how long the Key of an Outgoing is remembered
	attempts = 8              // runs of a transaction that meets conflicts
)

// State is the store. The zero value is not usable: call New. All methods may be called from several goroutines.
type State struct {
	now func() time.Time

	mu       sync.Mutex
	down     bool
	revision int64
	docs     map[bot.Key]document
	sets     map[string]map[string]int64
	groups   map[string]group
	once     map[string]time.Time // id -> forgotten at
	outKeys  map[string]time.Time // Outgoing.Key -> forgotten at
	queue    []bot.Outgoing
	queued   chan struct{} // closed and replaced when the queue grows
}

type document struct {
	json     []byte
	revision int64
	expires  time.Time // zero: never
}

type group struct {
	fields  map[string]int64
	expires time.Time
}

// New makes an empty state that lives by the clock now; nil means time.Now.
func New(now func() time.Time) *State {
	if now == nil {
		now = time.Now
	}
	return &State{
		now:     now,
		docs:    make(map[bot.Key]document),
		sets:    make(map[string]map[string]int64),
		groups:  make(map[string]group),
		once:    make(map[string]time.Time),
		outKeys: make(map[string]time.Time),
		queued:  make(chan struct{}),
	}
}

// SetDown makes every call fail with bot.ErrUnavailable until it is called with false.
func (s *State) SetDown(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
}

// Queue returns what waits to be sent, oldest first, and leaves it there.
func (s *State) Queue() []bot.Outgoing {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.queue)
}

// Next takes the oldest queued delivery, and waits for one until ctx ends.
func (s *State) Next(ctx context.Context) (bot.Outgoing, error) {
	for {
		s.mu.Lock()
		if len(s.queue) > 0 {
			out := s.queue[0]
			s.queue = s.queue[1:]
			s.mu.Unlock()
			return out, nil
		}
		more := s.queued
		s.mu.Unlock()
		select {
		case <-more:
		case <-ctx.Done():
			return bot.Outgoing{}, ctx.Err()
		}
	}
}

// Pump sends what is queued through channel, one after another, until ctx ends; it is the smallest outbox. What cannot
// be sent is given to failed (nil: dropped).
func (s *State) Pump(ctx context.Context, channel bot.Channel, failed func(bot.Outgoing, error)) {
	for {
		out, err := s.Next(ctx)
		if err != nil {
			return
		}
		if _, err := channel.Send(ctx, out.To, out.Message); err != nil && failed != nil {
			failed(out, err)
		}
	}
}

// Keys returns the ids of the live documents of one kind, sorted.
func (s *State) Keys(kind string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []string
	for key := range s.docs {
		if _, live := s.live(key); live && key.Kind == kind {
			ids = append(ids, key.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

// Everything gives all that is stored, for tests that look for what must not be there: live documents as "kind id" with
// their JSON, sets as "set name" with their members, counters as "group name" with their fields.
func (s *State) Everything() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[string]string{}
	for key := range s.docs {
		if doc, live := s.live(key); live {
			out[key.Kind+" "+key.ID] = string(doc.json)
		}
	}
	for name, members := range s.sets {
		if len(members) > 0 {
			out["set "+name] = strings.Join(slices.Sorted(maps.Keys(members)), " ")
		}
	}
	for name, g := range s.groups {
		if !s.past(g.expires) {
			out["group "+name] = strings.Join(slices.Sorted(maps.Keys(g.fields)), " ")
		}
	}
	return out
}

// Get decodes a document into `into`.
func (s *State) Get(ctx context.Context, key bot.Key, into any) (bool, error) {
	found, _, err := s.read(ctx, key, into)
	return found, err
}

func (s *State) read(ctx context.Context, key bot.Key, into any) (found bool, revision int64, err error) {
	if err := checkKey(key); err != nil {
		return false, 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.available(ctx); err != nil {
		return false, 0, err
	}
	doc, found := s.live(key)
	if !found {
		return false, 0, nil
	}
	if err := json.Unmarshal(doc.json, into); err != nil {
		return false, 0, fmt.Errorf("document %s %s: %w", key.Kind, key.ID, err)
	}
	return true, doc.revision, nil
}

// List returns a range of a set by score; members of one score by their names.
func (s *State) List(ctx context.Context, set string, r bot.Range) ([]bot.Entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.available(ctx); err != nil {
		return nil, err
	}
	var entries []bot.Entry
	for member, score := range s.sets[set] {
		if score >= r.Min && score <= r.Max {
			entries = append(entries, bot.Entry{Member: member, Score: score})
		}
	}
	slices.SortFunc(entries, func(a, b bot.Entry) int {
		if a.Score != b.Score {
			if a.Score < b.Score {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Member, b.Member)
	})
	if r.Reverse {
		slices.Reverse(entries)
	}
	limit := r.Limit
	if limit <= 0 {
		limit = 1000
	}
	from := min(max(r.Offset, 0), len(entries))
	return entries[from : from+min(limit, len(entries)-from)], nil
}

// Score returns a member's score in a set.
func (s *State) Score(ctx context.Context, set, member string) (int64, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.available(ctx); err != nil {
		return 0, false, err
	}
	score, found := s.sets[set][member]
	return score, found, nil
}

// Size counts a set's members.
func (s *State) Size(ctx context.Context, set string) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return int64(len(s.sets[set])), s.available(ctx)
}

// Counters returns a copy of a group's fields.
func (s *State) Counters(ctx context.Context, name string) (map[string]int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.available(ctx); err != nil {
		return nil, err
	}
	g, live := s.groups[name]
	if !live || s.past(g.expires) {
		return map[string]int64{}, nil
	}
	return maps.Clone(g.fields), nil
}

// Update runs f and commits it, again when it met a conflict.
func (s *State) Update(ctx context.Context, f func(bot.Tx) error) error {
	_, err := s.run(ctx, "", f)
	return err
}

// UpdateOnce is Update for an id that was not committed in the last 72 h.
func (s *State) UpdateOnce(ctx context.Context, id string, f func(bot.Tx) error) (bool, error) {
	if id == "" {
		return false, fmt.Errorf("update once: empty id")
	}
	return s.run(ctx, id, f)
}

func (s *State) run(ctx context.Context, id string, f func(bot.Tx) error) (done bool, err error) {
	at := s.now()
	for range attempts {
		s.mu.Lock()
		err, seen := s.available(ctx), id != "" && !s.pastOrUnset(s.once[id])
		s.mu.Unlock()
		if err != nil || seen {
			return false, err
		}
		tx := newTx(s, at)
		if err := f(tx); err != nil {
			return false, err
		}
		switch done, err := s.commit(ctx, id, tx); {
		case errors.Is(err, errConflict):
			continue
		default:
			return done, err
		}
	}
	return false, fmt.Errorf("after %d runs: %w", attempts, bot.ErrConflict)
}

func (s *State) available(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.down {
		return fmt.Errorf("memory state is set down: %w", bot.ErrUnavailable)
	}
	return nil
}

func (s *State) live(key bot.Key) (document, bool) {
	doc, found := s.docs[key]
	if !found || s.past(doc.expires) {
		return document{}, false
	}
	return doc, true
}

// past reports whether a limit was reached; the zero time is no limit.
func (s *State) past(limit time.Time) bool { return !limit.IsZero() && !s.now().Before(limit) }

func (s *State) pastOrUnset(limit time.Time) bool { return limit.IsZero() || s.past(limit) }

func (s *State) deadline(ttl time.Duration) time.Time {
	if ttl <= 0 || ttl == math.MaxInt64 {
		return time.Time{}
	}
	return s.now().Add(ttl)
}

func checkKey(key bot.Key) error {
	if key.Kind == "" || strings.Trim(key.Kind, "abcdefghijklmnopqrstuvwxyz-") != "" {
		return fmt.Errorf("document kind %q: want lower-case letters and hyphens", key.Kind)
	}
	if key.ID == "" || len(key.ID) > 200 || strings.ContainsFunc(key.ID, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return fmt.Errorf("document id %q of kind %s: want 1 to 200 bytes without control characters", key.ID, key.Kind)
	}
	return nil
}
