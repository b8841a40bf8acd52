package outbox_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strconv"
	"strings"
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

// pipeline is a whole bot in this process: it receives, commits and sends. It returns what stops it.
func pipeline(b *testing.B, opt store.Options, socket string, rate int) (s *store.Store, stop func()) {
	b.Helper()
	s, err := store.Open(b.Context(), opt)
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	remote := bottest.NewRemote(socket, "")
	d := &bot.Dispatcher{State: s, Handler: bot.HandlerFunc(echo), Log: slog.New(slog.DiscardHandler)}
	o := &outbox.Outbox{Store: s, Bulk: s, Lanes: []outbox.Lane{{Channel: remote, Rate: rate}}}
	var wg sync.WaitGroup
	wg.Go(func() { o.Run(ctx) })
	wg.Go(func() { _ = remote.Receive(ctx, d.Deliver) }) // ends with ctx
	return s, func() {
		cancel()
		wg.Wait()
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	}
}

func answered(b *testing.B, p *bottest.Platform, n int) {
	b.Helper()
	if err := p.Until(b.Context(), func(c bottest.Counts) bool { return c.Answered >= n }); err != nil {
		b.Fatal(err)
	}
}

func options(b *testing.B, mode string) store.Options {
	if mode == "redis" {
		return store.Options{RedisURL: redistest.Start(b).URL()}
	}
	return store.Options{Dir: b.TempDir()}
}

func percentile(d []time.Duration, p float64) float64 {
	slices.Sort(d)
	return float64(d[int(p*float64(len(d)-1))]) / float64(time.Millisecond)
}

// BenchmarkAnswers is how many texts a second are received, committed and answered, beside a bare loop that receives
// and answers one after the other and keeps nothing, as the common bot libraries' examples do.
func BenchmarkAnswers(b *testing.B) {
	for _, mode := range []string{"bare loop", "redis", "embedded"} {
		b.Run(mode, func(b *testing.B) {
			p := &bottest.Platform{}
			socket := listen(b, p)
			for i := range b.N {
				p.Write(fmt.Sprint("c", i%500))
			}
			b.ResetTimer()
			if mode == "bare loop" {
				ctx, cancel := context.WithCancel(b.Context())
				remote := bottest.NewRemote(socket, "")
				go func() {
					_ = remote.Receive(ctx, func(ctx context.Context, updates ...bot.Update) error { // ends with ctx
						for _, u := range updates {
							if _, err := remote.Send(ctx, u.Chat, bot.Message{Text: "re " + u.Text}); err != nil {
								return err
							}
						}
						return nil
					})
				}()
				answered(b, p, b.N)
				cancel()
			} else {
				_, stop := pipeline(b, options(b, mode), socket, 0)
				answered(b, p, b.N)
				defer stop()
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "answers/s")
			if n := p.Counts(); n.OutOfOrder+n.Duplicates > 0 {
				b.Errorf("%+v", n)
			}
		})
	}
}

// steady writes so many texts a second for a while, whatever is answered.
func steady(ctx context.Context, p *bottest.Platform, perSecond int, lasts time.Duration) (n int) {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	start := time.Now()
	for time.Since(start) < lasts {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return n
		}
		for ; float64(n) < time.Since(start).Seconds()*float64(perSecond); n++ {
			p.Write(fmt.Sprint("c", n%2000))
		}
	}
	return n
}

// BenchmarkLatency is the time from a text to its answer at 500 texts a second.
func BenchmarkLatency(b *testing.B) {
	for _, mode := range []string{"redis", "embedded"} {
		b.Run(mode, func(b *testing.B) {
			for b.Loop() {
				p := &bottest.Platform{}
				_, stop := pipeline(b, options(b, mode), listen(b, p), 28)
				n := steady(b.Context(), p, 500, 5*time.Second)
				answered(b, p, n)
				stop()
				d := p.Latency()
				b.ReportMetric(percentile(d, 0.5), "p50-ms")
				b.ReportMetric(percentile(d, 0.99), "p99-ms")
			}
		})
	}
}

// BenchmarkAnnouncement is how fast recipients get an announcement without a limit, and the answers' time meanwhile.
func BenchmarkAnnouncement(b *testing.B) {
	for _, mode := range []string{"redis", "embedded"} {
		for _, rate := range []int{0, 28} {
			b.Run(fmt.Sprintf("%s/rate=%d", mode, rate), func(b *testing.B) {
				for b.Loop() {
					announceOnce(b, mode, rate)
				}
			})
		}
	}
}

