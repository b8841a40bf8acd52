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
	"github.com/motcua/motcua/handlers/people"
)

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

// safePlace reports whether signing in here cannot be overheard: TLS, or this very machine. What a proxy on this
// machine hands on came over a line that nobody knows, whatever host it names.
func (c *Console) safePlace(r *http.Request) bool {
	if c.guard.Encrypted(r) {
		return true
	}
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return (host == "localhost" || err == nil && ip.IsLoopback()) && c.guard.Direct(r)
}

func sameToken(a, b string) bool {
	return b != "" && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}

func (c *Console) session(r *http.Request) (s Session, found bool, err error) {
	cookie, err := r.Cookie(cookieName(c.guard.Encrypted(r)))
	if err != nil || len(cookie.Value) != 43 || !c.safePlace(r) {
		return s, false, nil
	}
	found, err = c.State.Get(r.Context(), sessionKey(people.TokenHash(cookie.Value)), &s)
	return s, found, err
}

// roleAndName is what the session's chat may do now, and whose it is; ok is false when the session is over, because the
// role that it was begun with ended or became another. A role that comes back does not bring it back.
func (c *Console) roleAndName(ctx context.Context, s Session) (role people.Role, name string, ok bool, err error) {
	role, name, id, err := c.whoHas(ctx, s.Chat)
	ok = role != people.RoleNone && role != people.RoleMember && !s.Since.Before(id.RoleAt) &&
		(role == people.RoleOwner || !s.Since.Before(id.Since))
	return role, name, ok && err == nil, err
}

// whoHas is the role and the name of whoever has a chat, and what is known of it.
func (c *Console) whoHas(ctx context.Context, chat bot.ChatID) (people.Role, string, people.Identity, error) {
	role, id, err := c.Bot.People.RoleOf(ctx, c.State, chat)
	if err != nil {
		return role, "", id, err
	}
	if chat == people.ServerOwner {
		return role, "Người giữ máy chủ", id, nil
	}
	p, ok, err := people.Load(ctx, c.State, id.Person)
	if err != nil || !ok {
		name := id.Called
		if name == "" && role == people.RoleOwner {
			name = people.RoleNames[role]
		}
		return role, name, id, err
	}
	return role, p.Name, id, nil
}

func endSession(tx bot.Tx, id string) {
	tx.Delete(sessionKey(id))
	tx.Remove(sessionsSet, id)
}

// signInPage shows the button of a link, or how to get one. It uses nothing up.
func (c *Console) signInPage(w http.ResponseWriter, r *http.Request) {
	c.askSignIn(w, r, http.StatusOK, r.URL.Query().Get("ma"))
}

func (c *Console) askSignIn(w http.ResponseWriter, r *http.Request, status int, token string) {
	if len(token) > 100 {
		token = ""
	}
	whose, err := c.whose(r.Context(), token)
	if err != nil {
		c.fail(w, r, nil, err)
		return
	}
	c.write(&Visit{w: w, r: r, ctx: r.Context()}, status, "signin", "Đăng nhập", map[string]any{
		"Token": token, "Whose": whose, "Office": c.Bot.Config.Office, "Unsafe": !c.safePlace(r),
	})
}

// whose is the name and the role of whoever a link is for, so that nobody signs in as another by mistake; "" when the
// link is none.
func (c *Console) whose(ctx context.Context, token string) (string, error) {
	var l people.Login
	if found, err := c.State.Get(ctx, people.LoginKey(token), &l); token == "" || err != nil || !found {
		return "", err
	}
	role, name, _, err := c.whoHas(ctx, l.Chat)
	if name == "" {
		return people.RoleNames[role], err
	}
	return name + " (" + people.RoleNames[role] + ")", err
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
		c.fail(w, r, nil, refusal{http.StatusForbidden, textOnlyHTTPS})
		return
	}
	link, cookie := r.PostFormValue("ma"), people.NewToken()
	if len(link) != 43 {
		c.fail(w, r, nil, refusal{http.StatusForbidden, textUsedLink})
		return
	}
	s := Session{ID: people.TokenHash(cookie), CSRF: people.NewToken(), Agent: Cut(r.UserAgent(), 120)}
	used := false
	err := c.State.Update(r.Context(), func(tx bot.Tx) error {
		var l people.Login
		key := people.LoginKey(link)
		found, err := tx.Get(r.Context(), key, &l)
		if used = !found || tx.Now().Sub(l.At) > people.LoginTTL; err != nil || used {
			return err
		}
		role, _, err := c.Bot.People.RoleOf(r.Context(), tx, l.Chat)
		if used = role == people.RoleNone || role == people.RoleMember; err != nil || used {
			return err
		}
		tx.Delete(key)
		s.Chat, s.Since = l.Chat, tx.Now()
		tx.Put(sessionKey(s.ID), s, sessionTTL)
		tx.Put(people.SignedInKey, true, 0)
		tx.Add(sessionsSet, s.ID, s.Since.UnixMilli())
		return people.Audit(r.Context(), tx, l.Chat, role, people.VerbConsoleLogin, "", "")
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
		Name: cookieName(secure), Value: value, Path: "/", HttpOnly: true, Secure: secure,
		SameSite: http.SameSiteStrictMode, MaxAge: seconds,
	})
}

func (c *Console) signOut(v *Visit) error {
	err := c.State.Update(v.ctx, func(tx bot.Tx) error {
		endSession(tx, v.s.ID)
		return people.Audit(v.ctx, tx, v.s.Chat, v.role, people.VerbConsoleLogout, "", "")
	})
	if err != nil {
		return err
	}
	c.setCookie(v.w, v.r, "", -1)
	http.Redirect(v.w, v.r, "/admin/vao", http.StatusSeeOther)
	return nil
}
