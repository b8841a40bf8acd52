package review

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/motcua/motcua/content"
)

// grounds says what the base rests on: citations by the kind of host behind them, documents without an official
// address, facts that rest on the national portal alone, and what is not verified, by field.
func (a *auditor) grounds(l *content.Library) {
	a.printf("\n## What the base rests on\n")
	a.hosts(l)
	a.documents(l)
	a.portalAlone(l)
	a.unverified(l)
}

// citationKinds are the kinds of citations in the order of the table.
var citationKinds = []string{
	"law text, official address", "national portal", "page of a state office",
	"law text, no official address known", "page of a state office, no address", "press, law firms, private sites",
	"old form",
}

// kindOf says what stands behind a citation, as a citizen may open it.
func kindOf(s content.Source) string {
	switch {
	case s.Press:
		return citationKinds[5]
	case s.Doc == nil:
		return citationKinds[6]
	case s.Doc.Portal():
		return citationKinds[1]
	case s.Doc.Page() && s.Link() == "":
		return citationKinds[4]
	case s.Doc.Page():
		return citationKinds[2]
	case s.Link() == "":
		return citationKinds[3]
	}
	return citationKinds[0]
}

// cited runs through the sources of every file of curated content once.
func cited(l *content.Library, see func(content.Source)) {
	lists := make([][]content.Source, 0, len(l.Procedures)+len(l.FAQs))
	for _, p := range l.Procedures {
		if !p.Imported {
			lists = append(lists, p.Sources)
		}
	}
	for _, f := range l.FAQs {
		lists = append(lists, f.Sources)
	}
	for _, p := range l.Plans {
		lists = append(lists, p.Sources)
	}
	for _, p := range l.Places {
		lists = append(lists, p.Sources)
	}
	for _, y := range l.Calendar {
		lists = append(lists, y.Sources)
	}
	seen := map[string]bool{}
	for _, o := range l.Offices {
		if !seen[o.File] {
			seen[o.File] = true
			lists = append(lists, o.Listed)
		}
	}
	for _, list := range lists {
		for _, s := range list {
			see(s)
		}
	}
}

func (a *auditor) hosts(l *content.Library) {
	cites, uses, hosts := map[string]int{}, map[string]int{}, map[string]int{}
	total, used := 0, 0
	cited(l, func(s content.Source) {
		cites[kindOf(s)]++
		total++
		if u, err := url.Parse(s.Link()); err == nil && u.Host != "" {
			hosts[strings.TrimPrefix(u.Hostname(), "www.")]++
		}
	})
	for u := range l.Uses() {
		for _, s := range u.Cites {
			uses[kindOf(s)]++
			used++
		}
	}
	a.printf("\n%d citations name %d documents; statements use them %d times. Citizens see documents and pages, "+
		"never the "+
		"press.\n\n", total, len(l.Documents), used)
	a.printf("| behind a citation | citations | %% | uses | %% |\n|---|---|---|---|---|\n")
	for _, k := range citationKinds {
		if cites[k] > 0 {
			a.printf("| %s | %d | %s | %d | %s |\n", k, cites[k], percent(cites[k], total), uses[k],
				percent(uses[k], used))
		}
	}
	names := slices.SortedFunc(maps.Keys(hosts), func(x, y string) int {
		return cmp.Or(hosts[y]-hosts[x], strings.Compare(x, y))
	})
	var words []string
	for _, h := range names {
		words = append(words, fmt.Sprintf("%s %d", h, hosts[h]))
	}
	a.printf("\nHosts that answers may link to: %s.\n", strings.Join(words, ", "))
}

func percent(n, of int) string {
	if of == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f", 100*float64(n)/float64(of))
}

// documents lists those without an official address, the most cited first, with how their text was read.
func (a *auditor) documents(l *content.Library) {
	cites := map[string]int{}
	cited(l, func(s content.Source) {
		if s.Doc != nil {
			cites[s.Doc.ID]++
		}
	})
	var bare []*content.Document
	texts := 0
	for _, d := range l.Documents {
		if !d.Page() {
			texts++
			if d.Official == "" && cites[d.ID] > 0 {
				bare = append(bare, d)
			}
		}
	}
	slices.SortStableFunc(bare, func(x, y *content.Document) int {
		return cmp.Or(cites[y.ID]-cites[x.ID], strings.Compare(x.ID, y.ID))
	})
	a.printf("\n### Documents without an official address\n\n%d of %d legal documents; an answer names them with the "+
		"article, without a link.\n\n", len(bare), texts)
	a.printf("| document | citations | in force | read |\n|---|---|---|---|\n")
	for _, d := range bare {
		a.printf("| %s | %d | %s | %s |\n", d.Short, cites[d.ID], inForceWords(d), readWords(d))
	}
}

func inForceWords(d *content.Document) string {
	switch {
	case d.From.IsZero() && d.Until.IsZero():
		return "not known"
	case d.Until.IsZero():
		return "from " + d.From.String()
	case d.From.IsZero():
		return "until " + d.Until.String()
	}
	return d.From.String() + " to " + d.Until.String()
}

// readWords says how far the text of a document was read.
func readWords(d *content.Document) string {
	best := ""
	for _, part := range []string{"whole", "part", "quoted"} {
		for _, r := range d.Read {
			if r.Part == part && best == "" {
				best = part
			}
		}
	}
	return cmp.Or(best, "not stated")
}

// portalAlone lists charges and times that nothing but the national portal's snapshot states: where the portal lags
// behind a decree, these go wrong.
func (a *auditor) portalAlone(l *content.Library) {
	portal := func(s content.Source) bool { return s.Doc != nil && s.Doc.Portal() }
	besides := func(s content.Source) bool { return !s.Press && !portal(s) }
	count := map[string]int{}
	var rows []string
	for u := range l.Uses() {
		if u.Status != content.Verified || !slices.ContainsFunc(u.Cites, portal) ||
			slices.ContainsFunc(u.Cites, besides) {
			continue
		}
		count[u.Part]++
		if u.Part == string(content.Fee) || u.Part == string(content.Time) {
			rows = append(rows, fmt.Sprintf("- `%s` %s, line %d: %s", u.Entry, u.Part, u.Line, clip(u.Text, 90)))
		}
	}
	a.printf("\n### Statements that rest on the national portal alone\n\n")
	a.printf("Fees %d, times %d, places %d, ways online %d. The fees and times, to be compared with the decree when "+
		"its text "+
		"can be read:\n\n",
		count[string(content.Fee)], count[string(content.Time)], count[string(content.Where)],
		count[string(content.Online)])
	for _, r := range rows {
		a.printf("%s\n", r)
	}
}

// unverified counts what nobody could confirm: statements by part, and the gaps that editors noted by field.
func (a *auditor) unverified(l *content.Library) {
	facts, gaps := map[string]int{}, map[string]int{}
	for u := range l.Uses() {
		if u.Status == content.Unverified {
			facts[u.Part]++
		}
	}
	for _, p := range l.Procedures {
		for _, g := range p.Gaps {
			gaps[g.Field]++
		}
	}
	for _, f := range l.FAQs {
		for _, g := range f.Gaps {
			gaps[g.Field]++
		}
	}
	a.printf("\n### Not verified, by field\n\n| field | statements | gaps noted by editors |\n|---|---|---|\n")
	fields := map[string]bool{}
	for _, m := range []map[string]int{facts, gaps} {
		for k := range m {
			fields[k] = true
		}
	}
	for _, k := range slices.Sorted(maps.Keys(fields)) {
		a.printf("| %s | %d | %d |\n", k, facts[k], gaps[k])
	}
}

// clip cuts a text to so many letters.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}
