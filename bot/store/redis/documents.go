package redis

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/engine"
)

// Commit implements engine.Engine.
func (e *Engine) Commit(ctx context.Context, c *engine.Commit) (engine.Result, error) {
	res, err := e.run(ctx, commitScript, commitArgs(c)...)
	switch {
	case err != nil:
		return engine.Conflict, err
	case res == "ok":
		return engine.Done, nil
	case res == "repeat":
		return engine.Repeated, nil
	}
	return engine.Conflict, nil
}

// commitArgs are the commit script's arguments after the time.
func commitArgs(c *engine.Commit) []string {
	args := []string{c.ID, int64s(engine.SeenFor.Milliseconds()), c.Rev, strconv.Itoa(len(c.Checks))}
	for _, check := range c.Checks {
		args = append(args, check.Key.Kind+":"+check.Key.ID, check.Rev)
	}
	for _, p := range c.Puts {
		name := p.Key.Kind + ":" + p.Key.ID
		if p.Delete {
			args = append(args, "D", name)
		} else {
			args = append(args, "P", name, int64s(p.TTL.Milliseconds()), p.Body)
		}
	}
	for _, o := range c.Ops {
		switch o.Kind {
		case engine.OpAdd:
			args = append(args, "A", o.Name, int64s(o.N), o.Member)
		case engine.OpRemove:
			args = append(args, "R", o.Name, o.Member)
		case engine.OpCount:
			args = append(args, "C", o.Name, o.Member, int64s(o.N), int64s(o.TTL.Milliseconds()))
		}
	}
	for i := range c.Messages {
		m := &c.Messages[i]
		args = append(args, "S", m.Channel, m.Chat, strconv.Itoa(int(m.Priority)), m.Key, flag(m.Mark),
			millis(m.NotBefore), entry(m))
	}
	return args
}

// entry is a message in its queue; see common.lua.
func entry(m *engine.Message) string {
	var b bytes.Buffer
	b.Grow(128 + len(m.Body))
	for _, field := range []string{millis(m.Enqueued), millis(m.Expires), m.While, m.Slot} {
		b.WriteString(field)
		b.WriteByte('\x1f')
	}
	b.WriteString(m.Body)
	return b.String()
}

// Seen implements engine.Engine.
func (e *Engine) Seen(ctx context.Context, update string) (bool, error) {
	v, err := e.read(ctx, "GET", prefix+"seen:"+update)
	return number(v) > e.ms(), err
}

// Documents implements engine.Engine.
func (e *Engine) Documents(ctx context.Context, keys []bot.Key) ([]engine.Document, error) {
	now := e.ms()
	args := make([]string, 1, 1+len(keys))
	args[0] = "MGET"
	for _, key := range keys {
		args = append(args, prefix+"d:"+key.Kind+":"+key.ID)
	}
	v, err := e.read(ctx, args...)
	if err != nil {
		return nil, err
	}
	values, _ := v.([]any)
	if len(values) != len(keys) {
		return nil, fmt.Errorf("%d documents, want %d", len(values), len(keys))
	}
	out := make([]engine.Document, len(keys))
	for i, key := range keys {
		if out[i], err = parseDocument(key, values[i], now); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// parseDocument reads what stands under a document's key; see common.lua.
func parseDocument(key bot.Key, v any, now int64) (engine.Document, error) {
	value, ok := v.(string)
	if !ok {
		return engine.Document{}, nil
	}
	rev, rest, _ := strings.Cut(value, " ")
	expires, body, ok := strings.Cut(rest, " ")
	at, err := strconv.ParseInt(expires, 10, 64)
	if !ok || err != nil {
		return engine.Document{}, fmt.Errorf("%s: not a document", key.Kind)
	}
	if at != 0 && at <= now {
		return engine.Document{}, nil
	}
	return engine.Document{Rev: rev, Body: body}, nil
}

// List implements engine.Engine.
func (e *Engine) List(ctx context.Context, set string, r bot.Range) ([]bot.Entry, error) {
	cmd, from, to := "ZRANGEBYSCORE", int64s(r.Min), int64s(r.Max)
	if r.Reverse {
		cmd, from, to = "ZREVRANGEBYSCORE", to, from
	}
	v, err := e.read(ctx, cmd, prefix+"s:"+set, from, to, "WITHSCORES", "LIMIT", strconv.Itoa(r.Offset),
		strconv.Itoa(r.Limit))
	return pairs(v), err
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

// Score implements engine.Engine.
func (e *Engine) Score(ctx context.Context, set, member string) (int64, bool, error) {
	v, err := e.read(ctx, "ZSCORE", prefix+"s:"+set, member)
	return score(v), v != nil, err
}

// Size implements engine.Engine.
func (e *Engine) Size(ctx context.Context, set string) (int64, error) {
	v, err := e.read(ctx, "ZCARD", prefix+"s:"+set)
	return number(v), err
}

// Counters implements engine.Engine.
func (e *Engine) Counters(ctx context.Context, group string) (map[string]int64, error) {
	v, err := e.read(ctx, "HGETALL", prefix+"c:"+group)
	if err != nil {
		return nil, err
	}
	out := make(map[string]int64)
	for field, n := range texts(v) {
		out[field] = number(n)
	}
	return out, nil
}

// Lock implements engine.Engine.
func (e *Engine) Lock(ctx context.Context, name, owner string, ttl time.Duration) (fence int64, err error) {
	v, err := e.run(ctx, lockScript, name, owner, int64s(ttl.Milliseconds()), "take")
	return number(v), err
}

// Unlock implements engine.Engine.
func (e *Engine) Unlock(ctx context.Context, name, owner string) error {
	_, err := e.run(ctx, lockScript, name, owner, "0", "release")
	return err
}
