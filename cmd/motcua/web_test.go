package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestStrangersReadNoErrors: whoever asks whether we are ready learns that, not the addresses of our database.
func TestStrangersReadNoErrors(t *testing.T) {
	mux := http.NewServeMux()
	health(mux, func(context.Context) error { return errors.New("dial tcp 10.1.2.3:6379: connection refused") })
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
	if w.Code != http.StatusServiceUnavailable || strings.Contains(w.Body.String(), "10.1.2.3") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// TestAReaderThatReadsNothingIsCutOff: answers that nobody takes must not hold connections for ever.
func TestAReaderThatReadsNothingIsCutOff(t *testing.T) {
	s := server(http.NewServeMux(), slog.New(slog.DiscardHandler))
	for name, limit := range map[string]time.Duration{"header": s.ReadHeaderTimeout, "request": s.ReadTimeout,
		"answer": s.WriteTimeout, "silence": s.IdleTimeout} {
		if limit <= 0 || limit > 2*time.Minute {
			t.Errorf("%s: %v", name, limit)
		}
	}
}
