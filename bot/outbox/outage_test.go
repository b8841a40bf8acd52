package outbox_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest"
	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/bot/outbox"
	"github.com/motcua/motcua/bot/store"
)

// TestOutageRepeatsNothing: Redis is away for longer than a lease while one send is under way and another has ended and
// cannot be noted. When it is back, neither may be sent again by this process.
func TestOutageRepeatsNothing(t *testing.T) {
	redis := redistest.Start(t, "--appendfsync", "always")
	s := open(t, store.Options{RedisURL: redis.URL()})
	ctx := limited(t)
	started, slow, quick := make(chan struct{}, 2), make(chan struct{}), make(chan struct{})
	ch := &bottest.Channel{Label: "fake"}
	ch.Fail = func(_ context.Context, to bot.ChatID, m bot.Message, _ int) error {
		switch to.ID + m.Text {
		case "slow0":
			started <- struct{}{}
			<-slow
		case "quick0":
			started <- struct{}{}
			<-quick
		}
		return nil
	}
	run(t, s, outbox.Lane{Channel: ch}, func(o *outbox.Outbox) { o.Lease = 300 * time.Millisecond })
	send(t, s, message("slow", 0), message("quick", 0), message("slow", 1), message("quick", 1))
	<-started
	<-started
	redis.Kill(t)
	close(quick) // taken by the platform, but nobody can note it
	away, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	<-away.Done()
	redis.Run(t)
	if err := ch.Wait(ctx, 2); err != nil { // quick's second message: service goes on
		t.Fatal(err)
	}
	close(slow)
	if err := ch.Wait(ctx, 4); err != nil {
		t.Fatal(err)
	}
	until(t, ctx, func() bool {
		q, err := s.QueueStats(ctx, "fake")
		return err == nil && q.Waiting == [3]int64{}
	})
	inOrder(t, ch.Sent(), 2, 2)
}

// fickle is a store whose calls fail on demand. Its leases are short, however long the outbox wants them, so that they
// end before the outbox renews them.
type fickle struct {
	*store.Store
	noLease, noSettle atomic.Bool
	failed, leased    chan struct{} // each time
}

var errAway = fmt.Errorf("%w: on purpose", bot.ErrUnavailable)

func notify(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (f *fickle) Lease(ctx context.Context, r bot.LeaseRequest) (bot.LeaseAnswer, error) {
	if f.noLease.Load() {
		notify(f.failed)
		return bot.LeaseAnswer{}, errAway
	}
	r.Lease = time.Second
	a, err := f.Store.Lease(ctx, r)
	notify(f.leased)
	return a, err
}

func (f *fickle) Settle(ctx context.Context, r bot.LeaseRequest, l bot.Leased, how bot.Settlement) (bool, error) {
	if f.noSettle.Load() {
		notify(f.failed)
		return false, errAway
	}
	return f.Store.Settle(ctx, r, l, how)
}

func (f *fickle) Renew(ctx context.Context, channel string, _ time.Duration, held []bot.Leased) ([]bot.ChatID, error) {
	if f.noLease.Load() {
		return nil, errAway
	}
	return f.Store.Renew(ctx, channel, time.Second, held)
}

// TestRenewsBeforeItLeases: the lease of a send under way ends while the store is away, or while only a settlement
// fails. When the store is back its message must not be handed to ourselves again.
func TestRenewsBeforeItLeases(t *testing.T) {
	tests := []struct {
		name string
		away func(f *fickle) *atomic.Bool
	}{
		{"nothing can be leased", func(f *fickle) *atomic.Bool { return &f.noLease }},
		{"a settlement is not taken", func(f *fickle) *atomic.Bool { return &f.noSettle }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var ahead atomic.Int64
			s := open(t, store.Options{Dir: t.TempDir(),
				Now: func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }})
			f := &fickle{Store: s, failed: make(chan struct{}, 1), leased: make(chan struct{}, 1)}
			ctx := limited(t)
			started, slow, quick := make(chan string, 8), make(chan struct{}), make(chan struct{})
			ch := &bottest.Channel{Label: "fake"}
			ch.Fail = func(_ context.Context, to bot.ChatID, _ bot.Message, _ int) error {
				started <- to.ID
				<-map[string]chan struct{}{"slow": slow, "quick": quick}[to.ID]
				return nil
			}
			run(t, s, outbox.Lane{Channel: ch}, func(o *outbox.Outbox) { o.Store, o.Lease = f, time.Hour })
			send(t, s, message("slow", 0), message("quick", 0))
			<-started
			<-started
			tt.away(f).Store(true)
			close(quick)
			receive(t, ctx, f.failed)
			ahead.Store(int64(time.Minute))
			tt.away(f).Store(false)
			if err := ch.Wait(ctx, 1); err != nil {
				t.Fatal(err)
			}
			for range 4 { // one of them may be older
				receive(t, ctx, f.leased)
			}
			close(slow)
			until(t, ctx, func() bool {
				q, err := s.QueueStats(ctx, "fake")
				return err == nil && q.Waiting == [3]int64{}
			})
			inOrder(t, ch.Sent(), 2, 1)
		})
	}
}

// late is a store whose first answer with messages comes when their leases have ended.
type late struct {
	*store.Store
	once sync.Once
}

func (l *late) Lease(ctx context.Context, r bot.LeaseRequest) (bot.LeaseAnswer, error) {
	a, err := l.Store.Lease(ctx, r)
	if len(a.Messages) > 0 {
		l.once.Do(func() { pause(ctx, 3*r.Lease/2) })
	}
	return a, err
}

// TestLateAnswer: leases that were granted long before the answer came are renewed before more are asked for.
func TestLateAnswer(t *testing.T) {
	both(t, func(t *testing.T, s *store.Store) {
		ctx := limited(t)
		slow, again := make(chan struct{}), make(chan struct{}, 1)
		ch := &bottest.Channel{Label: "fake"}
		ch.Fail = func(ctx context.Context, to bot.ChatID, _ bot.Message, attempt int) error {
			if to.ID == "slow" {
				if attempt > 0 {
					notify(again)
				}
				select {
				case <-slow:
				case <-ctx.Done():
				}
			}
			return nil
		}
		send(t, s, message("slow", 0), message("quick", 0), message("quick", 1), message("quick", 2))
		run(t, s, outbox.Lane{Channel: ch}, func(o *outbox.Outbox) {
			o.Store, o.Lease = &late{Store: s},
				400*time.Millisecond
		})
		if err := ch.Wait(ctx, 3); err != nil {
			t.Fatal(err)
		}
		select {
		case <-again:
			t.Error("sent again while it was under way")
		default:
		}
		close(slow)
		if err := ch.Wait(ctx, 4); err != nil {
			t.Fatal(err)
		}
	})
}

func receive(t *testing.T, ctx context.Context, c chan struct{}) {
	t.Helper()
	select {
	case <-c:
	case <-ctx.Done():
		t.Fatal("what was waited for did not happen")
	}
}
