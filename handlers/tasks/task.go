package tasks

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Task is a piece of work with a due day. It is kept for good once given: the yearly report needs what happened to it.
type Task struct {
	ID    string `json:"id"`    // as people quote it: "V-7KQ2MX"
	Title string `json:"title"` // personal numbers masked
	Unit  string `json:"unit"`  // as written by the admin or the plan
	// who does it; empty: the head of the unit has yet to give it to someone
	Person   string      `json:"person,omitempty"`
	Product  string      `json:"product,omitempty"`
	Due      content.Day `json:"due"`
	Asked    content.Day `json:"asked,omitzero"`   // the day as written, when it was a day off and Due is not it
	Source   string      `json:"source,omitempty"` // where it comes from: "plan 2024 t1", empty when given by a person
	Case     string      `json:"case,omitempty"`   // the reference of the case that it answers
	By       string      `json:"by"`               // who gave it, for people
	ByChat   bot.ChatID  `json:"by_chat,omitzero"`
	Leads    []int       `json:"leads"` // reminded that many working days before
	Status   Status      `json:"status"`
	Silent   int         `json:"silent,omitempty"`   // reminders since somebody last reacted
	Reminded content.Day `json:"reminded,omitzero"`  // day of the last reminder
	Snooze   content.Day `json:"snooze,omitzero"`    // not reminded before, reminded then
	ToldHead content.Day `json:"told_head,omitzero"` // the head of the unit was told that it is late, silent or stuck
	Result   string      `json:"result,omitempty"`
	Trouble  string      `json:"trouble,omitempty"`
	// Every is how often it comes again, nil for once; Next is the task of the next time, once that is made.
	Every   *Every    `json:"every,omitempty"`
	Next    string    `json:"next,omitempty"`
	Created time.Time `json:"created"`
	TellAt  time.Time `json:"tell_at,omitzero"` // from when who does it may have read that it is his
	Closed  time.Time `json:"closed,omitzero"`
	Events  []Event   `json:"events"`
	// counts what makes waiting reminders void: done, moved, given to another
	Live  int         `json:"live"`
	In    []string    `json:"in,omitempty"` // whose digests of InDay name it
	InDay content.Day `json:"in_day,omitzero"`
}

// Status says how far a task is.
type Status string

// The states of a task.
const (
	Open  Status = "open"  // nobody has said that he saw it
	Acked Status = "acked" // seen
	Stuck Status = "stuck" // in difficulty: the head knows
	Done  Status = "done"
	Void  Status = "void" // taken back
)

// Every says how often a task comes again.
type Every struct {
	Repeat vidate.Repeat `json:"repeat"` // Weekly or Monthly
	First  content.Day   `json:"first"`  // as it was said
	N      int           `json:"n"`      // which time this is, counted from 0
}

// comesAgain reports whether a task can: every week, every month.
func comesAgain(r vidate.Repeat) bool { return r == vidate.Weekly || r == vidate.Monthly }

// day is the n-th day, before it is moved; in a month without the day it is the last.
func (e Every) day(n int) content.Day {
	if e.Repeat == vidate.Monthly {
		return e.First.AddMonths(n)
	}
	return e.First.Add(7 * n)
}

// Words say how often: "mỗi tháng vào ngày 25".
func (e Every) Words() string {
	if e.Repeat == vidate.Monthly {
		_, _, day := e.First.Date()
		return fmt.Sprintf("mỗi tháng vào ngày %d", day)
	}
	name, _, _ := strings.Cut(vidate.Format(e.First), ",")
	return "mỗi tuần vào " + name
}

