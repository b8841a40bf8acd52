// Package workday counts working days as Vietnamese offices do, over the calendar of the content base.
//
// It cannot fail: a day nobody has decided on is counted by the law's rule, and Provisional says that the result
// depends on it. Answers built on such a result must say "tạm tính".
package workday

import (
	"slices"
	"time"

	"github.com/motcua/motcua/content"
)

// Calendar knows which days are worked. It is not changed after New and may be shared.
type Calendar struct {
	listed map[content.Day]content.CalendarDay
	open   []content.OpenSpan
}

// New builds a calendar from the base's years and an admin's decisions. A decision overrules the file's entry for its
// day. Once the decisions list as many days off in an open stretch as were proposed or computed there, or say of each
// of these what it is, the stretch is settled and what they do not list falls away; until then it stays off, and open:
// the first day of Tết alone must not make working days of the others. Years without a file are worked out from the law
// and the lunar calendar.
func New(years []*content.CalendarYear, decisions ...content.CalendarDay) *Calendar {
	c := &Calendar{listed: map[content.Day]content.CalendarDay{}}
	have := map[int]bool{}
	for _, y := range years {
		have[y.Year] = true
		c.add(y.Days, y.Open)
	}
	for y := computedFrom; y <= computedTo; y++ {
		if !have[y] {
			c.add(compute(y))
		}
	}
	c.decide(decisions)
	slices.SortFunc(c.open, func(a, b content.OpenSpan) int { return a.From.Sub(b.From) })
	return c
}

func (c *Calendar) add(days []content.CalendarDay, open []content.OpenSpan) {
	for _, d := range days {
		c.listed[d.Day] = d
	}
	c.open = append(c.open, open...)
}

func (c *Calendar) decide(decisions []content.CalendarDay) {
	by := map[content.Day]content.DayKind{}
	for _, d := range decisions {
		by[d.Day] = d.Kind
	}
	var fall []content.Day
	c.open = slices.DeleteFunc(c.open, func(o content.OpenSpan) bool {
		if !slices.ContainsFunc(decisions, func(d content.CalendarDay) bool { return o.Contains(d.Day) }) {
			return false
		}
		unsure, settled := c.settled(o, by)
		if settled {
			fall = append(fall, unsure...)
		}
		return settled
	})
	for _, d := range fall {
		delete(c.listed, d)
	}
	for _, d := range decisions {
		d.Certainty = content.Decided
		c.listed[d.Day] = d
	}
}

// settled reports whether decisions say all there is to say about an open stretch; unsure are the days of it that are
// listed without being decided.
func (c *Calendar) settled(o content.OpenSpan, by map[content.Day]content.DayKind) (unsure []content.Day, yes bool) {
	off, unsureOff, all := 0, 0, true
	for at := o.From; !at.After(o.To); at = at.Add(1) {
		kind, has := by[at]
		if kind == content.DayOff && !weekend(at) {
			off++
		}
		l, ok := c.listed[at]
		if !ok || l.Certainty != content.Proposed && l.Certainty != content.Computed {
			continue
		}
		unsure = append(unsure, at)
		all = all && (has || weekend(at))
		if l.Kind == content.DayOff && !weekend(at) {
			unsureOff++
		}
	}
	return unsure, all || off >= unsureOff
}

// Listed returns what the calendar says about a day that differs from the plain week.
func (c *Calendar) Listed(d content.Day) (content.CalendarDay, bool) {
	l, ok := c.listed[d]
	return l, ok
}

// IsWorkday reports whether offices work on d.
func (c *Calendar) IsWorkday(d content.Day) bool {
	if l, ok := c.listed[d]; ok {
		return l.Kind == content.DayWork
	}
	return !weekend(d)
}

// Next returns the first working day after d.
func (c *Calendar) Next(d content.Day) content.Day { return c.seek(d.Add(1), 1) }

// Prev returns the last working day before d.
func (c *Calendar) Prev(d content.Day) content.Day { return c.seek(d.Add(-1), -1) }

// OnOrAfter returns d when it is a working day, else the next one.
func (c *Calendar) OnOrAfter(d content.Day) content.Day { return c.seek(d, 1) }

// OnOrBefore returns d when it is a working day, else the last one before it.
func (c *Calendar) OnOrBefore(d content.Day) content.Day { return c.seek(d, -1) }

func (c *Calendar) seek(d content.Day, step int) content.Day {
	for !c.IsWorkday(d) {
		d = d.Add(step)
	}
	return d
}

// Add returns the n-th working day after d (before it when n is negative). The first day does not count: a term runs
// from the day after the event (Civil Code 2015, art. 147). Add(d, 0) is d when it is worked, else the next working
// day.
func (c *Calendar) Add(d content.Day, n int) content.Day {
	if n == 0 {
		return c.OnOrAfter(d)
	}
	for ; n > 0; n-- {
		d = c.Next(d)
	}
	for ; n < 0; n++ {
		d = c.Prev(d)
	}
	return d
}

// Between returns the number of working days after a, up to and including b; it is negative when b is before a.
func (c *Calendar) Between(a, b content.Day) int {
	if b.Before(a) {
		n := 0
		for d := a.Add(-1); !d.Before(b); d = d.Add(-1) {
			if c.IsWorkday(d) {
				n--
			}
		}
		return n
	}
	n := 0
	for d := a.Add(1); !d.After(b); d = d.Add(1) {
		if c.IsWorkday(d) {
			n++
		}
	}
	return n
}

