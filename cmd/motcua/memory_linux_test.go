package main

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/motcua/motcua/handlers/subscribers"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/bot/bottest/telegramtest"
	"github.com/motcua/motcua/bot/store"
)

// TestMemory: with 100,000 known chats in a real Redis the program stays below 120 MB resident, at rest and after it
// answered.
func TestMemory(t *testing.T) {
	redis := redistest.Start(t)
	know(t, redis.URL(), 100_000)
	tg := telegramtest.New(t, telegramtest.Options{})
	p := start(t, "REDIS_URL="+redis.URL(), "TELEGRAM_TOKEN="+tg.Token(), "TELEGRAM_API_URL="+tg.URL())
	rest := p.resident()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	const people = 100
	for i := range int64(people) {
		tg.UserSays(1000+i, "lam giay khai sinh cho con can gi")
	}
	for i := range int64(people) {
		if _, err := tg.WaitText(ctx, 1000+i, "Giấy chứng sinh"); err != nil {
			t.Fatalf("%v\n%s", err, p.log)
		}
	}
	busy := p.resident()
	p.stop()
	t.Logf("%.1f MB resident with 100,000 chats, %.1f MB after %d answers", rest, busy, people)
	if max(rest, busy) >= 120 {
		t.Errorf("%.1f MB at rest, %.1f MB after %d answers; want less than 120", rest, busy, people)
	}
}

// know writes the dialogs and subscriptions of so many chats.
func know(t *testing.T, url string, chats int) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{RedisURL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for from := 0; from < chats; from += 1000 {
		err := s.Update(t.Context(), func(tx bot.Tx) error {
			for i := from; i < min(from+1000, chats); i++ {
				chat := fmt.Sprint("telegram:", 500_000_000+i)
				tx.Put(bot.Key{Kind: "dialog", ID: chat},
					map[string]any{"e": "khai-sinh", "a": "papers", "t": tx.Now()}, time.Hour)
				tx.Add(subscribers.SubscribersSet, chat, tx.Now().UnixMilli())
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

var residentLine = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)

// resident is the program's memory in MB.
func (p *program) resident() float64 {
	p.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		p.t.Fatal(err)
	}
	m := residentLine.FindSubmatch(status)
	if m == nil {
		p.t.Fatalf("no VmRSS in %s", status)
	}
	kb, err := strconv.Atoi(string(m[1]))
	if err != nil {
		p.t.Fatal(err)
	}
	return float64(kb) / 1024
}
