package webchat

import (
	"bytes"
	"html/template"
	"log/slog"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/webguard"
)

// greetingID is the element of the greeting, which is in no transcript.
const greetingID = "m0"

// page is what page.html shows.
type page struct {
	Title, Office string
	Assets        assets
	Frame         bool
	Secret        string // of the widget's session
	Seq           int64
	Messages      []view
	Nonce         string
	Draft         string // what was typed and not taken
	Notice        string // why it was not taken
	Waiting       bool   // asked, not yet answered
	MaxRunes      int
}

// view is one message in the page or in the stream.
type view struct {
	ID       string
	Person   bool
	Greeting bool
	Seq      int64
	At       time.Time
	Body     template.HTML
	Rows     [][]bot.Button
	Examples []string
	File     *fileRef
	Hidden   hidden
}

// hidden are the form fields that a browser without JavaScript sends with a button.
type hidden struct{ Nonce, Frame, Secret string }

func (v view) Clock() string { return v.At.In(bot.Zone).Format("15:04") }
func (v view) Stamp() string { return v.At.In(bot.Zone).Format(time.RFC3339) }

// Picture reports whether the file may be shown in the page.
func (f fileRef) Picture() bool { return inline(f.Type) }

// KB is the file's size for people.
func (f fileRef) KB() int { return (f.Size + 1023) >> 10 }

func inline(mediaType string) bool {
	switch mediaType {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
		return true
	}
	return false
}

func newView(it item, h hidden) view {
	v := view{ID: it.ID, Seq: it.Seq, At: it.At, File: it.File, Hidden: h}
	if it.Message == nil {
		v.Person, v.Body = true, plainHTML(it.Text)
		return v
	}
	v.Body = markupHTML(it.Message.Text)
	v.Rows = showable(it.Message.Buttons)
	return v
}

// showable leaves out buttons that could do nothing.
func showable(rows [][]bot.Button) (shown [][]bot.Button) {
	for _, row := range rows {
		var keep []bot.Button
		for _, b := range row {
			if b.Label != "" && (b.Action != "" || bot.Linkable(b.URL)) {
				keep = append(keep, b)
			}
		}
		if len(keep) > 0 {
			shown = append(shown, keep)
		}
	}
	return shown
}

func (c *Channel) servePage(w http.ResponseWriter, r *http.Request) {
	if wait := c.pages.Wait(c.guard.Address(r)); wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(seconds(wait)))
		http.Error(w, textPages, http.StatusTooManyRequests)
		return
	}
	s := c.session(r, r.URL.Path == "/widget", "")
	if s.fresh {
		c.remember(w, r, s)
	}
	c.writePage(w, r, s, http.StatusOK, page{})
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
	if p.Nonce == "" {
		p.Nonce = newID()
	}
	h := hidden{}
	if s.frame {
		p.Secret = s.secret
		h.Frame, h.Secret = "1", s.secret
	}
	p.Seq = t.Seq
	p.Messages = append(p.Messages, c.greeting(h))
	for _, it := range t.Items {
		h.Nonce = newID()
		p.Messages = append(p.Messages, newView(it, h))
	}
	last := p.Messages[len(p.Messages)-1]
	p.Waiting = last.Person && p.Notice == ""
	c.writeHTML(w, r, s.frame, status, p)
}

func (c *Channel) greeting(h hidden) view {
	h.Nonce = newID()
	text := c.cfg.Greeting.Text
	if text == "" {
		text = textGreeting
	}
	return view{
		ID: greetingID, Greeting: true, Body: markupHTML(text), Rows: showable(c.cfg.Greeting.Buttons),
		Examples: c.cfg.Examples, Hidden: h,
	}
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
	h.Set("Content-Security-Policy", webguard.Policy("data:", ancestors))
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", "vi")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the reader may have left
}

// fragment renders one message for the stream.
func (c *Channel) fragment(it item) (string, error) {
	var b strings.Builder
	err := c.assets.page.ExecuteTemplate(&b, "message", newView(it, hidden{}))
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
		http.Error(w, textNoFile, http.StatusNotFound)
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
