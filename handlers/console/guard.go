package console

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/motcua/motcua/handlers/people"
)

// New makes a Console; an error is a fault of the program's own templates.
func New(cfg Config) (*Console, error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	c := &Console{
		Config: cfg, mux: http.NewServeMux(), origin: http.NewCrossOriginProtection(),
		visitors: newLimiter(perVisitor, cfg.Now), sessions: newLimiter(perSession, cfg.Now), signIns: newLimiter(signInsPerVisitor, cfg.Now),
	}
	if u, err := url.Parse(cfg.PublicURL); err == nil && u.Host != "" {
		c.publicTLS = u.Scheme == "https"
		if err := c.origin.AddTrustedOrigin(u.Scheme + "://" + u.Host); err != nil {
			return nil, fmt.Errorf("console: %w", err)
		}
	}
	if err := c.load(); err != nil {
		return nil, fmt.Errorf("console: %w", err)
	}
	c.mux.HandleFunc("GET /admin/tep/{name}", c.serveAsset)
	c.mux.HandleFunc("GET /admin/vao", c.signInPage)
	c.mux.HandleFunc("POST /admin/vao", c.signIn)
	for _, r := range Routes() {
		c.mux.HandleFunc(r.Method+" "+r.Path, func(w http.ResponseWriter, q *http.Request) { c.guarded(r, w, q) })
	}
	return c, nil
}

// ServeHTTP serves the console.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin") // "no-referrer" would make browsers send "Origin: null" with our own forms
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cache-Control", "no-store")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
	if c.secure(r) {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if wait := c.visitors.take(c.clientAddr(r)); wait > 0 {
		c.tooMany(w, wait)
		return
	}
	c.mux.ServeHTTP(w, r)
}

// guarded lets through who is signed in, has the role, and with a POST comes from a page of ours with its token.
func (c *Console) guarded(route Route, w http.ResponseWriter, r *http.Request) {
	s, found, err := c.session(r)
	if err != nil {
		c.fail(w, r, nil, err)
		return
	}
	if !found {
		c.askSignIn(w, r, http.StatusUnauthorized, "")
		return
	}
	v := &visit{w: w, r: r, ctx: r.Context(), s: s}
	if wait := c.sessions.take(s.ID); wait > 0 {
		c.tooMany(w, wait)
		return
	}
	if v.role, v.name, err = c.roleAndName(r.Context(), s); err != nil {
		c.fail(w, r, nil, err)
		return
	}
	if v.role == people.RoleNone || v.role == people.RoleMember {
		c.askSignIn(w, r, http.StatusUnauthorized, "")
		return
	}
	if !allowed(v.role, route.Roles) {
		c.fail(w, r, v, refusal{http.StatusForbidden, "Vai trò của ông/bà không có quyền làm việc này."})
		return
	}
	if r.Method == http.MethodPost {
		if err := c.readPost(v, route); err != nil {
			c.fail(w, r, v, err)
			return
		}
		if !sameToken(r.PostFormValue("csrf"), s.CSRF) {
			c.fail(w, r, v, refusal{http.StatusForbidden, "Trang đã cũ. Ông/bà tải lại trang rồi làm lại."})
			return
		}
	}
	if err := route.do(c, v); err != nil {
		c.fail(w, r, v, err)
	}
}
