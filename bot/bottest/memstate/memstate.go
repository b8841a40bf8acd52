// Package memstate is the product's own embedded store for tests: nothing is written to disk, it lives by the test's
// clock, can be set down (SetDown), and keeps a list of what was sent and of what was ever written.
package memstate

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store"
)

// State is the store. All methods may be called from several goroutines.
type State struct {
	*store.Store
	now  func() time.Time
	down atomic.Bool

	mu     sync.Mutex
	sent   []bot.Outgoing
	keys   map[string]time.Time // of sent -> forgotten by the store at
	taken  int                  // by Next
	more   chan struct{}        // closed and replaced when sent grows
	docs   map[bot.Key]bool
	sets   map[string]bool
	groups map[string]bool
}

// New makes an empty state that lives by the clock now; nil means time.Now.
func New(now func() time.Time) *State {
	if now == nil {
		now = time.Now
	}
	s, err := store.Open(context.Background(), store.Options{InMemory: true, Now: now})
	if err != nil {
		panic(err) // nothing can fail in memory
	}
	state := &State{
		Store: s, now: now, more: make(chan struct{}), keys: map[string]time.Time{},
		docs: map[bot.Key]bool{}, sets: map[string]bool{}, groups: map[string]bool{},
	}
	runtime.AddCleanup(state, func(s *store.Store) { _ = s.Close() }, s)
	return state
}

// SetDown makes every call fail with bot.ErrUnavailable until it is called with false.
func (s *State) SetDown(down bool) { s.down.Store(down) }

func (s *State) available() error {
	if s.down.Load() {
		return fmt.Errorf("the state is set down: %w", bot.ErrUnavailable)
	}
	return nil
}

// Queue returns what was sent and not yet taken by Next, oldest first.
func (s *State) Queue() []bot.Outgoing {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.sent[s.taken:])
}

