// Package vidate reads dates and hours as people write them in Vietnamese chats: "15/12", "thu 6 tuan sau", "8 giờ sáng
// mai", "trước Tết 3 ngày làm việc", "sau 2 phút"; with diacritics, half of them or none, composed or not.
//
// It never guesses between two readings that both make sense: Read then answers Ambiguous with the candidates, and the
// caller asks. A date that does not exist, "31/11", is Impossible and never read as another. A text without a date
// gives None.
package vidate

import (
	"fmt"
	"slices"

	"github.com/motcua/motcua/content"
)

// Read finds the date in a text.
func (r Reader) Read(text string) (Result, Outcome) {
	t := newText(text)
	every, words := t.takeRepeat()
	got, outcome := r.read(t)
	got.Repeat, got.RepeatWords = every, words
	return got, outcome
}

func (r Reader) read(t *text) (Result, Outcome) {
	if at, how, ok := r.soon(t); ok {
		return Result{Time: at, Day: content.DayOf(at), HasClock: true, Rest: t.rest(), How: how}, Found
	}
	days, clocks := r.days(t), readClock(t)
	switch {
	case len(clocks) == 0:
		days = append(days, t.noClock()...)
	case len(days) == 0:
		days = t.noDate() // "32/12 8h" is not eight o'clock of the next day
	}
	part := t.part
	rest := t.rest()
	for _, d := range days {
		if d.words != "" {
			return Result{Rest: rest, How: d.how, Words: d.words, NoClock: d.clock}, Impossible
		}
	}
	switch {
	case len(days) == 0 && len(clocks) == 0:
		return Result{Rest: rest}, None
	case len(days) == 0:
		days = r.dayOfClock(clocks)
	}
	var out []Result
	for _, d := range days {
		if len(clocks) == 0 {
			out = append(out, Result{Time: d.day.At(0, 0), Day: d.day, Rest: rest, How: d.how, Undecided: d.undecided})
		}
		for _, c := range clocks {
			at := d.day.At(c.hour, c.minute)
			out = append(out, Result{Time: at, Day: content.DayOf(at), HasClock: true, Rest: rest, Part: part,
				How: fmt.Sprintf("%d giờ %02d, %s", c.hour%24, c.minute, d.how), Undecided: d.undecided})
		}
	}
	out = slices.CompactFunc(out, func(a, b Result) bool { return a.Time.Equal(b.Time) })
	if len(out) == 1 {
		return out[0], Found
	}
	return Result{Rest: rest, Candidates: out}, Ambiguous
}

// dayOfClock gives an hour without a day its next (or, with Past, last) occurrence.
func (r Reader) dayOfClock(clocks []clock) []reading {
	today := content.DayOf(r.Now)
	at := today.At(clocks[0].hour, clocks[0].minute)
	switch {
	case !r.Past && !at.After(r.Now) && len(clocks) == 1:
		return []reading{{day: today.Add(1), how: "ngày mai"}}
	case r.Past && at.After(r.Now) && len(clocks) == 1:
		return []reading{{day: today.Add(-1), how: "hôm qua"}}
	}
	return []reading{{day: today, how: "hôm nay"}}
}

// days finds the day. Two days that differ make it ambiguous, unless one is only a weekday that fits.
func (r Reader) days(t *text) []reading {
	var out []reading
	folded := string(t.folded)
	for _, p := range patterns {
		for range 3 {
			if !p.mayStand(folded) {
				break
			}
			var got []reading
			m, ok := t.find(p.re, func(m match) bool {
				got = slices.DeleteFunc(p.read(r, m), func(d reading) bool {
					return d.words == "" && (d.day.Year() < firstYear || d.day.Year() > lastYear)
				})
				return len(got) > 0
			})
			if !ok {
				break
			}
			m.take()
			out = join(out, got)
		}
	}
	return out
}

// join puts two findings together: "thứ sáu 18/12" is one day, "15/12 … 20/12" is two.
func join(a, b []reading) []reading {
	if len(a) == 0 {
		return b
	}
	for _, x := range a {
		for _, y := range b {
			switch {
			case x.words != "" || y.words != "":
			case x.day == y.day, y.loose && x.day.Weekday() == y.day.Weekday():
				return []reading{x}
			case x.loose && x.day.Weekday() == y.day.Weekday():
				return []reading{y}
			}
		}
	}
	out := slices.Concat(a, b)
	slices.SortStableFunc(out, func(x, y reading) int { return x.day.Sub(y.day) })
	return out
}
