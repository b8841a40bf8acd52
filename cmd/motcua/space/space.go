// Package space watches how much room is left: in memory, in Redis, on the disk. It decides nothing but whether what
// strangers send may still be taken (see package bounds); officials and messengers go on in any case.
//
// A mark that cannot be read does not count: the state itself says when it is away.
package space

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"
)

// Mark is one thing that can run out. Used returns how much of it is taken and how much there is, in bytes; 0 of 0
// where there is no end.
type Mark struct {
	Name    string
	Percent int64 // from which on it counts as full
	Used    func(ctx context.Context) (used, most int64, err error)
}

// lower is how many points below its mark a thing must be before it counts as free again.
const lower = 5

// Watch looks at marks.
type Watch struct {
	Marks []Mark
	Every time.Duration
	Log   *slog.Logger

	full atomic.Bool
}

// Full reports whether some mark is reached.
func (w *Watch) Full() bool { return w.full.Load() }

// Run looks at the marks until ctx ends.
func (w *Watch) Run(ctx context.Context) error {
	tick := time.NewTicker(w.Every)
	defer tick.Stop()
	for {
		w.Look(ctx)
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Look reads all marks once.
func (w *Watch) Look(ctx context.Context) {
	was, now := w.full.Load(), false
	for _, m := range w.Marks {
		used, most, err := m.Used(ctx)
		if err != nil || most <= 0 {
			continue
		}
		limit := m.Percent
		if was {
			limit -= lower
		}
		if used >= most/100*limit {
			now = true
			if !was {
				w.Log.Warn("no room: the web takes no more messages", slog.String("mark", m.Name),
					slog.Int64("used_mb", used>>20), slog.Int64("of_mb", most>>20))
			}
			break
		}
	}
	if was && !now {
		w.Log.Info("there is room again: the web takes messages")
	}
	w.full.Store(now)
}
