package cases

import (
	"github.com/motcua/motcua/bot"
)

// The buttons of questions and opinions passed on; card.ActionPass and ActionRate stand under answers.
var (
	actPassLast = bot.NewAction[struct{}]("pass:last") // the question whose answer was no help

	actAnswer = bot.NewAction[caseRef]("case:answer")
	actMove   = bot.NewAction[moving]("case:move")
	actDraft  = bot.NewAction[caseRef]("case:draft")
	actClose  = bot.NewAction[caseRef]("case:close")

	actSaved    = bot.NewAction[savedWord]("saved")
	actReadable = bot.NewAction[readable]("case:read")
)

// The buttons of the survey.
var (
	actSurvey     = bot.NewAction[struct{}]("gopy")
	actLevel      = bot.NewAction[surveyLevel]("sv")
	actFactor     = bot.NewAction[surveyFactor]("svf")
	actWrite      = bot.NewAction[surveyRef]("svw")
	actFinish     = bot.NewAction[surveyRef]("svd")
	actConsentYes = bot.NewAction[caseRef]("svc:yes")
	actConsentNo  = bot.NewAction[caseRef]("svc:no")
)

type (
	savedWord struct{ What string } // call, visit, both, none
	caseRef   struct{ Ref string }
	moving    struct {
		Ref  string
		Unit string `action:"optional"` // asked for without it
	}
	readable struct {
		Ref  string
		Open int // 1: whoever has the reference reads the answer
	}
	surveyRef   struct{ Unit string }
	surveyLevel struct {
		Level int
		surveyRef
	}
	surveyFactor struct {
		Factor int // from 1
		surveyRef
		Level int `action:"optional"` // asked for without it
	}
)
