package remind

import (
	"github.com/motcua/motcua/handlers/dialog"
)

// Routes are the commands, buttons and scheduled work of remind.
func (svc *Service) Routes() dialog.Routes {
	return dialog.Routes{
		Commands: []dialog.Command{{Name: "nhacviec", Words: []string{"nhắc việc", "các lời nhắc", "xem lời nhắc",
			"lời nhắc của tôi"}, Do: svc.mine}},
		Actions: []dialog.Action{
			dialog.Plain(actList, svc.mine),
			onReminder(actDrop, dropPressed),
			onReminder(actAt, svc.chosenAt),
			onReminder(actYes, svc.confirmed),
			onReminder(actEdit, svc.editDraft),
			onReminder(actNo, svc.dropDraft),
			onReminder(actDaysOff, svc.turnDaysOff),
			onReminder(actMore, svc.remindMore),
			onReminder(actLimit, askEvent),
			onReminder(actLimitYes, svc.limitConfirmed),
		},
		Awaited: map[string]dialog.Step{"remindwhen": svc.gotRemindTime, "remindlaw": svc.gotEvent},
		Dues:    map[string]dialog.Due{remindKind: svc.dueReminder},
	}
}
