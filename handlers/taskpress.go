package handlers

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
)

// onTask is a step on one task by somebody who may take it.
type onTask func(ctx context.Context, t *turn, w who, k Task, arg string) ([]bot.Message, error)

// taskSteps lists what the buttons of a task do: "task:<verb>:<id>[:<arg>]".
func (b *Bot) taskSteps() map[string]onTask {
	return map[string]onTask{
		"show":   b.showTask,
		"ack":    b.ackTask,
		"done":   b.doneTask,
		"open":   b.reopenTask,
		"result": b.askResult,
		"again":  b.askAgain,
		"snooze": b.snoozeTask,
		"stuck":  b.stuckTask,
		"give":   b.askGive,
		"to":     b.giveTo,
		"void":   b.voidTask,
	}
}

// pressedTask takes a button of a task.
func (b *Bot) pressedTask(ctx context.Context, t *turn, w who) ([]bot.Message, error) {
	part := append(strings.SplitN(t.u.Action, ":", 4), "", "", "")
	do, ok := b.taskSteps()[part[1]]
	if !ok {
		return say(textOldButton), nil
	}
	k, m, err := b.mayTask(ctx, t, w, part[2])
	if err != nil || m != nil {
		return m, err
	}
	if err := b.digestSeen(ctx, t.tx, w.recipient(t.u.Chat)); err != nil {
		return nil, err
	}
	return do(ctx, t, w, k, part[3])
}

// mayTask loads a task that the official may act on: his own, his unit's as its head, any as admin.
func (b *Bot) mayTask(ctx context.Context, t *turn, w who, id string) (Task, []bot.Message, error) {
	if len(id) > 40 {
		return Task{}, say(textOldButton), nil
	}
	k, ok, err := loadTask(ctx, t.tx, id)
	if err != nil {
		return k, nil, err
	}
	if !ok {
		return k, say(textNoSuchTask), nil
	}
	if w.person.ID != "" && k.Person == w.person.ID || w.leads(k.Unit) {
		return k, nil, nil
	}
	return k, say(textNotYourTask), nil
}

