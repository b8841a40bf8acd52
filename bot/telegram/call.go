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
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/motcua/motcua/bot/platform"
)

const (
	pollTimeout  = 50 * time.Second // the server's own maximum
	pollDeadline = pollTimeout + 15*time.Second
	callDeadline = 30 * time.Second
	uploadTime   = 2 * time.Minute
	answerLimit  = 16 << 20 // bytes of one answer that we read
)

// refused reports whether Telegram does not know the token: 401, or 404 for one that it cannot even read.
func refused(f *platform.Failure) bool {
	return f.Spoken && (f.Code == http.StatusUnauthorized || f.Code == http.StatusNotFound)
}

// call makes one request to the Bot API and returns its result; the error is a *platform.Failure.
func (c *Channel) call(ctx context.Context, method string, params tgbotapi.Params) (json.RawMessage, error) {
	var raw json.RawMessage
	err := c.ask(ctx, method, params, &raw)
	return raw, err
}

// ask is call with the result decoded.
func (c *Channel) ask(ctx context.Context, method string, params tgbotapi.Params, into any,
	files ...tgbotapi.RequestFile) error {
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
		if f.Status == http.StatusOK {
			f.Status = 0 // not the Bot API's words
		}
		c.observe(method, f.Status)
		return f
	}
	c.observe(method, http.StatusOK)
	if unread != nil {
		return &platform.Failure{Platform: Name, Call: method, Sent: true, Done: true,
			Cause: fmt.Errorf("result: %w", unread)}
	}
	return nil
}

// post makes a request without files, in JSON: the library sends forms, which take three bytes for each byte of a
// Vietnamese letter, and decodes answers twice. unread is the error of a call that succeeded but whose result cannot be
// decoded.
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
	if _, err := trip.Do(req); err != nil { //nolint:bodyclose // it is in memory
		return nil, err
	}
	var answer struct {
		OK          bool                         `json:"ok"`
		Result      any                          `json:"result"`
		Code        int                          `json:"error_code"`
		Description string                       `json:"description"`
		Parameters  *tgbotapi.ResponseParameters `json:"parameters"`
	}
	answer.Result = into
	var mismatch *json.UnmarshalTypeError
	if err := json.Unmarshal(trip.answer.Body, &answer); errors.As(err, &mismatch) && answer.OK {
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
func (c *Channel) upload(trip *roundTrip, method string, params tgbotapi.Params, files []tgbotapi.RequestFile,
	into any) (unread, err error) {
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

func (c *Channel) failed(method string, trip *roundTrip, err error) *platform.Failure {
	status := trip.answer.Status
	f := &platform.Failure{Platform: Name, Call: method, Status: status, Code: status, Sent: trip.answer.Sent}
	if seconds, err := strconv.Atoi(trip.answer.Header.Get("Retry-After")); err == nil &&
		status == http.StatusTooManyRequests {
		f.RetryAfter = max(0, time.Duration(seconds)*time.Second)
	}
	var api *tgbotapi.Error
	switch {
	case errors.As(err, &api): // an upload's error has no code: the status stands in
		f.Spoken = api.Message != ""
		f.Code = cmp.Or(api.Code, status)
		f.Description = strings.ReplaceAll(cmp.Or(api.Message, "no description"), c.token, "***")
		if api.MigrateToChatID != 0 {
			f.Detail = strconv.FormatInt(api.MigrateToChatID, 10)
		}
		if api.RetryAfter > 0 {
			f.RetryAfter = time.Duration(api.RetryAfter) * time.Second
		}
	case status != 0 && trip.err == nil:
		f.Description = "answer is not JSON"
	default:
		if at, ok := errors.AsType[*url.Error](err); ok {
			err = at.Err
		}
		f.Cause = platform.Redact(err, c.token)
	}
	return f
}

// roundTrip gives the library's request a context, and keeps the answer, of which the library returns only a part.
type roundTrip struct {
	ctx    context.Context
	client *http.Client
	answer platform.Answer
	err    error
}

// Do implements the library's HTTPClient.
func (t *roundTrip) Do(req *http.Request) (*http.Response, error) {
	if t.answer, t.err = platform.Exchange(t.client, req.WithContext(t.ctx), answerLimit); t.err != nil {
		return nil, t.err
	}
	body := io.NopCloser(bytes.NewReader(t.answer.Body))
	return &http.Response{StatusCode: t.answer.Status, Header: t.answer.Header, Body: body}, nil
}

// persist calls f until it succeeds, ctx ends, or Telegram's answer shows that trying again is useless.
func (c *Channel) persist(ctx context.Context, f func() error) error {
	for try := 0; ; try++ {
		err := f()
		if err == nil || ctx.Err() != nil {
			return err
		}
		fail := platform.AsFailure(err)
		if refused(fail) || fail.Spoken && fail.Code == http.StatusBadRequest {
			return err
		}
		pause := max(fail.RetryAfter, platform.Backoff(try))
		c.log.LogAttrs(ctx, slog.LevelWarn, "telegram not ready", slog.Any("error", err), slog.Duration("pause", pause))
		if err := c.wait(ctx, pause); err != nil {
			return err
		}
	}
}

// jsonText is for values that cannot fail to encode: structs of strings and numbers.
func jsonText(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}
