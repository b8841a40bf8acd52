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
	"strings"
	"time"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/workday"
)

// Outcome is what Read made of a text.
type Outcome int

// The outcomes.
const (
	None       Outcome = iota // no date in it
	Found                     // one reading
	Ambiguous                 // several, in Candidates
	Impossible                // a date or hour that does not exist: Words, How
)

// Result is one reading.
type Result struct {
	Time     time.Time   // in Vietnam's zone; the day's midnight when HasClock is false
	Day      content.Day // the same day
	HasClock bool        // an hour was given ("sáng", "chiều" alone stand for 8:00, 14:00)
	Part     string      // "chiều", where only a part of the day was given and the hour is no more than its usual one
	Rest     string      // the text without the date
	// How says in Vietnamese how it was read, for the person to confirm: "ngày làm việc cuối tháng 12/2026"; with
	// Impossible why there is no such day: "tháng 11 chỉ có 30 ngày".
	How       string
	Words     string   // with Impossible: the words that name the day, as typed
	NoClock   bool     // with Impossible: it is the hour that does not exist
	Undecided []string // what the result depends on that is not decided yet; not empty means provisional

	Repeat      Repeat // how often it comes again: a caller that does it once only must refuse it
	RepeatWords string // "hằng tháng", as typed

	Candidates []Result // with Ambiguous: the readings, the likelier first
}

// Provisional reports whether the reading depends on days off that are not decided yet.
func (r Result) Provisional() bool { return len(r.Undecided) > 0 }

// NoSuchDay is what to answer to an Impossible date or hour, as plain text.
func (r Result) NoSuchDay() string {
	words := r.Words
	if r.NoClock {
		return fmt.Sprintf("Không có giờ “%s”: %s. Ông/bà kiểm tra và gõ lại giờ giúp tôi.", words, r.How)
	}
	for _, lead := range []string{"ngày ", "Ngày ", "ngay ", "Ngay "} {
		words = strings.TrimPrefix(words, lead)
	}
	return fmt.Sprintf("Không có ngày “%s”: %s. Ông/bà kiểm tra và gõ lại ngày giúp tôi.", words, r.How)
}

// Reader reads dates relative to a moment.
type Reader struct {
	Now      time.Time
	Calendar *workday.Calendar
	// Past says that a day in the past is meant ("tôi nộp hôm 18/11"): a date without a year is then the latest such
	// day.
	Past bool
}

// Label names the day on a button, with its lunar date where it was read by that calendar.
func (r Result) Label() string {
	label := Format(r.Day)
	label = strings.ToUpper(label[:1]) + label[1:]
	if lunar, _, ok := strings.Cut(r.How, " âm lịch"); ok {
		var day, month int
		_, words, _ := strings.Cut(lunar, "ngày")
		if _, err := fmt.Sscanf(words, " %d tháng %d", &day, &month); err == nil {
			label += fmt.Sprintf(" (%d/%d âm lịch)", day, month)
		}
	}
	return label
}

// weekdays are the names of the days as Format writes them, from Sunday.
var weekdays = [...]string{"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"}

// Format writes a day as "thứ Sáu, 18/12/2026".
func Format(d content.Day) string { return weekdays[d.Weekday()] + ", " + d.VN() }

// maxText is how much of a text is searched, in runes; dates stand in short messages. What follows is kept in Rest.
const maxText = 500

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
