package telegram

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

const (
	pollTimeout   = 50 * time.Second // the server's own maximum
	pollDeadline  = pollTimeout + 15*time.Second
	callDeadline  = 30 * time.Second
	uploadTime    = 2 * time.Minute
	answerLimit   = 16 << 20 // bytes of one answer that we read
	longestPause  = 30 * time.Second
	shortestPause = 500 * time.Millisecond
)

// failure is why a call to the Bot API failed. It never holds the request's address.
type failure struct {
	method      string
	status      int  // of HTTP; 0: no answer came
	spoken      bool // the Bot API itself answered, not a gateway before it
	code        int
	description string
	retryAfter  time.Duration
	migrateTo   int64
	sent        bool // the whole request went out, so it may have taken effect
	done        bool // Telegram did it; only the result could not be read
	cause       error
}

func (f *failure) Error() string {
	switch {
	case f.cause != nil:
		return fmt.Sprintf("telegram %s: %v", f.method, f.cause)
	case f.retryAfter > 0:
		return fmt.Sprintf("telegram %s: %d %s (%s)", f.method, f.code, f.description, f.retryAfter)
	}
	return fmt.Sprintf("telegram %s: %d %s", f.method, f.code, f.description)
}

func (f *failure) Unwrap() error { return f.cause }

// refused reports whether Telegram does not know the token: 401, or 404 for one that it cannot even read.
func (f *failure) refused() bool {
	return f.spoken && (f.code == http.StatusUnauthorized || f.code == http.StatusNotFound)
}

// says reports whether Telegram's description holds one of the phrases, in lower case.
func (f *failure) says(phrases ...string) bool {
	text := strings.ToLower(f.description)
	for _, p := range phrases {
		if strings.Contains(text, p) {
			return true
		}
	}
	return false
}

func asFailure(err error) *failure {
	var f *failure
	if errors.As(err, &f) {
		return f
	}
	return &failure{cause: err}
}

// call makes one request to the Bot API and returns its result; the error is a *failure.
func (c *Channel) call(ctx context.Context, method string, params tgbotapi.Params) (json.RawMessage, error) {
	var raw json.RawMessage
	err := c.ask(ctx, method, params, &raw)
	return raw, err
}

// ask is call with the result decoded.
func (c *Channel) ask(ctx context.Context, method string, params tgbotapi.Params, into any, files ...tgbotapi.RequestFile) error {
	deadline := callDeadline
	switch {
	case method == "getUpdates":
		deadline = pollDeadline
	case len(files) > 0:
		deadline = uploadTime
	}
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	trip := &roundTrip{ctx: ctx, client: c.client}
	var unread, err error
	if len(files) > 0 {
		unread, err = c.upload(trip, method, params, files, into)
	} else {
		unread, err = c.post(trip, method, params, into)
	}
	if err != nil {
		f := c.failed(method, trip, err)
		if f.status == http.StatusOK {
			f.status = 0 // not the Bot API's words
		}
		c.observe(method, f.status)
		return f
	}
	c.observe(method, http.StatusOK)
	if unread != nil {
		return &failure{method: method, sent: true, done: true, cause: fmt.Errorf("result: %w", unread)}
	}
	return nil
}

