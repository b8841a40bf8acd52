package telegram_test

import (
	"context"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/telegramtest"
	"github.com/motcua/motcua/bot/telegram"
)

// BenchmarkReceive takes updates from the fake, which is part of the cost, and only counts them.
func BenchmarkReceive(b *testing.B) {
	srv := telegramtest.New(b, telegramtest.Options{CountOnly: true})
	for i := range b.N {
		srv.UserSays(int64(1+i%1000), "làm giấy khai sinh cho bé cần giấy tờ gì")
	}
	b.ResetTimer()
	ch, err := telegram.New(telegram.Config{Token: srv.Token(), APIURL: srv.URL()})
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(b.Context())
	n := 0
	err = ch.Receive(ctx, func(_ context.Context, updates ...bot.Update) error {
		if n += len(updates); n == b.N {
			cancel()
		}
		return nil
	})
	if err != nil || n != b.N {
		b.Fatal(n, err)
	}
}

func BenchmarkSend(b *testing.B) {
	srv := telegramtest.New(b, telegramtest.Options{CountOnly: true, Known: func(int64) bool { return true }})
	ch, err := telegram.New(telegram.Config{Token: srv.Token(), APIURL: srv.URL()})
	if err != nil {
		b.Fatal(err)
	}
	m := bot.Message{Text: "*Lệ phí*: miễn phí.\nNguồn: [Cổng Dịch vụ công](https://dichvucong.gov.vn/)",
		Buttons: [][]bot.Button{{{Label: "Hồ sơ", Action: "ans:1:dossier"}}}}
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := ch.Send(b.Context(), chatID, m); err != nil {
				b.Fatal(err)
			}
		}
	})
}
