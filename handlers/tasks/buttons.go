package tasks

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// onTask is a step on one task by somebody who may take it.
type onTask func(ctx context.Context, t *dialog.Turn, w people.Actor, k Task, arg string) ([]bot.Message, error)

// taskSteps lists what the buttons of a task do: "task:<verb>:<id>[:<arg>]".
func (svc *Service) taskSteps() map[string]onTask {
	return map[string]onTask{
		"show":   svc.showTask,
		"ack":    svc.ackTask,
		"done":   svc.doneTask,
		"open":   svc.reopenTask,
		"result": askResult,
		"again":  svc.askAgain,
		"snooze": svc.snoozeTask,
		"stuck":  svc.stuckTask,
		"give":   askGive,
		"to":     svc.giveTo,
		"void":   svc.voidTask,
	}
}

// pressedTask takes a button of a task.
func (svc *Service) pressedTask(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	part := append(strings.SplitN(t.Update.Action, ":", 4), "", "", "")
	do, ok := svc.taskSteps()[part[1]]
	if !ok {
		return dialog.Say(dialog.TextOldButton), nil
	}
	k, m, err := mayTask(ctx, t, w, part[2])
	if err != nil || m != nil {
		return m, err
	}
	if err := digestSeen(ctx, t.Tx, w.Recipient(t.Update.Chat)); err != nil {
		return nil, err
	}
	return do(ctx, t, w, k, part[3])
}

// mayTask loads a task that the official may act on: his own, his unit's as its head, any as admin.
func mayTask(ctx context.Context, t *dialog.Turn, w people.Actor, id string) (Task, []bot.Message, error) {
	if len(id) > 40 {
		return Task{}, dialog.Say(dialog.TextOldButton), nil
	}
	k, ok, err := Load(ctx, t.Tx, id)
	if err != nil {
		return k, nil, err
	}
	if !ok {
		return k, dialog.Say(textNoSuchTask), nil
	}
	if w.Person.ID != "" && k.Person == w.Person.ID || w.Leads(k.Unit) {
		return k, nil, nil
	}
	return k, dialog.Say(textNotYourTask), nil
}

func (svc *Service) showTask(ctx context.Context, t *dialog.Turn, w people.Actor, k Task, _ string) ([]bot.Message, error) {
	m := taskCard(k, svc.Calendar.WeekOf(t.Know), t.Day(), "")
	m.Text += "\nNgười làm: " + bot.Escape(people.NameOf(ctx, t.Tx, k.Person)) + " (" + bot.Escape(k.Unit) + ")."
	if k.Over() {
		m.Text += fmt.Sprintf("\nĐã đóng lúc %s.", k.Closed.In(content.Zone).Format("15:04 02/01/2006"))
	}
	if k.Result != "" {
		m.Text += "\nKết quả: " + bot.Escape(k.Result)
	}
	if w.Leads(k.Unit) && !k.Over() {
		if k.Person != "" {
			m.Buttons = append(m.Buttons, []bot.Button{{Label: "Giao người khác", Action: "task:give:" + k.ID}})
		}
		m.Buttons = append(m.Buttons, []bot.Button{{Label: "Đổi hạn", Action: "task:snooze:" + k.ID + ":due"}, {Label: "Bỏ việc này", Action: "task:void:" + k.ID}})
	}
	m.Text += lastEvents(k)
	return []bot.Message{m}, nil
}

// lastEvents lists what happened to a task last.
func lastEvents(k Task) string {
	var s strings.Builder
	from := max(0, len(k.Events)-4)
	for _, e := range k.Events[from:] {
		fmt.Fprintf(&s, "\n· %s %s: %s", e.At.In(content.Zone).Format("02/01 15:04"), bot.Escape(e.Who), bot.Escape(e.What))
	}
	return s.String()
}

func (svc *Service) ackTask(ctx context.Context, t *dialog.Turn, w people.Actor, k Task, _ string) ([]bot.Message, error) {
	if k.Over() {
		return dialog.Say(fmt.Sprintf(textTaskOver, bot.Escape(k.Title))), nil
	}
	old := k
	if k.Status == Open {
		k.Status = Acked
	}
	k.seen()
	k.Note(t.Now, w.Name(), "đã nhận")
	return dialog.Say(fmt.Sprintf(textAcked, bot.Escape(k.Title), dialog.ShortDay(k.Due, t.Day()))), svc.Changed(ctx, t.Tx, old, &k, false)
}

