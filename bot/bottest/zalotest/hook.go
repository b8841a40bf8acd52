package zalotest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// event is one that waits for the bot's 200.
type event struct {
	name, timestamp string
	body            []byte
	tries           int
	due             time.Time // real time
}

// emit queues an event.
func (s *Server) emit(name, _ string, fields string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.push(name, fields)
}

func (s *Server) push(name, fields string) {
	ts := s.millis()
	body := fmt.Sprintf(`{"app_id":"%s",%s,"event_name":"%s","timestamp":"%s"}`, AppID, fields, name, ts)
	s.events = append(s.events, &event{name: name, timestamp: ts, body: []byte(body), due: time.Now()})
	s.notify()
}

// echo tells the bot of its own message. The caller holds mu.
func (s *Server) echo(to string, m Message) {
	s.push("oa_send_text", fmt.Sprintf(`"sender":{"id":"%s","admin_id":""},"recipient":{"id":"%s"},"message":{"text":%s,"msg_id":"%s"}`, OAID, to, quoted(m.Text, true), m.ID))
}

// Sign is what Zalo puts into X-ZEvent-Signature.
func (s *Server) Sign(body []byte, timestamp string) string {
	id := AppID
	if s.opts.SignByOA {
		id = OAID
	}
	sum := sha256.Sum256([]byte(id + string(body) + timestamp + SecretKey))
	mac := hex.EncodeToString(sum[:])
	if s.opts.PlainMac {
		return mac
	}
	return "mac=" + mac
}

// deliverEvents posts events in their order, one at a time, and later again those that were not taken.
func (s *Server) deliverEvents() {
	for s.ctx.Err() == nil {
		s.mu.Lock()
		e, wait := s.due()
		hook, changed := s.hook, s.changed
		s.mu.Unlock()
		if e == nil {
			var alarm <-chan time.Time
			if wait > 0 {
				alarm = time.After(wait)
			}
			select {
			case <-changed:
			case <-alarm:
			case <-s.ctx.Done():
			}
			continue
		}
		status := s.postEvent(hook, e)
		s.mu.Lock()
		s.answered(e, status)
		s.mu.Unlock()
	}
}

// due is the first event whose time has come, or how long to wait for one. The caller holds mu.
func (s *Server) due() (*event, time.Duration) {
	if s.hook == "" || s.disabled {
		return nil, 0
	}
	wait := time.Duration(0)
	for _, e := range s.events {
		left := time.Until(e.due)
		if left <= 0 {
			return e, 0
		}
		if wait == 0 || left < wait {
			wait = left
		}
	}
	return nil, wait
}

func (s *Server) postEvent(hook string, e *event) int {
	ctx, cancel := context.WithTimeout(s.ctx, s.opts.Deadline)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, hook, strings.NewReader(string(e.body)))
	if err != nil {
		return 0
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-ZEvent-Signature", s.Sign(e.body, e.timestamp))
	if e.tries > 0 {
		req.Header.Set("num_retry", strconv.Itoa(e.tries))
	}
	resp, err := s.calls.Do(req)
	if err != nil {
		return 0
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

// answered takes note of the bot's answer to an event. The caller holds mu.
func (s *Server) answered(e *event, status int) {
	s.stats.Statuses[status]++
	done := status == http.StatusOK
	if done {
		s.stats.Delivered++
	} else {
		if e.tries >= len(s.opts.Retry) {
			s.disabled = true
		} else {
			s.stats.Retried++
			e.due = time.Now().Add(s.opts.Retry[e.tries])
			e.tries++
		}
	}
	if done || s.disabled {
		for i := range s.events {
			if s.events[i] == e {
				s.events = append(s.events[:i:i], s.events[i+1:]...)
				break
			}
		}
	}
	s.notify()
}

// WaitDelivered waits until every event was answered with 200, or the webhook was given up.
func (s *Server) WaitDelivered(ctx context.Context) error {
	return s.until(ctx, func() bool { return len(s.events) == 0 || s.disabled })
}
