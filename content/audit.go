package content

import (
	"fmt"
	"io"
	"strings"
)

// Audit writes, as Markdown, where every curated entry comes from, when it was checked and what could not be confirmed.
func Audit(l *Library, w io.Writer) error {
	a := &auditor{w: w}
	a.printf("# Content audit\n\nMade by `make audit` out of the entries themselves; do not edit. A fact is *sourced* when every item of it names a source that\nsomebody read and none is marked unverified; *partly* when some items are; *conflict* when the sources contradict each other.\n\n")
	a.summary(l)
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

func (a *auditor) summary(l *Library) {
	fields := map[string][3]int{} // entries, with fee and time sourced or at least partly, with both wholly sourced
	var order []string
	var total [3]int
	for _, p := range l.Procedures {
		if p.Imported {
			continue
		}
		n, seen := fields[p.Field]
		if !seen {
			order = append(order, p.Field)
		}
		fee, time := standing(p.Facts(Fee)), standing(p.Facts(Time))
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
		fields[p.Field] = n
	}
	a.printf("| field | entries | fee and time sourced at least in part | both wholly |\n|---|---|---|---|\n")
	for _, f := range order {
		n := fields[f]
		a.printf("| %s | %d | %d | %d |\n", f, n[0], n[1], n[2])
	}
	a.printf("| **all** | **%d** | **%d** | **%d** |\n", total[0], total[1], total[2])
}

func (a *auditor) procedure(p *Procedure) {
	a.printf("\n### %s (`%s`)\n\n", p.Title, p.Key)
	if len(p.Codes) > 0 {
		a.printf("National code %s. ", strings.Join(p.Codes, ", "))
	}
	a.printf("Checked %s, review by %s. Fee %s, time %s, where %s.\n", p.Checked, p.Review,
		standing(p.Facts(Fee)), standing(p.Facts(Time)), standing(p.Facts(Where)))
	a.sources(p.Sources)
	a.gaps(p.Gaps)
}

// standing says how far the items of an aspect are sourced.
func standing(facts []Fact) string {
	good, bad, conflict := 0, 0, false
	for _, f := range facts {
		switch f.Status {
		case Conflict:
			conflict = true
			good++
		case Unverified, Copied:
			bad++
		case Verified:
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

func (a *auditor) sources(list []Source) {
	a.printf("\n")
	for _, s := range list {
		title := s.Title
		if s.URL != "" {
			title = "[" + strings.NewReplacer("[", "(", "]", ")").Replace(s.Title) + "](" + strings.NewReplacer("(", "%28", ")", "%29", " ", "%20").Replace(s.URL) + ")"
		}
		date := ""
		if !s.Date.IsZero() {
			date = ", of " + s.Date.String()
		}
		a.printf("- %s%s, read %s\n", title, date, s.Checked)
	}
}

func (a *auditor) gaps(list []Gap) {
	for _, g := range list {
		a.printf("- *not confirmed* (%s): %s", g.Field, g.Text)
		if g.Searched != "" {
			a.printf(" — searched: %s", g.Searched)
		}
		a.printf("\n")
	}
}
