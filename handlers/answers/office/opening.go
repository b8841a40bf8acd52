package office

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
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
	if listed, ok := b.Calendar.Listed(today); !b.Calendar.IsWorkday(today) {
		why := textWeeklyRest
		if ok && listed.Kind == content.DayOff {
			why = listed.Name
		}
		out.Text = fmt.Sprintf(textClosedToday, why, vidate.Format(b.Calendar.Next(today)))
		return out
	}
	spans, ok := hoursIn(o.Hours)
	if !ok {
		out.Open, out.Text = true, textWorkingToday
		return out
	}
	out.Known = true
	minute := now.Hour()*60 + now.Minute()
	for _, s := range spans {
		switch {
		case minute < s[0]:
			out.Text = fmt.Sprintf(textOpensAt, clockText(s[0]))
			return out
		case minute < s[1]:
			out.Open, out.Text = true, fmt.Sprintf(textOpenUntil, clockText(s[1]))
			return out
		}
	}
	out.Text = fmt.Sprintf(textClosedUntil, clockText(spans[0][0]), vidate.Format(b.Calendar.Next(today)))
	return out
}

func clockText(minute int) string { return fmt.Sprintf("%d:%02d", minute/60, minute%60) }

var (
	hoursForm   = regexp.MustCompile(`(\d{1,2})\s*(?:[h:.]|giờ)\s*(\d{2})?`)
	exceptional = regexp.MustCompile(`(?i)thứ (bảy|7)|chủ nhật|riêng|trừ`)
)

// hoursIn reads "7h30–11h30, 13h30–17h00" as spans of minutes after midnight. Hours that differ by day are left to the
// reader, and so is whatever is no such list.
func hoursIn(text string) (spans [][2]int, ok bool) {
	if text == "" || exceptional.MatchString(text) {
		return nil, false
	}
	var at []int
	for _, m := range hoursForm.FindAllStringSubmatch(text, -1) {
		hour, _ := strconv.Atoi(m[1])
		minute, _ := strconv.Atoi(m[2])
		if hour > 24 || minute > 59 {
			return nil, false
		}
		at = append(at, hour*60+minute)
	}
	if len(at) == 0 || len(at)%2 != 0 || !slices.IsSorted(at) {
		return nil, false
	}
	for i := 0; i < len(at); i += 2 {
		spans = append(spans, [2]int{at[i], at[i+1]})
	}
	return spans, true
}
