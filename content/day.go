package content

import (
	"fmt"
	"time"
)

// Zone is Vietnam's time zone. The country has kept UTC+7 without summer time since 1975, so a fixed zone is exact for
// every date the base knows and needs no zone database on the machine.
var Zone = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

// Day is a civil date in Vietnam, without a clock. The zero Day means "not given".
type Day struct {
	n int32 // days since 0000-12-31, so that 1 is 0001-01-01 and 0 is free for "not given"
}

// unixEpoch is the n of 1970-01-01.
const unixEpoch = 719163

// NewDay returns the Day of a calendar date; a month or day out of range runs over as in time.Date.
func NewDay(year int, month time.Month, day int) Day {
	return dayOfUnix(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix())
}

// DayOf returns the date that a clock on a wall in Vietnam shows at t.
func DayOf(t time.Time) Day {
	y, m, d := t.In(Zone).Date()
	return NewDay(y, m, d)
}

// ParseDay reads "2006-01-02" and refuses dates that do not exist.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Day{}, fmt.Errorf("date %q is not YYYY-MM-DD: %w", s, err)
	}
	return dayOfUnix(t.Unix()), nil
}

func dayOfUnix(sec int64) Day { return Day{int32(sec/86400) + unixEpoch - floorFix(sec)} }

// floorFix makes the division round down for dates before 1970.
func floorFix(sec int64) int32 {
	if sec < 0 && sec%86400 != 0 {
		return 1
	}
	return 0
}

// IsZero reports whether the date was not given.
func (d Day) IsZero() bool { return d.n == 0 }

// Date returns the calendar date.
func (d Day) Date() (year int, month time.Month, day int) { return d.utc().Date() }

// Year returns the year.
func (d Day) Year() int { return d.utc().Year() }

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return d.utc().Weekday() }

// Add returns the date n days later (earlier when n is negative).
func (d Day) Add(n int) Day { return Day{d.n + int32(n)} }

// AddMonths returns the same day n months later, or the last day of that month when it is shorter
// (31 January plus one month is 28 or 29 February): the rule of the Civil Code, art. 148.3.
func (d Day) AddMonths(n int) Day {
	y, m, dd := d.Date()
	last := NewDay(y, m+time.Month(n)+1, 0)
	if _, _, l := last.Date(); dd > l {
		return last
	}
	return NewDay(y, m+time.Month(n), dd)
}

// Sub returns the number of days from e to d.
func (d Day) Sub(e Day) int { return int(d.n - e.n) }

// Before reports whether d is earlier than e.
func (d Day) Before(e Day) bool { return d.n < e.n }

// After reports whether d is later than e.
func (d Day) After(e Day) bool { return d.n > e.n }

// At returns the moment at which Vietnam's clocks show hour:minute on that day.
func (d Day) At(hour, minute int) time.Time {
	y, m, dd := d.Date()
	return time.Date(y, m, dd, hour, minute, 0, 0, Zone)
}

// String returns "2006-01-02", or "" for the zero Day.
func (d Day) String() string {
	if d.IsZero() {
		return ""
	}
	return d.utc().Format(time.DateOnly)
}

// VN returns the date as Vietnamese papers write it: "22/11/2026", or "" for the zero Day.
func (d Day) VN() string {
	if d.IsZero() {
		return ""
	}
	return d.utc().Format("02/01/2006")
}

// MarshalText writes "2006-01-02".
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads "2006-01-02" or an empty text.
func (d *Day) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*d = Day{}
		return nil
	}
	*d, err = ParseDay(string(b))
	return err
}

func (d Day) utc() time.Time { return time.Unix(int64(d.n-unixEpoch)*86400, 0).UTC() }

// Span is a stretch of days, both ends included; a zero end is open.
type Span struct{ From, To Day }

// Contains reports whether d lies in the span.
func (s Span) Contains(d Day) bool {
	return (s.From.IsZero() || !d.Before(s.From)) && (s.To.IsZero() || !d.After(s.To))
}

// IsZero reports whether both ends are open.
func (s Span) IsZero() bool { return s.From.IsZero() && s.To.IsZero() }
