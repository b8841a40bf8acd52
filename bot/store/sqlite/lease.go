package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/engine"
	"github.com/motcua/motcua/bot/store/sqlite/disk"
)

const (
	laterMost  = 100 // messages whose time has come that one lease puts into their queues
	endedMost  = 200 // leases that ended that one lease finds
	servedMost = 500 // chats that one lease looks at
)

// firsts is when something may be to do first: of the queues by priority, of what is for later, of ended leases;
// and until when the channel waits.
const firsts = `SELECT (SELECT min(at) FROM ready WHERE channel = ?1 AND priority = 0),
	(SELECT min(at) FROM ready WHERE channel = ?1 AND priority = 1),
	(SELECT min(at) FROM ready WHERE channel = ?1 AND priority = 2),
	(SELECT min(due) FROM later WHERE channel = ?1), (SELECT min(till) FROM leases WHERE channel = ?1),
	(SELECT till FROM stops WHERE channel = ?1)`

// idle tells, without writing, whether a channel has nothing to do now, and when it may have.
func idle(c *disk.Conn, now int64, req bot.LeaseRequest) (next int64, idle bool) {
	for r := range c.Rows(firsts, req.Channel) {
		if stop := r.Int(5); stop > now {
			return stop, true
		}
		for col := range 5 {
			if r.Null(col) {
				continue
			}
			at := r.Int(col)
			switch {
			case col == 4 && at <= engine.EndedBy(req, now), col < 4 && at <= now:
				return 0, false
			case col < 4 && (next == 0 || at < next):
				next = at
			}
		}
	}
	return next, true
}

// Lease implements engine.Engine.
func (e *Engine) Lease(ctx context.Context, r bot.LeaseRequest, token string) (a bot.LeaseAnswer, err error) {
	now := e.ms() // not later: leases that end before this is done are still the caller's
	nothing := false
	err = e.db.ReadOne(ctx, func(c *disk.Conn) error {
		var next int64
		next, nothing = idle(c, now, r)
		a.Next = fromMillis(next)
		return nil
	})
	if err != nil || nothing {
		return a, err
	}
	var l *leasing
	err = e.db.Write(ctx, func(c *disk.Conn) error {
		l = lease(c, now, r, token)
		return nil
	})
	if err != nil {
		return bot.LeaseAnswer{}, err
	}
	return l.answer()
}

// LeaseWhenQueued implements engine.Waiter: the lease shares the sync of the commit that queues the messages.
func (e *Engine) LeaseWhenQueued(ctx context.Context, r bot.LeaseRequest, token string,
	latest time.Time) (bot.LeaseAnswer,
	error) {
	var l *leasing
	ran, err := e.db.WhenTouched(ctx, r.Channel, func(c *disk.Conn) (bool, error) {
		l = &leasing{}
		if !e.now().Before(latest) {
			return true, nil
		}
		now := e.ms()
		if _, idle := idle(c, now, r); idle {
			return false, nil
		}
		l = lease(c, now, r, token)
		return len(l.taken)+len(l.dropped) > 0, nil
	})
	if err != nil || !ran {
		return bot.LeaseAnswer{}, err
	}
	return l.answer()
}

// leasing is one lease being made.
type leasing struct {
	c       *disk.Conn
	now     int64
	r       bot.LeaseRequest
	early   int64
	token   string
	room    int64 // what the rate leaves for others than replies
	next    int64
	taken   []taken
	dropped []bot.Drop
}

// taken is a message that was leased, not yet read.
type taken struct {
	bot.Leased
	chat, body string
}

func lease(c *disk.Conn, now int64, r bot.LeaseRequest, token string) *leasing {
	l := &leasing{c: c, now: now, r: r, early: engine.Early(r).Milliseconds(), token: token}
	if till, _ := c.Int("SELECT till FROM stops WHERE channel = ?", r.Channel); till > now {
		l.next = till
		return l
	}
	l.takeLater()
	l.endLeases()
	led := int64(0)
	if r.Rate > 0 {
		l.room = left(c, now, r.Channel, r.Rate)
		if led = leading(c, r.Channel); led > now {
			l.room = 0
		}
	}
	looked := 0
	for priority := range 3 {
		looked = l.serveAll(priority, looked)
		first, ok := c.Int("SELECT min(at) FROM ready WHERE channel = ? AND priority = ?", r.Channel, priority)
		if ok && first <= now && priority > 0 && r.Rate > 0 && l.room <= 0 { // waits for the rate
			if first, ok = freed(c, now, r.Channel); led > now {
				first, ok = led, true
			}
		}
		l.sooner(first, ok)
	}
	l.sooner(c.Int("SELECT min(due) FROM later WHERE channel = ?", r.Channel))
	return l
}

