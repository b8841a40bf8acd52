package calendar

import (
	"context"
	"fmt"
	"slices"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Decide writes an admin's word on days down, each in place of an earlier one. It holds for all offices, or for one by
// its slug; an admin of one office decides for that one only.
func (svc *Service) Decide(ctx context.Context, tx bot.Tx, by people.Actor, office string,
	days ...content.CalendarDay) error {
	if office != "" {
		know, err := svc.Knowledge(ctx, tx)
		if err != nil {
			return err
		}
		for _, d := range days {
			if opens(know.Calendar, d) {
				return dialog.Refuse(fmt.Sprintf(textOffForAll, d.Day.VN()))
			}
		}
	}
	return svc.change(ctx, tx, by, office, people.VerbCalendarDecide, days[0].Day, days[0].Basis, days)
}

// Undecide takes an admin's word on a day back.
func (svc *Service) Undecide(ctx context.Context, tx bot.Tx, by people.Actor, office string, day content.Day) error {
	return svc.change(ctx, tx, by, office, people.VerbCalendarRemove, day, "", nil)
}

// May reports whether somebody decides on days for all offices, or for one by its slug.
func (svc *Service) May(by people.Actor, office string) bool {
	if office == "" {
		return by.RunsAll()
	}
	return by.Runs() && by.Office.Keeps(office) && svc.People.OfficeBySlug(office).Slug == office
}

func (svc *Service) change(ctx context.Context, tx bot.Tx, by people.Actor, office string, verb people.Verb,
	day content.Day, note string, days []content.CalendarDay) error {
	if !svc.May(by, office) {
		return dialog.NotAllowed
	}
	var d decisions
	if _, err := tx.Get(ctx, DecisionsKey(office), &d); err != nil {
		return err
	}
	before := len(d.Days)
	replaced := func(o content.CalendarDay) bool {
		return o.Day == day && len(days) == 0 || slices.ContainsFunc(days,
			func(n content.CalendarDay) bool { return n.Day == o.Day })
	}
	d.Days = slices.DeleteFunc(d.Days, replaced)
	if len(days) == 0 && len(d.Days) == before {
		return dialog.OldButton
	}
	d.Days = append(d.Days, days...)
	slices.SortFunc(d.Days, func(a, b content.CalendarDay) int { return a.Day.Sub(b.Day) })
	tx.Put(DecisionsKey(office), d, 0)
	object := day.String()
	if office != "" {
		object += " " + svc.People.OfficeBySlug(office).Name
	}
	return by.Audit(ctx, tx, verb, object, note)
}
