package handlers_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/handlers/calendar"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers"
)

// shipped lets an office count by the calendar that is shipped, from nine on a day on.
func (o *agency) shipped(from string) {
	o.t.Helper()
	o.h.Calendar.Base = shippedBase
	o.now = at(from, 9, 0)
	o.keep()
}

// digests are the days on which an official gets a reminder, until a day is over.
func (o *agency) digests(chat bot.ChatID, until string) (days []string) {
	o.t.Helper()
	for end := at(until, 20, 0); o.now.Before(end); {
		o.now = content.DayOf(o.now).Add(1).At(0, 1)
		day := content.DayOf(o.now)
		for _, out := range o.runs(day.At(20, 0)) {
			if out.To == chat && strings.HasPrefix(out.Key, "digest:") {
				days = append(days, day.String())
			}
		}
	}
	return days
}

// TestSpecialDays: what is due around days on which counting goes wrong is read back as it should be, and reminded of
// on the right days, each once.
func TestSpecialDays(t *testing.T) {
	for _, tc := range []struct {
		name, today, when, shift, due, note string
		until                               string
		days                                []string
	}{
		{name: "leap day", today: "2028-02-14", when: "29/2", due: "thứ Ba, 29/02/2028", until: "2028-03-01",
			days: []string{"2028-02-22", "2028-02-24", "2028-02-28", "2028-02-29", "2028-03-01"}},
		{name: "the last of February in a leap year", today: "2028-02-21", when: "cuối tháng",
			due: "thứ Ba, 29/02/2028", until: "2028-02-29",
			days: []string{"2028-02-22", "2028-02-24", "2028-02-28", "2028-02-29"}},
		{name: "the day after leap day", today: "2028-02-28", when: "sau 2 ngày làm việc", due: "thứ Tư, 01/03/2028",
			until: "2028-03-01",
			days:  []string{"2028-02-29", "2028-03-01"}},
		// Friday 2 January 2026 is off, Saturday the 10th is worked for it.
		{name: "a Saturday that is worked is a day to be reminded on", today: "2026-01-05", when: "12/1",
			due: "thứ Hai, 12/01/2026", until: "2026-01-12",
			days: []string{"2026-01-06", "2026-01-08", "2026-01-10", "2026-01-12"}},
		{name: "due on a Saturday that is worked", today: "2026-01-05", when: "10/1", due: "thứ Bảy, 10/01/2026",
			until: "2026-01-10",
			days:  []string{"2026-01-07", "2026-01-09", "2026-01-10"}},
		{name: "due on the swapped day off, before", today: "2025-12-24", when: "2/1/2026", due: "thứ Tư, 31/12/2025",
			note: "ngày làm việc liền trước", until: "2025-12-31",
			days: []string{"2025-12-26", "2025-12-30", "2025-12-31"}},
		{name: "due on the swapped day off, after", today: "2025-12-24", when: "2/1/2026", shift: "after",
			due: "thứ Hai, 05/01/2026", note: "ngày làm việc liền sau", until: "2026-01-05",
			days: []string{"2025-12-25", "2025-12-29", "2025-12-31", "2026-01-05"}},
		{name: "due on a Sunday, before", today: "2026-12-07", when: "13/12", due: "thứ Sáu, 11/12/2026",
			note: "ngày làm việc liền trước", until: "2026-12-11",
			days: []string{"2026-12-08", "2026-12-10", "2026-12-11"}},
		{name: "due on a Sunday, after", today: "2026-12-07", when: "13/12", shift: "after", due: "thứ Hai, 14/12/2026",
			note: "ngày làm việc liền sau", until: "2026-12-14",
			days: []string{"2026-12-09", "2026-12-11", "2026-12-14"}},
		{name: "due in Tết, before", today: "2026-02-09", when: "18/2", due: "thứ Sáu, 13/02/2026",
			note: "ngày làm việc liền trước", until: "2026-02-13",
			days: []string{"2026-02-10", "2026-02-12", "2026-02-13"}},
		{name: "due in Tết, after", today: "2026-02-09", when: "18/2", shift: "after", due: "thứ Hai, 23/02/2026",
			note: "ngày làm việc liền sau", until: "2026-02-23",
			days: []string{"2026-02-11", "2026-02-13", "2026-02-23"}},
		{name: "over the turn of the year", today: "2025-12-29", when: "5/1", due: "thứ Hai, 05/01/2026",
			until: "2026-01-06",
			days:  []string{"2025-12-31", "2026-01-05", "2026-01-06"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := newAgency(t, func(c *handlers.Config) {
				c.Reminding = calendar.Reminding{At: 8 * time.Hour, From: 7*time.Hour + 30*time.Minute,
					To: 17 * time.Hour, Days: "mon-fri", Shift: tc.shift}
			})
			o.shipped(tc.today)
			o.joins(lan, "Trần Thị Lan", vanPhong)
			text := o.acts(boss).says("/giaoviec Nộp báo cáo; Lan; " + tc.when)[0].Message.Text
			if !strings.Contains(text, tc.due) || !strings.Contains(text, tc.note) {
				t.Fatalf("want %q and %q in what is read back:\n%s", tc.due, tc.note, text)
			}
			o.presses("Đúng")
			if got := o.digests(lan, tc.until); !slices.Equal(got, tc.days) {
				t.Errorf("reminded on %v, want %v", got, tc.days)
			}
		})
	}
}

