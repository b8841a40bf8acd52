package zalotest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
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
func (s *Server) emit(name, fields string) {
	s.Lock()
	defer s.Unlock()
	s.push(name, fields)
}

func (s *Server) push(name, fields string) {
	ts := s.millis()
	body := fmt.Sprintf(`{"app_id":"%s",%s,"event_name":"%s","timestamp":"%s"}`, AppID, fields, name, ts)
	s.events = append(s.events, &event{name: name, timestamp: ts, body: []byte(body), due: time.Now()})
	s.Notify()
}

// echo reports the bot's own message to it. The caller holds the lock.
func (s *Server) echo(to string, m Message) {
	s.push("oa_send_text", fmt.Sprintf(`"sender":{"id":"%s","admin_id":""},`+
		`"recipient":{"id":"%s"},"message":{"text":%s,"msg_id":"%s"}`, OAID, to, quoted(m.Text, true), m.ID))
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
	for s.Context().Err() == nil {
		s.Lock()
		e, wait := s.due()
		hook, changed := s.hook, s.Changed()
		s.Unlock()
		if e == nil {
			var alarm <-chan time.Time
			if wait > 0 {
				alarm = time.After(wait)
			}
			select {
			case <-changed:
			case <-alarm:
			case <-s.Context().Done():
			}
			continue
		}
		status := s.postEvent(hook, e)
		s.Lock()
		s.answered(e, status)
		s.Unlock()
	}
}

// due is the first event whose time has come, or how long to wait for one. The caller holds the lock.
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
	header := map[string]string{"X-ZEvent-Signature": s.Sign(e.body, e.timestamp)}
	if e.tries > 0 {
		header["num_retry"] = strconv.Itoa(e.tries)
	}
	return s.Push(hook, header, e.body, s.opts.Deadline)
}

// answered takes note of the bot's answer to an event. The caller holds the lock.
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
	s.Notify()
}

// WaitDelivered waits until every event was answered with 200, or the webhook was given up.
func (s *Server) WaitDelivered(ctx context.Context) error {
	return s.Until(ctx, func() bool { return len(s.events) == 0 || s.disabled })
}
