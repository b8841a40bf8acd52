package webchat

import (
	"container/list"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// secureHeaders are those of every answer; a page adds its Content-Security-Policy.
func secureHeaders(h http.Header) {
	h.Set("X-Content-Type-Options", "nosniff")
	// Not "no-referrer": under it browsers send "Origin: null" with a form, which ownOrigin has to refuse.
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
}

func pagePolicy(ancestors string) string {
	return "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
		"base-uri 'none'; form-action 'self'; frame-ancestors " + ancestors
}

// ownOrigin reports whether a POST comes from a page of ours. A browser says so in Origin (or in Sec-Fetch-Site, which
// it cannot leave out); what sends neither is not a browser that could be made to act for somebody else.
func (c *Channel) ownOrigin(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return false
	}
	values := r.Header.Values("Origin")
	if len(values) == 0 {
		return true
	}
	u, err := url.Parse(values[0])
	if err != nil || len(values) > 1 || u.Host == "" || values[0] != u.Scheme+"://"+u.Host {
		return false
	}
	if u.Host == c.publicHost && c.publicHost != "" {
		return (u.Scheme == "https") == c.https
	}
	return u.Host == r.Host && (u.Scheme == "http" || u.Scheme == "https")
}

// limiterKeys bounds the memory of a limiter: about 4 MB.
const limiterKeys = 20000

// limiter is a token bucket for each key: a minute's worth at once, then evenly. The keys that were quiet for longest
// are forgotten when there are too many.
type limiter struct {
	perMinute float64 // 0: no bound
	now       func() time.Time

	mu      sync.Mutex
	buckets map[string]*list.Element // of *bucket
	recent  *list.List               // most recently used in front
}

type bucket struct {
	key    string
	tokens float64
	at     time.Time
}

func newLimiter(perMinute int, now func() time.Time) *limiter {
	return &limiter{perMinute: float64(perMinute), now: now, buckets: make(map[string]*list.Element), recent: list.New()}
}

// take reports 0 when key may go on, else how long it has to wait.
func (l *limiter) take(key string) time.Duration {
	if l.perMinute <= 0 {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	element, found := l.buckets[key]
	if !found {
		element = l.recent.PushFront(&bucket{key: key, tokens: l.perMinute, at: now})
		l.buckets[key] = element
		if l.recent.Len() > limiterKeys {
			oldest := l.recent.Remove(l.recent.Back()).(*bucket)
			delete(l.buckets, oldest.key)
		}
	}
	l.recent.MoveToFront(element)
	b := element.Value.(*bucket)
	b.tokens = min(l.perMinute, b.tokens+max(0, now.Sub(b.at).Minutes())*l.perMinute)
	b.at = now
	if b.tokens < 1 {
		return time.Duration((1 - b.tokens) / l.perMinute * float64(time.Minute))
	}
	b.tokens--
	return 0
}
