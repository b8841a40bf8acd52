package remind

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/dialog"
)

// Reminders before a time limit that the law sets for the citizen: birth registration within 60 days.

// Offer adds the button to an answer about a procedure with such a limit, where the chat can be written to first.
func (svc *Service) Offer(t *dialog.Turn, m *bot.Message, entry string, aspect search.Aspect) {
	p, ok := t.Know.Library.Procedure(entry)
	if !ok || !svc.People.Channels[t.Update.Chat.Channel].Proactive || !t.Update.Private {
		return
	}
	if a := content.Aspect(aspect); a != "" && a != content.Time && a != content.Who && a != content.Dossier {
		return
	}
	if len(limits(p, t.Day())) > 0 {
		m.Buttons = append(m.Buttons, []bot.Button{actLimit.Button(textRemindBefore, limit{Entry: entry})})
	}
}

// limits lists the time limits of a procedure that have a number, on a day.
func limits(p *content.Procedure, day content.Day) (out []content.DeadlineFact) {
	for _, d := range p.Deadline {
		if d.Term.Unit != "" && d.Term.N > 0 && d.Valid.Contains(day) {
			out = append(out, d)
		}
	}
	return out
}

// askEvent asks for the day from which the limit is counted; of several limits it first asks which.
func askEvent(_ context.Context, t *dialog.Turn, v limit) ([]bot.Message, error) {
	p, ok := t.Know.Library.Procedure(v.Entry)
	if !ok {
		return dialog.Say(dialog.TextGone), nil
	}
	all := limits(p, t.Day())
	n := 0
	switch {
	case len(all) == 0:
		return dialog.Say(dialog.TextGone), nil
	case len(all) == 1:
	case v.N == nil || *v.N < 0 || *v.N >= len(all):
		m := bot.Message{Text: textWhichLimit}
		for i, d := range all[:min(len(all), 5)] {
			m.Text += fmt.Sprintf("\n%d. %s", i+1, bot.Escape(d.Text))
			m.Buttons = append(m.Buttons, []bot.Button{actLimit.Button(fmt.Sprintf("Hạn %d", i+1), limit{v.Entry, &i})})
		}
		return []bot.Message{m}, nil
	default:
		n = *v.N
	}
	t.About(v.Entry, search.AspectTime)
	t.Await("remindlaw", fmt.Sprintf("%s:%d", v.Entry, n))
	event := all[n].Event
	if event == "" {
		event = "ngày xảy ra việc"
	}
	return dialog.Say(fmt.Sprintf(textAskEvent, bot.Escape(event))), nil
}

// daysBefore are the days before the end of a limit on which people are reminded.
var daysBefore = []int{14, 3}

// gotEvent computes the limit from the day and sets reminders before its end.
func (svc *Service) gotEvent(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	entry, which, _ := strings.Cut(t.Dialog.Data, ":")
	n, _ := strconv.Atoi(which)
	p, ok := t.Know.Library.Procedure(entry)
	all := []content.DeadlineFact{}
	if ok {
		all = limits(p, t.Day())
	}
	result, outcome := t.Dates(true).Read(t.Text)
	if !ok || n >= len(all) || outcome == vidate.None {
		t.Done()
		return nil, dialog.ErrNotMine // they went on to something else
	}
	if outcome == vidate.Impossible {
		return dialog.Say(bot.Escape(result.NoSuchDay())), nil
	}
	if outcome == vidate.Ambiguous {
		return dialog.Say(fmt.Sprintf(textEventAgain, bot.Escape(vi.Shorten(t.Text, 40)))), nil
	}
	t.Done()
	due, ok := t.Know.Calendar.Deadline(result.Day, all[n].Term)
	if !ok {
		return dialog.Say(dialog.TextGone), nil
	}
	text := fmt.Sprintf(textLimitIs, bot.Escape(p.Title), vidate.Format(due.Day), vidate.Format(result.Day))
	if note := dialog.Provisional(due.Undecided); note != "" {
		text += "\n" + note
	}
	if due.Day.Before(t.Day()) {
		return dialog.Say(text + "\n" + textLimitGone), nil
	}
	open, err := t.Tx.Size(ctx, ChatRemindersSet(t.Update.Chat))
	if err != nil {
		return nil, err
	}
	w := svc.Calendar.WeekOf(t.Know)
	var set []string
	for i, at := range limitMoments(w, due.Day, t.Now) {
		if int(open)+i >= mostReminders {
			break
		}
		what := fmt.Sprintf("%s, hạn %s", p.Title, vidate.Format(due.Day))
		if _, err := svc.putReminder(ctx, t, what, entry, at); err != nil {
			return nil, err
		}
		set = append(set, at.Format("15:04")+" "+vidate.Format(content.DayOf(at)))
	}
	if len(set) == 0 {
		return dialog.Say(text + "\n" + textLimitSoon), nil
	}
	return dialog.Say(text+"\n"+fmt.Sprintf(textLimitSet, strings.Join(set, "; ")),
		[]bot.Button{actList.Button(textSeeReminders, struct{}{})}), nil
}

// limitMoments are the moments at which to remind before a limit: on working days, in the morning, in time to still go.
func limitMoments(w calendar.Week, due content.Day, now time.Time) (out []time.Time) {
	for _, n := range daysBefore {
		day := due.Add(-n)
		for !w.Works(day) {
			day = day.Add(-1)
		}
		if at := dialog.ClockOn(day, w.At); at.After(now) {
			out = append(out, at)
		}
	}
	if len(out) == 0 {
		if at := dialog.ClockOn(w.Back(due, 1), w.At); at.After(now) {
			out = append(out, at)
		}
	}
	return out
}
