package console

import (
	"fmt"
	"net/http"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/webguard"
)

// New makes a Console; an error is a fault of the program's own templates.
func New(cfg Config) (*Console, error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	c := &Console{
		Config: cfg, mux: http.NewServeMux(),
		visitors: webguard.NewRate(perVisitor, cfg.Now), sessions: webguard.NewRate(perSession, cfg.Now),
		signIns: webguard.NewRate(signInsPerVisitor, cfg.Now),
	}
	var err error
	if c.guard, err = webguard.New(cfg.PublicURL, cfg.TrustedProxies); err != nil {
		return nil, fmt.Errorf("console: %w", err)
	}
	if err := c.load(); err != nil {
		return nil, fmt.Errorf("console: %w", err)
	}
	c.mux.HandleFunc("GET /admin/tep/{name}", c.serveAsset)
	c.mux.HandleFunc("GET /admin/vao", c.signInPage)
	nowhere := Route{Method: http.MethodGet, Path: "/admin/{$}", Roles: Readers,
		Do: func(*Console, *Visit) error { return ErrNotFound }}
	c.mux.HandleFunc("GET /admin/", func(w http.ResponseWriter, q *http.Request) { c.guarded(nowhere, w, q) })
	c.mux.HandleFunc("POST /admin/vao", c.signIn)
	for _, r := range c.routes() {
		c.mux.HandleFunc(r.Method+" "+r.Path, func(w http.ResponseWriter, q *http.Request) { c.guarded(r, w, q) })
	}
	return c, nil
}

// routes are the console's own and those of its rooms.
func (c *Console) routes() []Route {
	all := Routes()
	for _, room := range c.Rooms {
		all = append(all, room.Routes...)
	}
	return all
}

// ServeHTTP serves the console.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	webguard.SetHeaders(h, webguard.Policy("", "'none'"))
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cache-Control", "no-store")
	if c.guard.Encrypted(r) {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if wait := c.visitors.Wait(c.guard.Address(r)); wait > 0 {
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
	v := &Visit{w: w, r: r, ctx: r.Context(), s: s}
	if wait := c.sessions.Wait(s.ID); wait > 0 {
		c.tooMany(w, wait)
		return
	}
	var ok bool
	if v.role, v.name, ok, err = c.roleAndName(r.Context(), s); err != nil {
		c.fail(w, r, nil, err)
		return
	}
	if !ok {
		if err := c.State.Update(r.Context(), func(tx bot.Tx) error { endSession(tx, s.ID); return nil }); err != nil {
			c.fail(w, r, nil, err)
			return
		}
		c.askSignIn(w, r, http.StatusUnauthorized, "")
		return
	}
	if v.office, err = officeOf(c, v); err != nil {
		c.fail(w, r, v, err)
		return
	}
	if !open(c, v, route.Method, route.Path) {
		c.fail(w, r, v, refusal{http.StatusForbidden, textNotYourOffice})
		return
	}
	if !allowed(v.role, route.Roles) {
		c.fail(w, r, v, refusal{http.StatusForbidden, textNotYourRole})
		return
	}
	if r.Method == http.MethodPost {
		if err := c.readPost(v, route); err != nil {
			c.fail(w, r, v, err)
			return
		}
		if !sameToken(r.PostFormValue("csrf"), s.CSRF) {
			c.fail(w, r, v, refusal{http.StatusForbidden, textOldPage})
			return
		}
	}
	if err := route.Do(c, v); err != nil {
		c.fail(w, r, v, err)
	}
}
