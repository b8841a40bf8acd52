package zalobot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

const (
	pollSeconds  = 30
	pollDeadline = (pollSeconds + 15) * time.Second
	callDeadline = 20 * time.Second
	answerLimit  = 1 << 20
)

// flex is a value that comes as a string in one place and as a number in another.
type flex string

// UnmarshalJSON takes any scalar; null is empty.
func (f *flex) UnmarshalJSON(b []byte) error {
	var s string
	switch {
	case string(b) == "null":
		*f = ""
	case json.Unmarshal(b, &s) == nil:
		*f = flex(s)
	case len(b) > 0 && (b[0] == '{' || b[0] == '['):
		return errors.New("want a string or number")
	default:
		*f = flex(b)
	}
	return nil
}

// failure is why a call failed. It never holds the request's address.
type failure struct {
	method      string
	status      int  // of HTTP; 0: no answer came
	spoken      bool // the platform itself answered
	code        int
	description string
	sent        bool // the whole request went out, so it may have taken effect
	cause       error
}

func (f *failure) Error() string {
	if f.cause != nil {
		return fmt.Sprintf("zalo bot %s: %v", f.method, f.cause)
	}
	return fmt.Sprintf("zalo bot %s: %d %s", f.method, f.code, f.description)
}

func (f *failure) Unwrap() error { return f.cause }

func asFailure(err error) *failure {
	var f *failure
	if errors.As(err, &f) {
		return f
	}
	return &failure{cause: err}
}

// call makes one request and decodes its result; the error is a *failure.
func (c *Channel) call(ctx context.Context, method string, body, into any) error {
	err := c.request(ctx, method, body, into)
	status := http.StatusOK
	if err != nil {
		switch f := asFailure(err); {
		case f.spoken:
			status = f.code
		case f.status != http.StatusOK:
			status = f.status
		default:
			status = 0
		}
	}
	c.cfg.Observe(method, status)
	return err
}

func (c *Channel) request(ctx context.Context, method string, body, into any) error {
	deadline := callDeadline
	if method == "getUpdates" {
		deadline = pollDeadline
	}
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	if body == nil {
		body = struct{}{}
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return &failure{method: method, cause: err}
	}
	var sent atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(w httptrace.WroteRequestInfo) {
		if w.Err == nil {
			sent.Store(true)
		}
	}})
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.api+"/bot"+c.cfg.Token+"/"+method, bytes.NewReader(raw))
	if err != nil {
		return &failure{method: method, cause: errors.New("request cannot be made")}
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.client.Do(req)
	if err != nil {
		return &failure{method: method, sent: sent.Load(), cause: c.bare(err)}
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, answerLimit))
	if err != nil {
		return &failure{method: method, sent: true, cause: c.bare(err)}
	}
	return c.read(method, resp.StatusCode, answer, into)
}

// read decodes the envelope; a bad token may be answered with something else than JSON.
func (c *Channel) read(method string, status int, answer []byte, into any) error {
	var envelope struct {
		OK          *bool           `json:"ok"`
		Result      json.RawMessage `json:"result"`
		Code        flex            `json:"error_code"`
		Description string          `json:"description"`
	}
	f := &failure{method: method, status: status, code: status, sent: true, description: "answer is not the platform's"}
	if json.Unmarshal(answer, &envelope) != nil || envelope.OK == nil {
		return f
	}
	f.spoken = true
	if !*envelope.OK {
		if code, err := strconv.Atoi(string(envelope.Code)); err == nil && code != 0 {
			f.code = code
		}
		f.description = c.redact(short(envelope.Description, 200))
		return f
	}
	if into == nil || len(envelope.Result) == 0 {
		return nil
	}
	if err := json.Unmarshal(envelope.Result, into); err != nil {
		f.cause = fmt.Errorf("result: %w", err)
		return f
	}
	return nil
}

// bare strips the address, which holds the token, from a network error.
func (c *Channel) bare(err error) error {
	var at *url.Error
	if errors.As(err, &at) {
		err = at.Err
	}
	if strings.Contains(err.Error(), c.cfg.Token) {
		return errors.New(c.redact(err.Error()))
	}
	return err
}

func (c *Channel) redact(s string) string { return strings.ReplaceAll(s, c.cfg.Token, "***") }

func short(s string, n int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// backoff grows from half a second to half a minute, with chance in it.
func backoff(try int) time.Duration {
	d := min(500*time.Millisecond<<min(try, 10), 30*time.Second)
	return d - time.Duration(rand.Int64N(int64(d)/3))
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
