package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
)

// StartBulk starts an announcement: from now on nobody joins its audience. It reports false when one of this ID was
// started before. The audience is written down by the outboxes, page by page; then the sending begins by itself.
func (s *Store) StartBulk(ctx context.Context, spec bot.BulkSpec) (started bool, err error) {
	if err := validBulk(spec); err != nil {
		return false, fmt.Errorf("store: announcement: %w", err)
	}
	body, err := json.Marshal(spec)
	if err != nil {
		return false, fmt.Errorf("store: announcement: %w", err)
	}
	started, err = s.engine.StartBulk(ctx, &spec, string(body))
	return started, wrap("announcement", err)
}

func validBulk(spec bot.BulkSpec) error {
	if err := validName("id", spec.ID); err != nil || strings.Contains(spec.ID, ":") {
		return fmt.Errorf("id %q: %w", spec.ID, errInvalid)
	}
	if (len(spec.Audience) == 0) == (spec.From == nil) {
		return fmt.Errorf("%w: want an audience or an earlier announcement", errInvalid)
	}
	if err := validAudience(spec.Audience); err != nil {
		return err
	}
	if len(spec.Messages) == 0 {
		return fmt.Errorf("%w: no message", errInvalid)
	}
	return nil
}

func validAudience(audience []bot.Segment) error {
	for _, seg := range audience {
		if len(seg.All) == 0 {
			return fmt.Errorf("%w: a segment without a set", errInvalid)
		}
	}
	return nil
}

// Freeze writes down the audiences of announcements that were started, for about a tenth of a second; more is true when
// it has to be called again.
func (s *Store) Freeze(ctx context.Context) (more bool, err error) {
	id, err := s.engine.Freezing(ctx)
	if err != nil || id == "" {
		return false, wrap("freeze", err)
	}
	spec, err := s.bulkSpec(ctx, id)
	if err != nil {
		return false, err
	}
	step := s.engine.Freeze
	if spec.From != nil {
		step = s.freezeFrom
	}
	for end := time.Now().Add(100 * time.Millisecond); time.Now().Before(end); {
		if more, err := step(ctx, spec); err != nil || !more {
			return true, wrap("freeze", err) // perhaps another waits
		}
	}
	return true, nil
}

// freezeFrom copies those recipients of the next page of another report whose outcome is asked for.
func (s *Store) freezeFrom(ctx context.Context, spec *bot.BulkSpec) (more bool, err error) {
	at, err := s.engine.FreezeAt(ctx, spec.ID)
	if err != nil {
		return false, err
	}
	i, within := sourceAt(at)
	if i > len(spec.From.Also) {
		return false, fmt.Errorf("%w: no source %q", errInvalid, at)
	}
	source := spec.From.ID
	if i > 0 {
		source = spec.From.Also[i-1]
	}
	page, next, err := s.engine.BulkReport(ctx, source, within)
	if err != nil {
		return false, err
	}
	if next != "" && i > 0 || next == "" && i < len(spec.From.Also) {
		if next == "" {
			i++
		}
		next = strconv.Itoa(i) + sourceMark + next
	}
	var part []bot.BulkRecipient
	for _, r := range page {
		if !slices.Contains(spec.From.Outcomes, r.Outcome) {
			continue
		}
		queued := bot.BulkRecipient{Chat: r.Chat, Outcome: bot.BulkQueued}
		if spec.From.Edit {
			queued.Edit = r.MessageID
		}
		part = append(part, queued)
	}
	return s.engine.FreezePage(ctx, spec.ID, at, next, part)
}

// sourceMark parts the number of the source from the place in its report: "1|zalo:3" is in the first of From.Also. It
// is in no channel's name.
const sourceMark = "|"

// sourceAt is which report is being copied, 0 for that of From.ID, and where in it.
func sourceAt(at string) (i int, within string) {
	number, rest, found := strings.Cut(at, sourceMark)
	if !found {
		return 0, at
	}
	i, _ = strconv.Atoi(number)
	return i, rest
}

func (s *Store) bulkSpec(ctx context.Context, id string) (*bot.BulkSpec, error) {
	body, err := s.engine.BulkSpec(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("store: announcement %s: %w", id, err)
	}
	spec := new(bot.BulkSpec)
	if err := json.Unmarshal([]byte(body), spec); err != nil {
		return nil, fmt.Errorf("store: announcement %s: %w", id, err)
	}
	return spec, nil
}

