// Package console is the web page on which an office runs the bot: figures, questions that nobody could answer, the
// content base, feedback, people, the audit log and settings. It owns no rule: what may be done, and what it means,
// stands in handlers; here are pages, forms and the guard before them.
//
// Every route says which roles may use it, and the guard asks the state for the visitor's role each time. Nothing is
// done on GET. It fails as the state fails: a page then says so with 503 and nothing was changed.
package console

import (
	"context"
	"embed"
	"html/template"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/webguard"
	"github.com/motcua/motcua/handlers"
)

// Config is what a Console needs; Queues, Health and Settings may be nil.
type Config struct {
	State          bot.State
	Bot            *handlers.Assistant
	Desk           *library.Desk
	Queues         func(ctx context.Context) ([]Queue, error) // what waits to be sent, by channel
	Health         func(ctx context.Context) Health           // how the machine does
	Rooms          []Room
	Settings       [][2]string // name and value as they may be shown
	PublicURL      string
	TrustedProxies []netip.Prefix
	Now            func() time.Time
	Log            *slog.Logger
}

// Queue is how one channel is doing.
type Queue struct {
	Channel string
	Stats   bot.QueueStats
}

// Console is an http.Handler for everything below /admin.
type Console struct {
	Config
	mux      *http.ServeMux
	pages    map[string]*template.Template
	assets   map[string]asset
	guard    *webguard.Guard
	visitors *webguard.Rate // by address
	sessions *webguard.Rate // by session
	signIns  *webguard.Rate // by address
}

// Limits on what a visitor may send.
const (
	maxBody           = 512 << 10 // the largest file of the base, twice
	perVisitor        = 300       // requests a minute from one address
	perSession        = 180
	signInsPerVisitor = 10
)

//go:embed assets
var files embed.FS

// Route is one address of the console and who may use it; owners may use all.
type Route struct {
	Method, Path string
	Roles        []people.Role
	Do           func(*Console, *visit) error
}

var (
	readers = []people.Role{people.RoleViewer, people.RoleHead, people.RoleEditor, people.RoleAdmin}
	editors = []people.Role{people.RoleEditor, people.RoleAdmin}
	answer  = []people.Role{people.RoleHead, people.RoleEditor, people.RoleAdmin}
	leaders = []people.Role{people.RoleHead, people.RoleAdmin}
	admins  = []people.Role{people.RoleAdmin}
	owners  = []people.Role{}
)

// The pages of announcements.
const (
	announcePath = "/admin/thong-bao"
	lawsPath     = "/admin/noi-dung/van-ban"
	composePath  = announcePath + "/soan"
)
