package tasks

import (
	"context"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/people"
)

// A task may come again: a report by the 25th of every month. Each time is a task of its own. The next one is made when
// this one is done, or in the morning after its day, whichever comes first; to give one up ends the row. The day is
// moved off days off by the office's rule, each time anew.

// again makes the next task of a row, once; the caller stores k. Days that are over, after a long pause of the process,
// are passed over.
func (svc *Service) again(ctx context.Context, tx bot.Tx, w calendar.Week, k *Task) error {
	if k.Every == nil || k.Next != "" {
		return nil
	}
	next := *k.Every
	today := content.DayOf(tx.Now().In(content.Zone))
	for next.N++; w.Workday(next.day(next.N)).Before(today); {
		next.N++
	}
	asked := next.day(next.N)
	n := Task{Title: k.Title, Unit: k.Unit, Person: k.Person, Product: k.Product, Leads: k.Leads, By: k.By,
		ByChat: k.ByChat, Due: w.Workday(asked), Every: &next}
	if n.Due != asked {
		n.Asked = asked
	}
	if _, there, err := people.Load(ctx, tx, n.Person); err != nil {
		return err
	} else if !there { // who did it has left: the head gives it to somebody
		n.Person = ""
	}
	n, err := svc.New(ctx, tx, n)
	if err != nil {
		return err
	}
	k.Next = n.ID
	k.Note(tx.Now(), "bot", "việc lặp lại: lần sau là "+n.ID+", hạn "+n.Due.VN())
	return nil
}

// mostRows is how many overdue tasks are looked through for those that come again.
const mostRows = 1000

// nextOfOverdue makes the next tasks of the rows whose task is late.
func (svc *Service) nextOfOverdue(ctx context.Context, tx bot.Tx, w calendar.Week) error {
	today := content.DayOf(tx.Now().In(content.Zone))
	late, err := LoadAll(ctx, tx, openTasksSet, bot.Range{Max: dayScore(today) - 1, Reverse: true, Limit: mostRows})
	if err != nil {
		return err
	}
	for _, k := range late {
		if k.Every == nil || k.Next != "" {
			continue
		}
		old := k
		if err := svc.again(ctx, tx, w, &k); err != nil {
			return err
		}
		Put(tx, &old, k)
	}
	return nil
}
