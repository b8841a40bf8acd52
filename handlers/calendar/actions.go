package calendar

import (
	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// The buttons of days off.
var (
	actYes  = bot.NewAction[struct{}]("nn:yes")
	actEdit = bot.NewAction[struct{}]("nn:edit")
	actDrop = bot.NewAction[dayRef]("nn:del")
)

type dayRef struct{ Day content.Day }
