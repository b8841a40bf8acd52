package tasks

import (
	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// The buttons of a task.
var (
	actShow   = bot.NewAction[taskRef]("task:show")
	actAck    = bot.NewAction[taskRef]("task:ack")
	actDone   = bot.NewAction[taskRef]("task:done")
	actOpen   = bot.NewAction[taskRef]("task:open")
	actResult = bot.NewAction[taskRef]("task:result")
	actAgain  = bot.NewAction[taskRef]("task:again")
	actSnooze = bot.NewAction[snooze]("task:snooze")
	actStuck  = bot.NewAction[taskRef]("task:stuck")
	actGive   = bot.NewAction[taskRef]("task:give")
	actHand   = bot.NewAction[handing]("task:to")
	actVoid   = bot.NewAction[taskRef]("task:void")

	// A day that was typed: read back (one of several readings was chosen), and confirmed.
	actDueRead  = bot.NewAction[dayOf]("task:due")
	actDueYes   = bot.NewAction[dayOf]("task:dueyes")
	actAgainDay = bot.NewAction[dayOf]("task:day")
)

// The buttons of a task that is being given; a draft that was read again has another tag.
var (
	actDraftYes  = bot.NewAction[draftRef]("gv:yes")
	actDraftEdit = bot.NewAction[draftRef]("gv:edit")
	actDraftWho  = bot.NewAction[draftPerson]("gv:who")
	actDraftDay  = bot.NewAction[draftDay]("gv:day")
	actDraftPart = bot.NewAction[draftPart]("gv:part")
)

// The buttons of the board, of the calendar feed and of the plans that are templates.
var (
	actBoard     = bot.NewAction[boardView]("nv")
	actXLSX      = bot.NewAction[struct{}]("nvx")
	actCSV       = bot.NewAction[struct{}]("nvx:csv")
	actFeed      = bot.NewAction[struct{}]("lich")
	actFeedNew   = bot.NewAction[struct{}]("lich:new")
	actFeedClose = bot.NewAction[struct{}]("lich:close")
	actUnitFeed  = bot.NewAction[struct{}]("lich:unit")
	actUnitNew   = bot.NewAction[struct{}]("lich:unitnew")
	actUnitClose = bot.NewAction[struct{}]("lich:unitclose")
	actTemplate  = bot.NewAction[templateAnswer]("kh")
)

// ActionMine shows an official's own tasks.
var ActionMine = actBoard.String(boardView{Scope: scopeMine, Light: lightAll})

type (
	taskRef struct{ ID string }
	snooze  struct {
		taskRef
		Until until
	}
	dayOf struct {
		taskRef
		Day content.Day
	}
	handing struct {
		taskRef
		Person string
	}
	draftRef    struct{ Tag string }
	draftPerson struct {
		draftRef
		Person string
	}
	draftPart struct {
		draftRef
		Part string // partWho or partWhen
	}
	draftDay struct {
		draftRef
		Day content.Day
	}
	boardView struct {
		Scope string // scopeMine, scopeUnit or scopeAll
		Light string // or lightAll
		Page  int
	}
	templateAnswer struct {
		Plan string
		Word string // templateOwn, templateNo, how many working days earlier, or a day of the month after templateDay
	}
)

const (
	scopeMine = "mine"
	scopeUnit = "unit"
	scopeAll  = "all"
	lightAll  = "all"

	partWho  = "who"
	partWhen = "when"

	templateOwn = "own"
	templateNo  = "no"
	templateDay = "d"
)

func (r taskRef) task() string { return r.ID }

func (r draftRef) tag() string { return r.Tag }

// until is when to remind again: a day, or a question for it.
type until struct {
	content.Day
	ask string
}

var (
	untilAsked = until{ask: "ask"} // the day of the reminder is asked for
	untilDue   = until{ask: "due"} // the due day of the task is asked for
)

func (u until) MarshalText() ([]byte, error) {
	if u.ask != "" {
		return []byte(u.ask), nil
	}
	return u.Day.MarshalText()
}

func (u *until) UnmarshalText(b []byte) error {
	if s := string(b); s == untilAsked.ask || s == untilDue.ask {
		u.ask = s
		return nil
	}
	return u.Day.UnmarshalText(b)
}
