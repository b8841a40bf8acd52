package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/embedded"
)

// deadFor is how long a dead letter is kept.
const deadFor = 30 * 24 * time.Hour

// idle answers from a reading command whether a channel has nothing to do now, so that an embedded store does not write
// its journal for nothing.
func (s *Store) idle(ctx context.Context, channel string) (next time.Time, idle bool, err error) {
	if _, ok := s.engine.(*localEngine); !ok {
		return time.Time{}, false, nil
	}
	now := s.ms()
	var first int64
	for _, name := range []string{"ready0", "ready1", "ready2", "later", "fly"} {
		v, err := s.engine.read(ctx, now, "ZRANGE", prefix+"o:"+channel+":"+name, "0", "0", "WITHSCORES")
		if err != nil {
			return time.Time{}, false, err
		}
		for _, e := range pairs(v) {
			if e.Score <= now {
				return time.Time{}, false, nil
			}
			if first == 0 || e.Score < first {
				first = e.Score
			}
		}
	}
	return fromMillis(first), true, nil
}

// Lease leases messages whose turn it is: at most one of a chat, replies first. See bot.LeaseRequest.
func (s *Store) Lease(ctx context.Context, r bot.LeaseRequest) (bot.LeaseAnswer, error) {
	next, idle, err := s.idle(ctx, r.Channel)
	if err != nil {
		return bot.LeaseAnswer{}, err
	}
	if !idle {
		token := s.unique() + "."
		v, err := s.run(ctx, leaseScript, leaseArgs(r, token)...)
		if err != nil {
			return bot.LeaseAnswer{}, err
		}
		a, err := leaseAnswer(r, token, v)
		if err != nil || len(a.Messages)+len(a.Dropped) > 0 {
			return a, err
		}
		next = a.Next
	}
	if r.Wait <= 0 {
		return bot.LeaseAnswer{Next: next}, nil
	}
	wait := r.Wait
	if !next.IsZero() { // rounded up: the store counts whole milliseconds
		wait = min(wait, max(next.Sub(s.now())+time.Millisecond/2, time.Millisecond))
	}
	waiting, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	if idle {
		return s.leaseWhenQueued(waiting, r)
	}
	select {
	case <-s.wakeChan(r.Channel):
	case <-waiting.Done():
	}
	return bot.LeaseAnswer{Next: next}, nil
}

func leaseArgs(r bot.LeaseRequest, token string) []string {
	return []string{r.Channel, int64s(r.Lease.Milliseconds()), strconv.Itoa(r.Max), token,
		strconv.Itoa(r.Rate), int64s(r.ChatGap.Milliseconds()), early(r.ChatGap, r.ChatBurst)}
}

// leaseWhenQueued waits until there is something to lease, or ctx ends. It is for the embedded database, where the
// lease goes to the disk together with the commit that queued the messages.
func (s *Store) leaseWhenQueued(ctx context.Context, r bot.LeaseRequest) (a bot.LeaseAnswer, err error) {
	token := s.unique() + "."
	// Later, since this process stood still, the caller has leases to renew first.
	latest := s.now().Add(r.Lease / 2)
	v, ran, err := s.engine.(*localEngine).db.ExecWhen(ctx, embedded.Waiting{
		Due: func() bool {
			_, idle, err := s.idle(ctx, r.Channel)
			return err == nil && !idle && s.now().Before(latest)
		},
		Wants: func(op embedded.Op) bool {
			return op.Script == commitScript.source && sends(op.Args, r.Channel) && s.now().Before(latest)
		},
		Make: func() embedded.Op {
			now := s.ms()
			return embedded.Op{Script: leaseScript.source, Now: now, Key: prefix,
				Args: append([]string{int64s(now)}, leaseArgs(r, token)...)}
		},
	})
	if err != nil {
		return a, fmt.Errorf("store: lease: %w", passing(err))
	}
	if !ran || v == "FROZEN" {
		return a, nil
	}
	return leaseAnswer(r, token, v)
}

// sends reports whether a commit may queue messages of a channel; see commit.lua.
func sends(args []string, channel string) bool {
	for i := 0; i+1 < len(args); i++ {
		if args[i] == "S" && args[i+1] == channel {
			return true
		}
	}
	return false
}

