package calendar

import (
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Routes are the commands, buttons and scheduled work of calendar.
func (svc *Service) Routes() dialog.Routes {
	admins := svc.People.ForRoles(people.RoleAdmin)
	return dialog.Routes{
		Commands: []dialog.Command{{Name: "ngaynghi", Do: admins(svc.daysOff)}},
		Actions: []dialog.Action{
			dialog.Plain(actYes, admins(svc.confirmDays)),
			dialog.Plain(actEdit, admins(editDays)),
			people.On(admins, actDrop, svc.dropDay),
		},
	}
}
