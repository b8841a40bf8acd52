// Package platform is what the channels of messaging platforms share: an HTTP client that follows no redirect, one call
// and why it failed, the webhook, pauses between attempts, long texts in parts.
//
// It knows package bot and no platform. Nothing in it holds a token, and no error shows an address: the token of some
// platforms is part of it.
package platform

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/motcua/motcua/bot"
)

// Client returns a client for calls to one host, up to conns at once. It follows no redirect: that would carry the
// token to another host.
func Client(conns int) *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConns, transport.MaxIdleConnsPerHost = conns, conns
	// A connection that died silently is found before the next poll hangs on it.
	transport.HTTP2 = &http.HTTP2Config{SendPingTimeout: 20 * time.Second, PingTimeout: 10 * time.Second}
	return &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// BaseURL checks the address of a platform's API, to which paths are appended. Plain http is allowed on loopback only,
// since tokens travel there.
func BaseURL(what, raw, example string) (string, error) {
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Host == "":
		return "", fmt.Errorf("%s: want something like %s", what, example)
	case u.Scheme != "https" && (u.Scheme != "http" || !Loopback(u.Hostname())):
		return "", fmt.Errorf("%s %s: want https (http is allowed on loopback only, since tokens travel there)",
			what, u.Redacted())
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return "", fmt.Errorf("%s %s: want no user, query or fragment", what, u.Redacted())
	}
	return strings.TrimRight(raw, "/"), nil
}

// Loopback reports whether a host is this machine.
func Loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Failure is why a call failed.
type Failure struct {
	Platform, Call string
	Status         int  // of HTTP; 0: no whole answer came
	Spoken         bool // the platform itself answered, not a gateway before it
	Code           int  // the platform's; Status where it has none
	Description    string
	RetryAfter     time.Duration
	Sent           bool   // the whole request went out, so it may have taken effect
	Done           bool   // it took effect; only the result could not be read
	Detail         string // what else the answer said, as the platform's channel reads it
	Cause          error
}

func (f *Failure) Error() string {
	switch {
	case f.Cause != nil:
		return fmt.Sprintf("%s %s: %v", f.Platform, f.Call, f.Cause)
	case f.RetryAfter > 0:
		return fmt.Sprintf("%s %s: %d %s (%s)", f.Platform, f.Call, f.Code, f.Description, f.RetryAfter)
	}
	return fmt.Sprintf("%s %s: %d %s", f.Platform, f.Call, f.Code, f.Description)
}

func (f *Failure) Unwrap() error { return f.Cause }

// Unanswered fills in what to make of a failure behind which no answer of the platform stands: its server has a fault,
// or was not reached. A message may have arrived if the whole request went out.
func (f *Failure) Unanswered(ctx context.Context, platform string, out *bot.SendError) {
	out.Unclear = f.Sent
	switch {
	case f.Status != 0:
		out.Reason = "máy chủ " + platform + " đang lỗi"
	case ctx.Err() != nil:
		out.Reason = "bot đang dừng"
	default:
		out.Reason = "không kết nối được tới " + platform
	}
}

// Says reports whether the platform's description contains one of the phrases, which are in lower case.
func (f *Failure) Says(phrases ...string) bool {
	text := strings.ToLower(f.Description)
	for _, p := range phrases {
		if strings.Contains(text, p) {
			return true
		}
	}
	return false
}

// AsFailure finds the *Failure in err; any other error becomes the cause of one.
func AsFailure(err error) *Failure {
	if f, ok := errors.AsType[*Failure](err); ok {
		return f
	}
	return &Failure{Cause: err}
}

// Answer is what came over HTTP.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	Sent   bool // the whole request went out
}

// Exchange makes a request and reads at most limit bytes of its answer, to the end, so that the connection can be used
// again. With an error the Answer holds what is known. The error does not show the request's address.
func Exchange(client *http.Client, req *http.Request, limit int64) (a Answer, err error) {
	var sent atomic.Bool
	trace := &httptrace.ClientTrace{WroteRequest: func(w httptrace.WroteRequestInfo) {
		if w.Err == nil {
			sent.Store(true)
		}
	}}
	resp, err := client.Do(req.WithContext(httptrace.WithClientTrace(req.Context(), trace)))
	if err != nil {
		if at, ok := errors.AsType[*url.Error](err); ok {
			err = at.Err
		}
		return Answer{Sent: sent.Load()}, err
	}
	defer resp.Body.Close()
	a = Answer{Status: resp.StatusCode, Header: resp.Header, Sent: true}
	var body bytes.Buffer
	body.Grow(int(min(max(resp.ContentLength+bytes.MinRead, 1<<10), 1<<16)))
	_, err = body.ReadFrom(io.LimitReader(resp.Body, limit))
	a.Body = body.Bytes()
	return a, err
}

// Redact removes a secret from an error's text.
func Redact(err error, secret string) error {
	if strings.Contains(err.Error(), secret) {
		return errors.New(strings.ReplaceAll(err.Error(), secret, "***"))
	}
	return err
}
