// Package webguard is what every page that we serve needs before it does its own work: whose request it is behind
// proxies, whether it comes from a page of ours, how many there may be, and the security headers.
//
// It keeps nothing but counts, in memory; it fails only with a public address that is none.
package webguard

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// Guard judges requests to one site.
type Guard struct {
	proxies []netip.Prefix
	origin  *http.CrossOriginProtection
	host    string // of the public address
	https   bool
}

// New makes a Guard. publicURL is where people reach us, or empty; proxies are believed when they say X-Forwarded-For
// and X-Forwarded-Proto, and nobody else is.
func New(publicURL string, proxies []netip.Prefix) (*Guard, error) {
	g := &Guard{proxies: proxies, origin: http.NewCrossOriginProtection()}
	if publicURL == "" {
		return g, nil
	}
	u, err := url.Parse(publicURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("public URL %q: want e.g. https://hoidap.example.gov.vn", publicURL)
	}
	g.host, g.https = u.Host, u.Scheme == "https"
	return g, g.origin.AddTrustedOrigin(u.Scheme + "://" + u.Host)
}

// CheckOrigin returns an error for a request that changes something and comes from a page of another site.
func (g *Guard) CheckOrigin(r *http.Request) error {
	switch origins := r.Header.Values("Origin"); {
	case len(origins) > 1:
		return errors.New("several Origin headers")
	case len(origins) == 1 && origins[0] != "null" && !webOrigin(origins[0]): // its host alone would be compared
		return errors.New("Origin of another protocol")
	}
	return g.origin.Check(r)
}

func webOrigin(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https")
}

// Direct reports whether the request came from this machine itself and not through a proxy on it.
func (g *Guard) Direct(r *http.Request) bool {
	for _, name := range []string{"X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Forwarded",
		"Via"} {
		if r.Header.Get(name) != "" {
			return false
		}
	}
	return Remote(r).IsLoopback()
}

// Encrypted reports whether the request came over TLS, to us or to a trusted proxy.
func (g *Guard) Encrypted(r *http.Request) bool {
	return r.TLS != nil || g.trusted(Remote(r)) && strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
}

// PublicHTTPS reports whether the request names the public host and people reach that by https.
func (g *Guard) PublicHTTPS(r *http.Request) bool { return g.https && r.Host == g.host }

// Remote is the address at the other end of the connection: the person's, or a proxy's.
func Remote(r *http.Request) netip.Addr {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr().Unmap()
}

// Address is the address that a rate is counted for: when a trusted proxy calls us, the last one in X-Forwarded-For
// that is not a trusted proxy's. One IPv6 customer has a whole /64.
func (g *Guard) Address(r *http.Request) string {
	addr := Remote(r)
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && g.trusted(addr); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		addr = hop.Unmap()
	}
	return network(addr)
}

// network is the address, or the network of 64 bits that one IPv6 customer has.
func network(addr netip.Addr) string {
	if addr.Is6() {
		if p, err := addr.WithZone("").Prefix(64); err == nil {
			return p.String()
		}
	}
	return addr.String()
}

func (g *Guard) trusted(a netip.Addr) bool {
	return slices.ContainsFunc(g.proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}

// Policy is the Content-Security-Policy of a page that loads only what we serve. img are further sources of pictures,
// ancestors the sites that may show the page in a frame: "'none'", or origins.
func Policy(img, ancestors string) string {
	return "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
		strings.TrimSpace("img-src 'self' "+img) + "; base-uri 'none'; form-action 'self'; frame-ancestors " + ancestors
}

// SetHeaders sets the security headers of an answer.
func SetHeaders(h http.Header, policy string) {
	h.Set("X-Content-Type-Options", "nosniff")
	// Not "no-referrer": under it browsers send "Origin: null" with our own forms, which CheckOrigin refuses.
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
	h.Set("Content-Security-Policy", policy)
}