func announceOnce(b *testing.B, mode string, rate int) {
	n := 20_000
	if rate > 0 {
		n = rate * 15
	}
	p := &bottest.Platform{}
	s, stop := pipeline(b, options(b, mode), listen(b, p), rate)
	defer stop()
	at := time.Now().Add(-time.Minute).UnixMilli()
	for from := 0; from < n; from += 500 {
		err := s.Update(b.Context(), func(tx bot.Tx) error {
			for i := from; i < min(from+500, n); i++ {
				tx.Add("subscribed", fmt.Sprintf("fake:%d", i), at)
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	ctx, quiet := context.WithCancel(b.Context())
	var people sync.WaitGroup
	if rate == 0 {
		people.Go(func() { steady(ctx, p, 20, time.Hour) })
	}
	start := time.Now()
	_, err := s.StartBulk(b.Context(), bot.BulkSpec{ID: "tb", Audience: []bot.Segment{{All: []string{"subscribed"}}},
		Consent: "subscribed", Messages: map[string]bot.Message{"": {Text: "Nghỉ lễ"}}})
	if err != nil {
		b.Fatal(err)
	}
	if err := p.Until(b.Context(), func(c bottest.Counts) bool { return c.Announced >= n }); err != nil {
		b.Fatal(err)
	}
	took := time.Since(start)
	quiet()
	people.Wait()
	answered(b, p, p.Counts().Written)
	b.ReportMetric(float64(n)/took.Seconds(), "recipients/s")
	b.ReportMetric(float64(p.MostInASecond()), "most-in-1s")
	if d := p.Latency(); len(d) > 0 {
		b.ReportMetric(percentile(d, 0.99), "answer-p99-ms")
	}
}

// quick takes everything at once and only counts.
type quick struct{ n atomic.Int64 }

func (*quick) Name() string       { return "fake" }
func (*quick) Limits() bot.Limits { return bot.Limits{} }
func (*quick) Receive(ctx context.Context, _ bot.Deliver) error {
	<-ctx.Done()
	return nil
}
func (q *quick) Send(context.Context, bot.ChatID, bot.Message) (bot.Receipt, error) {
	return bot.Receipt{MessageID: strconv.FormatInt(1_000_000+q.n.Add(1), 10), At: time.Now()}, nil
}

// BenchmarkLargeAnnouncement sends to -recipients (try 1000000) with Redis: the process's memory above idle must not
// grow with their number, and the report must keep to 64 bytes a recipient.
func BenchmarkLargeAnnouncement(b *testing.B) {
	for b.Loop() {
		redis := redistest.Start(b)
		s, err := store.Open(b.Context(), store.Options{RedisURL: redis.URL()})
		if err != nil {
			b.Fatal(err)
		}
		n, at := *recipients, time.Now().Add(-time.Minute).UnixMilli()
		for from := 0; from < n; from += 1000 {
			err := s.Update(b.Context(), func(tx bot.Tx) error {
				for i := from; i < min(from+1000, n); i++ {
					tx.Add("subscribed", fmt.Sprintf("fake:%d", 1_000_000_000+i), at+int64(i/100))
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
		}
		idle, redisIdle := resident(b), usedBy(b, redis)
		q := &quick{}
		o := &outbox.Outbox{Store: s, Bulk: s, Lanes: []outbox.Lane{{Channel: q}}}
		ctx, cancel := context.WithCancel(b.Context())
		var wg sync.WaitGroup
		wg.Go(func() { o.Run(ctx) })
		start := time.Now()
		_, err = s.StartBulk(b.Context(), bot.BulkSpec{ID: "tb", Audience: []bot.Segment{{All: []string{"subscribed"}}},
			Consent: "subscribed", Messages: map[string]bot.Message{"": {Text: "Nghỉ lễ"}}})
		if err != nil {
			b.Fatal(err)
		}
		most, frozen := 0.0, time.Duration(0)
		for tick := time.NewTicker(100 * time.Millisecond); ; <-tick.C {
			st, _, err := s.BulkStatus(b.Context(), "tb")
			if err != nil {
				b.Fatal(err)
			}
			most = max(most, resident(b))
			if frozen == 0 && st.State == bot.BulkRunning {
				frozen = time.Since(start)
			}
			if st.State == bot.BulkFinished {
				if st.Outcomes[bot.BulkSent] != int64(n) || q.n.Load() != int64(n) {
					b.Errorf("%d sends, %+v", q.n.Load(), st)
				}
				break
			}
		}
		b.ReportMetric(float64(n)/time.Since(start).Seconds(), "recipients/s")
		b.ReportMetric(frozen.Seconds(), "freeze-s")
		b.ReportMetric(most-idle, "MB-above-idle")
		b.ReportMetric((usedBy(b, redis)-redisIdle)/float64(n), "redis-B/recipient")
		cancel()
		wg.Wait()
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	}
}

// resident is the process's memory in MB.
func resident(b *testing.B) float64 {
	b.Helper()
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		b.Fatal(err)
	}
	var size, pages float64
	if _, err := fmt.Sscan(string(text), &size, &pages); err != nil {
		b.Fatal(err)
	}
	return pages * float64(os.Getpagesize()) / (1 << 20)
}

func usedBy(b *testing.B, redis *redistest.Server) float64 {
	b.Helper()
	_, rest, _ := strings.Cut(redis.Do(b, "INFO", "memory"), "used_memory:")
	var n float64
	if _, err := fmt.Sscan(rest, &n); err != nil {
		b.Fatal(err)
	}
	return n
}