// Event is one thing that happened to a task.
type Event struct {
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

// PersonTasksSet is the set of a person's open tasks, scored by their due day.
func PersonTasksSet(person string) string { return "tasks:person:" + person }

func unitTasksSet(unit string) string { return "tasks:unit:" + people.UnitID(unit) }

func taskKey(id string) bot.Key { return bot.Key{Kind: "task", ID: id} }

// silentAfter is how many reminders may stay without a reaction before the head of the unit is told.
const silentAfter = 2

// defaultLeads are the working days before the due day on which people are reminded.
var defaultLeads = []int{5, 3, 1}

// fromPlan reports whether the task comes from a plan, not from an official or a citizen.
func (k *Task) fromPlan() bool { return k.Source != "" && k.Case == "" }

// Over reports whether nothing is left to do.
func (k *Task) Over() bool { return k.Status == Done || k.Status == Void }

// Note writes what happened into the task's history.
func (k *Task) Note(at time.Time, who, what string) {
	if len(k.Events) >= maxTaskEvents {
		k.Events = slices.Delete(k.Events, maxTaskEvents/2, maxTaskEvents/2+1)
	}
	k.Events = append(k.Events, Event{At: at, Who: who, What: what})
}

// noteRenamed begins the event of a task that got another title; the old one follows in quotes.
const noteRenamed = "đổi tên việc"

// Disown takes what a citizen wrote out of a task: its title becomes another, and its history quotes no earlier one.
func (k *Task) Disown(title string) {
	k.Title = title
	for i, e := range k.Events {
		if strings.HasPrefix(e.What, noteRenamed) {
			k.Events[i].What = noteRenamed
		}
	}
}

// seen notes that somebody reacted: silence is over.
func (k *Task) seen() { k.Silent, k.ToldHead = 0, content.Day{} }

func dayScore(d content.Day) int64 { return d.At(0, 0).UnixMilli() }

// Put stores a task and keeps the sets that find it. old is the task as it stood in the sets, nil for a new one.
func Put(tx bot.Tx, old *Task, k Task) {
	if old != nil {
		if old.Person != "" && (old.Person != k.Person || k.Over()) {
			tx.Remove(PersonTasksSet(old.Person), k.ID)
		}
		if people.UnitID(old.Unit) != people.UnitID(k.Unit) || k.Over() {
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
		tx.Add(PersonTasksSet(k.Person), k.ID, dayScore(k.Due))
	}
	switch silent := k.Status == Open && k.Silent >= silentAfter; {
	case silent:
		tx.Add(silentTasksSet, k.ID, dayScore(k.Due))
	case old != nil && old.Silent >= silentAfter:
		tx.Remove(silentTasksSet, k.ID)
	}
}

// Load reads a task; false when there is none.
func Load(ctx context.Context, r bot.Reader, id string) (Task, bool, error) {
	var k Task
	ok, err := r.Get(ctx, taskKey(id), &k)
	return k, ok, err
}

// LoadAll loads the tasks of a set, in its order.
func LoadAll(ctx context.Context, r bot.Reader, set string, of bot.Range) (out []Task, err error) {
	entries, err := r.List(ctx, set, of)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		k, ok, err := Load(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, k)
		}
	}
	return out, nil
}

// Closed lists the tasks closed last, of a unit or, where it is empty, of all of an office; at most limit.
func Closed(ctx context.Context, r bot.Reader, of people.Office, unit string, limit int) (out []Task, err error) {
	const look = 300 // how far back one page looks for a unit's
	all, err := LoadAll(ctx, r, closedTasksSet, bot.Range{Max: dialog.MaxScore, Reverse: true, Limit: look})
	for _, k := range all {
		if len(out) < limit && of.Has(k.Unit) && (unit == "" || people.UnitID(k.Unit) == people.UnitID(unit)) {
			out = append(out, k)
		}
	}
	return out, err
}

// OnTime counts the tasks of an office that were done from one moment to before another, and those of them that were
// done on their due day or before. Those that were dropped do not count.
func OnTime(ctx context.Context, r bot.Reader, of people.Office, from, to time.Time) (inTime, done int, err error) {
	all, err := LoadAll(ctx, r, closedTasksSet, bot.Range{Min: from.UnixMilli(), Max: to.UnixMilli() - 1, Limit: 1000})
	for _, k := range people.Only(of, all, func(k Task) string { return k.Unit }) {
		if k.Status != Done {
			continue
		}
		if done++; !content.DayOf(k.Closed.In(content.Zone)).After(k.Due) {
			inTime++
		}
	}
	return inTime, done, err
}

// LiveKey names the document that exists while a reminder of this task, as it stands, may be sent.
func (k *Task) LiveKey() bot.Key {
	return bot.Key{Kind: "task-live", ID: fmt.Sprintf("%s:%d", k.ID, k.Live)}
}

// renew makes void what waits to be sent about the task, after it was done, moved or given to another.
func (k *Task) renew(tx bot.Tx) {
	tx.Delete(k.LiveKey())
	k.Live++
	if !k.Over() {
		tx.Put(k.LiveKey(), k.Due, 0)
	}
}

// why says for what reason a task is in today's reminder; "" when it is not.
func (k *Task) why(w calendar.Week, today content.Day) string {
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
	left := w.Left(today, k.Due)
	if left == 0 {
		return "today"
	}
	if k.Source != "" && since.IsZero() {
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
	// A lead counts when its day lies after the last reminder: so one that fell into a pause of the process is made up
	// for.
	if since.IsZero() {
		since = content.DayOf(k.Created)
	}
	before := w.Left(since, k.Due)
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
	return k.Due.Before(today) || k.Status == Stuck || k.Status == Open && silent >= silentAfter
}

// Light says at a glance how a task stands.
type Light string

// The lights, the worse first: what is late, what nobody reacted to, what is due within five working days, the rest.
const (
	LightLate   Light = "late"
	LightSilent Light = "silent"
	LightSoon   Light = "soon"
	LightOnTime Light = "ontime"
)

// LightNames are the words for the lights.
var LightNames = map[Light]string{LightLate: "Quá hạn", LightSilent: "Im lặng", LightSoon: "Sắp đến hạn",
	LightOnTime: "Đúng hạn"}

// Lights lists them, the worse first.
var Lights = []Light{LightLate, LightSilent, LightSoon, LightOnTime}

// soonDays is from how many working days on a task is due soon.
const soonDays = 5

func (k *Task) light(w calendar.Week, today content.Day) Light {
	switch {
	case k.Due.Before(today):
		return LightLate
	case k.Status == Open && k.Silent >= silentAfter:
		return LightSilent
	case w.Left(today, k.Due) <= soonDays:
		return LightSoon
	}
	return LightOnTime
}
