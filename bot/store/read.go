package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/engine"
)

// listMost is how many members List returns when no limit is given.
const listMost = 1000

func (s *Store) document(ctx context.Context, key bot.Key) (engine.Document, error) {
	found, err := s.engine.Documents(ctx, []bot.Key{key})
	if err != nil {
		return engine.Document{}, fmt.Errorf("store: get %s: %w", key.Kind, err)
	}
	return found[0], nil
}

// Get implements bot.Reader.
func (s *Store) Get(ctx context.Context, key bot.Key, into any) (bool, error) {
	d, err := s.document(ctx, key)
	if err != nil || d.Rev == "" {
		return false, err
	}
	return true, decode(key, d.Body, into)
}

func decode(key bot.Key, body string, into any) error {
	if err := json.Unmarshal([]byte(body), into); err != nil {
		return fmt.Errorf("store: document of kind %s: %w", key.Kind, err)
	}
	return nil
}

// List implements bot.Reader.
func (s *Store) List(ctx context.Context, set string, r bot.Range) ([]bot.Entry, error) {
	if r.Limit <= 0 {
		r.Limit = listMost
	}
	list, err := s.engine.List(ctx, set, r)
	return list, wrap("list "+set, err)
}

// Score implements bot.Reader.
func (s *Store) Score(ctx context.Context, set, member string) (int64, bool, error) {
	n, ok, err := s.engine.Score(ctx, set, member)
	return n, ok, wrap("score in "+set, err)
}

// Size implements bot.Reader.
func (s *Store) Size(ctx context.Context, set string) (int64, error) {
	n, err := s.engine.Size(ctx, set)
	return n, wrap("size of "+set, err)
}

// Counters implements bot.Reader.
func (s *Store) Counters(ctx context.Context, group string) (map[string]int64, error) {
	c, err := s.engine.Counters(ctx, group)
	return c, wrap("counters "+group, err)
}

// Lock takes or renews a named lease: at most one owner has it. fence grows with every change of owner; ok is false
// when another owner has it. A dead owner's lease ends after ttl.
func (s *Store) Lock(ctx context.Context, name, owner string, ttl time.Duration) (fence int64, ok bool, err error) {
	fence, err = s.engine.Lock(ctx, name, owner, ttl)
	return fence, fence > 0, wrap("lock", err)
}

// Unlock ends a lease early.
func (s *Store) Unlock(ctx context.Context, name, owner string) error {
	return wrap("unlock", s.engine.Unlock(ctx, name, owner))
}
