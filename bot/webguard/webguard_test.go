package webguard_test

import (
	"bytes"
	"compress/gzip"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot/bounds"
	"github.com/motcua/motcua/bot/webguard"
)

func request(remote string, headers ...string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "http://noi-bo.example/gui", nil)
	r.RemoteAddr = remote
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return r
}

func guard(t *testing.T) *webguard.Guard {
	t.Helper()
	g, err := webguard.New("https://hoidap.gov.vn", []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestAddress(t *testing.T) {
	const to = "X-Forwarded-For"
	for _, tt := range []struct {
		name, want string
		r          *http.Request
	}{
		{"no proxy", "1.2.3.4", request("1.2.3.4:5")},
		{"the sender is no proxy", "1.2.3.4", request("1.2.3.4:5", to, "9.9.9.9")},
		{"one proxy", "9.9.9.9", request("10.0.0.1:5", to, "8.8.8.8, 9.9.9.9")},
		{"two proxies, two headers", "9.9.9.9", request("10.0.0.1:5", to, "9.9.9.9", to, "10.0.0.2")},
		{"garbage", "10.0.0.1", request("10.0.0.1:5", to, "9.9.9.9, ai-do")},
		{"IPv4 in IPv6", "1.2.3.4", request("[::ffff:1.2.3.4]:5")},
		{"a network of IPv6", "2001:db8:1:2::/64", request("[2001:db8:1:2::7%eth0]:5")},
		{"no address", "invalid IP", request("unix")},
	} {
		if got := guard(t).Address(tt.r); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestEncrypted(t *testing.T) {
	direct := request("1.2.3.4:5")
	direct.TLS = &tls.ConnectionState{}
	for name, tt := range map[string]struct {
		r    *http.Request
		want bool
	}{
		"plain":         {request("1.2.3.4:5"), false},
		"TLS":           {direct, true},
		"trusted proxy": {request("10.0.0.1:5", "X-Forwarded-Proto", "https"), true},
		"anybody":       {request("1.2.3.4:5", "X-Forwarded-Proto", "https"), false},
	} {
		if got := guard(t).Encrypted(tt.r); got != tt.want {
			t.Errorf("%s: %t, want %t", name, got, tt.want)
		}
	}
}

func TestCheckOrigin(t *testing.T) {
	const origin, site = "Origin", "Sec-Fetch-Site"
	for _, tt := range []struct {
		name    string
		headers []string
		allowed bool
	}{
		{"no browser", nil, true},
		{"this host", []string{origin, "http://noi-bo.example"}, true},
		{"the public address behind a proxy", []string{origin, "https://hoidap.gov.vn"}, true},
		{"the public address without TLS", []string{origin, "http://hoidap.gov.vn"}, false},
		{"another site", []string{origin, "https://evil.example"}, false},
		{"our name inside another", []string{origin, "https://hoidap.gov.vn.evil.example"}, false},
		{"null", []string{origin, "null"}, false},
		{"this host by another protocol", []string{origin, "ftp://noi-bo.example"}, false},
		{"two", []string{origin, "https://hoidap.gov.vn", origin, "https://evil.example"}, false},
		{"the browser says so", []string{site, "same-origin", origin, "https://hoidap.gov.vn"}, true},
		{"the browser says another site", []string{site, "cross-site"}, false},
		{"a neighbour of the same site", []string{site, "same-site", origin, "https://khac.gov.vn"}, false},
	} {
		if err := guard(t).CheckOrigin(request("1.2.3.4:5", tt.headers...)); (err == nil) != tt.allowed {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	if _, err := webguard.New("hoidap.gov.vn", nil); err == nil {
		t.Error("an address without a scheme was taken")
	}
}

func TestLimit(t *testing.T) {
	now := time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)
	l := webguard.NewLimit(bounds.Bound{Address: 3, Sure: 1, All: 4, Per: time.Hour}, func() time.Time { return now })
	for i, tt := range []struct {
		from string
		wait time.Duration
	}{
		{"a", 0}, {"a", 0}, {"a", 0}, {"a", 20 * time.Minute}, {"a", 20 * time.Minute}, // three an hour of one address
		{"b", 0}, {"b", 15 * time.Minute}, // four in all
		{"c", 0}, {"c", 15 * time.Minute}, // but the first of an address in any case
	} {
		if got := l.Wait(tt.from); got.Round(time.Second) != tt.wait {
			t.Errorf("%d: %s waits %v, want %v", i, tt.from, got, tt.wait)
		}
	}
	if now = now.Add(time.Hour); l.Wait("a") != 0 {
		t.Error("an hour later a goes on")
	}
}

// addressed is a listener of connections from given addresses.
type addressed struct{ from []string }

func (a *addressed) Accept() (net.Conn, error) {
	if len(a.from) == 0 {
		return nil, io.EOF
	}
	from := a.from[0]
	a.from = a.from[1:]
	return &connFrom{from: net.TCPAddrFromAddrPort(netip.MustParseAddrPort(from))}, nil
}
func (*addressed) Close() error   { return nil }
func (*addressed) Addr() net.Addr { return nil }

type connFrom struct {
	net.Conn
	from   net.Addr
	closed bool
}

func (c *connFrom) RemoteAddr() net.Addr { return c.from }
func (c *connFrom) Close() error         { c.closed = true; return nil }

func TestConnectionsAreBounded(t *testing.T) {
	l := webguard.Bounded(&addressed{[]string{
		"1.1.1.1:1", "1.1.1.1:2", "1.1.1.1:3", // the third of an address is closed
		"10.0.0.1:1", "10.0.0.1:2", "10.0.0.1:3", // a proxy speaks for many; its third is beyond the four in all
		"2.2.2.2:1", "2.2.2.2:2", // the first of an address in any case
	}}, bounds.Bound{Address: 2, Sure: 1, All: 4}, []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")})
	var got []string
	var open []net.Conn
	for {
		c, err := l.Accept()
		if err != nil {
			break
		}
		got, open = append(got, c.RemoteAddr().String()), append(open, c)
	}
	want := []string{"1.1.1.1:1", "1.1.1.1:2", "10.0.0.1:1", "10.0.0.1:2", "2.2.2.2:1"}
	if !slices.Equal(got, want) {
		t.Errorf("accepted %v, want %v", got, want)
	}
	if err := errors.Join(open[0].Close(), open[0].Close()); err != nil { // gives one place, not two
		t.Error(err)
	}
}

func TestDirect(t *testing.T) {
	for name, tt := range map[string]struct {
		r    *http.Request
		want bool
	}{
		"this machine":           {request("127.0.0.1:5"), true},
		"another":                {request("1.2.3.4:5"), false},
		"a proxy on the machine": {request("127.0.0.1:5", "X-Forwarded-For", "1.2.3.4"), false},
		"an old proxy":           {request("[::1]:5", "Via", "1.1 squid"), false},
	} {
		if got := guard(t).Direct(tt.r); got != tt.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestRate(t *testing.T) {
	now := time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)
	l := webguard.NewRate(3, func() time.Time { return now })
	for i := range 3 {
		if l.Wait("a") != 0 {
			t.Fatalf("request %d of the first minute's worth was refused", i)
		}
	}
	for range 2 {
		if wait := l.Wait("a"); wait != 20*time.Second {
			t.Errorf("a waits %v, want 20 s however often it asks", wait)
		}
	}
	if wait := l.Wait("b"); wait != 0 {
		t.Errorf("b waits %v for what a did", wait)
	}
	if now = now.Add(20 * time.Second); l.Wait("a") != 0 || l.Wait("a") == 0 {
		t.Error("want one more after 20 s")
	}
	for i := range 20000 { // "a" is forgotten, with a fresh minute's worth
		l.Wait(fmt.Sprint(i))
	}
	if l.Wait("a") != 0 {
		t.Error("want the keys bounded")
	}
	if none := webguard.NewRate(0, time.Now); none.Wait("a") != 0 {
		t.Error("0 is no bound")
	}
}

// TestPack: an answer is packed for who takes it, and says so; a small one is not worth it.
func TestPack(t *testing.T) {
	long := []byte(strings.Repeat("Giấy khai sinh cần những giấy tờ gì? ", 200))
	for _, tt := range []struct {
		name, accepts string
		body          []byte
		packed        bool
	}{
		{"a browser", "gzip, deflate, br", long, true},
		{"with a weight", "br;q=1.0, gzip;q=0.5", long, true},
		{"refused by its weight", "gzip;q=0, identity", long, false},
		{"refused by a longer weight", "gzip; q=0.00", long, false},
		{"another coding of a like name", "x-gzip-not", long, false},
		{"nothing said", "", long, false},
		{"small", "gzip", []byte("xin chào"), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := http.Header{}
			got := webguard.Pack(h, request("198.51.100.7:1", "Accept-Encoding", tt.accepts), tt.body)
			if h.Get("Vary") != "Accept-Encoding" || (h.Get("Content-Encoding") == "gzip") != tt.packed {
				t.Fatalf("headers %v", h)
			}
			if !tt.packed {
				if !bytes.Equal(got, tt.body) {
					t.Error("the body changed")
				}
				return
			}
			z, err := gzip.NewReader(bytes.NewReader(got))
			if err != nil {
				t.Fatal(err)
			}
			if back, err := io.ReadAll(z); err != nil || !bytes.Equal(back, tt.body) || len(got) > len(tt.body)/5 {
				t.Errorf("%d bytes became %d, and back %d, %v", len(tt.body), len(got), len(back), err)
			}
		})
	}
}
