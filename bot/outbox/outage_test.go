package outbox_test

import (
	"context"
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
