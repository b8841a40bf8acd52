package tasks

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// gathering collects the tasks of one digest.
type gathering struct {
	b     *Service
	tx    bot.Tx
	w     calendar.Week
	id    string
	of    people.Office // of the recipient
	today content.Day
	d     *digest
	heads map[string][]people.Person // of units met so far
	// stood are those for whom the recipient stands in today; covered is true when somebody stands in for the
	// recipient.
	stood   []people.Stood
	covered bool
}

// standIns finds out who stands in for whom today, as far as it concerns the recipient.
func (c *gathering) standIns(ctx context.Context, p people.Person) (err error) {
	if p.ID == "" {
		return nil
	}
	if c.stood, err = c.b.People.StoodFor(ctx, c.tx, p.ID, c.tx.Now()); err != nil {
		return err
	}
	s, found, err := people.StandInOf(ctx, c.tx, p.ID)
	c.covered = found && s.On(c.today)
	return err
}

// headsOf remembers the heads of the units met.
func (c *gathering) headsOf(ctx context.Context, unit string) ([]people.Person, error) {
	key := people.UnitID(unit)
	if found, ok := c.heads[key]; ok {
		return found, nil
	}
	found, err := c.b.People.HeadsOf(ctx, c.tx, unit)
	c.heads[key] = found
	return found, err
}

// own takes what the recipient has to do himself, or has to give to somebody.
func (c *gathering) own(ctx context.Context, p people.Person, head, admin bool) error {
	tasks, err := LoadAll(ctx, c.tx, PersonTasksSet(c.id), bot.Range{Max: dialog.MaxScore})
	if err != nil {
		return err
	}
	if head {
		unit, err := LoadAll(ctx, c.tx, unitTasksSet(p.Unit), bot.Range{Max: dialog.MaxScore})
		if err != nil {
			return err
		}
		tasks = append(tasks, unassigned(unit)...)
	}
	if admin {
		all, err := LoadAll(ctx, c.tx, openTasksSet, bot.Range{Max: dayScore(c.today.Add(60)), Limit: digestBatch})
		if err != nil {
			return err
		}
		for _, k := range people.Only(c.of, unassigned(all), func(k Task) string { return k.Unit }) {
			heads, err := c.headsOf(ctx, k.Unit)
			if err != nil {
				return err
			}
			if len(heads) == 0 {
				tasks = append(tasks, k)
			}
		}
	}
	for _, away := range c.stood {
		theirs, err := c.theirs(ctx, away)
		if err != nil {
			return err
		}
		tasks = append(tasks, theirs...)
	}
	for _, k := range tasks {
		// A task with several who answer for it was perhaps noted by another's digest this morning; it is in this one
		// too.
		reason := k.why(c.w, c.today)
		shared := k.Person == "" || k.Reminded == c.today && (c.covered || k.Person != c.id)
		if reason == "" && !(shared && k.InDay == c.today) || slices.Contains(c.d.Own, k.ID) {
			continue
		}
		c.remind(k, reason)
	}
	return nil
}

// theirs are the tasks of somebody for whom the recipient stands in: his own, and what a head has to give to somebody.
func (c *gathering) theirs(ctx context.Context, away people.Stood) ([]Task, error) {
	tasks, err := LoadAll(ctx, c.tx, PersonTasksSet(away.ID), bot.Range{Max: dialog.MaxScore})
	if err != nil || !away.Heads {
		return tasks, err
	}
	unit, err := LoadAll(ctx, c.tx, unitTasksSet(away.Unit), bot.Range{Max: dialog.MaxScore})
	return append(tasks, unassigned(unit)...), err
}

func unassigned(tasks []Task) (out []Task) {
	for _, k := range tasks {
		if k.Person == "" {
			out = append(out, k)
		}
	}
	return out
}

// remind notes in a task that it is in today's digest.
func (c *gathering) remind(k Task, reason string) {
	old := k
	if reason != "" {
		k.Reminded = c.today
		if reason == "overdue" && k.Status == Acked {
			k.Status, k.Silent = Open, 0
			k.Note(c.tx.Now(), "bot", "mở lại: đã nhận mà quá hạn")
		}
		if k.Status == Open && reason != "new" {
			k.Silent++
		}
		k.Note(c.tx.Now(), "bot", "nhắc: "+strings.ReplaceAll(leftWords(c.w, c.today, k.Due), "*", ""))
	}
	if k.Person == "" && k.ToldHead.IsZero() && k.raised(c.today) {
		k.ToldHead = c.today // it is the head's already
	}
	k.named(c.id, c.today)
	Put(c.tx, &old, k)
	c.d.Own = append(c.d.Own, k.ID)
	if k.Person != "" && k.Person != c.id {
		c.d.Stood = append(c.d.Stood, k.ID)
	}
}

