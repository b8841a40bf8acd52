// Package calendar is the office's working time: its hours and days, the days off of the content base, and what admins
// decided about them.
package calendar

import (
	"sync"

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

// cached keeps the calendars made last, by the office: to make one means to work out a century of lunar new years.
type cached struct {
	mu   sync.Mutex
	made map[string]madeOf
}

type madeOf struct {
	base *answers.Knowledge
	days string
	made *answers.Knowledge
}
