package tasks

import (
	"context"
	"fmt"
	"slices"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// PlanState is a plan of the base as far as reminders go.
type PlanState struct {
	Key, Title, Caution string
	Template            bool       // reminds nobody until an admin has confirmed it
	Used, Refused       bool       // what an admin decided; a plan that is no template is used
	Earlier, Day        int        // the office's own days: working days earlier, or a day of the month; 0 is neither
	Dates               []PlanDate // the next of each task and report, the template's and the office's own
}

// Plans lists the plans of the base.
func (svc *Service) Plans(ctx context.Context, r bot.Reader, today content.Day) (out []PlanState, err error) {
	know, err := svc.Calendar.Knowledge(ctx, r)
	if err != nil {
		return nil, err
	}
	w := svc.Calendar.WeekOf(know)
	for _, p := range know.Library.Plans {
		x := template{Use: true}
		if p.Template {
			x = template{}
			if _, err := r.Get(ctx, templateKey(p.Key), &x); err != nil {
				return nil, err
			}
		}
		s := PlanState{Key: p.Key, Title: p.Title, Caution: p.Caution, Template: p.Template, Used: x.Use,
			Refused: x.Refused, Earlier: x.Earlier, Day: x.Day}
		s.Dates, _ = planDates(w, p, x, today)
		for _, i := range planItems(p) {
			if i.rule == nil && !i.due.Before(today) {
				s.Dates = append(s.Dates, PlanDate{Title: i.title, Day: i.due, Own: w.Workday(i.due)})
			}
		}
		slices.SortStableFunc(s.Dates, func(a, b PlanDate) int { return a.Day.Sub(b.Day) })
		out = append(out, s)
	}
	return out, nil
}

// ReadPlan is AdoptPlan without doing it: the next dates of a template by the office's own days.
func (d *Desk) ReadPlan(key string, earlier, day int) ([]PlanDate, error) {
	first, _, err := d.readPlan(key, earlier, day)
	return first, err
}

func (d *Desk) readPlan(key string, earlier, day int) (first []PlanDate, x template, err error) {
	switch {
	case !d.by.RunsAll():
		return nil, x, ErrNotYours
	case day < 0 || day > 31 || day == 0 && (earlier < 1 || earlier > farthestLead):
		return nil, x, dialog.Refuse(fmt.Sprintf(textPlanForm, farthestLead))
	}
	x = template{Asked: d.today(), Use: true, Earlier: earlier, Day: day}
	if day > 0 {
		x.Earlier = 0
	}
	for _, p := range d.know.Library.Plans {
		if p.Key != key || !p.Template {
			continue
		}
		first, late := planDates(d.svc.Calendar.WeekOf(d.know), p, x, d.today())
		if !late.IsZero() {
			return nil, x, dialog.Refuse(fmt.Sprintf(textTooLateDay, vidate.Format(late)))
		}
		return first, x, nil
	}
	return nil, x, dialog.Refuse(textNoPlan)
}

// AdoptPlan confirms a template, makes tasks of what is near, and returns its next dates with the office's own, with
// the office's own days: working days before the template's, or, when day is not 0, a day of the same month. A day that
// would be later than the template's is refused.
func (d *Desk) AdoptPlan(ctx context.Context, key string, earlier, day int) ([]PlanDate, error) {
	first, x, err := d.readPlan(key, earlier, day)
	if err != nil {
		return nil, err
	}
	d.tx.Put(templateKey(key), x, 0)
	if err := d.svc.takePlans(ctx, d.tx, d.svc.Calendar.WeekOf(d.know)); err != nil {
		return nil, err
	}
	return first, d.by.Audit(ctx, d.tx, people.VerbPlanUse, key, "")
}

// RefusePlan says that a template is not to be used. Tasks made of it before stay.
func (d *Desk) RefusePlan(ctx context.Context, key string) error {
	if !d.by.RunsAll() {
		return ErrNotYours
	}
	for _, p := range d.know.Library.Plans {
		if p.Key == key && p.Template {
			d.tx.Put(templateKey(key), template{Asked: d.today(), Refused: true}, 0)
			return d.by.Audit(ctx, d.tx, people.VerbPlanRefuse, key, "")
		}
	}
	return dialog.Refuse(textNoPlan)
}
