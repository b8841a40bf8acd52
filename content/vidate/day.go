package vidate

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/workday"
)

// pattern is one way of writing a day. read returns no readings when the match means something else.
type pattern struct {
	re   *regexp.Regexp
	read func(r Reader, m match) []reading
}

const (
	sep      = `[/.-]`
	notInNum = `(?:^|[^\w/.,-])`
	anchor   = `(tet duong lich|tet duong|tet(?: nguyen dan| am lich| am| ta)?|gio to(?: hung vuong)?|quoc khanh|(?:ngay )?(\d{1,2})` + sep + `(\d{1,2})(?:` + sep + `(\d{4}))?)`
	weekday  = `(?:thu ?(hai|ba|tu|nam|sau|bay|[2-7])|t([2-7])|(chu nhat|cn))`
)

// patterns in the order in which they are tried: the more specific first.
var patterns = []pattern{
	{regexp.MustCompile(`\b(truoc|sau) (?:ngay )?(?:nghi )?(?:le )?` + anchor + ` (` + number + `) ngay( lam viec)?\b`), readAround},
	{regexp.MustCompile(`\b(` + number + `) ngay( lam viec)? (truoc|sau) (?:ngay )?(?:nghi )?(?:le )?` + anchor + `(?:\W|$)`), readAroundTurned},
	{regexp.MustCompile(`\b(?:(sau|trong(?: vong)?|them) (?:khoang )?)?(` + number + `) (ngay lam viec|ngay|tuan|thang|nam)( nua| sau| toi)?\b`), readAfter},
	{regexp.MustCompile(`\b(ram|(?:mung|mong) (` + number + `)|ngay (\d{1,2})) thang (gieng|chap|mot|hai|ba|tu|nam|sau|bay|tam|chin|muoi|\d{1,2})( am lich| am)?(?: nam (\d{4}))?\b`), readLunar},
	{regexp.MustCompile(`\b(\d{4})-(\d{1,2})-(\d{1,2})\b`), readISO},
	{regexp.MustCompile(notInNum + `((?:ngay )?(\d{1,2}) ?` + sep + ` ?(\d{1,2}) ?` + sep + ` ?(\d{4}|\d{2}))(?:[^\w/-]|$)`), readFull},
	{regexp.MustCompile(notInNum + `((?:ngay )?(\d{1,2})[/-](\d{1,2})( am lich| am)?)(?:[^\w/-]|$)`), readDayMonth},
	{regexp.MustCompile(`\b(?:ngay )?(\d{1,2}) thang (\d{1,2})(?:(?: nam |[/-])(\d{4}))?\b`), readWords},
	{regexp.MustCompile(`\bngay (?:mung |mong )?(\d{1,2})(?: thang (nay|sau|toi|truoc))?\b`), readDayOnly},
	{regexp.MustCompile(`\b` + weekday + `(?: (?:cua )?(tuan(?: nay| sau nua| sau| toi| truoc)|sang tuan|nay|toi|sau|vua roi))?\b`), readWeekday},
	{regexp.MustCompile(`\b(?:mung|mong) (` + number + `) tet\b`), readTetDay},
	{regexp.MustCompile(`\b(dau|giua|cuoi) (tuan|thang|quy|nam)(?: (nay|sau|toi|truoc)\b| ([1-9]\d{0,3}|i{1,3}|iv)\b)?(?:(?: nam |[/-])(\d{4})\b)?`), readPart},
	{regexp.MustCompile(`\b(?:sang )?(tuan|thang|quy|nam)( sau| toi)\b|\bsang (tuan|thang|quy|nam)\b`), readNext},
	{regexp.MustCompile(`\b(?:(hom nay|bay gio|ngay bay gio)|(ngay mai)|(ngay (?:kia|mot|mot))|(hom qua)|(hom kia)|(?:sang|trua|chieu|toi|dem) (nay|mai|qua|kia|mot)|(mai|mot|nay))\b`), readNear},
}

