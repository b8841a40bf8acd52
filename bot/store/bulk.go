package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
)

const (
	// bulkFor is how long an announcement's report is kept: 90 days, and the days of its sending.
	bulkFor = 100 * 24 * time.Hour
	// pageMembers is how many members of a set make a page: a page is read and written whole.
	pageMembers = 200
	// embeddedMost is the largest audience without Redis, where all state is in the process's memory.
	embeddedMost = 20_000
)

// ErrAudience is returned by StartBulk for an audience that needs Redis.
var ErrAudience = errors.New("an audience of more than 20,000 needs Redis: set REDIS_URL")

// StartBulk starts an announcement: from now on nobody joins its audience. It reports false when one of this ID was
// started before. The audience is written down by the outboxes, page by page; then the sending begins by itself.
func (s *Store) StartBulk(ctx context.Context, spec bot.BulkSpec) (started bool, err error) {
	if err := validBulk(spec); err != nil {
		return false, fmt.Errorf("store: announcement: %w", err)
	}
	if _, ok := s.engine.(*localEngine); ok && spec.From == nil {
		n := int64(0)
		for _, seg := range spec.Audience {
			size, err := s.Size(ctx, seg.All[0])
			if err != nil {
				return false, err
			}
			n += size
		}
		if n > embeddedMost {
			return false, ErrAudience
		}
	}
	body, err := json.Marshal(spec)
	if err != nil {
		return false, fmt.Errorf("store: announcement: %w", err)
	}
	v, err := s.run(ctx, bulkStartScript, spec.ID, string(body), millis(spec.Expires), int64s(bulkFor.Milliseconds()))
	return v == "ok", err
}

func validBulk(spec bot.BulkSpec) error {
	if err := validName("id", spec.ID); err != nil || strings.Contains(spec.ID, ":") {
		return fmt.Errorf("id %q: %w", spec.ID, errInvalid)
	}
	if (len(spec.Audience) == 0) == (spec.From == nil) {
		return fmt.Errorf("%w: want an audience or an earlier announcement", errInvalid)
	}
	for _, seg := range spec.Audience {
		if len(seg.All) == 0 {
			return fmt.Errorf("%w: a segment without a set", errInvalid)
		}
	}
	if len(spec.Messages) == 0 {
		return fmt.Errorf("%w: no message", errInvalid)
	}
	return nil
}

// Freeze writes down the audiences of announcements that were started, for about a tenth of a second; more is true when
// it has to be called again.
func (s *Store) Freeze(ctx context.Context) (more bool, err error) {
	ids, err := s.engine.read(ctx, s.ms(), "ZRANGE", prefix+"bulkfreeze", "0", "0")
	if err != nil {
		return false, fmt.Errorf("store: freeze: %w", err)
	}
	list, _ := ids.([]any)
	if len(list) == 0 {
		return false, nil
	}
	id := text(list[0])
	spec, err := s.bulkSpec(ctx, id)
	if err != nil {
		return false, err
	}
	step := s.freezeStep
	if spec.From != nil {
		step = s.freezeFrom
	}
	for end := time.Now().Add(100 * time.Millisecond); time.Now().Before(end); {
		if more, err := step(ctx, spec); err != nil || !more {
			return true, err // perhaps another waits
		}
	}
	return true, nil
}

func (s *Store) freezeStep(ctx context.Context, spec *bot.BulkSpec) (more bool, err error) {
	args := []string{spec.ID, strconv.Itoa(pageMembers), int64s(bulkFor.Milliseconds()),
		strconv.Itoa(len(spec.Audience))}
	for _, seg := range spec.Audience {
		args = append(append(args, strconv.Itoa(len(seg.All))), seg.All...)
		args = append(append(args, strconv.Itoa(len(seg.None))), seg.None...)
	}
	v, err := s.run(ctx, bulkFreezeScript, args...)
	return number(v) == 1, err
}

// freezeFrom copies those recipients of the next page of another report whose outcome is asked for.
func (s *Store) freezeFrom(ctx context.Context, spec *bot.BulkSpec) (more bool, err error) {
	at, err := s.engine.read(ctx, s.ms(), "HGET", bulkKey(spec.ID), "fmember")
	if err != nil {
		return false, fmt.Errorf("store: freeze: %w", err)
	}
	page, next, err := s.BulkReport(ctx, spec.From.ID, text(at))
	if err != nil {
		return false, err
	}
	args := []string{spec.ID, text(at), next, int64s(bulkFor.Milliseconds())}
	var lines []string
	for _, r := range page {
		if !slices.Contains(spec.From.Outcomes, r.Outcome) {
			continue
		}
		line := bot.BulkRecipient{Chat: r.Chat, Outcome: bot.BulkQueued}
		if spec.From.Edit {
			line.Edit = r.MessageID
		}
		lines = append(lines, pageLine(line, time.Time{}))
	}
	if len(lines) > 0 {
		args = append(args, page[0].Chat.Channel, strings.Join(lines, "\n"), strconv.Itoa(len(lines)))
	}
	v, err := s.run(ctx, bulkAddScript, args...)
	return number(v) == 1, err
}

