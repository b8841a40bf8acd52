package schedule_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/memstate"
	"github.com/motcua/motcua/bot/schedule"
)

var start = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

// owner notes what fired, and does with it what the test says.
type owner struct {
	mu    sync.Mutex
	fired []string
	do    func(tx bot.Tx, member string, at time.Time) error
}

func (o *owner) Due(_ context.Context, tx bot.Tx, member string, at time.Time) error {
	o.mu.Lock()
	o.fired = append(o.fired, member+"@"+at.Sub(start).String())
	o.mu.Unlock()
	if o.do != nil {
		return o.do(tx, member, at)
	}
	return nil
}

func add(t *testing.T, s *memstate.State, member string, at time.Time) {
	t.Helper()
	if err := s.Update(t.Context(), func(tx bot.Tx) error {
		tx.Add(bot.ScheduleSet, member,
			at.UnixMilli())
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func TestFire(t *testing.T) {
	now := start
	clock := func() time.Time { return now }
	tests := []struct {
		name  string
		setup func(t *testing.T, s *memstate.State, o *owner)
		times []time.Duration // the moments at which Fire is called
		want  []string
	}{
		{"due and overdue, not what is to come", func(t *testing.T, s *memstate.State, _ *owner) {
			add(t, s, "late", start.Add(-time.Hour))
			add(t, s, "now", start)
			add(t, s, "later", start.Add(time.Minute))
		}, []time.Duration{0}, []string{"late@-1h0m0s", "now@0s"}},
		{"once only", func(t *testing.T, s *memstate.State, _ *owner) { add(t, s, "a", start) },
			[]time.Duration{0, 0, time.Hour}, []string{"a@0s"}},
		{"again when the owner says so", func(t *testing.T, s *memstate.State, o *owner) {
			add(t, s, "a", start)
			o.do = func(tx bot.Tx, member string, at time.Time) error {
				tx.Add(bot.ScheduleSet, member, at.Add(time.Hour).UnixMilli())
				return nil
			}
		}, []time.Duration{0, time.Minute, time.Hour}, []string{"a@0s", "a@1h0m0s"}},
		{"a faulty one is put off and does not stop the others", func(t *testing.T, s *memstate.State, o *owner) {
			add(t, s, "bad", start)
			add(t, s, "good", start)
			o.do = func(_ bot.Tx, member string, _ time.Time) error {
				if member == "bad" {
					return errors.New("broken")
				}
				return nil
			}
		}, []time.Duration{0, 30 * time.Second, time.Minute}, []string{"bad@0s", "bad@1m0s", "good@0s"}},
		{"a panic is a fault of that one", func(t *testing.T, s *memstate.State, o *owner) {
			add(t, s, "bad", start)
			o.do = func(bot.Tx, string, time.Time) error { panic("oops") }
		}, []time.Duration{0, 30 * time.Second}, []string{"bad@0s"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			now = start
			state, o := memstate.New(clock), &owner{}
			tt.setup(t, state, o)
			s := &schedule.Scheduler{State: state, Owner: o, Log: slog.New(slog.DiscardHandler), Now: clock}
			for _, at := range tt.times {
				now = start.Add(at)
				if _, err := s.Fire(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			slices.Sort(o.fired)
			if !slices.Equal(o.fired, tt.want) {
				t.Errorf("fired %q, want %q", o.fired, tt.want)
			}
		})
	}
}

// TestTwoReplicas: many moments, two schedulers, each fires once.
func TestTwoReplicas(t *testing.T) {
	clock := func() time.Time { return start }
	state := memstate.New(clock)
	for i := range 500 {
		add(t, state, "m"+strconv.Itoa(i), start)
	}
	o := &owner{do: func(tx bot.Tx, member string, _ time.Time) error {
		tx.Send(bot.Outgoing{Key: member, To: bot.ChatID{Channel: "x", ID: "1"}})
		return nil
	}}
	var wg sync.WaitGroup
	for range 2 {
		s := &schedule.Scheduler{State: state, Owner: o, Log: slog.New(slog.DiscardHandler), Now: clock}
		wg.Go(func() {
			for more := true; more; {
				var err error
				if more, err = s.Fire(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if n := len(state.Queue()); n != 500 {
		t.Errorf("%d messages queued, want 500", n)
	}
}

// TestOutage: while the state is away nothing is lost, and Run goes on when it is back.
func TestOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		state := memstate.New(time.Now)
		defer state.Close()
		add(t, state, "a", time.Now().Add(time.Second))
		o := &owner{}
		s := &schedule.Scheduler{State: state, Owner: o, Log: slog.New(slog.DiscardHandler), Now: time.Now}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		state.SetDown(true)
		go func() { done <- s.Run(ctx) }()
		time.Sleep(5 * time.Second) // the bubble's clock
		state.SetDown(false)
		time.Sleep(time.Second)
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if len(o.fired) != 1 {
			t.Errorf("fired %q, want one", o.fired)
		}
	})
}