func (b *Bot) showTask(ctx context.Context, t *turn, w who, k Task, _ string) ([]bot.Message, error) {
	m := b.taskCard(k, b.weekOf(t.know), t.day(), "")
	m.Text += "\nNgười làm: " + bot.Escape(b.personName(ctx, t.tx, k.Person)) + " (" + bot.Escape(k.Unit) + ")."
	if k.Over() {
		m.Text += fmt.Sprintf("\nĐã đóng lúc %s.", k.Closed.In(content.Zone).Format("15:04 02/01/2006"))
	}
	if k.Result != "" {
		m.Text += "\nKết quả: " + bot.Escape(k.Result)
	}
	if w.leads(k.Unit) && !k.Over() {
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

func (b *Bot) ackTask(ctx context.Context, t *turn, w who, k Task, _ string) ([]bot.Message, error) {
	if k.Over() {
		return say(fmt.Sprintf(textTaskOver, bot.Escape(k.Title))), nil
	}
	old := k
	if k.Status == TaskOpen {
		k.Status = TaskAcked
	}
	k.seen()
	k.note(t.now, w.name(), "đã nhận")
	return say(fmt.Sprintf(textAcked, bot.Escape(k.Title), shortDay(k.Due, t.day()))), b.changed(ctx, t.tx, old, &k, false)
}

func (b *Bot) doneTask(ctx context.Context, t *turn, w who, k Task, _ string) ([]bot.Message, error) {
	if k.Over() {
		return say(fmt.Sprintf(textTaskOver, bot.Escape(k.Title)), taskRows(k, "")...), nil
	}
	if m, err := b.answerFirst(ctx, t, k); err != nil || m != nil {
		return m, err
	}
	return say(fmt.Sprintf(textDone, bot.Escape(k.Title)), []bot.Button{{Label: "Ghi kết quả", Action: "task:result:" + k.ID}, {Label: "Bấm nhầm, mở lại", Action: "task:open:" + k.ID}}),
		b.finish(ctx, t, w, k, "")
}

// finish closes a task as done, with a line on what came of it where there is one, and tells who gave it.
func (b *Bot) finish(ctx context.Context, t *turn, w who, k Task, result string) error {
	old := k
	k.Status, k.Closed, k.Trouble = TaskDone, t.now, ""
	k.seen()
	k.note(t.now, w.name(), "đã xong")
	k.setResult(t, w, result)
	b.tellGiver(t, k, fmt.Sprintf(textDoneTold, bot.Escape(w.name()), bot.Escape(k.Title)))
	return b.changed(ctx, t.tx, old, &k, true)
}

// setResult notes the line on what came of a task; an empty one changes nothing.
func (k *Task) setResult(t *turn, w who, line string) {
	if line == "" {
		return
	}
	k.Result = vi.Shorten(vi.MaskPersonal(line), 500)
	k.note(t.now, w.name(), "kết quả: "+k.Result)
}

// tellGiver tells who gave a task what became of it, unless that is who acts.
func (b *Bot) tellGiver(t *turn, k Task, text string) {
	if !k.ByChat.IsZero() && k.ByChat != t.u.Chat {
		t.tx.Send(bot.Outgoing{Key: "task-told:" + k.ID + ":" + t.u.ID, To: k.ByChat, Priority: bot.PriorityReminder,
			NotBefore: b.weekOf(t.know).opening(t.now), Message: bot.Message{Text: text, Silent: true}})
	}
}

func (b *Bot) reopenTask(ctx context.Context, t *turn, w who, k Task, _ string) ([]bot.Message, error) {
	if !k.Over() {
		return b.showTask(ctx, t, w, k, "")
	}
	k, err := b.openAgain(ctx, t, w, k)
	if err != nil {
		return nil, err
	}
	return []bot.Message{b.taskCard(k, b.weekOf(t.know), t.day(), textReopened)}, nil
}

// openAgain makes a closed task an open one.
func (b *Bot) openAgain(ctx context.Context, t *turn, w who, k Task) (Task, error) {
	old := k
	k.Status, k.Closed = TaskAcked, time.Time{} // seen by whoever opens it again
	k.note(t.now, w.name(), "mở lại")
	if err := b.changed(ctx, t.tx, old, &k, true); err != nil {
		return k, err
	}
	return k, b.tellDigests(ctx, t.tx, k)
}

// tellDigests makes sure that the digests of those who answer for a task come.
func (b *Bot) tellDigests(ctx context.Context, tx bot.Tx, k Task) error {
	w, err := b.week(ctx, tx)
	if err != nil {
		return err
	}
	ids, err := b.responsible(ctx, tx, k)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := b.planDigest(ctx, tx, w, id, k.Due); err != nil {
			return err
		}
	}
	return nil
}

func (b *Bot) askResult(_ context.Context, t *turn, _ who, k Task, _ string) ([]bot.Message, error) {
	t.await("taskresult", k.ID)
	return say(textAskResult), nil
}

// gotResult takes the line on what came of a task.
func (b *Bot) gotResult(ctx context.Context, t *turn, w who) ([]bot.Message, error) {
	k, m, err := b.mayTask(ctx, t, w, t.dlg.Data)
	t.done()
	if err != nil || m != nil {
		return m, err
	}
	old := k
	k.setResult(t, w, t.text)
	return say(textResultKept), b.changed(ctx, t.tx, old, &k, false)
}

// askAgain offers when to be reminded again.
func (b *Bot) askAgain(_ context.Context, t *turn, _ who, k Task, _ string) ([]bot.Message, error) {
	if k.Over() {
		return say(fmt.Sprintf(textTaskOver, bot.Escape(k.Title))), nil
	}
	next := b.weekOf(t.know).nextDay(t.day())
	return say(fmt.Sprintf(textAskAgain, bot.Escape(k.Title)),
		[]bot.Button{{Label: upperFirst(shortDay(next, t.day())), Action: "task:snooze:" + k.ID + ":" + next.String()}},
		[]bot.Button{{Label: "Chọn ngày khác", Action: "task:snooze:" + k.ID + ":ask"}}), nil
}

// snoozeTask sets the day of the next reminder; "ask" and "due" ask for a day, of the reminder or of the task.
func (b *Bot) snoozeTask(ctx context.Context, t *turn, w who, k Task, arg string) ([]bot.Message, error) {
	switch arg {
	case "ask":
		t.await("tasksnooze", k.ID)
		return say(textAskSnooze), nil
	case "due":
		if !w.leads(k.Unit) {
			return say(textNotAllowed), nil
		}
		t.await("taskdue", k.ID)
		return say(fmt.Sprintf(textAskDue, bot.Escape(k.Title), vidate.Format(k.Due))), nil
	}
	day, err := content.ParseDay(arg)
	if err != nil {
		return say(textOldButton), nil
	}
	return b.snoozeTo(ctx, t, w, k, day)
}

func (b *Bot) gotSnooze(ctx context.Context, t *turn, w who) ([]bot.Message, error) {
	k, m, err := b.mayTask(ctx, t, w, t.dlg.Data)
	if err != nil || m != nil {
		return m, err
	}
	result, outcome := t.dates(false).Read(t.text)
	switch outcome {
	case vidate.None:
		return say(fmt.Sprintf(textNoDay, bot.Escape(vi.Shorten(t.text, 40)))), nil
	case vidate.Impossible:
		return say(bot.Escape(result.NoSuchDay())), nil
	case vidate.Ambiguous:
		t.done()
		m := bot.Message{Text: fmt.Sprintf(textWhichDay, bot.Escape(vi.Shorten(t.text, 40)))}
		for _, c := range result.Candidates[:min(5, len(result.Candidates))] {
			m.Buttons = append(m.Buttons, []bot.Button{{Label: upperFirst(vidate.Format(c.Day)), Action: "task:snooze:" + k.ID + ":" + c.Day.String()}})
		}
		return []bot.Message{m}, nil
	}
	return b.snoozeTo(ctx, t, w, k, result.Day)
}

// snoozeTo puts the next reminder on a working day after today. The due day itself and what is overdue are never silenced.
func (b *Bot) snoozeTo(ctx context.Context, t *turn, w who, k Task, day content.Day) ([]bot.Message, error) {
	week := b.weekOf(t.know)
	if k.Over() {
		return say(fmt.Sprintf(textTaskOver, bot.Escape(k.Title))), nil
	}
	if !day.After(t.day()) {
		return say(textSnoozePast), nil
	}
	t.done()
	for !week.works(day) {
		day = day.Add(1)
	}
	note := ""
	if k.Due.Before(t.day()) {
		if next := week.nextDay(t.day()); day.After(next) {
			day, note = next, "\n"+textSnoozeOverdue
		}
	} else if day.After(k.Due) {
		day, note = k.Due, "\n"+textSnoozeDue
	}
	old := k
	k.Snooze = day
	if k.Status == TaskOpen {
		k.Status = TaskAcked
	}
	k.seen()
	k.note(t.now, w.name(), "hẹn nhắc lại "+day.VN())
	return say(fmt.Sprintf(textSnoozed, bot.Escape(k.Title), vidate.Format(day)) + note), b.changed(ctx, t.tx, old, &k, false)
}

// gotDue moves the due day of a task.
func (b *Bot) gotDue(ctx context.Context, t *turn, w who) ([]bot.Message, error) {
	k, m, err := b.mayTask(ctx, t, w, t.dlg.Data)
	if err != nil || m != nil {
		return m, err
	}
	result, outcome := t.dates(false).Read(t.text)
	if outcome == vidate.Impossible {
		return say(bot.Escape(result.NoSuchDay())), nil
	}
	if outcome != vidate.Found || !w.leads(k.Unit) || result.Day.Before(t.day()) {
		return say(fmt.Sprintf(textNoDay, bot.Escape(vi.Shorten(t.text, 40)))), nil
	}
	t.done()
	d := taskDraft{}
	b.takeDay(t, &d, result.Day, result.Undecided)
	old := k
	k.move(t, w, d)
	if err := b.changed(ctx, t.tx, old, &k, true); err != nil {
		return nil, err
	}
	text := fmt.Sprintf(textDueMoved, bot.Escape(k.Title), vidate.Format(k.Due))
	for _, note := range []string{b.shiftNote(t.know, k.Asked, k.Due), provisional(d.Open)} {
		if note != "" {
			text += "\n" + note
		}
	}
	return say(text), b.tellGiven(ctx, t.tx, k)
}

// move gives a task another due day, which its doer has yet to see.
func (k *Task) move(t *turn, w who, d taskDraft) {
	before := k.Due
	k.Due, k.Asked, k.Snooze, k.Reminded = d.Due, d.Asked, content.Day{}, content.Day{}
	k.seen()
	if k.Status == TaskAcked {
		k.Status = TaskOpen
	}
	k.note(t.now, w.name(), "đổi hạn từ "+before.VN()+" sang "+k.Due.VN())
}

func (b *Bot) stuckTask(ctx context.Context, t *turn, w who, k Task, _ string) ([]bot.Message, error) {
	if k.Over() {
		return say(fmt.Sprintf(textTaskOver, bot.Escape(k.Title))), nil
	}
	old := k
	k.Status = TaskStuck
	k.seen()
	k.ToldHead = t.day()
	k.note(t.now, w.name(), "gặp khó khăn")
	if err := b.tellHead(ctx, t, w, k, fmt.Sprintf(textStuckTold, bot.Escape(w.name()), bot.Escape(k.Title), shortDay(k.Due, t.day()))); err != nil {
		return nil, err
	}
	t.await("taskstuck", k.ID)
	return say(fmt.Sprintf(textStuck, bot.Escape(k.Title))), b.changed(ctx, t.tx, old, &k, false)
}

// gotTrouble passes on what the difficulty is.
func (b *Bot) gotTrouble(ctx context.Context, t *turn, w who) ([]bot.Message, error) {
	k, m, err := b.mayTask(ctx, t, w, t.dlg.Data)
	t.done()
	if err != nil || m != nil {
		return m, err
	}
	old := k
	k.Trouble = vi.Shorten(vi.MaskPersonal(t.text), 500)
	k.note(t.now, w.name(), "khó khăn: "+k.Trouble)
	if err := b.tellHead(ctx, t, w, k, fmt.Sprintf(textTroubleTold, bot.Escape(w.name()), bot.Escape(k.Title), bot.Escape(k.Trouble))); err != nil {
		return nil, err
	}
	return say(textTroubleKept), b.changed(ctx, t.tx, old, &k, false)
}

// tellHead writes to the heads of the task's unit, or to the admins where it has none or he himself acts.
func (b *Bot) tellHead(ctx context.Context, t *turn, w who, k Task, text string) error {
	heads, err := b.headsOf(ctx, t.tx, k.Unit)
	if err != nil {
		return err
	}
	var ids []string
	for _, p := range heads {
		if p.ID != w.person.ID {
			ids = append(ids, p.ID)
		}
	}
	if len(ids) == 0 {
		if ids, err = b.overseers(ctx, t.tx); err != nil {
			return err
		}
	}
	for _, id := range ids {
		chat, _, err := b.chatFor(ctx, t.tx, id, t.now)
		if err != nil {
			return err
		}
		if chat.IsZero() || chat == t.u.Chat {
			continue
		}
		t.tx.Send(bot.Outgoing{Key: "task-head:" + k.ID + ":" + t.u.ID + ":" + chat.String(), To: chat, Priority: bot.PriorityReminder,
			NotBefore: b.weekOf(t.know).opening(t.now),
			Message:   bot.Message{Text: text, Buttons: [][]bot.Button{{{Label: "Xem việc", Action: "task:show:" + k.ID}}}}})
	}
	return nil
}
