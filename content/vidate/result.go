package vidate

import (
	"fmt"
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

// Repeat says how often a date comes again; "" is once.
type Repeat string

// The repetitions. Other is one that is none of these, such as "mỗi quý", "mỗi hai tuần": Result.RepeatWords names it.
const (
	Daily    Repeat = "day"
	Workdays Repeat = "workday"
	Weekly   Repeat = "week"
	Monthly  Repeat = "month"
	Yearly   Repeat = "year"
	Other    Repeat = "other"
)
