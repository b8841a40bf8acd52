package memstate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/motcua/motcua/bot"
)

var errConflict = errors.New("document changed meanwhile")

// tx collects what a transaction read and wants to write; commit applies it under the state's lock.
type tx struct {
	*reader
	at     time.Time
	writes map[bot.Key]write
	sets   []setWrite
	counts []count
	out    []bot.Outgoing
	err    error // the first fault of a Put or Delete
}

// reader is the State without its own transactions.
type reader struct {
	state *State
	read  map[bot.Key]int64 // revision when it was read; 0: there was none
}

type write struct {
	json   []byte
	ttl    time.Duration
	delete bool
}

type setWrite struct {
	set, member string
	score       int64
	remove      bool
}

type count struct {
	group, field string
	delta        int64
	ttl          time.Duration
}

func newTx(s *State, at time.Time) *tx {
	return &tx{reader: &reader{state: s, read: make(map[bot.Key]int64)}, at: at, writes: make(map[bot.Key]write)}
}

func (t *tx) Get(ctx context.Context, key bot.Key, into any) (bool, error) {
	if w, written := t.writes[key]; written {
		if w.delete {
			return false, nil
		}
		return true, json.Unmarshal(w.json, into)
	}
	found, revision, err := t.state.read(ctx, key, into)
	if err != nil {
		return false, err
	}
	if _, again := t.read[key]; !again {
		t.read[key] = revision
	}
	return found, nil
}

func (r *reader) List(ctx context.Context, set string, rg bot.Range) ([]bot.Entry, error) {
	return r.state.List(ctx, set, rg)
}

func (r *reader) Score(ctx context.Context, set, member string) (int64, bool, error) {
	return r.state.Score(ctx, set, member)
}

func (r *reader) Size(ctx context.Context, set string) (int64, error) { return r.state.Size(ctx, set) }

func (r *reader) Counters(ctx context.Context, group string) (map[string]int64, error) {
	return r.state.Counters(ctx, group)
}

func (t *tx) Put(key bot.Key, v any, ttl time.Duration) {
	data, err := json.Marshal(v)
	if err != nil {
		err = fmt.Errorf("document %s %s: %w", key.Kind, key.ID, err)
	}
	t.fault(err)
	t.fault(checkKey(key))
	t.writes[key] = write{json: data, ttl: ttl}
}

func (t *tx) Delete(key bot.Key) {
	t.fault(checkKey(key))
	t.writes[key] = write{delete: true}
}

func (t *tx) fault(err error) {
	if t.err == nil {
		t.err = err
	}
}

func (t *tx) Add(set, member string, score int64) {
	t.sets = append(t.sets, setWrite{set: set, member: member, score: score})
}

func (t *tx) Remove(set, member string) {
	t.sets = append(t.sets, setWrite{set: set, member: member, remove: true})
}

func (t *tx) Count(group, field string, delta int64, ttl time.Duration) {
	t.counts = append(t.counts, count{group, field, delta, ttl})
}

func (t *tx) Send(out ...bot.Outgoing) { t.out = append(t.out, out...) }

func (t *tx) Now() time.Time { return t.at }

// commit applies t in one step. done is false when id was committed by somebody else meanwhile.
func (s *State) commit(ctx context.Context, id string, t *tx) (done bool, err error) {
	if t.err != nil {
		return false, t.err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.available(ctx); err != nil {
		return false, err
	}
	if id != "" {
		if !s.pastOrUnset(s.once[id]) {
			return false, nil
		}
	}
	for key := range t.writes {
		revision, wasRead := t.read[key]
		if doc, _ := s.live(key); wasRead && doc.revision != revision {
			return false, errConflict
		}
	}
	if id != "" {
		s.once[id] = s.now().Add(onceTTL)
	}
	s.applyDocuments(t)
	s.applyIndexes(t)
	s.enqueue(t.out)
	return true, nil
}

func (s *State) applyDocuments(t *tx) {
	for key, w := range t.writes {
		if w.delete {
			delete(s.docs, key)
			continue
		}
		s.revision++
		s.docs[key] = document{json: w.json, revision: s.revision, expires: s.deadline(w.ttl)}
	}
}

func (s *State) applyIndexes(t *tx) {
	for _, w := range t.sets {
		switch {
		case w.remove:
			delete(s.sets[w.set], w.member)
		case s.sets[w.set] == nil:
			s.sets[w.set] = map[string]int64{w.member: w.score}
		default:
			s.sets[w.set][w.member] = w.score
		}
	}
	for _, c := range t.counts {
		g, live := s.groups[c.group]
		if !live || s.past(g.expires) {
			g = group{fields: make(map[string]int64), expires: s.deadline(c.ttl)}
		}
		g.fields[c.field] += c.delta
		s.groups[c.group] = g
	}
}

func (s *State) enqueue(out []bot.Outgoing) {
	maps.DeleteFunc(s.outKeys, func(_ string, limit time.Time) bool { return s.past(limit) })
	for _, o := range out {
		if _, repeated := s.outKeys[o.Key]; repeated {
			continue
		}
		s.outKeys[o.Key] = s.now().Add(outTTL)
		s.queue = append(s.queue, o)
	}
	if len(out) > 0 {
		close(s.queued)
		s.queued = make(chan struct{})
	}
}