func (l *leasing) sooner(at int64, ok bool) {
	if ok && (l.next == 0 || at < l.next) {
		l.next = at
	}
}

// takeLater puts what had to wait for its time into its queue.
func (l *leasing) takeLater() {
	type due struct {
		key, chat string
		priority  int
	}
	var list []due
	for r := range l.c.Rows("SELECT key, chat, priority FROM later WHERE channel = ? AND due <= ? ORDER BY due, key "+
		"LIMIT ?",
		l.r.Channel, l.now, laterMost) {
		list = append(list, due{r.Text(0), r.Text(1), int(r.Int(2))})
	}
	for _, d := range list {
		l.c.Exec("INSERT INTO queue (channel, chat, priority, enqueued, expires, needs, slot, body) SELECT channel, "+
			"chat, "+
			"priority, enqueued, expires, needs, slot, body FROM later WHERE channel = ? AND key = ?", l.r.Channel,
			d.key)
		l.c.Exec("DELETE FROM later WHERE channel = ? AND key = ?", l.r.Channel, d.key)
		makeReady(l.c, l.r.Channel, d.chat, d.priority, l.now)
	}
}

// endLeases takes messages back whose sender let its lease end: it may have sent them.
func (l *leasing) endLeases() {
	type ended struct {
		chat     string
		priority int64
	}
	var list []ended
	for r := range l.c.Rows("SELECT chat, priority FROM leases WHERE channel = ? AND till <= ? ORDER BY till, chat "+
		"LIMIT ?",
		l.r.Channel, engine.EndedBy(l.r, l.now), endedMost) {
		list = append(list, ended{r.Text(0), r.Int(1)})
	}
	for _, old := range list {
		again(l.c, l.r.Channel, old.chat, old.priority)
		l.c.Exec("DELETE FROM leases WHERE channel = ? AND chat = ?", l.r.Channel, old.chat)
		l.c.Exec("UPDATE ready SET at = ? WHERE channel = ? AND chat = ?", l.now, l.r.Channel, old.chat)
	}
}

// again notes that the platform may have a chat's first message already.
func again(c *disk.Conn, channel, chat string, priority int64) {
	c.Exec("INSERT INTO tries VALUES (?, ?, ?, 0, 1) ON CONFLICT DO UPDATE SET again = 1", channel, chat, priority)
}

// candidates are chats whose turn it is, and what may be against it.
const candidates = `SELECT r.chat, ifnull(l.till, 0), ifnull(p.at, 0), ifnull(t.count, 0), ifnull(t.again, 0),
	EXISTS (SELECT 1 FROM documents WHERE kind = 'blocked' AND id = r.channel || ':' || r.chat
		AND (expires = 0 OR expires > ?3))
	FROM ready r LEFT JOIN leases l ON l.channel = r.channel AND l.chat = r.chat
	LEFT JOIN pace p ON p.channel = r.channel AND p.chat = r.chat
	LEFT JOIN tries t ON t.channel = r.channel AND t.chat = r.chat AND t.priority = r.priority
	WHERE r.channel = ?1 AND r.priority = ?2 AND r.at <= ?3 ORDER BY r.at, r.chat LIMIT ?4`

type candidate struct {
	chat            string
	leased, pace    int64
	tries           int
	again, blocking bool
}

func (l *leasing) serveAll(priority, looked int) int {
	for {
		n := int64(l.r.Max - len(l.taken))
		if priority > 0 && l.r.Rate > 0 {
			n = min(n, l.room)
		}
		if n <= 0 || looked > servedMost {
			return looked
		}
		var chats []candidate
		for r := range l.c.Rows(candidates, l.r.Channel, priority, l.now, n) {
			chats = append(chats, candidate{r.Text(0), r.Int(1), r.Int(2), int(r.Int(3)), r.Bool(4), r.Bool(5)})
		}
		if len(chats) == 0 {
			return looked
		}
		for _, chat := range chats {
			looked++
			l.serve(priority, chat)
		}
	}
}

func (l *leasing) setReady(chat string, priority int, at int64) {
	l.c.Exec("UPDATE ready SET at = ? WHERE channel = ? AND chat = ? AND priority = ?", at, l.r.Channel, chat, priority)
}

