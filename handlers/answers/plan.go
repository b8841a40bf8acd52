package answers

import (
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
)

// planID names a statement or indicator of a plan among all entries: "kh-2024-m1".
func planID(p *content.Plan, id string) string { return content.PlanEntry(p.Key, id) }

// planDocs lists what can be asked of the plans. Templates are no plan of this office and are not found.
func planDocs(lib *content.Library) (docs []search.Doc) {
	for _, p := range lib.Plans {
		if p.Template {
			continue
		}
		add := func(id, title string, names []string) {
			docs = append(docs, search.Doc{ID: planID(p, id), Title: title, Names: names, Field: p.Title, Body: p.Title, Kind: search.Plan, Curated: true})
		}
		for _, s := range p.Statements {
			add(s.ID, planTitle(p, s.Names, s.Text), s.Names)
		}
		for _, i := range p.Indicators {
			add(i.ID, planTitle(p, i.Names, i.Text), i.Names)
		}
	}
	return docs
}

// planTitle is what a choice shows for a statement: the first way of asking it, and which plan.
func planTitle(p *content.Plan, names []string, text string) string {
	if len(names) > 0 {
		text = names[0]
	}
	r := []rune(text)
	return "Kế hoạch " + p.Key + ": " + strings.TrimRight(string(r), ".?")
}

// planMessage renders a statement or an indicator with the plan's one line of caution.
func planMessage(lib *content.Library, id string, day content.Day) (bot.Message, bool) {
	for _, p := range lib.Plans {
		key, ok := strings.CutPrefix(id, "kh-"+p.Key+"-")
		if !ok || p.Template {
			continue
		}
		for _, s := range p.Statements {
			if s.ID == key {
				return planPage(p, s.Fact, s.Who, s.Absent, day), true
			}
		}
		for _, i := range p.Indicators {
			if i.ID == key {
				return planPage(p, i.Fact, "", false, day), true
			}
		}
	}
	return bot.Message{}, false
}

func planPage(p *content.Plan, f content.Fact, who string, absent bool, day content.Day) bot.Message {
	a := &page{day: day, sources: p.Sources, checked: p.Checked, valid: p.Valid, caution: p.Caution}
	a.title(p.Title)
	if absent && !strings.Contains(strings.ToLower(f.Text), textAbsent) {
		f.Text = "Không có trong nguồn: " + f.Text
	}
	a.statement(f)
	if who != "" {
		a.line("Ai thực hiện: " + who + ".")
	}
	return bot.Message{Text: a.text()}
}
