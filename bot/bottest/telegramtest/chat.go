package telegramtest

import (
	"math"
	"sort"
	"time"
)

// chat is what the server knows of one conversation.
type chat struct {
	blocked   bool // the person has blocked the bot, or the bot was removed from the group
	gone      bool // the account was deleted
	movedTo   int64
	muted     bool             // the bot is in the group and may not write
	silent    bool             // the bot is in the channel and may not post
	admin     bool             // the bot runs the group, with others: it hears everything
	members   map[int64]string // the status of people
	heard     bool             // the bot was the last to write: it hears commands that name nobody
	bucket    bucket
	log       []Message // each message and edit in order
	messages  []*Message
	readUntil int // of log, by Next
}

func (c *chat) message(id int) *Message {
	i := sort.Search(len(c.messages), func(i int) bool { return c.messages[i].ID >= id })
	if i < len(c.messages) && c.messages[i].ID == id {
		return c.messages[i]
	}
	return nil
}

// reachable returns the chat if the bot may write to it. The caller holds the lock.
func (s *Server) reachable(id int64) (*chat, *apiError) {
	c := s.chats[id]
	if c == nil {
		if s.opts.Known == nil || !s.opts.Known(id) {
			return nil, bad("chat not found")
		}
		c = &chat{}
		if !s.opts.CountOnly || s.opts.ChatRate.PerSecond > 0 {
			s.chats[id] = c
		}
	}
	switch {
	case c.movedTo != 0:
		return nil, &apiError{code: 400, text: "Bad Request: group chat was upgraded to a supergroup chat",
			migrateTo: c.movedTo}
	case c.gone:
		return nil, &apiError{code: 403, text: "Forbidden: user is deactivated"}
	case c.blocked && id < 0:
		kind := chatObject(id)["type"].(string) //nolint:errcheck,forcetypeassert // our own
		return nil, &apiError{code: 403, text: "Forbidden: bot was kicked from the " + kind + " chat"}
	case c.muted:
		return nil, bad("not enough rights to send text messages to the chat")
	case c.silent:
		return nil, bad("need administrator rights in the channel chat")
	case c.blocked:
		return nil, &apiError{code: 403, text: "Forbidden: bot was blocked by the user"}
	}
	return c, nil
}

// chatOf returns the chat, which exists from now on. The caller holds the lock.
func (s *Server) chatOf(id int64) *chat {
	c := s.chats[id]
	if c == nil {
		c = &chat{}
		s.chats[id] = c
	}
	return c
}

// bucket holds tokens for accepted messages.
type bucket struct {
	tokens float64
	at     time.Time
}

func (b *bucket) fill(r Rate, now time.Time) {
	if b.at.IsZero() {
		b.tokens = float64(max(r.Burst, 1))
	} else {
		b.tokens = min(float64(max(r.Burst, 1)), b.tokens+now.Sub(b.at).Seconds()*r.PerSecond)
	}
	b.at = now
}

// limit takes a token from the chat's and the bot's bucket, or says how long to wait. The caller holds the lock.
func (s *Server) limit(id int64, c *chat, now time.Time) *apiError {
	rate := s.opts.ChatRate
	if id < 0 {
		rate = s.opts.GroupRate
	}
	for _, x := range []struct {
		b *bucket
		r Rate
	}{{&c.bucket, rate}, {&s.global, s.opts.GlobalRate}} {
		if x.r.PerSecond <= 0 {
			continue
		}
		x.b.fill(x.r, now)
		if x.b.tokens < 1 {
			wait := math.Ceil((1 - x.b.tokens) / x.r.PerSecond)
			return &apiError{code: 429, retryAfter: max(1, int(wait))}
		}
	}
	c.bucket.tokens--
	s.global.tokens--
	return nil
}
