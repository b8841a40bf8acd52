package webguard

import (
	"time"

	"golang.org/x/time/rate"

	"github.com/motcua/motcua/bot/bounds"
)

// Limit holds a bound on what strangers may do, counted by this process.
type Limit struct {
	bound bounds.Bound
	own   *Rate
	all   *rate.Limiter
}

// NewLimit makes a Limit of a bound that has a time.
func NewLimit(b bounds.Bound, now func() time.Time) *Limit {
	l := &Limit{bound: b, own: newRate(b.Address, b.Per, now), all: rate.NewLimiter(rate.Inf, 0)}
	if b.All > 0 {
		l.all = rate.NewLimiter(rate.Every(b.Per/time.Duration(b.All)), b.All)
	}
	return l
}

// Wait returns 0 when the address may go on, and counts that; otherwise how long it has to wait.
func (l *Limit) Wait(address string) time.Duration {
	now := l.own.now()
	mine := l.own.limiter(address)
	left := mine.TokensAt(now)
	if left < 1 {
		return later(mine, now)
	}
	sure := float64(l.bound.Address)-left < float64(l.bound.Sure)
	if !l.all.AllowN(now, 1) && !sure {
		return later(l.all, now)
	}
	mine.AllowN(now, 1)
	return 0
}

// later is how long a limiter that has nothing left makes wait.
func later(l *rate.Limiter, now time.Time) time.Duration {
	place := l.ReserveN(now, 1)
	defer place.CancelAt(now)
	return max(time.Second, place.DelayFrom(now))
}
