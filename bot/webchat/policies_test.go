package webchat_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/netip"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/bot/webchat"
)

// TestIcons: within a site the chat can be put on a phone's first screen with the site's icon; a frame cannot.
func TestIcons(t *testing.T) {
	s := newSite(t, func(c *webchat.Config) { c.Icons = true })
	page := fetch(t, visitor(t), "GET", s.URL+webchat.PagePath, "")
	for _, want := range []string{`rel="apple-touch-icon" href="apple-touch-icon.png"`, `rel="manifest" href="manifest.webmanifest"`, `href="favicon.ico" sizes="48x48"`} {
		if !strings.Contains(page.body, want) {
			t.Errorf("no %s", want)
		}
	}
	if !strings.Contains(page.header.Get("Content-Security-Policy"), "manifest-src 'self'") {
		t.Error("the policy forbids the manifest")
	}
	if frame := fetch(t, visitor(t), "GET", s.URL+"/widget", ""); strings.Contains(frame.body, "manifest") {
		t.Error("a frame names a manifest")
	}
}

func TestPolicies(t *testing.T) {
	s := newSite(t, func(c *webchat.Config) {
		c.Origins = []string{"https://phuong.gov.vn",
			"https://quan.gov.vn:8443"}
	})
	const own = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
		"base-uri 'none'; form-action 'self'; frame-ancestors "
	for path, want := range map[string]string{
		webchat.PagePath:        own + "'none'",
		"/widget":               own + "'self' https://phuong.gov.vn https://quan.gov.vn:8443",
		"/widget.js":            "default-src 'none'; frame-ancestors 'none'",
		"/chat/assets/chat.css": "default-src 'none'; frame-ancestors 'none'",
		"/nothing":              "default-src 'none'; frame-ancestors 'none'",
	} {
		got := fetch(t, visitor(t), "GET", s.URL+path, "")
		if diff := cmp.Diff(want, got.header.Get("Content-Security-Policy")); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
		if got.header.Get("X-Content-Type-Options") != "nosniff" || got.header.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("%s: %v", path, got.header)
		}
		if strings.Contains(got.body, "<script>") || strings.Contains(got.body, " style=") ||
			strings.Contains(got.body, " onclick") {
			t.Errorf("%s: has what its policy forbids", path)
		}
	}
}

func TestCookies(t *testing.T) {
	proxy := func(c *webchat.Config) {
		c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	}
	for _, tt := range []struct {
		name, path string
		change     func(*webchat.Config)
		header     []string
		want       string
	}{
		{"page", webchat.PagePath, nil, nil, "motcua_chat; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax"},
		{"page over https", webchat.PagePath, proxy, []string{"X-Forwarded-Proto", "https"},
			"motcua_chat; Path=/; Max-Age=86400; HttpOnly; Secure; SameSite=Lax"},
		{"proxy that nobody trusts", webchat.PagePath, nil, []string{"X-Forwarded-Proto", "https"},
			"motcua_chat; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax"},
		{"frame over http", "/widget", nil, nil, "motcua_widget; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax"},
		{"frame over https", "/widget", func(c *webchat.Config) { c.PublicURL = "https://hoidap.gov.vn" },
			[]string{"Host", "hoidap.gov.vn"},
			"motcua_widget; Path=/; Max-Age=86400; HttpOnly; Secure; SameSite=None; Partitioned"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t, tt.change)
			got := fetch(t, visitor(t), "GET", s.URL+tt.path, "", tt.header...).header.Get("Set-Cookie")
			if got = regexp.MustCompile(`=[A-Za-z0-9_-]{22};`).ReplaceAllString(got, ";"); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestOriginBehindAProxy(t *testing.T) {
	s := newSite(t, func(c *webchat.Config) { c.PublicURL = "https://hoidap.gov.vn" })
	for origin, want := range map[string]int{"https://hoidap.gov.vn": 200, "http://hoidap.gov.vn": 403,
		"https://hoidap.gov.vn.evil.example": 403} {
		got := fetch(t, visitor(t), "POST", s.URL+"/chat/send", `{"text":"a"}`, "Content-Type", asJSON, "Origin",
			origin)
		if got.status != want {
			t.Errorf("%s: %d, want %d", origin, got.status, want)
		}
	}
}

// TestWeight: what a first visit loads is light, packed where the browser takes that, and the same unpacked.
func TestWeight(t *testing.T) {
	s := newSite(t, nil)
	get := func(path, accept string) (sent int, body []byte) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), "GET", s.URL+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", accept)
		res, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		raw, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatal(path, res.Status, err)
		}
		if res.Header.Get("Content-Encoding") != "gzip" {
			return len(raw), raw
		}
		unpacked, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		body, err = io.ReadAll(unpacked)
		if err != nil {
			t.Fatal(err)
		}
		return len(raw), body
	}
	total, _ := get("/chat", "gzip")
	for _, name := range []string{"chat.css", "chat.js", "icon.svg"} {
		packed, body := get("/chat/assets/"+name, "br, gzip")
		plain, same := get("/chat/assets/"+name, "gzip;q=0")
		if !bytes.Equal(body, same) || packed > plain || name != "icon.svg" && packed > plain/2 {
			t.Errorf("%s: %d bytes packed, %d plain", name, packed, plain)
		}
		total += packed
	}
	if total > 40<<10 {
		t.Errorf("a first visit loads %d bytes", total)
	}
	t.Logf("a first visit loads %d bytes", total)
}
