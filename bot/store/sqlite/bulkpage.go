package sqlite

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/engine"
	"github.com/motcua/motcua/bot/store/sqlite/disk"
)

// recipients reads a page.
func recipients(c *disk.Conn, b *bulk, page int64, channel string) (part []bot.BulkRecipient) {
	started := time.UnixMilli(b.created)
	for r := range c.Rows("SELECT chat, outcome, twice, at, data, edit, (SELECT text FROM bulk_reasons w WHERE "+
		"w.bulk = ? AND "+
		"w.code = data) FROM bulk_recipients WHERE page = ? ORDER BY i", b.n, page) {
		one := bot.BulkRecipient{Chat: bot.ChatID{Channel: channel, ID: r.Text(0)}, Outcome: bot.BulkOutcome(r.Text(1)),
			Twice: r.Bool(2), Edit: r.Text(5)}
		if at := r.Int(3); at >= 0 && one.Outcome != bot.BulkQueued {
			one.At = started.Add(time.Duration(at) * time.Second)
		}
		switch one.Outcome {
		case bot.BulkSent:
			one.MessageID = r.Text(4)
		case bot.BulkQueued, bot.BulkInFlight:
		default:
			one.Reason = r.Text(6)
		}
		part = append(part, one)
	}
	return part
}

// BulkReport implements engine.Engine.
func (e *Engine) BulkReport(ctx context.Context, id, at string) (part []bot.BulkRecipient, next string, err error) {
	err = e.db.Read(ctx, func(c *disk.Conn) error {
		b := findBulk(c, e.ms(), id)
		pages := map[string]int64{}
		var channels []string
		for r := range c.Rows("SELECT channel, pages FROM bulk_channels WHERE bulk = ? ORDER BY channel", b.n) {
			channels = append(channels, r.Text(0))
			pages[r.Text(0)] = r.Int(1)
		}
		if len(channels) == 0 {
			return nil
		}
		channel, page := channels[0], int64(1)
		if at != "" {
			name, n, _ := strings.Cut(at, ":")
			channel = name
			page, _ = strconv.ParseInt(n, 10, 64)
		}
		i := slices.Index(channels, channel)
		if i < 0 || page < 1 {
			return fmt.Errorf("no part %q", at)
		}
		n, _ := c.Int("SELECT n FROM bulk_pages WHERE bulk = ? AND channel = ? AND page = ?", b.n, channel, page)
		part = recipients(c, &b, n, channel)
		switch {
		case page < pages[channel]:
			next = channel + ":" + strconv.FormatInt(page+1, 10)
		case i+1 < len(channels):
			next = channels[i+1] + ":1"
		}
		return nil
	})
	return part, next, err
}

// runningMost is how many announcements are looked at for a page.
const runningMost = 20

const running = `SELECT b.id FROM bulks b JOIN bulk_channels c ON c.bulk = b.n
	WHERE b.state IN ('running', 'paused') AND b.keep > ? AND c.channel = ? ORDER BY b.lead DESC, b.created, b.id LIMIT ?`

// BulkPage implements engine.Engine.
func (e *Engine) BulkPage(ctx context.Context, channel string, lease time.Duration, token string) (p *bot.BulkPage,
	err error) {
	var ids []string
	err = e.db.ReadOne(ctx, func(c *disk.Conn) error { // asks without writing
		for r := range c.Rows(running, e.ms(), channel, runningMost) {
			ids = append(ids, r.Text(0))
		}
		return nil
	})
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	now := e.ms()
	err = e.db.Write(ctx, func(c *disk.Conn) error {
		p = nil
		for _, id := range ids {
			b := findBulk(c, now, id)
			b.pauseLate(c, now)
			if b.state != bot.BulkRunning {
				continue
			}
			if n, page := takePage(c, now, &b, channel, lease, token); page != 0 {
				p = &bot.BulkPage{ID: b.id, Channel: channel, Number: page, Token: token,
					Started:    fromMillis(b.created),
					Recipients: recipients(c, &b, n, channel)}
				return nil
			}
		}
		return nil
	})
	return p, err
}

