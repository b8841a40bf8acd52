// Package api is the read-only interface: the checked base for programs, as JSON under /api/v1 and as a server of the
// Model Context Protocol under /mcp, so that other sites and assistants answer with source and date. It reads the base
// that is in use, writes nothing and keeps nothing of what is asked; one address may ask so often a minute.
package api

import (
	"bytes"
	"cmp"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bounds"
	"github.com/motcua/motcua/bot/webguard"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/offices"
	"github.com/motcua/motcua/handlers/site"
)

// Config is what an API needs.
type Config struct {
	Base   func() *answers.Knowledge // the present content base
	Office string
	// Offices are those that are served apart, each of which may say something of its own, kept in State; nil: there is
	// one.
	Offices        *offices.Service
	State          bot.State
	PublicURL      string // where the pages are, or empty
	TrustedProxies []netip.Prefix
	PerMinute      int // requests of one address; 0: as bounds.Requests has it
	Now            func() time.Time
	Log            *slog.Logger
}

// API is an http.Handler for Paths.
type API struct {
	cfg   Config
	mux   *http.ServeMux
	guard *webguard.Guard
	rate  *webguard.Limit
}

// Paths are what of a site's addresses is ours, as patterns of http.ServeMux.
var Paths = []string{"/api/", "/mcp"}

// The bounds of a question and of a list.
const (
	maxQuery   = 300 // runes
	mostHits   = 10
	hitsIfMute = 5
	maxBody    = 64 << 10 // of a request to /mcp
)

//go:embed openapi.json
var files embed.FS

// New makes an API; an error is a public address that is none.
func New(cfg Config) (*API, error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	bound := bounds.Requests
	bound.Address = cmp.Or(cfg.PerMinute, bound.Address)
	cfg.PublicURL = strings.TrimRight(cfg.PublicURL, "/")
	guard, err := webguard.New(cfg.PublicURL, cfg.TrustedProxies)
	if err != nil {
		return nil, fmt.Errorf("api: %w", err)
	}
	a := &API{cfg: cfg, mux: http.NewServeMux(), guard: guard, rate: webguard.NewLimit(bound, cfg.Now)}
	a.mux.HandleFunc("GET /api/v1/answer", a.answer)
	a.mux.HandleFunc("GET /api/v1/search", a.search)
	a.mux.HandleFunc("GET /api/v1/entries/{id}", a.entry)
	a.mux.HandleFunc("GET /api/v1/openapi.json", a.openAPI)
	a.mux.Handle("/mcp", a.mcp())
	a.mux.HandleFunc("/api/",
		func(w http.ResponseWriter, r *http.Request) { refuse(w, r, http.StatusNotFound, textNoAddress) })
	return a, nil
}

