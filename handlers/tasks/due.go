package tasks

import (
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/dialog"
)

// dueDay is a due day as it counts: moved off a day off by the office's rule.
type dueDay struct {
	Due   content.Day `json:"due,omitzero"`
	Asked content.Day `json:"asked,omitzero"` // the day as written, when it is not Due
	Gone  content.Day `json:"gone,omitzero"`  // another reading of the day, which is gone by
	Open  []string    `json:"open,omitempty"` // what nobody has decided yet and the day depends on
}

// due moves a due day to a working day by the office's rule, and refuses one that is gone by.
func (d *Desk) due(day content.Day, open []string) (dueDay, error) {
	return d.svc.dueOn(d.know, d.now, day, open)
}

func (svc *Service) dueOn(know *answers.Knowledge, now time.Time, day content.Day, open []string) (dueDay, error) {
	today := content.DayOf(now)
	if day.Before(today) {
		return dueDay{}, dialog.Refuse(fmt.Sprintf(textDayGone, dialog.UpperFirst(vidate.Format(day))))
	}
	w := svc.Calendar.WeekOf(know)
	d := dueDay{Due: w.Workday(day), Open: open}
	if d.Due.Before(today) { // today is a day off and the rule moves back
		d.Due = w.NextDay(today)
	}
	if d.Due != day {
		d.Asked = day
	}
	// Whether the day is worked at all may not be decided yet, besides what the reading depends on.
	for _, o := range know.Calendar.Undecided(day, d.Due) {
		d.Open = dialog.AddOnce(d.Open, o)
	}
	return d, nil
}

// notes say why the day that counts is another than the one written, and that it is not certain yet.
func (d dueDay) notes(know *answers.Knowledge) (out []string) {
	gone := ""
	if !d.Gone.IsZero() {
		gone = fmt.Sprintf(textOtherGone, dialog.UpperFirst(vidate.Format(d.Gone)))
	}
	for _, note := range []string{gone, shiftNote(know, d.Asked, d.Due), dialog.Provisional(d.Open)} {
		if note != "" {
			out = append(out, note)
		}
	}
	return out
}

// shiftNote says that and why a due day was moved; "" when it was not.
func shiftNote(know *answers.Knowledge, asked, due content.Day) string {
	if asked.IsZero() {
		return ""
	}
	why := "ngày nghỉ"
	if l, ok := know.Calendar.Listed(asked); ok && l.Kind == content.DayOff {
		why = "ngày nghỉ: " + l.Name
	}
	side := "liền trước"
	if due.After(asked) {
		side = "liền sau"
	}
	return fmt.Sprintf(textShifted, dialog.UpperFirst(vidate.Format(asked)), bot.Escape(why), side)
}

// ahead are the readings of a day that are not gone by, each day once, at most five; or the last of them when all are.
// gone is the latest that was left out.
func ahead(all []vidate.Result, today content.Day) (out []vidate.Result, gone content.Day) {
	for _, c := range all {
		same := func(o vidate.Result) bool { return o.Day == c.Day }
		switch {
		case c.Day.Before(today):
			if c.Day.After(gone) {
				gone = c.Day
			}
		case len(out) < 5 && !slices.ContainsFunc(out, same):
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return all[len(all)-1:], content.Day{}
	}
	return out, gone
}
