package handlers

import (
	"context"
	"slices"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// Decisions lists the days that admins decided on, in their order.
func Decisions(ctx context.Context, r bot.Reader) ([]content.CalendarDay, error) {
	var d decisions
	_, err := r.Get(ctx, decisionsKey, &d)
	return d.Days, err
}

// DecideDay writes an admin's word on one day, or takes it back when kind is empty.
func DecideDay(ctx context.Context, tx bot.Tx, day content.CalendarDay) error {
	var d decisions
	if _, err := tx.Get(ctx, decisionsKey, &d); err != nil {
		return err
	}
	d.Days = slices.DeleteFunc(d.Days, func(o content.CalendarDay) bool { return o.Day == day.Day })
	if day.Kind != "" {
		d.Days = append(d.Days, day)
	}
	slices.SortFunc(d.Days, func(a, b content.CalendarDay) int { return a.Day.Sub(b.Day) })
	tx.Put(decisionsKey, d, 0)
	return nil
}
