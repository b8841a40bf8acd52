// Package fakehost is what the stand-ins of chat platforms have in common, and nothing of what a platform is: a server
// on loopback, a lock whose holders notify of changes, waiting for that, calls of the bot's webhook, and the list of
// mistakes that the real platform would have let pass. It shares no code with the clients under test.
package fakehost

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// Host is embedded in a stand-in. All methods may be called from any goroutine; those that say so want the lock held,
// which guards the stand-in's own state too.
type Host struct {
	sync.Mutex
	http *http.Server
	ln   net.Listener
	ctx  context.Context
	stop context.CancelFunc
	wg   sync.WaitGroup

	changed    chan struct{} // closed when anything happens; nil while nobody waits
	violations []string
}

// Listen serves on an address of loopback; an empty one is a free port. Close ends it.
func (h *Host) Listen(addr string, serve http.HandlerFunc) error {
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("fake platform: %w", err)
	}
	h.ln = ln
	h.ctx, h.stop = context.WithCancel(context.Background())
	h.http = &http.Server{Handler: serve, ReadHeaderTimeout: 10 * time.Second}
	h.wg.Go(func() { _ = h.http.Serve(ln) }) // ends with ErrServerClosed
	return nil
}

// TB is the part of testing.TB that a stand-in needs; programs that are no tests can link it without testing.
type TB interface {
	Helper()
	Fatal(args ...any)
	Cleanup(func())
}

// URL is the base address for the bot's configuration.
func (h *Host) URL() string { return "http://" + h.ln.Addr().String() }

// Context ends when the host is closed.
func (h *Host) Context() context.Context { return h.ctx }

// Go runs a goroutine that Close waits for; it must end with Context.
func (h *Host) Go(f func()) { h.wg.Go(f) }

// Close cuts all connections and waits for the host's own goroutines.
func (h *Host) Close() {
	h.stop()
	_ = h.http.Close()
	h.wg.Wait()
}

// Notify wakes all that wait for something to happen. The caller holds the lock.
func (h *Host) Notify() {
	if h.changed != nil {
		close(h.changed)
		h.changed = nil
	}
}

// Changed is closed by the next Notify. The caller holds the lock.
func (h *Host) Changed() <-chan struct{} {
	if h.changed == nil {
		h.changed = make(chan struct{})
	}
	return h.changed
}

var errClosed = errors.New("the fake platform is closed")

// Until waits until done, which is called with the lock held, returns true.
func (h *Host) Until(ctx context.Context, done func() bool) error {
	h.Lock()
	defer h.Unlock()
	for !done() {
		changed := h.Changed()
		h.Unlock()
		var err error
		select {
		case <-changed:
		case <-ctx.Done():
			err = context.Cause(ctx)
		case <-h.ctx.Done():
			err = errClosed
		}
		h.Lock()
		if err != nil {
			return err
		}
	}
	return nil
}

// Violate notes what the platform would let pass although it is surely a mistake. The caller holds the lock.
func (h *Host) Violate(format string, args ...any) {
	if len(h.violations) < 1000 {
		h.violations = append(h.violations, fmt.Sprintf(format, args...))
	}
}

// Violations lists what the bot did that the platform would let pass although it is surely a mistake.
func (h *Host) Violations() []string {
	h.Lock()
	defer h.Unlock()
	return append([]string(nil), h.violations...)
}

// Push posts JSON to the bot's webhook and returns the status of its answer; 0 when none came in time. The caller does
// not hold the lock.
func (h *Host) Push(hook string, header map[string]string, body []byte, within time.Duration) int {
	ctx, cancel := context.WithTimeout(h.ctx, within)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, hook, bytes.NewReader(body))
	if err != nil {
		return 0
	}
	req.Header.Set("Content-Type", "application/json")
	for name, value := range header {
		req.Header.Set(name, value)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

// Hang answers nothing until the bot goes away or the host is closed, then cuts the connection.
func (h *Host) Hang(ctx context.Context, w http.ResponseWriter) {
	select {
	case <-ctx.Done():
	case <-h.ctx.Done():
	}
	Cut(w)
}

// Cut ends the connection so that the client sees a reset rather than an end.
func Cut(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// Page answers as a gateway does that stands before the platform: with HTML.
func Page(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(status)
	fmt.Fprintf(w, "<html>\r\n<head><title>%[1]d</title></head>\r\n<body><center><h1>%[1]d "+
		"%[2]s</h1></center><hr><center>nginx</center></body></html>\r\n", status, http.StatusText(status))
}

// JSON answers with a value.
func JSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the bot may be gone
}

// Inbox is what one person got, and how far the test has read. The stand-in's lock guards it.
type Inbox[M any] struct {
	All  []M
	read int
}

// Add puts a message at the end.
func (b *Inbox[M]) Add(m M) { b.All = append(b.All, m) }

// Next reads on to the next message of which ok says so, passing over others.
func (b *Inbox[M]) Next(ok func(M) bool) (m M, found bool) {
	for b.read < len(b.All) {
		m = b.All[b.read]
		b.read++
		if ok(m) {
			return m, true
		}
	}
	return m, false
}
