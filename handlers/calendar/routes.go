package calendar

import (
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Routes are the commands, buttons and scheduled work of calendar.
func (svc *Service) Routes() dialog.Routes {
	return dialog.Routes{
		Commands: []dialog.Command{{Name: "ngaynghi", Do: svc.People.Restricted(daysOff, people.RoleAdmin)}},
		Actions:  map[string]dialog.Step{"nn": svc.People.Restricted(pressedDayOff, people.RoleAdmin)},
	}
}
