package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/workday"
	"github.com/motcua/motcua/handlers/answers"
)

// Reminding says when officials are reminded. Times of day are offsets from midnight, Asia/Ho_Chi_Minh. The zero value
// means 08:00, within 07:30–17:00, Monday to Friday less the calendar, due days moved before days off.
type Reminding struct {
	At       time.Duration // the hour of the daily reminder
	From, To time.Duration // working hours: nothing is sent to officials outside; From after To runs over midnight
	Days     string        // "mon-fri" and "mon-sat", both less the calendar's days off, or "all"
	Shift    string        // where a due date on a day off moves: "before" or "after"
}

func (c Reminding) filled() Reminding {
	if c == (Reminding{}) {
		return Reminding{At: 8 * time.Hour, From: 7*time.Hour + 30*time.Minute, To: 17 * time.Hour, Days: "mon-fri", Shift: "before"}
	}
	if c.Shift == "" {
		c.Shift = "before"
	}
	return c
}

// week is the office's working time: its days of the week, less the calendar's days off and with its swapped days.
type week struct {
	Reminding
	cal *workday.Calendar
}

// works reports whether the office works on a day.
func (w week) works(d content.Day) bool {
	switch w.Days {
	case "all":
		return true
	case "mon-sat":
		if l, ok := w.cal.Listed(d); ok {
			return l.Kind == content.DayWork
		}
		return d.Weekday() != time.Sunday
	}
	return w.cal.IsWorkday(d)
}

// shift moves a day off to a working day by the office's rule.
func (w week) shift(d content.Day) content.Day {
	step := -1
	if w.Shift == "after" {
		step = 1
	}
	for !w.works(d) {
		d = d.Add(step)
	}
	return d
}

// nextDay returns the first working day after d.
func (w week) nextDay(d content.Day) content.Day {
	d = d.Add(1)
	for !w.works(d) {
		d = d.Add(1)
	}
	return d
}

// ahead returns the n-th working day after d.
func (w week) ahead(d content.Day, n int) content.Day {
	for range n {
		d = w.nextDay(d)
	}
	return d
}

// back returns the n-th working day before d.
func (w week) back(d content.Day, n int) content.Day {
	for ; n > 0; n-- {
		d = d.Add(-1)
		for !w.works(d) {
			d = d.Add(-1)
		}
	}
	return d
}

// left counts the working days after `from` up to and including `to`; negative when `to` is gone by.
func (w week) left(from, to content.Day) int {
	if to.Before(from) {
		return -w.left(to, from)
	}
	n := 0
	for d := from.Add(1); !d.After(to); d = d.Add(1) {
		if w.works(d) {
			n++
		}
	}
	return n
}

// clockOn is the moment of a time of day on a day.
func clockOn(d content.Day, c time.Duration) time.Time { return d.At(0, 0).Add(c) }

// open reports whether officials may be written to at t.
func (w week) open(t time.Time) bool {
	day := content.DayOf(t)
	clock := t.Sub(day.At(0, 0))
	switch {
	case w.From <= w.To:
		return w.works(day) && clock >= w.From && clock < w.To
	case clock >= w.From:
		return w.works(day)
	}
	return clock < w.To && w.works(day.Add(-1))
}

// closing is when the working hours that contain t end.
func (w week) closing(t time.Time) time.Time {
	day := content.DayOf(t)
	if w.From > w.To && t.Sub(day.At(0, 0)) >= w.From {
		day = day.Add(1)
	}
	return clockOn(day, w.To)
}

// next is the first reminding hour after t.
func (w week) next(t time.Time) time.Time {
	for d := content.DayOf(t); ; d = d.Add(1) {
		if at := clockOn(d, w.At); w.works(d) && at.After(t) {
			return at
		}
	}
}

// opening is t when officials may be written to then, else the next moment at which they may: zero stands for "now".
func (w week) opening(t time.Time) time.Time {
	if w.open(t) {
		return time.Time{}
	}
	for d := content.DayOf(t); ; d = d.Add(1) {
		if at := clockOn(d, w.From); w.works(d) && at.After(t) {
			return at
		}
	}
}

// The days that admins decided on, over the base's calendar.
var decisionsKey = bot.Key{Kind: "calendar", ID: "decisions"}

type decisions struct {
	Days []content.CalendarDay `json:"days"`
}

// calendars keeps the calendar made last: to make one means to work out a century of lunar new years.
type calendars struct {
	mu   sync.Mutex
	base *answers.Knowledge
	days string
	made *answers.Knowledge
}

// knowledge is the base with the admins' decisions in its calendar.
func (b *Bot) knowledge(ctx context.Context, r bot.Reader) (*answers.Knowledge, error) {
	base := b.Knowledge()
	var d decisions
	found, err := r.Get(ctx, decisionsKey, &d)
	if err != nil || !found || len(d.Days) == 0 {
		return base, err
	}
	body, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("calendar: %w", err)
	}
	b.calendars.mu.Lock()
	defer b.calendars.mu.Unlock()
	if c := &b.calendars; c.base != base || c.days != string(body) {
		made := *base
		made.Calendar = workday.New(base.Library.Calendar, d.Days...)
		c.base, c.days, c.made = base, string(body), &made
	}
	return b.calendars.made, nil
}

// week returns the office's working time as it is known now.
func (b *Bot) week(ctx context.Context, r bot.Reader) (week, error) {
	k, err := b.knowledge(ctx, r)
	if err != nil {
		return week{}, err
	}
	return b.weekOf(k), nil
}

func (b *Bot) weekOf(k *answers.Knowledge) week { return week{b.Config.Reminding.filled(), k.Calendar} }

// dayNames from Sunday, as they stand before a date.
var dayNames = [...]string{"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"}

// shortDay writes "thứ Sáu, 27/11", with the year when it is another one than today's.
func shortDay(d, today content.Day) string {
	date := d.VN()
	if d.Year() == today.Year() {
		date = date[:5]
	}
	return dayNames[d.Weekday()] + ", " + date
}

func upperFirst(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// provisional is the note that a date depends on days off nobody has decided on yet; "" when it does not.
func provisional(open []string) string {
	if len(open) == 0 {
		return ""
	}
	return "Ngày này đang *tạm tính*: " + bot.Escape(strings.Join(slices.Compact(open), "; ")) + "."
}
