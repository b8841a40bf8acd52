package handlers

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// Task is a piece of work with a due day. It is kept for good once given: the yearly report needs what happened to it.
type Task struct {
	ID       string      `json:"id"`               // as people quote it: "V-7KQ2MX"
	Title    string      `json:"title"`            // personal numbers masked
	Unit     string      `json:"unit"`             // as written by the admin or the plan
	Person   string      `json:"person,omitempty"` // who does it; empty: the head of the unit has yet to give it to someone
	Product  string      `json:"product,omitempty"`
	Due      content.Day `json:"due"`
	Asked    content.Day `json:"asked,omitzero"`   // the day as written, when it was a day off and Due is not it
	Source   string      `json:"source,omitempty"` // where it comes from: "plan 2024 t1", empty when given by a person
	By       string      `json:"by"`               // who gave it, for people
	ByChat   bot.ChatID  `json:"by_chat,omitzero"`
	Leads    []int       `json:"leads"` // reminded that many working days before
	Status   TaskStatus  `json:"status"`
	Silent   int         `json:"silent,omitempty"`   // reminders since somebody last reacted
	Reminded content.Day `json:"reminded,omitzero"`  // day of the last reminder
	Snooze   content.Day `json:"snooze,omitzero"`    // not reminded before, reminded then
	ToldHead content.Day `json:"told_head,omitzero"` // the head of the unit was told that it is late, silent or stuck
	Result   string      `json:"result,omitempty"`
	Trouble  string      `json:"trouble,omitempty"`
	Created  time.Time   `json:"created"`
	Closed   time.Time   `json:"closed,omitzero"`
	Events   []TaskEvent `json:"events"`
	Live     int         `json:"live"`         // counts what makes waiting reminders void: done, moved, given to another
	In       []string    `json:"in,omitempty"` // whose digests of InDay name it
	InDay    content.Day `json:"in_day,omitzero"`
}

// TaskStatus says how far a task is.
type TaskStatus string

// The states of a task.
const (
	TaskOpen  TaskStatus = "open"  // nobody has said that he saw it
	TaskAcked TaskStatus = "acked" // seen
	TaskStuck TaskStatus = "stuck" // in difficulty: the head knows
	TaskDone  TaskStatus = "done"
	TaskVoid  TaskStatus = "void" // taken back
)

// TaskEvent is one thing that happened to a task.
type TaskEvent struct {
	At   time.Time `json:"at"`
	Who  string    `json:"who"`
	What string    `json:"what"`
}

// maxTaskEvents bounds a task that is overdue for years; the first and the latest are kept.
const maxTaskEvents = 200

// The sets of tasks. Open ones are scored by their due day (ms at midnight), closed ones by when they were closed.
const (
	openTasksSet   = "tasks:open"
	silentTasksSet = "tasks:silent" // open, unseen after two reminders
	closedTasksSet = "tasks:closed"
)

func personTasksSet(person string) string { return "tasks:person:" + person }
func unitTasksSet(unit string) string     { return "tasks:unit:" + UnitID(unit) }
func taskKey(id string) bot.Key           { return bot.Key{Kind: "task", ID: id} }

// silentAfter is how many reminders may stay without a reaction before the head of the unit is told.
const silentAfter = 2

// defaultLeads are the working days before the due day on which people are reminded.
var defaultLeads = []int{5, 3, 1}

// fromPlan reports whether the task comes from a plan, not from a person.
func (k *Task) fromPlan() bool { return k.Source != "" }

// Over reports whether nothing is left to do.
func (k *Task) Over() bool { return k.Status == TaskDone || k.Status == TaskVoid }

func (k *Task) note(at time.Time, who, what string) {
	if len(k.Events) >= maxTaskEvents {
		k.Events = slices.Delete(k.Events, maxTaskEvents/2, maxTaskEvents/2+1)
	}
	k.Events = append(k.Events, TaskEvent{At: at, Who: who, What: what})
}

// seen notes that somebody reacted: silence is over.
func (k *Task) seen() { k.Silent, k.ToldHead = 0, content.Day{} }

func dayScore(d content.Day) int64 { return d.At(0, 0).UnixMilli() }