// takePage leases a page that was given back or lost, or the next one.
func takePage(c *disk.Conn, now int64, b *bulk, channel string, lease time.Duration, token string) (n, page int64) {
	for r := range c.Rows("SELECT n, page FROM bulk_pages WHERE bulk = ? AND channel = ? AND till <= ? ORDER BY till, "+
		"CAST(page AS TEXT) LIMIT 1", b.n, channel, now) {
		n, page = r.Int(0), r.Int(1)
	}
	if n == 0 {
		if c.Changes("UPDATE bulk_channels SET next = next + 1 WHERE bulk = ? AND channel = ? AND next < pages", b.n,
			channel) == 0 {
			return 0, 0
		}
		for r := range c.Rows("SELECT p.n, p.page FROM bulk_channels c JOIN bulk_pages p ON p.bulk = c.bulk AND "+
			"p.channel = c.channel AND p.page = c.next WHERE c.bulk = ? AND c.channel = ?", b.n, channel) {
			n, page = r.Int(0), r.Int(1)
		}
	}
	c.Exec("UPDATE bulk_pages SET till = ?, token = ? WHERE n = ?", now+lease.Milliseconds(), token, n)
	return n, page
}

// ownPage is the page's row when the lease is still the caller's, which is renewed; else 0.
func ownPage(c *disk.Conn, now int64, b *bulk, p *bot.BulkPage, lease time.Duration) (n int64) {
	n, _ = c.Int("SELECT n FROM bulk_pages WHERE bulk = ? AND channel = ? AND page = ? AND token = ?", b.n, p.Channel,
		p.Number,
		p.Token)
	if n != 0 {
		c.Exec("UPDATE bulk_pages SET till = ? WHERE n = ? AND till IS NOT NULL", now+lease.Milliseconds(), n)
	}
	return n
}

// BulkClose implements engine.Engine.
func (e *Engine) BulkClose(ctx context.Context, p *bot.BulkPage, done bool) error {
	now := e.ms()
	return e.db.Write(ctx, func(c *disk.Conn) error {
		b := findBulk(c, now, p.ID)
		n, own := c.Int("SELECT n FROM bulk_pages WHERE bulk = ? AND channel = ? AND page = ? AND token = ?", b.n,
			p.Channel,
			p.Number, p.Token)
		switch {
		case !own:
		case !done:
			c.Exec("UPDATE bulk_pages SET token = '', till = 0 WHERE n = ?", n)
		default:
			c.Exec("UPDATE bulk_pages SET token = '', till = NULL WHERE n = ?", n)
			writePage(c, n, p)
			finish(c, now, &b)
		}
		return nil
	})
}

// writePage writes a page as its sender has it, where that is not what was noted. What was to be edited is of use only
// until somebody has an outcome.
func writePage(c *disk.Conn, n int64, p *bot.BulkPage) {
	for i, r := range p.Recipients {
		data, edit, secs := "", "", int64(-1)
		switch {
		case r.Outcome == bot.BulkSent:
			data = engine.OneLine(r.MessageID)
		case r.Outcome == bot.BulkQueued:
			edit = engine.OneLine(r.Edit)
		case r.Reason != "":
			data = engine.ReasonCode(r.Reason)
		}
		if !r.At.IsZero() {
			secs = max(0, int64(r.At.Sub(p.Started)/time.Second))
		}
		c.Exec("UPDATE bulk_recipients SET outcome = ?1, at = ?2, data = ?3, twice = ?4, edit = ?5 WHERE page = ?6 "+
			"AND i = ?7 AND (outcome, at, data, twice, edit) <> (?1, ?2, ?3, ?4, ?5)", string(r.Outcome), secs, data,
			r.Twice, edit, n, i)
	}
}

// finish ends an announcement when no page is left.
func finish(c *disk.Conn, now int64, b *bulk) {
	if b.state != bot.BulkRunning && b.state != bot.BulkPaused {
		return
	}
	if _, open := c.Int("SELECT 1 FROM bulk_channels WHERE bulk = ? AND next <> pages LIMIT 1", b.n); open {
		return
	}
	if _, open := c.Int("SELECT 1 FROM bulk_pages WHERE bulk = ? AND till IS NOT NULL LIMIT 1", b.n); open {
		return
	}
	b.set(c, bot.BulkFinished, "")
	c.Exec("UPDATE bulks SET ended = ? WHERE n = ?", now, b.n)
}
