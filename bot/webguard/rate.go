package webguard

import (
	"container/list"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// mostKeys bounds the memory of a Rate: about 4 MB.
const mostKeys = 20000

// Rate bounds how often each key may do something: a minute's worth at once, then evenly. When there are too many keys,
// those that were quiet for longest are forgotten.
type Rate struct {
	most int           // 0: no bound
	per  time.Duration // in which so many more are let through
	now  func() time.Time

	mu     sync.Mutex
	keys   map[string]*list.Element // of *keyRate
	recent *list.List               // most recently used in front
}

type keyRate struct {
	key   string
	limit *rate.Limiter
}

// NewRate makes a Rate; perMinute 0 is no bound.
func NewRate(perMinute int, now func() time.Time) *Rate { return newRate(perMinute, time.Minute, now) }

func newRate(most int, per time.Duration, now func() time.Time) *Rate {
	return &Rate{most: most, per: per, now: now, keys: make(map[string]*list.Element), recent: list.New()}
}

// Wait returns 0 when key may go on, and counts that; otherwise how long it has to wait.
func (l *Rate) Wait(key string) time.Duration {
	if l.most <= 0 {
		return 0
	}
	now := l.now()
	place := l.limiter(key).ReserveN(now, 1)
	wait := place.DelayFrom(now)
	if wait > 0 {
		place.CancelAt(now)
	}
	return wait
}

func (l *Rate) limiter(key string) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if e, found := l.keys[key]; found {
		l.recent.MoveToFront(e)
		return e.Value.(*keyRate).limit
	}
	k := &keyRate{key, rate.NewLimiter(rate.Every(l.per/time.Duration(l.most)), l.most)}
	l.keys[key] = l.recent.PushFront(k)
	if l.recent.Len() > mostKeys {
		delete(l.keys, l.recent.Remove(l.recent.Back()).(*keyRate).key)
	}
	return k.limit
}
