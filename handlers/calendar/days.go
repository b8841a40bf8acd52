package calendar

import (
	"context"
	"slices"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/workday"
)

// DecisionsKey names the document of the days that admins decided on, over the base's calendar: for all offices, or
// those of one by its slug.
func DecisionsKey(office string) bot.Key {
	if office == "" {
		return bot.Key{Kind: "calendar", ID: "decisions"}
	}
	return bot.Key{Kind: "calendar", ID: "decisions@" + office}
}

type decisions struct {
	Days []content.CalendarDay `json:"days"`
}

// Decisions lists the days that admins decided on, in their order: for all offices, or those of one by its slug.
func Decisions(ctx context.Context, r bot.Reader, office string) ([]content.CalendarDay, error) {
	var d decisions
	_, err := r.Get(ctx, DecisionsKey(office), &d)
	return d.Days, err
}

// opened are an office's own days without those that would open a day off for all.
func opened(shared *workday.Calendar, own []content.CalendarDay) []content.CalendarDay {
	return slices.DeleteFunc(slices.Clone(own), func(d content.CalendarDay) bool { return opens(shared, d) })
}

// opens reports whether an office's own day would open one that is off for all.
func opens(shared *workday.Calendar, d content.CalendarDay) bool {
	l, listed := shared.Listed(d.Day)
	return d.Kind == content.DayWork && listed && l.Kind == content.DayOff
}
