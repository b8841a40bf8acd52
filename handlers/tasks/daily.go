package tasks

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// dailyMember is the scheduled work of every morning before the office's hour: the plan's tasks are taken over and
// everyone who looks after others gets a digest.
const (
	dailyKind   = "daily"
	dailyMember = dailyKind + ":tasks"
	dailyBefore = 2 * time.Hour // before the reminding hour
)

// settingsKey names what the schedule was made with, to be made anew when a setting changes.
var settingsKey = bot.Key{Kind: "reminding", ID: "settings"}

// Keep sees to it that the scheduled work is there and fits the settings and the clock: call it when the process starts
// and every few minutes. It does nothing when all is well.
func (svc *Service) Keep(ctx context.Context, state bot.State) error {
	moved := false
	err := state.Update(ctx, func(tx bot.Tx) error {
		w, err := svc.Calendar.Now(ctx, tx)
		if err != nil {
			return err
		}
		now := tx.Now().In(content.Zone)
		at, there, err := tx.Score(ctx, bot.ScheduleSet, dailyMember)
		if err != nil {
			return err
		}
		// A clock that stood wrong may have put it far into the future.
		moved = there && at > nextDaily(w, now).UnixMilli()
		if !there || moved {
			tx.Add(bot.ScheduleSet, dailyMember, now.UnixMilli())
		}
		made := fmt.Sprint(w.At, w.From, w.To, w.Days)
		var with string
		if _, err := tx.Get(ctx, settingsKey, &with); err != nil {
			return err
		}
		if with != made {
			moved = true
			tx.Put(settingsKey, made, 0)
		}
		return nil
	})
	if err != nil || !moved {
		return err
	}
	return svc.moveDigests(ctx, state)
}

func nextDaily(w calendar.Week, now time.Time) time.Time {
	for d := content.DayOf(now); ; d = d.Add(1) {
		if at := dialog.ClockOn(d, w.At-min(dailyBefore, w.At)); at.After(now) {
			return at
		}
	}
}

// moveDigests plans every digest that lies in the future anew, page by page.
func (svc *Service) moveDigests(ctx context.Context, state bot.State) error {
	var all []string
	for offset := 0; ; offset += 1000 {
		page, err := state.List(ctx, bot.ScheduleSet, bot.Range{Max: dialog.MaxScore, Offset: offset, Limit: 1000})
		if err != nil {
			return err
		}
		for _, e := range page {
			if id, ok := strings.CutPrefix(e.Member, DigestKind+":"); ok {
				all = append(all, id)
			}
		}
		if len(page) < 1000 {
			break
		}
	}
	for _, id := range all {
		err := state.Update(ctx, func(tx bot.Tx) error {
			return svc.PlanDigest(ctx, tx, id, content.Day{})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// dueDaily does the morning's work and plans the next.
func (svc *Service) dueDaily(ctx context.Context, tx bot.Tx, _ string, _ time.Time) error {
	w, err := svc.Calendar.Now(ctx, tx)
	if err != nil {
		return err
	}
	tx.Add(bot.ScheduleSet, dailyMember, nextDaily(w, tx.Now().In(content.Zone)).UnixMilli())
	entries, err := tx.List(ctx, people.WatchersSet, bot.Range{Max: dialog.MaxScore})
	if err != nil {
		return err
	}
	var ids []string
	for _, e := range entries {
		ids = append(ids, e.Member)
	}
	owners, err := svc.People.Owners(ctx, tx)
	if err != nil {
		return err
	}
	for _, chat := range owners {
		id, err := svc.People.OwnerRecipient(ctx, tx, chat)
		if err != nil {
			return err
		}
		ids = dialog.AddOnce(ids, id)
	}
	away, err := people.StandIns(ctx, tx, tx.Now())
	if err != nil {
		return err
	}
	for _, s := range away {
		ids = dialog.AddOnce(ids, s.By)
	}
	for _, id := range ids {
		if err := svc.PlanDigest(ctx, tx, id, content.Day{}); err != nil {
			return err
		}
	}
	if err := svc.mendDigests(ctx, tx); err != nil {
		return err
	}
	if err := svc.nextOfOverdue(ctx, tx); err != nil {
		return err
	}
	return svc.takePlans(ctx, tx, w)
}

// mendDigests plans the digest of everybody who has open tasks and, for whatever reason, none planned.
func (svc *Service) mendDigests(ctx context.Context, tx bot.Tx) error {
	all, err := tx.List(ctx, people.AllSet, bot.Range{Max: dialog.MaxScore, Limit: 5000})
	if err != nil {
		return err
	}
	for _, e := range all {
		_, planned, err := tx.Score(ctx, bot.ScheduleSet, DigestKind+":"+e.Member)
		if err != nil {
			return err
		}
		if planned {
			continue
		}
		open, err := tx.Size(ctx, PersonTasksSet(e.Member))
		if err != nil {
			return err
		}
		if open == 0 {
			continue
		}
		if err := svc.PlanDigest(ctx, tx, e.Member, content.Day{}); err != nil {
			return err
		}
	}
	return nil
}

// A task may come again: a report by the 25th of every month. Each time is a task of its own. The next one is made when
// this one is done, or in the morning after its day, whichever comes first; to give one up ends the row. The day is
// moved off days off by the office's rule, each time anew.

// again makes the next task of a row, once; the caller stores k. Days that are over, after a long pause of the process,
// are passed over.
func (svc *Service) again(ctx context.Context, tx bot.Tx, k *Task) error {
	if k.Every == nil || k.Next != "" {
		return nil
	}
	w, err := svc.Calendar.NowFor(ctx, tx, k.Unit)
	if err != nil {
		return err
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
	n, err = svc.New(ctx, tx, n)
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
func (svc *Service) nextOfOverdue(ctx context.Context, tx bot.Tx) error {
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
		if err := svc.again(ctx, tx, &k); err != nil {
			return err
		}
		Put(tx, &old, k)
	}
	return nil
}
