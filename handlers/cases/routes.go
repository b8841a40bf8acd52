package cases

import (
	"github.com/motcua/motcua/handlers/answers/card"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Routes are the commands, buttons and scheduled work of cases.
func (svc *Service) Routes() dialog.Routes {
	return dialog.Routes{
		Commands: []dialog.Command{
			{Name: "gapcanbo", Words: []string{"gặp cán bộ", "gặp người", "nói chuyện với cán bộ", "cho gặp cán bộ",
				"tôi muốn gặp cán bộ"}, Do: svc.meetOfficial},
			{Name: "gopy", Words: []string{"góp ý", "gửi góp ý", "đánh giá", "phản hồi", "góp ý phục vụ",
				"tôi muốn góp ý"}, Do: svc.AskSurvey},
		},
		Actions: []dialog.Action{
			dialog.Plain(card.ActionPass, svc.pass),
			dialog.Plain(actPassLast, svc.passLast),
			dialog.Plain(card.ActionMeet, svc.meetOfficial),
			dialog.On(card.ActionRate, svc.pressedRate),

			dialog.Plain(actSurvey, svc.AskSurvey),
			dialog.On(actLevel, svc.pressedLevel),
			dialog.On(actFactor, svc.pressedFactor),
			dialog.On(actWrite, pressedWrite),
			dialog.On(actFinish, svc.pressedFinish),
			dialog.On(actConsentYes, svc.consent),
			dialog.On(actConsentNo, noConsent),

			dialog.On(actReadable, chooseReaders),
			dialog.On(actSaved, pressedSaved),

			people.On(svc.People.Officials, actAnswer, askAnswer),
			people.On(svc.People.Officials, actMove, svc.askMove),
			people.On(svc.People.Officials, actDraft, draftOf),
			people.On(svc.People.Officials, actClose, askWhyClosed),
		},
		Awaited: map[string]dialog.Step{"gopy": svc.gotOpinion, "case": svc.People.Officials(svc.gotAnswer),
			"case-close": svc.People.Officials(svc.gotCloseReason)},
		Dues: map[string]dialog.Due{"opinion": svc.dueOpinion, groupKind: svc.dueGroup, windowKind: svc.dueWindow},
	}
}
