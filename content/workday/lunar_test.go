package workday

import (
	"testing"

	"github.com/motcua/motcua/content"
)

// Dates of Tết as Vietnam kept them or, for the years to come, as printed calendars give them. In 1985, 2007 and 2030
// Vietnam's day differs from China's, because the new moon falls between the two midnights.
func TestNewYear(t *testing.T) {
	for _, want := range []string{
		"1985-01-21", "1990-01-27", "1995-01-31", "2000-02-05", "2001-01-24", "2002-02-12", "2003-02-01", "2004-01-22",
		"2005-02-09", "2006-01-29", "2007-02-17", "2008-02-07", "2009-01-26", "2010-02-14", "2011-02-03", "2012-01-23",
		"2013-02-10", "2014-01-31", "2015-02-19", "2016-02-08", "2017-01-28", "2018-02-16", "2019-02-05", "2020-01-25",
		"2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26",
		"2029-02-13", "2030-02-02", "2031-01-23", "2032-02-11", "2033-01-31", "2034-02-19",
	} {
		day, err := content.ParseDay(want)
		if err != nil {
			t.Fatal(err)
		}
		if got := NewYear(day.Year()); got != day {
			t.Errorf("Tết %d = %s, want %s", day.Year(), got, want)
		}
	}
}

func TestLunarDay(t *testing.T) {
	for _, tc := range []struct {
		name             string
		year, month, day int
		want             string
	}{
		{"Giỗ Tổ 2020, before the leap fourth month", 2020, 3, 10, "2020-04-02"},
		{"Giỗ Tổ 2021", 2021, 3, 10, "2021-04-21"},
		{"Giỗ Tổ 2022", 2022, 3, 10, "2022-04-10"},
		{"Giỗ Tổ 2023, after the leap second month", 2023, 3, 10, "2023-04-29"},
		{"Giỗ Tổ 2024", 2024, 3, 10, "2024-04-18"},
		{"Giỗ Tổ 2025", 2025, 3, 10, "2025-04-07"},
		{"Giỗ Tổ 2026", 2026, 3, 10, "2026-04-26"},
		{"Giỗ Tổ 2027", 2027, 3, 10, "2027-04-16"},
		{"Trung thu 2025, after the leap sixth month", 2025, 8, 15, "2025-10-06"},
		{"Trung thu 2026", 2026, 8, 15, "2026-09-25"},
		{"ông Táo 2025 (year of the Snake)", 2025, 12, 23, "2026-02-10"},
		{"first day of the eleventh month 2033, before its leap month", 2033, 11, 1, "2033-11-22"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := LunarDay(tc.year, tc.month, tc.day).String(); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}
