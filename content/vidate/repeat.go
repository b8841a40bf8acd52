package vidate

import (
	"regexp"
	"slices"
	"strings"
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
		`|(?P<times>(?:cach )?(?:` + number + `) (?:ngay|tuan|thang|quy|nam) (?:mot|1) lan)` + // "hai tuần một lần"
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
		if m.group("times") != "" {
			return true
		}
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
