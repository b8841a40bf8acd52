package telegramtest

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// hook is an active webhook: one queue for each chat, delivered in order, different chats in parallel.
type hook struct {
	server  *Server
	url     string
	secret  string
	ctx     context.Context
	end     context.CancelFunc
	callers chan struct{}
	queues  map[int64][]*update
	size    int
	lastErr string
	lastAt  time.Time
}

var secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

func (s *Server) setWebhook(req *request) (any, *apiError) {
	raw := req.params["url"]
	if raw == "" {
		return s.deleteWebhook(req)
	}
	if err := checkHookURL(raw); err != nil {
		return nil, err
	}
	secret := req.params["secret_token"]
	if secret != "" && !secretForm.MatchString(secret) {
		return nil, bad("secret token contains unallowed characters")
	}
	callers, err := req.integer("max_connections", 40)
	if err != nil {
		return nil, err
	}
	s.Lock()
	defer s.Unlock()
	now := s.opts.Now()
	if now.Sub(s.record.hookSet) < time.Second {
		return nil, &apiError{code: 429, retryAfter: 1}
	}
	s.record.hookSet = now
	s.setAllowed(req.params["allowed_updates"])
	if s.poll.end != nil {
		s.poll.end(errSetWebhook)
	}
	waiting := s.queue
	s.queue = nil
	if s.hook != nil {
		waiting = append(s.hook.close(), waiting...)
	}
	if req.truth("drop_pending_updates") {
		waiting = nil
	}
	ctx, end := context.WithCancel(s.Context())
	s.hook = &hook{server: s, url: raw, secret: secret, ctx: ctx, end: end,
		callers: make(chan struct{}, min(max(callers, 1), 100)), queues: make(map[int64][]*update)}
	for _, u := range waiting {
		s.hook.add(u)
	}
	s.Notify()
	return true, nil
}

// checkHookURL wants https and Telegram's ports, except on loopback, where tests are.
func checkHookURL(raw string) *apiError {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return bad("invalid webhook URL specified")
	}
	ip := net.ParseIP(u.Hostname())
	local := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	switch {
	case local:
	case u.Scheme != "https":
		return bad("bad webhook: An HTTPS URL must be provided for webhook")
	case !slices.Contains([]string{"", "443", "80", "88", "8443"}, u.Port()):
		return bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
	}
	return nil
}

func (s *Server) deleteWebhook(req *request) (any, *apiError) {
	s.Lock()
	defer s.Unlock()
	if s.hook != nil {
		s.queue = append(s.hook.close(), s.queue...)
		s.hook = nil
	}
	if req.truth("drop_pending_updates") {
		s.queue = nil
	}
	s.Notify()
	return true, nil
}

func (s *Server) getWebhookInfo(*request) (any, *apiError) {
	s.Lock()
	defer s.Unlock()
	info := map[string]any{"url": "", "has_custom_certificate": false, "pending_update_count": s.pendingCount()}
	if s.hook != nil {
		info["url"], info["max_connections"] = s.hook.url, cap(s.hook.callers)
		if s.hook.lastErr != "" {
			info["last_error_date"], info["last_error_message"] = s.hook.lastAt.Unix(), s.hook.lastErr
		}
	}
	return info, nil
}

// WaitWebhook waits until the bot has set a webhook.
func (s *Server) WaitWebhook(ctx context.Context) error {
	return s.Until(ctx, func() bool { return s.hook != nil })
}

// close ends delivery and returns what waits, by id. The caller holds the server's lock.
func (h *hook) close() []*update {
	h.end()
	var rest []*update
	for _, q := range h.queues {
		rest = append(rest, q...)
	}
	slices.SortFunc(rest, func(a, b *update) int { return a.id - b.id })
	return rest
}

// add queues an update and makes sure that somebody delivers its chat. The caller holds the server's lock.
func (h *hook) add(u *update) {
	q := h.queues[u.chat]
	h.queues[u.chat] = append(q, u)
	h.size++
	if len(q) == 0 {
		h.server.Go(func() { h.deliverChat(u.chat) })
	}
}

// deliverChat delivers a chat's updates one after the other until none waits.
func (h *hook) deliverChat(chat int64) {
	s := h.server
	for {
		s.Lock()
		if h.ctx.Err() != nil || len(h.queues[chat]) == 0 {
			s.Unlock()
			return
		}
		u := h.queues[chat][0]
		s.Unlock()

		ok := h.deliver(u)

		s.Lock()
		if h.ctx.Err() != nil { // another webhook, or polling, has taken the queue over
			s.Unlock()
			return
		}
		if ok {
			s.record.confirmed++
		} else {
			s.record.expired++
		}
		h.size--
		h.queues[chat] = h.queues[chat][1:]
		if len(h.queues[chat]) == 0 {
			delete(h.queues, chat)
			s.Notify()
			s.Unlock()
			return
		}
		s.Notify()
		s.Unlock()
	}
}

// deliver tries until the bot answers with 2xx (true) or the update expires or the webhook ends (false).
func (h *hook) deliver(u *update) bool {
	s := h.server
	for try := 0; ; try++ {
		if s.opts.Now().After(u.expires) {
			return false
		}
		select {
		case h.callers <- struct{}{}:
		case <-h.ctx.Done():
			return false
		}
		after, why := h.post(u)
		<-h.callers
		if why == "" {
			return true
		}
		s.Lock()
		h.lastErr, h.lastAt = why, s.opts.Now()
		s.record.hookFailures++
		s.Notify()
		s.Unlock()
		pause := after
		if pause == 0 && try > 0 { // the first retry is immediate
			pause = min(s.opts.RetryBase<<min(try-1, 20), s.opts.RetryMax)
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-h.ctx.Done():
			timer.Stop()
			return false
		}
	}
}

func (h *hook) post(u *update) (retryAfter time.Duration, why string) {
	req, err := http.NewRequestWithContext(h.ctx, http.MethodPost, h.url, bytes.NewReader(u.body))
	if err != nil {
		return 0, err.Error()
	}
	req.Header.Set("Content-Type", "application/json")
	if h.secret != "" {
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", h.secret)
	}
	resp, err := h.server.opts.Webhook.Do(req)
	if err != nil {
		return 0, "Connection failed: " + err.Error()
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<20))
	if resp.StatusCode/100 == 2 {
		return 0, ""
	}
	if n, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && n > 0 {
		retryAfter = min(time.Duration(min(n, 3600))*time.Second, h.server.opts.RetryMax)
	}
	return retryAfter, "Wrong response from the webhook: " + resp.Status
}
