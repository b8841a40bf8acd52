package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/engine"
)

// conflictTries is how often a transaction is run before ErrConflict goes to the caller.
const conflictTries = 32

// Update implements bot.State.
func (s *Store) Update(ctx context.Context, f func(bot.Tx) error) error {
	_, err := s.update(ctx, "", f)
	return err
}

// UpdateOnce implements bot.State.
func (s *Store) UpdateOnce(ctx context.Context, id string, f func(bot.Tx) error) (done bool, err error) {
	if err := validName("update id", id); err != nil {
		return false, fmt.Errorf("store: %w", err)
	}
	return s.update(ctx, id, f)
}

func (s *Store) update(ctx context.Context, id string, f func(bot.Tx) error) (done bool, err error) {
	now := s.engine.Now()
	for try := range conflictTries {
		t := &tx{s: s, now: now, id: id, rev: s.unique(), read: make(map[bot.Key]string),
			docs: make(map[bot.Key]*engine.Put)}
		if err := f(t); errors.Is(err, bot.ErrConflict) {
			continue
		} else if err != nil {
			// A handler that meets its own effects, because the update was committed before, may well fail.
			if seen, seenErr := s.seen(ctx, id); seenErr != nil {
				return false, fmt.Errorf("store: was it committed before: %w", seenErr)
			} else if seen {
				return false, nil
			}
			return false, err
		}
		if t.err != nil {
			return false, fmt.Errorf("store: %w", t.err)
		}
		if id == "" && len(t.docs)+len(t.ops)+len(t.out) == 0 {
			return true, nil
		}
		c := t.commit()
		if t.err != nil {
			return false, fmt.Errorf("store: %w", t.err)
		}
		res, err := s.engine.Commit(ctx, c)
		switch {
		case err != nil:
			return false, wrap("commit", err)
		case res == engine.Done:
			t.wake()
			return true, nil
		case res == engine.Repeated:
			return false, nil
		}
		if try > 2 { // many want the same document: step aside
			if err := engine.Pause(ctx, time.Duration(try)*time.Millisecond); err != nil {
				return false, err
			}
		}
	}
	return false, fmt.Errorf("store: %w", bot.ErrConflict)
}

// seen reports whether an update was committed.
func (s *Store) seen(ctx context.Context, id string) (bool, error) {
	if id == "" {
		return false, nil
	}
	return s.engine.Seen(ctx, id)
}

// tx implements bot.Tx: it collects what is written.
type tx struct {
	s       *Store
	now     time.Time
	id      string
	rev     string
	read    map[bot.Key]string          // revisions seen by Get
	fetched map[bot.Key]engine.Document // by Fetch; nil: nothing
	docs    map[bot.Key]*engine.Put
	keys    []bot.Key // of docs, in order
	ops     []engine.Op
	out     []bot.Outgoing
	err     error // the first fault of a caller
}

var errInvalid = errors.New("invalid")

// validName refuses what could be mistaken for another key or break a record.
func validName(what, s string) error {
	if s == "" || len(s) > 300 || !utf8.ValidString(s) {
		return fmt.Errorf("%w %s %q", errInvalid, what, s)
	}
	for i := range len(s) {
		if s[i] < 0x20 || s[i] == 0x7f {
			return fmt.Errorf("%w %s: a control character", errInvalid, what)
		}
	}
	return nil
}

func validKey(k bot.Key) error {
	if k.Kind == "" || strings.Trim(k.Kind, "abcdefghijklmnopqrstuvwxyz-") != "" {
		return fmt.Errorf("%w kind %q of a document", errInvalid, k.Kind)
	}
	return validName("id of a document", k.ID)
}

func (t *tx) check(err error) bool {
	if err != nil && t.err == nil {
		t.err = err
	}
	return err == nil
}

func (t *tx) Now() time.Time { return t.now }

func (t *tx) Get(ctx context.Context, key bot.Key, into any) (bool, error) {
	if err := validKey(key); err != nil {
		return false, fmt.Errorf("store: %w", err)
	}
	if written, ok := t.docs[key]; ok {
		if written.Delete {
			return false, nil
		}
		return true, decode(key, written.Body, into)
	}
	d, fetched := t.fetched[key]
	if !fetched {
		var err error
		if d, err = t.s.document(ctx, key); err != nil {
			return false, err
		}
	}
	rev, body := d.Rev, d.Body
	if first, again := t.read[key]; again && first != rev {
		return false, fmt.Errorf("store: %w", bot.ErrConflict)
	}
	t.read[key] = rev
	if rev == "" {
		return false, nil
	}
	return true, decode(key, body, into)
}

// Fetch implements bot.Fetcher.
func (t *tx) Fetch(ctx context.Context, keys ...bot.Key) error {
	if t.s.engine.Near() {
		return nil
	}
	for _, key := range keys {
		if err := validKey(key); err != nil {
			return fmt.Errorf("store: %w", err)
		}
	}
	found, err := t.s.engine.Documents(ctx, keys)
	if err != nil {
		return wrap("get", err)
	}
	t.fetched = make(map[bot.Key]engine.Document, len(keys))
	for i, key := range keys {
		t.fetched[key] = found[i]
	}
	return nil
}

