package vidate

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/content"
)

var weekdayWords = map[string]time.Weekday{
	"hai": 1, "ba": 2, "tu": 3, "nam": 4, "sau": 5, "bay": 6, "2": 1, "3": 2, "4": 3, "5": 4, "6": 5, "7": 6,
}

var (
	countedAfter = regexp.MustCompile(`^(?:trieu|nghin|ngan|tram|dong|ty|nguoi|ban` +
		`|bo|lan|giay|to|%|k\b|/|phan|muc|ngay\b)`)
	ordinal = regexp.MustCompile(`^(?:lan|nguoi|ben|con|be|dua|chau|cap|bac|tang|hang|so|va|cau|muc|loai)$`)
	dayCue  = regexp.MustCompile(`^(?:sang|trua|chieu|toi|dem|ngay|vao|den|hom|truoc|het)?$`)
)

// readWeekday reads "thứ sáu", "t6 tuần sau", "chủ nhật".
func readWeekday(r Reader, m match) []reading {
	w, ok := m.weekday()
	if !ok {
		return nil
	}
	which, today := m.group("which"), r.today()
	if week, ok := weeks[which]; ok {
		monday := today.Add(-((int(today.Weekday()) + 6) % 7))
		d := monday.Add(7*week + (int(w)+6)%7)
		return one(d, Format(d))
	}
	ahead := (int(w) - int(today.Weekday()) + 7) % 7
	switch {
	case r.Past || which == "vua roi":
		return loose(which, today.Add(-((7 - ahead) % 7)))
	case ahead == 0 && which != "nay": // said on a Friday, "thứ sáu" may be today or in a week
		next := today.Add(7)
		if which != "" {
			return one(next, Format(next))
		}
		return append(loose("", today), loose("", next)...)
	}
	return loose(which, today.Add(ahead))
}

var weeks = map[string]int{
	"tuan nay": 0, "tuan sau": 1, "tuan toi": 1, "sang tuan": 1, "tuan sau nua": 2, "tuan truoc": -1,
}

// weekday returns the day named; false when the words count something: "thu 5 triệu", "con thứ hai".
func (m match) weekday() (time.Weekday, bool) {
	if countedAfter.MatchString(m.after()) || ordinal.MatchString(m.before()) {
		return 0, false
	}
	if s := m.group("sunday"); s != "" {
		return time.Sunday, s != "cn" || m.group("which") != "" || dayCue.MatchString(m.before())
	}
	if d := m.group("digit"); d != "" {
		return weekdayWords[d], true
	}
	return weekdayWords[m.group("name")], m.saysThu()
}

// saysThu refuses "thu" that was typed with diacritics of another word, such as "thủ".
func (m match) saysThu() bool {
	typed := strings.ToLower(string(m.t.runes[m.at[0] : m.at[0]+3]))
	return halfTyped(typed, "thứ") || typed == "thú"
}

// loose is a weekday without a week.
func loose(which string, d content.Day) []reading {
	return []reading{{day: d, how: Format(d), loose: which == ""}}
}

// fixedDays are the words for a day that need no second look.
var fixedDays = []struct {
	group, how string
	off        int
}{{"today", "hôm nay, ", 0}, {"tomorrow", "ngày mai, ", 1}, {"yesterday", "hôm qua, ", -1}, {"before", "hôm kia, ", -2}}

// nearDays are the words that follow a part of the day, "chiều mai", or stand alone.
var nearDays = map[string]struct {
	how string
	off int
}{"nay": {"hôm nay, ", 0}, "mai": {"ngày mai, ", 1}, "mot": {"", 2}, "kia": {"", -2}, "qua": {"hôm qua, ", -1}}

// readNear reads "hôm nay", "ngày mai", "chiều mai", "mốt".
func readNear(r Reader, m match) []reading {
	today := r.today()
	for _, f := range fixedDays {
		if m.group(f.group) != "" {
			d := today.Add(f.off)
			return one(d, f.how+Format(d))
		}
	}
	if m.group("later") != "" {
		d := today.Add(2)
		if m.typed("later") == "ngày kìa" {
			d = today.Add(3)
		}
		return one(d, Format(d))
	}
	word, typed := m.group("near"), m.typed("near")
	if bare := m.group("bare"); bare != "" {
		if bare == "nay" || m.isPerson() { // "từ trước đến nay", "chị Mai"
			return nil
		}
		word, typed = bare, m.typed("bare")
	} else {
		m.at[0], _ = m.span("near") // the part of the day is read with the hour
	}
	if word == "mot" && typed != "mốt" || word != "mot" && typed != word { // "một", "này", "mãi"
		return nil
	}
	d := today.Add(nearDays[word].off)
	return one(d, nearDays[word].how+Format(d))
}

