package tasks

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Give makes a task of the form and its day, as read by Read. A seed that was used before gives the task made then.
func (d *Desk) Give(ctx context.Context, f Form, day content.Day) (Task, error) {
	once := bot.Key{Kind: "task-desk", ID: d.by.Seed}
	var id string
	if found, err := d.tx.Get(ctx, once, &id); err != nil {
		return Task{}, err
	} else if found {
		k, _, err := Load(ctx, d.tx, id)
		return k, err
	}
	var k Task
	if _, err := d.fill(ctx, f, &k); err != nil {
		return k, err
	}
	due, err := d.due(day, nil)
	if err != nil {
		return k, err
	}
	k.Due, k.Asked = due.Due, due.Asked
	if read, _ := d.dates().Read(vi.Clean(f.When)); comesAgain(read.Repeat) {
		k.Every = &Every{Repeat: read.Repeat, First: day}
	}
	if k, err = d.give(ctx, k); err != nil {
		return k, err
	}
	d.tx.Put(once, k.ID, taskDraftTTL)
	return k, nil
}

// give stores a task whose form was read and checked, as given by the actor.
func (d *Desk) give(ctx context.Context, k Task) (Task, error) {
	if k.Due.IsZero() || !d.by.Leads(k.Unit) {
		return k, ErrNotYours
	}
	k.By, k.ByChat = d.by.Name(), d.by.Home()
	k, err := d.svc.New(ctx, d.tx, k)
	if err != nil {
		return k, err
	}
	return k, d.by.Audit(ctx, d.tx, people.VerbTaskGive, k.ID, "")
}

// TakeUp makes a task that the official at the desk does himself, for which nobody else has to lead anybody: what he
// found and is going to mend. The zero Task: who sits there is no official, or a seed was used before.
func (d *Desk) TakeUp(ctx context.Context, title string, day content.Day) (Task, error) {
	p, once := d.by.Person, bot.Key{Kind: "task-desk", ID: d.by.Seed}
	var id string
	if found, err := d.tx.Get(ctx, once, &id); err != nil || found || p.ID == "" {
		return Task{}, err
	}
	due, err := d.due(day, nil)
	if err != nil {
		return Task{}, err
	}
	k, err := d.svc.New(ctx, d.tx, Task{Title: vi.Shorten(vi.MaskPersonal(vi.Clean(title)), 150),
		Unit: p.Unit, Person: p.ID, Due: due.Due, Asked: due.Asked, By: d.by.Name(), ByChat: d.by.Home()})
	if err != nil {
		return k, err
	}
	d.tx.Put(once, k.ID, taskDraftTTL)
	return k, d.by.Audit(ctx, d.tx, people.VerbTaskGive, k.ID, "")
}

// Change makes a task what the form says; a zero day leaves its due day. Whoever has to know is told, once.
func (d *Desk) Change(ctx context.Context, id string, f Form, day content.Day) error {
	k, err := d.open(ctx, id)
	if err != nil {
		return err
	}
	if !d.by.Leads(k.Unit) {
		return ErrNotYours
	}
	old, form := k, Task{}
	p, err := d.fill(ctx, f, &form)
	if err != nil {
		return err
	}
	if form.Title != k.Title {
		k.Note(d.now, d.by.Name(), noteRenamed+" từ “"+k.Title+"”")
	}
	tell := form.Title != k.Title
	k.Title, k.Product = form.Title, form.Product
	if !slices.Equal(form.Leads, k.Leads) {
		k.Leads = form.Leads
		k.Note(d.now, d.by.Name(), "nhắc trước "+LeadWords(k.Leads)+" ngày làm việc")
	}
	if !day.IsZero() && day != k.Due && day != k.Asked {
		due, err := d.due(day, nil)
		if err != nil {
			return err
		}
		d.move(&k, due)
		tell = true
	}
	switch {
	case p.ID != "" && p.ID != k.Person:
		d.hand(&k, p)
		tell = true
	case p.ID == "" && (k.Person != "" || people.UnitID(form.Unit) != people.UnitID(k.Unit)):
		k.Person, k.Unit, k.Status, k.TellAt = "", form.Unit, Open, d.opening()
		k.seen()
		k.Note(d.now, d.by.Name(), "chuyển về "+form.Unit)
		tell = true
	}
	if err := d.changed(ctx, old, &k, tell); err != nil {
		return err
	}
	return d.by.Audit(ctx, d.tx, people.VerbTaskChange, k.ID, "")
}

// changed stores a task that somebody acted on; with tell, what waits to be sent about it becomes void and those who
// answer for it now are told.
func (d *Desk) changed(ctx context.Context, old Task, k *Task, tell bool) error {
	if err := d.svc.Changed(ctx, d.tx, old, k, tell); err != nil || !tell {
		return err
	}
	return d.svc.tellChanged(ctx, d.tx, d.by, d.by.Name(), old, *k)
}

