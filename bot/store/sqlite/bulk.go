package sqlite

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/engine"
	"github.com/motcua/motcua/bot/store/sqlite/disk"
)

// StartBulk implements engine.Engine.
func (e *Engine) StartBulk(ctx context.Context, spec *bot.BulkSpec, body string) (started bool, err error) {
	now := e.ms()
	err = e.db.Write(ctx, func(c *disk.Conn) error {
		if keep, found := c.Int("SELECT keep FROM bulks WHERE id = ?", spec.ID); found && keep > now {
			started = false
			return nil
		}
		dropBulks(c, now)
		c.Exec("INSERT INTO bulks (id, state, reason, created, ended, late, keep, total, ours, segment, score, "+
			"member, spec, lead) "+
			"VALUES (?, 'freezing', '', ?, 0, ?, ?, 0, 0, 1, '', '', ?, ?)", spec.ID, now, millis(spec.Expires),
			now+engine.BulkFor.Milliseconds(), body, spec.Lead)
		started = true
		return nil
	})
	return started, err
}

// bulk is an announcement's row.
type bulk struct {
	n              int64
	id             string
	state          bot.BulkState
	reason         string
	created, ended int64
	late           int64
	total, ours    int64
	segment        int
	score, member  string
	lead           bool
}

// findBulk is the announcement of an id; n is 0 when there is none.
func findBulk(c *disk.Conn, now int64, id string) (b bulk) {
	for r := range c.Rows("SELECT n, id, state, reason, created, ended, late, total, ours, segment, score, member, "+
		"lead FROM bulks "+
		"WHERE id = ? AND keep > ?", id, now) {
		b = bulk{n: r.Int(0), id: r.Text(1), state: bot.BulkState(r.Text(2)), reason: r.Text(3), created: r.Int(4),
			ended: r.Int(5), late: r.Int(6), total: r.Int(7), ours: r.Int(8), segment: int(r.Int(9)), score: r.Text(10),
			member: r.Text(11), lead: r.Bool(12)}
	}
	return b
}

func (b *bulk) set(c *disk.Conn, state bot.BulkState, reason string) {
	b.state, b.reason = state, reason
	c.Exec("UPDATE bulks SET state = ?, reason = ? WHERE n = ?", string(state), reason, b.n)
}

// pauseLate pauses an announcement whose time is over.
func (b *bulk) pauseLate(c *disk.Conn, now int64) {
	if b.state == bot.BulkRunning && b.late != 0 && b.late <= now {
		b.set(c, bot.BulkPaused, "late")
	}
}

// Freezing implements engine.Engine.
func (e *Engine) Freezing(ctx context.Context) (id string, err error) {
	err = e.db.ReadOne(ctx, func(c *disk.Conn) error {
		id, _ = c.Text("SELECT id FROM bulks WHERE state = 'freezing' AND keep > ? ORDER BY lead DESC, created, "+
			"id LIMIT 1",
			e.ms())
		return nil
	})
	return id, err
}

// freezeSteps is how many pages one transaction writes down.
const freezeSteps = 5

// Freeze implements engine.Engine.
func (e *Engine) Freeze(ctx context.Context, spec *bot.BulkSpec) (more bool, err error) {
	err = e.db.Write(ctx, func(c *disk.Conn) error {
		more = true
		for range freezeSteps {
			if more = freezeStep(c, e.ms(), spec); !more {
				break
			}
		}
		return nil
	})
	return more, err
}

// freezeStep looks at the next members of the audience. Scores later than the start, and members that another segment
// had, are passed over. The place (score, member) is found again even when that member has left the set.
func freezeStep(c *disk.Conn, now int64, spec *bot.BulkSpec) (more bool) {
	b := findBulk(c, now, spec.ID)
	if b.state != bot.BulkFreezing {
		return false
	}
	if b.segment > len(spec.Audience) {
		endFreeze(c, now, &b)
		return false
	}
	set := spec.Audience[b.segment-1].All[0]
	sql, args := "SELECT member, score FROM members WHERE name = ? ORDER BY score, member LIMIT ?", []any{set,
		engine.PageMembers}
	if b.score != "" {
		sql = "SELECT member, score FROM members WHERE name = ? AND (score, member) > (CAST(? AS INTEGER), ?) " +
			"ORDER BY score, member LIMIT ?"
		args = []any{set, b.score, b.member, engine.PageMembers}
	}
	var list []bot.Entry
	for r := range c.Rows(sql, args...) {
		list = append(list, bot.Entry{Member: r.Text(0), Score: r.Int(1)})
	}
	ended := len(list) < engine.PageMembers
	chats, order := map[string][]bot.BulkRecipient{}, []string(nil)
	for _, entry := range list {
		if entry.Score > b.created {
			ended = true
			break
		}
		channel, chat, ok := strings.Cut(entry.Member, ":")
		if !ok || channel == "" || chat == "" || !within(c, spec.Audience, b.segment-1, entry.Member) {
			continue
		}
		if chats[channel] == nil {
			order = append(order, channel)
		}
		chats[channel] = append(chats[channel], bot.BulkRecipient{Chat: bot.ChatID{Channel: channel, ID: chat}})
	}
	for _, channel := range order {
		addPage(c, &b, channel, chats[channel])
	}
	if ended {
		c.Exec("UPDATE bulks SET segment = segment + 1, score = '', member = '' WHERE n = ?", b.n)
	} else {
		last := list[len(list)-1]
		c.Exec("UPDATE bulks SET score = CAST(? AS TEXT), member = ? WHERE n = ?", last.Score, last.Member, b.n)
	}
	return true
}

