package remind

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/dialog"
)

// draft is a reminder that was asked for and is not confirmed yet: nothing is reminded of before its moment was read
// back and the person said that it is right.
type draft struct {
	What   string        `json:"what"`
	Repeat vidate.Repeat `json:"repeat,omitempty"`
	Until  content.Day   `json:"until,omitzero"` // the last day of a repetition
	Hint   string        `json:"hint,omitempty"` // a day that was given and still lacks its hour
	At     time.Time     `json:"at,omitzero"`    // the moment that was read back; zero while it is asked for
	Clock  string        `json:"clock,omitempty"`
	// Workday is Reminder.Workday; Base is the moment before it was moved.
	Workday bool      `json:"workday,omitempty"`
	Base    time.Time `json:"base,omitzero"`
}

const draftTTL = 2 * time.Hour

func draftKey(chat bot.ChatID) bot.Key { return bot.Key{Kind: "reminder-draft", ID: chat.String()} }

// keep stores the draft and makes the next words its time.
func (d draft) keep(t *dialog.Turn) {
	t.Tx.Put(draftKey(t.Update.Chat), d, draftTTL)
	t.Await("remindwhen", "")
}

func draftOf(ctx context.Context, t *dialog.Turn) (d draft, found bool, err error) {
	found, err = t.Tx.Get(ctx, draftKey(t.Update.Chat), &d)
	return d, found, err
}

// read reads the moment of a draft out of words and reads it back, asking where it has to.
func (svc *Service) read(t *dialog.Turn, d draft, words string) ([]bot.Message, error) {
	words, until, err := dialog.SplitUntil(t.Dates(false), words)
	if err != nil {
		return nil, err
	}
	result, outcome := t.Dates(false).Read(words)
	if result.Repeat == vidate.Other {
		return nil, dialog.Refuse(fmt.Sprintf(textOddRepeat, bot.Escape(result.RepeatWords)))
	}
	if result.Repeat != "" {
		d.Repeat = result.Repeat
	}
	if !until.IsZero() && d.Repeat == "" {
		return nil, dialog.Refuse(fmt.Sprintf(textUntilAlone, until.VN()))
	}
	if !until.IsZero() {
		d.Until = until
	}
	if d.What == "" {
		d.What = reminderText(result.Rest)
	}
	switch outcome {
	case vidate.None:
		d.keep(t)
		return dialog.Say(fmt.Sprintf(askWhen[d.Repeat], bot.Escape(d.What))), nil
	case vidate.Impossible:
		d.keep(t)
		return dialog.Say(bot.Escape(result.NoSuchDay())), nil
	case vidate.Ambiguous:
		return svc.askWhichTime(t, d, result.Candidates)
	}
	return svc.propose(t, d, result)
}

// askWhichTime lets the person choose between the readings of a time that are still to come.
func (svc *Service) askWhichTime(t *dialog.Turn, d draft, candidates []vidate.Result) ([]bot.Message, error) {
	m := bot.Message{Text: fmt.Sprintf(textRemindWhich, bot.Escape(d.What))}
	var ahead []vidate.Result
	for _, c := range candidates[:min(len(candidates), 5)] {
		at, label := c.Time, c.Label()
		if c.HasClock {
			label = c.Time.Format("15:04") + " " + vidate.Format(c.Day)
		} else {
			at = dialog.ClockOn(c.Day, svc.Calendar.WeekOf(t.Know).At)
		}
		if !at.After(t.Now) {
			continue
		}
		ahead = append(ahead, c)
		m.Buttons = append(m.Buttons, []bot.Button{actAt.Button(label, moment{at.Unix()})})
	}
	switch {
	case len(ahead) == 0:
		return svc.propose(t, d, candidates[len(candidates)-1])
	case len(ahead) == 1, d.Repeat != "" && sameClock(ahead): // of a weekly one the first is meant, whichever it is
		return svc.propose(t, d, ahead[0])
	}
	d.keep(t)
	return []bot.Message{m}, nil
}

func sameClock(all []vidate.Result) bool {
	return !slices.ContainsFunc(all, func(c vidate.Result) bool {
		return c.HasClock != all[0].HasClock || c.Time.Format("15:04") != all[0].Time.Format("15:04")
	})
}

