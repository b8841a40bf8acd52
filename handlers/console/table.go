package console

import (
	"net/url"
	"slices"
	"strings"

	"github.com/motcua/motcua/content/vi"
)

// Table is how a table is sorted and filtered: by the address alone, so that it works without scripts, can be sent to
// somebody, and survives the way back. Its parameters are xep (the column), chieu=giam (downward) and tim (words).
type Table struct {
	Path, Anchor string // of the page, and of the table on it
	Columns      []Column
	Sort         string // the column; "" is the page's own order
	Down         bool
	Words        string
	keep         url.Values // the page's other parameters
}

// Column is a column of a table; one without a Key is not sorted by.
type Column struct{ Key, Label string }

// Head is a column's head as it is drawn.
type Head struct {
	Label, Href string // Href sorts by it, or turns the order; empty where it cannot be sorted by
	Order       string // of aria-sort: "ascending", "descending"; empty for none
}

// longestFilter bounds the words of a filter, in bytes.
const longestFilter = 100

// ReadTable reads from the address how a table is to be shown; keep are the page's other parameters that links carry
// on.
func ReadTable(v *Visit, path, anchor string, columns []Column, keep ...string) Table {
	t := Table{Path: path, Anchor: anchor, Columns: columns, Words: vi.Clean(Cut(v.Query("tim"), longestFilter)),
		Down: v.Query("chieu") == "giam", keep: url.Values{}}
	if i := slices.IndexFunc(columns, func(c Column) bool { return c.Key != "" && c.Key == v.Query("xep") }); i >= 0 {
		t.Sort = columns[i].Key
	}
	for _, name := range keep {
		if value := v.Query(name); value != "" {
			t.keep.Set(name, Cut(value, longestFilter))
		}
	}
	return t
}

// address is the page with the table as it is, changed by f.
func (t Table) address(f func(url.Values)) string {
	q := url.Values{}
	for name, values := range t.keep {
		q[name] = slices.Clone(values)
	}
	if t.Sort != "" {
		q.Set("xep", t.Sort)
		if t.Down {
			q.Set("chieu", "giam")
		}
	}
	if t.Words != "" {
		q.Set("tim", t.Words)
	}
	f(q)
	address := t.Path
	if len(q) > 0 {
		address += "?" + q.Encode()
	}
	return address + "#" + t.Anchor
}

// With is the page with one of its other parameters changed; an empty value takes it off.
func (t Table) With(name, value string) string {
	return t.address(func(q url.Values) {
		if q.Del(name); value != "" {
			q.Set(name, value)
		}
	})
}

// Clear is the page without the words.
func (t Table) Clear() string { return t.With("tim", "") }

// Heads are the heads of the columns.
func (t Table) Heads() []Head {
	out := make([]Head, len(t.Columns))
	for i, c := range t.Columns {
		out[i].Label = c.Label
		if c.Key == "" {
			continue
		}
		down := false
		if c.Key == t.Sort {
			if out[i].Order = "ascending"; t.Down {
				out[i].Order = "descending"
			}
			down = !t.Down
		}
		out[i].Href = t.address(func(q url.Values) {
			q.Del("chieu")
			q.Set("xep", c.Key)
			if down {
				q.Set("chieu", "giam")
			}
		})
	}
	return out
}

// Hidden are the fields that the form of the words carries on, as name and value.
func (t Table) Hidden() (out [][2]string) {
	address, err := url.Parse(t.With("tim", ""))
	if err != nil {
		return nil
	}
	q := address.Query()
	names := make([]string, 0, len(q))
	for name := range q {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		out = append(out, [2]string{name, q.Get(name)})
	}
	return out
}

// Matches reports whether the texts of a row together hold every word of the filter, whatever the diacritics.
func (t Table) Matches(texts ...string) bool {
	if t.Words == "" {
		return true
	}
	all := vi.Fold(strings.Join(texts, " "))
	return !slices.ContainsFunc(strings.Fields(vi.Fold(t.Words)),
		func(w string) bool { return !strings.Contains(all, w) })
}

// SortRows puts rows into the order of the table; by says how each column orders them. Rows that are equal stay in the
// page's own order.
func SortRows[T any](t Table, rows []T, by map[string]func(a, b T) int) {
	compare, known := by[t.Sort]
	if !known {
		return
	}
	slices.SortStableFunc(rows, func(a, b T) int {
		if t.Down {
			return compare(b, a)
		}
		return compare(a, b)
	})
}

// ByName orders by a text as Vietnamese read it: without regard to case and diacritics.
func ByName[T any](name func(T) string) func(a, b T) int {
	return func(a, b T) int { return strings.Compare(vi.Fold(name(a)), vi.Fold(name(b))) }
}
