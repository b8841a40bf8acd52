package cases

import (
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Routes are the commands, buttons and scheduled work of this room.
func (svc *Service) Routes() dialog.Routes {
	return dialog.Routes{
		Commands: []dialog.Command{
			{Name: "gapcanbo", Words: []string{"gặp cán bộ", "gặp người", "nói chuyện với cán bộ", "cho gặp cán bộ",
				"tôi muốn gặp cán bộ"}, Do: meetOfficial},
			{Name: "gopy", Words: []string{"góp ý", "gửi góp ý", "đánh giá", "phản hồi", "góp ý phục vụ",
				"tôi muốn góp ý"}, Do: AskSurvey},
		},
		Actions: []dialog.Action{
			dialog.Plain(answers.ActionPass, svc.pass),
			dialog.Plain(actPassLast, svc.passLast),
			dialog.Plain(actMeet, meetOfficial),
			dialog.On(answers.ActionRate, pressedRate),

			dialog.Plain(actSurvey, AskSurvey),
			dialog.On(actLevel, svc.pressedLevel),
			dialog.On(actFactor, pressedFactor),
			dialog.On(actWrite, pressedWrite),
			dialog.On(actFinish, svc.pressedFinish),
			dialog.On(actConsentYes, consent),
			dialog.On(actConsentNo, noConsent),

			people.On(svc.People.Officials, actAnswer, askAnswer),
			people.On(svc.People.Officials, actMove, svc.askMove),
			people.On(svc.People.Officials, actDraft, draftOf),
			people.On(svc.People.Officials, actClose, askWhyClosed),
		},
		Awaited: map[string]dialog.Step{"gopy": svc.gotOpinion, "case": svc.People.Officials(svc.gotAnswer),
			"case-close": svc.People.Officials(svc.gotCloseReason)},
		Dues: map[string]dialog.Due{"opinion": svc.dueOpinion},
	}
}
