// Package people knows who is who in the office: officials and their chats, what each may do, how each is reached, and
// the log of what was done. Every other room asks it; it knows none of them but the conversation itself.
package people

import (
	"context"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
)

// Service answers who somebody is and how to reach them.
type Service struct {
	Appointed []bot.ChatID          // owners by the settings, each in that private chat; see Owners for all of them
	Channels  map[string]bot.Limits // what each channel can do, by name
	Offices   func() []Office       // several offices that are served; nil, or none: one office
	Reachable Reachable             // nil: every chat that has not blocked us can be written to
	// References draws what people find their things again by.
	References dialog.References
}

// Reachable tells whether a message of a form (bot.FormReminder, …; empty: of none) may go to a chat at a moment, and
// if not, why, in words for admins. A channel with rules of its own answers for its chats: after Zalo's seven days only
// what has an approved template of its own may go.
type Reachable func(ctx context.Context, r bot.Reader, chat bot.ChatID, form string,
	at time.Time) (ok bool, reason string, err error)
