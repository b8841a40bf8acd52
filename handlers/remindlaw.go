package handlers

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
)

// Reminders before a time limit that the law sets for the citizen: birth registration within 60 days.

// offerReminder adds the button to an answer about a procedure with such a limit, where the chat can be written to first.
func (b *Bot) offerReminder(t *turn, m *bot.Message, entry string, aspect search.Aspect) {
	p, ok := t.know.Library.Procedure(entry)
	if !ok || !b.Config.Channels[t.u.Chat.Channel].Proactive || !t.u.Private {
		return
	}
	if a := content.Aspect(aspect); a != "" && a != content.Time && a != content.Who && a != content.Dossier {
		return
	}
	if len(limits(p, t.day())) > 0 {
		m.Buttons = append(m.Buttons, []bot.Button{{Label: textRemindBefore, Action: "rm:law:" + entry}})
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
func (b *Bot) askEvent(t *turn, entry, which string) ([]bot.Message, error) {
	p, ok := t.know.Library.Procedure(entry)
	if !ok {
		return say(textGone), nil
	}
	all := limits(p, t.day())
	n, err := strconv.Atoi(which)
	switch {
	case len(all) == 0:
		return say(textGone), nil
	case len(all) == 1:
		n = 0
	case err != nil || n < 0 || n >= len(all):
		m := bot.Message{Text: textWhichLimit}
		for i, d := range all[:min(len(all), 5)] {
			m.Text += fmt.Sprintf("\n%d. %s", i+1, bot.Escape(d.Text))
			m.Buttons = append(m.Buttons, []bot.Button{{Label: fmt.Sprintf("Hạn %d", i+1), Action: fmt.Sprintf("rm:law:%s:%d", entry, i)}})
		}
		return []bot.Message{m}, nil
	}
	t.about(entry, search.AspectTime)
	t.await("remindlaw", fmt.Sprintf("%s:%d", entry, n))
	event := all[n].Event
	if event == "" {
		event = "ngày xảy ra việc"
	}
	return say(fmt.Sprintf(textAskEvent, bot.Escape(event))), nil
}

// daysBefore are the days before the end of a limit on which people are reminded.
var daysBefore = []int{14, 3}

// gotEvent computes the limit from the day and sets reminders before its end.
func (b *Bot) gotEvent(ctx context.Context, t *turn) ([]bot.Message, error) {
	entry, which, _ := strings.Cut(t.dlg.Data, ":")
	n, _ := strconv.Atoi(which)
	p, ok := t.know.Library.Procedure(entry)
	all := []content.DeadlineFact{}
	if ok {
		all = limits(p, t.day())
	}
	result, outcome := t.dates(true).Read(t.text)
	if !ok || n >= len(all) || outcome == vidate.None {
		t.done()
		return b.ask(t) // they went on to something else
	}
	if outcome == vidate.Impossible {
		return say(bot.Escape(result.NoSuchDay())), nil
	}
	if outcome == vidate.Ambiguous {
		return say(fmt.Sprintf(textEventAgain, bot.Escape(vi.Shorten(t.text, 40)))), nil
	}
	t.done()
	due, ok := t.know.Calendar.Deadline(result.Day, all[n].Term)
	if !ok {
		return say(textGone), nil
	}
	text := fmt.Sprintf(textLimitIs, bot.Escape(p.Title), vidate.Format(due.Day), vidate.Format(result.Day))
	if note := provisional(due.Undecided); note != "" {
		text += "\n" + note
	}
	if due.Day.Before(t.day()) {
		return say(text + "\n" + textLimitGone), nil
	}
	open, err := t.tx.Size(ctx, chatRemindersSet(t.u.Chat))
	if err != nil {
		return nil, err
	}
	w := b.weekOf(t.know)
	var set []string
	for i, at := range b.limitMoments(w, due.Day, t.now) {
		if int(open)+i >= mostReminders {
			break
		}
		what := fmt.Sprintf("%s, hạn %s", p.Title, vidate.Format(due.Day))
		b.putReminder(t, what, entry, at, i)
		set = append(set, at.Format("15:04")+" "+vidate.Format(content.DayOf(at)))
	}
	if len(set) == 0 {
		return say(text + "\n" + textLimitSoon), nil
	}
	return say(text+"\n"+fmt.Sprintf(textLimitSet, strings.Join(set, "; ")), []bot.Button{{Label: textSeeReminders, Action: "rm:list"}}), nil
}

// limitMoments are the moments at which to remind before a limit: on working days, in the morning, in time to still go.
func (b *Bot) limitMoments(w week, due content.Day, now time.Time) (out []time.Time) {
	for _, n := range daysBefore {
		day := due.Add(-n)
		for !w.works(day) {
			day = day.Add(-1)
		}
		if at := clockOn(day, w.At); at.After(now) {
			out = append(out, at)
		}
	}
	if len(out) == 0 {
		if at := clockOn(w.back(due, 1), w.At); at.After(now) {
			out = append(out, at)
		}
	}
	return out
}
