package workday_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/workday"
)

// shipped returns the calendar of the embedded base.
func shipped(t testing.TB, decisions ...content.CalendarDay) *workday.Calendar {
	t.Helper()
	lib := base()
	if len(lib.Calendar) < 4 {
		t.Fatalf("the base lists %d years, want at least 2024 to 2027", len(lib.Calendar))
	}
	return workday.New(lib.Calendar, decisions...)
}

// base is the base that ships, read once.
var base = sync.OnceValue(func() *content.Library {
	lib, _ := content.Load(content.Embedded())
	return lib
})

func day(t testing.TB, s string) content.Day {
	t.Helper()
	d, err := content.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestIsWorkday(t *testing.T) {
	c := shipped(t)
	for _, tc := range []struct {
		name, day string
		want      bool
	}{
		{"an ordinary Monday", "2026-11-23", true},
		{"an ordinary Saturday", "2026-11-28", false},
		{"Culture Day 2026", "2026-11-24", false},
		{"no Culture Day before the law", "2025-11-24", true},
		{"a Saturday worked for 2 January 2026", "2026-01-10", true},
		{"the day it was worked for", "2026-01-02", false},
		{"Tết 2026", "2026-02-17", false},
		{"first day after Tết 2026", "2026-02-23", true},
		{"day off for the Hùng Kings on a Sunday", "2026-04-27", false},
		{"Tết 2028, by the lunar calendar", "2028-01-26", false},
		{"Hùng Kings 2028", "2028-04-04", false},
		{"30 April 2028 is a Sunday: day off on Tuesday", "2028-05-02", false},
		{"and Wednesday is worked", "2028-05-03", true},
		{"Culture Day on a Saturday gives no day off", "2029-11-26", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := c.IsWorkday(day(t, tc.day)); got != tc.want {
				t.Errorf("IsWorkday(%s) = %v", tc.day, got)
			}
		})
	}
}

func TestCounting(t *testing.T) {
	c := shipped(t)
	for _, tc := range []struct {
		name, from string
		n          int
		want       string
	}{
		{"the first day does not count", "2026-12-07", 1, "2026-12-08"},
		{"over a weekend", "2026-12-10", 3, "2026-12-15"},
		{"over Culture Day", "2026-11-23", 1, "2026-11-25"},
		{"over Tết 2026", "2026-02-13", 2, "2026-02-24"},
		{"a worked Saturday counts", "2026-01-09", 1, "2026-01-10"},
		{"backwards over 30 April", "2026-05-04", -2, "2026-04-28"},
		{"nothing from a Sunday", "2026-11-22", 0, "2026-11-23"},
		{"one from a Sunday", "2026-11-22", 1, "2026-11-23"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			from := day(t, tc.from)
			if got := c.Add(from, tc.n); got.String() != tc.want {
				t.Errorf("Add(%s, %d) = %s, want %s", tc.from, tc.n, got, tc.want)
			}
			if got := c.Between(from, day(t, tc.want)); tc.n != 0 && got != tc.n {
				t.Errorf("Between = %d, want %d", got, tc.n)
			}
		})
	}
}

func TestDueDate(t *testing.T) {
	c := shipped(t)
	working := func(n int, cutoff ...int) content.TimeFact {
		f := content.TimeFact{Term: content.Term{N: n, Unit: content.Working}}
		if len(cutoff) > 0 {
			f.Cutoff = content.Clock{Set: true, Hour: cutoff[0]}
		}
		return f
	}
	at := func(s string, h, m int) time.Time { return day(t, s).At(h, m) }
	for _, tc := range []struct {
		name     string
		filed    time.Time
		hasClock bool
		f        content.TimeFact
		want     string
		late     bool
	}{
		{"same day", at("2026-12-07", 9, 0), true, working(0, 15), "2026-12-07", false},
		{"exactly at the hour", at("2026-12-07", 15, 0), true, working(0, 15), "2026-12-07", false},
		{"after the hour", at("2026-12-07", 15, 1), true, working(0, 15), "2026-12-08", true},
		{"after the hour on Friday", at("2026-12-11", 16, 0), true, working(0, 15), "2026-12-14", true},
		{"hour unknown", at("2026-12-11", 0, 0), false, working(0, 15), "2026-12-11", false},
		{"handed in online on Sunday", at("2026-12-13", 10, 0), true, working(3), "2026-12-17", true},
		{"five working days", at("2026-12-07", 10, 0), true, working(5), "2026-12-14", false},
		{"30 days ending on Saturday", at("2026-12-10", 8, 0), true,
			content.TimeFact{Term: content.Term{N: 30, Unit: content.Calendar}}, "2027-01-11", false},
		{"one month from the 31st", at("2026-12-31", 8, 0), true,
			content.TimeFact{Term: content.Term{N: 2, Unit: content.Months}}, "2027-03-01", false},
		{"24 hours", at("2026-12-11", 8, 0), true,
			content.TimeFact{Term: content.Term{N: 24, Unit: content.Hours}}, "2026-12-14", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, ok := c.DueDate(tc.filed, tc.hasClock, tc.f)
			if !ok || got.Day.String() != tc.want || got.Late != tc.late {
				t.Errorf("got %s late=%v ok=%v, want %s late=%v", got.Day, got.Late, ok, tc.want, tc.late)
			}
		})
	}
	if _, ok := c.DueDate(at("2026-12-07", 8, 0), true, content.TimeFact{}); ok {
		t.Error("a time without a number gave a day")
	}
}

