package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/cmd/motcua/systemd"
)

// notifySocket is a notification socket as systemd opens one for a unit.
func notifySocket(t *testing.T) (path string, next func() string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "mc") // short: a socket's path has at most 107 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	path = filepath.Join(dir, "notify")
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return path, func() string {
		buf := make([]byte, 4096)
		if err := conn.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		n, err := conn.Read(buf)
		if err != nil {
			t.Fatalf("systemd heard nothing: %v", err)
		}
		return string(buf[:n])
	}
}

func TestSystemdIsTold(t *testing.T) {
	socket, next := notifySocket(t)
	p := start(t, "MOTCUA_DATA="+t.TempDir(), "NOTIFY_SOCKET="+socket, "WATCHDOG_USEC=600000")
	if got := next(); got != "READY=1\nSTATUS=ready" {
		t.Errorf("first word: %q", got)
	}
	for range 2 {
		if got := next(); got != "WATCHDOG=1\nSTATUS=ready" {
			t.Errorf("watchdog: %q", got)
		}
	}
	p.stop()
	for {
		got := next()
		if got == "STOPPING=1" {
			break
		}
		if !strings.HasPrefix(got, "WATCHDOG=1") {
			t.Fatalf("at the end: %q", got)
		}
	}
}

// TestWatchdogOutlivesRedis: a Redis that is away is told, and is no reason to be restarted.
func TestWatchdogOutlivesRedis(t *testing.T) {
	redis := redistest.Start(t)
	socket, next := notifySocket(t)
	start(t, "MOTCUA_DATA="+t.TempDir(), "REDIS_URL="+redis.URL(), "NOTIFY_SOCKET="+socket, "WATCHDOG_USEC=600000")
	if got := next(); got != "READY=1\nSTATUS=ready" {
		t.Errorf("first word: %q", got)
	}
	redis.Kill(t)
	for deadline := time.Now().Add(time.Minute); ; {
		got := next()
		if !strings.HasPrefix(got, "WATCHDOG=1\n") {
			t.Fatalf("said %q", got)
		}
		if strings.Contains(got, "STATUS=not ready") {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the status does not tell that Redis is away")
		}
	}
}

func TestNotifier(t *testing.T) {
	socket, _ := notifySocket(t)
	tests := []struct {
		name     string
		env      map[string]string
		silent   bool
		fails    bool
		watchdog time.Duration
	}{
		{name: "no systemd", silent: true},
		{name: "no watchdog", env: map[string]string{"NOTIFY_SOCKET": socket}},
		{name: "watchdog", env: map[string]string{"NOTIFY_SOCKET": socket, "WATCHDOG_USEC": "30000000"},
			watchdog: 30 * time.Second},
		{name: "another process' watchdog",
			env: map[string]string{"NOTIFY_SOCKET": socket, "WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"}},
		{name: "nonsense for a time", env: map[string]string{"NOTIFY_SOCKET": socket, "WATCHDOG_USEC": "soon"}},
		{name: "nobody at the socket", env: map[string]string{"NOTIFY_SOCKET": socket + "x"}, fails: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n, err := systemd.New(func(name string) string { return tt.env[name] })
			if (err != nil) != tt.fails {
				t.Fatalf("error %v", err)
			}
			if (n == nil) != (tt.silent || tt.fails) {
				t.Fatalf("notifier %v", n)
			}
			if n != nil && n.Watchdog != tt.watchdog {
				t.Errorf("watchdog %s, want %s", n.Watchdog, tt.watchdog)
			}
		})
	}
}
