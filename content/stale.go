package content

import "slices"

// Stale is an entry whose review date has passed.
type Stale struct {
	ID, Title, File, Owner string
	Review                 Day
}

// Stale returns the entries that should have been looked at again before the given day, the longest overdue first.
func (l *Library) Stale(day Day) (out []Stale) {
	for _, p := range l.Procedures {
		if p.Overdue(day) {
			out = append(out, Stale{p.ID(), p.Title, p.File, p.Owner, p.Review})
		}
	}
	for _, f := range l.FAQs {
		if f.Overdue(day) {
			out = append(out, Stale{f.ID(), f.Question, f.File, f.Owner, f.Review})
		}
	}
	slices.SortStableFunc(out, func(a, b Stale) int { return a.Review.Sub(b.Review) })
	return out
}
