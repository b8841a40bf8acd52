package store

import (
	"context"
	"slices"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/engine"
)

// Lease leases messages whose turn it is: at most one of a chat, replies first. See bot.LeaseRequest.
func (s *Store) Lease(ctx context.Context, r bot.LeaseRequest) (bot.LeaseAnswer, error) {
	latest := s.engine.Now().Add(r.Lease / 2)
	a, err := s.engine.Lease(ctx, r, s.unique()+".")
	if err != nil || len(a.Messages)+len(a.Dropped) > 0 || r.Wait <= 0 {
		return a, wrap("lease", err)
	}
	wait := r.Wait
	if !a.Next.IsZero() { // rounded up: the store counts whole milliseconds
		wait = min(wait, max(a.Next.Sub(s.engine.Now())+time.Millisecond/2, time.Millisecond))
	}
	waiting, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	if w, ok := s.engine.(engine.Waiter); ok {
		a, err := w.LeaseWhenQueued(waiting, r, s.unique()+".", latest)
		return a, wrap("lease", err)
	}
	select {
	case <-s.wakeChan(r.Channel):
	case <-waiting.Done():
	}
	return bot.LeaseAnswer{Next: a.Next}, nil
}

// Settle ends a lease. It reports false when the lease had been lost: another sender has the message.
func (s *Store) Settle(ctx context.Context, r bot.LeaseRequest, l bot.Leased, how bot.Settlement) (kept bool,
	err error) {
	kept, err = s.engine.Settle(ctx, engine.Settling{Request: r, Leased: l, How: how, Unique: s.unique(),
		At: s.engine.Now()})
	if err == nil { // the chat may have more
		s.wakeUp(l.Out.To.Channel)
	}
	if err == nil && how.Kind == bot.SettleMoved {
		s.wakeUp(how.MovedTo.Channel)
	}
	return kept, wrap("settle", err)
}

// Renew renews leases, and returns those that were lost.
func (s *Store) Renew(ctx context.Context, channel string, lease time.Duration, held []bot.Leased) (lost []bot.ChatID,
	err error) {
	lost, err = s.engine.Renew(ctx, channel, lease, held)
	return lost, wrap("renew", err)
}

// QueueStats describe what waits in one channel.
func (s *Store) QueueStats(ctx context.Context, channel string) (bot.QueueStats, error) {
	q, err := s.engine.QueueStats(ctx, channel)
	return q, wrap("queue of "+channel, err)
}

// DeadLetters lists what was given up, newest first.
func (s *Store) DeadLetters(ctx context.Context, offset, limit int) ([]bot.DeadLetter, error) {
	list, err := s.engine.DeadLetters(ctx, offset, limit)
	return list, wrap("dead letters", err)
}

// Resend puts a dead letter back into its chat's queue; false when there is none of that id.
func (s *Store) Resend(ctx context.Context, id string) (bool, error) {
	channel, err := s.engine.Resend(ctx, id)
	if err != nil || channel == "" {
		return false, wrap("resend", err)
	}
	s.wakeUp(channel)
	return true, nil
}

// Forget takes away what waits to be sent to a chat and what was given up of it, and wherever else a message to one of
// others, or any that was given up, holds one of the words. What is being sent at this moment stays.
func (s *Store) Forget(ctx context.Context, chat bot.ChatID, words []string, others []bot.ChatID) error {
	words = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "" }) // stands in every message
	others = slices.DeleteFunc(slices.Clone(others), func(o bot.ChatID) bool { return o == chat })
	return wrap("forget", s.engine.Forget(ctx, chat, words, others))
}