// CountAudience counts the chats of an audience by channel, without starting anything: about a second for 500,000
// members.
func (s *Store) CountAudience(ctx context.Context, audience []bot.Segment) (map[string]int64, error) {
	if err := validAudience(audience); err != nil {
		return nil, wrap("audience", err)
	}
	counts, err := s.engine.Within(ctx, audience)
	return counts, wrap("audience", err)
}

// PauseBulk stops an announcement. Like ResumeBulk and CancelBulk it acts at the next claim, within a second or two,
// and returns the state after it; "" when there is no such announcement.
func (s *Store) PauseBulk(ctx context.Context, id string) (bot.BulkState, error) {
	return s.bulkState(ctx, id, "pause", time.Time{})
}

// ResumeBulk goes on with a paused announcement; expires, if not zero, is its new expiry.
func (s *Store) ResumeBulk(ctx context.Context, id string, expires time.Time) (bot.BulkState, error) {
	return s.bulkState(ctx, id, "resume", expires)
}

// CancelBulk ends an announcement; those who were not sent to stay BulkQueued in its report.
func (s *Store) CancelBulk(ctx context.Context, id string) (bot.BulkState, error) {
	return s.bulkState(ctx, id, "cancel", time.Time{})
}

func (s *Store) bulkState(ctx context.Context, id, action string, expires time.Time) (bot.BulkState, error) {
	state, err := s.engine.BulkState(ctx, id, action, expires)
	return state, wrap("announcement "+id, err)
}

// BulkStatus returns an announcement's progress; false when there is none of this id, or its 90 days are over.
func (s *Store) BulkStatus(ctx context.Context, id string) (bot.BulkStatus, bool, error) {
	st, ok, err := s.engine.BulkStatus(ctx, id)
	return st, ok, wrap("announcement "+id, err)
}

// Bulks lists the announcements that are kept, newest first.
func (s *Store) Bulks(ctx context.Context, offset, limit int) ([]string, error) {
	list, err := s.engine.Bulks(ctx, offset, limit)
	return list, wrap("announcements", err)
}

// BulkReport returns a part of an announcement's report and where the next begins: "" is the beginning, and the end.
// Parts hold at most 200 recipients of one channel, so that a report of a million is never in memory.
func (s *Store) BulkReport(ctx context.Context, id, at string) (part []bot.BulkRecipient, next string, err error) {
	part, next, err = s.engine.BulkReport(ctx, id, at)
	return part, next, wrap("report of "+id, err)
}

// BulkPage leases a page of the oldest running announcement that has one for this channel; nil when there is none.
func (s *Store) BulkPage(ctx context.Context, channel string, lease time.Duration) (*bot.BulkPage, error) {
	p, err := s.engine.BulkPage(ctx, channel, lease, s.unique()+".")
	if err != nil || p == nil {
		return nil, wrap("announcements", err)
	}
	p.Spec, err = s.cachedSpec(ctx, p.ID)
	return p, err
}

// cachedSpec remembers the last announcement's spec, which may hold a picture.
func (s *Store) cachedSpec(ctx context.Context, id string) (*bot.BulkSpec, error) {
	if spec := s.lastSpec.Load(); spec != nil && spec.ID == id {
		return spec, nil
	}
	spec, err := s.bulkSpec(ctx, id)
	if err == nil {
		s.lastSpec.Store(spec)
	}
	return spec, err
}

// BulkTake asks to send to these recipients of a page now, at most `most` of them.
func (s *Store) BulkTake(ctx context.Context, r bot.LeaseRequest, p *bot.BulkPage, indexes []int,
	most int) (bot.BulkTaken, error) {
	t, err := s.engine.BulkTake(ctx, r, p, indexes, most)
	return t, wrap("announcement", err)
}

// BulkNote notes outcomes, and renews the page's lease; false when the lease was lost. hold, if not zero, stops the
// whole channel until then. Asking again, because an answer was lost, counts nothing twice.
func (s *Store) BulkNote(ctx context.Context, r bot.LeaseRequest, p *bot.BulkPage, notes []bot.BulkNote,
	hold time.Time) (kept bool, err error) {
	revs := make([]string, len(notes))
	for i := range revs {
		revs[i] = s.unique()
	}
	kept, err = s.engine.BulkNote(ctx, r, p, notes, hold, revs)
	return kept, wrap("announcement", err)
}

// BulkClose gives a page back: done when every recipient in p.Recipients has its outcome, else for another to go on.
func (s *Store) BulkClose(ctx context.Context, p *bot.BulkPage, done bool) error {
	return wrap("announcement", s.engine.BulkClose(ctx, p, done))
}