// propose reads the moment back, unless it is gone or too far.
func (svc *Service) propose(t *dialog.Turn, d draft, when vidate.Result) ([]bot.Message, error) {
	at, guessed := when.Time, false
	if !when.HasClock {
		at, guessed = dialog.ClockOn(when.Day, svc.Calendar.WeekOf(t.Know).At), true
		if when.Day == t.Day() && !at.After(t.Now) {
			d.Hint = "hôm nay"
			d.keep(t)
			return dialog.Say(textRemindHour), nil
		}
	}
	week := svc.Calendar.WeekOf(t.Know)
	d.Base = at
	if d.Repeat != "" {
		d.Base, at = rule{d.Repeat, d.Workday}.first(week, at, t.Now)
	}
	switch {
	case !at.After(t.Now):
		d.keep(t)
		return dialog.Say(fmt.Sprintf(textRemindPast, at.Format("15:04"), vidate.Format(content.DayOf(at)))), nil
	case at.Sub(t.Now) > farthestRemind:
		return dialog.Say(textRemindFar), nil
	case !d.Until.IsZero() && content.DayOf(at).After(d.Until):
		return nil, dialog.Refuse(fmt.Sprintf(textUntilGone, d.Until.VN(), vidate.Format(content.DayOf(at))))
	}
	d.At, d.Hint, d.Clock = at, "", ""
	if !guessed {
		d.Clock = at.Format("15:04")
	}
	d.keep(t)
	text := fmt.Sprintf(textRemindReadBack, at.Format("15:04"), vidate.Format(content.DayOf(at)), bot.Escape(d.What))
	if every := (rule{d.Repeat, d.Workday}).words(d.Base, d.Until); every != "" {
		text += "\n" + fmt.Sprintf(textRemindAgain, every)
	}
	if guessed {
		text += "\n" + textRemindGuessed
	}
	if !week.Works(content.DayOf(at)) {
		text += "\n" + textRemindDayOff
	}
	if note := dialog.Provisional(when.Undecided); note != "" {
		text += "\n" + note
	}
	rows := [][]bot.Button{{actYes.Button("Đúng", moment{at.Unix()}),
		actEdit.Button("Sửa", struct{}{}), actNo.Button("Không nhắc nữa", struct{}{})}}
	if movable(d.Repeat) {
		label := textMoveOffDaysOff
		if d.Workday {
			label = textStayOnDaysOff
		}
		rows = append(rows, []bot.Button{actDaysOff.Button(label, struct{}{})})
	}
	return dialog.Say(text, rows...), nil
}

// turnDaysOff says of a repetition whether it is moved off days off, and reads it back again.
func (svc *Service) turnDaysOff(ctx context.Context, t *dialog.Turn, _ struct{}) ([]bot.Message, error) {
	d, found, err := draftOf(ctx, t)
	if err != nil {
		return nil, err
	}
	if !found || d.Base.IsZero() || !movable(d.Repeat) {
		return nil, dialog.OldButton
	}
	d.Workday = !d.Workday
	base := d.Base.In(content.Zone)
	return svc.propose(t, d, vidate.Result{Time: base, Day: content.DayOf(base), HasClock: d.Clock != ""})
}

// chosenAt takes one of the times that were offered and reads it back.
func (svc *Service) chosenAt(ctx context.Context, t *dialog.Turn, v moment) ([]bot.Message, error) {
	d, found, err := draftOf(ctx, t)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, dialog.OldButton
	}
	at := time.Unix(v.Unix, 0).In(content.Zone)
	return svc.propose(t, d, vidate.Result{Time: at, Day: content.DayOf(at), HasClock: true})
}

// confirmed sets the reminder that was read back.
func (svc *Service) confirmed(ctx context.Context, t *dialog.Turn, v moment) ([]bot.Message, error) {
	d, found, err := draftOf(ctx, t)
	if err != nil {
		return nil, err
	}
	if !found || d.At.Unix() != v.Unix {
		return nil, dialog.OldButton
	}
	return svc.setDraft(ctx, t, d)
}