func bulkKey(id string) string { return prefix + "b:" + id }

func (s *Store) bulkSpec(ctx context.Context, id string) (*bot.BulkSpec, error) {
	v, err := s.engine.read(ctx, s.ms(), "HGET", bulkKey(id), "spec")
	if err != nil {
		return nil, fmt.Errorf("store: announcement %s: %w", id, err)
	}
	spec := new(bot.BulkSpec)
	if err := json.Unmarshal([]byte(text(v)), spec); err != nil {
		return nil, fmt.Errorf("store: announcement %s: %w", id, err)
	}
	return spec, nil
}

// CountAudience counts the chats of an audience by channel, without starting anything. It reads the sets in pages:
// about a second for 500,000 members.
func (s *Store) CountAudience(ctx context.Context, audience []bot.Segment) (map[string]int64, error) {
	counts := make(map[string]int64)
	for i, seg := range audience {
		if len(seg.All) == 0 {
			return nil, fmt.Errorf("store: audience: %w: a segment without a set", errInvalid)
		}
		for offset := 0; ; offset += 1000 {
			page, err := s.List(ctx, seg.All[0],
				bot.Range{Min: math.MinInt64, Max: math.MaxInt64, Offset: offset, Limit: 1000})
			if err != nil {
				return nil, err
			}
			in, err := s.within(ctx, page, audience, i)
			if err != nil {
				return nil, err
			}
			for j, e := range page {
				if channel, _, ok := strings.Cut(e.Member, ":"); ok && in[j] {
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
func (s *Store) within(ctx context.Context, page []bot.Entry, audience []bot.Segment, i int) ([]bool, error) {
	in := make([]bool, len(page))
	for j := range in {
		in[j] = true
	}
	// has[j] is ANDed with want for each set.
	filter := func(set string, want bool, keep []bool) error {
		v, err := s.engine.read(ctx, s.ms(), append([]string{"ZMSCORE", prefix + "s:" + set}, members(page)...)...)
		if err != nil {
			return fmt.Errorf("store: audience: %w", err)
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

// PauseBulk stops an announcement. Like ResumeBulk and CancelBulk it acts at the next claim, within a second or two,
// and returns the state after it; "" when there is no such announcement.
func (s *Store) PauseBulk(ctx context.Context, id string) (bot.BulkState, error) {
	return s.bulkState(ctx, id, "pause", "")
}

// ResumeBulk goes on with a paused announcement; expires, if not zero, is its new expiry.
func (s *Store) ResumeBulk(ctx context.Context, id string, expires time.Time) (bot.BulkState, error) {
	at := ""
	if !expires.IsZero() {
		at = millis(expires)
	}
	return s.bulkState(ctx, id, "resume", at)
}

// CancelBulk ends an announcement; those who were not sent to stay BulkQueued in its report.
func (s *Store) CancelBulk(ctx context.Context, id string) (bot.BulkState, error) {
	return s.bulkState(ctx, id, "cancel", "")
}

func (s *Store) bulkState(ctx context.Context, id, action, expires string) (bot.BulkState, error) {
	v, err := s.run(ctx, bulkStateScript, id, action, expires)
	return bot.BulkState(text(v)), err
}

// BulkStatus returns an announcement's progress; false when there is none of this id, or its 90 days are over.
func (s *Store) BulkStatus(ctx context.Context, id string) (bot.BulkStatus, bool, error) {
	st := bot.BulkStatus{ID: id, Outcomes: make(map[bot.BulkOutcome]int64), Channels: make(map[string]int64),
		Reasons: make(map[string]int64)}
	v, err := s.engine.read(ctx, s.ms(), "HGETALL", bulkKey(id))
	if err != nil {
		return st, false, fmt.Errorf("store: announcement %s: %w", id, err)
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

// Bulks lists the announcements that are kept, newest first.
func (s *Store) Bulks(ctx context.Context, offset, limit int) ([]string, error) {
	v, err := s.engine.read(ctx, s.ms(), "ZREVRANGEBYSCORE", prefix+"bulks", "+inf", "-inf", "LIMIT",
		strconv.Itoa(offset), strconv.Itoa(limit))
	if err != nil {
		return nil, fmt.Errorf("store: announcements: %w", err)
	}
	list, _ := v.([]any)
	out := make([]string, len(list))
	for i, id := range list {
		out[i] = text(id)
	}
	return out, nil
}
