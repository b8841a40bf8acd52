package vidate

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/workday"
)

// readAfter reads "10 ngày nữa", "sau 10 ngày làm việc", "2 tuần nữa".
func readAfter(r Reader, m match) []reading {
	n, ok := m.lengthAhead()
	if !ok {
		return nil
	}
	today := r.today()
	switch m.group("unit") {
	case "ngay lam viec":
		if n > 500 {
			return nil
		}
		if r.Past && m.group("lead") != "sau" && m.group("tail") == "" {
			n = -n
		}
		d := r.Calendar.Add(today, n)
		how := fmt.Sprintf("sau %d ngày làm việc, %s", max(n, -n), Format(d))
		return []reading{{day: d, how: how, undecided: r.Calendar.Undecided(today, d)}}
	case "tuan":
		d := today.Add(7 * n)
		return one(d, fmt.Sprintf("sau %d ngày, %s", 7*n, Format(d)))
	case "thang":
		d := today.AddMonths(n)
		after := one(d, fmt.Sprintf("sau %d tháng, %s", n, Format(d)))
		if m.group("lead") == "" && m.group("tail") == " sau" && n > 12 && n <= 31 { // "20 tháng sau"
			y, month, _ := today.AddMonths(1).Date()
			return append(dated(m, y, int(month), n), after...)
		}
		return after
	case "nam":
		if n > 20 {
			return nil
		}
		d := today.AddMonths(12 * n)
		return one(d, fmt.Sprintf("sau %d năm, %s", n, Format(d)))
	}
	d := today.Add(n)
	return one(d, fmt.Sprintf("sau %d ngày, %s", n, Format(d)))
}

// lengthAhead returns the number of a length of time that leads to a day. "Thời hạn 10 ngày" does not, and the 9 of
// "2/9 năm sau" is a month.
func (m match) lengthAhead() (n int, ok bool) {
	lead, tail, word := m.group("lead"), m.group("tail"), m.group("n")
	switch {
	case lead == "" && tail == "":
		return 0, false
	case slices.Contains([]string{"ngay", "thu", "mung", "mong", "thang", "quy"}, m.before()): // "ngày 20 tháng sau"
		return 0, false
	case m.at[0] > 0 && strings.IndexByte("/.-", m.t.folded[m.at[0]-1]) >= 0:
		return 0, false
	case tail == " toi" && m.typed("tail") != " tới" && m.typed("tail") != " toi": // "tôi"
		return 0, false
	case word == "sau" && m.typed("n") != "sáu" && tail != " nua", word == "nam" && m.typed("n") == "nằm":
		return 0, false
	}
	n, ok = count(word)
	return n, ok && n <= 3650
}

// readAround reads "trước Tết 3 ngày làm việc", "3 ngày làm việc trước Tết", "trước 15/12 5 ngày".
func readAround(r Reader, m match) []reading {
	from := r.anchor(m)
	n, ok := count(m.group("n"))
	if !ok || from.day.IsZero() || n > 200 {
		return nil
	}
	m.narrow("count")
	word, unit := "sau", "ngày"
	if m.group("side") == "truoc" {
		n, word = -n, "trước"
	}
	d := from.day.Add(n)
	var open []string
	if m.group("working") != "" {
		d, unit = r.Calendar.Add(from.day, n), "ngày làm việc"
		open = r.Calendar.Undecided(d, from.day)
	}
	how := fmt.Sprintf("%s %s %d %s, %s", word, from.how, max(n, -n), unit, Format(d))
	return []reading{{day: d, how: how, undecided: open}}
}

// anchor returns a feast or date that days are counted from: the coming one. The zero Day when it does not exist.
func (r Reader) anchor(m match) reading {
	today, name := r.today(), m.group("anchor")
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
	switch day, month := atoi(m.group("day")), atoi(m.group("month")); {
	case m.group("year") != "":
		return last(dated(m, atoi(m.group("year")), month, day))
	case m.group("day") != "":
		return last(r.yearless(m, month, day))
	case name == "tet duong lich" || name == "tet duong":
		return feast("Tết Dương lịch", fixed(time.January, 1))
	case name == "quoc khanh":
		return feast("Quốc khánh", fixed(time.September, 2))
	case name[0] == 'g':
		return feast("Giỗ Tổ", func(y int) content.Day { return workday.LunarDay(y, 3, 10) })
	}
	return feast("Tết", workday.NewYear)
}

func last(all []reading) reading {
	if len(all) == 0 {
		return reading{}
	}
	return all[len(all)-1]
}

var quarters = map[string]int{"i": 1, "ii": 2, "iii": 3, "iv": 4}

// periodOf is the period that a match names; ok is false when it is none: "tháng II".
func (r Reader) periodOf(m match) (p period, ok bool) {
	p = period{unit: m.group("unit"), year: atoi(m.group("full"))}
	if p.year == 0 {
		p.year = m.yearOf(r.today().Year())
	}
	p.off = map[string]int{"nay": 0, "sau": 1, "toi": 1, "truoc": -1}[m.group("which")]
	p.num = atoi(m.group("n"))
	if q := quarters[m.group("n")]; q != 0 {
		p.num = q
		return p, p.unit == "quy"
	}
	return p, true
}

// readPeriod reads a period that stands alone, "quý IV", "tháng 3 năm sau": its last working day, or its first.
func readPeriod(r Reader, m match) []reading {
	p, ok := r.periodOf(m)
	if !ok {
		return nil
	}
	if why := p.missing(); why != "" {
		return m.impossible(why)
	}
	s, ok := r.stretch(p)
	if !ok {
		return nil
	}
	return r.edges(s)
}