// days finds the day. Two days that differ make it ambiguous, unless one is only a weekday that fits.
func (r Reader) days(t *text) []reading {
	var out []reading
	for _, p := range patterns {
		for range 3 {
			var got []reading
			m, ok := t.find(p.re, func(m match) bool {
				got = slices.DeleteFunc(p.read(r, m), func(d reading) bool { return d.day.Year() < 1900 || d.day.Year() > 2100 })
				return len(got) > 0
			})
			if !ok {
				break
			}
			m.take()
			out = join(out, got)
		}
	}
	return out
}

// join puts two findings together: "thứ sáu 18/12" is one day, "15/12 … 20/12" is two.
func join(a, b []reading) []reading {
	if len(a) == 0 {
		return b
	}
	for _, x := range a {
		for _, y := range b {
			switch {
			case x.day == y.day, y.loose && x.day.Weekday() == y.day.Weekday():
				return []reading{x}
			case x.loose && x.day.Weekday() == y.day.Weekday():
				return []reading{y}
			}
		}
	}
	out := slices.Concat(a, b)
	slices.SortStableFunc(out, func(x, y reading) int { return x.day.Sub(y.day) })
	return out
}

func (r Reader) today() content.Day { return content.DayOf(r.Now) }

func one(d content.Day, how string) []reading { return []reading{{day: d, how: how}} }

