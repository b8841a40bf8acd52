// Package webchat carries talk between a browser and the bot: a page of its own, a widget for other sites, a form for
// browsers without JavaScript, and a stream of answers.
//
// What was said in a session is kept in the State for Config.Keep, so that a reload, a restart or another replica shows
// the same conversation. When the State is away a question is refused with 503 and stays with the person, who sends it
// again under the same nonce: it then has one effect. An open stream survives such an outage and catches up after it.
package webchat

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bounds"
	"github.com/motcua/motcua/bot/webguard"
)

// New makes a Channel. The error lists every fault of the settings.
func New(cfg Config) (*Channel, error) {
	if cfg.Title == "" {
		cfg.Title = "Một Cửa – Hỏi đáp thủ tục hành chính"
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Keep <= 0 {
		cfg.Keep = defaultKeep
	}
	messages := bounds.Messages
	messages.Address = cmp.Or(cfg.IPPerMinute, messages.Address)
	c := &Channel{
		cfg:        cfg,
		hub:        newHub(),
		perSession: webguard.NewRate(cmp.Or(cfg.SessionPerMinute, bounds.SessionPerMinute), cfg.Now),
		pages:      webguard.NewLimit(bounds.Pages, cfg.Now),
		perIP:      webguard.NewLimit(messages, cfg.Now),
		daily:      webguard.NewLimit(bounds.Daily, cfg.Now),
		begun:      webguard.NewLimit(bounds.Conversations, cfg.Now),
		ended:      webguard.NewLimit(bounds.Endings, cfg.Now),
		turns:      webguard.NewTurns(bounds.AtOncePerProcessor*runtime.GOMAXPROCS(0), bounds.Waiting),
		closed:     make(chan struct{}),
	}
	close(c.closed) // not receiving yet
	var faults []error
	if cfg.State == nil {
		faults = append(faults, errors.New("state is missing"))
	}
	var err error
	if c.guard, err = webguard.New(cfg.PublicURL, cfg.TrustedProxies); err != nil {
		faults = append(faults, err)
	}
	c.ancestors = "'self'"
	for _, o := range cfg.Origins {
		if err := checkOrigin(o); err != nil {
			faults = append(faults, err)
			continue
		}
		c.ancestors += " " + o
	}
	if c.assets, err = loadAssets(); err != nil {
		faults = append(faults, err)
	}
	if c.widget, err = c.assets.widgetScript(cfg.Origins); err != nil {
		faults = append(faults, err)
	}
	c.routes()
	return c, errors.Join(faults...)
}

// checkOrigin refuses what is not exactly scheme://host[:port]: it goes into a header, and "almost" an origin matches
// nothing.
func checkOrigin(o string) error {
	u, err := url.Parse(o)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || o != u.Scheme+"://"+u.Host ||
		strings.ContainsAny(o, " ;,'\"*\\") || strings.ToLower(o) != o {
		return fmt.Errorf("origin %q: want scheme://host in lower case without a path, e.g. https://phuong.gov.vn", o)
	}
	return nil
}

// Paths are what of a site's addresses is ours, as patterns of http.ServeMux.
var Paths = []string{PagePath, "/chat/", "/widget", "/widget.js"}

func (c *Channel) routes() {
	c.mux = http.NewServeMux()
	c.mux.HandleFunc("GET "+exactly(PagePath), c.servePage)
	c.mux.HandleFunc("GET /widget", c.servePage)
	c.mux.HandleFunc("GET /widget.js", c.serveWidgetScript)
	c.mux.HandleFunc("GET /chat/assets/{name}", c.assets.serveAsset)
	c.mux.HandleFunc("GET /chat/file/{id}", c.serveFile)
	c.mux.HandleFunc("GET /chat/stream", c.serveStream)
	c.mux.HandleFunc("POST /chat/send", c.serveSend)
	c.mux.HandleFunc("POST /chat/end", c.serveEnd)
	c.mux.HandleFunc("GET /chat/send", c.serveBack)
	c.mux.HandleFunc("GET /chat/end", c.serveBack)
}

// exactly is the pattern of a path and nothing below it.
func exactly(path string) string {
	if strings.HasSuffix(path, "/") {
		return path + "{$}"
	}
	return path
}

// ServeHTTP serves the page (/chat), the widget (/widget.js, /widget) and what both need (/chat/…).
func (c *Channel) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	webguard.SetHeaders(w.Header(), "default-src 'none'; frame-ancestors 'none'")
	c.mux.ServeHTTP(w, r)
}

// Limits says what a browser can carry. It cannot be written to first: nobody may be looking.
func (c *Channel) Limits() bot.Limits {
	return bot.Limits{TextRunes: maxMessageRunes, Buttons: 20, Edit: true, Files: true, PictureBytes: MaxFileBytes,
		FileBytes: MaxFileBytes, Cards: true, ActionBytes: maxActionBytes}
}

// Receive takes questions from now on and hands them to deliver, until ctx ends. Then questions are refused with 503
// and the open streams are closed, so that the HTTP server can shut down.
func (c *Channel) Receive(ctx context.Context, deliver bot.Deliver) error {
	closed := make(chan struct{})
	c.mu.Lock()
	if c.deliver != nil {
		c.mu.Unlock()
		return errors.New("web chat: already receiving")
	}
	c.deliver, c.closed = deliver, closed
	c.mu.Unlock()
	<-ctx.Done()
	c.mu.Lock()
	c.deliver = nil
	c.mu.Unlock()
	close(closed)
	return nil
}

// Send puts the message into the chat's transcript, from where every open page of the session takes it.
func (c *Channel) Send(ctx context.Context, to bot.ChatID, m bot.Message) (bot.Receipt, error) {
	if to.Channel != Name || !validID(to.ID) {
		return bot.Receipt{}, &bot.SendError{Kind: bot.SendInvalid, Reason: "không phải cuộc trò chuyện trên web",
			Err: fmt.Errorf("chat %s is not ours", to)}
	}
	if m.File != nil && len(m.File.Bytes) > MaxFileBytes {
		return bot.Receipt{}, &bot.SendError{Kind: bot.SendInvalid, Reason: "tệp quá lớn cho trang web",
			Err: fmt.Errorf("file of %d bytes: want at most %d", len(m.File.Bytes), MaxFileBytes)}
	}
	id, err := c.appendOurs(ctx, to.ID, m)
	switch {
	case errors.Is(err, errGone):
		return bot.Receipt{}, &bot.SendError{Kind: bot.SendWindow, Reason: "cuộc trò chuyện trên web đã kết thúc",
			Err: err}
	case err != nil:
		return bot.Receipt{}, &bot.SendError{Kind: bot.SendTemporary, Reason: "không ghi được câu trả lời", Err: err}
	}
	c.hub.signal(to.ID)
	return bot.Receipt{MessageID: id, At: c.cfg.Now()}, nil
}
