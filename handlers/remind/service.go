// Package remind keeps the reminders that anybody asks for: at a time of one's own, or before a limit set by law.
package remind

import (
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
)

// Service takes, shows and sends reminders.
type Service struct {
	People      *people.Service
	Calendar    *calendar.Service
	Subscribers *subscribers.Service
}