// Next takes the oldest delivery, and waits for one until ctx ends.
func (s *State) Next(ctx context.Context) (bot.Outgoing, error) {
	for {
		s.mu.Lock()
		if s.taken < len(s.sent) {
			out := s.sent[s.taken]
			s.taken++
			s.mu.Unlock()
			return out, nil
		}
		more := s.more
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

// Keys returns the ids of the documents of one kind, sorted.
func (s *State) Keys(kind string) (ids []string) {
	for key := range s.documents() {
		if key.Kind == kind {
			ids = append(ids, key.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

func (s *State) documents() map[bot.Key]string {
	s.mu.Lock()
	keys := slices.Collect(maps.Keys(s.docs))
	s.mu.Unlock()
	out := make(map[bot.Key]string)
	for _, key := range keys {
		var text json.RawMessage
		if found, err := s.Store.Get(context.Background(), key, &text); err == nil && found {
			out[key] = string(text)
		}
	}
	return out
}

// Everything gives all that is stored, for tests that look for what must not be there: documents as "kind id" with
// their JSON, sets as "set name" with their members, counters as "group name" with their fields.
func (s *State) Everything() map[string]string {
	out := map[string]string{}
	for key, text := range s.documents() {
		out[key.Kind+" "+key.ID] = text
	}
	s.mu.Lock()
	sets, groups := slices.Collect(maps.Keys(s.sets)), slices.Collect(maps.Keys(s.groups))
	s.mu.Unlock()
	ctx := context.Background()
	for _, name := range sets {
		var members []string
		entries, _ := s.Store.List(ctx, name, bot.Range{Min: -1 << 53, Max: 1 << 53, Limit: 1 << 30})
		for _, e := range entries {
			members = append(members, e.Member)
		}
		if slices.Sort(members); len(members) > 0 {
			out["set "+name] = strings.Join(members, " ")
		}
	}
	for _, name := range groups {
		if fields, _ := s.Store.Counters(ctx, name); len(fields) > 0 {
			out["group "+name] = strings.Join(slices.Sorted(maps.Keys(fields)), " ")
		}
	}
	return out
}

// Get is the store's, unless the state is set down; so are the other readers.
func (s *State) Get(ctx context.Context, key bot.Key, into any) (bool, error) {
	if err := s.available(); err != nil {
		return false, err
	}
	return s.Store.Get(ctx, key, into)
}

// List is a part of a set.
func (s *State) List(ctx context.Context, set string, r bot.Range) ([]bot.Entry, error) {
	if err := s.available(); err != nil {
		return nil, err
	}
	return s.Store.List(ctx, set, r)
}

// Score is a member's score.
func (s *State) Score(ctx context.Context, set, member string) (int64, bool, error) {
	if err := s.available(); err != nil {
		return 0, false, err
	}
	return s.Store.Score(ctx, set, member)
}

// Size counts a set's members.
func (s *State) Size(ctx context.Context, set string) (int64, error) {
	if err := s.available(); err != nil {
		return 0, err
	}
	return s.Store.Size(ctx, set)
}

// Counters are a group's fields.
func (s *State) Counters(ctx context.Context, group string) (map[string]int64, error) {
	if err := s.available(); err != nil {
		return nil, err
	}
	return s.Store.Counters(ctx, group)
}

// Update runs f and commits it, and notes what it wrote and sent.
func (s *State) Update(ctx context.Context, f func(bot.Tx) error) error {
	if err := s.available(); err != nil {
		return err
	}
	var last *noted
	err := s.Store.Update(ctx, s.noting(f, &last))
	if err == nil {
		s.note(last)
	}
	return err
}

// UpdateOnce is Update for an id that was not committed lately.
func (s *State) UpdateOnce(ctx context.Context, id string, f func(bot.Tx) error) (bool, error) {
	if err := s.available(); err != nil {
		return false, err
	}
	var last *noted
	done, err := s.Store.UpdateOnce(ctx, id, s.noting(f, &last))
	if err == nil && done {
		s.note(last)
	}
	return done, err
}

func (s *State) noting(f func(bot.Tx) error, last **noted) func(bot.Tx) error {
	return func(tx bot.Tx) error {
		if err := s.available(); err != nil {
			return err
		}
		*last = &noted{Tx: tx}
		if err := f(*last); err != nil {
			return err
		}
		return s.available()
	}
}

// noted is a transaction that remembers what was asked of it.
type noted struct {
	bot.Tx
	docs         []bot.Key
	sets, groups []string
	out          []bot.Outgoing
}

// Fetch reads several documents at once.
func (n *noted) Fetch(ctx context.Context, keys ...bot.Key) error {
	return n.Tx.(bot.Fetcher).Fetch(ctx, keys...)
}

func (n *noted) Put(key bot.Key, v any, ttl time.Duration) {
	n.docs = append(n.docs, key)
	n.Tx.Put(key, v, ttl)
}

func (n *noted) Add(set, member string, score int64) {
	n.sets = append(n.sets, set)
	n.Tx.Add(set, member, score)
}

func (n *noted) Count(group, field string, delta int64, ttl time.Duration) {
	n.groups = append(n.groups, group)
	n.Tx.Count(group, field, delta, ttl)
}

func (n *noted) Send(out ...bot.Outgoing) {
	n.out = append(n.out, out...)
	n.Tx.Send(out...)
}

const outKeyKept = 48 * time.Hour // by the store, which drops what has the same Key

func (s *State) note(n *noted) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, key := range n.docs {
		s.docs[key] = true
	}
	for _, set := range n.sets {
		s.sets[set] = true
	}
	for _, group := range n.groups {
		s.groups[group] = true
	}
	now := s.now()
	for _, o := range n.out {
		if until, repeated := s.keys[o.Key]; repeated && now.Before(until) {
			continue
		}
		s.keys[o.Key] = now.Add(outKeyKept)
		s.sent = append(s.sent, o)
	}
	if len(n.out) > 0 {
		close(s.more)
		s.more = make(chan struct{})
	}
}
