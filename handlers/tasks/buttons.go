package tasks

import (
	"context"
	"fmt"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// onTask is a step on one task by somebody who may take it.
type onTask func(ctx context.Context, t *dialog.Turn, w people.Actor, k Task) ([]bot.Message, error)

// on registers a button of a task.
func (c chat) on(a bot.Action[taskRef], do onTask) dialog.Action {
	return onTaskWith(c, a, func(ctx context.Context, t *dialog.Turn, w people.Actor, k Task,
		_ taskRef) ([]bot.Message, error) {
		return do(ctx, t, w, k)
	})
}

// onTaskWith registers a button of a task that says more.
func onTaskWith[T interface{ task() string }](c chat, a bot.Action[T],
	do func(ctx context.Context, t *dialog.Turn, w people.Actor, k Task, v T) ([]bot.Message, error)) dialog.Action {
	return people.On(c.People.Officials, a, func(ctx context.Context, t *dialog.Turn, w people.Actor,
		v T) ([]bot.Message, error) {
		k, m, err := mayTask(ctx, t, w, v.task())
		if err != nil || m != nil {
			return m, err
		}
		if err := digestSeen(ctx, t.Tx, w.Recipient()); err != nil {
			return nil, err
		}
		return do(ctx, t, w, k, v)
	})
}

// mayTask loads a task that the official may act on: his own, his unit's as its head, any as admin.
func mayTask(ctx context.Context, t *dialog.Turn, w people.Actor, id string) (Task, []bot.Message, error) {
	k, ok, err := Load(ctx, t.Tx, id)
	if err != nil {
		return k, nil, err
	}
	if !ok {
		return k, dialog.Say(textNoSuchTask), nil
	}
	if w.Is(k.Person) || w.Leads(k.Unit) {
		return k, nil, nil
	}
	return k, dialog.Say(textNotYourTask), nil
}

func (c chat) showTask(ctx context.Context, t *dialog.Turn, w people.Actor, k Task) ([]bot.Message, error) {
	m := taskCard(k, c.Calendar.WeekOf(t.Know), t.Day(), "")
	m.Text += "\nNgười làm: " + bot.Escape(people.NameOf(ctx, t.Tx, k.Person)) + " (" + bot.Escape(k.Unit) + ")."
	if k.Over() {
		m.Text += fmt.Sprintf("\nĐã đóng lúc %s.", k.Closed.In(content.Zone).Format("15:04 02/01/2006"))
	}
	if k.Result != "" {
		m.Text += "\nKết quả: " + bot.Escape(k.Result)
	}
	if w.Leads(k.Unit) && !k.Over() {
		if k.Person != "" {
			m.Buttons = append(m.Buttons, []bot.Button{actGive.Button("Giao người khác", taskRef{k.ID})})
		}
		m.Buttons = append(m.Buttons, []bot.Button{actSnooze.Button("Đổi hạn", snooze{taskRef{k.ID}, untilDue}),
			actVoid.Button("Bỏ việc này", taskRef{k.ID})})
	}
	m.Text += lastEvents(k)
	return []bot.Message{m}, nil
}

// lastEvents lists what happened to a task last.
func lastEvents(k Task) string {
	var s strings.Builder
	from := max(0, len(k.Events)-4)
	for _, e := range k.Events[from:] {
		fmt.Fprintf(&s, "\n· %s %s: %s", e.At.In(content.Zone).Format("02/01 15:04"), bot.Escape(e.Who),
			bot.Escape(e.What))
	}
	return s.String()
}

func (c chat) ackTask(ctx context.Context, t *dialog.Turn, w people.Actor, k Task) ([]bot.Message, error) {
	if k.Over() {
		return dialog.Say(fmt.Sprintf(textTaskOver, bot.Escape(k.Title))), nil
	}
	return dialog.Say(fmt.Sprintf(textAcked, bot.Escape(k.Title), dialog.ShortDay(k.Due, t.Day()))),
		c.desk(t, w).Acknowledge(ctx, k)
}

func (c chat) doneTask(ctx context.Context, t *dialog.Turn, w people.Actor, k Task) ([]bot.Message, error) {
	if k.Over() {
		return dialog.Say(fmt.Sprintf(textTaskOver, bot.Escape(k.Title)), taskRows(k, "")...), nil
	}
	if m, err := c.Guard.Ask(ctx, t, k); err != nil || m != nil {
		return m, err
	}
	return dialog.Say(fmt.Sprintf(textDone, bot.Escape(k.Title)),
			[]bot.Button{actResult.Button("Ghi kết quả", taskRef{k.ID}), actOpen.Button("Bấm nhầm, mở lại",
				taskRef{k.ID})}),
		c.desk(t, w).Finish(ctx, k.ID, "")
}

func (c chat) reopenTask(ctx context.Context, t *dialog.Turn, w people.Actor, k Task) ([]bot.Message, error) {
	if !k.Over() {
		return c.showTask(ctx, t, w, k)
	}
	k, err := c.desk(t, w).Reopen(ctx, k.ID)
	if err != nil {
		return nil, err
	}
	return []bot.Message{taskCard(k, c.Calendar.WeekOf(t.Know), t.Day(), textReopened)}, nil
}

func askResult(_ context.Context, t *dialog.Turn, _ people.Actor, k Task) ([]bot.Message, error) {
	t.Await("taskresult", k.ID)
	return dialog.Say(textAskResult), nil
}

// gotResult takes the line on what came of a task.
func (c chat) gotResult(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	k, m, err := mayTask(ctx, t, w, t.Dialog.Data)
	t.Done()
	if err != nil || m != nil {
		return m, err
	}
	return dialog.Say(textResultKept), c.desk(t, w).SetResult(ctx, k, t.Text)
}

// askAgain offers when to be reminded again.
func (c chat) askAgain(_ context.Context, t *dialog.Turn, _ people.Actor, k Task) ([]bot.Message, error) {
	if k.Over() {
		return dialog.Say(fmt.Sprintf(textTaskOver, bot.Escape(k.Title))), nil
	}
	t.Await("tasksnooze", k.ID+unasked) // a day may be typed at once
	next := c.Calendar.WeekOf(t.Know).NextDay(t.Day())
	return dialog.Say(fmt.Sprintf(textAskAgain, bot.Escape(k.Title)),
		[]bot.Button{actSnooze.Button(dialog.UpperFirst(dialog.ShortDay(next, t.Day())),
			snooze{taskRef{k.ID}, until{Day: next}})},
		[]bot.Button{actSnooze.Button("Chọn ngày khác", snooze{taskRef{k.ID}, untilAsked})}), nil
}

// snoozeTask sets the day of the next reminder, or asks for a day: of the reminder, or of the task.
func (c chat) snoozeTask(ctx context.Context, t *dialog.Turn, w people.Actor, k Task, v snooze) ([]bot.Message, error) {
	switch v.Until {
	case untilAsked:
		t.Await("tasksnooze", k.ID)
		return dialog.Say(textAskSnooze), nil
	case untilDue:
		if !w.Leads(k.Unit) {
			return nil, dialog.NotAllowed
		}
		t.Await("taskdue", k.ID)
		return dialog.Say(fmt.Sprintf(textAskDue, bot.Escape(k.Title), vidate.Format(k.Due))), nil
	}
	return c.snoozeTo(ctx, t, w, k, v.Until.Day)
}

// unasked marks a task whose next reminder was offered, but whose day was not asked for: other words are no answer.
const unasked = "?"

// gotSnooze reads the day of the next reminder back.
func (c chat) gotSnooze(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	id, offered := strings.CutSuffix(t.Dialog.Data, unasked)
	if read, outcome := t.Dates(false).Read(t.Text); offered && outcome == vidate.None && read.Repeat == "" {
		t.Done()
		return nil, dialog.ErrNotMine
	}
	k, m, err := mayTask(ctx, t, w, id)
	if err != nil || m != nil {
		return m, err
	}
	found, _, m := typedDay(t, k, actAgainDay)
	if m != nil {
		return m, nil
	}
	return c.readSnooze(ctx, t, w, k, dayOf{taskRef{k.ID}, found.Day})
}

// readSnooze reads back when a task is reminded of again.
func (c chat) readSnooze(_ context.Context, t *dialog.Turn, w people.Actor, k Task, v dayOf) ([]bot.Message, error) {
	switch {
	case k.Over():
		return dialog.Say(fmt.Sprintf(textTaskOver, bot.Escape(k.Title))), nil
	case !v.Day.After(t.Day()):
		return dialog.Say(fmt.Sprintf(textSnoozePast, dialog.UpperFirst(vidate.Format(v.Day)))), nil
	}
	t.Await("tasksnooze", k.ID)
	day, note := c.desk(t, w).snoozeDay(k, v.Day)
	if note != "" {
		note = "\n" + note
	}
	return dialog.Say(fmt.Sprintf(textSnoozeReadBack, bot.Escape(k.Title), vidate.Format(day))+note,
		[]bot.Button{actSnooze.Button("Đúng", snooze{taskRef{k.ID}, until{Day: v.Day}}),
			actSnooze.Button("Sửa", snooze{taskRef{k.ID}, untilAsked})}), nil
}

// typedDay reads a day that was typed about a task; a question or a refusal where it is not one day. Of several
// readings one is chosen by the button. gone is a reading that was left out because it is gone by.
func typedDay(t *dialog.Turn, k Task, choose bot.Action[dayOf]) (read vidate.Result, gone content.Day,
	no []bot.Message) {
	read, outcome := t.Dates(false).Read(t.Text)
	words := bot.Escape(vi.Shorten(t.Text, 40))
	switch {
	case outcome == vidate.Impossible:
		return read, gone, dialog.Say(bot.Escape(read.NoSuchDay()))
	case read.Repeat != "":
		return read, gone, dialog.Say(fmt.Sprintf(textNoRepeat, bot.Escape(read.RepeatWords)))
	case outcome == vidate.None:
		return read, gone, dialog.Say(fmt.Sprintf(dialog.TextNoDay, words))
	case outcome == vidate.Found:
		return read, gone, nil
	}
	left, gone := ahead(read.Candidates, t.Day())
	if len(left) == 1 {
		return left[0], gone, nil
	}
	m := bot.Message{Text: fmt.Sprintf(textWhichDay, words)}
	for _, c := range left {
		m.Buttons = append(m.Buttons, []bot.Button{choose.Button(c.Label(), dayOf{taskRef{k.ID}, c.Day})})
	}
	return read, gone, []bot.Message{m}
}

// snoozeTo puts the next reminder on a working day after today. The due day itself and what is overdue are never
// silenced.
func (c chat) snoozeTo(ctx context.Context, t *dialog.Turn, w people.Actor, k Task,
	day content.Day) ([]bot.Message, error) {
	if k.Over() {
		return dialog.Say(fmt.Sprintf(textTaskOver, bot.Escape(k.Title))), nil
	}
	if !day.After(t.Day()) {
		return dialog.Say(fmt.Sprintf(textSnoozePast, dialog.UpperFirst(vidate.Format(day)))), nil
	}
	t.Done()
	day, note, err := c.desk(t, w).Snooze(ctx, k, day)
	if note != "" {
		note = "\n" + note
	}
	return dialog.Say(fmt.Sprintf(textSnoozed, bot.Escape(k.Title), vidate.Format(day)) + note), err
}

// gotDue reads another due day of a task back.
func (c chat) gotDue(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	k, m, err := mayTask(ctx, t, w, t.Dialog.Data)
	if err != nil || m != nil {
		return m, err
	}
	found, gone, m := typedDay(t, k, actDueRead)
	if m != nil {
		return m, nil
	}
	return c.readDue(t, w, k, found, gone)
}

// chosenDue reads back one of several readings of a due day.
func (c chat) chosenDue(_ context.Context, t *dialog.Turn, w people.Actor, k Task, v dayOf) ([]bot.Message, error) {
	return c.readDue(t, w, k, vidate.Result{Day: v.Day}, content.Day{})
}

// readDue reads another due day back, as it would count.
func (c chat) readDue(t *dialog.Turn, w people.Actor, k Task, read vidate.Result,
	gone content.Day) ([]bot.Message, error) {
	if k.Over() {
		return dialog.Say(fmt.Sprintf(textTaskOver, bot.Escape(k.Title))), nil
	}
	if !w.Leads(k.Unit) {
		return nil, dialog.NotAllowed
	}
	t.Await("taskdue", k.ID)
	due, err := c.dueOn(t.Know, t.Now, read.Day, read.Undecided)
	if err != nil {
		return nil, err
	}
	due.Gone = gone
	text := fmt.Sprintf(textDueReadBack, bot.Escape(k.Title), vidate.Format(k.Due), vidate.Format(due.Due),
		c.Calendar.WeekOf(t.Know).Left(t.Day(), due.Due))
	for _, note := range due.notes(t.Know) {
		text += "\n" + note
	}
	return dialog.Say(text, []bot.Button{actDueYes.Button("Đúng", dayOf{taskRef{k.ID}, read.Day}),
		actSnooze.Button("Sửa", snooze{taskRef{k.ID}, untilDue})}), nil
}

// moveDue moves the due day of a task to the one that was read back.
func (c chat) moveDue(ctx context.Context, t *dialog.Turn, w people.Actor, k Task, v dayOf) ([]bot.Message, error) {
	notes, err := c.desk(t, w).Move(ctx, &k, v.Day, nil)
	if err != nil {
		return nil, err
	}
	t.Done()
	text := fmt.Sprintf(textDueMoved, bot.Escape(k.Title), vidate.Format(k.Due))
	for _, note := range notes {
		text += "\n" + note
	}
	return dialog.Say(text), nil
}

func (c chat) stuckTask(ctx context.Context, t *dialog.Turn, w people.Actor, k Task) ([]bot.Message, error) {
	if k.Over() {
		return dialog.Say(fmt.Sprintf(textTaskOver, bot.Escape(k.Title))), nil
	}
	t.Await("taskstuck", k.ID)
	return dialog.Say(fmt.Sprintf(textStuck, bot.Escape(k.Title))), c.desk(t, w).Stuck(ctx, k)
}

// gotTrouble passes on what the difficulty is.
func (c chat) gotTrouble(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	k, m, err := mayTask(ctx, t, w, t.Dialog.Data)
	t.Done()
	if err != nil || m != nil {
		return m, err
	}
	return dialog.Say(textTroubleKept), c.desk(t, w).Explain(ctx, k, t.Text)
}

// askGive offers the people to whom a task can be given: those of its unit first.
func askGive(ctx context.Context, t *dialog.Turn, w people.Actor, k Task) ([]bot.Message, error) {
	if k.Over() || !w.Leads(k.Unit) {
		return nil, dialog.NotAllowed
	}
	all, err := people.List(ctx, t.Tx, people.UnitSet(k.Unit))
	if err != nil {
		return nil, err
	}
	if len(all) == 0 && w.Runs() {
		if all, err = people.List(ctx, t.Tx, people.AllSet); err != nil {
			return nil, err
		}
		all = w.OnlyPeople(all)
	}
	if len(all) == 0 {
		return dialog.Say(dialog.TextNoPeople), nil
	}
	m := bot.Message{Text: fmt.Sprintf(textGiveWhom, bot.Escape(k.Title))}
	for _, p := range all[:min(len(all), 20)] {
		label := vi.Shorten(p.Name+" – "+p.Unit, 60)
		m.Buttons = append(m.Buttons, []bot.Button{actHand.Button(label, handing{taskRef{k.ID}, p.ID})})
	}
	return []bot.Message{m}, nil
}

// giveTo gives a task to somebody.
func (c chat) giveTo(ctx context.Context, t *dialog.Turn, w people.Actor, k Task, v handing) ([]bot.Message, error) {
	p, err := c.desk(t, w).Hand(ctx, k, v.Person)
	if err != nil {
		return nil, err
	}
	return dialog.Say(fmt.Sprintf(textHanded, bot.Escape(k.Title), bot.Escape(p.Name))), nil
}

// voidTask takes a task back.
func (c chat) voidTask(ctx context.Context, t *dialog.Turn, w people.Actor, k Task) ([]bot.Message, error) {
	if k.Over() || !w.Leads(k.Unit) {
		return nil, dialog.NotAllowed
	}
	if m, err := c.Guard.Ask(ctx, t, k); err != nil || m != nil {
		return m, err
	}
	k, err := c.desk(t, w).Drop(ctx, k.ID)
	return dialog.Say(fmt.Sprintf(textVoided, bot.Escape(k.Title)), taskRows(k, "")...), err
}
