package main

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/bot/bottest/telegramtest"
)

var usedMemory = regexp.MustCompile(`used_memory:(\d+)`)

// TestANearlyFullRedisRefusesTheWebAlone: one address could fill Redis, and then nothing was answered on any channel.
// Now the web stops before that, and begins again when there is room.
func TestANearlyFullRedisRefusesTheWebAlone(t *testing.T) {
	redis := redistest.Start(t)
	tg := telegramtest.New(t, telegramtest.Options{})
	p := start(t, "REDIS_URL="+redis.URL(), "TELEGRAM_TOKEN="+tg.Token(), "TELEGRAM_API_URL="+tg.URL())
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	ask := func() int {
		resp, err := http.Post(p.url+"chat/send", "application/json", strings.NewReader(`{"text":"lệ phí khai sinh"}`))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.StatusCode
	}
	until := func(status int) {
		t.Helper()
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for ask() != status {
			select {
			case <-tick.C:
			case <-ctx.Done():
				t.Fatalf("the web never answers %d\n%s", status, p.log)
			}
		}
	}
	until(http.StatusOK)
	// Redis counts its connections' buffers too, which grow by some hundred kilobytes: of an empty Redis they are more
	// than what the mark leaves free, and then it refuses Telegram as well.
	redis.Do(t, "SETRANGE", "ballast", fmt.Sprint(64<<20), "x")
	used, err := strconv.Atoi(usedMemory.FindStringSubmatch(redis.Do(t, "INFO", "memory"))[1])
	if err != nil {
		t.Fatal(err)
	}
	redis.Do(t, "CONFIG", "SET", "maxmemory", fmt.Sprint(used+used/20)) // 95 % are used
	until(http.StatusServiceUnavailable)
	tg.UserSays(1001, "lệ phí khai sinh")
	if _, err := tg.WaitText(ctx, 1001, "khai sinh"); err != nil {
		t.Fatalf("Telegram: %v\n%s", err, p.log)
	}
	if status, _ := p.get("/readyz"); status != http.StatusOK {
		t.Errorf("/readyz: %d", status)
	}
	redis.Do(t, "CONFIG", "SET", "maxmemory", fmt.Sprint(2*used))
	until(http.StatusOK)
	p.stop()
	if !strings.Contains(p.log.String(), "mark=Redis") {
		t.Errorf("the log does not say why:\n%s", p.log)
	}
}
