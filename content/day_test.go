package content

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDayAgreesWithTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sec := rapid.Int64Range(-62135596800+86400*400, 4102444800).Draw(t, "unix")
		at := time.Unix(sec, 0)
		d := DayOf(at)
		if got, want := d.String(), at.In(Zone).Format(time.DateOnly); got != want {
			t.Fatalf("%s is %s, want %s", at, got, want)
		}
		if back, err := ParseDay(d.String()); err != nil || back != d {
			t.Fatalf("%s reads back as %s, %v", d, back, err)
		}
		n := rapid.IntRange(-100000, 100000).Draw(t, "n")
		if d.Add(n).Sub(d) != n || DayOf(d.At(23, 59)) != d || DayOf(d.At(0, 0)) != d {
			t.Fatalf("%s: arithmetic is off", d)
		}
	})
}

func TestAddMonths(t *testing.T) {
	for _, tc := range []struct {
		from Day
		n    int
		want string
	}{
		{NewDay(2026, 1, 31), 1, "2026-02-28"},
		{NewDay(2024, 1, 31), 1, "2024-02-29"},
		{NewDay(2026, 3, 31), -1, "2026-02-28"},
		{NewDay(2026, 11, 30), 3, "2027-02-28"},
		{NewDay(2026, 11, 22), 12, "2027-11-22"},
	} {
		if got := tc.from.AddMonths(tc.n).String(); got != tc.want {
			t.Errorf("%s + %d months = %s, want %s", tc.from, tc.n, got, tc.want)
		}
	}
}

func TestParseDayRefuses(t *testing.T) {
	for _, s := range []string{"", "2026-02-29", "22/11/2026", "2026-1-1", "2026-11-22 10:00"} {
		if d, err := ParseDay(s); err == nil {
			t.Errorf("%q read as %s", s, d)
		}
	}
}
