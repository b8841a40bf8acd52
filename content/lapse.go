package content

import (
	"regexp"
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

// lapseOfFee is lapse of a charge: the documents that decided it count alone, where the entry names them by number.
func (e *entry) lapseOfFee(f FeeFact) (last Day) {
	named := false
	for _, d := range e.b.docs {
		if d.Page() || !names(f.DecidedBy, d.Number) {
			continue
		}
		if d.Until.IsZero() {
			return Day{}
		}
		named = true
		if d.Until.After(last) {
			last = d.Until
		}
	}
	if named || f.DecidedBy != "" && (numbered.MatchString(f.DecidedBy) || !strings.Contains(f.DecidedBy, "Luật")) {
		return last // a document that nobody entered, or a council: no end is known
	}
	return f.Lapses
}

var numbered = regexp.MustCompile(`\d/`)

// names reports whether a text names a document by its number, and not by the tail of a longer one.
func names(text, number string) bool {
	i := strings.Index(text, number)
	return number != "" && i >= 0 && (i == 0 || text[i-1] < '0' || text[i-1] > '9')
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
