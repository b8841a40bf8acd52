package people

import (
	"context"
	"time"

	"github.com/motcua/motcua/bot"
)

// The chain of the log is verified in two ways, since it grows for years: a walk in the background takes the whole of
// it once a day, some lines at a time, and whoever opens the log verifies what came since from where a walk ended.

// AuditCheck is what is known of the chain.
type AuditCheck struct {
	Broken int64     // the first line that is not as it was written; 0: none
	To     int64     // the last line that was looked at
	Length int64     // of the log
	Whole  time.Time // when the whole chain was last walked; zero: not yet
}

// auditWalk is how far the walk is, and where the last whole one ended.
type auditWalk struct {
	At     place     `json:"at"`
	Done   place     `json:"done"`
	Broken int64     `json:"broken,omitempty"` // what the last whole walk, or this one, found
	Whole  time.Time `json:"whole,omitzero"`
}

// place is a line of the chain, and its hash.
type place struct {
	N    int64  `json:"n"`
	Hash string `json:"hash"`
}

var auditWalkKey = bot.Key{Kind: "audit-walk", ID: "walk"}

const (
	auditStep   = 500  // lines of the walk in one transaction
	auditNewest = 2000 // lines that who opens the log waits for
)

// CheckAudit verifies the lines since the last whole walk, at most some thousands, and tells what that walk found.
func CheckAudit(ctx context.Context, r bot.Reader) (c AuditCheck, err error) {
	var w auditWalk
	if _, err := r.Get(ctx, auditWalkKey, &w); err != nil {
		return c, err
	}
	var head auditHead
	if _, err := r.Get(ctx, auditHeadKey, &head); err != nil {
		return c, err
	}
	c = AuditCheck{Broken: w.Broken, Length: head.N, Whole: w.Whole}
	end, broken, err := verify(ctx, r, w.Done, min(head.N, w.Done.N+auditNewest))
	if err != nil {
		return c, err
	}
	if c.To = end.N; c.Broken == 0 {
		c.Broken = broken
	}
	if c.Broken == 0 && end.N == head.N {
		c.Broken, err = verifyEnd(ctx, r, end, head)
	}
	return c, err
}

// WalkAudit goes on with the walk, or begins it anew, and says when it wants to go on.
func WalkAudit(ctx context.Context, tx bot.Tx) (next time.Duration, err error) {
	var w auditWalk
	if _, err := tx.Get(ctx, auditWalkKey, &w); err != nil {
		return 0, err
	}
	var head auditHead
	if _, err := tx.Get(ctx, auditHeadKey, &head); err != nil {
		return 0, err
	}
	end, broken, err := verify(ctx, tx, w.At, min(head.N, w.At.N+auditStep))
	if err != nil {
		return 0, err
	}
	w.At = end
	next = time.Second
	if broken > 0 || end.N >= head.N {
		// Done is only a place from which to go on: in a broken chain nothing after the break can be told.
		w.Broken, w.Done, w.Whole, w.At = broken, end, tx.Now(), place{}
		next = 24 * time.Hour
	}
	tx.Put(auditWalkKey, w, 0)
	return next, nil
}

// verify walks the chain from after one place to a line, and returns how far it came and the first line that is not as
// it was written, or 0.
func verify(ctx context.Context, r bot.Reader, from place, to int64) (end place, broken int64, err error) {
	end = from
	for n := from.N + 1; n <= to; n++ {
		var e AuditEntry
		found, err := r.Get(ctx, AuditKey(n), &e)
		if err != nil {
			return end, 0, err
		}
		if !found || e.N != n || e.Prev != end.Hash || e.Hash != e.sum() {
			return end, n, nil
		}
		end = place{n, e.Hash}
	}
	return end, 0, nil
}

// verifyEnd reports the last line when the end of the chain was cut off, or lines were added beside it.
func verifyEnd(ctx context.Context, r bot.Reader, end place, head auditHead) (broken int64, err error) {
	size, err := r.Size(ctx, AuditSet)
	if err == nil && (end.Hash != head.Hash || size != head.N) {
		broken = max(1, head.N)
	}
	return broken, err
}

// StrangersGroup names the counters of what people outside the office did in a month that would be a line of the log if
// an official did it. They may do it as often as they like, and the log is kept for good.
func StrangersGroup(month string) string { return "strangers:" + month }

const strangersTTL = 3 * 366 * 24 * time.Hour

// StrangerDeeds reads how often people outside the office did what, in the month of a moment.
func StrangerDeeds(ctx context.Context, r bot.Reader, at time.Time) (map[string]int64, error) {
	return r.Counters(ctx, StrangersGroup(at.In(bot.Zone).Format("2006-01")))
}
