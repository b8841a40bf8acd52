package zalobot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"log/slog"

	"github.com/motcua/motcua/bot/platform"
)

// label names the platform in errors and logs.
const label = "zalo bot"

const (
	pollSeconds  = 30
	pollDeadline = (pollSeconds + 15) * time.Second
	callDeadline = 20 * time.Second
	answerLimit  = 1 << 20
)

// call makes one request and decodes its result; the error is a *platform.Failure.
func (c *Channel) call(ctx context.Context, method string, body, into any) error {
	err := c.request(ctx, method, body, into)
	status := http.StatusOK
	if err != nil {
		switch f := platform.AsFailure(err); {
		case f.Spoken:
			status = f.Code
		case f.Status != http.StatusOK:
			status = f.Status
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
	failed := func(sent bool, cause error) error {
		return &platform.Failure{Platform: label, Call: method, Sent: sent, Cause: platform.Redact(cause, c.cfg.Token)}
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return failed(false, err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.api+"/bot"+c.cfg.Token+"/"+method,
		bytes.NewReader(raw))
	if err != nil {
		return failed(false, errors.New("request cannot be made"))
	}
	req.Header.Set("Content-Type", "application/json")
	got, err := platform.Exchange(c.client, req, answerLimit)
	if err != nil {
		return failed(got.Sent, err)
	}
	return c.read(method, got.Status, got.Body, into)
}

// read decodes the envelope; a bad token may be answered with something else than JSON.
func (c *Channel) read(method string, status int, answer []byte, into any) error {
	var envelope struct {
		OK          *bool           `json:"ok"`
		Result      json.RawMessage `json:"result"`
		Code        platform.Scalar `json:"error_code"`
		Description string          `json:"description"`
	}
	f := &platform.Failure{
		Platform: label, Call: method, Status: status, Code: status, Sent: true,
		Description: "answer is not the platform's",
	}
	if json.Unmarshal(answer, &envelope) != nil || envelope.OK == nil {
		return f
	}
	f.Spoken = true
	if !*envelope.OK {
		if code, _ := envelope.Code.Int(); code != 0 {
			f.Code = int(code)
		}
		f.Description = strings.ReplaceAll(platform.Clip(envelope.Description, 200), c.cfg.Token, "***")
		return f
	}
	if into == nil || len(envelope.Result) == 0 {
		return nil
	}
	if err := json.Unmarshal(envelope.Result, into); err != nil {
		f.Done, f.Cause = true, fmt.Errorf("result: %w", err)
		return f
	}
	return nil
}

// persist makes a call until it succeeds; false: ctx ended first.
func (c *Channel) persist(ctx context.Context, method string, body any) bool {
	for try := 0; ; try++ {
		err := c.call(ctx, method, body, nil)
		if err == nil {
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		c.trouble(ctx, method, err)
		if c.wait(ctx, platform.Backoff(try)) != nil {
			return false
		}
	}
}

// trouble logs a failure, and alerts the owners when only they can act.
func (c *Channel) trouble(ctx context.Context, what string, err error) {
	c.log.LogAttrs(ctx, slog.LevelWarn, "zalo bot call failed", slog.String("call", what), slog.Any("error", err))
	switch f := platform.AsFailure(err); {
	case !f.Spoken:
	case f.Code == http.StatusUnauthorized, f.Code == http.StatusForbidden, f.Code == http.StatusNotFound:
		c.alerts.Raise(ctx, "token", alertToken)
	}
}
