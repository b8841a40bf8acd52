package sqlite

import (
	"context"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/engine"
	"github.com/motcua/motcua/bot/store/sqlite/disk"
)

// Commit implements engine.Engine.
func (e *Engine) Commit(ctx context.Context, in *engine.Commit) (result engine.Result, err error) {
	now := e.ms()
	err = e.db.Write(ctx, func(c *disk.Conn) error {
		if result = refuse(c, now, in); result != engine.Done {
			return nil
		}
		if in.ID != "" {
			c.Exec("INSERT INTO seen (id, till) VALUES (?, ?) ON CONFLICT DO UPDATE SET till = excluded.till", in.ID,
				now+engine.SeenFor.Milliseconds())
		}
		for i := range in.Puts {
			put(c, now, &in.Puts[i], in.Rev)
		}
		for _, o := range in.Ops {
			apply(c, now, o)
		}
		for i := range in.Messages {
			enqueue(c, now, &in.Messages[i])
		}
		return nil
	})
	return result, err
}

// refuse looks for what forbids a commit, before anything is written.
func refuse(c *disk.Conn, now int64, in *engine.Commit) engine.Result {
	if in.ID != "" && seen(c, now, in.ID) {
		return engine.Repeated
	}
	for _, check := range in.Checks {
		if document(c, now, check.Key).Rev != check.Rev {
			return engine.Conflict
		}
	}
	return engine.Done
}

func seen(c *disk.Conn, now int64, id string) bool {
	till, _ := c.Int("SELECT till FROM seen WHERE id = ?", id)
	return till > now
}

func document(c *disk.Conn, now int64, key bot.Key) (d engine.Document) {
	for r := range c.Rows("SELECT rev, body FROM documents WHERE kind = ? AND id = ? AND (expires = 0 OR expires > ?)",
		key.Kind, key.ID, now) {
		d = engine.Document{Rev: r.Text(0), Body: r.Text(1)}
	}
	return d
}

const putDocument = "INSERT INTO documents (kind, id, rev, expires, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO " +
	"UPDATE " +
	"SET rev = excluded.rev, expires = excluded.expires, body = excluded.body"

func put(c *disk.Conn, now int64, p *engine.Put, rev string) {
	if p.Delete {
		c.Exec("DELETE FROM documents WHERE kind = ? AND id = ?", p.Key.Kind, p.Key.ID)
		return
	}
	expires := int64(0)
	if p.TTL > 0 {
		expires = now + p.TTL.Milliseconds()
	}
	c.Exec(putDocument, p.Key.Kind, p.Key.ID, rev, expires, p.Body)
}

func apply(c *disk.Conn, now int64, o engine.Op) {
	switch o.Kind {
	case engine.OpAdd:
		c.Exec("INSERT INTO members VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET score = excluded.score", o.Name,
			o.Member,
			o.N)
	case engine.OpRemove:
		c.Exec("DELETE FROM members WHERE name = ? AND member = ?", o.Name, o.Member)
	case engine.OpCount:
		count(c, now, o)
	}
}

// count adds to a counter. The first of a group sets when the group ends.
func count(c *disk.Conn, now int64, o engine.Op) {
	if ends, ok := c.Int("SELECT expires FROM counters_expire WHERE name = ?", o.Name); ok && ends <= now {
		dropCounters(c, o.Name)
	}
	if ttl := o.TTL.Milliseconds(); ttl > 0 {
		if _, exists := c.Int("SELECT 1 FROM counters WHERE name = ? LIMIT 1", o.Name); !exists {
			c.Exec("INSERT INTO counters_expire VALUES (?, ?)", o.Name, now+ttl)
		}
	}
	c.Exec("INSERT INTO counters VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count", o.Name,
		o.Member, o.N)
}

func dropCounters(c *disk.Conn, name string) {
	c.Exec("DELETE FROM counters WHERE name = ?", name)
	c.Exec("DELETE FROM counters_expire WHERE name = ?", name)
}

