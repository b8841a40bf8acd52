package zalo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

const (
	callDeadline = 20 * time.Second
	uploadTime   = 90 * time.Second
	answerLimit  = 4 << 20 // bytes of one answer that we read
)

// flex is a value that Zalo writes as a string in one place and as a number or boolean in another.
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

func (f flex) number() (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(string(f)), 10, 64)
	return n, err == nil
}

// failure is why a call to Zalo failed. It never holds a token or an address with one.
type failure struct {
	path      string
	status    int  // of HTTP; 0: no answer came
	code      int  // Zalo's, negative; 0: Zalo itself did not answer
	sent      bool // the whole request went out, so it may have taken effect
	message   string
	remaining string // X-RateLimit-Remain, if told
	cause     error
}

func (f *failure) Error() string {
	switch {
	case f.cause != nil:
		return fmt.Sprintf("zalo %s: %v", f.path, f.cause)
	case f.code != 0:
		return fmt.Sprintf("zalo %s: error %d %s", f.path, f.code, f.message)
	}
	return fmt.Sprintf("zalo %s: HTTP %d without Zalo's answer", f.path, f.status)
}

func (f *failure) Unwrap() error { return f.cause }

func asFailure(err error) *failure {
	var f *failure
	if errors.As(err, &f) {
		return f
	}
	return &failure{cause: err}
}

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
	return apiRequest{method: http.MethodPost, path: "/v2.0/oa/upload/" + kind, body: body.Bytes(), contentType: form.FormDataContentType(), deadline: uploadTime}
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

// ask makes a call and decodes its data. When Zalo does not accept the token, the pair is renewed once and the call made
// once more.
func (c *Channel) ask(ctx context.Context, r apiRequest, into any) error {
	token, err := c.grant.token(ctx)
	if err != nil {
		return err
	}
	raw, err := c.once(ctx, token, r)
	if err != nil && classes[asFailure(err).code] == classToken {
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
		return &failure{path: r.path, status: http.StatusOK, sent: true, cause: fmt.Errorf("data: %w", err)}
	}
	return nil
}

// once makes the call with one token.
func (c *Channel) once(ctx context.Context, token string, r apiRequest) (json.RawMessage, error) {
	raw, err := c.request(ctx, token, r)
	c.cfg.Observe(r.path, statusOf(err))
	return raw, err
}

// statusOf is what Config.Observe is told.
func statusOf(err error) int {
	if err == nil {
		return http.StatusOK
	}
	f := asFailure(err)
	switch {
	case f.code == 0 && f.status == http.StatusOK:
		return 0
	case f.code == 0:
		return f.status
	}
	switch classes[f.code] {
	case classToken, classHuman:
		return http.StatusUnauthorized
	case classRate, classQuota:
		return http.StatusTooManyRequests
	case classUnknown, classAgain:
		return http.StatusServiceUnavailable
	}
	return http.StatusBadRequest
}

// observed tells Config.Observe of exchanges of tokens, too.
func (c *Channel) observed(exchange func(context.Context, map[string]string) (pair, error)) func(context.Context, map[string]string) (pair, error) {
	return func(ctx context.Context, fields map[string]string) (pair, error) {
		p, err := exchange(ctx, fields)
		status := statusOf(err)
		if err != nil && asFailure(err).code != 0 {
			status = http.StatusUnauthorized // these have codes of their own, and all mean that there is no grant
		}
		c.cfg.Observe(oauthPath, status)
		return p, err
	}
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
		return nil, &failure{path: r.path, cause: errors.New("request cannot be made")}
	}
	req.Header.Set("access_token", token)
	if r.contentType != "" {
		req.Header.Set("Content-Type", r.contentType)
	}
	got, f := perform(c.client, req, r.path)
	if f != nil {
		return nil, f
	}
	var envelope struct {
		Data    json.RawMessage `json:"data"`
		Error   *flex           `json:"error"`
		Message string          `json:"message"`
	}
	f = &failure{path: r.path, status: got.status, sent: true, remaining: got.remaining}
	if json.Unmarshal(got.body, &envelope) != nil || envelope.Error == nil {
		return nil, f
	}
	code, ok := envelope.Error.number()
	switch {
	case !ok:
		return nil, f
	case code != 0:
		f.code, f.message = int(code), strings.ReplaceAll(short(envelope.Message, 200), token, "***")
		return nil, f
	case got.status != http.StatusOK:
		return nil, f
	}
	return envelope.Data, nil
}

// answer is what came over HTTP.
type answer struct {
	status    int
	remaining string // X-RateLimit-Remain
	body      []byte
}

// perform makes an HTTP request and reads its whole answer.
func perform(client *http.Client, req *http.Request, name string) (answer, *failure) {
	var sent atomic.Bool
	req = req.WithContext(httptrace.WithClientTrace(req.Context(), &httptrace.ClientTrace{WroteRequest: func(w httptrace.WroteRequestInfo) {
		if w.Err == nil {
			sent.Store(true)
		}
	}}))
	resp, err := client.Do(req)
	if err != nil {
		var at *url.Error
		if errors.As(err, &at) {
			err = at.Err // without the address
		}
		return answer{}, &failure{path: name, sent: sent.Load(), cause: err}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, answerLimit))
	if err != nil {
		return answer{}, &failure{path: name, sent: true, cause: err}
	}
	return answer{status: resp.StatusCode, remaining: resp.Header.Get("X-RateLimit-Remain"), body: body}, nil
}

// short cuts s to n runes.
func short(s string, n int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}
