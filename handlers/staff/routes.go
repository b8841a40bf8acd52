package staff

import (
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Routes are the commands, buttons and scheduled work of staff.
func (svc *Service) Routes() dialog.Routes {
	return dialog.Routes{
		Commands: []dialog.Command{
			{Name: "moi", Do: svc.People.Restricted(svc.invite, people.RoleAdmin)},
			{Name: "lienket", Do: Link},
			{Name: "canbo", Do: svc.People.Restricted(svc.listPeople, people.RoleAdmin)},
			{Name: "quyen", Do: svc.People.Restricted(svc.listPeople)},
			{Name: "roi", Do: svc.People.Officials(leave)},
			{Name: "themkenh", Do: svc.People.Officials(svc.addChannel)},
		},
		Actions: map[string]dialog.Step{
			"join":  svc.People.Officials(svc.confirmJoin),
			"cb":    svc.People.Restricted(svc.pressedPerson, people.RoleAdmin),
			"quyen": svc.People.Restricted(svc.pressedRole),
			"roi":   svc.People.Officials(svc.pressedLeave),
		},
		Awaited: map[string]dialog.Step{"cbunit": svc.People.Restricted(svc.gotUnit, people.RoleAdmin)},
	}
}