// Seen implements engine.Engine.
func (e *Engine) Seen(ctx context.Context, update string) (found bool, err error) {
	err = e.db.ReadOne(ctx, func(c *disk.Conn) error {
		found = seen(c, e.ms(), update)
		return nil
	})
	return found, err
}

// Documents implements engine.Engine.
func (e *Engine) Documents(ctx context.Context, keys []bot.Key) (list []engine.Document, err error) {
	read := e.db.Read
	if len(keys) == 1 {
		read = e.db.ReadOne
	}
	err = read(ctx, func(c *disk.Conn) error {
		now := e.ms()
		for _, key := range keys {
			list = append(list, document(c, now, key))
		}
		return nil
	})
	return list, err
}

// List implements engine.Engine.
func (e *Engine) List(ctx context.Context, set string, r bot.Range) (list []bot.Entry, err error) {
	sql := "SELECT member, score FROM members WHERE name = ? AND score BETWEEN ? AND ? ORDER BY score, member LIMIT " +
		"? OFFSET ?"
	if r.Reverse {
		sql = "SELECT member, score FROM members WHERE name = ? AND score BETWEEN ? AND ? ORDER BY score DESC, " +
			"member DESC " +
			"LIMIT ? OFFSET ?"
	}
	err = e.db.ReadOne(ctx, func(c *disk.Conn) error {
		for row := range c.Rows(sql, set, r.Min, r.Max, r.Limit, r.Offset) {
			list = append(list, bot.Entry{Member: row.Text(0), Score: row.Int(1)})
		}
		return nil
	})
	return list, err
}

// Score implements engine.Engine.
func (e *Engine) Score(ctx context.Context, set, member string) (score int64, ok bool, err error) {
	err = e.db.ReadOne(ctx, func(c *disk.Conn) error {
		score, ok = c.Int("SELECT score FROM members WHERE name = ? AND member = ?", set, member)
		return nil
	})
	return score, ok, err
}

// Size implements engine.Engine.
func (e *Engine) Size(ctx context.Context, set string) (n int64, err error) {
	err = e.db.ReadOne(ctx, func(c *disk.Conn) error {
		n, _ = c.Int("SELECT count(*) FROM members WHERE name = ?", set)
		return nil
	})
	return n, err
}

// Counters implements engine.Engine.
func (e *Engine) Counters(ctx context.Context, group string) (out map[string]int64, err error) {
	out = make(map[string]int64)
	err = e.db.Read(ctx, func(c *disk.Conn) error {
		if ends, ok := c.Int("SELECT expires FROM counters_expire WHERE name = ?", group); ok && ends <= e.ms() {
			return nil
		}
		for r := range c.Rows("SELECT field, count FROM counters WHERE name = ?", group) {
			out[r.Text(0)] = r.Int(1)
		}
		return nil
	})
	return out, err
}

// Lock implements engine.Engine.
func (e *Engine) Lock(ctx context.Context, name, owner string, ttl time.Duration) (fence int64, err error) {
	now := e.ms()
	err = e.db.Write(ctx, func(c *disk.Conn) error {
		holder, till := "", int64(0)
		fence = 0
		for r := range c.Rows("SELECT owner, till, fence FROM locks WHERE name = ?", name) {
			holder, till, fence = r.Text(0), r.Int(1), r.Int(2)
		}
		free := holder == "" || till <= now
		if !free && holder != owner {
			fence = 0
			return nil
		}
		if free || holder != owner {
			fence++
		}
		c.Exec("INSERT INTO locks VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET owner = excluded.owner, "+
			"till = excluded.till, fence = excluded.fence", name, owner, now+ttl.Milliseconds(), fence)
		return nil
	})
	return fence, err
}

// Unlock implements engine.Engine.
func (e *Engine) Unlock(ctx context.Context, name, owner string) error {
	return e.db.Write(ctx, func(c *disk.Conn) error {
		c.Exec("UPDATE locks SET owner = '', till = 0 WHERE name = ? AND owner = ?", name, owner)
		return nil
	})
}
