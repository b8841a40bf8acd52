package remind

import (
	"fmt"
	"strings"
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

// daysBefore are the days before the end of a limit on which people are reminded.
var daysBefore = []int{14, 3}

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
	event := ical.Event{UID: fmt.Sprintf("L-%s-%s@motcua", l.Procedure.Key, l.From), Year: day.Year(),
		Month: day.Month(), Day: day.Day(), Title: fmt.Sprintf(textLimitTitle, l.Procedure.Title),
		Text: l.Limit.Text + "\n" + fmt.Sprintf(textLimitFrom, vidate.Format(l.From)), Changed: now,
		Alarms: append(append([]int{}, daysBefore...), 1)}
	return bot.File{Name: "han-chot.ics", Type: "text/calendar; charset=utf-8",
		Bytes: ical.Write(ical.Calendar{Name: textCalendarName, Events: []ical.Event{event}}, now)}
}

// awaitedLimit is what a limit's dialogue waits with: the entry, the number of the limit, and once it was read back the
// day from which it is counted.
type awaitedLimit struct {
	Entry string
	N     int
	From  content.Day
}

func (a awaitedLimit) String() string {
	s := fmt.Sprintf("%s:%d", a.Entry, a.N)
	if !a.From.IsZero() {
		s += ":" + a.From.String()
	}
	return s
}

func readAwaited(data string) (a awaitedLimit) {
	parts := strings.SplitN(data, ":", 3)
	a.Entry = parts[0]
	if len(parts) > 1 {
		_, _ = fmt.Sscan(parts[1], &a.N) // what is not a number is the first
	}
	if len(parts) > 2 {
		a.From, _ = content.ParseDay(parts[2])
	}
	return a
}
