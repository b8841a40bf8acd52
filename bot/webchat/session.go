package webchat

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"

	"github.com/motcua/motcua/bot"
)

// A session is named by 128 random bits that only its browser knows. The chat's id is a hash of them: it may stand in
// logs and settings without letting a reader into the conversation.

const (
	pageCookie    = "motcua_chat"
	frameCookie   = "motcua_widget"
	sessionHeader = "X-Chat-Session" // of the widget where browsers keep third-party cookies from us
	idLength      = 22               // 16 bytes in unpadded base64url
)

type session struct {
	secret string
	chat   string // id of the chat
	frame  bool   // in the widget
	fresh  bool   // made for this request: the browser has no transcript
}

func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func validID(s string) bool {
	if len(s) != idLength {
		return false
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	return err == nil && len(b) == 16
}

func chatID(secret string) string {
	sum := sha256.Sum256([]byte("motcua web chat\x00" + secret))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// session finds the request's session or makes one. field is the id from a form of the widget, if any.
func (c *Channel) session(r *http.Request, frame bool, field string) session {
	s := session{frame: frame}
	name := pageCookie
	if frame {
		name = frameCookie
		// The id in the page goes first: it is the session whose transcript the person sees.
		for _, id := range []string{r.Header.Get(sessionHeader), field} {
			if validID(id) {
				s.secret = id
				break
			}
		}
	}
	if s.secret == "" {
		for _, cookie := range r.CookiesNamed(name) {
			if validID(cookie.Value) {
				s.secret = cookie.Value
				break
			}
		}
	}
	if s.secret == "" {
		s.secret, s.fresh = newID(), true
	}
	s.chat = chatID(s.secret)
	return s
}

// ChatOf is the chat that the browser of a request has on our page; false when it has none.
func ChatOf(r *http.Request) (bot.ChatID, bool) {
	for _, cookie := range r.CookiesNamed(pageCookie) {
		if validID(cookie.Value) {
			return bot.ChatID{Channel: Name, ID: chatID(cookie.Value)}, true
		}
	}
	return bot.ChatID{}, false
}

// remember sets the session's cookie for as long as its transcript is kept.
func (c *Channel) remember(w http.ResponseWriter, r *http.Request, s session) {
	cookie := &http.Cookie{ //nolint:gosec // Secure wherever the browser speaks https
		Name: pageCookie, Value: s.secret, Path: "/", HttpOnly: true, Secure: c.guard.Encrypted(r) ||
			c.guard.PublicHTTPS(r),
		SameSite: http.SameSiteLaxMode, MaxAge: int(c.cfg.Keep.Seconds()),
	}
	if s.frame {
		cookie.Name = frameCookie
		if cookie.Secure { // browsers take SameSite=None only with Secure
			cookie.SameSite, cookie.Partitioned = http.SameSiteNoneMode, true
		}
	}
	http.SetCookie(w, cookie)
}
