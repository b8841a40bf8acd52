package vidate

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// clock is an hour of the day; hour 24 is the midnight that ends it.
type clock struct{ hour, minute int }

var (
	soonRE = regexp.MustCompile(`\b(?:(sau|trong|them) (?:khoang )?)?(nua|` + number + `)( ruoi)? ?(phut|tieng|gio|p|h)( dong ho)?( ruoi)?( nua| sau| toi)?\b`)
	// The part of the day may stand right after the hour or, with "mai" or a weekday in between, be read by itself.
	clockRE  = regexp.MustCompile(`\b(\d{1,2})(?: ?(?:h|g|gio)(?: ?(\d{1,2})(?: phut|p)?\b| (ruoi)\b| kem (\d{1,2})\b)?|:(\d{2})(?::\d{2})?)\b(?: (sang|trua|chieu|toi|dem)\b)?`)
	notHour  = regexp.MustCompile(`^(?:lam viec|hanh chinh|nua\b)`) // "8 giờ làm việc"
	hourWord = regexp.MustCompile(`\d|^gio$|^h$`)
	partRE   = regexp.MustCompile(`\b(?:buoi )?(sang|trua|chieu|toi|dem)\b`)
)

// soon reads "sau 2 phút", "2 tiếng nữa", "nửa tiếng nữa", "một tiếng rưỡi nữa".
func (r Reader) soon(t *text) (time.Time, string, bool) {
	m, ok := t.find(soonRE, func(m match) bool {
		unit := m.group(4)
		if m.group(1) == "" && m.group(7) == "" || m.group(2) == "nam" && m.typed(2) != "năm" {
			return false
		}
		if n, _ := count(m.group(2)); (unit == "gio" || unit == "h") && m.group(5)+m.group(7) == "" && n >= 7 {
			return false // "sau 14 giờ" is an hour of the day
		}
		if unit == "gio" || unit == "h" { // and so is "sau 2 giờ chiều"
			if partRE.FindStringIndex(m.after()) != nil && partRE.FindStringIndex(m.after())[0] == 0 && m.group(7) == "" {
				return false
			}
		}
		return m.group(7) != " toi" || m.typed(7) == " tới" // not "tối", nor "tôi"
	})
	if !ok {
		return time.Time{}, "", false
	}
	minutes, known := 30, true
	if m.group(2) != "nua" {
		minutes, known = count(m.group(2))
	}
	per := 60
	if u := m.group(4); u == "phut" || u == "p" {
		per = 1
	}
	if !known || minutes == 0 || minutes*per > 7*24*60 {
		return time.Time{}, "", false
	}
	if m.group(2) != "nua" {
		minutes *= per
	} else if per == 1 {
		return time.Time{}, "", false
	}
	if m.group(3)+m.group(6) != "" {
		minutes += per / 2
	}
	m.take()
	at := r.Now.Truncate(time.Second).Add(time.Duration(minutes) * time.Minute)
	return at, fmt.Sprintf("sau %d phút nữa", minutes), true
}

// readClock finds the hour. It returns two readings for an hour such as "5 giờ", which may be morning or afternoon.
func readClock(t *text) []clock {
	m, ok := t.find(clockRE, func(m match) bool {
		h, _ := strconv.Atoi(m.group(1))
		return h <= 24 && minuteOf(m) < 60 && !notHour.MatchString(m.after())
	})
	if !ok {
		return partAlone(t)
	}
	h, _ := strconv.Atoi(m.group(1))
	minute := minuteOf(m)
	part := m.group(6)
	if part == "toi" && !evening(m, 6) {
		part = ""
		m.at[1] = m.at[12] - 1
	}
	m.take()
	if part == "" {
		part = takePart(t)
	}
	if kem, err := strconv.Atoi(m.group(4)); err == nil { // "9 giờ kém 15"
		h, minute = h-1, 60-kem
	}
	if h < 0 || h == 24 && minute > 0 {
		return nil
	}
	padded := len(m.group(1)) == 2
	return hours(h, minute, part, padded || m.group(5) != "" && h == 0)
}

func minuteOf(m match) int {
	switch {
	case m.group(3) != "":
		return 30
	case m.group(2) != "":
		n, _ := strconv.Atoi(m.group(2))
		return n
	case m.group(5) != "":
		n, _ := strconv.Atoi(m.group(5))
		return n
	}
	return 0
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
		return partMarks(m, 1)
	})
	if !ok {
		return ""
	}
	m.take()
	return m.group(1)
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

// fullParts are the parts of the day with their diacritics.
var fullParts = map[string]string{"sang": "sáng", "trua": "trưa", "chieu": "chiều", "toi": "tối", "dem": "đêm"}

// partMarks tells "tối" from "tôi", "sáng" from "sang", where diacritics were typed.
func partMarks(m match, group int) bool {
	p := m.group(group)
	if p == "toi" {
		return evening(m, group)
	}
	return halfTyped(m.typed(group), fullParts[p])
}

// evening reports whether "toi" means the evening. Typed bare it may as well be "tôi" (I), so it counts only where a word
// for "me" would not stand: at the beginning or after an hour.
func evening(m match, group int) bool {
	switch m.typed(group) {
	case "tối":
		return true
	case "toi":
		before := m.before()
		return group != 1 || before == "" || before == "vao" || before == "buoi" || hourWord.MatchString(before)
	}
	return false
}
