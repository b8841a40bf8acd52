package redis

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/engine"
)

// Lease implements engine.Engine.
func (e *Engine) Lease(ctx context.Context, r bot.LeaseRequest, token string) (bot.LeaseAnswer, error) {
	v, err := e.run(ctx, leaseScript, r.Channel, int64s(r.Lease.Milliseconds()), strconv.Itoa(r.Max), token,
		strconv.Itoa(r.Rate), int64s(r.ChatGap.Milliseconds()), early(r), int64s(engine.EndedBy(r, math.MaxInt64)))
	if err != nil {
		return bot.LeaseAnswer{}, err
	}
	return leaseAnswer(r, token, v)
}

func leaseAnswer(r bot.LeaseRequest, token string, v any) (a bot.LeaseAnswer, err error) {
	res, _ := v.([]any)
	if len(res) != 3 {
		return a, fmt.Errorf("lease: answer of %d parts", len(res))
	}
	a.Next = fromMillis(res[0])
	taken, _ := res[1].([]any)
	for i := 0; i+5 < len(taken); i += 6 {
		entry := strings.SplitN(text(taken[i+2]), "\x1f", 5)
		if len(entry) != 5 {
			return a, fmt.Errorf("lease: an entry of %d parts", len(entry))
		}
		l := bot.Leased{Token: token, Enqueued: fromMillis(entry[0]), Tries: int(number(taken[i+3])),
			Again: text(taken[i+4]) == "1", SlotMessage: text(taken[i+5])}
		if err := json.Unmarshal([]byte(entry[4]), &l.Out); err != nil {
			return a, fmt.Errorf("lease: message: %w", err)
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

// early is engine.Early in ms.
func early(r bot.LeaseRequest) string { return int64s(engine.Early(r).Milliseconds()) }

// Settle implements engine.Engine.
func (e *Engine) Settle(ctx context.Context, s engine.Settling) (kept bool, err error) {
	r, l, how := s.Request, s.Leased, s.How
	args := []string{l.Out.To.Channel, l.Out.To.ID, strconv.Itoa(int(l.Out.Priority)), l.Token, string(how.Kind),
		strconv.Itoa(r.Rate), early(r), flag(l.Tries == 0 && !l.Again)}
	switch how.Kind {
	case bot.SettleSent:
		args = append(args, how.MessageID)
	case bot.SettleRetry:
		args = append(args, int64s(max(how.After, time.Millisecond).Milliseconds()), flag(how.HoldAll),
			flag(how.Unclear), flag(!how.Uncounted))
	case bot.SettleDead:
		args = append(args, s.Unique, string(how.Why), clean(how.Reason), int64s(engine.DeadFor.Milliseconds()))
	case bot.SettleBlocked:
		body, err := json.Marshal(bot.Blocked{At: s.At, Reason: clean(how.Reason)})
		if err != nil {
			return false, err
		}
		args = append(args, string(body), s.Unique)
	case bot.SettleMoved:
		args = append(args, how.MovedTo.Channel, how.MovedTo.ID)
	}
	return e.settles.do(ctx, e, args)
}

func flag(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// clean keeps the separator out of a reason.
func clean(s string) string { return strings.ReplaceAll(s, "\x1f", " ") }

// Renew implements engine.Engine.
func (e *Engine) Renew(ctx context.Context, channel string, lease time.Duration, held []bot.Leased) (lost []bot.ChatID,
	err error) {
	args := []string{channel, int64s(lease.Milliseconds())}
	for _, l := range held {
		args = append(args, l.Out.To.ID, strconv.Itoa(int(l.Out.Priority)), l.Token)
	}
	v, err := e.run(ctx, renewScript, args...)
	if err != nil {
		return nil, err
	}
	ids, _ := v.([]any)
	for _, id := range ids {
		lost = append(lost, bot.ChatID{Channel: channel, ID: text(id)})
	}
	return lost, nil
}

// QueueStats implements engine.Engine.
func (e *Engine) QueueStats(ctx context.Context, channel string) (q bot.QueueStats, err error) {
	now, o := e.ms(), prefix+"o:"+channel+":"
	for p := range q.Waiting {
		n, err := e.read(ctx, "HGET", o+"n", strconv.Itoa(p))
		if err != nil {
			return q, err
		}
		q.Waiting[p] = number(n)
		first, err := e.read(ctx, "ZRANGE", o+"ready"+strconv.Itoa(p), "0", "0", "WITHSCORES")
		if err != nil {
			return q, err
		}
		for _, head := range pairs(first) {
			q.Oldest[p] = max(0, time.Duration(now-head.Score)*time.Millisecond)
		}
	}
	q.Dead, err = e.deadOf(ctx, channel)
	return q, err
}

// mostDead bounds how many dead letters are looked through to count those of one channel.
const mostDead = 2000

// deadOf counts a channel's dead letters, of the newest.
func (e *Engine) deadOf(ctx context.Context, channel string) (n int64, err error) {
	const page = 200
	for offset := 0; offset < mostDead; offset += page {
		letters, err := e.DeadLetters(ctx, offset, page)
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

// DeadLetters implements engine.Engine.
func (e *Engine) DeadLetters(ctx context.Context, offset, limit int) ([]bot.DeadLetter, error) {
	v, err := e.read(ctx, "ZREVRANGEBYSCORE", prefix+"deads", "+inf", "-inf", "WITHSCORES", "LIMIT",
		strconv.Itoa(offset), strconv.Itoa(limit))
	if err != nil {
		return nil, err
	}
	var out []bot.DeadLetter
	for _, letter := range pairs(v) {
		v, err := e.read(ctx, "GET", prefix+"dead:"+letter.Member)
		if err != nil {
			return nil, err
		}
		// channel chat priority why reason tries at | enqueued expires needs slot json
		f := strings.SplitN(text(v), "\x1f", 12)
		if len(f) != 12 {
			continue // expired a moment ago
		}
		d := bot.DeadLetter{ID: letter.Member, Why: bot.SendKind(f[3]), Reason: f[4], Tries: int(number(f[5])),
			At: fromMillis(f[6])}
		if err := json.Unmarshal([]byte(f[11]), &d.Out); err != nil {
			return nil, fmt.Errorf("dead letter %s: %w", letter.Member, err)
		}
		d.Out.To = bot.ChatID{Channel: f[0], ID: f[1]}
		out = append(out, d)
	}
	return out, nil
}

// Resend implements engine.Engine.
func (e *Engine) Resend(ctx context.Context, id string) (channel string, err error) {
	v, err := e.run(ctx, resendScript, id)
	return text(v), err
}

// Forget implements engine.Engine.
func (e *Engine) Forget(ctx context.Context, chat bot.ChatID, words []string, others []bot.ChatID) error {
	args := append([]string{strconv.Itoa(len(words))}, words...)
	args = append(args, chat.Channel, chat.ID, "1")
	for _, o := range others {
		args = append(args, o.Channel, o.ID, "0")
	}
	_, err := e.run(ctx, forgetScript, args...)
	return err
}