func leaseAnswer(r bot.LeaseRequest, token string, v any) (a bot.LeaseAnswer, err error) {
	res, _ := v.([]any)
	if len(res) != 3 {
		return a, fmt.Errorf("store: lease: answer of %d parts", len(res))
	}
	a.Next = fromMillis(res[0])
	taken, _ := res[1].([]any)
	for i := 0; i+5 < len(taken); i += 6 {
		entry := strings.SplitN(text(taken[i+2]), "\x1f", 5)
		if len(entry) != 5 {
			return a, fmt.Errorf("store: lease: an entry of %d parts", len(entry))
		}
		l := bot.Leased{Token: token, Enqueued: fromMillis(entry[0]), Tries: int(number(taken[i+3])),
			Again: text(taken[i+4]) == "1", SlotMessage: text(taken[i+5])}
		if err := json.Unmarshal([]byte(entry[4]), &l.Out); err != nil {
			return a, fmt.Errorf("store: lease: message: %w", err)
		}
		l.Out.To = bot.ChatID{Channel: r.Channel, ID: text(taken[i])} // it may have moved since it was queued
		a.Messages = append(a.Messages, l)
	}
	dropped, _ := res[2].([]any)
	for i := 0; i+2 < len(dropped); i += 3 {
		a.Dropped = append(a.Dropped, bot.Drop{Why: text(dropped[i]),
			To: bot.ChatID{Channel: r.Channel, ID: text(dropped[i+1])}, Count: int(number(dropped[i+2]))})
	}
	return a, nil
}

// early is by how many milliseconds a chat's message may come before its time: a burst of n may come at once.
func early(gap time.Duration, burst int) string {
	return int64s(gap.Milliseconds() * int64(max(burst-1, 0)))
}

// Settle ends a lease. It reports false when the lease had been lost: another sender has the message.
func (s *Store) Settle(ctx context.Context, r bot.LeaseRequest, l bot.Leased, how bot.Settlement) (kept bool,
	err error) {
	args := []string{l.Out.To.Channel, l.Out.To.ID, strconv.Itoa(int(l.Out.Priority)), l.Token, string(how.Kind),
		strconv.Itoa(r.Rate), early(r.ChatGap, r.ChatBurst), flag(l.Tries == 0 && !l.Again)}
	switch how.Kind {
	case bot.SettleSent:
		args = append(args, how.MessageID)
	case bot.SettleRetry:
		args = append(args, int64s(max(how.After, time.Millisecond).Milliseconds()), flag(how.HoldAll),
			flag(how.Unclear), flag(!how.Uncounted))
	case bot.SettleDead:
		args = append(args, s.unique(), string(how.Why), clean(how.Reason), int64s(deadFor.Milliseconds()))
	case bot.SettleBlocked:
		body, err := json.Marshal(bot.Blocked{At: s.now(), Reason: clean(how.Reason)})
		if err != nil {
			return false, err
		}
		args = append(args, string(body), s.unique())
	case bot.SettleMoved:
		args = append(args, how.MovedTo.Channel, how.MovedTo.ID)
	}
	kept, err = s.settles.do(ctx, s, args)
	if err == nil { // the chat may have more
		s.wakeUp(l.Out.To.Channel)
	}
	if err == nil && how.Kind == bot.SettleMoved {
		s.wakeUp(how.MovedTo.Channel)
	}
	return kept, err
}