// within reports whether a member of segment i's first set is in the segment, and in none before it.
func within(c *disk.Conn, audience []bot.Segment, i int, member string) bool {
	if !inSegment(c, audience[i], 1, member) {
		return false
	}
	for _, before := range audience[:i] {
		if inSegment(c, before, 0, member) {
			return false
		}
	}
	return true
}

func inSegment(c *disk.Conn, seg bot.Segment, from int, member string) bool {
	for _, set := range seg.All[from:] {
		if !isMember(c, set, member) {
			return false
		}
	}
	return !slices.ContainsFunc(seg.None, func(set string) bool { return isMember(c, set, member) })
}

func isMember(c *disk.Conn, set, member string) bool {
	_, ok := c.Int("SELECT 1 FROM members WHERE name = ? AND member = ?", set, member)
	return ok
}

// addPage writes one page of an audience down.
func addPage(c *disk.Conn, b *bulk, channel string, part []bot.BulkRecipient) {
	c.Exec("INSERT INTO bulk_channels VALUES (?, ?, ?, 1, 0) ON CONFLICT DO UPDATE SET pages = pages + 1, "+
		"total = total + excluded.total", b.n, channel, len(part))
	n := c.Insert("INSERT INTO bulk_pages (bulk, channel, page, token) SELECT bulk, channel, pages, '' FROM "+
		"bulk_channels "+
		"WHERE bulk = ? AND channel = ?", b.n, channel)
	for i, r := range part {
		c.Exec("INSERT INTO bulk_recipients VALUES (?, ?, ?, 'q', '', 0, 0, 0, '', ?)", n, i, r.Chat.ID, r.Edit)
	}
	c.Exec("UPDATE bulks SET total = total + ? WHERE n = ?", len(part), b.n)
	b.total += int64(len(part))
}

// endFreeze starts the sending.
func endFreeze(c *disk.Conn, now int64, b *bulk) {
	if b.total == 0 {
		c.Exec("UPDATE bulks SET state = 'finished', ended = ? WHERE n = ?", now, b.n)
		return
	}
	c.Exec("UPDATE bulks SET state = 'running' WHERE n = ?", b.n)
}

// FreezeAt implements engine.Engine.
func (e *Engine) FreezeAt(ctx context.Context, id string) (at string, err error) {
	err = e.db.ReadOne(ctx, func(c *disk.Conn) error {
		at = findBulk(c, e.ms(), id).member
		return nil
	})
	return at, err
}

// FreezePage implements engine.Engine.
func (e *Engine) FreezePage(ctx context.Context, id, at, next string, part []bot.BulkRecipient) (more bool, err error) {
	now := e.ms()
	err = e.db.Write(ctx, func(c *disk.Conn) error {
		b := findBulk(c, now, id)
		switch {
		case b.state != bot.BulkFreezing:
			more = false
			return nil
		case b.member != at: // this part was done
			more = true
			return nil
		}
		if len(part) > 0 {
			addPage(c, &b, part[0].Chat.Channel, part)
		}
		if more = next != ""; !more {
			endFreeze(c, now, &b)
			return nil
		}
		c.Exec("UPDATE bulks SET member = ? WHERE n = ?", next, b.n)
		return nil
	})
	return more, err
}

// BulkSpec implements engine.Engine.
func (e *Engine) BulkSpec(ctx context.Context, id string) (body string, err error) {
	err = e.db.ReadOne(ctx, func(c *disk.Conn) error {
		body, _ = c.Text("SELECT spec FROM bulks WHERE id = ? AND keep > ?", id, e.ms())
		return nil
	})
	return body, err
}

