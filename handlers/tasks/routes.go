package tasks

import (
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Routes are the commands, buttons and scheduled work of tasks.
func (svc *Service) Routes() dialog.Routes {
	c := chat{svc}
	admins := svc.People.OfAll(people.RoleAdmin) // the plan is that of all offices
	return dialog.Routes{
		Commands: []dialog.Command{
			{Name: "giaoviec", Do: svc.People.Restricted(c.typeTask, people.RoleHead, people.RoleAdmin)},
			{Name: "nhiemvu", Do: svc.People.Officials(c.myTasks)},
			{Name: "lich", Do: svc.People.Officials(c.myFeed)},
			{Name: "kehoach", Do: admins(c.templates)},
		},
		Actions: []dialog.Action{
			c.on(actShow, c.showTask),
			c.on(actAck, c.ackTask),
			c.on(actDone, c.doneTask),
			c.on(actOpen, c.reopenTask),
			c.on(actResult, askResult),
			c.on(actAgain, c.askAgain),
			onTaskWith(c, actSnooze, c.snoozeTask),
			c.on(actStuck, c.stuckTask),
			c.on(actGive, askGive),
			onTaskWith(c, actHand, c.giveTo),
			c.on(actVoid, c.voidTask),
			onTaskWith(c, actDueRead, c.chosenDue),
			onTaskWith(c, actDueYes, c.moveDue),
			onTaskWith(c, actAgainDay, c.readSnooze),

			onDraft(c, actDraftYes, c.confirmTask),
			onDraft(c, actDraftEdit, editTask),
			onDraft(c, actDraftWho, c.pressedPerson),
			onDraft(c, actDraftDay, c.pressedDay),
			onDraft(c, actDraftPart, c.pressedPart),

			people.On(svc.People.Officials, actBoard, c.pressedBoard),
			dialog.Plain(actXLSX, svc.People.Officials(c.exportXLSX)),
			dialog.Plain(actCSV, svc.People.Officials(c.exportCSV)),
			dialog.Plain(actFeed, svc.People.Officials(c.myFeed)),
			dialog.Plain(actFeedNew, svc.People.Officials(c.newFeed(FeedOwn))),
			dialog.Plain(actFeedClose, svc.People.Officials(c.closeFeed(FeedOwn))),
			dialog.Plain(actUnitFeed, svc.People.Officials(c.unitFeed)),
			dialog.Plain(actUnitNew, svc.People.Officials(c.newFeed(FeedUnit))),
			dialog.Plain(actUnitClose, svc.People.Officials(c.closeFeed(FeedUnit))),
			people.On(admins, actTemplate, c.pressedTemplate),
		},
		Awaited: map[string]dialog.Step{
			"giaoviec":   svc.People.Restricted(c.gotTask, people.RoleHead, people.RoleAdmin),
			"kehoach":    admins(c.gotTemplateDay),
			"taskresult": svc.People.Officials(c.gotResult),
			"tasksnooze": svc.People.Officials(c.gotSnooze),
			"taskdue":    svc.People.Officials(c.gotDue),
			"taskstuck":  svc.People.Officials(c.gotTrouble),
		},
		Dues: map[string]dialog.Due{DigestKind: svc.dueDigest, dailyKind: svc.dueDaily},
	}
}
