package firstday

import (
	"context"

	"github.com/motcua/motcua/bot"
)

// Config is what the first day needs to know about the program; its functions may be nil.
type Config struct {
	PublicURL string                                // where citizens find the web page; may be empty
	Check     func(ctx context.Context) []Finding   // tries every channel that is set up, live
	Backup    func(ctx context.Context) (made bool) // whether a backup was ever made
	Secrets   []Secret                              // what stays outside the console, and whether it is set
}

// Finding is what a live test of one channel found. Err is empty when all is well.
type Finding struct{ What, Err, Hint string }

// Secret is a setting that is never shown.
type Secret struct {
	Name, Means string
	Set         bool
}

// How is what to do for a setting that is not set, in a clerk's words.
func (s Secret) How() string { return howToSet[s.Name] }

// desk serves the pages.
type desk struct{ Config }

// ticked are the steps that somebody said are done, by the step's key.
type ticked struct {
	Done   map[string]bool `json:"done"`
	Hidden bool            `json:"hidden"` // the office wants to see the list no more
}

var tickedKey = bot.Key{Kind: "setting", ID: "first-day"}

// step is one line of the list.
type step struct {
	Key, Title, More string
	Path, Go         string // the page on which it is done, and the words of the link
	Done             bool
	Tick             bool // somebody says that it is done; the state cannot tell
}

// The pages.
const (
	stepsPath  = "/admin/bat-dau"
	officePath = "/admin/co-quan"
	newPlace   = "moi" // instead of the id of a place: one that the base does not have yet
	ownersPath = "/admin/chu-bot"
	plansPath  = "/admin/cong-viec/ke-hoach"
)
