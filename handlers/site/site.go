// Package site is the office's web for citizens: a first page that asks what they need, a page with an address of its
// own for every entry of the content base, lists, search, announcements, the survey and the state of a question that
// was passed on. Pages are drawn on the server, need no JavaScript and read the same base as the chat, so that what is
// published or withdrawn shows at once.
// Nothing is kept of what is searched. It fails softly: when the state is away, pages of the base still answer, and
// what needs the state says so with 503.
package site

import (
	"html/template"
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/webguard"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/offices"
)

// Config is what a Site needs. Without State (a site that is written to files) there are no announcements, no survey
// and no questions to follow.
type Config struct {
	Base     func() *answers.Knowledge // the present content base
	State    bot.State
	Calendar *calendar.Service // what the office decided on days off; nil: only the base's calendar
	Cases    *cases.Service
	Office   string // its name, as people read it
	// Several offices have a page each, /o/<slug>; nil: there is one. StartLink is an address that opens the chat on a
	// messenger with /start payload; nil or "" = none.
	Offices   *offices.Service
	StartLink func(payload string) string
	// Visitor is the chat of who reads, as far as his browser has one on the web; nil: never. By it his commune is
	// known.
	Visitor        func(r *http.Request) (bot.ChatID, bool)
	Retention      time.Duration
	PublicURL      string // https://… without a slash at its end; empty: not known
	TrustedProxies []netip.Prefix
	Full           func() bool // no room is left: nothing that writes is taken; may be nil
	API            bool        // the read-only interface is served, and may be told of
	Now            func() time.Time
	Log            *slog.Logger
}

// Site is an http.Handler for everything that has no other home.
type Site struct {
	cfg      Config
	mux      *http.ServeMux
	assets   assets
	guard    *webguard.Guard
	opened   *webguard.Limit // pages
	searches *webguard.Limit
	codes    *webguard.Limit // references of questions that were passed on
	surveys  *webguard.Limit
	drawings *webguard.Limit // pictures that we draw
	pictures pictures
	files    *files // of a site that is written to a folder; nil: pages are served
}

// visit is one request being answered.
type visit struct {
	*Site
	w    http.ResponseWriter
	r    *http.Request
	know *answers.Knowledge
	now  time.Time   // Asia/Ho_Chi_Minh
	day  content.Day // of now
	// office is the one of several under whose address the page is read, or whose commune the visitor said is his.
	office offices.Office
	below  string // its slug, where the address names it
}

// assets are the templates and the files that pages load.
type assets struct {
	pages map[string]*template.Template
	files map[string]asset
}

type asset struct {
	bytes     []byte
	mediaType string
	version   string // of the content: part of the address, so that browsers may keep it for ever
}

// pictures keeps the last pictures that were drawn: the same few links are shared again and again.
type pictures struct {
	mu   sync.Mutex
	kept map[string][]byte
}

// files says where the pages of a site of files lie, and where the program that can do more is reached.
type files struct {
	server string // https://…, empty: nowhere
}
