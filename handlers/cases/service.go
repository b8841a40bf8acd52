// Package cases is what citizens hand to the office and say of it: questions passed on, opinions and the survey,
// ratings of answers, and questions that had no answer.
package cases

import (
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/offices"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

// Service opens, passes on and closes cases.
type Service struct {
	People   *people.Service
	Offices  *offices.Service // to which of several a citizen belongs
	Calendar *calendar.Service
	Tasks    *tasks.Service
	// SavedOneIn is of how many who found an answer helpful one is asked what it spared him; 0: ten.
	SavedOneIn uint32
}
