// Package zalotest is a working, strict stand-in for Zalo's Official Account API over HTTP: tokens, messages,
// templates, uploads and the webhook with its signature and retries. It shares no code with the client under test.
//
// It keeps everything in memory and stops with the process that started it: programs that kill bots run the bots as
// children and the Server in themselves. A request that breaks a rule is answered as Zalo would answer it, with HTTP
// 200 and an error code; one that Zalo would let pass although it is surely a mistake is kept in Violations.
package zalotest

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot/bottest/fakehost"
)

// The defaults look like real ones, so that tests can search logs for them.
const (
	AppID     = "2553928453557884079"
	AppSecret = "TEST-app-secret-G7h2Kq"
	SecretKey = "TEST-oa-secret-Zp81mW"
	OAID      = "3662729599332560487"
)

// Zone is where Zalo's nights are.
var Zone = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

// Template is an approved form.
type Template struct {
	Params    map[string]int // name -> most runes
	Promotion bool           // refused at night; others come without a sound
}

// Options shape a Server; the zero value is a friendly Zalo on a free port of loopback.
type Options struct {
	Now        func() time.Time // for tokens, windows, nights and rates; nil: time.Now
	WebhookURL string           // may be set later with SetWebhook
	// Retry are the pauses before an event that was not answered with 200 is sent again; nil: five short ones in place
	// of Zalo's 30 s, 5 min, 15 min, 30 min and 1 h.
	Retry []time.Duration
	// Deadline is how long an event's answer is waited for; 0: Zalo's 2 s.
	Deadline  time.Duration
	SignByOA  bool // signs with the account's id in place of the app's
	PlainMac  bool // leaves out "mac="
	PerMinute int  // calls a minute; 0: no limit
	// TemplateType, when set, is wanted in messages with buttons.
	TemplateType string
	Templates    map[string]Template
	// NoHide: buttons of type oa.query.hide send nothing.
	NoHide bool
}

// Server is the stand-in. All methods may be called from any goroutine.
type Server struct {
	fakehost.Host
	opts Options

	serial   int
	hook     string
	events   []*event
	disabled bool
	access   map[string]time.Time // token -> its end
	refresh  map[string]*refreshToken
	codes    map[string]code
	named    bool // refusals of the token address have a name and no number
	people   map[string]*person
	groups   []*group
	uploads  map[string]time.Time
	faults   []*Fault
	minute   int64
	inMinute int
	stats    Stats
}

// Stats count what happened.
type Stats struct {
	Refreshes int            // that gave a pair
	Reused    int            // attempts with a refresh token that had been used
	Calls     map[string]int // by path, refused ones too
	Delivered int            // events answered with 200
	Retried   int
	Statuses  map[int]int // of answers to events; 0: none in time
}

// New starts a Server for a test and closes it at the test's end.
func New(t fakehost.TB, opts Options) *Server {
	t.Helper()
	s, err := Serve(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// Serve starts a Server. Close ends it.
func Serve(opts Options) (*Server, error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Retry == nil {
		for i := range 5 {
			opts.Retry = append(opts.Retry, time.Duration(50<<i)*time.Millisecond)
		}
	}
	opts.Deadline = cmp.Or(opts.Deadline, 2*time.Second)
	s := &Server{
		opts: opts, hook: opts.WebhookURL, access: make(map[string]time.Time), refresh: make(map[string]*refreshToken),
		codes: make(map[string]code), people: make(map[string]*person), uploads: make(map[string]time.Time),
		stats: Stats{Calls: make(map[string]int), Statuses: make(map[int]int)},
	}
	if err := s.Listen("", s.serve); err != nil {
		return nil, err
	}
	s.Go(s.deliverEvents)
	return s, nil
}

// SetWebhook sets where events go, and forgets that an earlier webhook was disabled.
func (s *Server) SetWebhook(url string) {
	s.Lock()
	defer s.Unlock()
	s.hook, s.disabled = url, false
	s.Notify()
}

// Disabled reports whether the webhook was given up after the last retry of an event.
func (s *Server) Disabled() bool {
	s.Lock()
	defer s.Unlock()
	return s.disabled
}

// Stats returns a copy of the counts.
func (s *Server) Stats() Stats {
	s.Lock()
	defer s.Unlock()
	return s.statsCopy()
}

func (s *Server) statsCopy() Stats {
	out := s.stats
	out.Calls, out.Statuses = make(map[string]int), make(map[int]int)
	for k, v := range s.stats.Calls {
		out.Calls[k] = v
	}
	for k, v := range s.stats.Statuses {
		out.Statuses[k] = v
	}
	return out
}

// WaitStats waits until done, which is given the present counts, returns true.
func (s *Server) WaitStats(ctx context.Context, done func(Stats) bool) error {
	return s.Until(ctx, func() bool { return done(s.statsCopy()) })
}

// next numbers what the Server makes. The caller holds the lock.
func (s *Server) next(prefix string) string {
	s.serial++
	return fmt.Sprintf("%s%06d", prefix, s.serial)
}

// HoldsSecret reports which secret of the Server, if any, a text holds: logs must hold none.
func (s *Server) HoldsSecret(text string) string {
	s.Lock()
	defer s.Unlock()
	secrets := []string{AppSecret, SecretKey}
	for t := range s.access {
		secrets = append(secrets, t)
	}
	for t := range s.refresh {
		secrets = append(secrets, t)
	}
	for c := range s.codes {
		secrets = append(secrets, c)
	}
	for _, secret := range secrets {
		if strings.Contains(text, secret) {
			return secret
		}
	}
	return ""
}