// ServeHTTP answers programs, and pages of any other site.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	webguard.SetHeaders(h, "default-src 'none'; frame-ancestors 'none'")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cache-Control", "no-store")
	if r.Method == http.MethodOptions {
		h.Set("Access-Control-Allow-Methods", "GET, POST")
		h.Set("Access-Control-Allow-Headers", "Content-Type, Accept, Mcp-Protocol-Version, Mcp-Session-Id, "+
			"Mcp-Method, Mcp-Name, Last-Event-ID")
		h.Set("Access-Control-Max-Age", "86400")
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if wait := a.rate.Wait(a.guard.Address(r)); wait > 0 {
		h.Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
		refuse(w, r, http.StatusTooManyRequests, textFast)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	a.mux.ServeHTTP(w, r)
}

// What programs are told; people read it too.
const (
	textNoAddress = "Không có địa chỉ này; xem /api/v1/openapi.json."
	textNoEntry   = "Không có mục nào mang mã này."
	textFast      = "Gọi quá nhanh; xem Retry-After."
	textBatch     = "Mỗi lần gọi chỉ một yêu cầu."
	textLarge     = "Yêu cầu quá dài hoặc bị đứt giữa chừng."
	textNoOffice  = "Không có cơ quan nào mang mã này ở đây."
	textNoState   = "Chưa đọc được thông tin riêng của cơ quan; vui lòng thử lại."
	textNoQuery   = "Thiếu q, hoặc q dài quá 300 ký tự."
	textNote      = "Thông tin để tham khảo; khi trích, ghi nguồn và ngày kiểm tra."
)

func refuse(w http.ResponseWriter, r *http.Request, status int, text string) {
	write(w, r, status, map[string]string{"error": text})
}

func write(w http.ResponseWriter, r *http.Request, status int, v any) {
	var body bytes.Buffer
	e := json.NewEncoder(&body)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil { // our own types: a fault of the program
		http.Error(w, textNoAddress, http.StatusInternalServerError)
		return
	}
	send(w, r, status, body.Bytes())
}

// send answers with JSON, packed where the program takes it.
func send(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	body = webguard.Pack(w.Header(), r, body)
	w.WriteHeader(status)
	_, _ = w.Write(body) //nolint:gosec // JSON, and said to be; the reader may have left
}

// query reads the question of a request.
func query(r *http.Request) (string, bool) { return question(r.URL.Query().Get("q")) }

// question cleans what was asked; ok is false when it is empty or too long.
func question(text string) (q string, ok bool) {
	q = strings.TrimSpace(vi.Clean(text))
	return q, q != "" && utf8.RuneCountInString(q) <= maxQuery
}

func (a *API) answer(w http.ResponseWriter, r *http.Request) {
	q, ok := query(r)
	if !ok {
		refuse(w, r, http.StatusBadRequest, textNoQuery)
		return
	}
	out := a.answerTo(q)
	if out.Entry != nil {
		l, status, err := a.local(r.Context(), r.URL.Query().Get("office"), out.Entry.ID)
		if err != nil {
			refuse(w, r, status, err.Error())
			return
		}
		out.Local = l
	}
	write(w, r, http.StatusOK, out)
}

func (a *API) search(w http.ResponseWriter, r *http.Request) {
	q, ok := query(r)
	if !ok {
		refuse(w, r, http.StatusBadRequest, textNoQuery)
		return
	}
	limit, err := strconv.Atoi(r.URL.Query().Get("limit"))
	if err != nil || limit < 1 {
		limit = hitsIfMute
	}
	write(w, r, http.StatusOK, Hits{Results: a.hits(q, min(limit, mostHits))})
}

func (a *API) entry(w http.ResponseWriter, r *http.Request) {
	e, ok := site.Describe(a.cfg.Base(), r.PathValue("id"), a.today(), a.cfg.PublicURL)
	if !ok {
		refuse(w, r, http.StatusNotFound, textNoEntry)
		return
	}
	l, status, err := a.local(r.Context(), r.URL.Query().Get("office"), e.ID)
	if err != nil {
		refuse(w, r, status, err.Error())
		return
	}
	e.Local = l
	write(w, r, http.StatusOK, e)
}

// local is what an office, by its slug, says of an entry besides; an error is told to whoever asks, with a status of
// HTTP.
func (a *API) local(ctx context.Context, slug, entry string) (*site.EntryLocal, int, error) {
	if slug == "" {
		return nil, 0, nil
	}
	o, ok := a.cfg.Offices.BySlug(a.cfg.Base(), slug)
	if !ok || a.cfg.State == nil {
		return nil, http.StatusBadRequest, errors.New(textNoOffice)
	}
	l, err := site.LocalOf(ctx, a.cfg.State, o, entry)
	if err != nil {
		a.cfg.Log.LogAttrs(ctx, slog.LevelWarn, "facts of an office not read", slog.Any("error", err))
		return nil, http.StatusServiceUnavailable, errors.New(textNoState)
	}
	return l, 0, nil
}

func (a *API) today() content.Day { return content.DayOf(a.cfg.Now().In(content.Zone)) }

// openAPI serves the description of the interface, with our own address in it.
func (a *API) openAPI(w http.ResponseWriter, r *http.Request) {
	b, err := files.ReadFile("openapi.json")
	if err != nil {
		refuse(w, r, http.StatusInternalServerError, textNoAddress)
		return
	}
	server := a.cfg.PublicURL
	if server == "" {
		server = "/"
	}
	quoted, _ := json.Marshal(server) // a string always marshals
	send(w, r, http.StatusOK, []byte(strings.Replace(string(b), `"/"`, string(quoted), 1)))
}
