package telegramtest

import (
	"net/http"
	"time"

	"github.com/motcua/motcua/bot/bottest/fakehost"
)

// FaultKind is a way to go wrong.
type FaultKind int

// The ways to go wrong.
const (
	// FaultError answers with Code, Text and RetryAfter instead of doing the work.
	FaultError FaultKind = iota
	// FaultHTML answers with a gateway's page of status Code (0: 502) instead of doing the work.
	FaultHTML
	// FaultReset cuts the connection before the work is done.
	FaultReset
	// FaultResetAfter does the work, then cuts the connection: the message is in the chat, the bot does not know.
	FaultResetAfter
	// FaultHang answers nothing until the client goes away or the Server closes; the work is not done.
	FaultHang
	// FaultSlow waits for Delay, then does the work.
	FaultSlow
)

// Fault is a plan for what goes wrong. It applies to requests that match, until it has struck Times times.
type Fault struct {
	Method      string  // "": any
	Chat        int64   // 0: any
	Times       int     // 0: without end
	Probability float64 // 0: always
	Kind        FaultKind
	Code        int
	Text        string // as Telegram would say it: "Forbidden: user is deactivated"
	RetryAfter  int    // seconds
	MigrateTo   int64
	Delay       time.Duration

	struck int
}

// Inject adds a plan and returns a function that takes it back. Earlier plans come first.
func (s *Server) Inject(f Fault) (remove func()) {
	p := &f
	s.Lock()
	defer s.Unlock()
	s.faults = append(s.faults, p)
	return func() {
		s.Lock()
		defer s.Unlock()
		for i, other := range s.faults {
			if other == p {
				s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
				return
			}
		}
	}
}

// Refuse makes every message to the chat fail with Telegram's code and words, until the returned function is called.
func (s *Server) Refuse(chat int64, code int, text string) (remove func()) {
	return s.Inject(Fault{Chat: chat, Code: code, Text: text})
}

// strike returns the plan that hits the request, if any.
func (s *Server) strike(req *request) *Fault {
	id, _ := req.chat()
	s.Lock()
	defer s.Unlock()
	for _, f := range s.faults {
		switch {
		case f.Method != "" && f.Method != req.method, f.Chat != 0 && f.Chat != id:
			continue
		case f.Times > 0 && f.struck >= f.Times:
			continue
		case f.Probability > 0 && s.rng.Float64() >= f.Probability:
			continue
		}
		f.struck++
		s.record.faults[f.Kind]++
		s.record.calls[req.method+" (fault)"]++
		s.Notify()
		hit := *f
		return &hit
	}
	return nil
}

// faulted spoils the request if a plan says so, and reports whether it was answered.
func (s *Server) faulted(w http.ResponseWriter, req *request) bool {
	f := s.strike(req)
	if f == nil {
		return false
	}
	switch f.Kind {
	case FaultError:
		code := f.Code
		if code == 0 && f.RetryAfter > 0 {
			code = http.StatusTooManyRequests
		}
		answer(w, nil, &apiError{code: code, text: f.Text, retryAfter: f.RetryAfter, migrateTo: f.MigrateTo})
	case FaultHTML:
		code := f.Code
		if code == 0 {
			code = http.StatusBadGateway
		}
		fakehost.Page(w, code)
	case FaultReset:
		fakehost.Cut(w)
	case FaultHang:
		s.Hang(req.ctx, w)
	case FaultResetAfter:
		req.cut = true
		return false
	case FaultSlow:
		timer := time.NewTimer(f.Delay)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-req.ctx.Done():
		case <-s.Context().Done():
		}
		return false
	}
	return true
}
