package console

import (
	"context"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/webguard"
	"github.com/motcua/motcua/handlers"
)

// Session is somebody signed in. Its role is not in it: that is asked for at every request, so that a right that was
// taken away is gone at once.
type Session struct {
	ID    string     `json:"id"` // TokenHash of the cookie
	Chat  bot.ChatID `json:"chat"`
	CSRF  string     `json:"csrf"`
	Since time.Time  `json:"since"`
	Agent string     `json:"agent"` // the browser, for the list of sessions
}

const (
	sessionTTL  = 12 * time.Hour
	sessionsSet = "console-sessions"
)

func sessionKey(id string) bot.Key { return bot.Key{Kind: "console-session", ID: id} }

// cookieName is bound to the host by its prefix where the browser allows that: over TLS.
func cookieName(secure bool) string {
	if secure {
		return "__Host-motcua-admin"
	}
	return "motcua-admin"
}

// safePlace reports whether signing in here cannot be overheard: TLS, or this very machine.
func (c *Console) safePlace(r *http.Request) bool {
	if c.guard.Encrypted(r) {
		return true
	}
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return (host == "localhost" || err == nil && ip.IsLoopback()) && webguard.Remote(r).IsLoopback()
}

func sameToken(a, b string) bool {
	return b != "" && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}

func (c *Console) session(r *http.Request) (s Session, found bool, err error) {
	cookie, err := r.Cookie(cookieName(c.guard.Encrypted(r)))
	if err != nil || len(cookie.Value) != 43 || !c.safePlace(r) {
		return s, false, nil
	}
	found, err = c.State.Get(r.Context(), sessionKey(handlers.TokenHash(cookie.Value)), &s)
	return s, found, err
}

// roleAndName is what the session's chat may do now, and whose it is.
func (c *Console) roleAndName(ctx context.Context, s Session) (handlers.Role, string, error) {
	role, id, err := c.Bot.RoleOf(ctx, c.State, s.Chat)
	if err != nil {
		return role, "", err
	}
	if s.Chat == handlers.ServerOwner {
		return role, "Tại máy chủ", nil
	}
	if p, ok, err := handlers.LoadPerson(ctx, c.State, id.Person); err != nil || ok {
		return role, p.Name, err
	}
	return role, "", nil
}

// signInPage shows the button of a link, or how to get one. It uses nothing up.
func (c *Console) signInPage(w http.ResponseWriter, r *http.Request) {
	c.askSignIn(w, r, http.StatusOK, r.URL.Query().Get("ma"))
}

func (c *Console) askSignIn(w http.ResponseWriter, r *http.Request, status int, token string) {
	if len(token) > 100 {
		token = ""
	}
	c.write(&visit{w: w, r: r, ctx: r.Context()}, status, "signin", "Đăng nhập", map[string]any{
		"Token": token, "Office": c.Bot.Config.Office, "Unsafe": !c.safePlace(r),
	})
}

// signIn uses a link up and begins a session.
func (c *Console) signIn(w http.ResponseWriter, r *http.Request) {
	if wait := c.signIns.Wait(c.guard.Address(r)); wait > 0 {
		c.tooMany(w, wait)
		return
	}
	if err := c.readForm(w, r); err != nil {
		c.fail(w, r, nil, err)
		return
	}
	if !c.safePlace(r) {
		c.fail(w, r, nil, refusal{http.StatusForbidden, "Trang quản trị chỉ mở qua https, hoặc ngay tại máy chủ."})
		return
	}
	link, cookie := r.PostFormValue("ma"), handlers.NewToken()
	if len(link) != 43 {
		c.fail(w, r, nil, refusal{http.StatusForbidden, textUsedLink})
		return
	}
	s := Session{ID: handlers.TokenHash(cookie), CSRF: handlers.NewToken(), Agent: cut(r.UserAgent(), 120)}
	used := false
	err := c.State.Update(r.Context(), func(tx bot.Tx) error {
		var l handlers.Login
		key := handlers.LoginKey(link)
		found, err := tx.Get(r.Context(), key, &l)
		if used = !found || tx.Now().Sub(l.At) > handlers.LoginTTL; err != nil || used {
			return err
		}
		role, _, err := c.Bot.RoleOf(r.Context(), tx, l.Chat)
		if used = role == handlers.RoleNone || role == handlers.RoleMember; err != nil || used {
			return err
		}
		tx.Delete(key)
		s.Chat, s.Since = l.Chat, tx.Now()
		tx.Put(sessionKey(s.ID), s, sessionTTL)
		tx.Put(handlers.SignedInKey, true, 0)
		tx.Add(sessionsSet, s.ID, s.Since.UnixMilli())
		return handlers.Audit(r.Context(), tx, l.Chat, role, "console.login", "", "")
	})
	if err == nil && used {
		err = refusal{http.StatusForbidden, textUsedLink}
	}
	if err != nil {
		c.fail(w, r, nil, err)
		return
	}
	c.setCookie(w, r, cookie, int(sessionTTL.Seconds()))
	http.Redirect(w, r, "/admin", http.StatusSeeOther)
}

// setCookie sets the session's cookie for so many seconds; fewer than 0 remove it.
func (c *Console) setCookie(w http.ResponseWriter, r *http.Request, value string, seconds int) {
	secure := c.guard.Encrypted(r)
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // without Secure at this very machine alone: see safePlace
		Name: cookieName(secure), Value: value, Path: "/", HttpOnly: true, Secure: secure, SameSite: http.SameSiteStrictMode, MaxAge: seconds,
	})
}

const textUsedLink = "Liên kết này đã dùng hoặc đã hết hạn. Ông/bà nhắn /admin cho bot để lấy liên kết mới."

func (c *Console) signOut(v *visit) error {
	err := c.State.Update(v.ctx, func(tx bot.Tx) error {
		endSession(tx, v.s.ID)
		return handlers.Audit(v.ctx, tx, v.s.Chat, v.role, "console.logout", "", "")
	})
	if err != nil {
		return err
	}
	c.setCookie(v.w, v.r, "", -1)
	http.Redirect(v.w, v.r, "/admin/vao", http.StatusSeeOther)
	return nil
}

func endSession(tx bot.Tx, id string) {
	tx.Delete(sessionKey(id))
	tx.Remove(sessionsSet, id)
}

func cut(s string, runes int) string {
	if r := []rune(s); len(r) > runes {
		return string(r[:runes])
	}
	return s
}
