// Package staff is what admins and owners do with officials: inviting, giving roles, moving to another unit, further
// channels, a lost phone, leaving. It stands above tasks, because work is handed back.
package staff

import (
	"context"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

// Service changes who is who.
type Service struct {
	People     *people.Service
	Tasks      *tasks.Service
	InviteLink func(code string) string // an address that opens the chat with an invitation; nil or "" = none
	InviteOn   string                   // the channel on which InviteLink opens the chat
	// UnitBecame and UnitAwaited are set by the cases, whose questions and fields belong to units too. The first is
	// told, in the transaction of the deed, that a unit is another from now on, both by their UnitID; the second says
	// whether anything waits for a unit.
	UnitBecame  func(ctx context.Context, tx bot.Tx, from, to string) error
	UnitAwaited func(ctx context.Context, r bot.Reader, unit string) (bool, error)
}