// named notes whose digest names the task.
func (k *Task) named(id string, today content.Day) {
	if k.InDay != today {
		k.In, k.InDay = nil, today
	}
	k.In = dialog.AddOnce(slices.Clone(k.In), id)
}

// unit takes what the head of a unit ought to know.
func (c *gathering) unit(ctx context.Context, p people.Person) error {
	tasks, err := LoadAll(ctx, c.tx, unitTasksSet(p.Unit), bot.Range{Max: dialog.MaxScore})
	if err != nil {
		return err
	}
	for _, k := range tasks {
		if k.Person == "" || k.Person == c.id || !k.raised(c.today) || slices.Contains(c.d.Own, k.ID) {
			continue
		}
		if k.Status == Stuck && k.Silent < silentAfter && c.w.Left(c.today, k.Due) > soonDays {
			continue // the head was told at once; again when the day comes near
		}
		if err := c.raise(k, "báo trưởng đơn vị"); err != nil {
			return err
		}
		c.d.Unit = append(c.d.Unit, k.ID)
	}
	return nil
}

// raise notes in a task that its head or the admins were told of it.
func (c *gathering) raise(k Task, what string) error {
	old := k
	if k.ToldHead.IsZero() {
		k.ToldHead = c.today
	}
	k.Note(c.tx.Now(), "bot", what)
	k.named(c.id, c.today)
	Put(c.tx, &old, k)
	return nil
}

// office takes what admins ought to know: of what heads were told on an earlier day and is still late, silent or stuck;
// at once what no other head can see to. And who cannot be reached before a due day.
func (c *gathering) office(ctx context.Context) error {
	late, err := LoadAll(ctx, c.tx, openTasksSet, bot.Range{Max: dayScore(c.today.Add(-1)), Limit: digestBatch})
	if err != nil {
		return err
	}
	silent, err := LoadAll(ctx, c.tx, silentTasksSet, bot.Range{Max: dialog.MaxScore, Limit: digestBatch})
	if err != nil {
		return err
	}
	for _, k := range people.Only(c.of, append(late, silent...), func(k Task) string { return k.Unit }) {
		mine := k.Person == "" && slices.Contains(c.d.Own, k.ID) || k.Person == c.id
		if mine || !k.raised(c.today) || slices.Contains(c.d.Unit, k.ID) || slices.Contains(c.d.Office, k.ID) {
			continue
		}
		told := !k.ToldHead.IsZero() && k.ToldHead.Before(c.today)
		if !told {
			heads, err := c.headsOf(ctx, k.Unit)
			if err != nil {
				return err
			}
			told = !slices.ContainsFunc(heads, func(p people.Person) bool { return p.ID != k.Person })
		}
		if !told {
			continue
		}
		if err := c.raise(k, "báo quản trị viên"); err != nil {
			return err
		}
		c.d.Office = append(c.d.Office, k.ID)
	}
	return c.cutOff(ctx)
}

// cutOff lists who cannot be written to before a task of theirs is due: while something can still be done about it.
func (c *gathering) cutOff(ctx context.Context) error {
	until := c.today
	for range 5 {
		until = c.w.NextDay(until)
	}
	soon, err := LoadAll(ctx, c.tx, openTasksSet, bot.Range{Min: dayScore(c.today), Max: dayScore(until),
		Limit: digestBatch})
	if err != nil {
		return err
	}
	var asked []string
	for _, k := range soon {
		if k.Person == "" || slices.Contains(asked, k.Person) || !c.of.Has(k.Unit) {
			continue
		}
		asked = append(asked, k.Person)
		_, why, err := c.b.People.ChatFor(ctx, c.tx, k.Person, bot.FormReminder, dialog.ClockOn(k.Due, c.w.At))
		if err != nil {
			return err
		}
		if why != "" {
			c.d.Cut = append(c.d.Cut, fmt.Sprintf("%s – %s, hạn %s (%s)", people.NameOf(ctx, c.tx, k.Person), k.Title,
				dialog.ShortDay(k.Due, c.today), why))
		}
	}
	return nil
}
