// Package zalobottest is a working, strict stand-in for the Zalo Bot Platform over HTTP. It shares no code with the
// client under test: messages are handed out once, an empty poll is answered with 408, texts have 2,000 characters, a
// bad token gets a page that is not JSON, and a webhook's event is not sent again.
//
// It keeps everything in memory and stops with the process that started it.
package zalobottest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// Token is the bot's token. It looks like a real one, so that tests can search logs for it.
const Token = "8812345678901:TEST-zalobot_AbCdEfGhIjKlMnOp"

// Options shape a Server; the zero value is a friendly platform.
type Options struct {
	Now   func() time.Time
	Quota int // messages; 0: no limit
}

// Message is one that a chat got.
type Message struct {
	ID, Text string
	At       time.Time
}

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

// Server is the stand-in. All methods may be called from any goroutine.
type Server struct {
	opts Options
	http *http.Server
	ln   net.Listener
	ctx  context.Context
	stop context.CancelFunc
	wg   sync.WaitGroup

	mu         sync.Mutex
	changed    chan struct{}
	serial     int
	events     []string // that no poll has taken
	lost       int      // events that the webhook did not take
	statuses   map[int]int
	hook       string
	secret     string
	chats      map[string]*chat
	faults     []*Fault
	calls      map[string]int
	sent       int
	violations []string
	revoked    bool
}

type chat struct {
	messages []Message
	read     int
	blocked  bool
}

// TB is the part of testing.TB that New needs.
type TB interface {
	Helper()
	Fatal(args ...any)
	Cleanup(func())
}

// New starts a Server for a test and closes it at the test's end.
func New(t TB, opts Options) *Server {
	t.Helper()
	if opts.Now == nil {
		opts.Now = time.Now
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	s := &Server{opts: opts, ln: ln, ctx: ctx, stop: stop, changed: make(chan struct{}), statuses: make(map[int]int),
		chats: make(map[string]*chat), calls: make(map[string]int)}
	s.http = &http.Server{Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: 10 * time.Second}
	s.wg.Go(func() { _ = s.http.Serve(ln) }) // ends with ErrServerClosed
	t.Cleanup(s.Close)
	return s
}

// Close cuts all connections and waits for the Server's own goroutines.
func (s *Server) Close() {
	s.stop()
	_ = s.http.Close()
	s.wg.Wait()
}

// URL is the base address for the bot's configuration.
func (s *Server) URL() string { return "http://" + s.ln.Addr().String() }

// Inject makes calls go wrong.
func (s *Server) Inject(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &f)
}

// Revoke makes the token unknown.
func (s *Server) Revoke() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revoked = true
}

// Block makes a chat refuse messages.
func (s *Server) Block(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.someone(id).blocked = true
}

// Violations are mistakes that the platform would have let pass.
func (s *Server) Violations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.violations...)
}

// Calls counts the calls of a method.
func (s *Server) Calls(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[method]
}

// Lost counts the events that a webhook did not answer with 200: they do not come again.
func (s *Server) Lost() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lost
}

// WaitCalls waits until a method was called n times.
func (s *Server) WaitCalls(ctx context.Context, method string, n int) error {
	return s.until(ctx, func() bool { return s.calls[method] >= n })
}

// WaitHanded waits until every event was handed to a poll.
func (s *Server) WaitHanded(ctx context.Context) error {
	return s.until(ctx, func() bool { return len(s.events) == 0 })
}

func (s *Server) notify() {
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *Server) until(ctx context.Context, done func() bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for !done() {
		changed := s.changed
		s.mu.Unlock()
		var err error
		select {
		case <-changed:
		case <-ctx.Done():
			err = context.Cause(ctx)
		case <-s.ctx.Done():
			err = errors.New("zalobottest: server closed")
		}
		s.mu.Lock()
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) someone(id string) *chat {
	c := s.chats[id]
	if c == nil {
		c = &chat{}
		s.chats[id] = c
	}
	return c
}

// Says makes a person write in his private chat, whose id he shares. Every second event comes in its wrapper and with
// the other names of fields.
func (s *Server) Says(id, text string) {
	s.event(id, id, "PRIVATE", "message.text.received", fmt.Sprintf(`"text":%s`, quoted(text)))
}

// SaysInGroup makes a person write to the bot in a group.
func (s *Server) SaysInGroup(group, id, text string) {
	s.event(group, id, "GROUP", "message.text.received", fmt.Sprintf(`"text":%s`, quoted(text)))
}

// Sends makes a person send something else: "image", "sticker", "voice" or "unsupported".
func (s *Server) Sends(id, kind string) {
	extra := map[string]string{"image": `"photo":"https://a.invalid/p.jpg","caption":"ảnh"`, "sticker": `"sticker":"s1","url":"https://a.invalid/s"`,
		"voice": `"voice_url":"https://a.invalid/v.aac"`, "unsupported": `"text":""`}[kind]
	s.event(id, id, "PRIVATE", "message."+kind+".received", extra)
}

func (s *Server) event(chatID, from, kind, name, fields string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.someone(chatID).blocked = false
	s.serial++
	odd := s.serial%2 == 0
	nameField := "display_name"
	if odd {
		nameField = "name"
	}
	body := fmt.Sprintf(`{"event_name":%q,"message":{"from":{"id":%q,%q:"Ted","is_bot":false},"chat":{"id":%q,"chat_type":%q},%s,"message_id":"m%d","date":%d}}`,
		name, from, nameField, chatID, kind, fields, s.serial, s.opts.Now().UnixMilli())
	if odd {
		body = `{"ok":true,"result":` + body + `}`
	}
	s.queue(body)
}

// PushRaw hands out an event as it is given.
func (s *Server) PushRaw(body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue(body)
}

// queue keeps an event for the next poll, or posts it to the webhook. The caller holds mu.
func (s *Server) queue(body string) {
	if s.hook == "" {
		s.events = append(s.events, body)
		s.notify()
		return
	}
	hook, secret := s.hook, s.secret
	s.wg.Go(func() { s.post(hook, secret, body) })
}

func (s *Server) post(hook, secret, body string) {
	ctx, cancel := context.WithTimeout(s.ctx, 30*time.Second)
	defer cancel()
	status := 0
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, hook, strings.NewReader(body))
	if err == nil {
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("X-Bot-Api-Secret-Token", secret)
		var resp *http.Response
		if resp, err = http.DefaultClient.Do(req); err == nil {
			status = resp.StatusCode
			_ = resp.Body.Close()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.statuses[status]++
	if status != http.StatusOK {
		s.lost++
	}
	s.notify()
}

// WaitStatus waits until the webhook answered n events with a status.
func (s *Server) WaitStatus(ctx context.Context, status, n int) error {
	return s.until(ctx, func() bool { return s.statuses[status] >= n })
}

// Messages are all that a chat got.
func (s *Server) Messages(id string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Message(nil), s.someone(id).messages...)
}

// WaitText waits for the next message that holds the words, passing over others.
func (s *Server) WaitText(ctx context.Context, id, words string) (Message, error) {
	var m Message
	err := s.until(ctx, func() bool {
		c := s.someone(id)
		for c.read < len(c.messages) {
			m = c.messages[c.read]
			c.read++
			if strings.Contains(m.Text, words) {
				return true
			}
		}
		return false
	})
	return m, err
}

func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic("zalobottest: " + err.Error())
	}
	return string(b)
}

