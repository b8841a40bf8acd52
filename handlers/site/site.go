// Package site is the office's web for citizens: a first page that asks what they need, a page with an address of its
// own for every entry of the content base, lists, search, announcements, the survey and the state of a question that was
// passed on. Pages are drawn on the server, need no JavaScript and read the same base as the chat, so that what is
// published or withdrawn shows at once.
//
// Nothing is kept of what is searched. It fails softly: when the state is away, pages of the base still answer, and what
// needs the state says so with 503.
package site

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/webguard"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/cases"
)

// Config is what a Site needs. Without State (a site that is written to files) there are no announcements, no survey and
// no questions to follow.
type Config struct {
	Base           func() *answers.Knowledge // the present content base
	State          bot.State
	Calendar       *calendar.Service // what the office decided on days off; nil: only the base's calendar
	Cases          *cases.Service
	Office         string // its name, as people read it
	Retention      time.Duration
	PublicURL      string // https://… without a slash at its end; empty: not known
	TrustedProxies []netip.Prefix
	API            bool // the read-only interface is served, and may be told of
	Now            func() time.Time
	Log            *slog.Logger
}

// Site is an http.Handler for everything that has no other home.
type Site struct {
	cfg      Config
	mux      *http.ServeMux
	assets   assets
	guard    *webguard.Guard
	searches *webguard.Rate // by address
	codes    *webguard.Rate // by address: codes of questions that were passed on
	surveys  *webguard.Rate // by address
	drawings *webguard.Rate // by address: pictures that we draw
	pictures pictures
	files    *files // of a site that is written to a folder; nil: pages are served
}

// How often one address may do what costs us something or tries something, in a minute. A whole office or village may
// share one address.
const (
	searchesPerMinute = 120
	codesPerMinute    = 10
	surveysPerMinute  = 10
	drawingsPerMinute = 60
)

// New makes a Site; an error is a fault of its settings or of the program's own templates.
func New(cfg Config) (*Site, error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	cfg.PublicURL = strings.TrimRight(cfg.PublicURL, "/")
	s := &Site{cfg: cfg, mux: http.NewServeMux(),
		searches: webguard.NewRate(searchesPerMinute, cfg.Now), codes: webguard.NewRate(codesPerMinute, cfg.Now),
		surveys: webguard.NewRate(surveysPerMinute, cfg.Now), drawings: webguard.NewRate(drawingsPerMinute, cfg.Now)}
	var err error
	if s.guard, err = webguard.New(cfg.PublicURL, cfg.TrustedProxies); err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	if s.assets, err = loadAssets(); err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	s.routes()
	return s, nil
}

func (s *Site) routes() {
	for path, serve := range map[string]func(*visit) error{
		"/{$}":                   (*visit).home,
		"/thu-tuc":               (*visit).list,
		"/thu-tuc/{id}":          (*visit).procedure,
		"/chu-de/{id}":           (*visit).topic,
		"/su-kien/{id}":          (*visit).event,
		"/hoi-dap/{id}":          (*visit).question,
		"/ke-hoach/{id}":         (*visit).plan,
		"/tim":                   (*visit).search,
		"/gap-can-bo":            (*visit).office,
		"/thong-bao":             (*visit).news,
		"/thong-bao.atom":        (*visit).feed,
		"/theo-doi":              (*visit).follow,
		"/theo-doi/{code}":       (*visit).follow,
		"/gop-y":                 (*visit).survey,
		"/quyen-rieng-tu":        (*visit).privacy,
		"/gioi-thieu":            (*visit).about,
		"/ngoai-tuyen":           (*visit).offline,
		"/thu-tuc/{id}/qr.png":   (*visit).qr,
		"/anh/{kind}/{name}":     (*visit).picture,
		"/sitemap.xml":           (*visit).sitemap,
		"/robots.txt":            (*visit).robots,
		"/manifest.webmanifest":  (*visit).manifest,
		"/sw.js":                 (*visit).worker,
		"/favicon.ico":           (*visit).icon,
		"/apple-touch-icon.png":  (*visit).icon,
		"/web/{name}":            (*visit).asset,
		"/{path...}":             (*visit).missing,
		"/.well-known/{path...}": (*visit).missing,
	} {
		s.mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, serve) })
	}
	s.mux.HandleFunc("POST /gop-y", func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, (*visit).takeSurvey) })
}

// ServeHTTP serves the pages.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	webguard.SetHeaders(h, webguard.Policy("data:", "'none'")+"; manifest-src 'self'")
	if s.guard.Encrypted(r) {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if p := r.URL.Path; len(p) > 1 && strings.HasSuffix(p, "/") && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		// One address for each page. The path is ours whatever it says: a second slash would name another host.
		http.Redirect(w, r, "/"+strings.Trim(p, "/\\"), http.StatusMovedPermanently)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// visit is one request being answered.
type visit struct {
	*Site
	w    http.ResponseWriter
	r    *http.Request
	know *answers.Knowledge
	now  time.Time   // Asia/Ho_Chi_Minh
	day  content.Day // of now
}

func (s *Site) serve(w http.ResponseWriter, r *http.Request, do func(*visit) error) {
	v := s.visit(r.Context())
	v.w, v.r = w, r
	if err := do(v); err != nil {
		v.fail(err)
	}
}

// visit looks at the base and the clock once, so that a page never mixes two states.
func (s *Site) visit(ctx context.Context) *visit {
	v := &visit{Site: s, know: s.cfg.Base(), now: s.cfg.Now().In(content.Zone)}
	v.day = content.DayOf(v.now)
	if s.cfg.Calendar == nil || s.cfg.State == nil {
		return v
	}
	if k, err := s.cfg.Calendar.Knowledge(ctx, s.cfg.State); err == nil {
		v.know = k
	} // else the state is away: the base alone still answers
	return v
}
