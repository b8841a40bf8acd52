package sqlite

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/engine"
	"github.com/motcua/motcua/bot/store/sqlite/disk"
)

// Dump implements engine.Engine: the tables by the names and in the shapes that they have in Redis (package redis,
// lua).
// Writers go on meanwhile.
func (e *Engine) Dump(ctx context.Context, emit func(engine.Record) error) error {
	return e.db.Read(ctx, func(c *disk.Conn) error {
		d := &dump{c: c, now: e.ms(), ctx: ctx, emit: emit}
		d.one("version", strconv.Itoa(engine.Layout), 0)
		d.documents()
		d.queues()
		d.channels()
		d.bulks()
		return d.err
	})
}

// dump gathers what belongs to one key and emits it in pieces.
type dump struct {
	c    *disk.Conn
	now  int64
	ctx  context.Context
	emit func(engine.Record) error
	r    engine.Record // being gathered
	err  error
}

func (d *dump) write(r engine.Record) {
	if d.err == nil {
		d.err = d.ctx.Err()
	}
	if d.err == nil {
		d.err = d.emit(r)
	}
}

// one emits a string.
func (d *dump) one(key, value string, expire int64) {
	if expire == 0 || expire > d.now {
		d.write(engine.Record{Kind: 's', Key: key, Expire: expire, Fields: []string{value}})
	}
}

// add adds fields to a list, a hash or a set; rows of one key come one after another.
func (d *dump) add(kind byte, key string, expire int64, fields ...string) {
	if expire != 0 && expire <= d.now {
		return
	}
	if d.r.Kind != kind || d.r.Key != key || len(d.r.Fields) >= engine.PieceMost {
		d.flush()
		d.r = engine.Record{Kind: kind, Key: key, Expire: expire}
	}
	d.r.Fields = append(d.r.Fields, fields...)
}

func (d *dump) flush() {
	if len(d.r.Fields) > 0 {
		d.write(d.r)
	}
	d.r = engine.Record{}
}

// each runs f for each row, until something fails.
func (d *dump) each(sql string, f func(r disk.Row), args ...any) {
	for r := range d.c.Rows(sql, args...) {
		if f(r); d.err != nil {
			break
		}
	}
	d.flush()
}

func str(n int64) string { return strconv.FormatInt(n, 10) }

func (d *dump) documents() {
	d.each("SELECT kind, id, rev, expires, body FROM documents", func(r disk.Row) {
		d.one("d:"+r.Text(0)+":"+r.Text(1), r.Text(2)+" "+str(r.Int(3))+" "+r.Text(4), r.Int(3))
	})
	d.each("SELECT name, member, score FROM members ORDER BY name, member", func(r disk.Row) {
		d.add('z', "s:"+r.Text(0), 0, r.Text(1), str(r.Int(2)))
	})
	d.each("SELECT c.name, field, count, ifnull(expires, 0) FROM counters c LEFT JOIN counters_expire USING (name) "+
		"ORDER BY c.name, field", func(r disk.Row) {
		d.add('h', "c:"+r.Text(0), r.Int(3), r.Text(1), str(r.Int(2)))
	})
	d.each("SELECT id, till FROM seen", func(r disk.Row) { d.one("seen:"+r.Text(0), str(r.Int(1)), r.Int(1)) })
	d.each("SELECT channel, key, till FROM marks", func(r disk.Row) {
		d.one("o:"+r.Text(0)+":k:"+r.Text(1), "1", r.Int(2))
	})
	d.each("SELECT name, owner, till, fence FROM locks", func(r disk.Row) {
		d.add('h', "lock:"+r.Text(0), 0, "owner", r.Text(1), "till", str(r.Int(2)), "fence", str(r.Int(3)))
	})
}

// entry is a message as it stands in a queue: columns enqueued, expires, needs, slot and body from col on.
func entry(r disk.Row, col int) string {
	return strings.Join([]string{str(r.Int(col)), str(r.Int(col + 1)), r.Text(col + 2), r.Text(col + 3),
		r.Text(col + 4)}, "\x1f")
}

