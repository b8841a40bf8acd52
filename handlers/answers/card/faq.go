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

// FAQ is a general answer; short is what is said first, nil when nothing is.
func FAQ(lib *content.Library, f *content.FAQ, day content.Day, short *content.Short) bot.Message {
	a := &page{day: day, sources: f.Sources, checked: f.Checked, review: f.Review, valid: f.Valid}
	if short != nil {
		a.say(f.Question, short)
	} else {
		a.title(f.Question)
	}
	a.parts.Path = PathFAQ + f.Key
	for _, l := range content.LinesAt(f.Answer, day) {
		a.paragraph(l)
	}
	var rows [][]bot.Button
	for _, id := range f.Related {
		if p, ok := lib.Procedure(id); ok && len(rows) < 3 {
			button := ActionPart.Button(vi.Shorten(p.Title, 40), Part{Entry: p.ID()})
			button.Full = p.Title
			rows = append(rows, []bot.Button{button})
		}
	}
	return a.message(rows)
}
