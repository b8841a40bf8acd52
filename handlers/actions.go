package handlers

import (
	"github.com/motcua/motcua/bot"
)

// The buttons of what belongs to no room; those under answers are in answers.
var (
	actErase  = bot.NewAction[struct{}]("erase")
	actMonth  = bot.NewAction[month]("stat")
	actResend = bot.NewAction[deadLetter]("dead")
)

type (
	month      struct{ Month string } // 2006-01
	deadLetter struct{ ID string }
)
