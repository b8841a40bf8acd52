package sqlite

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/motcua/motcua/bot/store/engine"
	"github.com/motcua/motcua/bot/store/sqlite/disk"
)

// tables are all of ours, those first that refer to others.
var tables = []string{"documents", "members", "counters", "counters_expire", "seen", "marks", "queue", "later", "ready",
	"leases", "tries", "pace", "stops", "leads", "rate", "slots", "dead", "locks", "bulk_recipients", "bulk_pages",
	"bulk_channels",
	"bulk_counts", "bulk_reasons", "bulks"}

// Used implements engine.Engine.
func (e *Engine) Used(ctx context.Context) (used bool, err error) {
	err = e.db.Read(ctx, func(c *disk.Conn) error {
		for _, table := range tables {
			where := ""
			if table == "stops" { // Probe's row
				where = " WHERE channel <> ''"
			}
			if _, found := c.Int("SELECT 1 FROM " + table + where + " LIMIT 1"); found {
				used = true
			}
		}
		return nil
	})
	return used, err
}

// Replace implements engine.Engine: all of it in one transaction.
func (e *Engine) Replace(_ context.Context, next func() (engine.Record, bool, error)) error {
	return e.db.Alone(func(c *disk.Conn) error {
		for _, table := range tables {
			c.Exec("DELETE FROM " + table)
		}
		l := &load{c: c, now: e.ms(), bulks: make(map[string]map[string]string), parts: make(map[string]string)}
		for c.Err() == nil {
			r, ok, err := next()
			if err != nil {
				return err
			}
			if !ok {
				return l.finish()
			}
			if r.Expire != 0 && r.Expire <= l.now {
				continue
			}
			if err := l.record(r); err != nil {
				return fmt.Errorf("key %q: %w", r.Key, err)
			}
		}
		return c.Err()
	})
}

// load puts records into the tables; see dump for their shapes.
type load struct {
	c     *disk.Conn
	now   int64
	bulks map[string]map[string]string // hashes b:<id>
	parts map[string]string            // other strings below b:, which refer to those
	holds []hold                       // of pages
}

// hold is a page that is handed out: token is the owner's, or till is until when.
type hold struct{ id, channel, page, token, till string }

func num(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64)
	return n
}

func (l *load) record(r engine.Record) error {
	class, rest, _ := strings.Cut(r.Key, ":")
	if r.Kind == 's' && len(r.Fields) != 1 || (r.Kind == 'h' || r.Kind == 'z') && len(r.Fields)%2 != 0 {
		return fmt.Errorf("%d fields", len(r.Fields))
	}
	switch class {
	case "d":
		return l.document(rest, r)
	case "s":
		for member, score := range pairs(r.Fields) {
			l.c.Exec("INSERT INTO members VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET score = excluded.score", rest,
				member,
				num(score))
		}
	case "c":
		for field, n := range pairs(r.Fields) {
			l.c.Exec("INSERT OR REPLACE INTO counters VALUES (?, ?, ?)", rest, field, num(n))
		}
		if r.Expire != 0 {
			l.c.Exec("INSERT OR REPLACE INTO counters_expire VALUES (?, ?)", rest, r.Expire)
		}
	case "seen":
		l.c.Exec("INSERT OR REPLACE INTO seen (id, till) VALUES (?, ?)", rest, num(r.Fields[0]))
	case "lock":
		h := hash(r.Fields)
		l.c.Exec("INSERT OR REPLACE INTO locks VALUES (?, ?, ?, ?)", rest, h["owner"], num(h["till"]), num(h["fence"]))
	case "dead":
		return l.dead(rest, r.Fields[0])
	case "o":
		return l.channel(rest, r)
	case "b":
		return l.bulkPart(rest, r)
	case "version", "deads", "bulks", "bulkfreeze", "bulkrun": // follow from the others
	default:
		return fmt.Errorf("unknown")
	}
	return nil
}

func pairs(fields []string) func(func(a, b string) bool) {
	return func(yield func(a, b string) bool) {
		for i := 0; i+1 < len(fields); i += 2 {
			if !yield(fields[i], fields[i+1]) {
				return
			}
		}
	}
}

func hash(fields []string) map[string]string {
	h := make(map[string]string, len(fields)/2)
	for field, v := range pairs(fields) {
		h[field] = v
	}
	return h
}

func (l *load) document(name string, r engine.Record) error {
	f := strings.SplitN(r.Fields[0], " ", 3)
	if len(f) != 3 {
		return fmt.Errorf("not a document")
	}
	key := keyOf(name)
	l.c.Exec(putDocument, key.Kind, key.ID, f[0], num(f[1]), f[2])
	return nil
}

