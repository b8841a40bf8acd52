package card

import (
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// Plan renders a statement or an indicator with the plan's one line of caution.
func Plan(lib *content.Library, id string, day content.Day) (bot.Message, bool) {
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
	return a.message(nil)
}
