package vidate

import (
	"regexp"
	"time"

	"github.com/motcua/motcua/content"
)

var weekdayWords = map[string]time.Weekday{
	"hai": 1, "ba": 2, "tu": 3, "nam": 4, "sau": 5, "bay": 6, "2": 1, "3": 2, "4": 3, "5": 4, "6": 5, "7": 6,
}

var (
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
	typed := m.typed("thu")
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
