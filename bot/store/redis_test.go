package store_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/bot/store"
)

func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", "12"); err != nil { // those that are parallel wait more than they work
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

func TestRefusesARedisThatEvicts(t *testing.T) {
	redis := redistest.Start(t, "--maxmemory-policy", "allkeys-lru")
	_, err := store.Open(t.Context(), store.Options{RedisURL: redis.URL()})
	if err == nil || !strings.Contains(err.Error(), "CONFIG SET maxmemory-policy noeviction") {
		t.Errorf("got %v", err)
	}
}

func TestWarnsWithoutAOF(t *testing.T) {
	var log bytes.Buffer
	redis := redistest.Start(t, "--appendonly", "no")
	open(t, store.Options{RedisURL: redis.URL(), Log: slog.New(slog.NewTextHandler(&log, nil))}, &clock{t: time.Now()})
	if !strings.Contains(log.String(), "no AOF") {
		t.Errorf("log: %s", log.String())
	}
}

func TestAddresses(t *testing.T) {
	tests := []struct{ name, url, want string }{
		{"no scheme", "localhost:6379", "no scheme"},
		{"unknown scheme", "http://localhost", "scheme \"http\""},
		{"unchecked certificate", "rediss://h/0?skip_verify=true", "?ca="},
		{"copies of one Redis", "redis://h/0?copies=1", "for sentinel"},
		{"copies that are no number", "sentinel://h:1/m?copies=hai", "0 to 5"},
		{"copies and a missing authority", "sentinels://h:1/m?copies=1&ca=/khong/co.pem", "/khong/co.pem"},
		{"sentinel without master", "sentinel://h1:26379,h2:26379", "master-name"},
		{"bad escape", "cluster://a:%zz@h:1", "not well escaped"},
		{"password is not shown", "redis://:bí mật@h:x/0", "cannot be read"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := store.Open(t.Context(), store.Options{RedisURL: tt.url})
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "mật") {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestSentinel(t *testing.T) {
	port, watch := redistest.Port(t), redistest.Port(t)
	redistest.Start(t, "--port", port, "--bind", "127.0.0.1")
	conf := t.TempDir() + "/sentinel.conf"
	text := "port " + watch + "\nbind 127.0.0.1\nsentinel monitor mymaster 127.0.0.1 " + port + " 1\n"
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	redistest.Sentinel(t, conf, "127.0.0.1:"+watch)
	w := open(t, store.Options{RedisURL: "sentinel://127.0.0.1:" + watch + "/mymaster/0"}, &clock{t: time.Now()})
	w.must(t, func(tx bot.Tx) error { tx.Put(taskKey, task{"qua sentinel"}, 0); return nil })
}

func TestFullRedis(t *testing.T) {
	redis := redistest.Start(t)
	w := open(t, store.Options{RedisURL: redis.URL()}, &clock{t: time.Now()})
	send := func(key string) error {
		return w.Update(w.ctx, func(tx bot.Tx) error {
			tx.Send(bot.Outgoing{Key: key, To: bot.ChatID{Channel: "telegram", ID: key},
				Message: bot.Message{Text: "Xin chào"}})
			return nil
		})
	}
	if err := send("a"); err != nil {
		t.Fatal(err)
	}
	redis.Do(t, "CONFIG", "SET", "maxmemory", "1000000")
	if err := send("b"); !errors.Is(err, bot.ErrUnavailable) {
		t.Errorf("a full Redis: %v", err)
	}
	if err := w.Ready(w.ctx); !errors.Is(err, bot.ErrUnavailable) {
		t.Errorf("ready: %v", err)
	}
	// What is queued can be sent and noted: it makes room.
	req := bot.LeaseRequest{Channel: "telegram", Max: 5, Lease: time.Second, Rate: 28, ChatGap: time.Second,
		ChatBurst: 3}
	a, err := w.Lease(w.ctx, req)
	if err != nil || len(a.Messages) != 1 {
		t.Fatal(a, err)
	}
	if kept, err := w.Settle(w.ctx, req, a.Messages[0], bot.Settlement{Kind: bot.SettleSent, MessageID: "7"}); !kept ||
		err != nil {
		t.Errorf("settle: %v %v", kept, err)
	}
	redis.Do(t, "CONFIG", "SET", "maxmemory", "0")
	if err := send("b"); err != nil {
		t.Error(err)
	}
	if err := w.Ready(w.ctx); err != nil {
		t.Error(err)
	}
}

func TestRedisOutage(t *testing.T) {
	t.Parallel()
	redis := redistest.Start(t, "--appendfsync", "always")
	w := open(t, store.Options{RedisURL: redis.URL()}, &clock{t: time.Now()})
	w.must(t, func(tx bot.Tx) error { tx.Put(taskKey, task{"trước"}, 0); return nil })
	redis.Kill(t)
	start := time.Now()
	_, err := w.UpdateOnce(w.ctx, "u1", func(tx bot.Tx) error { tx.Count("g", "f", 1, 0); return nil })
	if !errors.Is(err, bot.ErrUnavailable) || time.Since(start) > 20*time.Second {
		t.Errorf("after %v: %v", time.Since(start), err)
	}
	if err := w.Ready(w.ctx); !errors.Is(err, bot.ErrUnavailable) {
		t.Errorf("ready: %v", err)
	}
	redis.Run(t)
	ctx, cancel := context.WithTimeout(w.ctx, time.Minute)
	defer cancel()
	for w.Ready(ctx) != nil {
		if ctx.Err() != nil {
			t.Fatal("not ready after the outage")
		}
	}
	if done, err := w.UpdateOnce(w.ctx, "u1", func(tx bot.Tx) error { tx.Count("g", "f", 1, 0); return nil }); !done ||
		err != nil {
		t.Errorf("after the outage: %v %v", done, err)
	}
	var got task
	if ok, err := w.Get(w.ctx, taskKey, &got); !ok || err != nil {
		t.Errorf("confirmed before the outage and lost: %v %v", ok, err)
	}
}

func TestSecondProcessIsRefused(t *testing.T) {
	dir := t.TempDir()
	w := open(t, store.Options{Dir: dir}, &clock{t: time.Now()})
	_ = w
	if _, err := store.Open(t.Context(), store.Options{Dir: dir}); err == nil ||
		!strings.Contains(err.Error(), "another process uses this folder") {
		t.Errorf("got %v", err)
	}
}

// TestBackupWhileRunning moves amounts between two documents: every backup must see their sum unchanged.
func TestBackupWhileRunning(t *testing.T) {
	both(t, func(t *testing.T, w world) {
		a, b := bot.Key{Kind: "purse", ID: "a"}, bot.Key{Kind: "purse", ID: "b"}
		move := func(tx bot.Tx) error {
			var x, y int
			if _, err := tx.Get(w.ctx, a, &x); err != nil {
				return err
			}
			if _, err := tx.Get(w.ctx, b, &y); err != nil {
				return err
			}
			tx.Put(a, x-1, 0)
			tx.Put(b, y+1, 0)
			return nil
		}
		w.must(t, func(tx bot.Tx) error { tx.Put(a, 1000, 0); tx.Put(b, 0, 0); return nil })
		ctx, stop := context.WithCancel(w.ctx)
		done := make(chan struct{})
		go func() {
			defer close(done)
			for ctx.Err() == nil {
				if err := w.Update(w.ctx, move); err != nil {
					t.Error(err)
					return
				}
			}
		}()
		for range 5 {
			var file bytes.Buffer
			if err := w.Backup(w.ctx, &file); err != nil {
				t.Fatal(err)
			}
			to := open(t, store.Options{Dir: t.TempDir()}, w.clock)
			if err := to.Restore(to.ctx, &file); err != nil {
				t.Fatal(err)
			}
			var x, y int
			if _, err := to.Get(to.ctx, a, &x); err != nil {
				t.Fatal(err)
			}
			if _, err := to.Get(to.ctx, b, &y); err != nil {
				t.Fatal(err)
			}
			if x+y != 1000 {
				t.Errorf("%d + %d is not 1000", x, y)
			}
		}
		stop()
		<-done
	})
}
