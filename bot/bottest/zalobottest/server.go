// Package zalobottest is a working, strict stand-in for the Zalo Bot Platform over HTTP. It shares no code with the
// client under test: messages are returned once, an empty poll is answered with 408, texts have 2,000 characters, a
// bad token gets a page that is not JSON, and a webhook's event is not sent again.
//
// It keeps everything in memory and stops with the process that started it.
package zalobottest

import (
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/motcua/motcua/bot/bottest/fakehost"
)

// Token is the bot's token. It looks like a real one, so that tests can search logs for it.
const Token = "8812345678901:TEST-zalobot_AbCdEfGhIjKlMnOp"

// Options shape a Server; the zero value is a friendly platform.
type Options struct {
	Now   func() time.Time
	Quota int // messages; 0: no limit
}

// Server is the stand-in. All methods may be called from any goroutine.
type Server struct {
	fakehost.Host
	opts Options

	serial   int
	events   []string // that no poll has taken
	statuses map[int]int
	hook     string
	secret   string
	chats    map[string]*chat
	faults   []*Fault
	calls    map[string]int
	sent     int
	revoked  bool
}

// New starts a Server for a test and closes it at the test's end.
func New(t fakehost.TB, opts Options) *Server {
	t.Helper()
	if opts.Now == nil {
		opts.Now = time.Now
	}
	s := &Server{opts: opts, statuses: make(map[int]int), chats: make(map[string]*chat), calls: make(map[string]int)}
	if err := s.Listen("", s.serve); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// Revoke makes the token unknown.
func (s *Server) Revoke() {
	s.Lock()
	defer s.Unlock()
	s.revoked = true
}

// WaitCalls waits until a method was called n times.
func (s *Server) WaitCalls(ctx context.Context, method string, n int) error {
	return s.Until(ctx, func() bool { return s.calls[method] >= n })
}

// WaitWebhook waits until a webhook is set.
func (s *Server) WaitWebhook(ctx context.Context) error {
	return s.Until(ctx, func() bool { return s.hook != "" })
}

// HoldsToken reports whether a text holds the token, also in an address.
func HoldsToken(text string) bool {
	return strings.Contains(text, Token) || strings.Contains(text, url.PathEscape(Token))
}
