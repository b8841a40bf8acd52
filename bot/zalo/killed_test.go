package zalo_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot/bottest/zalotest"
	"github.com/motcua/motcua/bot/store"
	"github.com/motcua/motcua/bot/zalo"
)

// The child of TestKilled.
const killEnv = "MOTCUA_TEST_ZALO_KILL"

func TestMain(m *testing.M) {
	if spec := os.Getenv(killEnv); spec != "" {
		killedChild(spec)
		return
	}
	os.Exit(m.Run())
}

// killedChild renews the pair and kills itself at a step: spec is step|url|dir|unix ms.
func killedChild(spec string) {
	parts := strings.Split(spec, "|")
	ms, err := strconv.ParseInt(parts[3], 10, 64)
	if err != nil {
		fmt.Println(err)
		os.Exit(3)
	}
	now := func() time.Time { return time.UnixMilli(ms) }
	st, err := store.Open(context.Background(), store.Options{Dir: parts[2], Now: now})
	if err != nil {
		fmt.Println(err)
		os.Exit(3)
	}
	ch, err := zalo.New(zalo.Config{AppID: zalotest.AppID, AppSecret: zalotest.AppSecret, SecretKey: zalotest.SecretKey,
		APIURL: parts[1], OAuthURL: parts[1], State: st, Locks: st, Now: now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		fmt.Println(err)
		os.Exit(3)
	}
	ch.SetStep(func(step string) {
		if step == parts[0] {
			self, err := os.FindProcess(os.Getpid())
			if err == nil {
				_ = self.Kill()
			}
			select {}
		}
	})
	token, err := ch.Token(context.Background())
	if err == nil {
		_, err = ch.Renew(context.Background(), token)
	}
	fmt.Println("not killed:", err)
	os.Exit(4)
}

// TestKilled: a process is killed at every step of a refresh. The next one goes on with a pair that Zalo accepts,
// except where Zalo had answered and nothing could be stored: then it keeps the old access token and alerts the owners.
func TestKilled(t *testing.T) {
	tests := []struct {
		step      string
		refreshes int // in all, with the first one and the next process's
		lost      bool
	}{
		{"locked", 2, false}, {"begun", 2, false}, {"answered", 2, true}, {"stored", 2, false}, {"unlocked", 2, false},
	}
	for _, tt := range tests {
		t.Run(tt.step, func(t *testing.T) {
			w := newWorld(t, zalotest.Options{}, nil)
			w.srv.Follow(lan)
			dir := t.TempDir()
			shut := w.open(dir)
			w.ch = w.channel(nil)
			if e := w.send(); e != nil {
				t.Fatal(e)
			}
			old := mustToken(t, w)
			shut()
			w.clock.advance(21 * time.Hour)
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%s|%s|%s|%d", killEnv, tt.step, w.srv.URL(), dir,
				w.clock.now().UnixMilli()))
			out, err := cmd.CombinedOutput()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.Exited() {
				t.Fatalf("child: %v %s", err, out)
			}
			w.clock.advance(3 * time.Minute) // the dead process's lock has ended
			w.open(dir)
			w.ch = w.channel(nil)
			if e := w.send(); e != nil {
				t.Fatalf("messages go on: %v", e)
			}
			_, err = w.ch.Renew(w.ctx, old)
			s := w.srv.Stats()
			if tt.lost {
				if err == nil || s.Reused != 1 || !w.alerted("còn dùng được đến") {
					t.Errorf("%v, %d used twice; want the loss seen once, and an alert", err, s.Reused)
				}
				if e := w.send(); e != nil {
					t.Errorf("the old access token serves on: %v", e)
				}
				return
			}
			if err != nil || s.Reused != 0 || s.Refreshes != tt.refreshes {
				t.Errorf("%v, %d refreshes, %d used twice", err, s.Refreshes, s.Reused)
			}
		})
	}
}
