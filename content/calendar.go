package content

import "strconv"

// DayKind says what a listed day is.
type DayKind string

// What a listed day can be.
const (
	DayOff  DayKind = "off"  // nobody works, whatever the day of the week
	DayWork DayKind = "work" // people work, although it may be a Saturday
)

// Certainty says how a listed day is known.
type Certainty string

// How a listed day can be known, surest first.
const (
	Decided  Certainty = "decided"  // by a document that names this year
	Fixed    Certainty = "fixed"    // by a law that names the same date every year
	Computed Certainty = "computed" // worked out from the law's rule, not announced yet
	Proposed Certainty = "proposed" // only proposed so far
)

// CalendarDay is a day that differs from the plain week (Monday to Friday at work). An admin's decision has the same
// shape.
type CalendarDay struct {
	Day       Day
	Kind      DayKind
	Name      string
	Basis     string // the deciding document
	Certainty Certainty
	Line      int
}

// OpenSpan is a stretch of days about which a decision is still to come.
type OpenSpan struct {
	Span
	Text string // what is open, for people
}

// CalendarYear is one file of the calendar.
type CalendarYear struct {
	File    string
	Year    int
	Days    []CalendarDay
	Open    []OpenSpan
	Checked Day
	Review  Day
	Sources []Source

	at lines
}

// parseCalendar reads calendar/<year>.yaml.
func parseCalendar(b *book, file, src string) *CalendarYear {
	tree := readTree(b, src, 0)
	if tree.kind == empty {
		return nil
	}
	e := b.entry(tree)
	y := &CalendarYear{File: b.file, Sources: e.sources, at: linesOf(tree)}
	year, _ := e.r.int("year", 1990)
	y.Year = int(year)
	if strconv.Itoa(y.Year) != file {
		b.fault(e.r.line("year"), "year %d khác tên tệp %q; hãy sửa cho trùng", y.Year, file)
	}
	y.Checked, y.Review, _ = e.dates()
	for _, it := range e.r.list("days") {
		y.Days = append(y.Days, e.calendarDay(it, y))
	}
	for _, it := range e.r.list("open") {
		r := b.reader(it, "mục của \"open\"")
		o := OpenSpan{Span: r.span("to"), Text: r.need("text", "điều chưa quyết định", 300)}
		e.keys(r)
		if o.From.IsZero() || o.To.IsZero() {
			b.fault(it.line, "mục của \"open\" phải có cả from và to")
		}
		r.done()
		y.Open = append(y.Open, o)
	}
	e.r.done()
	e.unusedSources()
	return y
}

func (e *entry) calendarDay(it node, y *CalendarYear) CalendarDay {
	r := e.b.reader(it, "mục của \"days\"")
	d := CalendarDay{
		Day:       r.day("date"),
		Kind:      DayKind(r.choice("kind", string(DayOff), string(DayWork))),
		Name:      r.need("name", "tên ngày, ví dụ name: Giỗ Tổ Hùng Vương", 120),
		Basis:     r.need("basis", "văn bản quyết định", 200),
		Certainty: Certainty(r.choice("certainty", string(Decided), string(Fixed), string(Computed), string(Proposed))),
		Line:      it.line,
	}
	e.keys(r)
	switch {
	case d.Day.IsZero():
		r.missing("date", "ngày, ví dụ date: 2026-01-01")
	case d.Day.Year() != y.Year:
		e.b.fault(it.line, "ngày %s không thuộc năm %d", d.Day, y.Year)
	}
	if d.Kind == "" {
		r.missing("kind", "kind: off (nghỉ) hoặc kind: work (làm việc)")
	}
	if d.Certainty == "" {
		r.missing("certainty", "mức chắc chắn: decided, fixed, computed hoặc proposed")
	}
	for _, o := range y.Days {
		if o.Day == d.Day && !d.Day.IsZero() {
			e.b.fault(it.line, "ngày %s đã ghi ở dòng %d", d.Day, o.Line)
		}
		if o.Day.After(d.Day) && !d.Day.IsZero() {
			e.b.fault(it.line, "ngày %s đứng sau %s; hãy xếp theo thứ tự", d.Day, o.Day)
			break
		}
	}
	r.done()
	return d
}
