package redis

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/engine"
)

// StartBulk implements engine.Engine.
func (e *Engine) StartBulk(ctx context.Context, spec *bot.BulkSpec, body string) (started bool, err error) {
	v, err := e.run(ctx, bulkStartScript, spec.ID, body, millis(spec.Expires), int64s(engine.BulkFor.Milliseconds()),
		flag(spec.Lead))
	return v == "ok", err
}

// Freezing implements engine.Engine.
func (e *Engine) Freezing(ctx context.Context) (string, error) {
	ids, err := e.read(ctx, "ZRANGE", prefix+"bulkfreeze", "0", "0")
	list, _ := ids.([]any)
	if err != nil || len(list) == 0 {
		return "", err
	}
	return text(list[0]), nil
}

// Freeze implements engine.Engine.
func (e *Engine) Freeze(ctx context.Context, spec *bot.BulkSpec) (more bool, err error) {
	args := []string{spec.ID, strconv.Itoa(engine.PageMembers), int64s(engine.BulkFor.Milliseconds()),
		strconv.Itoa(len(spec.Audience))}
	for _, seg := range spec.Audience {
		args = append(append(args, strconv.Itoa(len(seg.All))), seg.All...)
		args = append(append(args, strconv.Itoa(len(seg.None))), seg.None...)
	}
	v, err := e.run(ctx, bulkFreezeScript, args...)
	return number(v) == 1, err
}

// FreezeAt implements engine.Engine.
func (e *Engine) FreezeAt(ctx context.Context, id string) (string, error) {
	at, err := e.read(ctx, "HGET", bulkKey(id), "fmember")
	return text(at), err
}

// FreezePage implements engine.Engine.
func (e *Engine) FreezePage(ctx context.Context, id, at, next string, part []bot.BulkRecipient) (more bool, err error) {
	args := []string{id, at, next, int64s(engine.BulkFor.Milliseconds())}
	lines := make([]string, len(part))
	for i, r := range part {
		lines[i] = engine.PageLine(r, time.Time{})
	}
	if len(lines) > 0 {
		args = append(args, part[0].Chat.Channel, strings.Join(lines, "\n"), strconv.Itoa(len(lines)))
	}
	v, err := e.run(ctx, bulkAddScript, args...)
	return number(v) == 1, err
}

func bulkKey(id string) string { return prefix + "b:" + id }

// BulkSpec implements engine.Engine.
func (e *Engine) BulkSpec(ctx context.Context, id string) (string, error) {
	v, err := e.read(ctx, "HGET", bulkKey(id), "spec")
	return text(v), err
}

// Within implements engine.Engine: it reads the sets in pages.
func (e *Engine) Within(ctx context.Context, audience []bot.Segment) (map[string]int64, error) {
	counts := make(map[string]int64)
	for i, seg := range audience {
		for offset := 0; ; offset += 1000 {
			page, err := e.List(ctx, seg.All[0],
				bot.Range{Min: math.MinInt64, Max: math.MaxInt64, Offset: offset, Limit: 1000})
			if err != nil {
				return nil, err
			}
			in, err := e.within(ctx, page, audience, i)
			if err != nil {
				return nil, err
			}
			for j, entry := range page {
				if channel, _, ok := strings.Cut(entry.Member, ":"); ok && in[j] {
					counts[channel]++
				}
			}
			if len(page) < 1000 {
				break
			}
		}
	}
	return counts, nil
}

// within returns which members of segment i's first set are in the segment, and in none before it.
func (e *Engine) within(ctx context.Context, page []bot.Entry, audience []bot.Segment, i int) ([]bool, error) {
	in := make([]bool, len(page))
	for j := range in {
		in[j] = true
	}
	// has[j] is ANDed with want for each set.
	filter := func(set string, want bool, keep []bool) error {
		v, err := e.read(ctx, append([]string{"ZMSCORE", prefix + "s:" + set}, members(page)...)...)
		if err != nil {
			return err
		}
		scores, _ := v.([]any)
		for j := range keep {
			keep[j] = keep[j] && (j < len(scores) && scores[j] != nil) == want
		}
		return nil
	}
	segment := func(seg bot.Segment, from int, keep []bool) error {
		for _, set := range seg.All[from:] {
			if err := filter(set, true, keep); err != nil {
				return err
			}
		}
		for _, set := range seg.None {
			if err := filter(set, false, keep); err != nil {
				return err
			}
		}
		return nil
	}
	if len(page) == 0 {
		return in, nil
	}
	if err := segment(audience[i], 1, in); err != nil {
		return nil, err
	}
	for _, seg := range audience[:i] {
		before := slices.Repeat([]bool{true}, len(page))
		if err := segment(seg, 0, before); err != nil {
			return nil, err
		}
		for j := range in {
			in[j] = in[j] && !before[j]
		}
	}
	return in, nil
}

func members(page []bot.Entry) []string {
	out := make([]string, len(page))
	for i, e := range page {
		out[i] = e.Member
	}
	return out
}

// BulkState implements engine.Engine.
func (e *Engine) BulkState(ctx context.Context, id, action string, expires time.Time) (bot.BulkState, error) {
	at := ""
	if !expires.IsZero() {
		at = millis(expires)
	}
	v, err := e.run(ctx, bulkStateScript, id, action, at)
	return bot.BulkState(text(v)), err
}

// BulkStatus implements engine.Engine.
func (e *Engine) BulkStatus(ctx context.Context, id string) (bot.BulkStatus, bool, error) {
	st := bot.BulkStatus{ID: id, Outcomes: make(map[bot.BulkOutcome]int64), Channels: make(map[string]int64),
		Reasons: make(map[string]int64)}
	v, err := e.read(ctx, "HGETALL", bulkKey(id))
	if err != nil {
		return st, false, err
	}
	h := texts(v)
	if h["state"] == "" {
		return st, false, nil
	}
	st.State, st.Reason = bot.BulkState(h["state"]), h["reason"]
	st.Created, st.Ended = fromMillis(h["created"]), fromMillis(h["ended"])
	st.Total, st.Twice = number(h["total"]), number(h["n:2"])
	for field, n := range h {
		if channel, ok := strings.CutPrefix(field, "total:"); ok {
			st.Channels[channel] = number(n)
		}
		if outcome, ok := strings.CutPrefix(field, "n:"); ok && outcome != "2" && outcome != "ours" {
			st.Outcomes[bot.BulkOutcome(outcome)] = number(n)
		}
		if code, ok := strings.CutPrefix(field, "r:"); ok {
			st.Reasons[h["w:"+code]] = number(n)
		}
	}
	return st, true, nil
}

// texts reads a HGETALL of either protocol.
func texts(v any) map[string]string {
	out := make(map[string]string)
	switch v := v.(type) {
	case []any:
		for i := 0; i+1 < len(v); i += 2 {
			out[text(v[i])] = text(v[i+1])
		}
	case map[any]any:
		for field, value := range v {
			out[text(field)] = text(value)
		}
	}
	return out
}

// Bulks implements engine.Engine.
func (e *Engine) Bulks(ctx context.Context, offset, limit int) ([]string, error) {
	v, err := e.read(ctx, "ZREVRANGEBYSCORE", prefix+"bulks", "+inf", "-inf", "LIMIT",
		strconv.Itoa(offset), strconv.Itoa(limit))
	if err != nil {
		return nil, err
	}
	list, _ := v.([]any)
	out := make([]string, len(list))
	for i, id := range list {
		out[i] = text(id)
	}
	return out, nil
}
