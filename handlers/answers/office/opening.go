package office

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
)

// Opening says whether an office receives people at a moment, as far as somebody verified its hours.
type Opening struct {
	Known bool   // the hours are known to the minute, so that Open is more than the calendar's word
	Open  bool   // of a known office: now; else: today is a working day
	Text  string // "Đang mở cửa, đến 17:00", "Hôm nay nghỉ: Quốc khánh"
	Hours string // as the base has them; empty when nobody verified them
}

// Of returns the office of a name, or the first whose data somebody verified when none has that name.
func (b Book) Of(name string) (content.Office, bool) {
	verified := func(o content.Office) bool {
		return o.Status == content.Verified && !strings.HasPrefix(vi.Fold(o.Name), "cong an")
	}
	for _, o := range b.Library.Offices {
		if vi.Fold(o.Name) == vi.Fold(name) {
			return o, true
		}
	}
	i := slices.IndexFunc(b.Library.Offices, verified)
	if i < 0 {
		return content.Office{}, false
	}
	return b.Library.Offices[i], true
}

// Opening says whether the office of a name is open at a moment (Asia/Ho_Chi_Minh). Without verified hours it only says
// whether offices work that day: nobody is told "open" by guess.
func (b Book) Opening(name string, now time.Time) Opening {
	today := content.DayOf(now)
	o, _ := b.Of(name)
	out := Opening{Hours: o.Hours}
	spans, known := b.openings(o, today)
	switch {
	case !known && b.Calendar.IsWorkday(today):
		out.Open, out.Text = true, textWorkingToday
		return out
	case len(spans) == 0:
		out.Known = known
		out.Text = fmt.Sprintf(textClosedToday, b.whyClosed(today), vidate.Format(b.Calendar.Next(today)))
		return out
	}
	out.Known = true
	minute := now.Hour()*60 + now.Minute()
	for _, s := range spans {
		switch {
		case minute < s.From:
			out.Text = fmt.Sprintf(textOpensAt, clockText(s.From))
			return out
		case minute < s.To:
			out.Open, out.Text = true, fmt.Sprintf(textOpenUntil, clockText(s.To))
			return out
		}
	}
	for next := today.Add(1); next.Sub(today) < 60; next = next.Add(1) {
		if spans, _ := b.openings(o, next); len(spans) > 0 {
			out.Text = fmt.Sprintf(textClosedUntil, clockText(spans[0].From), vidate.Format(next))
			break
		}
	}
	return out
}

// openings are when an office is open on a day; known is false when nobody said it to the minute. An office that says
// so is open on a Saturday, but on no public holiday.
func (b Book) openings(o content.Office, day content.Day) (spans []content.Opening, known bool) {
	listed, isListed := b.Calendar.Listed(day)
	off := isListed && listed.Kind == content.DayOff
	if o.Week.Known() {
		if off || !b.Calendar.IsWorkday(day) && len(o.Week[day.Weekday()]) == 0 {
			return nil, true
		}
		return o.Week[day.Weekday()], true
	}
	spans, err := content.ParseOpenings(o.Hours)
	if err != nil || len(spans) == 0 {
		return nil, false
	}
	if !b.Calendar.IsWorkday(day) {
		return nil, true
	}
	return spans, true
}

// whyClosed names the holiday, or the weekly rest.
func (b Book) whyClosed(day content.Day) string {
	if listed, ok := b.Calendar.Listed(day); ok && listed.Kind == content.DayOff {
		return listed.Name
	}
	return textWeeklyRest
}

func clockText(minute int) string { return fmt.Sprintf("%d:%02d", minute/60, minute%60) }