func TestProvisional(t *testing.T) {
	c := shipped(t)
	for _, tc := range []struct {
		name, from, to string
		want           bool
		says           string
	}{
		{"a plain week", "2026-12-07", "2026-12-11", false, ""},
		{"around 24 November 2026", "2026-11-20", "2026-11-25", true, "24/11/2026"},
		{"Tết 2027", "2027-02-01", "2027-02-12", true, "Đinh Mùi"},
		{"Tết 2026 is decided", "2026-02-10", "2026-02-24", false, ""},
		{"Tết 2028", "2028-01-20", "2028-02-01", true, "2028"},
		{"an ordinary fortnight of 2028", "2028-06-12", "2028-06-23", false, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			from, to := day(t, tc.from), day(t, tc.to)
			if got := c.Provisional(from, to); got != tc.want {
				t.Errorf("Provisional = %v", got)
			}
			if got := strings.Join(c.Undecided(from, to), "; "); !strings.Contains(got, tc.says) ||
				(got == "") == tc.want {
				t.Errorf("Undecided = %q, want it to say %q", got, tc.says)
			}
		})
	}
}

func TestDecisionSettles(t *testing.T) {
	decided := func(s string, k content.DayKind) content.CalendarDay {
		return content.CalendarDay{Day: day(t, s), Kind: k, Name: "Quyết định", Basis: "Thông báo của Bộ Nội vụ"}
	}
	t.Run("the second plan for Tết 2027", func(t *testing.T) {
		var list []content.CalendarDay
		for _, s := range []string{"2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10", "2027-02-11", "2027-02-12"} {
			list = append(list, decided(s, content.DayOff))
		}
		c := shipped(t, list...)
		if c.Provisional(day(t, "2027-02-01"), day(t, "2027-02-19")) {
			t.Error("still provisional")
		}
		if got := c.Next(day(t, "2027-02-04")).String(); got != "2027-02-15" {
			t.Errorf("back at work on %s", got)
		}
	})
	t.Run("the first day of Tết alone makes no working day of the others", func(t *testing.T) {
		for _, first := range []string{"2027-02-05", "2027-02-08"} {
			c := shipped(t, decided(first, content.DayOff))
			for _, s := range []string{"2027-02-08", "2027-02-09", "2027-02-10"} {
				if c.IsWorkday(day(t, s)) {
					t.Errorf("%s decided: %s is a working day", first, s)
				}
			}
			if !c.Provisional(day(t, "2027-02-08"), day(t, "2027-02-10")) {
				t.Errorf("%s decided: the others are certain", first)
			}
		}
	})
	t.Run("what was proposed and not decided falls away once all are decided", func(t *testing.T) {
		var list []content.CalendarDay
		for d := day(t, "2027-02-08"); !d.After(day(t, "2027-02-16")); d = d.Add(1) {
			list = append(list, decided(d.String(), content.DayOff))
		}
		c := shipped(t, list...)
		if !c.IsWorkday(day(t, "2027-02-05")) || c.Provisional(day(t, "2027-02-01"), day(t, "2027-02-19")) {
			t.Error("a day that was only proposed is still off")
		}
	})
	t.Run("no swap around 24 November", func(t *testing.T) {
		c := shipped(t, decided("2026-11-23", content.DayWork))
		if c.Provisional(day(t, "2026-11-22"), day(t, "2026-11-27")) || !c.IsWorkday(day(t, "2026-11-23")) ||
			c.IsWorkday(day(t, "2026-11-24")) {
			t.Error("the decision did not settle the week")
		}
	})
}

