package webchat

import (
	"bytes"
	"log/slog"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
	"github.com/motcua/motcua/bot/webcard"
	"github.com/motcua/motcua/bot/webguard"
)

// PagePath is the address of the chat page below the site's root; the widget and what both need have theirs beside it.
const PagePath = "/" + pageName

const (
	pageName  = "chat"
	belowChat = "../" // leads to the site's root from the addresses below /chat/
)

// greetingID is the element of the greeting, which is in no transcript.
const greetingID = "m0"

// page is what page.html shows.
type page struct {
	Title, Office string
	Assets        assets
	Root          string // leads from the page's address to the site's root
	Page          string // from there to the chat page
	Frame         bool
	Icons         bool   // the site beside the chat has icons and a manifest
	Secret        string // of the widget's session
	Seq           int64
	Messages      []view
	Nonce         string
	Draft         string // what was typed and not taken
	Notice        string // why it was not taken
	Asks          string // what the page asks at once, for who came by a link
	At            string // the slug of the office, of several, whose page it is
	Doors         []string
	Waiting       bool // asked, not yet answered
	MaxRunes      int
	Today         string // the day now, as view.Day
}

func (c *Channel) servePage(w http.ResponseWriter, r *http.Request) {
	if wait := c.pages.Wait(c.guard.Address(r)); wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(seconds(wait)))
		none := session{fresh: true, frame: r.URL.Path == "/widget"} // neither begun nor read: that is what costs
		c.writePage(w, r, none, http.StatusTooManyRequests, page{Notice: textPages})
		return
	}
	s := c.session(r, r.URL.Path == "/widget", "")
	if s.fresh {
		c.remember(w, r, s)
	}
	c.writePage(w, r, s, http.StatusOK, page{Asks: c.linked(r), At: c.at(r.URL.Query().Get("o"))})
}

// at is the slug of one of several offices that a page or a form names, empty for any other.
func (c *Channel) at(slug string) string {
	if c.cfg.Of == nil || slug == "" {
		return ""
	}
	if _, ok := c.cfg.Of(slug); !ok {
		return ""
	}
	return slug
}

// linked is the question of the link by which somebody came: in words (?q=), or by the entry it is about (?topic=).
func (c *Channel) linked(r *http.Request) string {
	query := r.URL.Query()
	if id := query.Get("topic"); id != "" && c.cfg.Topic != nil {
		if question, ok := c.cfg.Topic(id); ok {
			return question
		}
	}
	return platform.Clip(platform.Clean(query.Get("q")), MaxTextRunes)
}

// serveBack leads who reloads the address of a form back to the page.
func (c *Channel) serveBack(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Location", belowChat+pageName)
	w.WriteHeader(http.StatusSeeOther)
}

// writePage shows the session's transcript, with the draft and the notice of p.
func (c *Channel) writePage(w http.ResponseWriter, r *http.Request, s session, status int, p page) {
	var t transcript
	if !s.fresh {
		var err error
		if t, err = c.load(r.Context(), s.chat); err != nil {
			c.cfg.Log.LogAttrs(r.Context(), slog.LevelWarn, "web chat not read", slog.Any("error", err))
			if p.Notice == "" {
				status, p.Notice = http.StatusServiceUnavailable, textBusy
			}
		}
	}
	p.Title, p.Office, p.Assets, p.Frame, p.MaxRunes = c.cfg.Title, c.cfg.Office, c.assets, s.frame, MaxTextRunes
	if p.At != "" {
		p.Office, _ = c.cfg.Of(p.At)
	}
	p.Icons = c.cfg.Icons && !s.frame
	p.Page, p.Doors, p.Today = pageName, c.cfg.Doors, dayName(c.cfg.Now())
	if p.Nonce == "" {
		p.Nonce = newID()
	}
	if p.Draft == "" {
		p.Draft = p.Asks // where no script asks it
	}
	h := hidden{Root: p.Root, At: p.At}
	if s.frame {
		p.Secret = s.secret
		h.Frame, h.Secret = "1", s.secret
	}
	p.Seq = t.Seq
	p.Messages = append(p.Messages, c.greeting(h))
	day := p.Today
	for _, it := range t.Items {
		h.Nonce = newID()
		v, err := newView(it, h)
		if err != nil {
			c.cfg.Log.LogAttrs(r.Context(), slog.LevelError, "message not rendered", slog.Any("error", err))
			continue
		}
		v.NewDay, day = v.Day() != day, v.Day()
		p.Messages = append(p.Messages, v)
	}
	last := p.Messages[len(p.Messages)-1]
	p.Waiting = last.Person && p.Notice == ""
	c.writeHTML(w, r, s.frame, status, p)
}

func (c *Channel) greeting(h hidden) view {
	h.Nonce = newID()
	m := c.greets()
	v := view{ID: greetingID, Greeting: true, Body: webcard.Markup(m.Text), Examples: c.cfg.Examples, Hidden: h}
	v.sort(m.Buttons, false)
	return v
}

// greets is the message that stands first.
func (c *Channel) greets() bot.Message {
	if c.cfg.Greeting == nil {
		return bot.Message{Text: textGreeting}
	}
	return c.cfg.Greeting()
}

func (c *Channel) writeHTML(w http.ResponseWriter, r *http.Request, frame bool, status int, p page) {
	var b bytes.Buffer
	if err := c.assets.page.ExecuteTemplate(&b, "page", p); err != nil {
		c.cfg.Log.LogAttrs(r.Context(), slog.LevelError, "page not rendered", slog.Any("error", err))
		http.Error(w, textBusy, http.StatusInternalServerError)
		return
	}
	ancestors := "'none'"
	if frame {
		ancestors = c.ancestors
	}
	h := w.Header()
	policy := webguard.Policy("data:", ancestors)
	if p.Icons {
		policy += "; manifest-src 'self'"
	}
	h.Set("Content-Security-Policy", policy)
	h.Set("Permissions-Policy", "camera=(), microphone=(self), geolocation=()") // for who speaks the question
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", "vi")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the reader may have left
}

// fragment renders one message for the stream.
func (c *Channel) fragment(it item) (string, error) {
	v, err := newView(it, hidden{})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = c.assets.page.ExecuteTemplate(&b, "message", v)
	return b.String(), err
}

// serveFile serves a file of a transcript; its address is random, and who has it may read it.
func (c *Channel) serveFile(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if !validID(id) {
		http.NotFound(w, r)
		return
	}
	var f bot.File
	switch found, err := c.cfg.State.Get(r.Context(), bot.Key{Kind: kindFile, ID: id}, &f); {
	case err != nil:
		w.Header().Set("Retry-After", "5")
		http.Error(w, textBusy, http.StatusServiceUnavailable)
		return
	case !found:
		c.writePage(w, r, c.session(r, false, ""), http.StatusNotFound, page{Notice: textNoFile, Root: "../../"})
		return
	}
	disposition, mediaType := "attachment", "application/octet-stream"
	if inline(f.Type) {
		disposition, mediaType = "inline", f.Type
	}
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Length", strconv.Itoa(len(f.Bytes)))
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": f.Name}))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	h.Set("Cache-Control", "private, max-age=3600")
	_, _ = w.Write(f.Bytes)
}
