package webchat

import (
	"fmt"
	"html/template"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/webcard"
)

// view is one message in the page or in the stream.
type view struct {
	ID       string
	Person   bool
	Greeting bool
	Cleared  bool
	Edits    int
	Seq      int64
	At       time.Time
	NewDay   bool          // the first of another day
	Say      template.HTML // before the card
	Body     template.HTML
	Card     template.HTML // instead of the body
	Ask      template.HTML // after the card, above the choices
	Examples []string
	File     *fileRef
	Hidden   hidden

	// The buttons, by what they are for.
	Choices  []bot.Button // each as wide as the page
	Sections []bot.Button // in one row
	Up, Down *bot.Button
	Vote     bot.Role
	Aside    *aside
}

// aside is what is said under a message about its rating.
type aside struct {
	Body    template.HTML
	Buttons []bot.Button
}

// hidden are the form fields that a browser without JavaScript sends with a button, and what leads to the site's root.
type hidden struct{ Nonce, Frame, Secret, Root, At string }

// Clock, Stamp and Day are when it was said.
func (v view) Clock() string { return v.At.In(bot.Zone).Format("15:04") }
func (v view) Stamp() string { return v.At.In(bot.Zone).Format(time.RFC3339) }
func (v view) Day() string {
	if v.Greeting {
		return ""
	}
	return dayName(v.At)
}

// dayName is a day as people name it: "Thứ Hai, 30/11/2026".
func dayName(at time.Time) string {
	at = at.In(bot.Zone)
	names := [...]string{"Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"}
	return fmt.Sprintf("%s, %s", names[at.Weekday()], at.Format("02/01/2006"))
}

// Tools are the buttons with which one shares, prints and hears a card.
func (v view) Tools() template.HTML { return webcard.Tools() }

// Under reports whether anything stands under the message that changes in its place.
func (v view) Under() bool { return v.Card != "" || v.Up != nil || v.Aside != nil }

// Pressed is the state of one of the two buttons of a rating.
func (v view) Pressed(role bot.Role) bool { return v.Vote == role }

// Picture reports whether the file may be shown in the page.
func (f fileRef) Picture() bool { return inline(f.Type) }

// KB is the file's size for people.
func (f fileRef) KB() int { return (f.Size + 1023) >> 10 }

func inline(mediaType string) bool {
	switch mediaType {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
		return true
	}
	return false
}

func newView(it item, h hidden) (v view, err error) {
	v = view{ID: it.ID, Seq: it.Seq, At: it.At, File: it.File, Hidden: h, Edits: it.Edits, Vote: it.Vote,
		Cleared: it.Cleared}
	if it.Message == nil {
		v.Person, v.Body = true, webcard.Plain(it.Text)
		return v, nil
	}
	c := it.Message.Card
	v.sort(it.Message.Buttons, c != nil)
	if it.Aside != nil {
		v.Aside = &aside{Body: webcard.Markup(it.Aside.Text)}
		for _, row := range it.Aside.Buttons {
			v.Aside.Buttons = append(v.Aside.Buttons, showable(row)...)
		}
	}
	if c == nil {
		v.Body = webcard.Markup(it.Message.Text)
		return v, nil
	}
	v.Say, v.Ask = webcard.Markup(c.Say), webcard.Markup(c.Ask)
	v.Card, err = webcard.HTML(c, webcard.Place{ID: it.ID + "-", Root: h.Root})
	return v, err
}

// sort puts buttons where they belong; under a card, which has folds, some are not needed.
func (v *view) sort(rows [][]bot.Button, card bool) {
	for _, row := range rows {
		for _, b := range showable(row) {
			switch {
			case b.Role == bot.RoleUp:
				v.Up = &b
			case b.Role == bot.RoleDown:
				v.Down = &b
			case card && (b.Role == bot.RoleWhole || b.Role == bot.RoleCase):
			case b.Role == bot.RoleSection || b.Role == bot.RoleWhole:
				v.Sections = append(v.Sections, b)
			default:
				v.Choices = append(v.Choices, b)
			}
		}
	}
}

// showable leaves out buttons that could do nothing.
func showable(row []bot.Button) (keep []bot.Button) {
	for _, b := range row {
		if b.Label != "" && (b.Action != "" || bot.Linkable(b.URL)) {
			keep = append(keep, b)
		}
	}
	return keep
}
