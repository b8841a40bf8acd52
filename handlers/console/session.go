package console

import (
	"context"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"slices"
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

// secure reports whether the visitor's connection is encrypted, as far as we or a trusted proxy know.
func (c *Console) secure(r *http.Request) bool {
	if r.TLS != nil {
		return true
	}
	return c.trusted(remote(r)) && strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
}

func remote(r *http.Request) netip.Addr {
	a, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return a.Addr().Unmap()
}

func (c *Console) trusted(a netip.Addr) bool {
	return slices.ContainsFunc(c.TrustedProxies, func(p netip.Prefix) bool { return p.Contains(a) })
}

// clientAddr is the address that counts for the limits: the last one that no trusted proxy has.
func (c *Console) clientAddr(r *http.Request) string {
	addr := remote(r)
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && c.trusted(addr); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		addr = hop.Unmap()
	}
	if addr.Is6() { // a household has a /64
		if p, err := addr.Prefix(64); err == nil {
			return p.String()
		}
	}
	return addr.String()
}

// safePlace reports whether signing in here cannot be overheard: TLS, or this very machine.
func (c *Console) safePlace(r *http.Request) bool {
	if c.secure(r) {
		return true
	}
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return (host == "localhost" || err == nil && ip.IsLoopback()) && remote(r).IsLoopback()
}

func sameToken(a, b string) bool {
	return b != "" && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}

func (c *Console) session(r *http.Request) (s Session, found bool, err error) {
	cookie, err := r.Cookie(cookieName(c.secure(r)))
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
