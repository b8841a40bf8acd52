package figures

import (
	"strings"
	"testing"
	"time"
)

// TestWeekWords: every day of some years lies in the week that the words of its week say.
func TestWeekWords(t *testing.T) {
	for week, want := range map[string]string{"2026-W48": "48/2026 (23/11–29/11)", "2026-W53": "53/2026 (28/12–03/01)",
		"2027-W01": "1/2027 (04/01–10/01)", "2021-W01": "1/2021 (04/01–10/01)", "": "", "lạ": "lạ"} {
		if got := WeekWords(week); got != want {
			t.Errorf("%s: %s", week, got)
		}
	}
	for day := time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC); day.Year() < 2029; day = day.AddDate(0, 0, 1) {
		monday := day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
		words := WeekWords(Week(day))
		if want := monday.Format("(02/01"); !strings.Contains(words, want) {
			t.Fatalf("%v: %s", day, words)
		}
	}
}