func (svc *Service) setDraft(ctx context.Context, t *dialog.Turn, d draft) ([]bot.Message, error) {
	at := d.At.In(content.Zone)
	if !at.After(t.Now) { // "sau 2 phút", confirmed after three
		d.At = time.Time{}
		d.keep(t)
		return dialog.Say(fmt.Sprintf(textRemindPast, at.Format("15:04"), vidate.Format(content.DayOf(at)))), nil
	}
	t.Tx.Delete(draftKey(t.Update.Chat))
	t.Done()
	r, err := svc.putReminder(ctx, t, Reminder{Text: d.What, At: at, Repeat: d.Repeat, Until: d.Until,
		First: d.Base, Workday: d.Workday})
	return remindSet(r), err
}

// remindSet says that a reminder is set.
func remindSet(r Reminder) []bot.Message {
	at := r.At.In(content.Zone)
	text := fmt.Sprintf(textRemindSet, at.Format("15:04"), vidate.Format(content.DayOf(at)), bot.Escape(r.Text))
	if every := r.every(); every != "" {
		text += "\n" + fmt.Sprintf(textRemindAgain, every)
	}
	return dialog.Say(text, []bot.Button{actDrop.Button("Hủy lời nhắc", reminderRef{r.ID}),
		actList.Button(textSeeReminders, struct{}{})})
}

func (svc *Service) editDraft(ctx context.Context, t *dialog.Turn, _ struct{}) ([]bot.Message, error) {
	d, found, err := draftOf(ctx, t)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, dialog.OldButton
	}
	d.keep(t)
	return dialog.Say(fmt.Sprintf(askWhen[d.Repeat], bot.Escape(d.What))), nil
}

func (svc *Service) dropDraft(ctx context.Context, t *dialog.Turn, _ struct{}) ([]bot.Message, error) {
	d, found, err := draftOf(ctx, t)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, dialog.OldButton
	}
	t.Tx.Delete(draftKey(t.Update.Chat))
	t.Done()
	return dialog.Say(fmt.Sprintf(textReminderGone, bot.Escape(d.What))), nil
}

// gotRemindTime reads the time that was asked for, or another one than was read back; other words are a question like
// any other.
func (svc *Service) gotRemindTime(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	d, found, err := draftOf(ctx, t)
	if err != nil {
		return nil, err
	}
	if !found {
		t.Done()
		return nil, dialog.ErrNotMine
	}
	switch folded := vi.Fold(t.Text); {
	case slices.Contains(saysYes, folded) && !d.At.IsZero():
		return svc.setDraft(ctx, t, d)
	case slices.Contains(saysWrong, folded):
		return svc.editDraft(ctx, t, struct{}{})
	case slices.Contains(saysNo, folded):
		return svc.dropDraft(ctx, t, struct{}{})
	}
	own, outcome := t.Dates(false).Read(t.Text)
	if outcome == vidate.None && own.Repeat == "" {
		t.Done()
		return nil, dialog.ErrNotMine
	}
	return svc.read(t, d, svc.completed(t, d, own, outcome))
}

// completed adds to a time what is known already: to an hour the day that was given or read back, to a day its hour.
func (svc *Service) completed(t *dialog.Turn, d draft, own vidate.Result, outcome vidate.Outcome) string {
	if outcome == vidate.Impossible {
		return t.Text
	}
	hour := own.HasClock || len(own.Candidates) > 0 && own.Candidates[0].HasClock
	add := ""
	switch day := content.DayOf(d.At.In(content.Zone)); {
	case hour && d.Hint != "":
		add = d.Hint
	case hour && !d.At.IsZero():
		add = day.VN()
	case !hour && d.Clock != "":
		add = d.Clock
	}
	both, outcome := t.Dates(false).Read(add + " " + t.Text)
	if len(both.Candidates) > 0 {
		day := both.Candidates[0].Day
		for _, c := range both.Candidates {
			if c.Day != day { // another day was given
				return t.Text
			}
		}
	}
	if outcome == vidate.None || outcome == vidate.Impossible {
		return t.Text
	}
	return add + " " + t.Text
}
