// Package redistest starts real Redis servers for tests, on unix sockets in short temporary folders. It fails the test
// when redis-server is not installed.
package redistest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"
)

// Server is a running redis-server whose folder outlives restarts.
type Server struct {
	Socket string
	dir    string
	args   []string
	own    []string // our arguments before these
	cmd    *exec.Cmd
}

// Start starts a server with the AOF on (synced every second, as in production) and these further arguments, and stops
// it with the test.
func Start(tb testing.TB, args ...string) *Server {
	tb.Helper()
	return start(tb, []string{"--save", "", "--appendonly", "yes", "--appendfsync", "everysec", "--loglevel",
		"warning"}, args)
}

// StartWith starts a server with the text of a redis.conf, of which only folder and listener are changed.
func StartWith(tb testing.TB, conf string) *Server {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "redis.conf")
	// Redis enters the folder when it reads the line, before it reads ours.
	conf = regexp.MustCompile(`(?m)^dir .*$`).ReplaceAllString(conf, "")
	if err := os.WriteFile(path, []byte(conf), 0o600); err != nil {
		tb.Fatal(err)
	}
	return start(tb, []string{path}, nil)
}

func start(tb testing.TB, own, args []string) *Server {
	tb.Helper()
	dir, err := os.MkdirTemp("", "mc") // short: the path of a socket has at most 107 bytes
	if err != nil {
		tb.Fatal(err)
	}
	s := &Server{Socket: filepath.Join(dir, "s"), dir: dir, own: own, args: args}
	tb.Cleanup(func() {
		s.Kill(tb)
		os.RemoveAll(dir)
	})
	s.Run(tb)
	return s
}

// Dir is the folder of the server's files.
func (s *Server) Dir() string { return s.dir }

// URL is the server's address.
func (s *Server) URL() string { return "unix://" + s.Socket }

// Run starts the server again after Kill, and waits until it answers.
func (s *Server) Run(tb testing.TB) {
	tb.Helper()
	args := slices.Concat(s.own, []string{"--port", "0", "--unixsocket", s.Socket, "--dir", s.dir}, s.args)
	s.cmd = exec.Command("redis-server", args...)
	if err := s.cmd.Start(); err != nil {
		tb.Fatalf("redis-server: %v (apt-get install redis-server)", err)
	}
	deadline := time.Now().Add(20 * time.Second)
	for !s.answers() {
		if time.Now().After(deadline) {
			tb.Fatal("redis-server does not answer")
		}
		time.Sleep(5 * time.Millisecond) // another process: there is nothing to wait on
	}
}

func (s *Server) answers() bool {
	c, err := net.Dial("unix", s.Socket)
	if err != nil {
		return false
	}
	defer c.Close()
	if c.SetDeadline(time.Now().Add(time.Second)) != nil {
		return false
	}
	fmt.Fprint(c, "PING\r\n")
	buf := make([]byte, 5)
	n, _ := c.Read(buf)
	return string(buf[:n]) == "+PONG" // not -LOADING
}

// Kill ends the server with SIGKILL.
func (s *Server) Kill(tb testing.TB) {
	tb.Helper()
	if s.cmd == nil {
		return
	}
	_ = s.cmd.Process.Kill() // it may have ended
	_ = s.cmd.Wait()
	s.cmd = nil
}

// Do runs one redis-cli command and returns what it printed.
func (s *Server) Do(tb testing.TB, args ...string) string {
	tb.Helper()
	out, err := exec.Command("redis-cli", append([]string{"-s", s.Socket}, args...)...).CombinedOutput()
	if err != nil {
		tb.Fatalf("redis-cli: %v: %s", err, out)
	}
	return string(out)
}

// Sentinel starts a Redis Sentinel with this configuration file and waits until it answers at addr.
func Sentinel(tb testing.TB, conf, addr string) {
	tb.Helper()
	cmd := exec.Command("redis-server", conf, "--sentinel", "--loglevel", "warning")
	if err := cmd.Start(); err != nil {
		tb.Fatalf("redis-server: %v (apt-get install redis-server)", err)
	}
	tb.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	deadline := time.Now().Add(20 * time.Second)
	for {
		if c, err := net.Dial("tcp", addr); err == nil {
			c.Close()
			return
		}
		if time.Now().After(deadline) {
			tb.Fatal("the sentinel does not answer")
		}
		time.Sleep(5 * time.Millisecond) // another process
	}
}

// Port returns a TCP port of 127.0.0.1 that was free a moment ago.
func Port(tb testing.TB) string {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}
