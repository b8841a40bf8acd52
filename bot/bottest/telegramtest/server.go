// Package telegramtest is a working, strict stand-in for Telegram's Bot API over HTTP, for tests and for load and kill
// programs. It shares no code with the client under test and follows the behaviour of Telegram's own server: updates
// are kept and delivered again until confirmed, limits and markup are checked, and what bots and people did is
// recorded.
//
// It keeps everything in memory and stops with the process that started it: programs that kill bots run the bots as
// children and the Server in themselves. A request that breaks a rule is answered as Telegram would answer it; one that
// Telegram would let pass although it is surely a mistake, such as an unknown parameter, is kept in Violations.
package telegramtest

import (
	"cmp"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/motcua/motcua/bot/bottest/fakehost"
)

// Token is the default bot token. It looks like a real one, so that tests can search logs for it.
const Token = "123456789:TEST-token_AbCdEfGhIjKlMnOpQrStUv"

// Options shape a Server; the zero value is a friendly Telegram on a free port of loopback.
type Options struct {
	Addr     string // listen address; empty: 127.0.0.1:0
	Token    string // empty: Token
	Username string // empty: motcua_test_bot
	BotID    int64  // 0: 123456789

	Now func() time.Time // for dates, expiry and rates; nil: time.Now. Long polls and retries use real time.

	// GlobalRate and ChatRate and GroupRate limit accepted messages; the zero Rate limits nothing. RealRates has
	// Telegram's figures.
	GlobalRate, ChatRate, GroupRate Rate

	// HearsAll: the bot's privacy mode is off, so it gets all that is said in groups.
	HearsAll bool
	// CountOnly keeps of messages only counts per chat, so that a million cost little: Messages, Next and edits know
	// nothing then.
	CountOnly bool
	// OnMessage, when set, is called for each accepted message, in order, before its answer goes out. It must be quick
	// and must not call the Server.
	OnMessage func(Message)
	// Known, when set, says which chats may be written to besides those where a person has acted.
	Known func(chat int64) bool

	RetryBase time.Duration // webhook: pause before the second retry, doubling; 0: 2 s
	RetryMax  time.Duration // 0: 60 s
	Webhook   *http.Client  // nil: a client that accepts any certificate on loopback
	Seed      uint64        // of Fault.Probability
}

// Rate is a bucket of Burst messages that fills with PerSecond.
type Rate struct {
	PerSecond float64
	Burst     int
}

// RealRates are Telegram's documented figures: 30 a second over all, one a second in a chat after a short burst, and
// twenty a minute in a group.
func RealRates() (global, chat, group Rate) {
	return Rate{30, 30}, Rate{1, 3}, Rate{20.0 / 60, 20}
}

// Server is the stand-in. All methods may be called from any goroutine.
type Server struct {
	fakehost.Host
	opts Options

	revoked    bool
	nextUpdate int
	nextMsg    int
	queue      []*update
	poll       pollState
	hook       *hook
	allowed    map[string]bool // nil: the default set
	chats      map[int64]*chat
	queries    map[string]*query
	fileIDs    map[string]string // of pictures and documents, people's and the bot's -> "photo" or "document"
	faults     []*Fault
	rng        *rand.Rand
	global     bucket
	commands   map[int64][]Command // by chat; 0: everybody's
	record     record
}

// Serve starts a Server. Close ends it.
func Serve(opts Options) (*Server, error) {
	opts.Token = cmp.Or(opts.Token, Token)
	opts.Username = cmp.Or(opts.Username, "motcua_test_bot")
	opts.BotID = cmp.Or(opts.BotID, 123456789)
	opts.RetryBase = cmp.Or(opts.RetryBase, 2*time.Second)
	opts.RetryMax = cmp.Or(opts.RetryMax, time.Minute)
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Webhook == nil {
		opts.Webhook = &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{
			TLSClientConfig:     &tls.Config{InsecureSkipVerify: true}, //nolint:gosec // a test's own certificate
			MaxIdleConnsPerHost: 100,
		}}
	}
	s := &Server{
		opts: opts, nextUpdate: 100_000, nextMsg: 1,
		chats: make(map[int64]*chat), queries: make(map[string]*query), fileIDs: make(map[string]string),
		rng: rand.New(rand.NewPCG(opts.Seed, 1)), //nolint:gosec // a test must be repeatable
	}
	s.record.init()
	if err := s.Listen(opts.Addr, s.serve); err != nil {
		return nil, err
	}
	return s, nil
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

// Token is the token that the Server accepts.
func (s *Server) Token() string { return s.opts.Token }

// Username is the bot's name, without @.
func (s *Server) Username() string { return s.opts.Username }

// CutConnections closes all connections of bots, as a network failure would; the Server stays up.
func (s *Server) CutConnections() {
	s.Lock()
	defer s.Unlock()
	for _, cancel := range s.record.open {
		cancel(errCut)
	}
}

var errCut = errors.New("connection cut")

// Revoke makes the token unknown: every call is answered with 401 until Restore.
func (s *Server) Revoke() { s.setRevoked(true) }

// Restore undoes Revoke.
func (s *Server) Restore() { s.setRevoked(false) }

func (s *Server) setRevoked(v bool) {
	s.Lock()
	defer s.Unlock()
	s.revoked = v
	s.Notify()
}
