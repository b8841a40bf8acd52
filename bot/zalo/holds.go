package zalo

import (
	"sync"
	"time"
)

// What is held back.
const (
	rateAll  = "all"  // nothing is sent
	rateForm = "form" // no templates
)

// holds are the times until which something is not tried, since Zalo said so.
type holds struct {
	mu    sync.Mutex
	until map[string]time.Time
}

func (h *holds) set(what string, until time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.until == nil {
		h.until = make(map[string]time.Time)
	}
	h.until[what] = until
}

func (h *holds) left(what string, now time.Time) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.until[what].Sub(now)
}