func (svc *Service) doneTask(ctx context.Context, t *dialog.Turn, w people.Actor, k Task, _ string) ([]bot.Message, error) {
	if k.Over() {
		return dialog.Say(fmt.Sprintf(textTaskOver, bot.Escape(k.Title)), taskRows(k, "")...), nil
	}
	if m, err := svc.Guard.Ask(ctx, t, k); err != nil || m != nil {
		return m, err
	}
	return dialog.Say(fmt.Sprintf(textDone, bot.Escape(k.Title)), []bot.Button{{Label: "Ghi kết quả", Action: "task:result:" + k.ID}, {Label: "Bấm nhầm, mở lại", Action: "task:open:" + k.ID}}),
		svc.finish(ctx, t, w, k, "")
}

// finish closes a task as done, with a line on what came of it where there is one, and tells who gave it.
func (svc *Service) finish(ctx context.Context, t *dialog.Turn, w people.Actor, k Task, result string) error {
	old := k
	k.Status, k.Closed, k.Trouble = Done, t.Now, ""
	k.seen()
	k.Note(t.Now, w.Name(), "đã xong")
	k.setResult(t, w, result)
	svc.tellGiver(t, k, fmt.Sprintf(textDoneTold, bot.Escape(w.Name()), bot.Escape(k.Title)))
	return svc.Changed(ctx, t.Tx, old, &k, true)
}

// setResult notes the line on what came of a task; an empty one changes nothing.
func (k *Task) setResult(t *dialog.Turn, w people.Actor, line string) {
	if line == "" {
		return
	}
	k.Result = vi.Shorten(vi.MaskPersonal(line), 500)
	k.Note(t.Now, w.Name(), "kết quả: "+k.Result)
}

// tellGiver tells who gave a task what became of it, unless that is who acts.
func (svc *Service) tellGiver(t *dialog.Turn, k Task, text string) {
	if !k.ByChat.IsZero() && k.ByChat != t.Update.Chat {
		t.Tx.Send(bot.Outgoing{Key: "task-told:" + k.ID + ":" + t.Update.ID, To: k.ByChat, Priority: bot.PriorityReminder,
			NotBefore: svc.Calendar.WeekOf(t.Know).Opening(t.Now), Message: bot.Message{Text: text, Silent: true}})
	}
}

func (svc *Service) reopenTask(ctx context.Context, t *dialog.Turn, w people.Actor, k Task, _ string) ([]bot.Message, error) {
	if !k.Over() {
		return svc.showTask(ctx, t, w, k, "")
	}
	k, err := svc.openAgain(ctx, t, w, k)
	if err != nil {
		return nil, err
	}
	return []bot.Message{taskCard(k, svc.Calendar.WeekOf(t.Know), t.Day(), textReopened)}, nil
}

// openAgain makes a closed task an open one.
func (svc *Service) openAgain(ctx context.Context, t *dialog.Turn, w people.Actor, k Task) (Task, error) {
	old := k
	k.Status, k.Closed = Acked, time.Time{} // seen by whoever opens it again
	k.Note(t.Now, w.Name(), "mở lại")
	if err := svc.Changed(ctx, t.Tx, old, &k, true); err != nil {
		return k, err
	}
	return k, svc.tellDigests(ctx, t.Tx, k)
}

// tellDigests makes sure that the digests of those who answer for a task come.
func (svc *Service) tellDigests(ctx context.Context, tx bot.Tx, k Task) error {
	w, err := svc.Calendar.Now(ctx, tx)
	if err != nil {
		return err
	}
	ids, err := svc.Responsible(ctx, tx, k)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := PlanDigest(ctx, tx, w, id, k.Due); err != nil {
			return err
		}
	}
	return nil
}

func askResult(_ context.Context, t *dialog.Turn, _ people.Actor, k Task, _ string) ([]bot.Message, error) {
	t.Await("taskresult", k.ID)
	return dialog.Say(textAskResult), nil
}

// gotResult takes the line on what came of a task.
func (svc *Service) gotResult(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	k, m, err := mayTask(ctx, t, w, t.Dialog.Data)
	t.Done()
	if err != nil || m != nil {
		return m, err
	}
	old := k
	k.setResult(t, w, t.Text)
	return dialog.Say(textResultKept), svc.Changed(ctx, t.Tx, old, &k, false)
}