// post makes a request without files, in JSON: the library's form takes three bytes for one of a Vietnamese letter, and
// its answers are read twice. unread says why the result of a call that succeeded has not the form of into.
func (c *Channel) post(trip *roundTrip, method string, params tgbotapi.Params, into any) (unread, err error) {
	var body bytes.Buffer
	size := 64
	for name, value := range params {
		size += len(name) + len(value)*9/8 + 8
	}
	body.Grow(size)
	e := json.NewEncoder(&body)
	e.SetEscapeHTML(false)
	if params == nil {
		params = tgbotapi.Params{}
	}
	if err := e.Encode(params); err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(trip.ctx, http.MethodPost, fmt.Sprintf(c.endpoint, c.token, method), &body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := trip.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var answer struct {
		OK          bool                         `json:"ok"`
		Result      any                          `json:"result"`
		Code        int                          `json:"error_code"`
		Description string                       `json:"description"`
		Parameters  *tgbotapi.ResponseParameters `json:"parameters"`
	}
	answer.Result = into
	var mismatch *json.UnmarshalTypeError
	if err := json.Unmarshal(trip.body, &answer); errors.As(err, &mismatch) && answer.OK {
		return mismatch, nil
	} else if err != nil {
		return nil, err
	}
	if !answer.OK {
		failed := &tgbotapi.Error{Code: answer.Code, Message: answer.Description}
		if answer.Parameters != nil {
			failed.ResponseParameters = *answer.Parameters
		}
		return nil, failed
	}
	return nil, nil
}

// upload leaves forms with files to the library.
func (c *Channel) upload(trip *roundTrip, method string, params tgbotapi.Params, files []tgbotapi.RequestFile, into any) (unread, err error) {
	// A BotAPI is only a name for token, client and address; making one for each call gives each call its context, and
	// skips NewBotAPI's getMe, which fails when Telegram is down. The library writes to its own global logger, with the
	// token, only in Debug mode and in GetUpdatesChan; neither is used here, so that logger stays as it is.
	api := tgbotapi.BotAPI{Token: c.token, Client: trip}
	api.SetAPIEndpoint(c.endpoint)
	resp, err := api.UploadFiles(method, params, files)
	if err != nil {
		return nil, err
	}
	return json.Unmarshal(resp.Result, into), nil
}

func (c *Channel) failed(method string, trip *roundTrip, err error) *failure {
	f := &failure{method: method, status: trip.status, code: trip.status, sent: trip.sent.Load(), retryAfter: trip.retryAfter}
	var api *tgbotapi.Error
	switch {
	case errors.As(err, &api): // an upload's error has no code: the status stands in
		f.spoken = api.Message != ""
		f.code = cmp.Or(api.Code, trip.status)
		f.description = c.redact(cmp.Or(api.Message, "no description"))
		f.migrateTo = api.MigrateToChatID
		if api.RetryAfter > 0 {
			f.retryAfter = time.Duration(api.RetryAfter) * time.Second
		}
	case trip.status != 0 && trip.readErr == nil:
		f.description = "answer is not JSON"
	default:
		f.cause = c.bare(err)
	}
	return f
}

// bare strips the address, which holds the token, from a network error.
func (c *Channel) bare(err error) error {
	var at *url.Error
	if errors.As(err, &at) {
		err = at.Err
	}
	if strings.Contains(err.Error(), c.token) {
		return errors.New(c.redact(err.Error()))
	}
	return err
}

func (c *Channel) redact(s string) string { return strings.ReplaceAll(s, c.token, "***") }

// roundTrip gives the library's request a context, and keeps what the library forgets about the answer.
type roundTrip struct {
	ctx        context.Context
	client     *http.Client
	sent       atomic.Bool
	status     int
	body       []byte
	readErr    error
	retryAfter time.Duration
}

// Do implements the library's HTTPClient. It reads the whole answer, so that the connection can be used again.
func (t *roundTrip) Do(req *http.Request) (*http.Response, error) {
	ctx := httptrace.WithClientTrace(t.ctx, &httptrace.ClientTrace{WroteRequest: func(w httptrace.WroteRequestInfo) {
		if w.Err == nil {
			t.sent.Store(true)
		}
	}})
	resp, err := t.client.Do(req.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	t.status = resp.StatusCode
	if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && seconds > 0 && resp.StatusCode == http.StatusTooManyRequests {
		t.retryAfter = time.Duration(seconds) * time.Second
	}
	var body bytes.Buffer
	body.Grow(int(min(max(resp.ContentLength+bytes.MinRead, 1<<10), 1<<16)))
	if _, err := body.ReadFrom(io.LimitReader(resp.Body, answerLimit)); err != nil {
		t.readErr = err
		return nil, err
	}
	t.body = body.Bytes()
	resp.Body = io.NopCloser(&body)
	return resp, nil
}

// persist calls f until it succeeds, ctx ends, or Telegram's answer shows that trying again is useless.
func (c *Channel) persist(ctx context.Context, f func() error) error {
	for try := 0; ; try++ {
		err := f()
		if err == nil || ctx.Err() != nil {
			return err
		}
		fail := asFailure(err)
		if fail.refused() || fail.spoken && fail.code == http.StatusBadRequest {
			return err
		}
		pause := max(fail.retryAfter, backoff(try))
		c.log.LogAttrs(ctx, slog.LevelWarn, "telegram not ready", slog.Any("error", err), slog.Duration("pause", pause))
		if err := c.wait(ctx, pause); err != nil {
			return err
		}
	}
}

// backoff is the pause after the given number of earlier failures in a row: doubling, with jitter so that replicas part.
func backoff(failures int) time.Duration {
	d := min(shortestPause<<min(failures, 10), longestPause)
	return d/2 + rand.N(d/2+1)
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// jsonText is for values that cannot fail to encode: structs of strings and numbers.
func jsonText(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}