// putTask stores a task and keeps the sets that find it. old is the task as it stood in the sets, nil for a new one.
func putTask(tx bot.Tx, old *Task, k Task) {
	if old != nil {
		if old.Person != "" && (old.Person != k.Person || k.Over()) {
			tx.Remove(personTasksSet(old.Person), k.ID)
		}
		if UnitID(old.Unit) != UnitID(k.Unit) || k.Over() {
			tx.Remove(unitTasksSet(old.Unit), k.ID)
		}
	}
	tx.Put(taskKey(k.ID), k, 0)
	if k.Over() {
		tx.Remove(openTasksSet, k.ID)
		tx.Remove(silentTasksSet, k.ID)
		tx.Add(closedTasksSet, k.ID, k.Closed.UnixMilli())
		return
	}
	if old != nil && old.Over() {
		tx.Remove(closedTasksSet, k.ID)
	}
	tx.Add(openTasksSet, k.ID, dayScore(k.Due))
	tx.Add(unitTasksSet(k.Unit), k.ID, dayScore(k.Due))
	if k.Person != "" {
		tx.Add(personTasksSet(k.Person), k.ID, dayScore(k.Due))
	}
	switch silent := k.Status == TaskOpen && k.Silent >= silentAfter; {
	case silent:
		tx.Add(silentTasksSet, k.ID, dayScore(k.Due))
	case old != nil && old.Silent >= silentAfter:
		tx.Remove(silentTasksSet, k.ID)
	}
}

func loadTask(ctx context.Context, r bot.Reader, id string) (Task, bool, error) {
	var k Task
	ok, err := r.Get(ctx, taskKey(id), &k)
	return k, ok, err
}

// loadTasks loads the tasks of a set, in its order.
func loadTasks(ctx context.Context, r bot.Reader, set string, of bot.Range) (out []Task, err error) {
	entries, err := r.List(ctx, set, of)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		k, ok, err := loadTask(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, k)
		}
	}
	return out, nil
}

// ClosedTasks lists the tasks closed last, of a unit or, where it is empty, of all; at most limit.
func ClosedTasks(ctx context.Context, r bot.Reader, unit string, limit int) (out []Task, err error) {
	const look = 300 // how far back one page looks for a unit's
	all, err := loadTasks(ctx, r, closedTasksSet, bot.Range{Max: maxScore, Reverse: true, Limit: look})
	for _, k := range all {
		if len(out) < limit && (unit == "" || UnitID(k.Unit) == UnitID(unit)) {
			out = append(out, k)
		}
	}
	return out, err
}

// newTaskID draws an id that no task has.
func newTaskID(ctx context.Context, r bot.Reader, seed string) (string, error) {
	for i := 0; ; i++ {
		id := reference("V", fmt.Sprint(seed, ":", i))
		if _, taken, err := loadTask(ctx, r, id); err != nil || !taken {
			return id, err
		}
	}
}

// liveKey names the document that exists while a reminder of this task, as it stands, may be sent.
func (k *Task) liveKey() bot.Key {
	return bot.Key{Kind: "task-live", ID: fmt.Sprintf("%s:%d", k.ID, k.Live)}
}

// renew makes void what waits to be sent about the task, after it was done, moved or given to another.
func (k *Task) renew(tx bot.Tx) {
	tx.Delete(k.liveKey())
	k.Live++
	if !k.Over() {
		tx.Put(k.liveKey(), k.Due, 0)
	}
}

// why says for what reason a task is in today's reminder; "" when it is not.
func (k *Task) why(w week, today content.Day) string {
	switch {
	case k.Over() || k.Reminded == today:
		return ""
	case k.Due.Before(today):
		return "overdue"
	}
	since := k.Reminded
	if since.After(today) { // the clock stood wrong
		since = content.Day{}
	}
	left := w.left(today, k.Due)
	if left == 0 {
		return "today"
	}
	if k.fromPlan() && since.IsZero() {
		return "new"
	}
	if !k.Snooze.IsZero() {
		if k.Snooze.After(today) {
			return ""
		}
		if k.Snooze.After(since) {
			return "again"
		}
	}
	// A lead counts when its day lies after the last reminder: so one that fell into a pause of the process is made up for.
	if since.IsZero() {
		since = content.DayOf(k.Created)
	}
	before := w.left(since, k.Due)
	for _, lead := range k.Leads {
		if left <= lead && lead < before {
			return "lead"
		}
	}
	return ""
}

// raised reports whether the head of the unit ought to know about a task on a day, by what happened on days before.
func (k *Task) raised(today content.Day) bool {
	if k.Over() {
		return false
	}
	silent := k.Silent
	if k.Reminded == today {
		silent--
	}
	return k.Due.Before(today) || k.Status == TaskStuck || k.Status == TaskOpen && silent >= silentAfter
}
