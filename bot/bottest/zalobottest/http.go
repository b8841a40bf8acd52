package zalobottest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/motcua/motcua/bot/bottest/fakehost"
)

// Fault is something that goes wrong with the calls of one method.
type Fault struct {
	Method string // empty: every method
	// Code answers with this error, HTTP 200 when InBody, else as status too; Page with an HTML page of this status;
	// neither: the connection is cut.
	Code, Page  int
	InBody      bool
	Description string
	After       bool // the work is done before
	Times       int  // 0: always
	hits        int
}

// Inject makes calls go wrong.
func (s *Server) Inject(f Fault) {
	s.Lock()
	defer s.Unlock()
	s.faults = append(s.faults, &f)
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	token, method, ok := strings.Cut(strings.TrimPrefix(r.URL.Path, "/bot"), "/")
	s.Lock()
	s.calls[method]++
	bad := token != Token || s.revoked
	var fault *Fault
	for _, f := range s.faults {
		if fault == nil && (f.Method == "" || f.Method == method) && (f.Times == 0 || f.hits < f.Times) {
			f.hits++
			fault = f
		}
	}
	s.Notify()
	s.Unlock()
	switch {
	case !ok || bad:
		fakehost.Page(w, http.StatusUnauthorized)
		return
	case r.Method != http.MethodPost || !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json"):
		refuse(w, http.StatusBadRequest, "want JSON by POST", false)
		return
	case fault != nil && !fault.After:
		fault.answer(w)
		return
	}
	var body map[string]json.RawMessage
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&body); err != nil {
		refuse(w, http.StatusBadRequest, "want JSON", false)
		return
	}
	result, code, description := s.dispatch(r.Context(), method, body)
	if fault != nil {
		fault.answer(w)
		return
	}
	if code != 0 {
		refuse(w, code, description, true)
		return
	}
	fakehost.JSON(w, http.StatusOK, map[string]any{"ok": true, "result": result})
}

func (f *Fault) answer(w http.ResponseWriter) {
	switch {
	case f.Code != 0:
		refuse(w, f.Code, f.Description, f.InBody)
	case f.Page != 0:
		fakehost.Page(w, f.Page)
	default:
		fakehost.Cut(w)
	}
}

func refuse(w http.ResponseWriter, code int, description string, inBody bool) {
	status := code
	if inBody {
		status = http.StatusOK
	}
	fakehost.JSON(w, status, map[string]any{"ok": false, "error_code": code, "description": description})
}

func (s *Server) dispatch(ctx context.Context, method string, body map[string]json.RawMessage) (result any, code int,
	description string) {
	text := func(name string) string {
		var v string
		if json.Unmarshal(body[name], &v) != nil {
			v = strings.Trim(string(body[name]), `"`)
		}
		return v
	}
	switch method {
	case "getMe":
		return map[string]any{"id": "1459232241454765289", "account_name": "bot.mUnWsuY", "account_type": "BASIC",
			"can_join_groups": false}, 0, ""
	case "getUpdates":
		return s.getUpdates(ctx, text("timeout"))
	case "setWebhook":
		return s.setWebhook(text("url"), text("secret_token"))
	case "deleteWebhook":
		s.Lock()
		defer s.Unlock()
		s.hook = ""
		return map[string]any{"url": "", "updated_at": s.opts.Now().UnixMilli()}, 0, ""
	case "sendMessage":
		return s.sendMessage(text("chat_id"), text("text"), body)
	}
	return nil, http.StatusNotFound, "method not found"
}

func (s *Server) getUpdates(ctx context.Context, timeout string) (any, int, string) {
	seconds, err := strconv.Atoi(timeout)
	if err != nil || seconds < 0 {
		return nil, http.StatusBadRequest, "timeout is invalid"
	}
	s.Lock()
	hook := s.hook
	s.Unlock()
	if hook != "" {
		return nil, http.StatusBadRequest, "webhook is active"
	}
	ctx, cancel := context.WithTimeout(ctx, time.Duration(seconds)*time.Second)
	defer cancel()
	var event json.RawMessage
	err = s.Until(ctx, func() bool {
		if len(s.events) == 0 {
			return false
		}
		event = json.RawMessage(s.events[0]) // returned once: there is no offset
		s.events = s.events[1:]
		s.Notify()
		return true
	})
	if err != nil {
		return nil, http.StatusRequestTimeout, "Request timeout"
	}
	return event, 0, ""
}

func (s *Server) setWebhook(address, secret string) (any, int, string) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Hostname() != "127.0.0.1" {
		return nil, http.StatusBadRequest, "url is invalid"
	}
	if len(secret) < 8 || len(secret) > 256 {
		return nil, http.StatusBadRequest, "secret_token is invalid"
	}
	s.Lock()
	defer s.Unlock()
	s.hook, s.secret = address, secret
	s.Notify()
	return map[string]any{"url": address, "updated_at": s.opts.Now().UnixMilli()}, 0, ""
}

func (s *Server) sendMessage(id, text string, body map[string]json.RawMessage) (any, int, string) {
	s.Lock()
	defer s.Unlock()
	defer s.Notify()
	for name := range body {
		if !slices.Contains([]string{"chat_id", "text", "parse_mode", "text_styles"}, name) {
			s.Violate("sendMessage: unknown parameter %s", name)
		}
	}
	c := s.chats[id]
	if c == nil {
		return nil, http.StatusNotFound, "chat not found"
	}
	if c.blocked {
		return nil, http.StatusForbidden, "bot was blocked"
	}
	if n := utf8.RuneCountInString(text); n < 1 || n > 2000 {
		return nil, http.StatusBadRequest, "text must be 1-2000 characters"
	}
	if s.opts.Quota > 0 && s.sent >= s.opts.Quota {
		return nil, http.StatusTooManyRequests, "Quota exceeded"
	}
	s.sent++
	m := Message{ID: fmt.Sprintf("b%06d", s.sent), Text: text, At: s.opts.Now()}
	c.box.Add(m)
	return map[string]any{"message_id": m.ID, "date": m.At.UnixMilli()}, 0, ""
}
