package remind

import (
	"fmt"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/ical"
)

// Where nobody can be written to later, the person's own calendar does the reminding: he gets a file that it takes.

// elsewhere answers a wish to be reminded on such a channel. Nothing of it is kept.
func (svc *Service) elsewhere(t *dialog.Turn, wish string) []bot.Message {
	there := ""
	if names := dialog.WritingChannels(svc.People.Channels); names != "" {
		there = " " + fmt.Sprintf(textRemindThere, names)
	}
	text := textCannotRemindHere + there
	if !svc.People.Channels[t.Update.Chat.Channel].Files {
		return dialog.Say(text)
	}
	when, outcome := t.Dates(false).Read(wish)
	switch outcome {
	case vidate.Impossible:
		return dialog.Say(bot.Escape(when.NoSuchDay()))
	case vidate.None, vidate.Ambiguous:
		return dialog.Say(text + "\n" + textCalendarHow)
	}
	if !when.Day.After(t.Day()) { // a calendar that reminds a day before is no help today
		return dialog.Say(text + "\n" + textCalendarHow)
	}
	what := vi.Capital(reminderText(when.Rest))
	if when.HasClock {
		what = when.Time.In(content.Zone).Format("15:04") + " " + what
	}
	day := when.Day.At(0, 0)
	file := ical.Write(ical.Calendar{Name: textCalendarName, Events: []ical.Event{{
		UID: "N-" + t.Update.ID + "@motcua", Year: day.Year(), Month: day.Month(), Day: day.Day(), Title: what,
		Changed: t.Now, Alarms: []int{1}}}}, t.Now)
	return []bot.Message{{
		Text: fmt.Sprintf(textCalendarFile, bot.Escape(what), vidate.Format(when.Day)) + there,
		File: &bot.File{Name: "nhac-viec.ics", Type: "text/calendar; charset=utf-8", Bytes: file},
	}}
}
