package webchat

import (
	"testing"
	"time"
)

// AwaitReceiving returns when questions are taken: Receive runs in a goroutine of its own, and until it has begun posts
// are refused as busy.
func (c *Channel) AwaitReceiving(t testing.TB) {
	t.Helper()
	for tick := time.NewTicker(time.Millisecond); ; {
		if deliver, _ := c.receiving(); deliver != nil {
			tick.Stop()
			return
		}
		select {
		case <-tick.C:
		case <-t.Context().Done():
			t.Fatal("the web chat never began to receive")
		}
	}
}

// Watch is the opening of streams while so many are open already; it reports whether one more is taken.
func Watch(open int) func(chat, address string) bool {
	h := newHub()
	h.open = open
	return func(chat, address string) bool {
		_, _, ok := h.watch(chat, address)
		return ok
	}
}
