package vidate

import (
	"fmt"
	"time"

	"github.com/motcua/motcua/content"
)

// reading is one day with how it was read, or a day that does not exist.
type reading struct {
	day       content.Day
	how       string // why the day does not exist, when words is set
	undecided []string
	loose     bool   // only a weekday, which a date beside it makes precise
	words     string // those that name a day or hour that does not exist
	clock     bool   // it is the hour that does not exist
}

func one(d content.Day, how string) []reading { return []reading{{day: d, how: how}} }

// The years that dates are read in.
const (
	firstYear = 1900
	lastYear  = 2100
)

func (r Reader) today() content.Day { return content.DayOf(r.Now) }

// missing says why a date is in no calendar; "" when it is in one. Year 0 is any year.
func missing(year, month, day int) string {
	if month < 1 || month > 12 {
		return fmt.Sprintf("không có tháng %d", month)
	}
	if day < 1 {
		return "không có ngày 0"
	}
	in := year
	if year == 0 {
		in = 2000 // a leap year
	}
	last := content.NewDay(in, time.Month(month)+1, 0)
	_, _, days := last.Date()
	switch {
	case day <= days:
		return ""
	case month == 2 && year != 0:
		return fmt.Sprintf("tháng 2/%d chỉ có %d ngày", year, days)
	}
	return fmt.Sprintf("tháng %d chỉ có %d ngày", month, days)
}

// dated reads a date with its year.
func dated(m match, year, month, day int) []reading {
	if year < firstYear || year > lastYear {
		return nil
	}
	if why := missing(year, month, day); why != "" {
		return m.impossible(why)
	}
	d := content.NewDay(year, time.Month(month), day)
	return one(d, "ngày "+d.VN())
}

// impossible is the reading of a day that does not exist.
func (m match) impossible(why string) []reading { return []reading{{how: why, words: m.words()}} }

// plausible reports whether numbers without the word "ngày" before them are meant as a date: "50/50" is none.
func (m match) plausible(month, day int) bool {
	return month >= 1 && month <= 12 && day >= 1 && day <= 31 || m.group("said") != "" && m.group("sep") != "-"
}

// near is how many days ago a date without a year may lie and still be doubted rather than moved a year on.
const near = 90

// yearless gives a day and month their year: the coming one, or with Past the last one. A date that was missed only
// just is ambiguous: nobody in November who writes 20/11 two days late clearly means next year.
func (r Reader) yearless(m match, month, day int) []reading {
	if why := missing(0, month, day); why != "" {
		return m.impossible(why)
	}
	today := r.today()
	in := func(y int) []reading { return dated(m, y, month, day) }
	if missing(today.Year(), month, day) != "" { // 29/2 in a common year
		step := 1
		if r.Past {
			step = -1
		}
		year := today.Year()
		for missing(year, month, day) != "" {
			year += step
		}
		return in(year)
	}
	cur := in(today.Year())
	gap := content.NewDay(today.Year(), time.Month(month), day).Sub(today)
	other := 1
	if r.Past {
		other = -1
	}
	exists := missing(today.Year()+other, month, day) == ""
	switch {
	case !exists:
	case r.Past && gap > near, !r.Past && gap < -near:
		return in(today.Year() + other)
	case !r.Past && gap < 0:
		return append(cur, in(today.Year()+1)...)
	}
	return cur
}

// yearOf reads "năm sau", "năm 2027", "sang năm"; 0 when the match names no year. now is the year that "năm nay" is.
func (m match) yearOf(now int) int {
	switch y := m.group("year"); {
	case m.group("next") != "":
		return now + 1
	case y == "":
		return 0
	case y == "nay":
		return now
	case y == "sau" || y == "toi":
		return now + 1
	case y == "truoc" || y == "ngoai" || y == "qua":
		return now - 1
	default:
		return atoi(y)
	}
}

// monthNamed reads the month in digits or words. Only "tháng sáu" is June: "tháng sau" is the next.
func (m match) monthNamed() (n int, ok bool) {
	word := m.group("month")
	if word == "sau" && m.typed("month") != "sáu" {
		return 0, false
	}
	return count(word)
}

// monthOf returns how many months away the day of a month is meant: the nearest month that has it and is not over; with
// Past, that has begun or begins within a week.
func (r Reader) monthOf(day int, in func(int) (int, int)) (off int) {
	for range 3 {
		yy, mm := in(off)
		d := content.NewDay(yy, time.Month(mm), day)
		switch exists := missing(yy, mm, day) == ""; {
		case r.Past && (!exists || d.After(r.today().Add(7))):
			off--
		case !r.Past && (!exists || d.Before(r.today())):
			off++
		default:
			return off
		}
	}
	return off
}
