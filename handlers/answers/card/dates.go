package card

import (
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/content/workday"
)

// Due computes the due day of each processing time of an entry that has a number.
func Due(calendar *workday.Calendar, p *content.Procedure, filed vidate.Result, day content.Day) (bot.Message, bool) {
	a := &answer{p: p, page: procedurePage(p, day)}
	a.heading(textDue)
	a.line(fmt.Sprintf(textFiled, vidate.Format(filed.Day)))
	some := false
	var undecided []string
	for _, f := range p.Time {
		due, ok := calendar.DueDate(filed.Time, filed.HasClock, f)
		if !ok || !f.Valid.Contains(day) {
			continue
		}
		some = true
		undecided = append(undecided, due.Undecided...)
		fact := f.Fact
		fact.Text = vidate.Format(due.Day) + " (" + strings.TrimRight(f.Text, ". ") + ")"
		a.fact(fact)
	}
	if !some {
		return bot.Message{}, false
	}
	if len(undecided) > 0 {
		slices.Sort(undecided)
		a.line(fmt.Sprintf(textProvisional, strings.Join(slices.Compact(undecided), "; ")))
	}
	a.line(textEstimate)
	return a.message(a.buttons(content.Time, 0)), true
}

// Limit says the last day of each limit that the law sets for an entry, counted from a day.
func Limit(calendar *workday.Calendar, p *content.Procedure, from, today content.Day) (bot.Message, bool) {
	a := &answer{p: p, page: procedurePage(p, today)}
	var undecided []string
	some := false
	for _, d := range p.Deadline {
		if d.Term.Unit == "" || d.Term.N <= 0 || !d.Valid.Contains(today) {
			continue
		}
		due, ok := calendar.Deadline(from, d.Term)
		if !ok {
			continue
		}
		if !some {
			a.heading(textLastDay)
		}
		some = true
		undecided = append(undecided, due.Undecided...)
		fact := d.Fact
		word := textLimitOpen
		if due.Day.Before(today) {
			word = textLimitPassed
		}
		fact.Text = fmt.Sprintf(word, vidate.Format(due.Day)) + " (" + strings.TrimRight(d.Text, ". ") + ")"
		a.fact(fact)
	}
	if !some {
		return bot.Message{}, false
	}
	a.line(fmt.Sprintf(textCountedFrom, vidate.Format(from)))
	if len(undecided) > 0 {
		slices.Sort(undecided)
		a.line(fmt.Sprintf(textProvisional, strings.Join(slices.Compact(undecided), "; ")))
	}
	return a.message(a.buttons(content.Time, 0)), true
}
