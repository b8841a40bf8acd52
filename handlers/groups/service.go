// Package groups is the assistant in chats of many people. There it answers only who addresses it, shortly, and
// nobody's own matters; the rest is for the private chat. Announcements go to groups and channels whose admins asked
// for them and to which the office agreed: one without the other is nothing.
//
// It fails as the state does. What is said in a group is neither kept nor logged.
package groups

import (
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Service talks in groups and keeps their subscriptions.
type Service struct {
	People *people.Service
	Office string // its name, in what groups read of it
	// StartLink is an address that opens the private chat with /start payload; "" while there is none.
	StartLink func(payload string) string
	// Personal reports whether words are about the person's own matters or a command: none of a group's business.
	Personal func(t *dialog.Turn) bool
	// Observe is told how the search for an answer ended.
	Observe func(t *dialog.Turn, outcome string)
}

// The commands that work in groups; in private chats those of the same name do what they do there.
const (
	CommandAsk         = "hoi"
	CommandSubscribe   = "dangky"
	CommandUnsubscribe = "huy"
)

// Commands are those that are for us in a group although they name no bot. The others are common words of many bots.
func Commands() []string { return []string{CommandAsk} }

// AdminCommands are those that only who runs the group may use.
func AdminCommands() []string { return []string{CommandSubscribe, CommandUnsubscribe} }