func (l *leasing) serve(priority int, chat candidate) {
	switch {
	case chat.leased != 0:
		l.setReady(chat.chat, priority, max(chat.leased, l.now+1))
		return
	case chat.pace-l.early > l.now:
		l.setReady(chat.chat, priority, chat.pace-l.early)
		return
	case chat.blocking:
		n := l.c.Changes("DELETE FROM queue WHERE channel = ? AND chat = ? AND priority = ?", l.r.Channel, chat.chat,
			priority)
		l.unready(chat.chat, priority)
		l.drop("blocked", chat.chat, priority, int(n))
		return
	}
	m, needed := l.first(priority, &chat)
	if !needed {
		l.unready(chat.chat, priority)
		return
	}
	m.Tries, m.Again = chat.tries, chat.again
	till := l.now + l.r.Lease.Milliseconds()
	l.c.Exec("INSERT INTO leases (channel, chat, token, priority, till) VALUES (?, ?, ?, ?, ?)", l.r.Channel, chat.chat,
		l.token, priority, till)
	l.setReady(chat.chat, priority, till)
	spend(l.c, l.now, l.r, chat.chat, chat.pace)
	if l.r.Rate > 0 {
		use(l.c, l.r.Channel, priority, l.token+chat.chat, till+1000)
		l.room--
	}
	l.taken = append(l.taken, m)
}

// first is a chat's first message that is still wanted. What is not is dropped.
func (l *leasing) first(priority int, chat *candidate) (m taken, found bool) {
	for l.c.Err() == nil {
		var n, expires int64
		var needs, slot string
		found = false
		for r := range l.c.Rows("SELECT n, enqueued, expires, needs, slot, body FROM queue WHERE channel = ? AND "+
			"chat = ? AND "+
			"priority = ? ORDER BY n LIMIT 1", l.r.Channel, chat.chat, priority) {
			found = true
			n, expires, needs, slot = r.Int(0), r.Int(2), r.Text(3), r.Text(4)
			m = taken{chat: chat.chat, body: r.Text(5), Leased: bot.Leased{Token: l.token,
				Enqueued: fromMillis(r.Int(1))}}
		}
		var why string
		switch {
		case !found:
			return m, false
		case expires != 0 && expires <= l.now:
			why = "expired"
		case needs != "" && !exists(l.c, l.now, needs):
			why = "gone"
		default:
			if slot != "" {
				m.SlotMessage, _ = l.c.Text("SELECT message FROM slots WHERE channel = ? AND name = ? AND till > ?",
					l.r.Channel,
					chat.chat+":"+slot, l.now)
			}
			return m, true
		}
		l.c.Exec("DELETE FROM queue WHERE n = ?", n)
		l.drop(why, chat.chat, priority, 1)
		chat.tries, chat.again = 0, false
	}
	return m, false
}

func (l *leasing) unready(chat string, priority int) {
	l.c.Exec("DELETE FROM ready WHERE channel = ? AND chat = ? AND priority = ?", l.r.Channel, chat, priority)
}

func (l *leasing) drop(why, chat string, priority, n int) {
	untried(l.c, l.r.Channel, chat, priority)
	l.dropped = append(l.dropped, bot.Drop{Why: why, To: bot.ChatID{Channel: l.r.Channel, ID: chat}, Count: n})
}

// untried forgets the attempts at a chat's first message, which is another now.
func untried(c *disk.Conn, channel, chat string, priority int) {
	c.Exec("DELETE FROM tries WHERE channel = ? AND chat = ? AND priority = ?", channel, chat, priority)
}

func (l *leasing) answer() (bot.LeaseAnswer, error) {
	a := bot.LeaseAnswer{Next: fromMillis(l.next), Dropped: l.dropped}
	for _, m := range l.taken {
		if err := json.Unmarshal([]byte(m.body), &m.Out); err != nil {
			return a, fmt.Errorf("message: %w", err)
		}
		m.Out.To = bot.ChatID{Channel: l.r.Channel, ID: m.chat} // it may have moved since it was queued
		a.Messages = append(a.Messages, m.Leased)
	}
	return a, nil
}

// Renew implements engine.Engine.
func (e *Engine) Renew(ctx context.Context, channel string, lease time.Duration, held []bot.Leased) (lost []bot.ChatID,
	err error) {
	till := e.ms() + lease.Milliseconds()
	err = e.db.Write(ctx, func(c *disk.Conn) error {
		lost = nil
		for _, l := range held {
			chat, priority := l.Out.To.ID, int(l.Out.Priority)
			if c.Changes("UPDATE leases SET till = ? WHERE channel = ? AND chat = ? AND token = ? AND priority = ?",
				till,
				channel, chat, l.Token, priority) == 0 {
				lost = append(lost, bot.ChatID{Channel: channel, ID: chat})
				continue
			}
			c.Exec("UPDATE ready SET at = ? WHERE channel = ? AND chat = ? AND priority = ?", till, channel, chat,
				priority)
			c.Exec("UPDATE rate SET till = ? WHERE channel = ? AND reply = ? AND token = ?", till+1000, channel,
				priority == 0,
				l.Token+chat)
		}
		return nil
	})
	return lost, err
}