func (l *load) dead(id, value string) error {
	f := strings.SplitN(value, "\x1f", 12)
	if len(f) != 12 {
		return fmt.Errorf("not a dead letter")
	}
	l.c.Exec("INSERT OR REPLACE INTO dead VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", id, num(f[6]), f[0], f[1],
		num(f[2]),
		f[3], f[4], num(f[5]), num(f[7]), num(f[8]), f[9], f[10], f[11])
	return nil
}

// channel loads what begins with o:<channel>:.
func (l *load) channel(name string, r engine.Record) error {
	channel, rest, _ := strings.Cut(name, ":")
	what, id, named := strings.Cut(rest, ":")
	switch {
	case named && r.Kind == 'l':
		return l.queue(channel, what, id, r.Fields)
	case named:
		return l.named(channel, what, id, r)
	case what == "stop":
		l.c.Exec("INSERT OR REPLACE INTO stops VALUES (?, ?)", channel, num(r.Fields[0]))
		return nil
	case what == "lead":
		l.c.Exec("INSERT OR REPLACE INTO leads VALUES (?, ?)", channel, num(r.Fields[0]))
		return nil
	case what == "n": // follows from the queues
		return nil
	}
	for member, value := range pairs(r.Fields) {
		if err := l.member(channel, what, member, value); err != nil {
			return err
		}
	}
	return nil
}

func (l *load) named(channel, what, id string, r engine.Record) error {
	switch what {
	case "k":
		l.c.Exec("INSERT OR REPLACE INTO marks (channel, key, till) VALUES (?, ?, ?)", channel, id, r.Expire)
	case "t":
		l.c.Exec("INSERT OR REPLACE INTO pace VALUES (?, ?, ?)", channel, id, num(r.Fields[0]))
	case "slot":
		l.c.Exec("INSERT OR REPLACE INTO slots VALUES (?, ?, ?, ?)", channel, id, r.Fields[0], r.Expire)
	default:
		return fmt.Errorf("unknown")
	}
	return nil
}

func (l *load) queue(channel, what, chat string, entries []string) error {
	for _, e := range entries {
		f := strings.SplitN(e, "\x1f", 5)
		if len(f) != 5 || !strings.HasPrefix(what, "q") {
			return fmt.Errorf("not a queue")
		}
		l.c.Exec("INSERT INTO queue (channel, chat, priority, enqueued, expires, needs, slot, body) VALUES (?, ?, "+
			"?, ?, ?, ?, "+
			"?, ?)", channel, chat, num(what[1:]), num(f[0]), num(f[1]), f[2], f[3], f[4])
	}
	return nil
}

// member loads one member of a set, or one field of a hash, of a channel.
func (l *load) member(channel, what, member, value string) error {
	chat, priority := member, int64(0)
	if i := strings.LastIndexByte(member, ':'); i >= 0 {
		chat, priority = member[:i], num(member[i+1:])
	}
	switch what {
	case "ready0", "ready1", "ready2":
		l.c.Exec("INSERT INTO ready (channel, chat, priority, at) VALUES (?, ?, ?, ?)", channel, member, num(what[5:]),
			num(value))
	case "fly":
		l.c.Exec("INSERT INTO leases VALUES (?, ?, '', 0, ?) ON CONFLICT DO UPDATE SET till = excluded.till", channel,
			member,
			num(value))
	case "own":
		cut := max(len(value)-1, 0)
		l.c.Exec("INSERT INTO leases VALUES (?, ?, ?, ?, 0) ON CONFLICT DO UPDATE SET token = excluded.token, "+
			"priority = excluded.priority", channel, member, value[:cut], num(value[cut:]))
	case "try":
		l.c.Exec("INSERT INTO tries VALUES (?, ?, ?, ?, 0) ON CONFLICT DO UPDATE SET count = excluded.count", channel,
			chat,
			priority, num(value))
	case "again":
		again(l.c, channel, chat, priority)
	case "win0", "win1":
		use(l.c, channel, int(num(what[3:])), member, num(value))
	case "later":
		l.c.Exec("INSERT INTO later VALUES (?, ?, ?, '', 0, 0, 0, '', '', '') ON CONFLICT DO UPDATE SET due = "+
			"excluded.due",
			channel, member, num(value))
	case "body":
		f := strings.SplitN(value, "\x1f", 7)
		if len(f) != 7 {
			return fmt.Errorf("not a message")
		}
		l.c.Exec("INSERT INTO later VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO UPDATE SET chat = "+
			"?3, "+
			"priority = ?4, enqueued = ?5, expires = ?6, needs = ?7, slot = ?8, body = ?9", channel, member, f[1],
			num(f[0]),
			num(f[2]), num(f[3]), f[4], f[5], f[6])
	default:
		return fmt.Errorf("unknown")
	}
	return nil
}
