package vidate

import (
	"fmt"
	"regexp"
	"slices"
	"time"
)

// clock is an hour of the day; hour 24 is the midnight that ends it.
type clock struct{ hour, minute int }

var (
	soonRE = regexp.MustCompile(`\b(?:(?P<lead>sau|trong|them) (?:khoang )?)?(?P<n>nua|` + number +
		`)(?P<half> ruoi)? ?` +
		`(?P<unit>phut|tieng|gio|p|h)(?P<long> dong ho)?(?P<half2> ruoi)?(?P<tail> nua| sau| toi)?\b`)
	// The part of the day may stand right after the hour or, with "mai" or a weekday in between, be read by itself.
	clockRE = regexp.MustCompile(`\b(?P<hour>\d{1,2})(?: ?(?:h|g|gio)` +
		`(?: ?(?P<minute>\d{1,2})(?: phut|p)?\b| (?P<half>ruoi)\b| kem (?P<less>\d{1,2})\b)?` +
		`|:(?P<digits>\d{2})(?::\d{2})?)\b(?: (?P<part>sang|trua|chieu|toi|dem)\b)?` +
		`|\b(?P<said>\d{1,2}) (?P<half2>ruoi) (?P<when>sang|trua|chieu|toi|dem)\b`) // "7 rưỡi tối"
	notHour  = regexp.MustCompile(`^(?:lam viec|hanh chinh|nua\b)`) // "8 giờ làm việc"
	hourWord = regexp.MustCompile(`\d|^gio$|^h$`)
	partRE   = regexp.MustCompile(`\b(?:buoi )?(?P<alone>sang|trua|chieu|toi|dem)\b`)
)

// soon reads "sau 2 phút", "2 tiếng nữa", "nửa tiếng nữa", "một tiếng rưỡi nữa".
func (r Reader) soon(t *text) (time.Time, string, bool) {
	m, ok := t.find(soonRE, match.leadsToMoment)
	if !ok {
		return time.Time{}, "", false
	}
	per := 60
	if u := m.group("unit"); u == "phut" || u == "p" {
		per = 1
	}
	minutes := 30
	if m.group("n") == "nua" {
		if per == 1 {
			return time.Time{}, "", false
		}
	} else {
		n, known := count(m.group("n"))
		if minutes = n * per; !known || n == 0 || minutes > 7*24*60 {
			return time.Time{}, "", false
		}
	}
	if m.group("half")+m.group("half2") != "" {
		minutes += per / 2
	}
	m.take()
	at := r.Now.Truncate(time.Second).Add(time.Duration(minutes) * time.Minute)
	return at, fmt.Sprintf("sau %d phút nữa", minutes), true
}

// leadsToMoment refuses lengths of time and hours of the day: "2 giờ" alone, "sau 14 giờ", "sau 2 giờ chiều".
func (m match) leadsToMoment() bool {
	lead, tail, unit := m.group("lead"), m.group("tail"), m.group("unit")
	if lead == "" && tail == "" || m.group("n") == "nam" && m.typed("n") != "năm" {
		return false
	}
	if unit == "gio" || unit == "h" {
		n, _ := count(m.group("n"))
		if n >= 7 && m.group("long")+tail == "" {
			return false
		}
		if at := partRE.FindStringIndex(m.after()); at != nil && at[0] == 0 && tail == "" {
			return false
		}
	}
	return tail != " toi" || m.typed("tail") == " tới" // not "tối", nor "tôi"
}

// readClock finds the hour. It returns two readings for an hour such as "5 giờ", which may be morning or afternoon.
func readClock(t *text) []clock {
	m, ok := t.find(clockRE, func(m match) bool {
		hour := atoi(m.group("hour") + m.group("said"))
		switch w := m.group("when"); {
		case w == "toi" && !m.isEvening("when"), w != "" && w != "toi" && !halfTyped(m.typed("when"), fullParts[w]):
			return false
		}
		return (hour < 24 || hour == 24 && minuteOf(m) == 0) && minuteOf(m) < 60 && !notHour.MatchString(m.after())
	})
	if !ok {
		return partAlone(t)
	}
	h, minute, part := atoi(m.group("hour")+m.group("said")), minuteOf(m), m.group("part")+m.group("when")
	if m.group("part") == "toi" && !m.isEvening("part") {
		part = ""
		at, _ := m.span("part")
		m.at[1] = at - 1
	}
	m.take()
	if part == "" {
		part = takePart(t)
	}
	if less := m.group("less"); less != "" { // "9 giờ kém 15"
		h, minute = h-1, 60-atoi(less)
	}
	if h < 0 || h == 24 && minute > 0 {
		return nil
	}
	padded := len(m.group("hour")) == 2
	return hours(h, minute, part, padded || m.group("digits") != "" && h == 0)
}

// dateLike is what stands for a day and was read as none: "32/12", "31.11", "tháng 13", "thứ tám".
var dateLike = regexp.MustCompile(`(?:^|[^\w/.,-])(?P<date>(?:ngay )?\d{1,2} ?[/.-] ?\d{1,2}` +
	`|ngay \d{1,2}|thang \d{1,2}|thu (?:tam|chin|muoi|[89]))(?:[ ,;]|[/.-]?$)`)

