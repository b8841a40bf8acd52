package groups

import "github.com/motcua/motcua/bot"

// one names the group of a button.
type one struct{ Chat bot.ChatID }

var (
	actAccept = bot.NewAction[one]("group:yes")
	actRefuse = bot.NewAction[one]("group:no")
	actStop   = bot.NewAction[one]("group:stop")
)
