// Package people knows who is who in the office: officials and their chats, what each may do, how each is reached, and the
// log of what was done. Every other room asks it; it knows none of them but the conversation itself.
package people

import "github.com/motcua/motcua/bot"

// Service answers who somebody is and how to reach them.
type Service struct {
	Owners    []bot.ChatID          // who may do everything, each in that private chat
	Channels  map[string]bot.Limits // what each channel can do, by name
	Reachable Reachable             // nil: every chat that has not blocked us can be written to
}