// Shift moves a day off to a working day: "before", "after", or nowhere for anything else.
func (c *Calendar) Shift(d content.Day, rule string) content.Day {
	switch rule {
	case "before":
		return c.OnOrBefore(d)
	case "after":
		return c.OnOrAfter(d)
	}
	return d
}

// Provisional reports whether counting from one day to another (both included) passes a day that is not decided yet.
func (c *Calendar) Provisional(from, to content.Day) bool { return len(c.Undecided(from, to)) > 0 }

// Undecided returns, for people, what is not decided between two days, both included; each text once.
func (c *Calendar) Undecided(from, to content.Day) (out []string) {
	if to.Before(from) {
		from, to = to, from
	}
	note := func(s string) {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for _, o := range c.open {
		if !o.From.After(to) && !o.To.Before(from) {
			note(o.Text)
		}
	}
	for d := from; !d.After(to); d = d.Add(1) {
		l, ok := c.listed[d]
		if ok && (l.Certainty == content.Proposed || l.Certainty == content.Computed) && !c.isOpen(d) {
			note(l.Name + " " + d.VN() + " đang tạm tính (" + l.Basis + ")")
		}
	}
	if from.Year() < computedFrom || to.Year() > computedTo {
		note("Lịch nghỉ của năm này chưa có")
	}
	return out
}

func (c *Calendar) isOpen(d content.Day) bool {
	return slices.ContainsFunc(c.open, func(o content.OpenSpan) bool { return o.Contains(d) })
}

// Due is the end of a term.
type Due struct {
	Day       content.Day
	Start     content.Day // the day from which it was counted; it does not count itself
	Late      bool        // handed in after the entry's hour, or on a day off, so counted from a later day
	Undecided []string    // what the day depends on; not empty means provisional
}

// DueDate returns when a dossier handed in at filed is due, by the processing time f. hasClock says whether the hour of
// filed is known. ok is false when f gives no number.
func (c *Calendar) DueDate(filed time.Time, hasClock bool, f content.TimeFact) (due Due, ok bool) {
	if f.Term.Unit == "" {
		return Due{}, false
	}
	day := content.DayOf(filed)
	start := c.OnOrAfter(day)
	if start == day && hasClock && f.Cutoff.Set && filed.After(day.At(f.Cutoff.Hour, f.Cutoff.Minute)) {
		start = c.Next(day)
	}
	due = c.end(start, f.Term)
	if due.Late = start != day; due.Late {
		due.Undecided = merge(c.Undecided(day, start), due.Undecided)
	}
	return due, true
}

// Deadline returns the last day of a term that the law sets for a citizen, counted from the day of the event.
func (c *Calendar) Deadline(event content.Day, t content.Term) (due Due, ok bool) {
	if t.Unit == "" {
		return Due{}, false
	}
	return c.end(event, t), true
}

func merge(a, b []string) []string {
	for _, s := range b {
		if !slices.Contains(a, s) {
			a = append(a, s)
		}
	}
	return a
}

// end counts a term. Terms in calendar time that end on a day off run to the end of the next working day (Civil Code
// 2015, art. 148.5). Hours are rounded up to whole days, since no hour of handing in is kept for them. Only the days
// that decide the result can make it provisional: all of them for working days, the end for the others.
func (c *Calendar) end(start content.Day, t content.Term) Due {
	var last content.Day // before it is moved off a day off
	switch t.Unit {
	case content.Working:
		end := c.Add(start, t.N)
		return Due{Day: end, Start: start, Undecided: c.Undecided(start, end)}
	case content.Months:
		last = start.AddMonths(t.N)
	case content.Years:
		last = start.AddMonths(12 * t.N)
	case content.Hours:
		last = start.Add((t.N + 23) / 24)
	default:
		last = start.Add(t.N)
	}
	end := c.OnOrAfter(last)
	return Due{Day: end, Start: start, Undecided: c.Undecided(last, end)}
}

// Dates returns the days between from and to, both included, on which a recurring rule falls, in order.
func (c *Calendar) Dates(r content.Rule, from, to content.Day) (out []content.Day) {
	months := map[string]int{"month": 1, "quarter": 3, "half": 6, "year": 12}[r.Every]
	if months == 0 {
		return nil
	}
	month := r.Month
	if month == 0 {
		month = months
	}
	for y := from.Year() - 1; y <= to.Year()+1; y++ {
		for m := month; m <= 12; m += months {
			d := c.dayIn(r, y, time.Month(m))
			if !d.Before(from) && !d.After(to) {
				out = append(out, d)
			}
		}
	}
	return out
}

// dayIn returns the rule's day in one month.
func (c *Calendar) dayIn(r content.Rule, year int, month time.Month) content.Day {
	first, last := content.NewDay(year, month, 1), content.NewDay(year, month+1, 0)
	switch {
	case r.Nth > 0:
		return c.Add(first.Add(-1), r.Nth)
	case r.Nth < 0:
		return c.Add(last.Add(1), r.Nth)
	case r.Day < 0:
		return c.Shift(last, r.Shift)
	}
	_, _, most := last.Date()
	return c.Shift(first.Add(min(r.Day, most)-1), r.Shift)
}
