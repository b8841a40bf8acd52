package telegramtest

import (
	"context"
	"encoding/json"
	"errors"
	"time"
)

// How long Telegram keeps an update that is not confirmed.
const (
	messageKept = 24 * time.Hour
	pressKept   = 150 * time.Second
)

// update is one that waits for the bot.
type update struct {
	id      int
	chat    int64
	body    json.RawMessage
	expires time.Time
}

// pollState is what the server remembers of getUpdates.
type pollState struct {
	end     context.CancelCauseFunc // ends the poll that is open
	offset  int64                   // of the previous call
	started time.Time
	used    bool
}

var (
	errOtherPoll = errors.New("Conflict: terminated by other getUpdates request; make sure that only one bot " +
		"instance is running")
	errSetWebhook = errors.New("Conflict: terminated by setWebhook request")
)

// defaultUpdates are those sent when allowed_updates was never set, among the kinds that this Server makes.
var defaultUpdates = map[string]bool{"message": true, "edited_message": true, "callback_query": true,
	"my_chat_member": true}

// push queues an update of a kind and returns its id; 0 when the bot did not want the kind. The caller holds the lock.
func (s *Server) push(kind string, chat int64, content any, kept time.Duration) int {
	allowed := s.allowed
	if allowed == nil {
		allowed = defaultUpdates
	}
	if !allowed[kind] {
		return 0
	}
	s.nextUpdate++
	id := s.nextUpdate
	body, err := json.Marshal(map[string]any{"update_id": id, kind: content})
	if err != nil {
		panic("telegramtest: update cannot be encoded: " + err.Error())
	}
	s.enqueue(&update{id: id, chat: chat, body: body, expires: s.opts.Now().Add(kept)})
	return id
}

func (s *Server) enqueue(u *update) {
	if s.hook != nil {
		s.hook.add(u)
	} else {
		s.queue = append(s.queue, u)
	}
	s.Notify()
}

// PushRaw queues an update given as JSON, with update_id set by the Server, for a chat.
func (s *Server) PushRaw(chat int64, fields map[string]any) int {
	s.Lock()
	defer s.Unlock()
	s.nextUpdate++
	body := map[string]any{"update_id": s.nextUpdate}
	for k, v := range fields {
		body[k] = v
	}
	raw, err := json.Marshal(body)
	if err != nil {
		panic("telegramtest: update cannot be encoded: " + err.Error())
	}
	s.enqueue(&update{id: s.nextUpdate, chat: chat, body: raw, expires: s.opts.Now().Add(messageKept)})
	return s.nextUpdate
}

// setAllowed keeps the last list; [] or unknown names mean the default. The caller holds the lock.
func (s *Server) setAllowed(raw string) {
	var names []string
	if raw == "" || json.Unmarshal([]byte(raw), &names) != nil || names == nil {
		return
	}
	s.allowed = nil
	set := make(map[string]bool)
	for _, name := range names {
		if defaultUpdates[name] {
			set[name] = true
		}
	}
	if len(set) > 0 {
		s.allowed = set
	}
}

func (s *Server) getUpdates(req *request) (any, *apiError) {
	offset, err1 := req.integer("offset", 0)
	limit, err2 := req.integer("limit", 100)
	seconds, err3 := req.integer("timeout", 0)
	for _, err := range []*apiError{err1, err2, err3} {
		if err != nil {
			return nil, err
		}
	}
	if limit < 1 || limit > 100 {
		limit = 100
	}
	timeout := time.Duration(min(max(seconds, 0), 50)) * time.Second

	s.Lock()
	if s.hook != nil {
		s.Unlock()
		return nil, &apiError{code: 409, text: "Conflict: can't use getUpdates method while webhook is active; use " +
			"deleteWebhook to delete the webhook first"}
	}
	s.setAllowed(req.params["allowed_updates"])
	if s.poll.end != nil {
		s.record.conflicts++
		s.poll.end(errOtherPoll)
	}
	ctx, end := context.WithCancelCause(req.ctx)
	defer end(nil)
	s.poll.end = end
	mine := s.record.polls + 1
	s.record.polls = mine
	if s.poll.used && s.poll.offset == offset { // Telegram's brake on bots that poll in a hurry
		if since := time.Since(s.poll.started); since < 500*time.Millisecond {
			limit, timeout = 1, max(timeout, 3*time.Second)
		} else if since < 3*time.Second {
			timeout = max(timeout, 3*time.Second)
		}
	}
	s.poll.offset, s.poll.started, s.poll.used = offset, time.Now(), true
	s.confirm(offset)
	s.Notify()
	s.Unlock()

	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	out := []json.RawMessage{}
	err := s.Until(ctx, func() bool {
		if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.DeadlineExceeded) {
			return true // ended by another poll, or the bot has gone
		}
		out = s.pending(int(limit))
		return len(out) > 0 || s.revoked
	})
	return s.endPoll(ctx, mine, out, err)
}

func (s *Server) endPoll(ctx context.Context, mine int, out []json.RawMessage, err error) (any, *apiError) {
	s.Lock()
	defer s.Unlock()
	if s.record.polls == mine {
		s.poll.end = nil
	}
	cause := context.Cause(ctx)
	switch {
	case errors.Is(cause, errOtherPoll), errors.Is(cause, errSetWebhook):
		return nil, &apiError{code: 409, text: cause.Error()}
	case s.revoked:
		return nil, &apiError{code: 401, text: "Unauthorized"}
	case err != nil && !errors.Is(err, context.DeadlineExceeded):
		return nil, &apiError{code: 500, text: "Internal Server Error: connection closed"}
	}
	return out, nil
}

// confirm forgets what a later offset confirms; a negative one keeps only the last. The caller holds the lock.
func (s *Server) confirm(offset int64) {
	if offset < 0 {
		s.record.confirmed += max(0, len(s.queue)+int(offset))
		s.queue = s.queue[max(0, len(s.queue)+int(offset)):]
		return
	}
	n := 0
	for n < len(s.queue) && int64(s.queue[n].id) < offset {
		n++
	}
	s.record.confirmed += n
	s.queue = s.queue[n:]
}

// pending returns waiting updates in order, dropping the expired. The caller holds the lock.
func (s *Server) pending(limit int) []json.RawMessage {
	out := make([]json.RawMessage, 0, min(limit, len(s.queue)))
	now := s.opts.Now()
	for i := 0; i < len(s.queue) && len(out) < limit; i++ {
		if now.After(s.queue[i].expires) {
			s.queue = append(s.queue[:i:i], s.queue[i+1:]...)
			s.record.expired++
			i--
			continue
		}
		out = append(out, s.queue[i].body)
	}
	return out
}

// Pending counts the updates that the bot has not confirmed, and have not expired unseen.
func (s *Server) Pending() int {
	s.Lock()
	defer s.Unlock()
	return s.pendingCount()
}

func (s *Server) pendingCount() int {
	n := len(s.queue)
	if s.hook != nil {
		n += s.hook.size
	}
	return n
}

// WaitConfirmed waits until the bot has confirmed every update.
func (s *Server) WaitConfirmed(ctx context.Context) error {
	return s.Until(ctx, func() bool { return s.pendingCount() == 0 })
}

// WaitPolling waits until the bot has a poll open.
func (s *Server) WaitPolling(ctx context.Context) error {
	return s.Until(ctx, func() bool { return s.poll.end != nil })
}
