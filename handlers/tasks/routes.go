package tasks

import (
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Routes are the commands, buttons and scheduled work of tasks.
func (svc *Service) Routes() dialog.Routes {
	c := chat{svc}
	return dialog.Routes{
		Commands: []dialog.Command{
			{Name: "giaoviec", Do: svc.People.Restricted(c.typeTask, people.RoleHead, people.RoleAdmin)},
			{Name: "nhiemvu", Do: svc.People.Officials(c.myTasks)},
			{Name: "lich", Do: svc.People.Officials(c.myFeed)},
			{Name: "kehoach", Do: svc.People.Restricted(c.templates, people.RoleAdmin)},
		},
		Actions: map[string]dialog.Step{
			"gv":   svc.People.Restricted(c.pressedGive, people.RoleHead, people.RoleAdmin),
			"task": svc.People.Officials(c.pressedTask),
			"nv":   svc.People.Officials(c.pressedBoard),
			"nvx":  svc.People.Officials(c.exportTasks),
			"lich": svc.People.Officials(c.myFeed),
			"kh":   svc.People.Restricted(c.pressedTemplate, people.RoleAdmin),
		},
		Awaited: map[string]dialog.Step{
			"giaoviec":   svc.People.Restricted(c.gotTask, people.RoleHead, people.RoleAdmin),
			"kehoach":    svc.People.Restricted(c.gotTemplateDay, people.RoleAdmin),
			"taskresult": svc.People.Officials(c.gotResult),
			"tasksnooze": svc.People.Officials(c.gotSnooze),
			"taskdue":    svc.People.Officials(c.gotDue),
			"taskstuck":  svc.People.Officials(c.gotTrouble),
		},
		Dues: map[string]dialog.Due{DigestKind: svc.dueDigest, dailyKind: svc.dueDaily},
	}
}
