package subscribers

import "github.com/motcua/motcua/bot"

// The buttons of linked channels.
var (
	actMore = bot.NewAction[struct{}]("lk:more")
	actHere = bot.NewAction[struct{}]("lk:here")
	actOff  = bot.NewAction[struct{}]("lk:off")
)
