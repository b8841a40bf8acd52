package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/motcua/motcua/bot"
)

func docKey(k bot.Key) string { return prefix + "d:" + k.Kind + ":" + k.ID }

// document is a document's revision and JSON; both empty when there is none.
type document struct{ rev, body string }

func (s *Store) document(ctx context.Context, key bot.Key) (document, error) {
	now := s.ms()
	v, err := s.engine.read(ctx, now, "GET", docKey(key))
	if err != nil {
		return document{}, fmt.Errorf("store: get %s: %w", key.Kind, err)
	}
	return parseDocument(key, v, now)
}

// documents reads several at one moment.
func (s *Store) documents(ctx context.Context, keys []bot.Key) (map[bot.Key]document, error) {
	now := s.ms()
	args := make([]string, 1, 1+len(keys))
	args[0] = "MGET"
	for _, key := range keys {
		args = append(args, docKey(key))
	}
	v, err := s.engine.read(ctx, now, args...)
	if err != nil {
		return nil, fmt.Errorf("store: get: %w", err)
	}
	values, _ := v.([]any)
	if len(values) != len(keys) {
		return nil, fmt.Errorf("store: get: %d documents, want %d", len(values), len(keys))
	}
	out := make(map[bot.Key]document, len(keys))
	for i, key := range keys {
		if out[key], err = parseDocument(key, values[i], now); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// parseDocument reads what stands under a document's key; see common.lua.
func parseDocument(key bot.Key, v any, now int64) (document, error) {
	value, ok := v.(string)
	if !ok {
		return document{}, nil
	}
	rev, rest, _ := strings.Cut(value, " ")
	expires, body, ok := strings.Cut(rest, " ")
	at, err := strconv.ParseInt(expires, 10, 64)
	if !ok || err != nil {
		return document{}, fmt.Errorf("store: get %s: not a document", key.Kind)
	}
	if at != 0 && at <= now {
		return document{}, nil
	}
	return document{rev, body}, nil
}

// Get implements bot.Reader.
func (s *Store) Get(ctx context.Context, key bot.Key, into any) (bool, error) {
	d, err := s.document(ctx, key)
	if err != nil || d.rev == "" {
		return false, err
	}
	return true, decode(key, d.body, into)
}

func decode(key bot.Key, body string, into any) error {
	if err := json.Unmarshal([]byte(body), into); err != nil {
		return fmt.Errorf("store: document of kind %s: %w", key.Kind, err)
	}
	return nil
}

// List implements bot.Reader.
func (s *Store) List(ctx context.Context, set string, r bot.Range) ([]bot.Entry, error) {
	limit := r.Limit
	if limit <= 0 {
		limit = 1000
	}
	cmd, from, to := "ZRANGEBYSCORE", int64s(r.Min), int64s(r.Max)
	if r.Reverse {
		cmd, from, to = "ZREVRANGEBYSCORE", to, from
	}
	v, err := s.engine.read(ctx, s.ms(), cmd, prefix+"s:"+set, from, to, "WITHSCORES", "LIMIT", strconv.Itoa(r.Offset),
		strconv.Itoa(limit))
	if err != nil {
		return nil, fmt.Errorf("store: list %s: %w", set, err)
	}
	return pairs(v), nil
}

// pairs reads what a command WITHSCORES returned: member, score in turn (RESP2), or pairs with a float (RESP3).
func pairs(v any) []bot.Entry {
	flat, _ := v.([]any)
	var out []bot.Entry
	for i := 0; i < len(flat); i++ {
		if pair, ok := flat[i].([]any); ok && len(pair) == 2 {
			out = append(out, bot.Entry{Member: text(pair[0]), Score: score(pair[1])})
		} else if i+1 < len(flat) {
			out = append(out, bot.Entry{Member: text(flat[i]), Score: score(flat[i+1])})
			i++
		}
	}
	return out
}

func score(v any) int64 {
	switch v := v.(type) {
	case float64:
		return int64(v)
	case string:
		f, _ := strconv.ParseFloat(v, 64)
		return int64(f)
	}
	return number(v)
}

// Score implements bot.Reader.
func (s *Store) Score(ctx context.Context, set, member string) (int64, bool, error) {
	v, err := s.engine.read(ctx, s.ms(), "ZSCORE", prefix+"s:"+set, member)
	if err != nil {
		return 0, false, fmt.Errorf("store: score in %s: %w", set, err)
	}
	return score(v), v != nil, nil
}

// Size implements bot.Reader.
func (s *Store) Size(ctx context.Context, set string) (int64, error) {
	v, err := s.engine.read(ctx, s.ms(), "ZCARD", prefix+"s:"+set)
	if err != nil {
		return 0, fmt.Errorf("store: size of %s: %w", set, err)
	}
	return number(v), nil
}

// Counters implements bot.Reader.
func (s *Store) Counters(ctx context.Context, group string) (map[string]int64, error) {
	v, err := s.engine.read(ctx, s.ms(), "HGETALL", prefix+"c:"+group)
	if err != nil {
		return nil, fmt.Errorf("store: counters %s: %w", group, err)
	}
	out := make(map[string]int64)
	switch v := v.(type) {
	case []any:
		for i := 0; i+1 < len(v); i += 2 {
			out[text(v[i])] = number(v[i+1])
		}
	case map[any]any: // RESP3
		for field, n := range v {
			out[text(field)] = number(n)
		}
	}
	return out, nil
}