func TestDates(t *testing.T) {
	c := shipped(t)
	for _, tc := range []struct {
		name string
		rule content.Rule
		want string
	}{
		{"20 March, before when off", content.Rule{Every: "year", Month: 3, Day: 20, Shift: "before"}, "2027-03-19"},
		{"monthly on the 25th", content.Rule{Every: "month", Day: 25}, "2027-01-25 2027-02-25 2027-03-25"},
		{"last day of the quarter", content.Rule{Every: "quarter", Day: -1}, "2027-03-31"},
		{"31st in short months", content.Rule{Every: "month", Day: 31}, "2027-01-31 2027-02-28 2027-03-31"},
		{"third working day", content.Rule{Every: "month", Nth: 3}, "2027-01-06 2027-02-03 2027-03-03"},
		{"last working day", content.Rule{Every: "month", Nth: -1}, "2027-01-29 2027-02-26 2027-03-31"},
		{"first month of each half-year", content.Rule{Every: "half", Month: 1, Day: 5}, "2027-01-05"},
		{"nothing known", content.Rule{}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for _, d := range c.Dates(tc.rule, day(t, "2027-01-01"), day(t, "2027-03-31")) {
				got = append(got, d.String())
			}
			if s := strings.Join(got, " "); s != tc.want {
				t.Errorf("got %s, want %s", s, tc.want)
			}
		})
	}
}

func TestDeadline(t *testing.T) {
	c := shipped(t)
	for _, tc := range []struct {
		name, event string
		term        content.Term
		want        string
		provisional bool
	}{
		{"60 days; an open week in between does not matter", "2026-10-01", content.Term{N: 60, Unit: content.Calendar},
			"2026-11-30", false},
		{"ends on Culture Day, in the open week", "2026-09-25", content.Term{N: 60, Unit: content.Calendar},
			"2026-11-25", true},
		{"six months", "2026-05-20", content.Term{N: 6, Unit: content.Months}, "2026-11-20", false},
		{"one year from 29 February", "2024-02-29", content.Term{N: 1, Unit: content.Years}, "2025-02-28", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			due, ok := c.Deadline(day(t, tc.event), tc.term)
			if !ok || due.Day.String() != tc.want || len(due.Undecided) > 0 != tc.provisional {
				t.Errorf("got %s, undecided %q; want %s", due.Day, due.Undecided, tc.want)
			}
		})
	}
	if _, ok := c.Deadline(day(t, "2026-10-01"), content.Term{}); ok {
		t.Error("a deadline without a term gave a day")
	}
}

// The laws of counting, over eleven years of listed and computed calendar.
func TestCountingLaws(t *testing.T) {
	c := shipped(t)
	first := day(t, "2024-01-01")
	days := day(t, "2034-12-31").Sub(first)
	rapid.Check(t, func(t *rapid.T) {
		d := first.Add(rapid.IntRange(0, days).Draw(t, "day"))
		n := rapid.IntRange(-40, 40).Draw(t, "n")
		m := rapid.IntRange(1, 40).Draw(t, "m")
		got := c.Add(d, n)
		if !c.IsWorkday(got) {
			t.Fatalf("Add(%s, %d) = %s is a day off", d, n, got)
		}
		if n != 0 && c.Between(d, got) != n {
			t.Fatalf("Between(%s, %s) = %d, want %d", d, got, c.Between(d, got), n)
		}
		if n > 0 && c.Add(got, m) != c.Add(d, n+m) {
			t.Fatalf("%d and %d working days after %s are not %d", n, m, d, n+m)
		}
		if n > 0 && c.IsWorkday(d) && c.Add(got, -n) != d {
			t.Fatalf("%d working days back from %s is %s, not %s", n, got, c.Add(got, -n), d)
		}
		if c.Next(c.Prev(d)) != c.OnOrAfter(d) {
			t.Fatalf("the working day after the one before %s is not %s", d, c.OnOrAfter(d))
		}
		if b, a := c.Shift(d, "before"), c.Shift(d, "after"); b.After(d) || a.Before(d) || c.IsWorkday(d) != (a == b) {
			t.Fatalf("%s shifts to %s and %s", d, b, a)
		}
	})
}

// A year holds about 250 working days, no matter how its calendar is known.
func TestYearsAreFull(t *testing.T) {
	c := shipped(t)
	for y := 2024; y <= 2034; y++ {
		n := c.Between(content.NewDay(y-1, 12, 31), content.NewDay(y, 12, 31))
		if n < 245 || n > 252 {
			t.Errorf("%d has %d working days", y, n)
		}
	}
}
