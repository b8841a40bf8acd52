package cases

import (
	"github.com/motcua/motcua/handlers/dialog"
)

// Routes are the commands, buttons and scheduled work of cases.
func (svc *Service) Routes() dialog.Routes {
	return dialog.Routes{
		Commands: []dialog.Command{
			{Name: "gapcanbo", Words: []string{"gặp cán bộ", "gặp người", "nói chuyện với cán bộ", "cho gặp cán bộ", "tôi muốn gặp cán bộ"}, Do: svc.meetOfficial},
			{Name: "gopy", Words: []string{"góp ý", "gửi góp ý", "đánh giá", "phản hồi", "góp ý phục vụ", "tôi muốn góp ý"}, Do: AskSurvey},
		},
		Actions: map[string]dialog.Step{
			"pass": svc.pressedPass,
			"meet": svc.meetOfficial,
			"rate": pressedRate,
			"gopy": AskSurvey,
			"sv":   svc.pressedLevel,
			"svf":  pressedFactor,
			"svw":  pressedWrite,
			"svd":  svc.pressedFinish,
			"svc":  pressedConsent,
			"case": svc.People.Officials(svc.pressedCase),
		},
		Awaited: map[string]dialog.Step{"gopy": svc.gotOpinion, "case": svc.People.Officials(svc.gotAnswer), "case-close": svc.People.Officials(svc.gotCloseReason)},
		Dues:    map[string]dialog.Due{"opinion": svc.dueOpinion},
	}
}
