// Package subscribers keeps the consents to announcements: who asked for what, on which linked chats, and the groups of
// people that an announcement can go to.
package subscribers

import "github.com/motcua/motcua/handlers/people"

// Service takes and ends subscriptions.
type Service struct {
	People *people.Service
}
