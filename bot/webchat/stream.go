package webchat

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"time"
)

const (
	pollQuick   = 300 * time.Millisecond // while something was said lately: another replica may have the answer
	pollIdle    = time.Second
	quickFor    = 20 * time.Second
	pingEvery   = 20 * time.Second
	streamLife  = 15 * time.Minute
	writeWithin = 10 * time.Second // a browser that reads nothing for so long is gone
)

// serveStream sends what is new in the session as server-sent events, each with the number of the change as its id;
// Last-Event-ID (or ?after=) says what the page already has.
func (c *Channel) serveStream(w http.ResponseWriter, r *http.Request) {
	s := c.session(r, r.URL.Query().Get("frame") != "", "")
	if c.empty(r.Context(), s) { // nothing can come: whoever asks first gets a stream afterwards
		w.WriteHeader(http.StatusNoContent)
		return
	}
	_, closed := c.receiving()
	changed, leave, ok := c.hub.watch(s.chat, c.guard.Address(r))
	if !ok || isClosed(closed) {
		if ok {
			leave()
		}
		w.Header().Set("Retry-After", "10")
		http.Error(w, textBusy, http.StatusServiceUnavailable)
		return
	}
	defer leave()
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	out := &stream{c: c, w: w, control: http.NewResponseController(w), chat: s.chat, sent: lastSeen(r)}
	_ = out.control.SetReadDeadline(time.Time{}) // the server's limit for reading a request would end the stream
	if out.write("retry: 2000\n\n") != nil {
		return
	}
	out.run(r, changed, closed)
}

// empty reports whether the session has no transcript: a cookie alone can be invented. While the State is away nobody
// knows.
func (c *Channel) empty(ctx context.Context, s session) bool {
	if s.fresh {
		return true
	}
	last, err := c.lastSeq(ctx, s.chat)
	return err == nil && last == 0
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func lastSeen(r *http.Request) int64 {
	n, err := strconv.ParseInt(cmp.Or(r.Header.Get("Last-Event-ID"), r.URL.Query().Get("after"), "0"), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// stream is one open connection.
type stream struct {
	c       *Channel
	w       http.ResponseWriter
	control *http.ResponseController
	chat    string
	sent    int64 // the last change that the page has
}

func (s *stream) run(r *http.Request, changed, closed <-chan struct{}) {
	ctx := r.Context()
	end := time.NewTimer(streamLife)
	defer end.Stop()
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	quickUntil := time.Now().Add(quickFor)
	poll := time.NewTimer(0)
	defer poll.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-closed:
			return
		case <-end.C:
			return
		case <-ping.C:
			if s.write(": ping\n\n") != nil {
				return
			}
			continue
		case <-changed:
		case <-poll.C:
		}
		news, err := s.catchUp(r)
		if err != nil {
			return
		}
		now := time.Now()
		if news {
			quickUntil = now.Add(quickFor)
		}
		if now.Before(quickUntil) {
			poll.Reset(pollQuick)
		} else {
			poll.Reset(pollIdle)
		}
	}
}

// catchUp writes what changed since the last time. The error is that of the connection: while the State is away there
// is simply nothing new.
func (s *stream) catchUp(r *http.Request) (news bool, err error) {
	last, err := s.c.lastSeq(r.Context(), s.chat)
	if err != nil || last <= s.sent {
		return false, nil
	}
	t, err := s.c.load(r.Context(), s.chat)
	if err != nil {
		return false, nil
	}
	slices.SortStableFunc(t.Items, func(a, b item) int { return cmp.Compare(a.Seq, b.Seq) })
	for _, it := range t.Items {
		if it.Seq <= s.sent {
			continue
		}
		html, err := s.c.fragment(it)
		if err != nil {
			s.c.cfg.Log.LogAttrs(r.Context(), slog.LevelError, "message not rendered", slog.Any("error", err))
			continue
		}
		data, err := json.Marshal(map[string]any{"id": it.ID, "person": it.Message == nil, "html": html})
		if err != nil {
			continue
		}
		if err := s.write(fmt.Sprintf("id: %d\nevent: message\ndata: %s\n\n", it.Seq, data)); err != nil {
			return false, err
		}
	}
	s.sent = max(s.sent, t.Seq)
	return true, nil
}

func (s *stream) write(text string) error {
	_ = s.control.SetWriteDeadline(time.Now().Add(writeWithin)) // not every ResponseWriter has one
	if _, err := s.w.Write([]byte(text)); err != nil {
		return err
	}
	return s.control.Flush()
}
