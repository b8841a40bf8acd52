package staff

import (
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Routes are the commands, buttons and scheduled work of staff.
func (svc *Service) Routes() dialog.Routes {
	admins := svc.People.ForRoles(people.RoleAdmin)
	return dialog.Routes{
		Commands: []dialog.Command{
			{Name: "moi", Do: admins(svc.invite)},
			{Name: "lienket", Do: svc.Link},
			{Name: "canbo", Do: admins(svc.listPeople)},
			{Name: "quyen", Do: svc.People.Restricted(svc.listPeople)},
			{Name: "roi", Do: svc.People.Officials(leave)},
			{Name: "lamthay", Do: svc.People.Officials(svc.standIn)},
			{Name: "themkenh", Do: svc.People.Officials(svc.addChannel)},
		},
		Actions: []dialog.Action{
			people.On(svc.People.Officials, actJoinYes, svc.confirmJoin),
			people.On(svc.People.Officials, actJoinNo, svc.rejectJoin),
			svc.onPerson(actShow, svc.personCard),
			svc.onPerson(actUnit, askUnit),
			svc.onPerson(actLink, svc.inviteChannel),
			svc.onPerson(actOut, askLeaves),
			svc.onPerson(actOutSure, svc.leaves),
			people.On(admins, actCut, askCut),
			people.On(admins, actCutSure, svc.cut),
			people.On(svc.People.ForRoles(), actRoleOf, askRole),
			people.On(svc.People.ForRoles(), actRole, svc.giveRole),
			dialog.Plain(actStandInYes, svc.People.Officials(svc.confirmStandIn)),
			dialog.Plain(actStandInNo, svc.People.Officials(editStandIn)),
			people.On(svc.People.Officials, actStandInEnd, svc.endStandIn),
			dialog.Plain(actLeaveYes, svc.People.Officials(svc.pressedLeave)),
		},
		Awaited: map[string]dialog.Step{"cbunit": admins(svc.gotUnit)},
	}
}