// valid returns the day if it exists, else the zero Day.
func valid(y, m, d int) content.Day {
	day := content.NewDay(y, time.Month(m), d)
	if yy, mm, dd := day.Date(); yy != y || int(mm) != m || dd != d || y < 1900 || y > 2100 {
		return content.Day{}
	}
	return day
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// near is how many days ago a date without a year may lie and still be doubted rather than moved a year on.
const near = 90

// yearless gives a day and month their year: the coming one, or with Past the last one. A date that was missed only just
// is ambiguous: nobody in November who writes 20/11 two days late clearly means next year.
func (r Reader) yearless(m, d int) []reading {
	today := r.today()
	in := func(y int) (reading, bool) {
		day := valid(y, m, d)
		return reading{day: day, how: "ngày " + day.VN()}, !day.IsZero()
	}
	cur, ok := in(today.Year())
	if !ok { // 29/2 in a common year
		for y := today.Year() + 1; y <= today.Year()+8; y++ {
			if next, ok := in(y); ok && m == 2 && d == 29 {
				return []reading{next}
			}
		}
		return nil
	}
	gap := cur.day.Sub(today)
	switch {
	case r.Past && gap > near:
		if prev, ok := in(today.Year() - 1); ok {
			return []reading{prev}
		}
	case !r.Past && gap < 0:
		next, ok := in(today.Year() + 1)
		switch {
		case ok && gap < -near:
			return []reading{next}
		case ok:
			return []reading{cur, next}
		}
	}
	return []reading{cur}
}

func readISO(_ Reader, m match) []reading {
	if d := valid(atoi(m.group(1)), atoi(m.group(2)), atoi(m.group(3))); !d.IsZero() {
		return one(d, "ngày "+d.VN())
	}
	return nil
}

// narrow makes a match cover only its first group, when the pattern had to look at its neighbours.
func narrow(m match) { m.at[0], m.at[1] = m.at[2], m.at[3] }

func readFull(_ Reader, m match) []reading {
	y := atoi(m.group(4))
	if y < 100 {
		y += 2000
	}
	d := valid(y, atoi(m.group(3)), atoi(m.group(2)))
	if d.IsZero() {
		return nil
	}
	narrow(m)
	return one(d, "ngày "+d.VN())
}

func readDayMonth(r Reader, m match) []reading {
	var out []reading
	if m.group(4) != "" {
		out = r.lunar(atoi(m.group(2)), atoi(m.group(3)), 0)
	} else if m.group(1) != "24/7" { // round the clock
		out = r.yearless(atoi(m.group(3)), atoi(m.group(2)))
	}
	if len(out) > 0 {
		narrow(m)
	}
	return out
}

func readWords(r Reader, m match) []reading {
	if y := m.group(3); y != "" {
		if d := valid(atoi(y), atoi(m.group(2)), atoi(m.group(1))); !d.IsZero() {
			return one(d, "ngày "+d.VN())
		}
		return nil
	}
	return r.yearless(atoi(m.group(2)), atoi(m.group(1)))
}

// readDayOnly reads "ngày 20", "ngày 20 tháng sau".
func readDayOnly(r Reader, m match) []reading {
	today, n := r.today(), atoi(m.group(1))
	y, month, _ := today.Date()
	in := func(off int) content.Day {
		first := content.NewDay(y, month+time.Month(off), 1)
		yy, mm, _ := first.Date()
		return valid(yy, int(mm), n)
	}
	var d content.Day
	switch m.group(2) {
	case "nay":
		d = in(0)
	case "sau", "toi":
		d = in(1)
	case "truoc":
		d = in(-1)
	default:
		d = in(0)
		if !r.Past && (d.IsZero() || d.Before(today)) {
			d = in(1)
		}
		if r.Past && (d.IsZero() || d.After(today.Add(7))) {
			d = in(-1)
		}
	}
	if d.IsZero() {
		return nil
	}
	return one(d, "ngày "+d.VN())
}

// readTetDay reads "mùng 6 Tết".
func readTetDay(r Reader, m match) []reading {
	if n, ok := count(m.group(1)); ok && n <= 15 {
		return r.lunar(n, 1, 0)
	}
	return nil
}

// monthNames are the months that lunar dates name in words.
var monthNames = map[string]int{"gieng": 1, "chap": 12, "muoi": 10}

// readLunar reads "rằm tháng giêng", "mùng 10 tháng 3 âm lịch". A "mùng 5 tháng 12" without "âm" may be either calendar.
func readLunar(r Reader, m match) []reading {
	month, named := monthNames[m.group(4)]
	if n, ok := count(m.group(4)); ok && !named {
		month = n
	}
	day := 15
	if m.group(2) != "" {
		day, _ = count(m.group(2))
	} else if m.group(3) != "" {
		day = atoi(m.group(3))
	}
	year := atoi(m.group(6))
	isLunar := m.group(5) != "" || named && m.group(4) != "muoi" || m.group(1) == "ram"
	if !isLunar && m.group(3) != "" {
		return nil // "ngày 20 tháng 12" is read below
	}
	if month < 1 || month > 12 || day < 1 || day > 30 {
		return nil
	}
	if isLunar {
		return r.lunar(day, month, year)
	}
	if year > 0 {
		if d := valid(year, month, day); !d.IsZero() {
			return one(d, "ngày "+d.VN())
		}
		return nil
	}
	return r.yearless(month, day)
}

// lunar returns the coming (with Past: the last) day of a lunar date.
func (r Reader) lunar(day, month, year int) []reading {
	if month < 1 || month > 12 || day < 1 || day > 30 || year != 0 && (year < 1900 || year > 2100) {
		return nil
	}
	how := func(d content.Day) string {
		return fmt.Sprintf("ngày %d tháng %d âm lịch, tức %s", day, month, d.VN())
	}
	if year > 0 {
		d := workday.LunarDay(year, month, day)
		return one(d, how(d))
	}
	today := r.today()
	var last content.Day
	for y := today.Year() - 2; y <= today.Year()+2; y++ {
		d := workday.LunarDay(y, month, day)
		if !r.Past && !d.Before(today) {
			return one(d, how(d))
		}
		if !d.After(today) {
			last = d
		}
	}
	return one(last, how(last))
}

var weekdayWords = map[string]time.Weekday{"hai": 1, "ba": 2, "tu": 3, "nam": 4, "sau": 5, "bay": 6, "2": 1, "3": 2, "4": 3, "5": 4, "6": 5, "7": 6}

var (
	countedAfter = regexp.MustCompile(`^(?:trieu|nghin|ngan|tram|dong|ty|nguoi|ban|bo|lan|giay|to|%|k\b|/|phan|muc)`)
	ordinal      = regexp.MustCompile(`^(?:lan|nguoi|ben|con|be|dua|chau|cap|bac|tang|hang|so|va|cau|muc|loai)$`)
	dayCue       = regexp.MustCompile(`^(?:sang|trua|chieu|toi|dem|ngay|vao|den|hom|truoc|het)?$`)
)

func readWeekday(r Reader, m match) []reading {
	if countedAfter.MatchString(m.after()) || ordinal.MatchString(m.before()) {
		return nil // "thu 5 triệu", "con thứ hai"
	}
	word := m.group(1) + m.group(2)
	w, which := weekdayWords[word], m.group(4)
	if m.group(3) != "" {
		w = time.Sunday
		if m.group(3) == "cn" && which == "" && !dayCue.MatchString(m.before()) {
			return nil
		}
	} else if first := string(m.t.folded[m.at[0]]); first == "t" && m.group(2) == "" && !weekdayMarks(m) {
		return nil
	}
	today := r.today()
	monday := today.Add(-((int(today.Weekday()) + 6) % 7))
	in := func(week int) []reading {
		d := monday.Add(7*week + (int(w)+6)%7)
		return one(d, Format(d))
	}
	switch which {
	case "tuan nay":
		return in(0)
	case "tuan sau", "tuan toi", "sang tuan":
		return in(1)
	case "tuan sau nua":
		return in(2)
	case "tuan truoc":
		return in(-1)
	}
	ahead := (int(w) - int(today.Weekday()) + 7) % 7
	switch {
	case r.Past || which == "vua roi":
		return loose(which, today.Add(-((7 - ahead) % 7)))
	case ahead == 0 && which != "nay": // said on a Friday, "thứ sáu" may be today or in a week
		next := today.Add(7)
		if which != "" {
			return one(next, Format(next))
		}
		return append(loose("", today), loose("", next)...)
	}
	return loose(which, today.Add(ahead))
}

// loose is a weekday without a week.
func loose(which string, d content.Day) []reading {
	return []reading{{day: d, how: Format(d), loose: which == ""}}
}

// weekdayMarks refuses "thu" that was typed with marks of another word, such as "thủ".
func weekdayMarks(m match) bool {
	typed := strings.ToLower(string(m.t.runes[m.at[0] : m.at[0]+3]))
	return halfTyped(typed, "thứ") || typed == "thú"
}

func readNear(r Reader, m match) []reading {
	today := r.today()
	switch {
	case m.group(1) != "":
		return one(today, "hôm nay, "+Format(today))
	case m.group(2) != "":
		return one(today.Add(1), "ngày mai, "+Format(today.Add(1)))
	case m.group(3) != "":
		n := 2
		if m.typed(3) == "ngày kìa" {
			n = 3
		}
		return one(today.Add(n), Format(today.Add(n)))
	case m.group(4) != "":
		return one(today.Add(-1), "hôm qua, "+Format(today.Add(-1)))
	case m.group(5) != "":
		return one(today.Add(-2), "hôm kia, "+Format(today.Add(-2)))
	}
	word, typed, bare := m.group(6), m.typed(6), false
	if word == "" {
		word, typed, bare = m.group(7), m.typed(7), true
	} else {
		m.at[0] = m.at[12] // the part of the day is read with the hour
	}
	off := map[string]int{"nay": 0, "mai": 1, "mot": 2, "kia": -2, "qua": -1}[word]
	switch {
	case word == "mot" && typed != "mốt", word != "mot" && typed != word: // "một", "này", "mãi"
		return nil
	case bare && word == "nay":
		return nil // "từ trước đến nay"
	case bare && notADay(m):
		return nil
	}
	d := today.Add(off)
	how := map[string]string{"nay": "hôm nay, ", "mai": "ngày mai, ", "qua": "hôm qua, "}[word]
	return one(d, how+Format(d))
}

var person = regexp.MustCompile(`^(?:chi|anh|co|ba|em|ban|ong|hoa|bac|chu|cau|di|thi|ten)$`)

// notADay refuses "Mai" as a person's name.
func notADay(m match) bool {
	first := m.t.runes[m.at[0]]
	named := person.MatchString(m.before())
	return named || first == 'M' && m.at[0] > 0
}
