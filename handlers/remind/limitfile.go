package remind

import (
	"fmt"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/content/workday"
	"github.com/motcua/motcua/handlers/ical"
)

// Last is the last day of a limit that the law sets for a citizen.
type Last struct {
	Procedure *content.Procedure
	Limit     content.DeadlineFact
	From      content.Day // the day from which it is counted
	workday.Due
}

// Limits lists the time limits of a procedure that have a number, on a day.
func Limits(p *content.Procedure, day content.Day) (out []content.DeadlineFact) {
	for _, d := range p.Deadline {
		if d.Term.Unit != "" && d.Term.N > 0 && d.Valid.Contains(day) {
			out = append(out, d)
		}
	}
	return out
}

// File is the last day as a file for the person's own calendar, which reminds him 14 days, 3 days and a day before. It
// names the procedure and the day it is counted from, and nobody.
func (l Last) File(now time.Time) bot.File {
	day := l.Day.At(0, 0)
	event := ical.Event{UID: fmt.Sprintf("L-%s-%s@motcua", l.Procedure.Key, l.From), Year: day.Year(), Month: day.Month(),
		Day: day.Day(), Title: fmt.Sprintf(textLimitTitle, l.Procedure.Title),
		Text: l.Limit.Text + "\n" + fmt.Sprintf(textLimitFrom, vidate.Format(l.From)), Changed: now,
		Alarms: append(append([]int{}, daysBefore...), 1)}
	return bot.File{Name: "han-chot.ics", Type: "text/calendar; charset=utf-8",
		Bytes: ical.Write(ical.Calendar{Name: textCalendarName, Events: []ical.Event{event}}, now)}
}
