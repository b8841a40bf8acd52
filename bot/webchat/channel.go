package webchat

import (
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/webguard"
)

// Name is the channel part of every bot.ChatID of this channel.
const Name = "web"

// Limits on what people and handlers may send.
const (
	// MaxTextRunes is the longest question that is taken; a longer one is answered with a request to shorten it.
	MaxTextRunes = 1000
	// MaxFileBytes is the largest bot.File; a larger one is refused as bot.SendInvalid.
	MaxFileBytes = 200 << 10
	// maxMessageRunes bounds one answer.
	maxMessageRunes = 12000
	// maxActionBytes bounds the action of one button.
	maxActionBytes = 64
)

// Config is what a Channel needs. State is required; everything else has a sensible zero value.
type Config struct {
	// State keeps the transcripts: documents of the kinds web-chat, web-seq and web-file.
	State bot.State
	// PublicURL is where people reach us, e.g. "https://hoidap.phuong.gov.vn". Empty: the address of each request.
	PublicURL string
	// Origins may embed the widget, e.g. "https://phuong.gov.vn". Empty: only pages of our own origin may.
	Origins []string
	// TrustedProxies are believed when they say X-Forwarded-For and X-Forwarded-Proto; nobody else is.
	TrustedProxies []netip.Prefix

	// Title of the page; empty means "Một Cửa – Hỏi đáp thủ tục hành chính".
	Title string
	// Office is shown under the name: "UBND phường Bến Thành". May be empty.
	Office string
	// Greeting is shown first, and stored nowhere. Its buttons work like those of any message.
	Greeting func() bot.Message // nil: there is a greeting of this package's own
	// Examples are questions offered under the greeting; pressing one asks it.
	Examples []string
	// Doors are words that lead elsewhere than to an answer, offered under the input: "Gặp cán bộ", "Góp ý".
	Doors []string
	// Icons says that the site around the chat serves /favicon.ico, /apple-touch-icon.png and /manifest.webmanifest.
	Icons bool
	// Topic is the question that stands for an entry by its id, for links that open the chat about it; may be nil.
	Topic func(id string) (question string, ok bool)
	// Of is the name of one of several offices by its slug, which the address of the chat or of its widget may carry
	// (?o=); ok is false for a slug of none. nil: there is one office.
	Of func(slug string) (name string, ok bool)
	// Mask removes what must not be kept (personal numbers) from a question before it is put into the transcript. The
	// Update carries the text as typed. nil keeps the text.
	Mask func(text string) string

	// SessionPerMinute and IPPerMinute bound what one session and one address may send; 0 means what package bounds
	// says, which also has all other bounds on strangers.
	SessionPerMinute, IPPerMinute int
	// Full, when set, reports that no room is left: then nothing that writes is taken, and people are told so.
	Full func() bool
	// Keep is how long a transcript outlives its last message; 0 means 24 h.
	Keep time.Duration
	Log  *slog.Logger
	Now  func() time.Time
}

// Channel is a bot.Channel and an http.Handler that is mounted at the root of a host.
type Channel struct {
	cfg        Config
	guard      *webguard.Guard
	ancestors  string
	assets     assets
	widget     asset // the script that other sites load
	mux        *http.ServeMux
	hub        *hub
	sources    sources
	perSession *webguard.Rate
	pages      *webguard.Limit
	perIP      *webguard.Limit
	daily      *webguard.Limit
	begun      *webguard.Limit // conversations
	ended      *webguard.Limit
	turns      *webguard.Turns // of questions and presses

	mu      sync.Mutex
	deliver bot.Deliver   // nil: not receiving
	closed  chan struct{} // closed when receiving ends, so that streams do
}

// Name returns "web".
func (c *Channel) Name() string { return Name }

// receiving returns what takes questions now, nil for nobody, and what is closed when receiving ends.
func (c *Channel) receiving() (bot.Deliver, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.deliver, c.closed
}
