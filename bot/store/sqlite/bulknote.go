package sqlite

import (
	"context"
	"encoding/json"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/engine"
	"github.com/motcua/motcua/bot/store/sqlite/disk"
)

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
