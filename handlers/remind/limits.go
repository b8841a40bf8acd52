package remind

import (
	"context"
	"fmt"
	"slices"
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

// Offer adds the button to an answer about a procedure with such a limit: a reminder where the chat can be written to
// first, else a file for the person's own calendar.
func (svc *Service) Offer(t *dialog.Turn, m *bot.Message, entry string, aspect search.Aspect) {
	p, ok := t.Know.Library.Procedure(entry)
	channel := svc.People.Channels[t.Update.Chat.Channel]
	if !ok || !channel.Proactive && !channel.Files || !t.Update.Private {
		return
	}
	if a := content.Aspect(aspect); a != "" && a != content.Time && a != content.Who && a != content.Dossier {
		return
	}
	if len(Limits(p, t.Day())) > 0 {
		label := textRemindBefore
		if !channel.Proactive {
			label = textToCalendar
		}
		b := actLimit.Button(label, limit{Entry: entry})
		if !channel.Proactive {
			b.Role = bot.RoleSection // in the row of the other parts: it takes no room
		}
		m.Buttons = append(m.Buttons, []bot.Button{b})
	}
}

// askEvent asks for the day from which the limit is counted; of several limits it first asks which.
func askEvent(_ context.Context, t *dialog.Turn, v limit) ([]bot.Message, error) {
	p, ok := t.Know.Library.Procedure(v.Entry)
	if !ok {
		return dialog.Say(dialog.TextGone), nil
	}
	all := Limits(p, t.Day())
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
	t.Await("remindlaw", awaitedLimit{Entry: v.Entry, N: n}.String())
	event := all[n].Event
	if event == "" {
		event = "ngày xảy ra việc"
	}
	return dialog.Say(fmt.Sprintf(textAskEvent, bot.Escape(event))), nil
}

// gotEvent reads the day from which a limit is counted, and the limit back.
func (svc *Service) gotEvent(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	awaited := readAwaited(t.Dialog.Data)
	n := awaited.N
	p, ok := t.Know.Library.Procedure(awaited.Entry)
	all := []content.DeadlineFact{}
	if ok {
		all = Limits(p, t.Day())
	}
	switch folded := vi.Fold(t.Text); {
	case ok && n < len(all) && !awaited.From.IsZero() && slices.Contains(saysYes, folded):
		return svc.readLimit(ctx, t, p, n, awaited.From, true)
	case ok && !awaited.From.IsZero() && slices.Contains(saysWrong, folded):
		return askEvent(ctx, t, limit{awaited.Entry, &n})
	case !awaited.From.IsZero() && slices.Contains(saysNo, folded):
		t.Done()
		return dialog.Say(textLimitLeft), nil
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
	return svc.readLimit(ctx, t, p, n, result.Day, false)
}

// readLimit computes a limit from a day and reads it back with the moments at which to remind; with set, they are set.
func (svc *Service) readLimit(ctx context.Context, t *dialog.Turn, p *content.Procedure, n int, from content.Day,
	set bool) ([]bot.Message, error) {
	due, ok := t.Know.Calendar.Deadline(from, Limits(p, t.Day())[n].Term)
	if !ok {
		t.Done()
		return dialog.Say(dialog.TextGone), nil
	}
	text := fmt.Sprintf(textLimitIs, bot.Escape(p.Title), vidate.Format(due.Day), vidate.Format(from))
	if note := dialog.Provisional(due.Undecided); note != "" {
		text += "\n" + note
	}
	if due.Day.Before(t.Day()) {
		t.Done()
		return dialog.Say(text + "\n" + textLimitGone), nil
	}
	if !svc.People.Channels[t.Update.Chat.Channel].Proactive {
		t.Done()
		file := Last{p, Limits(p, t.Day())[n], from, due}.File(t.Now)
		return []bot.Message{{Text: text + "\n" + textLimitFile, File: &file}}, nil
	}
	open, err := t.Tx.Size(ctx, ChatRemindersSet(t.Update.Chat))
	if err != nil {
		return nil, err
	}
	if open >= mostReminders {
		t.Done()
		return dialog.Say(text+"\n"+fmt.Sprintf(textTooManyReminders, mostReminders),
			[]bot.Button{actList.Button(textSeeReminders, struct{}{})}), nil
	}
	var moments []string
	for i, at := range limitMoments(svc.Calendar.WeekOf(t.Know), due.Day, t.Now) {
		if int(open)+i >= mostReminders {
			break
		}
		if set {
			r := Reminder{Text: fmt.Sprintf("%s, hạn %s", p.Title, vidate.Format(due.Day)), Entry: p.ID(), At: at}
			if _, err := svc.putReminder(ctx, t, r); err != nil {
				return nil, err
			}
		}
		moments = append(moments, at.Format("15:04")+" "+vidate.Format(content.DayOf(at)))
	}
	switch all := strings.Join(moments, "; "); {
	case len(moments) == 0:
		t.Done()
		return dialog.Say(text + "\n" + textLimitSoon), nil
	case set:
		t.Done()
		return dialog.Say(text+"\n"+fmt.Sprintf(textLimitSet, all),
			[]bot.Button{actList.Button(textSeeReminders, struct{}{})}), nil
	default:
		t.Await("remindlaw", awaitedLimit{p.ID(), n, from}.String())
		return dialog.Say(text+"\n"+fmt.Sprintf(textLimitReadBack, all), []bot.Button{
			actLimitYes.Button("Đúng", eventDay{from}), actLimit.Button("Sửa", limit{p.ID(), &n})}), nil
	}
}

// limitConfirmed sets the reminders before a limit that was read back.
func (svc *Service) limitConfirmed(ctx context.Context, t *dialog.Turn, v eventDay) ([]bot.Message, error) {
	awaited := readAwaited(t.Dialog.Data)
	n := awaited.N
	p, ok := t.Know.Library.Procedure(awaited.Entry)
	if t.Dialog.Await != "remindlaw" || !ok || n >= len(Limits(p, t.Day())) {
		return nil, dialog.OldButton
	}
	return svc.readLimit(ctx, t, p, n, v.Day, true)
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