// askAgain offers when to be reminded again.
func (svc *Service) askAgain(_ context.Context, t *dialog.Turn, _ people.Actor, k Task, _ string) ([]bot.Message, error) {
	if k.Over() {
		return dialog.Say(fmt.Sprintf(textTaskOver, bot.Escape(k.Title))), nil
	}
	next := svc.Calendar.WeekOf(t.Know).NextDay(t.Day())
	return dialog.Say(fmt.Sprintf(textAskAgain, bot.Escape(k.Title)),
		[]bot.Button{{Label: dialog.UpperFirst(dialog.ShortDay(next, t.Day())), Action: "task:snooze:" + k.ID + ":" + next.String()}},
		[]bot.Button{{Label: "Chọn ngày khác", Action: "task:snooze:" + k.ID + ":ask"}}), nil
}

// snoozeTask sets the day of the next reminder; "ask" and "due" ask for a day, of the reminder or of the task.
func (svc *Service) snoozeTask(ctx context.Context, t *dialog.Turn, w people.Actor, k Task, arg string) ([]bot.Message, error) {
	switch arg {
	case "ask":
		t.Await("tasksnooze", k.ID)
		return dialog.Say(textAskSnooze), nil
	case "due":
		if !w.Leads(k.Unit) {
			return dialog.Say(dialog.TextNotAllowed), nil
		}
		t.Await("taskdue", k.ID)
		return dialog.Say(fmt.Sprintf(textAskDue, bot.Escape(k.Title), vidate.Format(k.Due))), nil
	}
	day, err := content.ParseDay(arg)
	if err != nil {
		return dialog.Say(dialog.TextOldButton), nil
	}
	return svc.snoozeTo(ctx, t, w, k, day)
}

func (svc *Service) gotSnooze(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	k, m, err := mayTask(ctx, t, w, t.Dialog.Data)
	if err != nil || m != nil {
		return m, err
	}
	result, outcome := t.Dates(false).Read(t.Text)
	switch outcome {
	case vidate.None:
		return dialog.Say(fmt.Sprintf(dialog.TextNoDay, bot.Escape(vi.Shorten(t.Text, 40)))), nil
	case vidate.Ambiguous:
		t.Done()
		m := bot.Message{Text: fmt.Sprintf(textWhichDay, bot.Escape(vi.Shorten(t.Text, 40)))}
		for _, c := range result.Candidates[:min(5, len(result.Candidates))] {
			m.Buttons = append(m.Buttons, []bot.Button{{Label: dialog.UpperFirst(vidate.Format(c.Day)), Action: "task:snooze:" + k.ID + ":" + c.Day.String()}})
		}
		return []bot.Message{m}, nil
	}
	return svc.snoozeTo(ctx, t, w, k, result.Day)
}

// snoozeTo puts the next reminder on a working day after today. The due day itself and what is overdue are never silenced.
func (svc *Service) snoozeTo(ctx context.Context, t *dialog.Turn, w people.Actor, k Task, day content.Day) ([]bot.Message, error) {
	week := svc.Calendar.WeekOf(t.Know)
	if k.Over() {
		return dialog.Say(fmt.Sprintf(textTaskOver, bot.Escape(k.Title))), nil
	}
	if !day.After(t.Day()) {
		return dialog.Say(textSnoozePast), nil
	}
	t.Done()
	for !week.Works(day) {
		day = day.Add(1)
	}
	note := ""
	if k.Due.Before(t.Day()) {
		if next := week.NextDay(t.Day()); day.After(next) {
			day, note = next, "\n"+textSnoozeOverdue
		}
	} else if day.After(k.Due) {
		day, note = k.Due, "\n"+textSnoozeDue
	}
	old := k
	k.Snooze = day
	if k.Status == Open {
		k.Status = Acked
	}
	k.seen()
	k.Note(t.Now, w.Name(), "hẹn nhắc lại "+day.VN())
	return dialog.Say(fmt.Sprintf(textSnoozed, bot.Escape(k.Title), vidate.Format(day)) + note), svc.Changed(ctx, t.Tx, old, &k, false)
}

