package calendar

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/workday"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Decisions lists the days that admins decided on, in their order.
func Decisions(ctx context.Context, r bot.Reader) ([]content.CalendarDay, error) {
	var d decisions
	_, err := r.Get(ctx, DecisionsKey, &d)
	return d.Days, err
}

// Decide writes an admin's word on days down, each in place of an earlier one.
func Decide(ctx context.Context, tx bot.Tx, by people.Actor, days ...content.CalendarDay) error {
	return change(ctx, tx, by, people.VerbCalendarDecide, days[0].Day, days[0].Basis, days)
}

// Undecide takes an admin's word on a day back.
func Undecide(ctx context.Context, tx bot.Tx, by people.Actor, day content.Day) error {
	return change(ctx, tx, by, people.VerbCalendarRemove, day, "", nil)
}

func change(ctx context.Context, tx bot.Tx, by people.Actor, verb people.Verb, day content.Day, note string,
	days []content.CalendarDay) error {
	if !by.RunsAll() {
		return dialog.NotAllowed
	}
	var d decisions
	if _, err := tx.Get(ctx, DecisionsKey, &d); err != nil {
		return err
	}
	before := len(d.Days)
	replaced := func(o content.CalendarDay) bool {
		return o.Day == day && len(days) == 0 || slices.ContainsFunc(days,
			func(n content.CalendarDay) bool { return n.Day == o.Day })
	}
	d.Days = slices.DeleteFunc(d.Days, replaced)
	if len(days) == 0 && len(d.Days) == before {
		return dialog.OldButton
	}
	d.Days = append(d.Days, days...)
	slices.SortFunc(d.Days, func(a, b content.CalendarDay) int { return a.Day.Sub(b.Day) })
	tx.Put(DecisionsKey, d, 0)
	return by.Audit(ctx, tx, verb, day.String(), note)
}

// DecisionsKey names the document of the days that admins decided on, over the base's calendar.
var DecisionsKey = bot.Key{Kind: "calendar", ID: "decisions"}

type decisions struct {
	Days []content.CalendarDay `json:"days"`
}

// cached keeps the calendar made last: to make one means to work out a century of lunar new years.
type cached struct {
	mu   sync.Mutex
	base *answers.Knowledge
	days string
	made *answers.Knowledge
}

// Knowledge is the base with the admins' decisions in its calendar.
func (svc *Service) Knowledge(ctx context.Context, r bot.Reader) (*answers.Knowledge, error) {
	base := svc.Base()
	var d decisions
	found, err := r.Get(ctx, DecisionsKey, &d)
	if err != nil || !found || len(d.Days) == 0 {
		return base, err
	}
	body, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("calendar: %w", err)
	}
	svc.cache.mu.Lock()
	defer svc.cache.mu.Unlock()
	if c := &svc.cache; c.base != base || c.days != string(body) {
		made := *base
		made.Calendar = workday.New(base.Library.Calendar, d.Days...)
		c.base, c.days, c.made = base, string(body), &made
	}
	return svc.cache.made, nil
}

// Now returns the office's working time as it is known now.
func (svc *Service) Now(ctx context.Context, r bot.Reader) (Week, error) {
	k, err := svc.Knowledge(ctx, r)
	if err != nil {
		return Week{}, err
	}
	return svc.WeekOf(k), nil
}

// WeekOf returns the office's working time by a base that was read already.
func (svc *Service) WeekOf(k *answers.Knowledge) Week {
	return Week{svc.Reminding.filled(), k.Calendar}
}
