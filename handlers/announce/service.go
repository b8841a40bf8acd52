// Package announce is announcements from the draft to the report: composing, choosing whom, approving, scheduling,
// sending through the engine, correcting.
package announce

import (
	"sync/atomic"
	"time"

	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
)

// Service takes announcements through their states.
type Service struct {
	Config
	People      *people.Service
	Calendar    *calendar.Service
	Subscribers *subscribers.Service
	PublicURL   string // of the office's pages, without a slash at its end; empty: not known
	Now         func() time.Time

	quiet atomic.Pointer[QuietHours] // what an admin set; nil: Config.Quiet
}
