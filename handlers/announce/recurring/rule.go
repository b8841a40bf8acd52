// Package recurring sends an announcement again and again: market day, vaccination, rubbish. It knows when; what is
// sent, to whom and with which report is the package announce's.
package recurring

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/dialog"
)

// Shift says where an occurrence goes that falls on a day off.
type Shift string

// The shifts; Stay sends on the day itself.
const (
	Stay   Shift = ""
	Before Shift = "before" // to the working day before
	After  Shift = "after"  // to the working day after
)

// shiftWords say where an occurrence goes that falls on a day off.
var shiftWords = map[Shift]string{
	Stay:   "",
	Before: textSentBefore,
	After:  textSentAfter,
}

// Rule is when an announcement is sent. Moments are in Vietnam's zone.
type Rule struct {
	Every vidate.Repeat `json:"every"`           // Weekly or Monthly
	Weeks int           `json:"weeks,omitempty"` // Weekly: every so many; 0 is 1
	First time.Time     `json:"first"`           // the first moment, before it is moved off a day off
	Until content.Day   `json:"until"`           // the last day
	Shift Shift         `json:"shift,omitempty"`
}

// mostWeeks is the longest pause between two occurrences.
const mostWeeks = 12

// longest is how far ahead an end may lie, and where it lies when none was given, in months after the first.
const longest = 12

// base is the n-th moment before it is moved; in a month without the day it is on the last.
func (r Rule) base(n int) time.Time {
	first := r.First.In(content.Zone)
	day := content.DayOf(first)
	clock := first.Sub(day.At(0, 0))
	if r.Every == vidate.Monthly {
		return dialog.ClockOn(day.AddMonths(n), clock)
	}
	return dialog.ClockOn(day.Add(7*n*max(1, r.Weeks)), clock)
}

// longestHoliday bounds the walk over days off.
const longestHoliday = 20

// moment is the n-th moment as it is sent.
func (r Rule) moment(w calendar.Week, n int) time.Time {
	at, step := r.base(n), 1
	switch r.Shift {
	case Stay:
		return at
	case Before:
		step = -1
	}
	for range longestHoliday {
		if w.Works(content.DayOf(at.In(content.Zone))) {
			break
		}
		at = at.AddDate(0, 0, step)
	}
	return at
}

// next is the first moment after another; false when the rule has ended by then. The end counts for the day before it
// is moved, so that moving takes none away.
func (r Rule) next(w calendar.Week, after time.Time) (at time.Time, ok bool) {
	for n := range 54 * longest {
		base := r.base(n)
		if content.DayOf(base).After(r.Until) {
			return time.Time{}, false
		}
		if at = r.moment(w, n); at.After(after) {
			return at, true
		}
	}
	return time.Time{}, false
}

// left counts the moments after one, the next three of which are returned.
func (r Rule) left(w calendar.Week, after time.Time) (n int, three []time.Time) {
	for at, ok := r.next(w, after); ok; at, ok = r.next(w, at) {
		n++
		if len(three) < 3 {
			three = append(three, at)
		}
	}
	return n, three
}

// Words say how often it is sent: "mỗi 2 tuần vào thứ Hai lúc 08:00, đến hết ngày 30/06/2027".
func (r Rule) Words() string {
	day := content.DayOf(r.First.In(content.Zone))
	name, _, _ := strings.Cut(vidate.Format(day), ",")
	words := "mỗi tuần vào " + name
	_, _, n := day.Date()
	switch {
	case r.Every == vidate.Monthly && n > 28:
		words = fmt.Sprintf(textMonthlyOrLast, n)
	case r.Every == vidate.Monthly:
		words = fmt.Sprintf("mỗi tháng vào ngày %d", n)
	case r.Weeks > 1:
		words = fmt.Sprintf("mỗi %d tuần vào %s", r.Weeks, name)
	}
	return words + " lúc " + dialog.ClockOf(r.First) + ", đến hết ngày " + r.Until.VN() + shiftWords[r.Shift]
}