// edges are the last and the first working day of a stretch; without Past no first one that is gone by.
func (r Reader) edges(s stretch) []reading {
	out := []reading{r.edge("cuoi", s)}
	if first := r.edge("dau", s); r.Past || !first.day.Before(r.today()) {
		out = append(out, first)
	}
	return out
}

// readPart reads "cuối tháng", "đầu tháng sau", "hết quý 4", "cuối tuần". The ends are working days, since work is
// due.
func readPart(r Reader, m match) []reading {
	p, ok := r.periodOf(m)
	if !ok {
		return nil
	}
	part := m.group("part")
	if part == "het" {
		part = "cuoi"
	}
	if why := p.missing(); why != "" {
		return m.impossible(why)
	}
	s, ok := r.stretch(p)
	if !ok {
		return nil
	}
	if part == "giua" {
		d := s.first.Add(s.last.Sub(s.first) / 2)
		if p.unit == "thang" {
			d = s.first.Add(14)
		}
		return one(d, "giữa "+s.label+", "+Format(d))
	}
	out := r.edge(part, s)
	if bare := m.group("which") == "" && p.num == 0; bare && !r.Past && out.day.Before(r.today()) {
		// On the 3rd, "đầu tháng" can only be the next one; on a Sunday so can "cuối tuần".
		s, _ = r.stretch(period{unit: p.unit, off: 1})
		out = r.edge(part, s)
	}
	return []reading{out}
}

// edge is the first or last working day of a stretch.
func (r Reader) edge(part string, s stretch) reading {
	word, at, d := "đầu ", s.first, r.Calendar.OnOrAfter(s.first)
	if part == "cuoi" {
		word, at, d = "cuối ", s.last, r.Calendar.OnOrBefore(s.last)
	}
	return reading{day: d, how: "ngày làm việc " + word + s.label + ", " + Format(d),
		undecided: r.Calendar.Undecided(at, d)}
}

// readNext reads "sang tháng" as the first working day of it. "Tuần sau" and "quý sau" may as well mean its last one,
// "tháng sau" and "năm sau" the same day of the next month or year.
func readNext(r Reader, m match) []reading {
	unit := m.group("unit") + m.group("period")
	if m.group("tail") == " toi" && m.typed("tail") == " tôi" {
		return nil
	}
	s, _ := r.stretch(period{unit: unit, off: 1})
	out := []reading{r.edge("dau", s)}
	if m.group("begin") == "" && (unit == "tuan" || unit == "quy") {
		return append(out, r.edge("cuoi", s))
	}
	months, named := map[string]int{"thang": 1, "nam": 12}[unit]
	if d := r.today().AddMonths(months); named && m.group("begin") == "" {
		out = append(out, reading{day: d, how: "đúng một " + unitNames[unit] + " nữa, " + Format(d)})
	}
	return out
}

// readThisDay reads "ngày này tuần sau": the same day of the next week, month or year.
func readThisDay(r Reader, m match) []reading {
	if m.typed("tail") == "tôi" || m.typed("tail") == "tối" {
		return nil
	}
	d := map[string]content.Day{"tuan": r.today().Add(7), "thang": r.today().AddMonths(1),
		"nam": r.today().AddMonths(12)}[m.group("unit")]
	return one(d, Format(d))
}

var unitNames = map[string]string{"thang": "tháng", "nam": "năm"}

// period names a week, month, quarter or year: off periods from now, or by its number.
type period struct {
	unit           string
	off, num, year int
}

// missing says why there is no such period; "" when there may be one.
func (p period) missing() string {
	switch {
	case p.num > 99:
	case p.unit == "thang" && p.num > 12:
		return fmt.Sprintf("không có tháng %d", p.num)
	case p.unit == "quy" && p.num > 4:
		return fmt.Sprintf("không có quý %d", p.num)
	}
	return ""
}

// stretch is a period's first and last day, and its name.
type stretch struct {
	first, last content.Day
	label       string
}

// stretch returns the days of a period; false when none is meant.
func (r Reader) stretch(p period) (stretch, bool) {
	today := r.today()
	y, month, _ := today.Date()
	if p.year != 0 {
		y = p.year
	}
	switch p.unit {
	case "tuan":
		first := today.Add(-((int(today.Weekday()) + 6) % 7)).Add(7 * p.off)
		return stretch{first, first.Add(6), "tuần từ " + first.VN()}, p.num == 0
	case "thang":
		n := r.numbered(p, int(month), 12)
		first := content.NewDay(y, time.Month(n), 1)
		return stretch{first, content.NewDay(y, time.Month(n+1), 0), "tháng " + first.VN()[3:]}, p.num <= 12
	case "quy":
		q := r.numbered(p, (int(month)+2)/3, 4)
		first := content.NewDay(y, time.Month(3*q-2), 1)
		fy, fm, _ := first.Date()
		last := content.NewDay(y, time.Month(3*q+1), 0)
		return stretch{first, last, fmt.Sprintf("quý %d/%d", (int(fm)+2)/3, fy)}, p.num <= 4
	}
	if y += p.off; p.num != 0 {
		y = p.num
	}
	named := p.num == 0 || p.num >= firstYear && p.num <= lastYear
	return stretch{content.NewDay(y, 1, 1), content.NewDay(y, 12, 31), fmt.Sprintf("năm %d", y)}, named
}

// numbered returns which month or quarter of the year is meant, of so many; more than that is one of the next year.
func (r Reader) numbered(p period, now, inYear int) int {
	switch {
	case p.num == 0:
		return now + p.off
	case p.year == 0 && p.num < now && !r.Past:
		return p.num + inYear
	}
	return p.num
}
