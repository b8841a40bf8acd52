package remind

import "github.com/motcua/motcua/bot"

// The buttons of reminders.
var (
	actList  = bot.NewAction[struct{}]("rm:list")
	actDrop  = bot.NewAction[reminderRef]("rm:del")
	actAt    = bot.NewAction[moment]("rm:at")
	actMore  = bot.NewAction[later]("rm:more")
	actLimit = bot.NewAction[limit]("rm:law")
)

type (
	reminderRef struct{ ID string }
	moment      struct{ Unix int64 }
	later       struct {
		ID    string
		Hours int
	}
	limit struct {
		Entry string
		N     *int // of several; which one is asked for without it
	}
)
