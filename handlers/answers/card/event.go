package card

import (
	"fmt"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

// Event lists the steps in their order, each with the limit that its entry sets and a button that opens the
// entry.
func Event(lib *content.Library, e *content.Event, day content.Day) bot.Message {
	var b strings.Builder
	fmt.Fprintf(&b, "*%s*\n", bot.Escape(e.Title))
	if e.Comfort != "" {
		b.WriteString(bot.Escape(e.Comfort) + "\n")
	}
	b.WriteString(textEventSteps + "\n\n")
	var rows [][]bot.Button
	for i, s := range e.Steps {
		line := fmt.Sprintf("%d. %s", i+1, s.Do)
		if s.When != "" {
			line += " (" + s.When + ")"
		}
		if limit := stepLimit(lib, s, day); limit != "" {
			line += ": " + limit
		}
		b.WriteString(bot.Escape(line) + "\n")
		id := s.Entry
		if p, ok := lib.Procedure(id); ok {
			id = p.ID()
		}
		action := "ans:" + id
		if s.Aspect != "" {
			action += ":" + string(s.Aspect)
		}
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf("%d. %s", i+1, vi.Shorten(s.Do, 40)), Full: line,
			Action: action}})
	}
	// A page has room for whole lines on its buttons: it shows no list beside them.
	c := &bot.Card{Title: e.Title, Path: PathEvent + e.Key, Parts: []bot.CardPart{{Lines: []bot.CardLine{
		{Text: bot.Escape(strings.TrimSpace(e.Comfort + " " + textEventPress)), Prose: true}}}}}
	return bot.Message{Text: strings.TrimSpace(b.String()), Buttons: rows, Card: c}
}

// stepLimit is by when a step must be done, in the words of its entry's own fact.
func stepLimit(lib *content.Library, s content.EventStep, day content.Day) string {
	p, ok := lib.Procedure(s.Entry)
	if !ok || !s.Limit {
		return ""
	}
	for _, d := range p.Deadline {
		if d.Valid.Contains(day) && d.Term.Unit != "" && d.Status == content.Verified {
			return fmt.Sprintf(textEventLimit, termText(d.Term), d.Event)
		}
	}
	return ""
}

// termText is a length of time in words.
func termText(t content.Term) string {
	units := map[content.Unit]string{content.Hours: "giờ", content.Working: "ngày làm việc", content.Calendar: "ngày",
		content.Months: "tháng", content.Years: "năm"}
	return fmt.Sprintf("%d %s", t.N, units[t.Unit])
}