// noDate is what to make of an hour beside words that look like a day and are none.
func (t *text) noDate() []reading {
	m, ok := t.find(dateLike, func(m match) bool {
		return m.group("date") != "24/7" && !countedAfter.MatchString(m.after())
	})
	if !ok {
		return nil
	}
	m.narrow("date")
	m.take()
	return m.impossible("lịch không có ngày này")
}

// noClockRE is what stands for an hour and may be none: "25h", "24:30", "lúc 26 giờ".
var noClockRE = regexp.MustCompile(`\b(?P<lead>(?:vao )?luc |vao )?(?P<clock>(?P<hour>\d{1,2})` +
	`(?:(?P<short>[hg])(?P<minute>\d{1,2})?|:(?P<digits>\d{2})| ?gio(?: ?(?P<said>\d{1,2})(?: phut)?)?))\b`)

// lengths stand before a number of hours that is a length of time: "trong 48h", "thời hạn 72h", "học 40h".
var lengths = []string{"trong", "han", "sau", "qua", "mat", "het", "khoang", "du", "suot", "hoc", "lam", "tong", "moi"}

// noClock is what to make of an hour that a day does not have, where no other was read: it is neither another hour nor
// a part of what the text is about. "26 giờ" may be a length of time, unless it stands beside the day or after "lúc".
func (t *text) noClock() []reading {
	m, ok := t.find(noClockRE, func(m match) bool {
		hour, minute := atoi(m.group("hour")), atoi(m.group("minute")+m.group("digits")+m.group("said"))
		if hour < 24 && minute < 60 || hour == 24 && minute == 0 || slices.Contains(lengths, m.before()) {
			return false
		}
		from, to := m.span("clock")
		return m.group("short") != "" || m.group("lead") != "" || t.touches(from, to)
	})
	if !ok {
		return nil
	}
	why := "một ngày chỉ có 24 giờ"
	if atoi(m.group("hour")) < 24 {
		why = "một giờ chỉ có 60 phút"
	}
	m.narrow("clock")
	m.take()
	return []reading{{how: why, words: m.words(), clock: true}}
}

func minuteOf(m match) int {
	if m.group("half")+m.group("half2") != "" {
		return 30
	}
	return atoi(m.group("minute") + m.group("digits"))
}

// hours turns an hour and a part of the day into hours of 0 to 24.
func hours(h, minute int, part string, exact bool) []clock {
	switch part {
	case "sang":
		if h == 12 {
			return []clock{{0, minute}}
		}
	case "trua":
		if h < 4 {
			return []clock{{h + 12, minute}}
		}
	case "chieu", "toi":
		if h < 12 {
			return []clock{{h + 12, minute}}
		}
		if h == 12 && part == "toi" {
			return []clock{{24, minute}}
		}
	case "dem":
		switch {
		case h == 12:
			return []clock{{24, minute}}
		case h >= 7 && h < 12:
			return []clock{{h + 12, minute}}
		}
	default:
		if h >= 1 && h <= 6 && !exact {
			return []clock{{h + 12, minute}, {h, minute}}
		}
	}
	return []clock{{h, minute}}
}

// partHours are the hours that a part of the day alone stands for.
var partHours = map[string]clock{"sang": {8, 0}, "trua": {11, 30}, "chieu": {14, 0}, "toi": {19, 0}, "dem": {22, 0}}

// partAlone reads "sáng", "chiều" beside a day that was found, as in "chiều mai", "sáng thứ hai".
func partAlone(t *text) []clock {
	if p := takePart(t); p != "" {
		t.part = fullParts[p]
		return []clock{partHours[p]}
	}
	return nil
}

// takePart takes the part of the day that touches something already taken.
func takePart(t *text) string {
	m, ok := t.find(partRE, func(m match) bool {
		if !t.touches(m.at[0], m.at[1]) {
			return false
		}
		return m.isPart()
	})
	if !ok {
		return ""
	}
	m.take()
	return m.group("alone")
}

// touches reports whether only spaces or commas lie between a place and something taken.
func (t *text) touches(from, to int) bool {
	for from > 0 && (t.folded[from-1] == ' ' || t.folded[from-1] == ',') && !t.taken[from-1] {
		from--
	}
	for to < len(t.taken) && (t.folded[to] == ' ' || t.folded[to] == ',') && !t.taken[to] {
		to++
	}
	return from > 0 && t.taken[from-1] || to < len(t.taken) && t.taken[to]
}

// isPart refuses "tôi" for "tối" and "sang" for "sáng", where diacritics were typed.
func (m match) isPart() bool {
	p := m.group("alone")
	if p == "toi" {
		return m.isEvening("alone")
	}
	return halfTyped(m.typed("alone"), fullParts[p])
}

// isEvening reports whether "toi" means the evening. Typed without its tone it may as well be "tôi" (I), so it counts
// only where a word for "me" would not stand: at the beginning or after an hour.
func (m match) isEvening(group string) bool {
	switch m.typed(group) {
	case "tối":
		return true
	case "toi":
		before := m.before()
		return group != "alone" || before == "" || before == "vao" || before == "buoi" || hourWord.MatchString(before)
	}
	return false
}
