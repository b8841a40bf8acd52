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
	Owners    []bot.ChatID          // who may do everything, each in that private chat
	Channels  map[string]bot.Limits // what each channel can do, by name
	Reachable Reachable             // nil: every chat that has not blocked us can be written to
	// References draws what people find their things again by.
	References dialog.References
}

// Reachable tells whether a chat may be written to at a moment, and if not, why, in words for admins. A channel with
// rules of its own (Zalo's seven days) answers for its chats.
type Reachable func(ctx context.Context, r bot.Reader, chat bot.ChatID,
	at time.Time) (ok bool, reason string, err error)
