package vidate

import (
	"fmt"
	"regexp"
	"time"

	"github.com/motcua/motcua/content"
)

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

var leadsToDate = regexp.MustCompile(`^(?:truoc|sau|han|den|het|hom|vao|tu|luc|sang|chieu|\d{1,2}h(?:\d{2})?)$`)

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