var (
	// everyWeeks is how people say that it comes every so many weeks, in folded words.
	everyWeeks = regexp.MustCompile(`\b(?:(?:moi|cu) (\d{1,2}|hai|ba|bon|tu|nam|sau|tam) tuan(?: mot lan| 1 lan)?` +
		`|(\d{1,2}|hai|ba|bon|tu|nam|sau|tam) tuan (?:mot|1) lan)\b`)
	numbers = map[string]int{"hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "tam": 8}
)

// takeWeeks finds "mỗi 2 tuần" and puts "mỗi tuần" in its place, which dates know.
func takeWeeks(words string) (rest string, weeks int) {
	fields := strings.Fields(words)
	for n := min(5, len(fields)); n >= 2; n-- {
		for i := 0; i+n <= len(fields); i++ {
			part := vi.Fold(strings.Join(fields[i:i+n], " "))
			m := everyWeeks.FindStringSubmatch(part)
			if m == nil || m[0] != part {
				continue
			}
			word := m[1] + m[2]
			if weeks = numbers[word]; weeks == 0 {
				weeks, _ = strconv.Atoi(word)
			}
			return strings.Join(slices.Concat(fields[:i], []string{"mỗi", "tuần"}, fields[i+n:]), " "), weeks
		}
	}
	return words, 0
}

// Says reports whether words say that something comes again.
func Says(r vidate.Reader, words string) bool {
	if _, weeks := takeWeeks(words); weeks > 0 {
		return true
	}
	got, _ := r.Read(words)
	return got.Repeat != ""
}

// Read reads a rule out of words: "8 giờ thứ Hai hằng tuần đến hết tháng 6". What cannot be is a dialog.Refusal.
func Read(r vidate.Reader, w calendar.Week, words string) (Rule, error) {
	rest, weeks := takeWeeks(words)
	rest, until, err := dialog.SplitUntil(r, rest)
	if err != nil {
		return Rule{}, err
	}
	got, how := r.Read(rest)
	rule := Rule{Every: got.Repeat, Weeks: weeks, Until: until}
	switch {
	case how == vidate.Impossible:
		return Rule{}, dialog.Refuse(bot.Escape(got.NoSuchDay()))
	case got.Repeat != vidate.Weekly && got.Repeat != vidate.Monthly, weeks > mostWeeks:
		return Rule{}, dialog.Refuse(textOddRepeat)
	case how == vidate.Ambiguous && sameClock(got.Candidates): // of a weekly one the first to come is meant
		got.Candidates[0].Repeat = got.Repeat
		got = got.Candidates[0]
	case how == vidate.Ambiguous &&
		!slices.ContainsFunc(got.Candidates, func(c vidate.Result) bool { return c.HasClock }):
		return Rule{}, dialog.Refuse(textNoClock)
	case how != vidate.Found:
		return Rule{}, dialog.Refuse(textNoWhen)
	}
	if !got.HasClock {
		return Rule{}, dialog.Refuse(textNoClock)
	}
	rule.First = got.Time
	for n := 0; !rule.First.After(r.Now); n++ { // "hằng tháng ngày 5", said on the fifth in the evening
		rule.First = Rule{Every: rule.Every, First: got.Time}.base(n)
	}
	return rule.ended(w, r.Now)
}

func sameClock(all []vidate.Result) bool {
	for _, c := range all {
		if !c.HasClock || c.Time.Format("15:04") != all[0].Time.Format("15:04") {
			return false
		}
	}
	return len(all) > 0
}

// ended gives a rule without an end one, and refuses an end that is too soon or too far.
func (r Rule) ended(w calendar.Week, now time.Time) (Rule, error) {
	first := content.DayOf(r.First.In(content.Zone))
	last := first.AddMonths(longest)
	switch {
	case r.Until.IsZero():
		r.Until = last
	case r.Until.Before(first):
		return r, dialog.Refuse(fmt.Sprintf(textEndGone, r.Until.VN(), vidate.Format(first)))
	case r.Until.After(last):
		return r, dialog.Refuse(fmt.Sprintf(textEndFar, last.VN()))
	}
	if _, ok := r.next(w, now); !ok {
		return r, dialog.Refuse(fmt.Sprintf(textEndGone, r.Until.VN(), vidate.Format(first)))
	}
	return r, nil
}
