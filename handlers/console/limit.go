package console

import (
	"sync"
	"time"
)

// limiter is a token bucket for each key: a minute's worth at once, then evenly. When there are too many keys it starts
// anew, which gives everybody one more minute's worth: an attacker gains nothing that counts, memory stays bounded.
type limiter struct {
	perMinute float64
	now       func() time.Time

	mu      sync.Mutex
	buckets map[string]bucket
}

type bucket struct {
	tokens float64
	at     time.Time
}

const limiterKeys = 20000

func newLimiter(perMinute int, now func() time.Time) *limiter {
	return &limiter{perMinute: float64(perMinute), now: now, buckets: map[string]bucket{}}
}

// take reports 0 when key may go on, else how long it has to wait.
func (l *limiter) take(key string) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	b, found := l.buckets[key]
	if !found {
		if len(l.buckets) >= limiterKeys {
			clear(l.buckets)
		}
		b = bucket{tokens: l.perMinute, at: now}
	}
	b.tokens = min(l.perMinute, b.tokens+max(0, now.Sub(b.at).Minutes())*l.perMinute)
	b.at = now
	if b.tokens < 1 {
		l.buckets[key] = b
		return time.Duration((1 - b.tokens) / l.perMinute * float64(time.Minute))
	}
	b.tokens--
	l.buckets[key] = b
	return 0
}
