package review

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/motcua/motcua/content"
)

// Audit writes, as Markdown, where every curated entry comes from, when it was checked and what could not be confirmed.
func Audit(l *content.Library, w io.Writer) error {
	a := &auditor{w: w}
	a.printf("# Content audit\n\nMade by `make audit` out of the entries themselves; do not edit. A fact is " +
		"*sourced* when " +
		"every item of it names a source that\nsomebody read and none is marked unverified; *partly* when some items " +
		"are; *conflict* when the sources contradict each other.\n\n")
	a.summary(l)
	a.strict(l)
	a.grounds(l)
	a.printf("\n## Procedures\n")
	for _, p := range l.Procedures {
		if !p.Imported {
			a.procedure(p)
		}
	}
	a.printf("\n## FAQ\n")
	for _, f := range l.FAQs {
		a.printf("\n### %s (`%s`)\n\nChecked %s, review by %s.\n", f.Question, f.Key, f.Checked, f.Review)
		a.sources(f.Sources)
		a.gaps(f.Gaps)
	}
	return a.err
}

type auditor struct {
	w   io.Writer
	err error
}

func (a *auditor) printf(format string, args ...any) {
	if a.err == nil {
		_, a.err = fmt.Fprintf(a.w, format, args...)
	}
}

func (a *auditor) summary(l *content.Library) {
	// Entries, those with fee and time sourced at least in part, with both wholly sourced, with a figure for both.
	fields := map[string][4]int{}
	var order []string
	var total [4]int
	for _, p := range l.Procedures {
		if p.Imported {
			continue
		}
		n, seen := fields[p.Field]
		if !seen {
			order = append(order, p.Field)
		}
		fee, time := standing(p.Facts(content.Fee)), standing(p.Facts(content.Time))
		n[0]++
		total[0]++
		if fee != "unverified" && time != "unverified" {
			n[1]++
			total[1]++
		}
		if fee == "sourced" && time == "sourced" {
			n[2]++
			total[2]++
		}
		if figured(p) {
			n[3]++
			total[3]++
		}
		fields[p.Field] = n
	}
	a.printf("| field | entries | fee and time sourced at least in part | both wholly | a figure for both " +
		"|\n|---|---|---|---|---|\n")
	for _, f := range order {
		n := fields[f]
		a.printf("| %s | %d | %d | %d | %d |\n", f, n[0], n[1], n[2], n[3])
	}
	a.printf("| **all** | **%d** | **%d** | **%d** | **%d** |\n", total[0], total[1], total[2], total[3])
}

// strict states the count that the office is judged by, and lists what is missing in it, so that nobody has to count
// again.
func (a *auditor) strict(l *content.Library) {
	var all, both, settled int
	var noFee, noTime []string
	for _, p := range l.Procedures {
		if p.Imported {
			continue
		}
		all++
		if !feeFigure(p) {
			noFee = append(noFee, "`"+p.Key+"`")
		}
		if !timeFigure(p) {
			noTime = append(noTime, "`"+p.Key+"`")
		}
		if figured(p) {
			both++
			if feeSettled(p) {
				settled++
			}
		}
	}
	a.printf("\n**Strict count: %d** entries have both a fee with a figure, or \"miễn phí\" said by a source (%d "+
		"entries), "+
		"and a time with a number\n", both, all-len(noFee))
	a.printf("(%d entries). Only items that a source states and that held on the day of the check count; "+
		"percentages, \"the "+
		"province decides\"\nand conflicts do not. ", all-len(noTime))
	a.printf("In %d of them nothing about the fee is left open; in the others a figure is known for some\nsituations "+
		"only, "+
		"or the entry names what was not seen.\n", settled)
	a.printf("\nWithout a figure for the fee: %s.\n", orNone(noFee))
	a.printf("\nWithout a number for the time: %s.\n", orNone(noTime))
}

func orNone(keys []string) string {
	if len(keys) == 0 {
		return "none"
	}
	return strings.Join(keys, ", ")
}

// figured reports whether a citizen can be told a figure for the fee (0 where a source says that it is free) and for
// the time.
func figured(p *content.Procedure) bool { return feeFigure(p) && timeFigure(p) }

func feeFigure(p *content.Procedure) bool {
	return slices.ContainsFunc(p.Fee, func(f content.FeeFact) bool { return states(p, f.Fact) && f.HasAmount })
}

// feeSettled reports that no fact and no gap leaves anything about the fee open.
func feeSettled(p *content.Procedure) bool {
	open := func(g content.Gap) bool { return g.Field == string(content.Fee) }
	return standing(p.Facts(content.Fee)) == "sourced" && !slices.ContainsFunc(p.Gaps, open)
}

func timeFigure(p *content.Procedure) bool {
	return slices.ContainsFunc(p.Time, func(f content.TimeFact) bool { return states(p, f.Fact) && f.Term.Unit != "" })
}

// states reports whether a source states the fact and it held on the day the entry was checked.
func states(p *content.Procedure, f content.Fact) bool {
	return f.Status == content.Verified && len(f.Sources) > 0 && f.Valid.Contains(p.Checked)
}

func (a *auditor) procedure(p *content.Procedure) {
	a.printf("\n### %s (`%s`)\n\n", p.Title, p.Key)
	if len(p.Codes) > 0 {
		a.printf("National code %s. ", strings.Join(p.Codes, ", "))
	}
	a.printf("Checked %s, review by %s. Fee %s, time %s, where %s.\n", p.Checked, p.Review,
		standing(p.Facts(content.Fee)), standing(p.Facts(content.Time)), standing(p.Facts(content.Where)))
	a.sources(p.Sources)
	a.gaps(p.Gaps)
}

// standing says how far the items of an aspect are sourced.
func standing(facts []content.Fact) string {
	good, bad, conflict := 0, 0, false
	for _, f := range facts {
		switch f.Status {
		case content.Conflict:
			conflict = true
			good++
		case content.Unverified, content.Copied:
			bad++
		case content.Verified:
			good++
		}
	}
	switch {
	case good == 0:
		return "unverified"
	case conflict:
		return "conflict"
	case bad > 0:
		return "partly"
	}
	return "sourced"
}

func (a *auditor) sources(list []content.Source) {
	a.printf("\n")
	for _, s := range list {
		title := s.Title
		if s.URL != "" {
			title = "[" + bracketless.Replace(s.Title) + "](" + escaped.Replace(s.URL) + ")"
		}
		date := ""
		if !s.Date.IsZero() {
			date = ", of " + s.Date.String()
		}
		if s.Press {
			date += ", press, not shown to citizens"
		}
		a.printf("- %s%s, read %s%s\n", title, date, s.Checked, copyOf(s))
	}
}

// What Markdown would take for the end of a link.
var (
	bracketless = strings.NewReplacer("[", "(", "]", ")")
	escaped     = strings.NewReplacer("(", "%28", ")", "%29", " ", "%20")
)

// copyOf says where the text of a cited document was read.
func copyOf(s content.Source) string {
	if s.Doc == nil || s.Doc.Page() {
		return ""
	}
	for _, r := range s.Doc.Read {
		if r.Copy != "" {
			return ", in [a copy](" + escaped.Replace(r.Copy) + ")"
		}
	}
	return ""
}

func (a *auditor) gaps(list []content.Gap) {
	for _, g := range list {
		a.printf("- *not confirmed* (%s): %s", g.Field, g.Text)
		if g.Searched != "" {
			a.printf(" — searched: %s", g.Searched)
		}
		a.printf("\n")
	}
}
