package card

import (
	"fmt"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

// FAQSources lists what an FAQ rests on.
func FAQSources(f *content.FAQ, day content.Day) bot.Message {
	a := &page{day: day, checked: f.Checked, review: f.Review}
	a.title(f.Question)
	a.b.WriteString(sourceList(f.Sources))
	a.parts.sourceList(f.Sources)
	a.parts.Path = PathFAQ + f.Key
	a.write("\n" + fmt.Sprintf(textChecked, f.Checked.VN()))
	return a.message([][]bot.Button{{partButton(textBackToAnswer, Part{Entry: f.Key})}})
}

// FAQ is a general answer; short is what is said first, nil when nothing is. A brief one is as long as a phone shows,
// with a button for the rest.
func FAQ(lib *content.Library, f *content.FAQ, day content.Day, short *content.Short, brief bool) bot.Message {
	a := &page{day: day, sources: f.Sources, checked: f.Checked, review: f.Review, valid: f.Valid}
	if short != nil {
		a.say(f.Question, short)
	} else {
		a.title(f.Question)
	}
	a.parts.Path = PathFAQ + f.Key
	if brief {
		a.budget = maxBody
	}
	for _, l := range content.LinesAt(f.Answer, day) {
		if short == nil || !a.saidAlready(l.Text) {
			a.paragraph(l)
		}
	}
	var rows [][]bot.Button
	for _, id := range f.Related {
		if p, ok := lib.Procedure(id); ok && len(rows) < 3 {
			button := ActionPart.Button(vi.Shorten(p.Title, 40), Part{Entry: p.ID()})
			button.Full = p.Title
			rows = append(rows, []bot.Button{button})
		}
	}
	if a.cut || a.more {
		whole := ActionPart.Button(textWholeAnswer, Part{Entry: f.Key})
		whole.Role = bot.RoleWhole
		rows = append([][]bot.Button{{whole}}, rows...)
	}
	return a.message(rows)
}
