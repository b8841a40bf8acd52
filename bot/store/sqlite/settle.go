package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/engine"
	"github.com/motcua/motcua/bot/store/sqlite/disk"
)

// settling is one lease being ended.
type settling struct {
	c             *disk.Conn
	now           int64
	channel, chat string
	priority      int
	how           bot.Settlement
	in            engine.Settling
}

// Settle implements engine.Engine.
func (e *Engine) Settle(ctx context.Context, in engine.Settling) (kept bool, err error) {
	now := e.ms()
	err = e.db.Write(ctx, func(c *disk.Conn) error {
		to := in.Leased.Out.To
		s := &settling{c: c, now: now, channel: to.Channel, chat: to.ID, priority: int(in.Leased.Out.Priority),
			how: in.How,
			in:  in}
		var err error
		kept, err = s.run()
		return err
	})
	return kept, err
}

func (s *settling) run() (kept bool, err error) {
	if s.c.Changes("DELETE FROM leases WHERE channel = ? AND chat = ? AND token = ? AND priority = ?", s.channel,
		s.chat,
		s.in.Leased.Token, s.priority) == 0 {
		return false, nil
	}
	s.c.Touch(s.channel)
	s.rate()
	switch s.how.Kind {
	case bot.SettleSent:
		slot := s.pop()
		if slot != "" && s.how.MessageID != "" {
			s.c.Exec("INSERT INTO slots VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET message = excluded.message, "+
				"till = excluded.till", s.channel, s.chat+":"+slot, s.how.MessageID,
				s.now+engine.SlotFor.Milliseconds())
		}
	case bot.SettleRetry:
		s.retry()
	case bot.SettleDead:
		s.dead()
	case bot.SettleBlocked:
		err = s.blocked()
	case bot.SettleMoved:
		s.moved()
	}
	s.readyAgain()
	return true, err
}

// rate lets what was sent count for one more second.
func (s *settling) rate() {
	if s.in.Request.Rate == 0 {
		return
	}
	token := s.in.Leased.Token + s.chat
	if s.how.Kind == bot.SettleRelease {
		s.c.Exec("DELETE FROM rate WHERE channel = ? AND reply = ? AND token = ?", s.channel, s.priority == 0, token)
	} else {
		use(s.c, s.channel, s.priority, token, s.now+1000)
	}
}

// pop takes the chat's first message out of its queue.
func (s *settling) pop() (slot string) {
	n := int64(0)
	for r := range s.c.Rows("SELECT n, slot FROM queue WHERE channel = ? AND chat = ? AND priority = ? ORDER BY n "+
		"LIMIT 1",
		s.channel, s.chat, s.priority) {
		n, slot = r.Int(0), r.Text(1)
	}
	s.c.Exec("DELETE FROM queue WHERE n = ?", n)
	if s.in.Leased.Tries > 0 || s.in.Leased.Again { // nothing is kept of a first attempt
		untried(s.c, s.channel, s.chat, s.priority)
	}
	return slot
}

func (s *settling) retry() {
	till := s.now + max(s.how.After, time.Millisecond).Milliseconds()
	if s.how.HoldAll {
		stop(s.c, s.channel, till)
	} else {
		pace, _ := s.c.Int("SELECT at FROM pace WHERE channel = ? AND chat = ?", s.channel, s.chat)
		setPace(s.c, s.channel, s.chat, max(till+engine.Early(s.in.Request).Milliseconds(), pace))
	}
	if !s.how.Uncounted {
		s.c.Exec("INSERT INTO tries VALUES (?, ?, ?, 1, 0) ON CONFLICT DO UPDATE SET count = count + 1", s.channel,
			s.chat,
			s.priority)
	}
	if s.how.Unclear {
		again(s.c, s.channel, s.chat, int64(s.priority))
	}
}

// stop makes a whole channel wait.
func stop(c *disk.Conn, channel string, till int64) {
	c.Exec("INSERT INTO stops VALUES (?, ?) ON CONFLICT DO UPDATE SET till = excluded.till", channel, till)
}

func (s *settling) dead() {
	tries, _ := s.c.Int("SELECT count FROM tries WHERE channel = ? AND chat = ? AND priority = ?", s.channel, s.chat,
		s.priority)
	if s.in.Leased.Tries == 0 && !s.in.Leased.Again {
		tries = 0
	}
	s.c.Exec("INSERT INTO dead SELECT ?, ?, channel, chat, priority, ?, ?, ?, enqueued, expires, needs, slot, body "+
		"FROM queue "+
		"WHERE channel = ? AND chat = ? AND priority = ? ORDER BY n LIMIT 1", s.in.Unique, s.now, string(s.how.Why),
		clean(s.how.Reason), tries, s.channel, s.chat, s.priority)
	s.pop()
	s.c.Exec("DELETE FROM dead WHERE at <= ?", s.now-engine.DeadFor.Milliseconds())
}

// clean keeps what separates fields in a backup out of a reason.
func clean(reason string) string { return strings.ReplaceAll(reason, "\x1f", " ") }

