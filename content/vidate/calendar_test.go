package vidate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vidate"
)

// forms are the ways of writing a day and month, with and without a year; "Y" is the year in four digits, "y" in two.
var forms = []string{
	"D/M", "ngày D/M", "ngay D/M", "ngày D/M 8h", "D-M", "ngày D-M", "ngày D.M", "hết ngày D/M", "trước D/M", "D / M",
	"ngày D tháng M", "D tháng M", "ngay D thang M", "tháng M ngày D", "8 giờ sáng ngày D tháng M", "lúc 8h30 D/M",
	"D/M/Y", "ngày D/M/Y", "D-M-Y", "D.M.Y", "D/M/y", "Y-M-D", "D / M / Y", "ngày D tháng M năm Y", "D tháng M/Y",
	"D/M năm Y", "ngày D.M.Y", "tháng M ngày D năm Y",
	"hết ngày D/M", "hết ngày D tháng M", "D/M trước 17h", "trước 17h ngày D/M", "D/M 8h", "8h D-M", "sáng D/M",
	"chiều D tháng M", "ngày D/M 8 giờ sáng", "trước 17h D/M/Y", "hết ngày D.M.Y", "8 giờ sáng D tháng M năm Y",
	"D/M năm nay", "8h D/M năm sau", "hết ngày D/M năm sau", "hết ngày D tháng M sang năm",
	"ngày D/M năm sau", "D/M năm tới", "D/M sang năm", "ngày D tháng M năm sau", "D/M năm ngoái",
}

// TestEveryDayMonthAndYear compares every form with the calendar: what exists is read as itself, what does not is
// Impossible, and nothing becomes another day.
func TestEveryDayMonthAndYear(t *testing.T) {
	cal := calendar(t)
	for i, today := range []content.Day{content.NewDay(2026, 11, 30), content.NewDay(2027, 1, 31),
		content.NewDay(2028, 2, 29)} {
		for _, past := range []bool{false, true} {
			all := i == 0 && !past // then the ends of months
			r := vidate.Reader{Now: today.At(9, 0), Calendar: cal, Past: past}
			for _, form := range forms {
				for month := 1; month <= 12; month++ {
					for day := 1; day <= 31; day++ {
						if all || day == 1 || day > 28 {
							readsAs(t, r, form, month, day)
						}
					}
				}
			}
		}
	}
}

func readsAs(t *testing.T, r vidate.Reader, form string, month, day int) {
	t.Helper()
	today := content.DayOf(r.Now)
	year, years := 2027, []int{today.Year() - 8, today.Year() + 8} // without a year: near, but for 29 February
	words := strings.NewReplacer("năm nay", "", "năm sau", "", "năm tới", "", "sang năm", "", "năm ngoái",
		"").Replace(form)
	switch {
	case words != form:
		off := map[string]int{"nay": 0, "ngoái": -1, "sau": 1, "tới": 1,
			"năm": 1}[form[strings.LastIndexByte(form, ' ')+1:]]
		years = []int{today.Year() + off, today.Year() + off}
	case strings.Contains(form, "Y") || strings.Contains(form, "/y"):
		years = []int{year, year}
	}
	text := strings.NewReplacer("D", fmt.Sprint(day), "M", fmt.Sprint(month), "Y", fmt.Sprint(year), "/y",
		"/27").Replace(form)
	exists := false
	for y := years[0]; y <= years[1]; y++ {
		_, mm, dd := content.NewDay(y, time.Month(month), day).Date()
		exists = exists || int(mm) == month && dd == day
	}
	got, outcome := r.Read(text)
	all := []vidate.Result{got}
	if outcome == vidate.Ambiguous {
		all = got.Candidates
	}
	for _, c := range all {
		y, m, d := c.Day.Date()
		ok := int(m) == month && d == day && y >= years[0] && y <= years[1]
		switch {
		case exists && (outcome == vidate.None || outcome == vidate.Impossible || !ok):
			t.Fatalf("%q on %s: outcome %d, %s %s", text, today, outcome, c.Day, got.How)
		case !exists && (outcome != vidate.Impossible || got.Words == "" || got.How == ""):
			t.Fatalf("%q on %s: outcome %d, %s; want Impossible", text, today, outcome, c.Day)
		}
	}
}

// TestEveryPeriod compares every form of month, quarter and year with the calendar: the day is the first or last
// working day of the period that is meant, and a thirteenth month is Impossible.
func TestEveryPeriod(t *testing.T) {
	cal := calendar(t)
	roman := []string{"", "I", "II", "III", "IV"}
	for _, today := range []content.Day{content.NewDay(2026, 11, 30), content.NewDay(2027, 1, 1),
		content.NewDay(2028, 2, 29)} {
		r := vidate.Reader{Now: today.At(9, 0), Calendar: cal}
		for _, unit := range []struct {
			name         string
			many, months int
		}{{"tháng", 12, 1}, {"quý", 4, 3}} {
			for n := 1; n <= unit.many+1; n++ {
				for _, year := range []struct {
					words string
					year  int
				}{{"", 0}, {" năm nay", today.Year()}, {" năm sau", today.Year() + 1}, {" sang năm", today.Year() + 1},
					{"/2027", 2027}, {" năm 2028", 2028}} {
					names := []string{fmt.Sprint(n)}
					if unit.name == "quý" && n <= unit.many {
						names = append(names, roman[n])
					}
					for _, name := range names {
						for _, lead := range []string{"cuối ", "hết ", "đầu ", ""} {
							text := lead + unit.name + " " + name + year.words
							periodReads(t, r, text, lead, n <= unit.many, year.year, unit.months*(n-1)+1, unit.months)
						}
					}
				}
			}
		}
	}
}

// periodReads checks a period of so many months from a month on; in year 0 it is the coming one.
func periodReads(t *testing.T, r vidate.Reader, text, lead string, exists bool, year, month, months int) {
	t.Helper()
	today := content.DayOf(r.Now)
	got, outcome := r.Read(text)
	if !exists {
		if outcome != vidate.Impossible {
			t.Fatalf("%q on %s: outcome %d, %s; want Impossible", text, today, outcome, got.Day)
		}
		return
	}
	if year == 0 {
		if year = today.Year(); content.NewDay(year, time.Month(month+months), 0).Before(today) {
			year++
		}
	}
	first := r.Calendar.OnOrAfter(content.NewDay(year, time.Month(month), 1))
	last := r.Calendar.OnOrBefore(content.NewDay(year, time.Month(month+months), 0))
	want := []content.Day{last}
	switch {
	case lead == "đầu ":
		want = []content.Day{first}
	case lead == "" && !first.Before(today):
		want = []content.Day{last, first}
	}
	all := got.Candidates
	if outcome == vidate.Found {
		all = []vidate.Result{got}
	}
	var days []content.Day
	for _, c := range all {
		days = append(days, c.Day)
	}
	if !slices.Equal(days, want) {
		t.Fatalf("%q on %s: %s, want %s", text, today, days, want)
	}
}
