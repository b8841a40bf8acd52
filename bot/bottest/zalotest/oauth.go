package zalotest

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// AccessLife and RefreshLife are how long tokens live.
const (
	AccessLife  = 25 * time.Hour
	RefreshLife = 90 * day
)

type refreshToken struct {
	end  time.Time
	used bool
}

type code struct {
	challenge string
	end       time.Time
}

// Grant gives a first refresh token, as if the admin had consented.
func (s *Server) Grant() (refresh string) {
	s.Lock()
	defer s.Unlock()
	_, refresh = s.pair()
	return refresh
}

// Consent gives the code that the redirect would carry. challenge is what the developer page holds; empty: none.
func (s *Server) Consent(challenge string) string {
	s.Lock()
	defer s.Unlock()
	c := "code-" + rand.Text()
	s.codes[c] = code{challenge: challenge, end: s.opts.Now().Add(10 * time.Minute)}
	return c
}

// Revoke makes all tokens invalid: the admin took the right back.
func (s *Server) Revoke() {
	s.Lock()
	defer s.Unlock()
	clear(s.access)
	for _, t := range s.refresh {
		t.used = true
	}
}

// NameRefusals makes the token address refuse as it was also seen to: HTTP 200, a name, no number. What it says repeats
// the token that it was sent.
func (s *Server) NameRefusals() {
	s.Lock()
	defer s.Unlock()
	s.named = true
}

// DropAccess makes the access tokens invalid; refresh tokens stay.
func (s *Server) DropAccess() {
	s.Lock()
	defer s.Unlock()
	clear(s.access)
}

// pair makes new tokens. The caller holds the lock.
func (s *Server) pair() (access, refresh string) {
	access, refresh = "access-"+rand.Text(), "refresh-"+rand.Text()
	s.access[access] = s.opts.Now().Add(AccessLife)
	s.refresh[refresh] = &refreshToken{end: s.opts.Now().Add(RefreshLife)}
	return access, refresh
}

// exchange answers the token address. Its errors have a form of their own.
func (s *Server) exchange(r *http.Request, body []byte) any {
	form, err := url.ParseQuery(string(body))
	refuse := func(number int, name string) any {
		if s.named {
			return map[string]any{"error_name": name + ".",
				"error_description": name + ": " + form.Get("refresh_token")}
		}
		return map[string]any{"error": number, "error_name": name, "error_reason": name, "error_description": name}
	}
	s.Lock()
	defer s.Unlock()
	defer s.Notify()
	switch {
	case r.Method != http.MethodPost || err != nil ||
		!strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded"):
		return refuse(-14001, "Invalid request")
	case r.Header.Get("secret_key") != AppSecret:
		return refuse(-14004, "Invalid app secret")
	case form.Get("app_id") != AppID:
		return refuse(-14002, "Invalid app id")
	}
	for _, secret := range []string{AppSecret, SecretKey} {
		if strings.Contains(r.URL.String(), secret) {
			s.Violate("a secret in the address %s", r.URL)
		}
	}
	now := s.opts.Now()
	switch form.Get("grant_type") {
	case "refresh_token":
		t := s.refresh[form.Get("refresh_token")]
		if t == nil {
			return refuse(-14014, "Invalid refresh token")
		}
		if t.used {
			s.stats.Reused++
			return refuse(-14014, "Invalid refresh token") // and invalidates nothing else
		}
		if now.After(t.end) {
			return refuse(-14015, "Refresh token expired")
		}
		t.used = true
		s.stats.Refreshes++
	case "authorization_code":
		c, known := s.codes[form.Get("code")]
		if !known || now.After(c.end) {
			return refuse(-14010, "Invalid code")
		}
		delete(s.codes, form.Get("code"))
		sum := sha256.Sum256([]byte(form.Get("code_verifier")))
		if c.challenge != "" && c.challenge != base64.RawURLEncoding.EncodeToString(sum[:]) {
			return refuse(-14011, "Invalid code verifier")
		}
	default:
		return refuse(-14005, "Invalid grant type")
	}
	access, refresh := s.pair()
	return map[string]any{"access_token": access, "refresh_token": refresh, "expires_in": "90000"}
}
