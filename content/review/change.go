// Package review tells editors what to look at: what the base rests on, and what the law changes soon.
package review

import (
	"cmp"
	"regexp"
	"slices"

	"github.com/motcua/motcua/content"
)

// ChangeKind says what happens to a document or a fact on a day.
type ChangeKind string

// What may happen.
const (
	Begins   ChangeKind = "begins"   // a document comes into force, a fact begins to hold
	Ends     ChangeKind = "ends"     // the day before was its last day
	Replaced ChangeKind = "replaced" // it ends and another document takes its place
)

// Change is one thing that the law changes on a known day.
type Change struct {
	Day   content.Day // the first day on which it is different
	Kind  ChangeKind
	Doc   *content.Document // nil when a fact changes by itself
	By    *content.Document // what replaces or amends; may be nil
	Rests []content.Use     // what of the base rests on it: everything that cites the document, or the fact
}

// Open returns the statements that go on after the change although a document under them has ended: what editors must
// look at. Statements that end in time, or that another document still carries, are settled.
func (c Change) Open() (out []content.Use) {
	for _, u := range c.Rests {
		if c.Kind != Begins && (u.Valid.To.IsZero() || !u.Valid.To.Before(c.Day)) && (c.Doc == nil || u.Lapsed(c.Day)) {
			out = append(out, u)
		}
	}
	return out
}

// Changes lists what begins, ends or is replaced after a day and not later than within days from it, the first first.
func Changes(l *content.Library, from content.Day, within int) (out []Change) {
	inside := func(d content.Day) bool { return !d.IsZero() && d.After(from) && d.Sub(from) <= within }
	cites := map[string][]content.Use{}
	var facts []Change
	for u := range l.Uses() {
		for _, s := range u.Cites {
			if s.Doc != nil {
				cites[s.Doc.ID] = append(cites[s.Doc.ID], u)
			}
		}
		if inside(u.Valid.From) {
			facts = append(facts, Change{Day: u.Valid.From, Kind: Begins, Rests: []content.Use{u}})
		}
		if last := u.Valid.To; !last.IsZero() && inside(last.Add(1)) {
			facts = append(facts, Change{Day: last.Add(1), Kind: Ends, Rests: []content.Use{u}})
		}
	}
	for _, d := range l.Documents {
		if inside(d.From) {
			out = append(out, Change{Day: d.From, Kind: Begins, Doc: d, Rests: cites[d.ID]})
		}
		if !d.Until.IsZero() && inside(d.Until.Add(1)) {
			c := Change{Day: d.Until.Add(1), Kind: Ends, Doc: d, Rests: cites[d.ID]}
			if len(d.Replaced) > 0 {
				c.Kind = Replaced
				c.By, _ = l.Document(d.Replaced[0].Doc)
			}
			out = append(out, c)
		}
		for _, a := range d.Amends {
			if old, ok := l.Document(a.Doc); ok && inside(d.From) {
				out = append(out, Change{Day: d.From, Kind: Replaced, Doc: old, By: d,
					Rests: touched(cites[old.ID], old, a.At)})
			}
		}
	}
	out = append(out, facts...)
	slices.SortStableFunc(out, func(a, b Change) int {
		return cmp.Or(a.Day.Sub(b.Day), cmp.Compare(order(a), order(b)))
	})
	return out
}

// order puts documents before single facts.
func order(c Change) int {
	if c.Doc == nil {
		return 1
	}
	return 0
}

// touched returns the uses of a document that an amendment of some of its articles may concern: those that cite no
// article, or one of these.
func touched(uses []content.Use, d *content.Document, at string) (out []content.Use) {
	amended := numbers.FindAllString(at, -1)
	for _, u := range uses {
		for _, s := range u.Cites {
			if s.Doc != d {
				continue
			}
			cited := numbers.FindAllString(s.At, -1)
			met := func(n string) bool { return slices.Contains(amended, n) }
			if len(cited) == 0 || len(amended) == 0 || slices.ContainsFunc(cited, met) {
				out = append(out, u)
				break
			}
		}
	}
	return out
}

var numbers = regexp.MustCompile(`[0-9]+`)
