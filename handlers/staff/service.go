// Package staff is what admins and owners do with officials: inviting, giving roles, moving to another unit, further
// channels, a lost phone, leaving. It stands above tasks, because work is handed back.
package staff

import (
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

// Service changes who is who.
type Service struct {
	People     *people.Service
	Tasks      *tasks.Service
	InviteLink func(code string) string // an address that opens the chat with an invitation; nil or "" = none
	InviteOn   string                   // the channel on which InviteLink opens the chat
}