// Hand gives an open task to somebody.
func (d *Desk) Hand(ctx context.Context, k Task, to string) (people.Person, error) {
	p, ok, err := people.Load(ctx, d.tx, to)
	if err != nil {
		return p, err
	}
	if !ok || k.Over() || !d.by.Leads(k.Unit) || !d.by.Leads(p.Unit) {
		return p, ErrNotYours
	}
	old := k
	d.hand(&k, p)
	if err := d.changed(ctx, old, &k, true); err != nil {
		return p, err
	}
	return p, d.by.Audit(ctx, d.tx, people.VerbTaskHand, k.ID, "")
}

// hand makes a task somebody's, who has not seen it yet.
func (d *Desk) hand(k *Task, p people.Person) {
	k.Person, k.Unit, k.Status, k.Reminded = p.ID, p.Unit, Open, d.today() // told at once
	k.TellAt = d.opening()
	k.seen()
	k.Note(d.now, d.by.Name(), "giao cho "+p.Name)
}

// opening is when officials are told of what is done now; zero for at once.
func (d *Desk) opening() time.Time { return d.svc.Calendar.WeekOf(d.know).Opening(d.now) }

// Move gives an open task another due day, moved off a day off; open are what the reading of the day depends on. notes
// say why the day is another than the one asked for, and that it is not certain yet.
func (d *Desk) Move(ctx context.Context, k *Task, day content.Day, open []string) (notes []string, err error) {
	if k.Over() || !d.by.Leads(k.Unit) {
		return nil, ErrNotYours
	}
	due, err := d.due(day, open)
	if err != nil {
		return nil, err
	}
	old := *k
	d.move(k, due)
	if err := d.changed(ctx, old, k, true); err != nil {
		return nil, err
	}
	return due.notes(d.know), d.by.Audit(ctx, d.tx, people.VerbTaskMove, k.ID, "")
}

// move gives a task another due day, which its doer has yet to see.
func (d *Desk) move(k *Task, due dueDay) {
	before := k.Due
	k.Due, k.Asked, k.Snooze, k.Reminded = due.Due, due.Asked, content.Day{}, content.Day{}
	k.seen()
	if k.Status == Acked {
		k.Status = Open
	}
	k.Note(d.now, d.by.Name(), "đổi hạn từ "+before.VN()+" sang "+k.Due.VN())
}

// Acknowledge notes that the doer saw an open task.
func (d *Desk) Acknowledge(ctx context.Context, k Task) error {
	old := k
	if k.Status == Open {
		k.Status = Acked
	}
	k.seen()
	k.Note(d.now, d.by.Name(), "đã nhận")
	return d.changed(ctx, old, &k, false)
}

// Finish closes a task as done, with a line on what came of it where there is one, and tells who gave it.
func (d *Desk) Finish(ctx context.Context, id, result string) error {
	k, err := d.open(ctx, id)
	if err != nil {
		return err
	}
	if err := d.svc.Guard.Refuse(ctx, d.tx, k); err != nil {
		return err
	}
	old := k
	k.Status, k.Closed, k.Trouble = Done, d.now, ""
	k.seen()
	k.Note(d.now, d.by.Name(), "đã xong")
	d.setResult(&k, vi.Clean(result))
	if err := d.svc.again(ctx, d.tx, &k); err != nil {
		return err
	}
	if err := d.tellGiver(ctx, k, fmt.Sprintf(textDoneTold, bot.Escape(d.by.Name()), bot.Escape(k.Title))); err != nil {
		return err
	}
	if err := d.svc.Changed(ctx, d.tx, old, &k, true); err != nil {
		return err
	}
	return d.by.Audit(ctx, d.tx, people.VerbTaskDone, k.ID, "")
}

// SetResult notes the line on what came of a task.
func (d *Desk) SetResult(ctx context.Context, k Task, line string) error {
	old := k
	d.setResult(&k, line)
	return d.changed(ctx, old, &k, false)
}

// setResult notes the line on what came of a task; an empty one changes nothing.
func (d *Desk) setResult(k *Task, line string) {
	if line == "" {
		return
	}
	k.Result = vi.Shorten(vi.MaskPersonal(line), 500)
	k.Note(d.now, d.by.Name(), "kết quả: "+k.Result)
}

// tellGiver tells who gave a task what became of it, unless that is who acts, or whose task it is: then it was told
// already.
func (d *Desk) tellGiver(ctx context.Context, k Task, text string) error {
	if k.ByChat.IsZero() || k.ByChat == d.by.Chat {
		return nil
	}
	giver, _, err := d.svc.People.ActorAt(ctx, d.tx, k.ByChat, "")
	if err != nil {
		return err
	}
	if k.Status != Done && giver.Recipient() == k.Person {
		return nil
	}
	d.tx.Send(bot.Outgoing{Key: "task-told:" + k.ID + ":" + d.by.Seed, To: k.ByChat, Priority: bot.PriorityReminder,
		NotBefore: d.opening(), Message: bot.Message{Text: text, Silent: true}})
	return nil
}

