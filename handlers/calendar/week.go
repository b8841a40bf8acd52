package calendar

import (
	"time"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/workday"
	"github.com/motcua/motcua/handlers/dialog"
)

// Reminding says when officials are reminded. Times of day are offsets from midnight, Asia/Ho_Chi_Minh. The zero value
// means 08:00, within 07:30–17:00, Monday to Friday less the calendar, due days moved before days off.
type Reminding struct {
	At       time.Duration // the hour of the daily reminder
	From, To time.Duration // working hours: nothing is sent to officials outside; From after To runs over midnight
	Days     string        // "mon-fri" and "mon-sat", both less the calendar's days off, or "all"
	Shift    string        // where a due date on a day off moves: "before" or "after"
}

func (c Reminding) filled() Reminding {
	if c == (Reminding{}) {
		return Reminding{At: 8 * time.Hour, From: 7*time.Hour + 30*time.Minute, To: 17 * time.Hour, Days: "mon-fri",
			Shift: "before"}
	}
	if c.Shift == "" {
		c.Shift = "before"
	}
	return c
}

// Week is the office's working time: its days of the week, less the calendar's days off and with its swapped days.
type Week struct {
	Reminding
	Cal *workday.Calendar
}

// Works reports whether the office works on a day.
func (w Week) Works(d content.Day) bool {
	switch w.Days {
	case "all":
		return true
	case "mon-sat":
		if l, ok := w.Cal.Listed(d); ok {
			return l.Kind == content.DayWork
		}
		return d.Weekday() != time.Sunday
	}
	return w.Cal.IsWorkday(d)
}

// Workday moves a day off to a working day by the office's rule.
func (w Week) Workday(d content.Day) content.Day {
	step := -1
	if w.Shift == "after" {
		step = 1
	}
	for !w.Works(d) {
		d = d.Add(step)
	}
	return d
}

// NextDay returns the first working day after d.
func (w Week) NextDay(d content.Day) content.Day {
	d = d.Add(1)
	for !w.Works(d) {
		d = d.Add(1)
	}
	return d
}

// Ahead returns the n-th working day after d.
func (w Week) Ahead(d content.Day, n int) content.Day {
	for range n {
		d = w.NextDay(d)
	}
	return d
}

// Back returns the n-th working day before d.
func (w Week) Back(d content.Day, n int) content.Day {
	for ; n > 0; n-- {
		d = d.Add(-1)
		for !w.Works(d) {
			d = d.Add(-1)
		}
	}
	return d
}

// Left counts the working days after `from` up to and including `to`; negative when `to` is gone by.
func (w Week) Left(from, to content.Day) int {
	if to.Before(from) {
		return -w.Left(to, from)
	}
	n := 0
	for d := from.Add(1); !d.After(to); d = d.Add(1) {
		if w.Works(d) {
			n++
		}
	}
	return n
}

// Open reports whether officials may be written to at t.
func (w Week) Open(t time.Time) bool {
	day := content.DayOf(t)
	clock := t.Sub(day.At(0, 0))
	switch {
	case w.From <= w.To:
		return w.Works(day) && clock >= w.From && clock < w.To
	case clock >= w.From:
		return w.Works(day)
	}
	return clock < w.To && w.Works(day.Add(-1))
}

// Closing is when the working hours that contain t end.
func (w Week) Closing(t time.Time) time.Time {
	day := content.DayOf(t)
	if w.From > w.To && t.Sub(day.At(0, 0)) >= w.From {
		day = day.Add(1)
	}
	return dialog.ClockOn(day, w.To)
}

// Next is the first reminding hour after t.
func (w Week) Next(t time.Time) time.Time {
	for d := content.DayOf(t); ; d = d.Add(1) {
		if at := dialog.ClockOn(d, w.At); w.Works(d) && at.After(t) {
			return at
		}
	}
}

// Opening is t when officials may be written to then, else the next moment at which they may: zero stands for "now".
func (w Week) Opening(t time.Time) time.Time {
	if w.Open(t) {
		return time.Time{}
	}
	for d := content.DayOf(t); ; d = d.Add(1) {
		if at := dialog.ClockOn(d, w.From); w.Works(d) && at.After(t) {
			return at
		}
	}
}
