// Package calendar is the office's working time: its hours and days, the days off of the content base, and what admins
// decided about them.
package calendar

import (
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/people"
)

// Service tells the office's working time as it is known now.
type Service struct {
	People    *people.Service
	Base      func() *answers.Knowledge // the present content base, without the admins' decisions
	Reminding Reminding

	cache cached
}
