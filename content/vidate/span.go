package vidate

import (
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/workday"
)

// readAfter reads "10 ngày nữa", "sau 10 ngày làm việc", "2 tuần nữa".
func readAfter(r Reader, m match) []reading {
	lead, tail := m.group(1), m.group(4)
	if lead == "" && tail == "" {
		return nil // "thời hạn 10 ngày" is a length, not a date
	}
	if slices.Contains([]string{"ngay", "thu", "mung", "mong"}, m.before()) {
		return nil // "ngày 20 tháng sau", "thứ sáu tuần sau"
	}
	if tail == " toi" && m.typed(4) != " tới" && m.typed(4) != " toi" {
		return nil // "tôi"
	}
	word := m.group(2)
	n, ok := count(word)
	if !ok || n > 3650 || word == "sau" && m.typed(2) != "sáu" && tail != " nua" || word == "nam" && m.typed(2) == "nằm" {
		return nil
	}
	today := r.today()
	back := 1
	if r.Past && lead != "sau" && tail != " nua" && tail != " toi" {
		back = -1
	}
	switch m.group(3) {
	case "ngay lam viec":
		if n > 500 {
			return nil
		}
		d := r.Calendar.Add(today, back*n)
		return []reading{{day: d, how: fmt.Sprintf("sau %d ngày làm việc, %s", n, Format(d)), undecided: r.Calendar.Undecided(today, d)}}
	case "tuan":
		n *= 7
	case "thang":
		d := today.AddMonths(n)
		return one(d, fmt.Sprintf("sau %d tháng, %s", n, Format(d)))
	case "nam":
		if n > 20 || m.group(4) == "" && m.group(1) == "" {
			return nil
		}
		d := today.AddMonths(12 * n)
		return one(d, fmt.Sprintf("sau %d năm, %s", n, Format(d)))
	}
	d := today.Add(n)
	return one(d, fmt.Sprintf("sau %d ngày, %s", n, Format(d)))
}

// readAround reads "trước Tết 3 ngày làm việc", "trước 15/12 5 ngày".
func readAround(r Reader, m match) []reading {
	// groups: 1 trước|sau, 2 anchor, 3 day, 4 month, 5 year, 6 count, 7 làm việc
	return r.around(m.group(1), r.anchor(m.group(2), m.group(3), m.group(4), m.group(5)), m.group(6), m.group(7) != "")
}

// readAroundTurned reads "3 ngày làm việc trước Tết".
func readAroundTurned(r Reader, m match) []reading {
	// groups: 1 count, 2 làm việc, 3 trước|sau, 4 anchor, 5 day, 6 month, 7 year
	out := r.around(m.group(3), r.anchor(m.group(4), m.group(5), m.group(6), m.group(7)), m.group(1), m.group(2) != "")
	if len(out) > 0 {
		m.at[1] = m.at[9]
	}
	return out
}

func (r Reader) around(side string, from reading, number string, working bool) []reading {
	n, ok := count(number)
	if !ok || from.day.IsZero() || n > 200 {
		return nil
	}
	word, unit := "sau", "ngày"
	if side == "truoc" {
		n, word = -n, "trước"
	}
	var d content.Day
	if working {
		d, unit = r.Calendar.Add(from.day, n), "ngày làm việc"
	} else {
		d = from.day.Add(n)
	}
	var open []string
	if working {
		open = r.Calendar.Undecided(d, from.day)
	}
	return []reading{{day: d, how: fmt.Sprintf("%s %s %d %s, %s", word, from.how, max(n, -n), unit, Format(d)), undecided: open}}
}

// anchor returns a feast or date that days are counted from: the coming one. The zero Day when it does not exist.
func (r Reader) anchor(name, day, month, year string) reading {
	today := r.today()
	feast := func(how string, of func(year int) content.Day) reading {
		d := of(today.Year())
		if d.Before(today) {
			d = of(today.Year() + 1)
		}
		return reading{day: d, how: how}
	}
	fixed := func(m time.Month, dd int) func(int) content.Day {
		return func(y int) content.Day { return content.NewDay(y, m, dd) }
	}
	switch {
	case day != "" && year != "":
		d := valid(atoi(year), atoi(month), atoi(day))
		return reading{day: d, how: "ngày " + d.VN()}
	case day != "":
		if all := r.yearless(atoi(month), atoi(day)); len(all) > 0 {
			return all[len(all)-1]
		}
		return reading{}
	case name == "tet duong lich" || name == "tet duong":
		return feast("Tết Dương lịch", fixed(time.January, 1))
	case name == "quoc khanh":
		return feast("Quốc khánh", fixed(time.September, 2))
	case name[0] == 'g':
		return feast("Giỗ Tổ", func(y int) content.Day { return workday.LunarDay(y, 3, 10) })
	}
	return feast("Tết", workday.NewYear)
}

