package store_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/bot/store"
)

// modes runs a benchmark against a real Redis and the embedded store.
func modes(b *testing.B, f func(b *testing.B, s *store.Store)) {
	for _, name := range []string{"redis", "embedded"} {
		b.Run(name, func(b *testing.B) {
			opt := store.Options{Dir: b.TempDir()}
			if name == "redis" {
				opt = store.Options{RedisURL: redistest.Start(b).URL()}
			}
			s, err := store.Open(b.Context(), opt)
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			f(b, s)
		})
	}
}

// commit is a typical update: a dialog read and written, a counter and one reply.
func commit(ctx context.Context, s *store.Store, i int64) error {
	chat := fmt.Sprint(i % 1000)
	_, err := s.UpdateOnce(ctx, fmt.Sprintf("telegram:%d", i), func(tx bot.Tx) error {
		key := bot.Key{Kind: "dialog", ID: chat}
		var d struct{ Step int }
		if _, err := tx.Get(ctx, key, &d); err != nil {
			return err
		}
		d.Step++
		tx.Put(key, d, time.Hour)
		tx.Count("day:2026-11-22", "asked", 1, 0)
		tx.Send(bot.Outgoing{Key: fmt.Sprintf("re:telegram:%d:0", i), To: bot.ChatID{Channel: "telegram", ID: chat},
			Message: bot.Message{Text: "Lệ phí: *miễn* khi đăng ký đúng hạn."}})
		return nil
	})
	return err
}

func BenchmarkCommit(b *testing.B) {
	for _, parallel := range []int{1, 32} {
		b.Run(fmt.Sprint(parallel), func(b *testing.B) {
			modes(b, func(b *testing.B, s *store.Store) {
				var n atomic.Int64
				b.SetParallelism(parallel)
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						if err := commit(b.Context(), s, n.Add(1)); err != nil {
							b.Error(err)
							return
						}
					}
				})
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commits/s")
			})
		})
	}
}
