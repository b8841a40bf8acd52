package webguard

import (
	"net"
	"net/netip"
	"slices"
	"sync"

	"github.com/motcua/motcua/bot/bounds"
)

// Bounded is l with a bound on the connections open at once, in all and of one address. One beyond it is closed, not
// left waiting, so that whoever holds the others cannot hold up those that ask whether we live. The addresses of
// trusted proxies, and this machine's own, are many people's: for them only the bound in all holds.
func Bounded(l net.Listener, b bounds.Bound, proxies []netip.Prefix) net.Listener {
	return &bounded{Listener: l, bound: b, proxies: proxies, of: make(map[string]int)}
}

type bounded struct {
	net.Listener
	bound   bounds.Bound
	proxies []netip.Prefix

	mu   sync.Mutex
	open int
	of   map[string]int // by address
}

// Accept returns the next connection within the bounds.
func (l *bounded) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		from := l.address(c)
		if l.enter(from) {
			return &boundConn{Conn: c, leave: sync.OnceFunc(func() { l.leave(from) })}, nil
		}
		_ = c.Close()
	}
}

// address is whom a connection is counted for; "" for those who speak for many.
func (l *bounded) address(c net.Conn) string {
	at, err := netip.ParseAddrPort(c.RemoteAddr().String())
	if err != nil {
		return ""
	}
	addr := at.Addr().Unmap()
	if addr.IsLoopback() || slices.ContainsFunc(l.proxies, func(p netip.Prefix) bool { return p.Contains(addr) }) {
		return ""
	}
	return network(addr)
}

func (l *bounded) enter(from string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if from != "" && l.of[from] >= l.bound.Address || l.open >= l.bound.All && l.of[from] >= l.bound.Sure {
		return false
	}
	l.open++
	l.of[from]++
	return true
}

func (l *bounded) leave(from string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open--
	if l.of[from]--; l.of[from] <= 0 {
		delete(l.of, from)
	}
}

type boundConn struct {
	net.Conn
	leave func()
}

// Close closes the connection and gives its place free.
func (c *boundConn) Close() error {
	c.leave()
	return c.Conn.Close()
}
