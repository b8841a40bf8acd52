package vidate

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/content"
)

// The years that dates are read in.
const (
	firstYear = 1900
	lastYear  = 2100
)

func (r Reader) today() content.Day { return content.DayOf(r.Now) }

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

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

// readFull reads "15/12/2026", "15-12-26", "2026-12-15".
func readFull(_ Reader, m match) []reading {
	y, month, day := atoi(m.group("year")), atoi(m.group("month")), atoi(m.group("day"))
	short := len(m.group("year")) == 2
	if short {
		y += 2000
	}
	if short && !m.plausible(month, day) {
		return nil
	}
	m.narrow("date")
	return dated(m, y, month, day)
}

var (
	leadsToDate = regexp.MustCompile(`^(?:truoc|sau|han|den|het|hom|vao|tu|luc|sang|chieu|\d{1,2}h(?:\d{2})?)$`)
	hourAfter   = regexp.MustCompile(`^(?:(?:truoc|luc|vao) )?\d{1,2}(?: ?(?:h|g|gio)\b|h\d|:\d)`)
)

// roundTheClock reports whether "24/7" is meant as hours and days rather than as 24 July.
func (m match) roundTheClock() bool {
	alone := m.before() == "" && m.after() == ""
	return m.group("date") == "24/7" && !alone && !leadsToDate.MatchString(m.before()) &&
		!hourAfter.MatchString(m.after())
}

// readDayMonth reads "15/12", "ngày 15.12", "15/12 năm sau".
func readDayMonth(r Reader, m match) []reading {
	month, day := atoi(m.group("month")), atoi(m.group("day"))
	if m.roundTheClock() || !m.plausible(month, day) {
		return nil // or a ratio
	}
	m.narrow("date")
	switch year := m.yearOf(r.today().Year()); {
	case m.group("lunar") != "":
		return r.lunar(m, m.yearOf(r.lunarYear()), month, day)
	case year != 0:
		return dated(m, year, month, day)
	}
	return r.yearless(m, month, day)
}

// readWords reads "20 tháng 12", "ngày 20 tháng mười năm 2027", "tháng 12 ngày 20".
func readWords(r Reader, m match) []reading {
	month, ok := m.monthNamed()
	if !ok {
		return nil
	}
	day := atoi(m.group("day"))
	if !m.plausible(month, day) || missing(0, month, day) != "" && countedAfter.MatchString(m.after()) {
		return nil // "30 tháng 2 ngày" is an age
	}
	if full := m.group("full"); full != "" {
		return dated(m, atoi(full), month, day)
	}
	if year := m.yearOf(r.today().Year()); year != 0 {
		return dated(m, year, month, day)
	}
	return r.yearless(m, month, day)
}

// monthNamed reads the month in digits or words. Only "tháng sáu" is June: "tháng sau" is the next.
func (m match) monthNamed() (n int, ok bool) {
	word := m.group("month")
	if word == "sau" && m.typed("month") != "sáu" {
		return 0, false
	}
	return count(word)
}

// readDayOnly reads "ngày 20", "ngày 20 tháng sau", "mùng 5 tháng sau".
func readDayOnly(r Reader, m match) []reading {
	day := atoi(m.group("day") + m.group("n"))
	if day < 1 || day > 31 {
		return nil
	}
	m.narrow("date")
	y, month, _ := r.today().Date()
	in := func(off int) (year, mon int) {
		first := content.NewDay(y, month+time.Month(off), 1)
		yy, mm, _ := first.Date()
		return yy, int(mm)
	}
	off, named := map[string]int{"nay": 0, "sau": 1, "toi": 1, "truoc": -1}[m.group("which")+m.group("that")]
	if !named {
		off = r.monthOf(day, in)
	}
	yy, mm := in(off)
	return dated(m, yy, mm, day)
}

// readNoDay finds "ngày 32" where nothing else can be meant.
func readNoDay(_ Reader, m match) []reading {
	day := atoi(m.group("day"))
	if day >= 1 && day <= 31 || m.before() == "moi" || m.before() == "mot" { // "mỗi ngày 50"
		return nil
	}
	m.narrow("date")
	return m.impossible(fmt.Sprintf("không có ngày %d", day))
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

// number is the pattern of a count in digits or words up to 99. "sau" is six or "after": patterns take care.
const (
	number = `(?:\d{1,4}|(?:` + digit + ` )?muoi(?: ` + digit + `)?|mot|hai|ba|bon|nam|sau|bay|tam|chin|vai)`
	digit  = `(?:mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin)`
)

var digits = map[string]int{"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7,
	"tam": 8, "chin": 9}

// count reads a number pattern; ok is false for "vài".
func count(s string) (n int, ok bool) {
	if n, err := strconv.Atoi(s); err == nil {
		return n, true
	}
	tens, ones, has := strings.Cut(s, "muoi")
	if !has {
		n, ok = digits[s]
		return n, ok
	}
	n = 10
	if t := strings.TrimSpace(tens); t != "" {
		n = 10 * digits[t]
	}
	return n + digits[strings.TrimSpace(ones)], true
}