// TestNoLeapDayThisYear: the 29th of February is refused in a year that has none, and said to be the next one that has.
func TestNoLeapDayThisYear(t *testing.T) {
	o := newAgency(t)
	o.shipped("2027-01-11")
	o.joins(lan, "Trần Thị Lan", vanPhong)
	for _, when := range []string{"29/2/2027", "30/2"} {
		if text := o.acts(boss).says("/giaoviec Nộp báo cáo; Lan; " + when)[0].Message.Text; !strings.Contains(text,
			"Không có ngày “"+when+"”") {
			t.Errorf("%s:\n%s", when, text)
		}
	}
}

// TestClockSetBack: a clock that is set back over the reminding hour, as after a wrong time server, does not make
// anybody read the same morning twice.
func TestClockSetBack(t *testing.T) {
	for _, back := range []time.Duration{10 * time.Minute, time.Hour, 5 * time.Hour} {
		o := newAgency(t)
		o.joins(lan, "Trần Thị Lan", vanPhong)
		o.gives(boss, "Nộp báo cáo; Lan; 30/11")
		first := to(lan, o.runs(at("2026-11-25", 8, 5)))
		o.now = o.now.Add(-back)
		o.keep()
		again := to(lan, o.runs(at("2026-11-25", 17, 0)))
		if len(first) != 1 || len(again) != 0 {
			t.Errorf("back by %v: %d before, %d after:\n%s", back, len(first), len(again), texts(again))
		}
		if next := to(lan, o.runs(at("2026-11-27", 12, 0))); len(next) != 1 {
			t.Errorf("back by %v: %d on the next day to be reminded on", back, len(next))
		}
	}
}

// TestCaseKeepsTheOfficesHours: a question passed on in the evening is put before the people in charge when the office
// opens, reminded of at the office's own hour, and due after the office's own working days.
func TestCaseKeepsTheOfficesHours(t *testing.T) {
	o := newAgency(t, func(c *handlers.Config) {
		c.Reminding = calendar.Reminding{At: 9*time.Hour + 30*time.Minute, From: 8 * time.Hour, To: 16 * time.Hour,
			Days: "mon-sat"}
	})
	o.now = at("2026-12-04", 22, 0) // a Friday
	o.acts(citizen).says("thủ tục nuôi cá sấu trên sân thượng")
	out := o.does(bot.Update{Kind: bot.KindAction, Action: "pass"})
	if got := to(citizen, out); len(got) != 1 || !strings.Contains(got[0].Message.Text, "thứ Ba, 08/12/2026") {
		t.Errorf("the citizen reads: %s", texts(got))
	}
	notice := to(boss, out)
	if len(notice) != 1 || !notice[0].NotBefore.Equal(at("2026-12-05", 8, 0)) || !o.sendable(notice[0]) {
		t.Fatalf("the notice: %+v", notice)
	}
	var hours []string
	for _, day := range []string{"2026-12-05", "2026-12-06", "2026-12-07"} {
		o.runs(at(day, 9, 29))
		if len(to(boss, o.runs(at(day, 9, 31)))) > 0 {
			hours = append(hours, day)
		}
	}
	if want := []string{"2026-12-05", "2026-12-07"}; !slices.Equal(hours, want) {
		t.Errorf("reminded at 09:30 on %v, want %v", hours, want)
	}
	o.acts(boss).presses("Trả lời")
	o.says("Không có thủ tục này.")
	if o.sendable(notice[0]) {
		t.Error("a notice that still waits would go out after the answer")
	}
}