var quarters = map[string]int{"i": 1, "ii": 2, "iii": 3, "iv": 4}

// readPart reads "cuối tháng", "đầu tháng sau", "cuối quý 4", "cuối tuần". The ends are working days, since work is due.
func readPart(r Reader, m match) []reading {
	which, unit := m.group(1), m.group(2)
	off := map[string]int{"": 0, "nay": 0, "sau": 1, "toi": 1, "truoc": -1}[m.group(3)]
	year := atoi(m.group(5))
	num := atoi(m.group(4))
	if q := quarters[m.group(4)]; q != 0 {
		if unit != "quy" {
			return nil
		}
		num = q
	}
	first, last, label := r.stretch(unit, off, num, year)
	if first.IsZero() {
		return nil
	}
	var d content.Day
	switch which {
	case "dau":
		d = r.Calendar.OnOrAfter(first)
	case "giua":
		d = first.Add(last.Sub(first) / 2)
		if unit == "thang" {
			d = first.Add(14)
		}
		return one(d, "giữa "+label+", "+Format(d))
	default:
		d = r.Calendar.OnOrBefore(last)
	}
	if bare := m.group(3) == "" && num == 0; bare && !r.Past && d.Before(r.today()) && which != "giua" {
		// On the 3rd, "đầu tháng" can only be the next one; on a Sunday so can "cuối tuần".
		first, last, label = r.stretch(unit, 1, 0, 0)
		if d = r.Calendar.OnOrAfter(first); which == "cuoi" {
			d = r.Calendar.OnOrBefore(last)
		}
	}
	word, edge := "đầu ", first
	if which == "cuoi" {
		word, edge = "cuối ", last
	}
	return []reading{{day: d, how: "ngày làm việc " + word + label + ", " + Format(d), undecided: r.Calendar.Undecided(edge, d)}}
}

// readNext reads "tuần sau", "sang tháng" as the first working day of it.
func readNext(r Reader, m match) []reading {
	unit := m.group(1) + m.group(3)
	if m.group(2) == " toi" && m.typed(2) == " tôi" {
		return nil
	}
	first, _, label := r.stretch(unit, 1, 0, 0)
	d := r.Calendar.OnOrAfter(first)
	return []reading{{day: d, how: "ngày làm việc đầu " + label + ", " + Format(d), undecided: r.Calendar.Undecided(first, d)}}
}

// stretch returns the week, month, quarter or year meant, off periods from now or by its number.
func (r Reader) stretch(unit string, off, num, year int) (first, last content.Day, label string) {
	today := r.today()
	y, month, _ := today.Date()
	switch unit {
	case "tuan":
		if num != 0 {
			return content.Day{}, content.Day{}, ""
		}
		first = today.Add(-((int(today.Weekday()) + 6) % 7)).Add(7 * off)
		return first, first.Add(6), "tuần từ " + first.VN()
	case "thang":
		n := int(month) + off
		if num != 0 {
			if num > 12 {
				return content.Day{}, content.Day{}, ""
			}
			if n = num; year == 0 && num < int(month) && !r.Past {
				n += 12
			}
		}
		if year != 0 {
			y = year
		}
		first = content.NewDay(y, time.Month(n), 1)
		last = content.NewDay(y, time.Month(n+1), 0)
		return first, last, "tháng " + first.VN()[3:]
	case "quy":
		q := (int(month)-1)/3 + off
		if num != 0 {
			if num > 4 {
				return content.Day{}, content.Day{}, ""
			}
			if now := q; year == 0 && num-1 < now && !r.Past {
				num += 4
			}
			q = num - 1
		}
		if year != 0 {
			y = year
		}
		first = content.NewDay(y, time.Month(3*q+1), 1)
		fy, fm, _ := first.Date()
		return first, content.NewDay(y, time.Month(3*q+4), 0), fmt.Sprintf("quý %d/%d", (int(fm)+2)/3, fy)
	}
	if y += off; num >= 1900 && num <= 2100 {
		y = num
	} else if num != 0 {
		return content.Day{}, content.Day{}, ""
	}
	return content.NewDay(y, 1, 1), content.NewDay(y, 12, 31), fmt.Sprintf("năm %d", y)
}
