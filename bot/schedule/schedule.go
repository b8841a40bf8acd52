// Package schedule fires what is due: it scans a set of the State whose members are scored by their due time, and calls
// their owner.
//
// Each firing is one transaction marked with the member and its moment, so it has one effect however many replicas scan
// the set and wherever a process dies. What was due while no process ran fires when one runs again, oldest first. A
// firing that the State cannot commit stays in the set; one whose owner fails for a reason of its own is retried
// later, after a little longer each time, and given up after maxTries, which is logged as an error and counted.
package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strconv"
	"sync"
	"time"

	"github.com/motcua/motcua/bot"
)

// Owner does the work of a member of the set. It runs in the firing's transaction, which already takes the member out
// of the set; the owner adds it again for a later moment if it is to fire once more. It may be run again after a
// conflict.
type Owner interface {
	Due(ctx context.Context, tx bot.Tx, member string, at time.Time) error
}

// Scheduler fires what is due. Its fields are set before Run.
type Scheduler struct {
	State bot.State
	Owner Owner
	Log   *slog.Logger
	Now   func() time.Time
	Every time.Duration // how often to look; 0 means 250 ms
	// Observe, when set, is called with how late each firing was committed and whether it was given up.
	Observe func(late time.Duration, gaveUp bool)
}

const (
	batch    = 200 // members read in one scan
	parallel = 16  // firings at once; those of one moment keep no order among themselves
	maxTries = 8
)

// tries counts the failures of one member, so that a faulty one cannot hold up the others.
type tries struct {
	N    int   `json:"n"`
	Next int64 `json:"next"` // ms
}

// Run fires what is due until ctx ends, and returns after the firings under way. It never returns an error of its own:
// while the State is away it waits.
func (s *Scheduler) Run(ctx context.Context) error {
	every := s.Every
	if every <= 0 {
		every = 250 * time.Millisecond
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		more, err := s.Fire(ctx)
		if err != nil && ctx.Err() == nil {
			s.Log.LogAttrs(ctx, slog.LevelWarn, "schedule is waiting for the state", slog.Any("error", err))
			more = false
		}
		if more {
			if ctx.Err() != nil {
				return nil
			}
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Fire does one scan: everything due now, oldest first, at most one batch. more says that there may be further ones.
func (s *Scheduler) Fire(ctx context.Context) (more bool, err error) {
	now := s.Now()
	due, err := s.State.List(ctx, bot.ScheduleSet, bot.Range{Max: now.UnixMilli(), Limit: batch})
	if err != nil {
		return false, fmt.Errorf("schedule: %w", err)
	}
	slots := make(chan struct{}, parallel)
	errs := make([]error, len(due))
	var wg sync.WaitGroup
	for i, e := range due {
		if i > 0 && e.Score != due[i-1].Score {
			wg.Wait() // what is due earlier has left before what is due later begins
		}
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			errs[i] = s.fire(ctx, e)
		})
	}
	wg.Wait()
	return len(due) == batch, errors.Join(errs...)
}

func (s *Scheduler) fire(ctx context.Context, e bot.Entry) error {
	at := time.UnixMilli(e.Score)
	done, err := s.State.UpdateOnce(ctx, "due:"+e.Member+":"+strconv.FormatInt(e.Score, 10), func(tx bot.Tx) error {
		// Another process may have moved the member since the scan; then there is nothing to fire.
		if score, ok, err := tx.Score(ctx, bot.ScheduleSet, e.Member); err != nil || !ok || score != e.Score {
			return err
		}
		tx.Remove(bot.ScheduleSet, e.Member)
		return s.safely(ctx, tx, e.Member, at)
	})
	if err == nil && !done {
		return s.again(ctx, e)
	}
	if err == nil {
		if s.Observe != nil {
			s.Observe(s.Now().Sub(at), false)
		}
		return nil
	}
	if errors.Is(err, bot.ErrUnavailable) || errors.Is(err, bot.ErrConflict) || ctx.Err() != nil {
		return err
	}
	return s.putOff(ctx, e, err)
}

// again handles a member whose moment was fired before. Usually another process fired it since the scan, and it is
// gone. If it is still there, it was added for the very same moment once more, as happens when the clock was set back:
// it fires a millisecond later, since a moment counts as fired for days.
func (s *Scheduler) again(ctx context.Context, e bot.Entry) error {
	return s.State.Update(ctx, func(tx bot.Tx) error {
		if score, ok, err := tx.Score(ctx, bot.ScheduleSet, e.Member); err != nil || !ok || score != e.Score {
			return err
		}
		tx.Add(bot.ScheduleSet, e.Member, e.Score+1)
		return nil
	})
}

func (s *Scheduler) safely(ctx context.Context, tx bot.Tx, member string, at time.Time) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return s.Owner.Due(ctx, tx, member, at)
}

// putOff schedules the next try of a member whose owner failed, or gives it up.
func (s *Scheduler) putOff(ctx context.Context, e bot.Entry, cause error) error {
	gaveUp := false
	err := s.State.Update(ctx, func(tx bot.Tx) error {
		key := bot.Key{Kind: "schedule-tries", ID: e.Member}
		var t tries
		if _, err := tx.Get(ctx, key, &t); err != nil {
			return err
		}
		t.N++
		if gaveUp = t.N >= maxTries; gaveUp {
			tx.Remove(bot.ScheduleSet, e.Member)
			tx.Delete(key)
			return nil
		}
		t.Next = s.Now().Add(time.Minute << (t.N - 1)).UnixMilli()
		tx.Put(key, t, 7*24*time.Hour)
		tx.Add(bot.ScheduleSet, e.Member, t.Next)
		return nil
	})
	s.Log.LogAttrs(ctx, slog.LevelError, "scheduled work failed", slog.String("member", e.Member),
		slog.Bool("gave_up", gaveUp), slog.Any("error", cause))
	if gaveUp && s.Observe != nil {
		s.Observe(0, true)
	}
	return err
}
