package site

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/motcua/motcua/bot/bounds"
	"github.com/motcua/motcua/bot/webguard"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/offices"
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
	s := &Site{cfg: cfg, mux: http.NewServeMux(), opened: webguard.NewLimit(bounds.Pages, cfg.Now),
		searches: webguard.NewLimit(bounds.Searches, cfg.Now), codes: webguard.NewLimit(bounds.Codes, cfg.Now),
		surveys: webguard.NewLimit(bounds.Forms, cfg.Now), drawings: webguard.NewLimit(bounds.Drawings, cfg.Now)}
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
		"/{$}":                   showHome,
		"/thu-tuc":               showList,
		"/thu-tuc/{id}":          showProcedure,
		"/chu-de/{id}":           showTopic,
		"/su-kien/{id}":          showEvent,
		"/hoi-dap/{id}":          showQuestion,
		"/ke-hoach/{id}":         showPlan,
		"/tim":                   showSearch,
		"/gap-can-bo":            showOffice,
		"/o/{office}":            showOfOffice,
		"/o/{office}/qr.png":     showOfficeQR,
		"/o/{office}/{path...}":  underOffice,
		"/thong-bao":             showNews,
		"/thong-bao.atom":        showFeed,
		"/thong-bao/{id}/tep":    showNoticeFile,
		"/theo-doi":              showFollow,
		"/theo-doi/{code}":       showFollow,
		"/gop-y":                 showSurvey,
		"/quyen-rieng-tu":        showPrivacy,
		"/gioi-thieu":            showAbout,
		"/ngoai-tuyen":           showOffline,
		"/thu-tuc/{id}/qr.png":   showQR,
		"/thu-tuc/{id}/han":      showLimit,
		"/thu-tuc/{id}/han.ics":  showLimitFile,
		"/anh/{kind}/{name}":     showPicture,
		"/sitemap.xml":           showSitemap,
		"/robots.txt":            showRobots,
		"/manifest.webmanifest":  showManifest,
		"/sw.js":                 showWorker,
		"/favicon.ico":           showIcon,
		"/apple-touch-icon.png":  showIcon,
		"/web/{name}":            showAsset,
		"/{path...}":             (*visit).missing,
		"/.well-known/{path...}": (*visit).missing,
	} {
		s.mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, serve) })
	}
	s.mux.HandleFunc("POST /o/{office}/gop-y",
		func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, underOffice) })
	s.mux.HandleFunc("POST /gop-y", func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, takeSurvey) })
}

// ServeHTTP serves the pages.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	webguard.SetHeaders(h, webguard.Policy("data:", "'none'")+"; manifest-src 'self'")
	if s.guard.Encrypted(r) {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if p := r.URL.Path; len(p) > 1 && strings.HasSuffix(p, "/") &&
		(r.Method == http.MethodGet || r.Method == http.MethodHead) {
		// One address for each page. The path is ours whatever it says: a second slash would name another host.
		http.Redirect(w, r, "/"+strings.Trim(p, "/\\"), http.StatusMovedPermanently) //nolint:gosec // see above
		return
	}
	s.mux.ServeHTTP(w, r)
}

func (s *Site) serve(w http.ResponseWriter, r *http.Request, do func(*visit) error) {
	v := s.visit(r.Context())
	v.w, v.r = w, r
	if o, ok := r.Context().Value(officeKey{}).(offices.Office); ok {
		within(v, o)
	}
	if !light(r.URL.Path) && s.opened.Wait(s.guard.Address(r)) > 0 {
		do = (*visit).tooOften
	}
	if err := do(v); err != nil {
		v.fail(err)
	}
}

// light reports whether a path is a file that every page loads.
func light(path string) bool {
	return strings.HasPrefix(path, "/web/") || path == "/favicon.ico" || path == "/sw.js"
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
