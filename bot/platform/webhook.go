package platform

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/motcua/motcua/bot"
)

// webhookLimit bounds one event.
const webhookLimit = 1 << 20

// Webhook is where a platform calls us. It answers 503 until it is opened, and after it is closed.
type Webhook struct{ open atomic.Pointer[intake] }

type intake struct {
	ctx     context.Context
	deliver bot.Deliver
}

// Open takes calls from now on, until ctx ends or the returned function is called.
func (h *Webhook) Open(ctx context.Context, deliver bot.Deliver) (closed func()) {
	h.open.Store(&intake{ctx, deliver})
	return func() { h.open.Store(nil) }
}

// IsOpen reports whether calls are taken.
func (h *Webhook) IsOpen() bool { return h.open.Load() != nil }

// Begin returns the Deliver to use for one call and a context that ends with the call, with the webhook or after the
// given time. When the webhook is closed it answers 503 and returns false.
func (h *Webhook) Begin(w http.ResponseWriter, r *http.Request, within time.Duration) (
	ctx context.Context, cancel func(), deliver bot.Deliver, ok bool,
) {
	open := h.open.Load()
	if open == nil {
		http.Error(w, "not receiving", http.StatusServiceUnavailable)
		return nil, nil, nil, false
	}
	ctx, end := context.WithTimeout(r.Context(), within)
	stop := context.AfterFunc(open.ctx, end)
	return ctx, func() { stop(); end() }, open.deliver, true
}

// IsPost answers anything but a POST with 405 and reports false.
func IsPost(w http.ResponseWriter, r *http.Request) bool {
	if r.Method == http.MethodPost {
		return true
	}
	w.Header().Set("Allow", http.MethodPost)
	http.Error(w, "POST only", http.StatusMethodNotAllowed)
	return false
}

// ReadBody reads an event. When it is too large or breaks off it answers so and reports false.
func ReadBody(w http.ResponseWriter, r *http.Request) ([]byte, bool) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, webhookLimit))
	if err == nil {
		return body, true
	}
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
	} else {
		http.Error(w, "body not read", http.StatusBadRequest)
	}
	return nil, false
}

// HasSecret compares the secret that the platform sends in a header. Without it, or with a wrong one, it answers 403
// and reports false. The comparison takes the same time whatever the difference, also in length.
func HasSecret(w http.ResponseWriter, r *http.Request, header, want string) bool {
	a, b := sha256.Sum256([]byte(r.Header.Get(header))), sha256.Sum256([]byte(want))
	if want != "" && subtle.ConstantTimeCompare(a[:], b[:]) == 1 {
		return true
	}
	http.Error(w, "wrong secret", http.StatusForbidden)
	return false
}
