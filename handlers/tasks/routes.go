package tasks

import (
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

func (svc *Service) Routes() dialog.Routes {
	return dialog.Routes{
		Commands: []dialog.Command{
			{Name: "giaoviec", Do: svc.People.Restricted(svc.typeTask, people.RoleHead, people.RoleAdmin)},
			{Name: "nhiemvu", Do: svc.People.Officials(svc.myTasks)},
			{Name: "lich", Do: svc.People.Officials(svc.myFeed)},
			{Name: "kehoach", Do: svc.People.Restricted(svc.templates, people.RoleAdmin)},
		},
		Actions: map[string]dialog.Step{
			"gv":   svc.People.Restricted(svc.pressedGive, people.RoleHead, people.RoleAdmin),
			"task": svc.People.Officials(svc.pressedTask),
			"nv":   svc.People.Officials(svc.pressedBoard),
			"nvx":  svc.People.Officials(svc.exportTasks),
			"lich": svc.People.Officials(svc.myFeed),
			"kh":   svc.People.Restricted(svc.pressedTemplate, people.RoleAdmin),
		},
		Awaited: map[string]dialog.Step{
			"giaoviec":   svc.People.Restricted(svc.gotTask, people.RoleHead, people.RoleAdmin),
			"kehoach":    svc.People.Restricted(svc.gotTemplateDay, people.RoleAdmin),
			"taskresult": svc.People.Officials(svc.gotResult),
			"tasksnooze": svc.People.Officials(svc.gotSnooze),
			"taskdue":    svc.People.Officials(svc.gotDue),
			"taskstuck":  svc.People.Officials(svc.gotTrouble),
		},
		Dues: map[string]dialog.Due{DigestKind: svc.dueDigest, dailyKind: svc.dueDaily},
	}
}