func (t *tx) List(ctx context.Context, set string, r bot.Range) ([]bot.Entry, error) {
	return t.s.List(ctx, set, r)
}

func (t *tx) Score(ctx context.Context, set, member string) (int64, bool, error) {
	return t.s.Score(ctx, set, member)
}

func (t *tx) Size(ctx context.Context, set string) (int64, error) { return t.s.Size(ctx, set) }

func (t *tx) Counters(ctx context.Context, group string) (map[string]int64, error) {
	return t.s.Counters(ctx, group)
}

func (t *tx) write(p engine.Put) {
	if _, ok := t.docs[p.Key]; !ok {
		t.keys = append(t.keys, p.Key)
	}
	t.docs[p.Key] = &p
}

func (t *tx) Put(key bot.Key, v any, ttl time.Duration) {
	if ttl > 0 {
		ttl = max(ttl, time.Millisecond)
	}
	var b bytes.Buffer
	if t.check(appendJSON(&b, v)) && t.check(validKey(key)) {
		t.write(engine.Put{Key: key, Body: b.String(), TTL: ttl})
	}
}

// appendJSON is json.Marshal to the end of a buffer, without escaping for HTML.
func appendJSON(b *bytes.Buffer, v any) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the newline
	return nil
}

func (t *tx) Delete(key bot.Key) {
	if t.check(validKey(key)) {
		t.write(engine.Put{Key: key, Delete: true})
	}
}

func (t *tx) Add(set, member string, score int64) {
	if t.check(validName("set", set)) && t.check(validName("member", member)) {
		t.ops = append(t.ops, engine.Op{Kind: engine.OpAdd, Name: set, Member: member, N: score})
	}
}

func (t *tx) Remove(set, member string) {
	if t.check(validName("set", set)) && t.check(validName("member", member)) {
		t.ops = append(t.ops, engine.Op{Kind: engine.OpRemove, Name: set, Member: member})
	}
}

func (t *tx) Count(group, field string, delta int64, ttl time.Duration) {
	if t.check(validName("group", group)) && t.check(validName("field", field)) {
		t.ops = append(t.ops, engine.Op{Kind: engine.OpCount, Name: group, Member: field, N: delta, TTL: ttl})
	}
}

func (t *tx) Send(out ...bot.Outgoing) {
	for _, o := range out {
		if !t.check(validName("key of a message", o.Key)) || !t.check(validName("channel", o.To.Channel)) ||
			!t.check(validName("chat", o.To.ID)) || !t.check(validSlot(o.Slot)) || !o.While.IsZero() &&
			!t.check(validKey(o.While)) {
			return
		}
		if strings.Contains(o.To.Channel, ":") || o.Priority < bot.PriorityReply || o.Priority > bot.PriorityBulk {
			t.check(fmt.Errorf("%w channel %q or priority %d", errInvalid, o.To.Channel, o.Priority))
			return
		}
		t.out = append(t.out, o)
	}
}

func validSlot(s string) error {
	if s == "" {
		return nil
	}
	return validName("slot", s)
}

// commit is what is to be done.
func (t *tx) commit() *engine.Commit {
	c := &engine.Commit{ID: t.id, Rev: t.rev, Ops: t.ops}
	for _, key := range t.keys {
		if rev, ok := t.read[key]; ok {
			c.Checks = append(c.Checks, engine.Check{Key: key, Rev: rev})
		}
		c.Puts = append(c.Puts, *t.docs[key])
	}
	keys := make(map[string]bool, len(t.out))
	for _, o := range t.out {
		if keys[o.Key] {
			continue
		}
		keys[o.Key] = true
		c.Messages = append(c.Messages, t.message(o))
	}
	return c
}

func (t *tx) message(o bot.Outgoing) engine.Message {
	m := engine.Message{Channel: o.To.Channel, Chat: o.To.ID, Priority: o.Priority, Key: o.Key, NotBefore: o.NotBefore,
		Enqueued: t.now, Expires: o.Expires, Slot: o.Slot,
		// The update's own mark, which lasts as long, already makes its replies unique.
		Mark: t.id == "" || !strings.HasPrefix(o.Key, "re:"+t.id+":")}
	if !o.While.IsZero() {
		m.While = o.While.Kind + ":" + o.While.ID
	}
	var body bytes.Buffer
	body.Grow(128 + len(o.Message.Text)*9/8)
	t.check(appendJSON(&body, o)) // cannot fail: Outgoing holds plain values
	m.Body = body.String()
	return m
}

// wake notifies the outbox of this process that there is something to send.
func (t *tx) wake() {
	for _, o := range t.out {
		t.s.wakeUp(o.To.Channel)
	}
}

// wakeChan receives, at least once, when this process has queued messages for a bot.Channel or ended a lease. Messages
// that other processes queue are found by asking.
func (s *Store) wakeChan(channel string) chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.wakes[channel]
	if c == nil {
		c = make(chan struct{}, 1)
		s.wakes[channel] = c
	}
	return c
}

func (s *Store) wakeUp(channel string) {
	select {
	case s.wakeChan(channel) <- struct{}{}:
	default:
	}
}
