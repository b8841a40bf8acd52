package subscribers

import (
	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/answers/card"
)

// actLeave ends the following of one entry.
var actLeave = bot.NewAction[card.Follow]("flw:off")

// The buttons of linked channels.
var (
	actMore = bot.NewAction[struct{}]("lk:more")
	actHere = bot.NewAction[struct{}]("lk:here")
	actOff  = bot.NewAction[struct{}]("lk:off")
)
