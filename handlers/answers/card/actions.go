package card

import (
	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// The buttons under answers.
var (
	ActionPart  = bot.NewAction[Part]("ans")
	ActionPick  = bot.NewAction[Pick]("pick")
	ActionRate  = bot.NewAction[Rate]("rate")
	ActionHelp  = bot.NewAction[Help]("help")
	ActionPass  = bot.NewAction[struct{}]("pass")  // to an official, what was asked last
	ActionMeet  = bot.NewAction[struct{}]("meet")  // a person
	ActionPlace = bot.NewAction[struct{}]("place") // which commune a former one is part of now
)

// Part is an entry, or one part of it.
type Part struct {
	Entry     string
	Aspect    content.Aspect `action:"optional"`
	Situation *int           // of several dossiers
}

// Pick is one of the entries that a question may be about.
type Pick struct {
	N      int
	Entry  string
	Aspect content.Aspect
}

// Rate is what somebody thinks of an answer.
type Rate struct {
	Word   string // RateUp, RateDown, or a reason
	Entry  string
	Aspect content.Aspect
}

// The words of a rating that is no reason.
const (
	RateUp   = "up"
	RateDown = "down"
)

// Help is one of the examples, or the greeting.
type Help struct{ Example *int }