var person = regexp.MustCompile(`^(?:chi|anh|co|ba|em|ban|ong|hoa|bac|chu|cau|di|thi|ten)$`)

// isPerson finds "Mai" as a person's name.
func (m match) isPerson() bool {
	return person.MatchString(m.before()) || m.t.runes[m.at[0]] == 'M' && m.at[0] > 0
}

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

// repeatUnits are the folded words after "mỗi" and "hằng".
var repeatUnits = map[string]Repeat{
	"ngay": Daily, "hom": Daily, "sang": Daily, "trua": Daily, "chieu": Daily, "toi": Daily, "dem": Daily,
	"ngay lam viec": Workdays, "tuan": Weekly, "thang": Monthly, "nam": Yearly,
}

var (
	oddRepeatRE = regexp.MustCompile(`\b(?:(?P<every>moi) (?:` + number + `) (?:ngay|tuan|thang|quy|nam|gio|tieng|phut)` +
		`|(?P<every2>moi|hang) (?:quy|gio|tieng|phut|(?:dau|giua|cuoi) (?:tuan|thang|quy|nam))` +
		`|(?:dau|giua|cuoi) (?P<every3>moi|hang) (?:tuan|thang|quy|nam)` +
		`|(?P<every4>moi|hang) (?:ngay|tuan|thang|nam) (?:\d{1,2}|mot|hai|ba|bon|vai) lan)\b`)
	repeatRE = regexp.MustCompile(`\b(?:(?P<every>moi|hang) (?P<unit>ngay lam viec|ngay|tuan|thang|nam)` +
		`|(?P<each>moi) (?P<part>sang|trua|chieu|toi|dem)` +
		`|(?P<all>ngay|hom|tuan|thang|nam) nao cung` +
		`|(?P<days>moi) (?:thu|t[2-7]|chu nhat|cn))\b`)
	monthDay = regexp.MustCompile(`^(?:[12]?\d|3[01])(?: |$)`)
	dayNext  = regexp.MustCompile(`^(?:\d|(?:mai|kia|mot|sau|toi|nay|truoc|nua)\b)`)
)

// everyTyped are the ways of typing "mỗi" and "hằng": not "mới", "mời".
var everyTyped = []string{"mỗi", "moi", "hằng", "hàng", "hang"}

// takeRepeat finds how often the date comes again and takes the words for it, but for those that the date needs: the
// part of the day, the weekday, the day of the month.
func (t *text) takeRepeat() (r Repeat, words string) {
	odd, ok := t.find(oddRepeatRE, func(m match) bool {
		for _, g := range []string{"every", "every2", "every3", "every4"} {
			if m.group(g) != "" {
				return slices.Contains(everyTyped, m.typed(g))
			}
		}
		return false
	})
	if ok {
		odd.take()
		return Other, odd.words()
	}
	for range 3 {
		var got Repeat
		m, ok := t.find(repeatRE, func(m match) bool {
			got = m.repeat()
			return got != ""
		})
		if !ok {
			break
		}
		if r != "" && (got == Daily || r == Yearly) { // "mỗi ngày 5 hằng tháng"
			got = r
		}
		r, words = got, m.words()
		for _, g := range []string{"each", "days"} {
			if from, to := m.span(g); from >= 0 {
				m.at[0], m.at[1] = from, to
			}
		}
		if m.group("every") != "" && m.dayOfMonth() {
			m.narrow("every")
		}
		m.take()
	}
	return r, words
}

// repeat is what a match of repeatRE says; "" when its words mean something else: "nhận hàng ngày 5/12".
func (m match) repeat() Repeat {
	switch {
	case m.group("all") != "" && strings.HasPrefix(m.after(), "duoc"): // "hôm nào cũng được"
		return ""
	case m.group("all") != "":
		return repeatUnits[m.group("all")]
	case m.group("days") != "":
		if slices.Contains(everyTyped, m.typed("days")) {
			return Weekly
		}
		return ""
	case m.group("each") != "":
		if slices.Contains(everyTyped, m.typed("each")) && halfTyped(m.typed("part"), fullParts[m.group("part")]) {
			return Daily
		}
		return ""
	}
	switch after := m.after(); {
	case !slices.Contains(everyTyped, m.typed("every")):
		return ""
	case m.dayOfMonth():
		return Monthly
	case dayNext.MatchString(after) && !hourAfter.MatchString(after):
		return ""
	}
	return repeatUnits[m.group("unit")]
}

// dayOfMonth reports whether "mỗi ngày" begins "mỗi ngày 5".
func (m match) dayOfMonth() bool {
	after := m.after()
	return m.typed("every") == "mỗi" && m.group("unit") == "ngay" && monthDay.MatchString(after) &&
		!hourAfter.MatchString(after)
}
