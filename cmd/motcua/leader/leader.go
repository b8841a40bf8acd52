// Package leader lets one of several processes do what only one may.
package leader

import (
	"context"
	"crypto/rand"
	"sync"
	"time"
)

// Locker grants named locks for a time to one owner at a time.
type Locker interface {
	Lock(ctx context.Context, name, owner string, ttl time.Duration) (fence int64, ok bool, err error)
	Unlock(ctx context.Context, name, owner string) error
}

// Leader lets one of several processes do what only one may: poll a platform.
type Leader struct {
	Locks Locker
	Lost  func() // when set, told that a lease ended before it was given back
}

// leaseTTL is how long a dead process keeps its leases; others take over within it.
const leaseTTL = 3 * time.Second

// Hold waits until this process holds the lease. The returned context ends when the lease cannot be renewed in time:
// before another process can have it.
func (l *Leader) Hold(ctx context.Context, name string) (context.Context, func(), error) {
	owner := rand.Text()
	for {
		_, ok, err := l.Locks.Lock(ctx, name, owner, leaseTTL)
		if ok && err == nil {
			break
		}
		select {
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		case <-time.After(leaseTTL / 6):
		}
	}
	held, lost := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() {
		defer lost()
		l.renew(held, name, owner)
	})
	release := sync.OnceFunc(func() {
		lost()
		wg.Wait()
		free, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = l.Locks.Unlock(free, name, owner) // it ends by itself otherwise
	})
	return held, release, nil
}

// renew keeps the lease until ctx ends or it could not be renewed for most of its time.
func (l *Leader) renew(ctx context.Context, name, owner string) {
	tick := time.NewTicker(leaseTTL / 6)
	defer tick.Stop()
	last := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		try, cancel := context.WithTimeout(ctx, leaseTTL/3)
		_, ok, err := l.Locks.Lock(try, name, owner, leaseTTL)
		cancel()
		switch {
		case err == nil && !ok:
			l.tellLost() // another holds it
			return
		case err == nil:
			last = time.Now()
		case time.Since(last) > leaseTTL*2/3:
			l.tellLost()
			return
		}
	}
}

func (l *Leader) tellLost() {
	if l.Lost != nil {
		l.Lost()
	}
}
