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
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/webguard"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers"
)

// Config is what a Console needs; Queues, Health, Faults and Settings may be nil.
type Config struct {
	State          bot.State
	Bot            *handlers.Assistant
	Desk           *library.Desk
	Queues         func(ctx context.Context) ([]Queue, error) // what waits to be sent, by channel
	Health         func(ctx context.Context) Health           // how the machine does
	Rooms          []Room
	Faults         func() content.Faults // what the newest reading of the base found; may be nil
	Await          time.Duration         // how long a page may wait for this process to answer by what was published
	Look           func()                // has this process look at what was published; may be nil
	Settings       [][3]string           // name, value as it may be shown, and what it is
	PublicURL      string
	TrustedProxies []netip.Prefix
	Now            func() time.Time
	Log            *slog.Logger
}

// Health is how the machine does, as far as the office must act on it.
type Health struct {
	FreeMB uint64    // room left where the data lie; 0: not known
	Backup time.Time // when the last backup was finished; zero: never
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
	Do           func(*Console, *Visit) error
}

// Roles that a Route may name: who reads, who edits the content, who runs the office's bot, and nobody but owners.
var (
	Readers = []people.Role{people.RoleViewer, people.RoleHead, people.RoleEditor, people.RoleAdmin}
	Editors = []people.Role{people.RoleEditor, people.RoleAdmin}
	answer  = []people.Role{people.RoleHead, people.RoleEditor, people.RoleAdmin}
	leaders = []people.Role{people.RoleHead, people.RoleAdmin}
	Admins  = []people.Role{people.RoleAdmin}
	Owners  = []people.Role{}
)

// The pages of announcements, and of the plans' dates.
const (
	plansPath    = "/admin/cong-viec/ke-hoach"
	announcePath = "/admin/thong-bao"
	composePath  = announcePath + "/soan"
)

// Room is a group of pages that another package brings: their addresses, their templates, each of which defines "main",
// and their places in the menu.
type Room struct {
	Routes  []Route
	Pages   fs.FS // *.html at its top; a page is called by its file's name without the ending
	Menu    []MenuItem
	Within  []string // of Routes, "GET /admin/…": those that keep to the visitor's office where several are served
	Several bool     // its menu stands only where several offices are served
	Uploads []string // addresses of Routes whose forms may bring a file
	// Errands are what of the room needs a person, for the overview; nil: nothing ever does.
	Errands func(ctx context.Context, c *Console) ([]Errand, error)
	// Lead is a link that stands over pages of other rooms, back to a list they belong to; nil: there is none.
	Lead func(c *Console, v *Visit) (Lead, error)
}

// Lead is a link back to a list that a page is one step of; zero for none.
type Lead struct{ Text, Path string }

// MenuItem is a link of the menu, behind the one whose path is After.
type MenuItem struct {
	Path, Label string
	Roles       []people.Role
	After       string
}

// Urgency orders what needs a person.
type Urgency int

// What is late or broken, what is due in the next days, and what can wait for a quiet hour.
const (
	UrgentNow Urgency = iota
	UrgentSoon
	UrgentLater
)

// Errand is something that needs a person, with the one page on which it is done.
type Errand struct {
	Urgency Urgency
	Text    string // with its number: "3 câu hỏi đã quá hạn trả lời"
	More    string // what it is about, or what to do; may be empty
	Path    string
	Roles   []people.Role
}
