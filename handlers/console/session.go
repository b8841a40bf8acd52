package console

import (
	"context"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/motcua/motcua/handlers/people"

	"github.com/motcua/motcua/bot"
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

// roleAndName is what the session's chat may do now, and whose it is.
func (c *Console) roleAndName(ctx context.Context, s Session) (people.Role, string, error) {
	role, id, err := c.Bot.People.RoleOf(ctx, c.State, s.Chat)
	if err != nil {
		return role, "", err
	}
	if s.Chat == people.ServerOwner {
		return role, "Tại máy chủ", nil
	}
	if p, ok, err := people.Load(ctx, c.State, id.Person); err != nil || ok {
		return role, p.Name, err
	}
	return role, "", nil
}

func endSession(tx bot.Tx, id string) {
	tx.Delete(sessionKey(id))
	tx.Remove(sessionsSet, id)
}
