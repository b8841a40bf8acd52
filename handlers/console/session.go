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
