package bottest

import (
	"testing"
	"time"
)

// Until waits for what something else does by itself, another goroutine or process; it fails the test when that does
// not hold within so long.
func Until(tb testing.TB, what string, within time.Duration, holds func() bool) {
	tb.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for limit := time.After(within); !holds(); {
		select {
		case <-tick.C:
		case <-limit:
			tb.Fatalf("not within %s: %s", within, what)
		}
	}
}
