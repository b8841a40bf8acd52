package zalotest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/motcua/motcua/bot/bottest/fakehost"
)

// apiError is an answer with an error code.
type apiError struct {
	code    int
	message string
}

func bad(code int, format string, args ...any) *apiError {
	return &apiError{code: code, message: fmt.Sprintf(format, args...)}
}

// Fault is something that goes wrong with the calls of one path.
type Fault struct {
	Path string // empty: every path
	// Code answers with this error; Status with a page of this HTTP status that is not Zalo's; neither: the connection
	// is cut.
	Code, Status int
	Body         string // answers with exactly this, under Status or 200
	After        bool   // the work is done before
	Hang         bool   // no answer until the client goes away
	Times        int    // 0: always
	Headers      map[string]string

	hits int
}

// Inject makes calls go wrong, in the order of the faults' injection.
func (s *Server) Inject(f Fault) {
	s.Lock()
	defer s.Unlock()
	s.faults = append(s.faults, &f)
}

// Mend removes all faults.
func (s *Server) Mend() {
	s.Lock()
	defer s.Unlock()
	s.faults = nil
}

func (s *Server) fault(path string) *Fault {
	s.Lock()
	defer s.Unlock()
	for _, f := range s.faults {
		if (f.Path == "" || f.Path == path) && (f.Times == 0 || f.hits < f.Times) {
			f.hits++
			return f
		}
	}
	return nil
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	s.Lock()
	s.stats.Calls[r.URL.Path]++
	s.Notify()
	s.Unlock()
	body, err := io.ReadAll(io.LimitReader(r.Body, 16<<20))
	if err != nil {
		return
	}
	f := s.fault(r.URL.Path)
	if f != nil && !f.After {
		s.fail(r.Context(), w, f)
		return
	}
	data, failed := s.dispatch(w, r, body)
	if f != nil {
		s.fail(r.Context(), w, f)
		return
	}
	if failed != nil {
		fakehost.JSON(w, http.StatusOK, map[string]any{"error": failed.code, "message": failed.message})
		return
	}
	fakehost.JSON(w, http.StatusOK, data)
}

func (s *Server) fail(ctx context.Context, w http.ResponseWriter, f *Fault) {
	for k, v := range f.Headers {
		w.Header().Set(k, v)
	}
	switch {
	case f.Hang:
		s.Hang(ctx, w)
	case f.Body != "":
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(max(f.Status, http.StatusOK))
		_, _ = io.WriteString(w, f.Body) // the client may be gone
	case f.Code != 0:
		fakehost.JSON(w, http.StatusOK, map[string]any{"error": f.Code, "message": "injected"})
	case f.Status != 0:
		fakehost.Page(w, f.Status)
	default:
		fakehost.Cut(w)
	}
}

// dispatch does the work of one call and returns the whole answer.
func (s *Server) dispatch(w http.ResponseWriter, r *http.Request, body []byte) (any, *apiError) {
	if r.URL.Path == "/v4/oa/access_token" {
		return s.exchange(r, body), nil
	}
	handlers := map[string]func(*http.Request, []byte) (any, *apiError){
		"POST /v3.0/oa/message/cs": s.messageCS, "POST /v3.0/oa/message/template": s.messageTemplate,
		"POST /v2.0/oa/upload/image": s.uploadImage, "POST /v2.0/oa/upload/file": s.uploadFile,
		"GET /v2.0/oa/getoa":               s.getOA,
		"GET /v3.0/oa/group/getgroupsofoa": s.listGroups, "POST /v3.0/oa/group/message": s.groupMessage,
	}
	h, ok := handlers[r.Method+" "+r.URL.Path]
	if !ok {
		return nil, bad(-404, "no such API")
	}
	s.Lock()
	defer s.Unlock()
	defer s.Notify()
	if failed := s.limit(w); failed != nil {
		return nil, failed
	}
	if failed := s.checkToken(r.Header.Get("access_token")); failed != nil {
		return nil, failed
	}
	data, failed := h(r, body)
	if failed != nil {
		return nil, failed
	}
	return map[string]any{"data": data, "error": 0, "message": "Success"}, nil
}

// limit counts the calls of a minute. The caller holds the lock.
func (s *Server) limit(w http.ResponseWriter) *apiError {
	if s.opts.PerMinute == 0 {
		return nil
	}
	if m := s.opts.Now().Unix() / 60; m != s.minute {
		s.minute, s.inMinute = m, 0
	}
	s.inMinute++
	w.Header().Set("X-RateLimit-Limit", strconv.Itoa(s.opts.PerMinute))
	w.Header().Set("X-RateLimit-Remain", strconv.Itoa(max(0, s.opts.PerMinute-s.inMinute)))
	if s.inMinute > s.opts.PerMinute {
		return bad(-32, "rate limit exceeded")
	}
	return nil
}

func (s *Server) checkToken(token string) *apiError {
	end, known := s.access[token]
	switch {
	case !known:
		return bad(-216, "Access token is invalid")
	case s.opts.Now().After(end):
		return bad(-220, "Access token is expired")
	}
	return nil
}

func (s *Server) getOA(*http.Request, []byte) (any, *apiError) {
	return map[string]any{"oa_id": OAID, "name": "UBND xã thử", "is_verified": true, "package_name": "Nâng cao",
		"num_follower": len(s.people)}, nil
}

const day = 24 * time.Hour
