package zalo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"
	"time"

	"github.com/motcua/motcua/bot/platform"
)

const (
	callDeadline = 20 * time.Second
	uploadTime   = 90 * time.Second
	answerLimit  = 4 << 20 // bytes of one answer that we read
)

// apiRequest is one call of the OpenAPI, which can be made again with another token.
type apiRequest struct {
	method, path string
	query        url.Values
	body         []byte
	contentType  string
	deadline     time.Duration // 0: callDeadline
}

func jsonRequest(path string, body any) apiRequest {
	raw, err := json.Marshal(body)
	if err != nil {
		panic("zalo: request cannot be encoded: " + err.Error()) // our own types
	}
	return apiRequest{method: http.MethodPost, path: path, body: raw, contentType: "application/json"}
}

func uploadRequest(kind, name, mediaType string, content []byte) apiRequest {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	head := textproto.MIMEHeader{}
	head.Set("Content-Disposition", mime(name))
	head.Set("Content-Type", mediaType)
	part, err := form.CreatePart(head)
	if err == nil {
		_, err = part.Write(content)
	}
	if err = errors.Join(err, form.Close()); err != nil {
		panic("zalo: form cannot be written: " + err.Error()) // to memory
	}
	return apiRequest{method: http.MethodPost, path: "/v2.0/oa/upload/" + kind, body: body.Bytes(),
		contentType: form.FormDataContentType(), deadline: uploadTime}
}

func mime(name string) string {
	safe := strings.Map(func(r rune) rune {
		if r < ' ' || r == '"' || r == '\\' || r == '/' {
			return '_'
		}
		return r
	}, name)
	return `form-data; name="file"; filename="` + safe + `"`
}

// ask makes a call and decodes its data. When Zalo does not accept the token, the pair is renewed once and the call
// made once more.
func (c *Channel) ask(ctx context.Context, r apiRequest, into any) error {
	token, err := c.grant.token(ctx)
	if err != nil {
		return err
	}
	raw, err := c.once(ctx, token, r)
	if err != nil && classes[platform.AsFailure(err).Code] == classToken {
		if token, err = c.grant.renew(ctx, token); err != nil {
			return err
		}
		raw, err = c.once(ctx, token, r)
	}
	if err != nil {
		return err
	}
	if into == nil || len(raw) == 0 {
		return nil
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return &platform.Failure{Platform: Name, Call: r.path, Status: http.StatusOK, Sent: true,
			Cause: fmt.Errorf("data: %w", err)}
	}
	return nil
}

// once makes the call with one token.
func (c *Channel) once(ctx context.Context, token string, r apiRequest) (json.RawMessage, error) {
	raw, err := c.request(ctx, token, r)
	c.cfg.Observe(r.path, statusOf(err))
	return raw, err
}

// statusOf is the status for Config.Observe.
func statusOf(err error) int {
	if err == nil {
		return http.StatusOK
	}
	f := platform.AsFailure(err)
	switch {
	case !f.Spoken && f.Status == http.StatusOK:
		return 0
	case !f.Spoken:
		return f.Status
	}
	switch classes[f.Code] {
	case classToken, classHuman:
		return http.StatusUnauthorized
	case classRate, classQuota:
		return http.StatusTooManyRequests
	case classUnknown, classAgain:
		return http.StatusServiceUnavailable
	}
	return http.StatusBadRequest
}

func (c *Channel) request(ctx context.Context, token string, r apiRequest) (json.RawMessage, error) {
	deadline := r.deadline
	if deadline == 0 {
		deadline = callDeadline
	}
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	address := c.api + r.path
	if r.query != nil {
		address += "?" + r.query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, r.method, address, bytes.NewReader(r.body))
	if err != nil {
		return nil, &platform.Failure{Platform: Name, Call: r.path, Cause: errors.New("request cannot be made")}
	}
	req.Header.Set("access_token", token)
	if r.contentType != "" {
		req.Header.Set("Content-Type", r.contentType)
	}
	got, err := perform(c.client, req, r.path)
	if err != nil {
		return nil, err
	}
	var envelope struct {
		Data    json.RawMessage  `json:"data"`
		Error   *platform.Scalar `json:"error"`
		Message string           `json:"message"`
	}
	f := unanswered(r.path, got)
	if json.Unmarshal(got.Body, &envelope) != nil || envelope.Error == nil {
		return nil, f
	}
	code, ok := envelope.Error.Int()
	switch {
	case !ok:
		return nil, f
	case code != 0:
		f.Spoken, f.Code = true, int(code)
		f.Description = strings.ReplaceAll(platform.Clip(envelope.Message, 200), token, "***")
		return nil, f
	case got.Status != http.StatusOK:
		return nil, f
	}
	return envelope.Data, nil
}

// perform makes an HTTP request. The error is a *platform.Failure.
func perform(client *http.Client, req *http.Request, path string) (platform.Answer, error) {
	a, err := platform.Exchange(client, req, answerLimit)
	if err != nil {
		return a, &platform.Failure{Platform: Name, Call: path, Sent: a.Sent, Cause: err}
	}
	return a, nil
}

// unanswered is the failure of a call that something else than Zalo answered.
func unanswered(path string, a platform.Answer) *platform.Failure {
	return &platform.Failure{
		Platform: Name, Call: path, Status: a.Status, Code: a.Status, Sent: true,
		Description: "answer is not Zalo's", Detail: a.Header.Get("X-RateLimit-Remain"),
	}
}
