package content

import (
	"slices"
	"strings"
)

// A statement that rests on nothing but documents which end lapses with the last of them: from the next day on nobody
// knows whether it still holds, until an editor cites what took its place.

// lapse returns the last day on which one of the cited documents is in force, or the zero Day when that is not known to end.
// Pages and the press bind nobody and do not count.
func lapse(sources []Source, keys []string) (last Day) {
	for _, s := range sources {
		if !slices.Contains(keys, s.Key) || !s.binds() {
			continue
		}
		if s.Doc == nil || s.Doc.Until.IsZero() {
			return Day{}
		}
		if s.Doc.Until.After(last) {
			last = s.Doc.Until
		}
	}
	return last
}

// lapseOfFee is lapse of a charge: the document that decided it counts alone, where the entry names one.
func (e *entry) lapseOfFee(f FeeFact) Day {
	if f.DecidedBy == "" {
		return f.Lapses
	}
	for _, d := range e.b.docs {
		if d.Number != "" && !d.Page() && strings.Contains(f.DecidedBy, d.Number) {
			return d.Until
		}
	}
	for _, s := range e.sources {
		if s.Doc != nil && slices.Contains(f.Sources, s.Key) && s.Doc.Short != "" && strings.Contains(f.DecidedBy, s.Doc.Title) {
			return s.Doc.Until
		}
	}
	return Day{}
}

// Lapsed reports whether the documents that the fact rests on all ended before a day.
func (f Fact) Lapsed(day Day) bool { return !f.Lapses.IsZero() && f.Lapses.Before(day) }

// Lapsed reports whether the documents that the line rests on all ended before a day.
func (l Line) Lapsed(day Day) bool { return !l.Lapses.IsZero() && l.Lapses.Before(day) }

// Coming returns the facts of an aspect that begin after a day and not later than within days from it, the first to
// begin first.
func (p *Procedure) Coming(a Aspect, day Day, within int) []Fact {
	out := slices.DeleteFunc(slices.Clone(p.Facts(a)), func(f Fact) bool {
		return !f.Valid.From.After(day) || f.Valid.From.Sub(day) > within
	})
	slices.SortStableFunc(out, func(a, b Fact) int { return a.Valid.From.Sub(b.Valid.From) })
	return out
}