func (d *dump) queues() {
	d.each("SELECT channel, chat, priority, enqueued, expires, needs, slot, body FROM queue ORDER BY channel, chat, "+
		"priority, n",
		func(r disk.Row) { d.add('l', "o:"+r.Text(0)+":q"+r.Text(2)+":"+r.Text(1), 0, entry(r, 3)) })
	d.each("SELECT channel, key, due FROM later ORDER BY channel", func(r disk.Row) {
		d.add('z', "o:"+r.Text(0)+":later", 0, r.Text(1), str(r.Int(2)))
	})
	d.each("SELECT channel, key, priority, chat, enqueued, expires, needs, slot, body FROM later ORDER BY channel",
		func(r disk.Row) {
			d.add('h', "o:"+r.Text(0)+":body", 0, r.Text(1), r.Text(2)+"\x1f"+r.Text(3)+"\x1f"+entry(r, 4))
		})
	d.each("SELECT channel, priority, count(*) FROM (SELECT channel, priority FROM queue UNION ALL SELECT channel, "+
		"priority "+
		"FROM later) GROUP BY channel, priority", func(r disk.Row) {
		d.add('h', "o:"+r.Text(0)+":n", 0, r.Text(1), r.Text(2))
	})
	d.each("SELECT id, at FROM dead", func(r disk.Row) { d.add('z', "deads", 0, r.Text(0), str(r.Int(1))) })
	d.each("SELECT id, channel, chat, priority, why, reason, tries, at, enqueued, expires, needs, slot, body FROM dead",
		func(r disk.Row) {
			head := []string{r.Text(1), r.Text(2), r.Text(3), r.Text(4), r.Text(5), r.Text(6), r.Text(7), entry(r, 8)}
			d.one("dead:"+r.Text(0), strings.Join(head, "\x1f"), r.Int(7)+engine.DeadFor.Milliseconds())
		})
}

func (d *dump) channels() {
	d.each("SELECT channel, priority, chat, at FROM ready ORDER BY channel, priority", func(r disk.Row) {
		d.add('z', "o:"+r.Text(0)+":ready"+r.Text(1), 0, r.Text(2), str(r.Int(3)))
	})
	d.each("SELECT channel, chat, till FROM leases ORDER BY channel", func(r disk.Row) {
		d.add('z', "o:"+r.Text(0)+":fly", 0, r.Text(1), str(r.Int(2)))
	})
	d.each("SELECT channel, chat, token, priority FROM leases ORDER BY channel", func(r disk.Row) {
		d.add('h', "o:"+r.Text(0)+":own", 0, r.Text(1), r.Text(2)+r.Text(3))
	})
	d.each("SELECT channel, chat, priority, count FROM tries WHERE count > 0 ORDER BY channel", func(r disk.Row) {
		d.add('h', "o:"+r.Text(0)+":try", 0, r.Text(1)+":"+r.Text(2), str(r.Int(3)))
	})
	d.each("SELECT channel, chat, priority FROM tries WHERE again ORDER BY channel", func(r disk.Row) {
		d.add('h', "o:"+r.Text(0)+":again", 0, r.Text(1)+":"+r.Text(2), "1")
	})
	d.each("SELECT channel, chat, at FROM pace", func(r disk.Row) {
		d.one("o:"+r.Text(0)+":t:"+r.Text(1), str(r.Int(2)), r.Int(2)+1000)
	})
	d.each("SELECT channel, till FROM stops WHERE channel <> ''", func(r disk.Row) {
		d.one("o:"+r.Text(0)+":stop", str(r.Int(1)), r.Int(1))
	})
	d.each("SELECT channel, till FROM leads", func(r disk.Row) {
		d.one("o:"+r.Text(0)+":lead", str(r.Int(1)), r.Int(1))
	})
	d.each("SELECT channel, 1 - reply, token, till FROM rate ORDER BY channel, reply", func(r disk.Row) {
		d.add('z', "o:"+r.Text(0)+":win"+r.Text(1), 0, r.Text(2), str(r.Int(3)))
	})
	d.each("SELECT channel, name, message, till FROM slots", func(r disk.Row) {
		d.one("o:"+r.Text(0)+":slot:"+r.Text(1), r.Text(2), r.Int(3))
	})
}

// kept is an announcement with when it is to be deleted.
type kept struct {
	bulk
	keep int64
	spec string
}

func (d *dump) bulks() {
	var list []kept
	d.each("SELECT id, keep, spec FROM bulks", func(r disk.Row) {
		list = append(list, kept{bulk: bulk{id: r.Text(0)}, keep: r.Int(1), spec: r.Text(2)})
	})
	for _, b := range list {
		if b.keep <= d.now {
			continue
		}
		b.bulk = findBulk(d.c, d.now, b.id)
		d.add('z', "bulks", 0, b.id, str(b.created))
		if b.state == bot.BulkFreezing {
			d.add('z', "bulkfreeze", 0, b.id, str(b.place()))
		}
		d.flush()
		d.bulk(&b)
	}
}

// ahead is by how much (ms) one that leads stands before the others in Redis's sets of those with work.
const ahead = 1e13

