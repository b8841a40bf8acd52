// Package handlers is the assistant: it decides what to say to an update. One folder below it is one feature; here are
// the router, which finds the feature, and what belongs to none of them: greeting, asking the content base, former
// communes, personal data, figures. Handlers return messages and write through the transaction they are given; they
// never send, never read the environment and know no platform.
//
// They fail in two ways: an error of the State passes through, so that the update is delivered again; anything else is
// a mistake of ours, which the dispatcher answers with an apology.
package handlers

import (
	"context"
	"io"
	"log/slog"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/announce/recurring"
	"github.com/motcua/motcua/handlers/announce/templates"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/grading"
	"github.com/motcua/motcua/handlers/groups"
	"github.com/motcua/motcua/handlers/offices"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/remind"
	"github.com/motcua/motcua/handlers/staff"
	"github.com/motcua/motcua/handlers/subscribers"
	"github.com/motcua/motcua/handlers/tasks"
)

// Config is what an office sets, and what its program gives the assistant.
type Config struct {
	Office    string                // its name, in the greeting
	Offices   []string              // slugs of several that are served, "*" for all; empty: one office
	Owners    []bot.ChatID          // who may do everything, each in that private chat
	ChatLimit int                   // questions per chat and minute; 0 = no limit
	Channels  map[string]bot.Limits // what each channel can do, by name

	Reminding calendar.Reminding
	Retention time.Duration // how long free texts are kept; 0: 12 months
	// deletes what a channel keeps of a chat; may be nil
	Forget func(ctx context.Context, tx bot.Tx, chat bot.ChatID) error
	// an address that opens the chat with /start payload; nil or "" = none
	StartLink func(payload string) string
	// an address that opens the chat with an invitation; nil or "" = none
	InviteLink func(code string) string
	// nil: every chat that has not blocked us can be written to
	Reachable people.Reachable
	// https://… of this office's pages; empty: no feeds of dates
	PublicURL string
	Announce  announce.Config

	Knowledge func() *answers.Knowledge // the present content base; replaced as a whole when files change
	Now       func() time.Time
	Rand      io.Reader // of references; nil: crypto/rand
	Log       *slog.Logger
	// Observe, when set, is told how the search for an answer to an update ended (answer, choose, unknown); for an
	// update whose commit failed it is told again with the next try.
	Observe func(u bot.Update, outcome string)
	// Dead is where messages lie that were given up; nil where a program keeps none.
	Dead DeadLetters
}

// Assistant is the handler of all updates. It holds the features, which the console uses too.
type Assistant struct {
	Config

	Offices     *offices.Service
	People      *people.Service
	Calendar    *calendar.Service
	Subscribers *subscribers.Service
	Remind      *remind.Service
	Tasks       *tasks.Service
	Staff       *staff.Service
	Cases       *cases.Service
	Announce    *announce.Service
	Groups      *groups.Service
	Recurring   *recurring.Service
	Templates   *templates.Service

	rights rightsOf
	sample grading.Keeper // of the review desk
	table  *dialog.Table
}

// DeadLetters is where messages lie that were given up, and from where they can be sent again.
type DeadLetters interface {
	DeadLetters(ctx context.Context, offset, limit int) ([]bot.DeadLetter, error)
	Resend(ctx context.Context, id string) (bool, error)
	// Forget takes away what waits to be sent to a chat and what was given up of it; and messages to others, waiting or
	// given up, that hold one of the words.
	Forget(ctx context.Context, chat bot.ChatID, words []string, others []bot.ChatID) error
}
