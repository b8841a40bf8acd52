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
)

// Decisions lists the days that admins decided on, in their order.
func Decisions(ctx context.Context, r bot.Reader) ([]content.CalendarDay, error) {
	var d decisions
	_, err := r.Get(ctx, DecisionsKey, &d)
	return d.Days, err
}

// DecideDay writes an admin's word on one day, or takes it back when kind is empty.
func DecideDay(ctx context.Context, tx bot.Tx, day content.CalendarDay) error {
	var d decisions
	if _, err := tx.Get(ctx, DecisionsKey, &d); err != nil {
		return err
	}
	d.Days = slices.DeleteFunc(d.Days, func(o content.CalendarDay) bool { return o.Day == day.Day })
	if day.Kind != "" {
		d.Days = append(d.Days, day)
	}
	slices.SortFunc(d.Days, func(a, b content.CalendarDay) int { return a.Day.Sub(b.Day) })
	tx.Put(DecisionsKey, d, 0)
	return nil
}

// The days that admins decided on, over the base's calendar.
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

func (svc *Service) WeekOf(k *answers.Knowledge) Week {
	return Week{svc.Reminding.filled(), k.Calendar}
}
