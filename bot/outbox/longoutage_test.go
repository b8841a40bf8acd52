package outbox_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/bot/bottest"
	"github.com/motcua/motcua/bot/bottest/redistest"
)

// TestLongOutage: people go on writing while Redis is away for longer than a lease (-soak: for half a minute).
// Afterwards every text is answered once: the bot lived on and knows what it had sent.
func TestLongOutage(t *testing.T) {
	t.Parallel()
	away, texts := *leases+time.Second, 150
	if *soak {
		away, texts = 30*time.Second, 500
	}
	p := &bottest.Platform{Faults: bottest.Faults{Slow: 0.1}}
	redis := redistest.Start(t, "--appendfsync", "always")
	c := childConfig{Platform: listen(t, p), Lease: *leases, RedisURL: redis.URL()}
	bot := startChild(t, c)
	ctx, stop := context.WithCancel(t.Context())
	var people sync.WaitGroup
	people.Go(func() { write(ctx, p, 40, 200) })
	progress(t, p, texts)
	redis.Kill(t)
	began := time.Now()
	pause(ctx, away)
	before := p.Counts()
	redis.Run(t)
	took := time.Since(began)
	progress(t, p, texts)
	stop()
	people.Wait()
	if err := p.Until(limited(t), func(c bottest.Counts) bool {
		return c.Answered == c.Written ||
			c.OutOfOrder > 0
	}); err != nil {
		t.Error(err)
	}
	bot.terminate(t, p)
	n := p.Counts()
	t.Logf("away for %v; before it ended %+v; at the end %+v", took.Round(time.Millisecond), before, n)
	if before.Written-before.Answered < 100 {
		t.Errorf("answered without a store: %+v", before)
	}
	if n.Answered != n.Written || n.OutOfOrder != 0 || n.Duplicates != 0 {
		t.Errorf("unanswered %d, out of order %d, duplicates %d", n.Written-n.Answered, n.OutOfOrder, n.Duplicates)
	}
}

func pause(ctx context.Context, d time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	<-ctx.Done()
}