// Within implements engine.Engine.
func (e *Engine) Within(ctx context.Context, audience []bot.Segment) (counts map[string]int64, err error) {
	counts = make(map[string]int64)
	err = e.db.Read(ctx, func(c *disk.Conn) error {
		for i, seg := range audience {
			sql, args := segmentSQL(audience, i)
			for r := range c.Rows("SELECT substr(member, 1, instr(member, ':') - 1) AS channel, count(*) FROM "+
				"members m WHERE "+
				"name = ? AND instr(member, ':') > 0"+sql+" GROUP BY channel", append([]any{seg.All[0]}, args...)...) {
				counts[r.Text(0)] += r.Int(1)
			}
		}
		return nil
	})
	return counts, err
}

// segmentSQL are the conditions on a member m of segment i's first set: that it is in the segment, and in none before
// it.
func segmentSQL(audience []bot.Segment, i int) (sql string, args []any) {
	var b strings.Builder
	has := func(set, not string) {
		b.WriteString(" AND " + not + "EXISTS (SELECT 1 FROM members o WHERE o.name = ? AND o.member = m.member)")
		args = append(args, set)
	}
	segment := func(seg bot.Segment, from int) {
		for _, set := range seg.All[from:] {
			has(set, "")
		}
		for _, set := range seg.None {
			has(set, "NOT ")
		}
	}
	segment(audience[i], 1)
	for _, before := range audience[:i] {
		b.WriteString(" AND NOT (1")
		segment(before, 0)
		b.WriteString(")")
	}
	return b.String(), args
}

// BulkState implements engine.Engine.
func (e *Engine) BulkState(ctx context.Context, id, action string, expires time.Time) (state bot.BulkState, err error) {
	now := e.ms()
	err = e.db.Write(ctx, func(c *disk.Conn) error {
		b := findBulk(c, now, id)
		switch {
		case action == "pause" && b.state == bot.BulkRunning:
			b.set(c, bot.BulkPaused, "admin")
		case action == "resume" && b.state == bot.BulkPaused:
			if !expires.IsZero() {
				c.Exec("UPDATE bulks SET late = ? WHERE n = ?", millis(expires), b.n)
			}
			b.set(c, bot.BulkRunning, "")
		case action == "cancel" && b.state != "" && b.state != bot.BulkCancelled && b.state != bot.BulkFinished:
			why := "admin"
			if b.reason == "late" { // one that was stopped by its expiry stays known as that
				why = "late"
			}
			b.set(c, bot.BulkCancelled, why)
			c.Exec("UPDATE bulks SET ended = ? WHERE n = ?", now, b.n)
		}
		state = b.state
		return nil
	})
	return state, err
}

// BulkStatus implements engine.Engine.
func (e *Engine) BulkStatus(ctx context.Context, id string) (st bot.BulkStatus, found bool, err error) {
	st = bot.BulkStatus{ID: id, Outcomes: make(map[bot.BulkOutcome]int64), Channels: make(map[string]int64),
		Reasons: make(map[string]int64)}
	err = e.db.Read(ctx, func(c *disk.Conn) error {
		b := findBulk(c, e.ms(), id)
		if found = b.n != 0; !found {
			return nil
		}
		st.State, st.Reason, st.Total = b.state, b.reason, b.total
		st.Created, st.Ended = fromMillis(b.created), fromMillis(b.ended)
		for r := range c.Rows("SELECT channel, total FROM bulk_channels WHERE bulk = ?", b.n) {
			st.Channels[r.Text(0)] = r.Int(1)
		}
		for r := range c.Rows("SELECT name, count FROM bulk_counts WHERE bulk = ? AND kind = 'n'", b.n) {
			if r.Text(0) == "2" {
				st.Twice = r.Int(1)
			} else {
				st.Outcomes[bot.BulkOutcome(r.Text(0))] = r.Int(1)
			}
		}
		for r := range c.Rows("SELECT ifnull(w.text, ''), c.count FROM bulk_counts c LEFT JOIN bulk_reasons w ON "+
			"w.bulk = c.bulk AND w.code = c.name WHERE c.bulk = ? AND c.kind = 'r'", b.n) {
			st.Reasons[r.Text(0)] = r.Int(1)
		}
		return nil
	})
	return st, found, err
}

// Bulks implements engine.Engine.
func (e *Engine) Bulks(ctx context.Context, offset, limit int) (list []string, err error) {
	list = []string{}
	err = e.db.ReadOne(ctx, func(c *disk.Conn) error {
		for r := range c.Rows("SELECT id FROM bulks WHERE keep > ? ORDER BY created DESC, id DESC LIMIT ? OFFSET ?",
			e.ms(), limit,
			offset) {
			list = append(list, r.Text(0))
		}
		return nil
	})
	return list, err
}
