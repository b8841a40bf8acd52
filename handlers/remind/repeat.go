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

// firstOf is the first moment of a repetition after now: what was read may be a day too late ("6h mỗi sáng", said at
// five) or, of a day of the year, gone by.
func firstOf(w calendar.Week, every vidate.Repeat, at, now time.Time) time.Time {
	if every == vidate.Daily {
		if sooner := next(w, every, at, -1); sooner.After(now) {
			return sooner
		}
	}
	return after(w, every, at, now)
}

// after is the first moment of a repetition after a moment.
func after(w calendar.Week, every vidate.Repeat, first, now time.Time) time.Time {
	const most = 4000 // ten years of days
	n := 0
	at := next(w, every, first, n)
	for !at.After(now) && n < most {
		n++
		at = next(w, every, first, n)
	}
	return at
}

// everyWords says how often a reminder comes: "mỗi tháng vào ngày 5, đến hết 30/06/2027"; "" for once.
func everyWords(every vidate.Repeat, at time.Time, until content.Day) (words string) {
	day := content.DayOf(at.In(content.Zone))
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
			words += " (tháng không có ngày đó thì vào ngày cuối tháng)"
		}
	case vidate.Yearly:
		words = "mỗi năm vào ngày " + strconv.Itoa(n) + "/" + strconv.Itoa(int(month))
	default:
		return ""
	}
	if !until.IsZero() {
		words += ", đến hết ngày " + until.VN()
	}
	return words
}
