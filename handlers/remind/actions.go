package remind

import (
	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// The buttons of reminders.
var (
	actList    = bot.NewAction[struct{}]("rm:list")
	actDrop    = bot.NewAction[reminderRef]("rm:del")
	actAt      = bot.NewAction[moment]("rm:at")  // one of several readings
	actYes     = bot.NewAction[moment]("rm:yes") // what was read back is right
	actEdit    = bot.NewAction[struct{}]("rm:edit")
	actNo      = bot.NewAction[struct{}]("rm:no")
	actDaysOff = bot.NewAction[struct{}]("rm:off")
	actMore    = bot.NewAction[later]("rm:more")
	actLimit   = bot.NewAction[limit]("rm:law")
	// the day from which a limit is counted is right
	actLimitYes = bot.NewAction[eventDay]("rm:lawyes")
)

type (
	reminderRef struct{ ID string }
	moment      struct{ Unix int64 }
	later       struct {
		ID    string
		Hours int
	}
	eventDay struct{ content.Day }
	limit    struct {
		Entry string
		N     *int // of several; which one is asked for without it
	}
)
