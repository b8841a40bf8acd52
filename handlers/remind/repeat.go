package remind

import (
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/dialog"
)

// rule is how a reminder repeats. With Workday, a moment on a day off comes on the working day before, at the same
// hour: who is to be reminded of work is not reminded on a Sunday.
type rule struct {
	every   vidate.Repeat
	workday bool
}

// movable reports whether a repetition can be moved off days off: it is not one of every day.
func movable(every vidate.Repeat) bool {
	return every == vidate.Weekly || every == vidate.Monthly || every == vidate.Yearly
}

// moment is when a moment of the repetition really comes.
func (r rule) moment(w calendar.Week, at time.Time) time.Time {
	if !r.workday || !movable(r.every) {
		return at
	}
	const longestHoliday = 20
	for range longestHoliday {
		if w.Works(content.DayOf(at.In(content.Zone))) {
			break
		}
		at = at.AddDate(0, 0, -1)
	}
	return at
}

// next is the n-th moment of a repetition that began at a moment: at the same time of day; in a month without the day,
// on its last.
func next(w calendar.Week, every vidate.Repeat, first time.Time, n int) time.Time {
	first = first.In(content.Zone)
	day := content.DayOf(first)
	clock := first.Sub(day.At(0, 0))
	switch every {
	case vidate.Daily:
		return dialog.ClockOn(day.Add(n), clock)
	case vidate.Workdays:
		for !w.Works(day) {
			day = day.Add(1)
		}
		return dialog.ClockOn(w.Ahead(day, n), clock)
	case vidate.Weekly:
		return dialog.ClockOn(day.Add(7*n), clock)
	case vidate.Monthly:
		return dialog.ClockOn(day.AddMonths(n), clock)
	case vidate.Yearly:
		return dialog.ClockOn(day.AddMonths(12*n), clock)
	}
	return first
}

// first is the first moment of a repetition after now: what was read may be a day too late ("6h mỗi sáng", said at
// five) or, of a day of the year, gone by. base is the moment before it is moved off a day off.
func (r rule) first(w calendar.Week, at, now time.Time) (base, moved time.Time) {
	if r.every == vidate.Daily {
		if sooner := next(w, r.every, at, -1); sooner.After(now) {
			return sooner, sooner
		}
	}
	return r.after(w, at, now)
}

// after is the first moment of a repetition that comes after a moment.
func (r rule) after(w calendar.Week, first, now time.Time) (base, moved time.Time) {
	const most = 4000 // ten years of days
	for n := range most {
		base = next(w, r.every, first, n)
		if moved = r.moment(w, base); moved.After(now) {
			break
		}
	}
	return base, moved
}

// words say how often a reminder comes: "mỗi tháng vào ngày 5, đến hết 30/06/2027"; "" for once. at is a moment that
// was not moved off a day off.
func (r rule) words(at time.Time, until content.Day) (words string) {
	every, day := r.every, content.DayOf(at.In(content.Zone))
	_, month, n := day.Date()
	switch every {
	case vidate.Daily:
		words = "mỗi ngày"
	case vidate.Workdays:
		words = "mỗi ngày làm việc"
	case vidate.Weekly:
		name, _, _ := strings.Cut(vidate.Format(day), ",")
		words = "mỗi tuần vào " + name
	case vidate.Monthly:
		words = "mỗi tháng vào ngày " + strconv.Itoa(n)
		if n > 28 {
			words += textOrLastDay
		}
	case vidate.Yearly:
		words = "mỗi năm vào ngày " + strconv.Itoa(n) + "/" + strconv.Itoa(int(month))
	default:
		return ""
	}
	if r.workday && movable(every) {
		words += textRemindedBefore
	}
	if !until.IsZero() {
		words += ", đến hết ngày " + until.VN()
	}
	return words
}