func (s *settling) blocked() error {
	body, err := json.Marshal(bot.Blocked{At: s.in.At, Reason: clean(s.how.Reason)})
	if err != nil {
		return err
	}
	block(s.c, s.channel, s.chat, s.in.Unique, string(body))
	s.dropAll()
	return nil
}

func block(c *disk.Conn, channel, chat, rev, body string) {
	key := bot.BlockedKey(bot.ChatID{Channel: channel, ID: chat})
	c.Exec(putDocument, key.Kind, key.ID, rev, 0, body)
}

// moved gives the chat's queue to another chat, behind what that has.
func (s *settling) moved() {
	to := s.how.MovedTo
	for priority := range 3 {
		if s.c.Changes("INSERT INTO queue (channel, chat, priority, enqueued, expires, needs, slot, body) SELECT ?, "+
			"?, "+
			"priority, enqueued, expires, needs, slot, body FROM queue WHERE channel = ? AND chat = ? AND priority "+
			"= ? ORDER BY n",
			to.Channel, to.ID, s.channel, s.chat, priority) > 0 {
			makeReady(s.c, to.Channel, to.ID, priority, s.now)
		}
	}
	s.c.Touch(to.Channel)
	s.dropAll()
}

func (s *settling) dropAll() {
	s.c.Exec("DELETE FROM queue WHERE channel = ? AND chat = ?", s.channel, s.chat)
	s.c.Exec("DELETE FROM tries WHERE channel = ? AND chat = ?", s.channel, s.chat)
}

// readyAgain gives the chat its next turn, where it has something left.
func (s *settling) readyAgain() {
	s.c.Exec("DELETE FROM ready WHERE channel = ?1 AND chat = ?2 AND NOT EXISTS (SELECT 1 FROM queue q WHERE "+
		"q.channel = ready.channel AND q.chat = ready.chat AND q.priority = ready.priority)", s.channel, s.chat)
	pace, _ := s.c.Int("SELECT at FROM pace WHERE channel = ? AND chat = ?", s.channel, s.chat)
	s.c.Exec("UPDATE ready SET at = ? WHERE channel = ? AND chat = ?",
		max(s.now, pace-engine.Early(s.in.Request).Milliseconds()), s.channel, s.chat)
}

// QueueStats implements engine.Engine.
func (e *Engine) QueueStats(ctx context.Context, channel string) (q bot.QueueStats, err error) {
	err = e.db.Read(ctx, func(c *disk.Conn) error {
		now := e.ms()
		for r := range c.Rows("SELECT priority, count(*) FROM (SELECT priority FROM queue WHERE channel = ?1 UNION "+
			"ALL "+
			"SELECT priority FROM later WHERE channel = ?1) GROUP BY priority", channel) {
			q.Waiting[r.Int(0)] = r.Int(1)
		}
		for p := range q.Oldest {
			if first, ok := c.Int("SELECT min(at) FROM ready WHERE channel = ? AND priority = ?", channel, p); ok {
				q.Oldest[p] = max(0, time.Duration(now-first)*time.Millisecond)
			}
		}
		q.Dead, _ = c.Int("SELECT count(*) FROM dead WHERE channel = ?", channel)
		return nil
	})
	return q, err
}

// DeadLetters implements engine.Engine.
func (e *Engine) DeadLetters(ctx context.Context, offset, limit int) (list []bot.DeadLetter, err error) {
	err = e.db.ReadOne(ctx, func(c *disk.Conn) error {
		for r := range c.Rows("SELECT id, at, channel, chat, why, reason, tries, body FROM dead ORDER BY at DESC, "+
			"id DESC "+
			"LIMIT ? OFFSET ?", limit, offset) {
			d := bot.DeadLetter{ID: r.Text(0), At: fromMillis(r.Int(1)), Why: bot.SendKind(r.Text(4)),
				Reason: r.Text(5),
				Tries:  int(r.Int(6))}
			if err := json.Unmarshal([]byte(r.Text(7)), &d.Out); err != nil {
				return fmt.Errorf("dead letter %s: %w", d.ID, err)
			}
			d.Out.To = bot.ChatID{Channel: r.Text(2), ID: r.Text(3)}
			list = append(list, d)
		}
		return nil
	})
	return list, err
}

// Resend implements engine.Engine.
func (e *Engine) Resend(ctx context.Context, id string) (channel string, err error) {
	now := e.ms()
	err = e.db.Write(ctx, func(c *disk.Conn) error {
		var m engine.Message
		for r := range c.Rows("SELECT channel, chat, priority, needs, slot, body FROM dead WHERE id = ?", id) {
			m = engine.Message{Channel: r.Text(0), Chat: r.Text(1), Priority: bot.Priority(r.Int(2)),
				Enqueued: time.UnixMilli(now),
				While:    r.Text(3), Slot: r.Text(4), Body: r.Text(5)}
		}
		if channel = m.Channel; channel != "" {
			enqueue(c, now, &m)
			c.Exec("DELETE FROM dead WHERE id = ?", id)
		}
		return nil
	})
	return channel, err
}
