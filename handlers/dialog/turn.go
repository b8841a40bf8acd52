package dialog

import (
	"context"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/answers"
)

// Turn is one update being answered.
type Turn struct {
	Tx     bot.Tx
	Update bot.Update
	Know   *answers.Knowledge
	Now    time.Time // Asia/Ho_Chi_Minh
	Dialog State
	// Text is u.Text cleaned for reading, with numbers that name a person masked.
	Text string
	// Where says that the answer is about a place to go, so that it counts where the person lives: the entry, or the
	// name that stands for an office.
	Where string
	// Shown is the entry that the answer is about, and Part the part of it.
	Shown string
	Part  search.Aspect
	// Office is the slug of the office of who asks, where several are served and he said where he lives.
	Office string
	// Days is the slug of the office whose days off Know has: an official's own, else Office.
	Days string
}

// Step answers one turn.
type Step func(ctx context.Context, t *Turn) ([]bot.Message, error)

// Day is today, Asia/Ho_Chi_Minh.
func (t *Turn) Day() content.Day { return content.DayOf(t.Now) }

// Say is an answer of one message, with rows of buttons.
func Say(text string, buttons ...[]bot.Button) []bot.Message {
	return []bot.Message{{Text: text, Buttons: buttons}}
}

// Dates reads dates as people mean them now.
func (t *Turn) Dates(past bool) vidate.Reader {
	return vidate.Reader{Now: t.Now, Calendar: t.Know.Calendar, Past: past}
}