func flag(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// clean keeps the separator out of a reason.
func clean(s string) string { return strings.ReplaceAll(s, "\x1f", " ") }

// Renew renews leases, and returns those that were lost.
func (s *Store) Renew(ctx context.Context, channel string, lease time.Duration, held []bot.Leased) (lost []bot.ChatID,
	err error) {
	args := []string{channel, int64s(lease.Milliseconds())}
	for _, l := range held {
		args = append(args, l.Out.To.ID, strconv.Itoa(int(l.Out.Priority)), l.Token)
	}
	v, err := s.run(ctx, renewScript, args...)
	if err != nil {
		return nil, err
	}
	ids, _ := v.([]any)
	for _, id := range ids {
		lost = append(lost, bot.ChatID{Channel: channel, ID: text(id)})
	}
	return lost, nil
}

// QueueStats describe what waits in one channel.
func (s *Store) QueueStats(ctx context.Context, channel string) (q bot.QueueStats, err error) {
	now, o := s.ms(), prefix+"o:"+channel+":"
	for p := range q.Waiting {
		n, err := s.engine.read(ctx, now, "HGET", o+"n", strconv.Itoa(p))
		if err != nil {
			return q, fmt.Errorf("store: queue of %s: %w", channel, err)
		}
		q.Waiting[p] = number(n)
		first, err := s.engine.read(ctx, now, "ZRANGE", o+"ready"+strconv.Itoa(p), "0", "0", "WITHSCORES")
		if err != nil {
			return q, fmt.Errorf("store: queue of %s: %w", channel, err)
		}
		for _, e := range pairs(first) {
			q.Oldest[p] = max(0, time.Duration(now-e.Score)*time.Millisecond)
		}
	}
	q.Dead, err = s.deadOf(ctx, channel)
	return q, err
}

// mostDead bounds how many dead letters are looked through to count those of one channel.
const mostDead = 2000

// deadOf counts a channel's dead letters, of the newest.
func (s *Store) deadOf(ctx context.Context, channel string) (n int64, err error) {
	const page = 200
	for offset := 0; offset < mostDead; offset += page {
		letters, err := s.DeadLetters(ctx, offset, page)
		if err != nil {
			return n, err
		}
		for _, l := range letters {
			if l.Out.To.Channel == channel {
				n++
			}
		}
		if len(letters) < page {
			break
		}
	}
	return n, nil
}

// DeadLetters lists what was given up, newest first.
func (s *Store) DeadLetters(ctx context.Context, offset, limit int) ([]bot.DeadLetter, error) {
	now := s.ms()
	v, err := s.engine.read(ctx, now, "ZREVRANGEBYSCORE", prefix+"deads", "+inf", "-inf", "WITHSCORES", "LIMIT",
		strconv.Itoa(offset), strconv.Itoa(limit))
	if err != nil {
		return nil, fmt.Errorf("store: dead letters: %w", err)
	}
	var out []bot.DeadLetter
	for _, e := range pairs(v) {
		v, err := s.engine.read(ctx, now, "GET", prefix+"dead:"+e.Member)
		if err != nil {
			return nil, fmt.Errorf("store: dead letters: %w", err)
		}
		// channel chat priority why reason tries at | enqueued expires needs slot json
		f := strings.SplitN(text(v), "\x1f", 12)
		if len(f) != 12 {
			continue // expired a moment ago
		}
		d := bot.DeadLetter{ID: e.Member, Why: bot.SendKind(f[3]), Reason: f[4], Tries: int(number(f[5])),
			At: fromMillis(f[6])}
		if err := json.Unmarshal([]byte(f[11]), &d.Out); err != nil {
			return nil, fmt.Errorf("store: dead letter %s: %w", e.Member, err)
		}
		d.Out.To = bot.ChatID{Channel: f[0], ID: f[1]}
		out = append(out, d)
	}
	return out, nil
}

// Resend puts a dead letter back into its chat's queue; false when there is none of that id.
func (s *Store) Resend(ctx context.Context, id string) (bool, error) {
	v, err := s.run(ctx, resendScript, id)
	if err != nil {
		return false, err
	}
	s.mu.Lock()
	for _, c := range s.wakes {
		select {
		case c <- struct{}{}:
		default:
		}
	}
	s.mu.Unlock()
	return v == "ok", nil
}

// Forget takes away what waits to be sent to a chat and what was given up of it, and wherever else a message to one of
// others, or any that was given up, holds one of the words. What is being sent at this moment stays.
func (s *Store) Forget(ctx context.Context, chat bot.ChatID, words []string, others []bot.ChatID) error {
	words = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "" }) // stands in every message
	args := append([]string{strconv.Itoa(len(words))}, words...)
	args = append(args, chat.Channel, chat.ID, "1")
	for _, o := range others {
		if o != chat {
			args = append(args, o.Channel, o.ID, "0")
		}
	}
	_, err := s.run(ctx, forgetScript, args...)
	return err
}

// Lock takes or renews a named lease: at most one owner has it. fence grows with every change of owner; ok is false
// when another owner has it. A dead owner's lease ends after ttl.
func (s *Store) Lock(ctx context.Context, name, owner string, ttl time.Duration) (fence int64, ok bool, err error) {
	v, err := s.run(ctx, lockScript, name, owner, int64s(ttl.Milliseconds()), "take")
	return number(v), number(v) > 0, err
}

// Unlock ends a lease early.
func (s *Store) Unlock(ctx context.Context, name, owner string) error {
	_, err := s.run(ctx, lockScript, name, owner, "0", "release")
	return err
}