// gotDue moves the due day of a task.
func (svc *Service) gotDue(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	k, m, err := mayTask(ctx, t, w, t.Dialog.Data)
	if err != nil || m != nil {
		return m, err
	}
	result, outcome := t.Dates(false).Read(t.Text)
	if outcome != vidate.Found || !w.Leads(k.Unit) || result.Day.Before(t.Day()) {
		return dialog.Say(fmt.Sprintf(dialog.TextNoDay, bot.Escape(vi.Shorten(t.Text, 40)))), nil
	}
	t.Done()
	d := taskDraft{}
	svc.takeDay(t, &d, result.Day, result.Undecided)
	old := k
	k.move(t, w, d)
	if err := svc.Changed(ctx, t.Tx, old, &k, true); err != nil {
		return nil, err
	}
	text := fmt.Sprintf(textDueMoved, bot.Escape(k.Title), vidate.Format(k.Due))
	for _, note := range []string{shiftNote(t.Know, k.Asked, k.Due), dialog.Provisional(d.Open)} {
		if note != "" {
			text += "\n" + note
		}
	}
	return dialog.Say(text), svc.tellGiven(ctx, t.Tx, k)
}

// move gives a task another due day, which its doer has yet to see.
func (k *Task) move(t *dialog.Turn, w people.Actor, d taskDraft) {
	before := k.Due
	k.Due, k.Asked, k.Snooze, k.Reminded = d.Due, d.Asked, content.Day{}, content.Day{}
	k.seen()
	if k.Status == Acked {
		k.Status = Open
	}
	k.Note(t.Now, w.Name(), "đổi hạn từ "+before.VN()+" sang "+k.Due.VN())
}

func (svc *Service) stuckTask(ctx context.Context, t *dialog.Turn, w people.Actor, k Task, _ string) ([]bot.Message, error) {
	if k.Over() {
		return dialog.Say(fmt.Sprintf(textTaskOver, bot.Escape(k.Title))), nil
	}
	old := k
	k.Status = Stuck
	k.seen()
	k.ToldHead = t.Day()
	k.Note(t.Now, w.Name(), "gặp khó khăn")
	if err := svc.tellHead(ctx, t, w, k, fmt.Sprintf(textStuckTold, bot.Escape(w.Name()), bot.Escape(k.Title), dialog.ShortDay(k.Due, t.Day()))); err != nil {
		return nil, err
	}
	t.Await("taskstuck", k.ID)
	return dialog.Say(fmt.Sprintf(textStuck, bot.Escape(k.Title))), svc.Changed(ctx, t.Tx, old, &k, false)
}

// gotTrouble passes on what the difficulty is.
func (svc *Service) gotTrouble(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	k, m, err := mayTask(ctx, t, w, t.Dialog.Data)
	t.Done()
	if err != nil || m != nil {
		return m, err
	}
	old := k
	k.Trouble = vi.Shorten(vi.MaskPersonal(t.Text), 500)
	k.Note(t.Now, w.Name(), "khó khăn: "+k.Trouble)
	if err := svc.tellHead(ctx, t, w, k, fmt.Sprintf(textTroubleTold, bot.Escape(w.Name()), bot.Escape(k.Title), bot.Escape(k.Trouble))); err != nil {
		return nil, err
	}
	return dialog.Say(textTroubleKept), svc.Changed(ctx, t.Tx, old, &k, false)
}

// tellHead writes to the heads of the task's unit, or to the admins where it has none or he himself acts.
func (svc *Service) tellHead(ctx context.Context, t *dialog.Turn, w people.Actor, k Task, text string) error {
	heads, err := svc.People.HeadsOf(ctx, t.Tx, k.Unit)
	if err != nil {
		return err
	}
	var ids []string
	for _, p := range heads {
		if p.ID != w.Person.ID {
			ids = append(ids, p.ID)
		}
	}
	if len(ids) == 0 {
		if ids, err = svc.People.Overseers(ctx, t.Tx); err != nil {
			return err
		}
	}
	for _, id := range ids {
		chat, _, err := svc.People.ChatFor(ctx, t.Tx, id, t.Now)
		if err != nil {
			return err
		}
		if chat.IsZero() || chat == t.Update.Chat {
			continue
		}
		t.Tx.Send(bot.Outgoing{Key: "task-head:" + k.ID + ":" + t.Update.ID + ":" + chat.String(), To: chat, Priority: bot.PriorityReminder,
			NotBefore: svc.Calendar.WeekOf(t.Know).Opening(t.Now),
			Message:   bot.Message{Text: text, Buttons: [][]bot.Button{{{Label: "Xem việc", Action: "task:show:" + k.ID}}}}})
	}
	return nil
}