// Drop closes a task as not to be done.
func (d *Desk) Drop(ctx context.Context, id string) (Task, error) {
	k, err := d.open(ctx, id)
	if err != nil {
		return k, err
	}
	if !d.by.Leads(k.Unit) {
		return k, ErrNotYours
	}
	if err := d.svc.Guard.Refuse(ctx, d.tx, k); err != nil {
		return k, err
	}
	old := k
	k.Status, k.Closed = Void, d.now
	note := "bỏ việc"
	if k.Every != nil {
		note += ", thôi lặp lại"
	}
	k.Note(d.now, d.by.Name(), note)
	if err := d.changed(ctx, old, &k, true); err != nil {
		return k, err
	}
	if err := d.tellGiver(ctx, k,
		fmt.Sprintf(textDroppedTold, bot.Escape(d.by.Name()), bot.Escape(k.Title))); err != nil {
		return k, err
	}
	return k, d.by.Audit(ctx, d.tx, people.VerbTaskDrop, k.ID, "")
}

// Reopen makes a closed task an open one, which its doer has yet to see; what came of it before stands in its history.
func (d *Desk) Reopen(ctx context.Context, id string) (Task, error) {
	b, err := d.Task(ctx, id)
	k := b.Task
	switch {
	case err != nil:
		return k, err
	case !d.MayDo(k):
		return k, ErrNotYours
	case !k.Over():
		return k, dialog.Refuse(textTaskOpen)
	}
	old := k
	k.Status, k.Closed, k.Result, k.Trouble, k.Snooze = Open, time.Time{}, "", "", content.Day{}
	k.seen()
	k.Note(d.now, d.by.Name(), "mở lại")
	if err := d.changed(ctx, old, &k, true); err != nil {
		return k, err
	}
	text := fmt.Sprintf(textReopenedTold, bot.Escape(d.by.Name()), bot.Escape(k.Title),
		dialog.ShortDay(k.Due, d.today()))
	if err := d.tellGiver(ctx, k, text); err != nil {
		return k, err
	}
	return k, d.by.Audit(ctx, d.tx, people.VerbTaskOpen, k.ID, "")
}

// snoozeDay is the day on which a task is reminded of again, when a day after today is wished: a working day. The due
// day itself and what is overdue are never silenced: the reminder then comes sooner than wished, and note says so.
func (d *Desk) snoozeDay(k Task, day content.Day) (at content.Day, note string) {
	week, today := d.svc.Calendar.WeekOf(d.know), d.today()
	for !week.Works(day) {
		day = day.Add(1)
	}
	if k.Due.Before(today) {
		if next := week.NextDay(today); day.After(next) {
			return next, textSnoozeOverdue
		}
	} else if day.After(k.Due) {
		return k.Due, textSnoozeDue
	}
	return day, ""
}

// Snooze puts the next reminder on a day; see snoozeDay.
func (d *Desk) Snooze(ctx context.Context, k Task, day content.Day) (at content.Day, note string, err error) {
	day, note = d.snoozeDay(k, day)
	old := k
	k.Snooze = day
	if k.Status == Open {
		k.Status = Acked
	}
	k.seen()
	k.Note(d.now, d.by.Name(), "hẹn nhắc lại "+day.VN())
	return day, note, d.changed(ctx, old, &k, false)
}

// Stuck notes that the doer is in difficulty and tells the head at once.
func (d *Desk) Stuck(ctx context.Context, k Task) error {
	old := k
	k.Status = Stuck
	k.seen()
	k.ToldHead = d.today()
	k.Note(d.now, d.by.Name(), "gặp khó khăn")
	text := fmt.Sprintf(textStuckTold, bot.Escape(d.by.Name()), bot.Escape(k.Title), dialog.ShortDay(k.Due, d.today()))
	if err := d.svc.tellHead(ctx, d.tx, d.by, k, text); err != nil {
		return err
	}
	return d.changed(ctx, old, &k, false)
}

// Explain passes on what the difficulty is.
func (d *Desk) Explain(ctx context.Context, k Task, trouble string) error {
	old := k
	k.Trouble = vi.Shorten(vi.MaskPersonal(trouble), 500)
	k.Note(d.now, d.by.Name(), "khó khăn: "+k.Trouble)
	text := fmt.Sprintf(textTroubleTold, bot.Escape(d.by.Name()), bot.Escape(k.Title), bot.Escape(k.Trouble))
	if err := d.svc.tellHead(ctx, d.tx, d.by, k, text); err != nil {
		return err
	}
	return d.changed(ctx, old, &k, false)
}
