// Package tasks is the work of officials with its due days: giving, doing, moving and ending tasks, what a plan sets,
// the daily digest that reminds of them, the board, the calendar feed and the export.
package tasks

import (
	"context"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Service keeps tasks and reminds of them.
type Service struct {
	People    *people.Service
	Calendar  *calendar.Service
	Guard     Guard
	PublicURL string // https://… of this office's pages; empty: no feeds of dates
}

// chat is the conversation about tasks: it reads what officials type and press, and answers. What is done is done at
// their Desk.
type chat struct{ *Service }

// Guard keeps a task from being ended while somebody waits for what it stands for. The cases set it.
type Guard struct {
	// Refuse gives a dialog.Refusal when somebody waits.
	Refuse func(ctx context.Context, r bot.Reader, k Task) error
	// Ask asks for the answer in a chat; nil when nobody waits.
	Ask func(ctx context.Context, t *dialog.Turn, k Task) ([]bot.Message, error)
}