// place is where Redis has an announcement in those sets.
func (b *bulk) place() int64 {
	return b.created - int64(lead(b.lead))*ahead
}

func lead(leads bool) int {
	if leads {
		return 1
	}
	return 0
}

func (d *dump) bulk(b *kept) {
	key, chans := "b:"+b.id, ""
	add := func(fields ...string) { d.add('h', key, b.keep, fields...) }
	add("state", string(b.state), "reason", b.reason, "created", str(b.created), "total", str(b.total), "expires",
		str(b.late), "lead", strconv.Itoa(lead(b.lead)),
		"spec", b.spec, "fseg", strconv.Itoa(b.segment), "fscore", b.score, "fmember", b.member, "n:ours", str(b.ours))
	if b.ended != 0 {
		add("ended", str(b.ended))
	}
	var channels []string
	for r := range d.c.Rows("SELECT channel, total, pages, next FROM bulk_channels WHERE bulk = ?", b.n) {
		chans += r.Text(0) + " "
		channels = append(channels, r.Text(0))
		add("total:"+r.Text(0), str(r.Int(1)), "pages:"+r.Text(0), str(r.Int(2)), "next:"+r.Text(0), str(r.Int(3)))
	}
	add("chans", chans)
	for r := range d.c.Rows("SELECT kind, name, count FROM bulk_counts WHERE bulk = ?", b.n) {
		add(r.Text(0)+":"+r.Text(1), str(r.Int(2)))
	}
	for r := range d.c.Rows("SELECT code, text FROM bulk_reasons WHERE bulk = ?", b.n) {
		add("w:"+r.Text(0), r.Text(1))
	}
	d.flush()
	for _, channel := range channels {
		if b.state == bot.BulkRunning || b.state == bot.BulkPaused {
			d.add('z', "bulkrun:"+channel, 0, b.id, str(b.place()))
			d.flush()
		}
		d.pages(b, channel)
	}
}

// page is a page of an announcement as the dump finds it.
type page struct {
	n, number, till int64
	token           string
	out, done       bool // handed out, done
}

func (d *dump) pages(b *kept, channel string) {
	var list []page
	d.each("SELECT p.n, p.page, ifnull(p.till, 0), p.token, p.till IS NOT NULL, p.till IS NULL AND p.page <= c.next "+
		"FROM "+
		"bulk_pages p JOIN bulk_channels c USING (bulk, channel) WHERE bulk = ? AND channel = ? ORDER BY p.page",
		func(r disk.Row) {
			list = append(list, page{r.Int(0), r.Int(1), r.Int(2), r.Text(3), r.Bool(4), r.Bool(5)})
		}, b.n, channel)
	for _, p := range list {
		if p.out {
			d.add('z', "b:"+b.id+":fly:"+channel, 0, str(p.number), str(p.till))
		}
	}
	d.flush()
	for _, p := range list {
		if p.token != "" {
			d.add('h', "b:"+b.id+":own:"+channel, 0, str(p.number), p.token)
		}
	}
	d.flush()
	for _, p := range list {
		d.page(b, channel, p)
	}
}

// page emits a page, the log of what is in flight, and what was counted.
func (d *dump) page(b *kept, channel string, p page) {
	var lines []string
	var log, counted strings.Builder
	started := time.UnixMilli(b.created)
	for i, r := range recipients(d.c, &b.bulk, p.n, channel) {
		if r.Outcome == bot.BulkInFlight {
			code := "t"
			if r.Twice {
				code = "t2"
			}
			log.WriteString(strconv.Itoa(i) + "\t" + code + "\t" + str(int64(r.At.Sub(started)/time.Second)) + "\t\n")
			r.Outcome, r.At = bot.BulkQueued, time.Time{}
		}
		lines = append(lines, engine.PageLine(r, started))
	}
	for r := range d.c.Rows("SELECT counted, told FROM bulk_recipients WHERE page = ? ORDER BY i", p.n) {
		switch {
		case r.Text(0) == "":
			counted.WriteByte('.')
		case r.Bool(1):
			counted.WriteString(strings.ToUpper(r.Text(0)))
		default:
			counted.WriteString(r.Text(0))
		}
	}
	key, suffix := "b:"+b.id, channel+":"+str(p.number)
	d.one(key+":p:"+suffix, strings.Join(lines, "\n"), b.keep)
	if log.Len() > 0 {
		d.one(key+":a:"+suffix, log.String(), b.keep)
	}
	if codes := strings.TrimRight(counted.String(), "."); codes != "" && !p.done {
		d.one(key+":c:"+suffix, codes, b.keep)
	}
}
