package sqlite

import (
	"context"
	"encoding/json"
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
	WHERE b.state IN ('running', 'paused') AND b.keep > ? AND c.channel = ? ORDER BY b.created, b.id LIMIT ?`

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

// taking is one BulkTake.
type taking struct {
	c      *disk.Conn
	now    int64
	r      bot.LeaseRequest
	p      *bot.BulkPage
	page   int64
	secs   int64
	tally  *tally
	answer bot.BulkTaken
	next   int64
}

// BulkTake implements engine.Engine.
func (e *Engine) BulkTake(ctx context.Context, r bot.LeaseRequest, p *bot.BulkPage, indexes []int,
	most int) (answer bot.BulkTaken, err error) {
	now := e.ms()
	err = e.db.Write(ctx, func(c *disk.Conn) error {
		t := &taking{c: c, now: now, r: r, p: p, answer: bot.BulkTaken{Refused: make(map[int]bot.BulkOutcome)}}
		t.run(indexes, most)
		answer = t.answer
		answer.Next = fromMillis(t.next)
		return nil
	})
	return answer, err
}

func (t *taking) run(indexes []int, most int) {
	b := findBulk(t.c, t.now, t.p.ID)
	if t.page = ownPage(t.c, t.now, &b, t.p, t.r.Lease); t.page == 0 {
		return
	}
	b.pauseLate(t.c, t.now)
	if t.answer.State = b.state; b.state != bot.BulkRunning {
		return
	}
	if till, _ := t.c.Int("SELECT till FROM stops WHERE channel = ?", t.p.Channel); till > t.now {
		t.next, t.answer.ByRate = till, true
		return
	}
	room := int64(most)
	if t.r.Rate > 0 { // reminders first
		reminders, _ := t.c.Int("SELECT count(*) FROM ready WHERE channel = ? AND priority = 1 AND at <= ?",
			t.p.Channel, t.now)
		room = min(room, left(t.c, t.now, t.p.Channel, t.r.Rate)-reminders)
	}
	t.secs = max(0, (t.now-b.created)/1000)
	t.tally = &tally{c: t.c, bulk: b.n, page: t.page}
	for _, i := range indexes {
		if room <= 0 {
			if t.r.Rate > 0 && len(t.answer.Granted) < most {
				t.answer.ByRate = true
				t.sooner(freed(t.c, t.p.Channel))
			}
			break
		}
		room -= t.take(i)
	}
	t.tally.save()
}

func (t *taking) sooner(at int64, ok bool) {
	if ok && (t.next == 0 || at < t.next) {
		t.next = at
	}
}

// take asks for one recipient; 1 when it is granted.
func (t *taking) take(i int) int64 {
	chat := t.p.Recipients[i].Chat.ID
	if why := t.refuse(chat); why != "" {
		t.answer.Refused[i] = why
		setOutcome(t.c, t.page, i, why, t.secs, "")
		t.tally.count(i, why, false)
		return 0
	}
	pace, _ := t.c.Int("SELECT at FROM pace WHERE channel = ? AND chat = ?", t.p.Channel, chat)
	if at := pace - engine.Early(t.r).Milliseconds(); at > t.now { // had messages a moment ago, or asked for a pause
		t.sooner(at, true)
		return 0
	}
	spend(t.c, t.now, t.r, chat, pace)
	if t.r.Rate > 0 {
		use(t.c, t.p.Channel, int(bot.PriorityBulk), t.p.Token+chat, t.now+t.r.Lease.Milliseconds()+1000)
	}
	t.answer.Granted = append(t.answer.Granted, i)
	setOutcome(t.c, t.page, i, bot.BulkInFlight, t.secs, "")
	return 1
}

func (t *taking) refuse(chat string) bot.BulkOutcome {
	id := bot.ChatID{Channel: t.p.Channel, ID: chat}
	switch {
	case t.p.Spec.Consent != "" && !isMember(t.c, t.p.Spec.Consent, id.String()):
		return bot.BulkUnsubscribed
	case document(t.c, t.now, bot.BlockedKey(id)).Rev != "":
		return bot.BulkBlocked
	}
	return ""
}

// setOutcome writes one line of the report; at is in seconds since the start, -1 = none.
func setOutcome(c *disk.Conn, page int64, i int, outcome bot.BulkOutcome, at int64, data string) {
	c.Exec("UPDATE bulk_recipients SET outcome = ?, at = ?, data = ? WHERE page = ? AND i = ?", string(outcome), at,
		data,
		page, i)
}

// tally counts the outcomes of one page's recipients. What is counted is a change of a recipient's outcome, not a
// call: an
// acknowledgement whose answer was lost is sent again and counts nothing.
type tally struct {
	c          *disk.Conn
	bulk, page int64
	sums       map[[2]string]int64
}

func (t *tally) add(kind, name string, n int64) {
	if t.sums == nil {
		t.sums = make(map[[2]string]int64)
	}
	t.sums[[2]string{kind, name}] += n
}

// count notes an outcome, and reports whether it is new.
func (t *tally) count(i int, outcome bot.BulkOutcome, twice bool) (fresh bool) {
	before, told := "", false
	for r := range t.c.Rows("SELECT counted, told FROM bulk_recipients WHERE page = ? AND i = ?", t.page, i) {
		before, told = r.Text(0), r.Bool(1)
	}
	if twice && !told {
		t.add("n", "2", 1)
	}
	fresh = before != string(outcome)
	if fresh && before != "" {
		t.add("n", before, -1)
	}
	if fresh {
		t.add("n", string(outcome), 1)
	}
	if fresh || twice && !told {
		t.c.Exec("UPDATE bulk_recipients SET counted = ?, told = ? WHERE page = ? AND i = ?", string(outcome),
			told || twice,
			t.page, i)
	}
	return fresh
}

func (t *tally) save() {
	for key, n := range t.sums {
		if key[0] == "ours" {
			t.c.Exec("UPDATE bulks SET ours = ours + ? WHERE n = ?", n, t.bulk)
			continue
		}
		t.c.Exec("INSERT INTO bulk_counts VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + "+
			"excluded.count", t.bulk,
			key[0], key[1], n)
	}
}

// BulkNote implements engine.Engine.
func (e *Engine) BulkNote(ctx context.Context, r bot.LeaseRequest, p *bot.BulkPage, notes []bot.BulkNote,
	hold time.Time, revs []string) (kept bool, err error) {
	now := e.ms()
	err = e.db.Write(ctx, func(c *disk.Conn) error {
		b := findBulk(c, now, p.ID)
		page := ownPage(c, now, &b, p, r.Lease)
		if kept = page != 0; !kept {
			return nil
		}
		t := &tally{c: c, bulk: b.n, page: page}
		for i, n := range notes {
			if err := noteOne(t, now, r, p, n, revs[i]); err != nil {
				return err
			}
		}
		t.save()
		if !hold.IsZero() {
			stop(c, p.Channel, hold.UnixMilli())
		}
		pauseFailing(c, &b, engine.PauseAt(p.Spec))
		return nil
	})
	return kept, err
}

func noteOne(t *tally, now int64, r bot.LeaseRequest, p *bot.BulkPage, n bot.BulkNote, rev string) error {
	outcome := n.Outcome
	secs := max(0, int64(n.At.Sub(p.Started)/time.Second))
	data := ""
	switch {
	case outcome == bot.BulkSent:
		data = engine.OneLine(n.MessageID)
	case outcome == bot.BulkQueued:
		if n.Edit != "" {
			t.c.Exec("UPDATE bulk_recipients SET edit = ? WHERE page = ? AND i = ?", engine.OneLine(n.Edit), t.page,
				n.Index)
		}
	case n.Reason != "":
		data = engine.ReasonCode(n.Reason)
	}
	setOutcome(t.c, t.page, n.Index, outcome, secs, data)
	if n.Twice {
		t.c.Exec("UPDATE bulk_recipients SET twice = 1 WHERE page = ? AND i = ?", t.page, n.Index)
	}
	if outcome != bot.BulkSkipped && r.Rate != 0 {
		use(t.c, p.Channel, int(bot.PriorityBulk), p.Token+n.Chat.ID, now+1000)
	}
	if n.Reason != "" {
		t.c.Exec("INSERT INTO bulk_reasons VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET text = excluded.text", t.bulk,
			engine.ReasonCode(n.Reason), engine.OneLine(n.Reason))
	}
	if outcome == bot.BulkQueued {
		if n.After > 0 && !n.HoldAll {
			setPace(t.c, p.Channel, n.Chat.ID, n.At.Add(n.After).UnixMilli()+engine.Early(r).Milliseconds())
		}
		return nil
	}
	if !t.count(n.Index, outcome, n.Twice) {
		return nil
	}
	if n.Ours {
		t.add("ours", "", 1)
	}
	if outcome == bot.BulkFailed && n.Reason != "" {
		t.add("r", engine.ReasonCode(n.Reason), 1)
	}
	if outcome == bot.BulkBlocked {
		body, err := json.Marshal(bot.Blocked{At: n.At, Reason: n.Reason})
		if err != nil {
			return err
		}
		block(t.c, p.Channel, n.Chat.ID, rev, string(body))
	}
	return nil
}

// pauseFailing pauses an announcement when too many of those that were tried failed by our fault.
func pauseFailing(c *disk.Conn, b *bulk, percent int) {
	tried, _ := c.Int("SELECT sum(count) FROM bulk_counts WHERE bulk = ? AND kind = 'n' AND name IN ('s', 'f')", b.n)
	ours, _ := c.Int("SELECT ours FROM bulks WHERE n = ?", b.n)
	if b.state == bot.BulkRunning && tried >= 50 && ours*100 > tried*int64(percent) {
		b.set(c, bot.BulkPaused, "failures")
		c.Exec("UPDATE bulks SET ours = 0 WHERE n = ?", b.n)
	}
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

// writePage writes a page as its sender has it, where that is not what was noted.
func writePage(c *disk.Conn, n int64, p *bot.BulkPage) {
	for i, r := range p.Recipients {
		data, secs := "", int64(-1)
		switch {
		case r.Outcome == bot.BulkSent:
			data = engine.OneLine(r.MessageID)
		case r.Outcome != bot.BulkQueued && r.Reason != "":
			data = engine.ReasonCode(r.Reason)
		}
		if !r.At.IsZero() {
			secs = max(0, int64(r.At.Sub(p.Started)/time.Second))
		}
		c.Exec("UPDATE bulk_recipients SET outcome = ?1, at = ?2, data = ?3, twice = ?4 WHERE page = ?5 AND i = ?6 "+
			"AND "+
			"(outcome, at, data, twice) <> (?1, ?2, ?3, ?4)", string(r.Outcome), secs, data, r.Twice, n, i)
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
