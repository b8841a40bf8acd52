package calendar

import (
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Routes are the commands, buttons and scheduled work of calendar.
func (svc *Service) Routes() dialog.Routes {
	admins := svc.People.OfAll(people.RoleAdmin)
	return dialog.Routes{
		Commands: []dialog.Command{{Name: "ngaynghi", Do: admins(daysOff)}},
		Actions: []dialog.Action{
			dialog.Plain(actYes, admins(confirmDays)),
			dialog.Plain(actEdit, admins(editDays)),
			people.On(admins, actDrop, dropDay),
		},
	}
}
