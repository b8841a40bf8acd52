package announce

import (
	"github.com/motcua/motcua/bot"
)

// What buttons under an announcement say; presses lists them by their verb. A button without a value of its own says
// struct{}.
type (
	revision struct{ Rev int } // that was shown
	moment   struct {
		Unix   int64
		Urgent urgency `action:"optional"`
		// Expires is its end, in Unix seconds, as it was read beside the moment; 0 for none.
		Expires int64 `action:"optional"`
	}
	now struct {
		Urgent urgency `action:"optional"`
	}
	groups   struct{ Kind string }
	oneGroup struct{ Kind, ID string }
	channel  struct{ Name string }
)

// urgency says also in the quiet hours.
type urgency string

const urgent urgency = "u"

// pressed is the action of all these buttons: rest is what the verb says of its own.
type pressed struct {
	ID   string
	Rest string `action:"optional"`
}

func action(verb string) bot.Action[pressed] { return bot.NewAction[pressed]("tb:" + verb) }
