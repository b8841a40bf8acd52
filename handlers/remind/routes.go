package remind

import (
	"github.com/motcua/motcua/handlers/dialog"
)

// Routes are the commands, buttons and scheduled work of remind.
func (svc *Service) Routes() dialog.Routes {
	return dialog.Routes{
		Commands: []dialog.Command{{Name: "nhacviec", Words: []string{"nhắc việc", "các lời nhắc", "xem lời nhắc", "lời nhắc của tôi"}, Do: svc.mine}},
		Actions:  map[string]dialog.Step{"rm": svc.pressedRemind},
		Awaited:  map[string]dialog.Step{"remindwhen": svc.gotRemindTime, "remindlaw": svc.gotEvent},
		Dues:     map[string]dialog.Due{remindKind: svc.dueReminder},
	}
}
