package platform

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"
)

const (
	firstPause   = 500 * time.Millisecond
	longestPause = 30 * time.Second
)

// Backoff is the pause after the given number of earlier failures in a row: it doubles from half a second to half a
// minute, with jitter so that replicas do not call at the same moment.
func Backoff(failures int) time.Duration {
	d := min(firstPause<<min(failures, 10), longestPause)
	return d/2 + rand.N(d/2+1)
}

// Sleep waits for d; the error is that of ctx, which ended first.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Leader lets one of several replicas poll, so that each message goes to one of them.
type Leader interface {
	// Hold waits until this process holds the named lease. It returns a context that ends when the lease is lost, and a
	// function that gives the lease back. The error is that of ctx, or temporary.
	Hold(ctx context.Context, name string) (lease context.Context, release func(), err error)
}

// WhileLeader runs poll while this process holds the named lease, and again after the lease was lost, until ctx ends or
// poll returns an error that the loss does not explain. Without a Leader it runs poll once.
func WhileLeader(
	ctx context.Context, leader Leader, name string, log *slog.Logger, wait func(context.Context, time.Duration) error,
	poll func(context.Context) error,
) error {
	if leader == nil {
		return poll(ctx)
	}
	lease := slog.String("lease", name)
	for failures := 0; ctx.Err() == nil; {
		held, release, err := leader.Hold(ctx, name)
		if err != nil {
			if ctx.Err() == nil {
				log.LogAttrs(ctx, slog.LevelWarn, "polling lease not held", lease, slog.Any("error", err))
				_ = wait(ctx, Backoff(failures)) // ends early only with ctx
			}
			failures++
			continue
		}
		failures = 0
		log.LogAttrs(ctx, slog.LevelInfo, "polling started", lease)
		err = poll(held)
		lost := held.Err() != nil
		release()
		if err != nil && !lost {
			return err
		}
		if ctx.Err() == nil {
			log.LogAttrs(ctx, slog.LevelWarn, "polling stopped: lease lost", lease)
		}
	}
	return nil
}

const alertEvery = 6 * time.Hour

// Alerts notifies the owners of trouble that only they can end, at most once in six hours for each topic.
type Alerts struct {
	Platform string
	Send     func(ctx context.Context, text string) // nil: only logged
	Log      *slog.Logger
	Now      func() time.Time

	mu   sync.Mutex
	last map[string]time.Time
}

// Raise alerts the owners.
func (a *Alerts) Raise(ctx context.Context, topic, text string) {
	if !a.due(topic) {
		return
	}
	a.Log.LogAttrs(ctx, slog.LevelError, a.Platform+" needs an operator", slog.String("topic", topic))
	if a.Send != nil {
		a.Send(context.WithoutCancel(ctx), text)
	}
}

// RaiseOnce alerts the owners of a topic once while the process runs: of what is only worth knowing.
func (a *Alerts) RaiseOnce(ctx context.Context, topic, text string) {
	a.Raise(ctx, topic, text)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.last[topic] = a.Now().AddDate(100, 0, 0)
}

func (a *Alerts) due(topic string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.Now()
	if last, ok := a.last[topic]; ok && now.Sub(last) < alertEvery {
		return false
	}
	if a.last == nil {
		a.last = make(map[string]time.Time)
	}
	a.last[topic] = now
	return true
}
