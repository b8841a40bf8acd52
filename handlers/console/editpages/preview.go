package editpages

import (
	"fmt"
	"html/template"
	"unicode/utf8"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/webcard"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/dialog"
)

// preview is how a reply looks on one channel, as far as the channel's limits tell: with markup, as plain text, or laid
// out as a card.
type preview struct {
	Channel string
	Rich    bool   // Text is in our markup; else it is what will be read
	Text    string // empty where there is a Card
	Card    template.HTML
	Notes   []string
	Choices []string // the labels of the buttons, or of the numbers that are typed instead
	Numbers bool
}

// previews are how the reply about the entry of a file looks on each channel of the office.
func previews(c *console.Console, know *answers.Knowledge, path string) (out []preview, err error) {
	m, ok := replyOf(c, know, path)
	if !ok {
		return nil, nil
	}
	channels := c.Bot.People.Channels
	for _, name := range dialog.SortedNames(channels) {
		if name == "terminal" {
			continue
		}
		p, err := previewOn(channels[name], m)
		if err != nil {
			return nil, err
		}
		p.Channel = dialog.UpperFirst(dialog.ChannelName(name))
		out = append(out, p)
	}
	return out, nil
}

func previewOn(limits bot.Limits, m bot.Message) (p preview, err error) {
	if limits.Cards && m.Card != nil {
		p.Card, err = webcard.HTML(m.Card, webcard.Place{ID: "xem-", Level: 4})
		return p, err
	}
	// What can edit its messages, Telegram, also shows our markup; the others are sent plain text.
	if p.Rich, p.Text = limits.Edit, m.Text; !p.Rich {
		p.Text = bot.Plain(m.Text)
	}
	n := utf8.RuneCountInString(bot.Plain(m.Text))
	if most := limits.TextRunes; most > 0 && n > most {
		p.Notes = append(p.Notes, fmt.Sprintf(textSentInParts, dialog.Thousands(int64(n)), (n+most-1)/most))
	}
	p.Numbers = limits.Buttons == 0
	for _, row := range m.Buttons {
		for _, b := range row {
			p.Choices = append(p.Choices, b.Label)
		}
	}
	if most := limits.Buttons; most > 0 && len(p.Choices) > most {
		p.Notes = append(p.Notes, fmt.Sprintf(textButtonsShown, most, len(p.Choices)))
	}
	return p, nil
}

// replyOf is what a citizen gets about the entry of a file.
func replyOf(c *console.Console, know *answers.Knowledge, path string) (bot.Message, bool) {
	for _, p := range know.Library.Procedures {
		if p.File == path {
			return know.Show(p.ID(), "", c.Today())
		}
	}
	for _, q := range know.Library.FAQs {
		if q.File == path {
			return know.Show(q.ID(), "", c.Today())
		}
	}
	return bot.Message{}, false
}

// tryAlone shows how a text that is being written would look, without the golden questions; it answers with the part of
// a page that the editor puts beside the text, and changes nothing.
func tryAlone(c *console.Console, v *console.Visit) error {
	f, err := edited(v)
	if err != nil {
		return err
	}
	d := checkData{Form: f, Title: f.Path}
	know, faults := c.Desk.Load(f.Path, f.Text, false)
	if know == nil {
		for _, fault := range faults {
			if !fault.Warn && fault.File == f.Path {
				d.Causes = append(d.Causes, faultRow{Fault: fault})
			}
		}
		return c.Show(v, "preview", "Xem trước", d)
	}
	if d.Previews, err = previews(c, know, f.Path); err != nil {
		return err
	}
	return c.Show(v, "preview", "Xem trước", d)
}
