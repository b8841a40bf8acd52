package telegramtest

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// record is what the Server remembers of what happened.
type record struct {
	calls        map[string]int
	faults       map[FaultKind]int
	open         map[int]context.CancelCauseFunc
	nextOpen     int
	polls        int
	conflicts    int
	confirmed    int
	expired      int
	hookFailures int
	hookSet      time.Time
	limited      int
	edits        int
	answersTwice int
	lost         int
	seq          int64
	peak         peak
	counts       counts
}

func (r *record) init() {
	r.calls, r.faults = make(map[string]int), make(map[FaultKind]int)
	r.open = make(map[int]context.CancelCauseFunc)
	r.counts.pages = make(map[int64]*[pageSize]uint16)
}

func (s *Server) opened(cancel context.CancelCauseFunc) int {
	s.Lock()
	defer s.Unlock()
	s.record.nextOpen++
	s.record.open[s.record.nextOpen] = cancel
	return s.record.nextOpen
}

func (s *Server) closed(id int) {
	s.Lock()
	defer s.Unlock()
	delete(s.record.open, id)
	s.Notify()
}

// keep records an accepted message of the bot. The caller holds the lock.
func (s *Server) keep(c *chat, m *Message, cut bool) {
	s.record.seq++
	m.Seq = s.record.seq
	s.record.peak.add(m.At)
	s.record.counts.add(m.Chat)
	if cut {
		s.record.lost++
	}
	if !s.opts.CountOnly {
		kept := *m
		c.messages = append(c.messages, &kept)
		c.log = append(c.log, kept)
	}
	if s.opts.OnMessage != nil {
		s.opts.OnMessage(*m)
	}
	s.Notify()
}

// keepEdit records an accepted edit. The caller holds the lock.
func (s *Server) keepEdit(c *chat, m Message, cut bool) {
	s.record.seq++
	m.Seq = s.record.seq
	if cut {
		s.record.lost++
	}
	*c.message(m.ID) = m
	c.log = append(c.log, m)
	if s.opts.OnMessage != nil {
		s.opts.OnMessage(m)
	}
	s.Notify()
}

// Stats are the Server's counts since its start.
type Stats struct {
	Messages     int64 // accepted messages of the bot, without edits
	Chats        int   // that got at least one
	Edits        int
	Lost         int // accepted messages and edits whose answer was cut off on purpose
	Limited      int // messages refused with 429 by a rate
	Confirmed    int // updates
	Expired      int // updates that the bot did not take in time
	Polls        int
	Conflicts    int // polls ended by another poll
	HookFailures int // webhook calls that were not answered with 2xx
	AnswersTwice int // callback queries answered again
	Unanswered   int // callback queries
	Peak         int // most messages accepted within any one second
	Open         int // requests being worked on, open polls included
	Calls        map[string]int
	Faults       map[FaultKind]int
}

// Stats returns the counts.
func (s *Server) Stats() Stats {
	s.Lock()
	defer s.Unlock()
	return s.counted()
}

// WaitStats waits until the counts satisfy ok.
func (s *Server) WaitStats(ctx context.Context, ok func(Stats) bool) error {
	return s.Until(ctx, func() bool { return ok(s.counted()) })
}

// counted makes Stats. The caller holds the lock.
func (s *Server) counted() Stats {
	r := &s.record
	out := Stats{
		Messages: r.counts.total, Chats: r.counts.chats, Edits: r.edits, Lost: r.lost, Limited: r.limited,
		Confirmed: r.confirmed,
		Expired:   r.expired, Polls: r.polls, Conflicts: r.conflicts, HookFailures: r.hookFailures,
		AnswersTwice: r.answersTwice,
		Peak:         r.peak.most, Open: len(r.open), Calls: make(map[string]int), Faults: make(map[FaultKind]int),
	}
	for k, v := range r.calls {
		out.Calls[k] = v
	}
	for k, v := range r.faults {
		out.Faults[k] = v
	}
	for _, q := range s.queries {
		if !q.answered {
			out.Unanswered++
		}
	}
	return out
}

// Messages returns the chat's messages as it shows them now, those of people too, without deleted ones.
func (s *Server) Messages(chat int64) []Message {
	s.Lock()
	defer s.Unlock()
	var out []Message
	if c := s.chats[chat]; c != nil {
		for _, m := range c.messages {
			if !m.Deleted {
				out = append(out, *m)
			}
		}
	}
	return out
}

// Count returns how many messages of the bot the chat got, at most 65,535, without edits.
func (s *Server) Count(chat int64) int {
	s.Lock()
	defer s.Unlock()
	return s.record.counts.of(chat)
}

// Next waits for the chat's next message or edit by the bot that was not yet returned by Next.
func (s *Server) Next(ctx context.Context, chat int64) (Message, error) {
	var out Message
	err := s.Until(ctx, func() bool {
		c := s.chats[chat]
		if c == nil || c.readUntil >= len(c.log) {
			return false
		}
		out = c.log[c.readUntil]
		c.readUntil++
		return true
	})
	if err != nil {
		return out, fmt.Errorf("telegramtest: next message in chat %d: %w", chat, err)
	}
	return out, nil
}

// WaitText waits for a message or edit by the bot in the chat that holds the words, skipping others.
func (s *Server) WaitText(ctx context.Context, chat int64, words string) (Message, error) {
	for {
		m, err := s.Next(ctx, chat)
		if err != nil || strings.Contains(m.Text, words) {
			return m, err
		}
	}
}

const pageSize = 4096

// counts keeps two bytes for each chat.
type counts struct {
	pages map[int64]*[pageSize]uint16
	chats int
	total int64
}

func (c *counts) add(chat int64) {
	at, i := page(chat)
	p := c.pages[at]
	if p == nil {
		p = new([pageSize]uint16)
		c.pages[at] = p
	}
	if p[i] == 0 {
		c.chats++
	}
	if p[i] < 65535 {
		p[i]++
	}
	c.total++
}

func (c *counts) of(chat int64) int {
	at, i := page(chat)
	if p := c.pages[at]; p != nil {
		return int(p[i])
	}
	return 0
}

func page(chat int64) (at int64, i int) { return chat >> 12, int(chat & (pageSize - 1)) }

// peak finds the most events within any one second.
type peak struct {
	times []time.Time // of the last second
	head  int
	most  int
}

func (p *peak) add(at time.Time) {
	p.times = append(p.times, at)
	for p.head < len(p.times) && at.Sub(p.times[p.head]) >= time.Second {
		p.head++
	}
	p.most = max(p.most, len(p.times)-p.head)
	if p.head > 4096 && p.head > len(p.times)/2 {
		p.times = append(p.times[:0], p.times[p.head:]...)
		p.head = 0
	}
}