// HoldsToken reports whether a text holds the token, also in an address.
func HoldsToken(text string) bool {
	return strings.Contains(text, Token) || strings.Contains(text, url.PathEscape(Token))
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	token, method, ok := strings.Cut(strings.TrimPrefix(r.URL.Path, "/bot"), "/")
	s.mu.Lock()
	s.calls[method]++
	bad := token != Token || s.revoked
	var fault *Fault
	for _, f := range s.faults {
		if fault == nil && (f.Method == "" || f.Method == method) && (f.Times == 0 || f.hits < f.Times) {
			f.hits++
			fault = f
		}
	}
	s.notify()
	s.mu.Unlock()
	switch {
	case !ok || bad:
		page(w, http.StatusUnauthorized)
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
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"ok": true, "result": result}) // the bot may be gone
}

func (f *Fault) answer(w http.ResponseWriter) {
	switch {
	case f.Code != 0:
		refuse(w, f.Code, f.Description, f.InBody)
	case f.Page != 0:
		page(w, f.Page)
	default:
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			_ = conn.Close()
		}
	}
}

func page(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(status)
	fmt.Fprint(w, "<html>gateway</html>")
}

func refuse(w http.ResponseWriter, code int, description string, inBody bool) {
	w.Header().Set("Content-Type", "application/json")
	if !inBody {
		w.WriteHeader(code)
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"ok": false, "error_code": code, "description": description})
}

func (s *Server) dispatch(ctx context.Context, method string, body map[string]json.RawMessage) (result any, code int, description string) {
	text := func(name string) string {
		var v string
		if json.Unmarshal(body[name], &v) != nil {
			v = strings.Trim(string(body[name]), `"`)
		}
		return v
	}
	switch method {
	case "getMe":
		return map[string]any{"id": "1459232241454765289", "account_name": "bot.mUnWsuY", "account_type": "BASIC", "can_join_groups": false}, 0, ""
	case "getUpdates":
		return s.getUpdates(ctx, text("timeout"))
	case "setWebhook":
		return s.setWebhook(text("url"), text("secret_token"))
	case "deleteWebhook":
		s.mu.Lock()
		defer s.mu.Unlock()
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
	s.mu.Lock()
	hook := s.hook
	s.mu.Unlock()
	if hook != "" {
		return nil, http.StatusBadRequest, "webhook is active"
	}
	ctx, cancel := context.WithTimeout(ctx, time.Duration(seconds)*time.Second)
	defer cancel()
	var event json.RawMessage
	err = s.until(ctx, func() bool {
		if len(s.events) == 0 {
			return false
		}
		event = json.RawMessage(s.events[0]) // handed out once: there is no offset
		s.events = s.events[1:]
		s.notify()
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
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hook, s.secret = address, secret
	s.notify()
	return map[string]any{"url": address, "updated_at": s.opts.Now().UnixMilli()}, 0, ""
}

func (s *Server) sendMessage(id, text string, body map[string]json.RawMessage) (any, int, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.notify()
	for name := range body {
		if !slices.Contains([]string{"chat_id", "text", "parse_mode", "text_styles"}, name) {
			s.violations = append(s.violations, "sendMessage: unknown parameter "+name)
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
	c.messages = append(c.messages, m)
	return map[string]any{"message_id": m.ID, "date": m.At.UnixMilli()}, 0, ""
}

// WaitWebhook waits until a webhook is set.
func (s *Server) WaitWebhook(ctx context.Context) error {
	return s.until(ctx, func() bool { return s.hook != "" })
}
