package vidate

import (
	"fmt"
	"time"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/workday"
)

// lunarMonths are the months that only the lunar calendar has a name for.
var lunarMonths = map[string]int{"gieng": 1, "chap": 12}

// readTetDay reads "mùng 6 Tết".
func readTetDay(r Reader, m match) []reading {
	if n, ok := count(m.group("n")); ok && n >= 1 && n <= 15 {
		return r.lunar(m, 0, 1, n)
	}
	return nil
}

// readMung reads "mùng 10", which may be meant by either calendar.
func readMung(r Reader, m match) []reading {
	n, ok := count(m.group("n"))
	lead, word := m.typed("lead"), m.group("n")
	switch digits := word[0] <= '9'; {
	case !ok, lead != "mùng" && lead != "mồng" && lead != "mung" && !(lead == "mong" && digits): // "mong một kết quả"
		return nil
	case countedAfter.MatchString(m.after()):
		return nil
	case n < 1 || n > 10:
		return m.impossible("mùng chỉ từ mùng 1 đến mùng 10")
	}
	y, month, _ := r.today().Date()
	in := func(off int) (year, mon int) {
		yy, mm, _ := content.NewDay(y, month+time.Month(off), 1).Date()
		return yy, int(mm)
	}
	yy, mm := in(r.monthOf(n, in))
	return append(dated(m, yy, mm, n), r.lunarDay(n)...)
}

// lunarDay returns the coming day of that number in a lunar month; with Past the last one.
func (r Reader) lunarDay(n int) []reading {
	var out []reading
	for year := r.lunarYear() - 1; year <= r.lunarYear()+1; year++ {
		for month := 1; month <= 12; month++ {
			d := workday.LunarDay(year, month, n)
			how := fmt.Sprintf("ngày %d tháng %d âm lịch, tức %s", n, month, d.VN())
			switch {
			case d.IsZero():
			case r.Past && !d.After(r.today()):
				out = one(d, how)
			case !r.Past && !d.Before(r.today()):
				return one(d, how)
			}
		}
	}
	return out
}

// readLunar reads "rằm tháng giêng", "mùng 10 tháng 3 âm lịch". A "mùng 5 tháng 12" or "ngày 5 tháng 12" without "âm"
// is one of the common calendar.
func readLunar(r Reader, m match) []reading {
	month, named := lunarMonths[m.group("month")]
	if !named {
		var ok bool
		if month, ok = m.monthNamed(); !ok {
			return nil
		}
	}
	day := 15
	if n := m.group("n"); n != "" {
		day, _ = count(n)
	} else if d := m.group("day"); d != "" {
		day = atoi(d)
	}
	if m.group("lunar") != "" || named || m.group("which") == "ram" {
		return r.lunar(m, m.yearOf(r.lunarYear()), month, day)
	}
	if m.group("day") != "" {
		return nil // "ngày 20 tháng 12" is read later
	}
	if year := m.yearOf(r.today().Year()); year != 0 {
		return dated(m, year, month, day)
	}
	return r.yearless(m, month, day)
}

// lunarYear is the lunar year of today: it begins at Tết.
func (r Reader) lunarYear() int {
	today := r.today()
	if y := today.Year(); !today.Before(workday.NewYear(y)) {
		return y
	}
	return today.Year() - 1
}

// lunar returns the day of a lunar date; in year 0 the coming one, with Past the last one.
func (r Reader) lunar(m match, year, month, day int) []reading {
	switch {
	case month < 1 || month > 12:
		return m.impossible(fmt.Sprintf("không có tháng %d", month))
	case day < 1 || day > 30:
		return m.impossible("tháng âm lịch chỉ có 29 hoặc 30 ngày")
	case year != 0 && (year < firstYear || year > lastYear):
		return nil
	}
	how := func(d content.Day) string {
		return fmt.Sprintf("ngày %d tháng %d âm lịch, tức %s", day, month, d.VN())
	}
	if year != 0 {
		d := workday.LunarDay(year, month, day)
		if d.IsZero() {
			return m.impossible(fmt.Sprintf("tháng %d âm lịch năm %d chỉ có 29 ngày", month, year))
		}
		return one(d, how(d))
	}
	// A month of 30 days comes again within some years.
	const most = 20
	y, step := r.lunarYear()-1, 1
	if r.Past {
		y, step = y+2, -1
	}
	for range most {
		d := workday.LunarDay(y, month, day)
		if !d.IsZero() && (r.Past && !d.After(r.today()) || !r.Past && !d.Before(r.today())) {
			return one(d, how(d))
		}
		y += step
	}
	return nil
}
