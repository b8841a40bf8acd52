package handlers

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// digest is what is kept of a recipient's daily reminder: one message a working day with all that is due, not a shower.
type digest struct {
	Day    content.Day `json:"day,omitzero"`    // of the one sent last
	Missed content.Day `json:"missed,omitzero"` // a day on which none could be sent
	Rev    int         `json:"rev"`             // counts the messages; each has its guard
	At     time.Time   `json:"at,omitzero"`
	To     bot.ChatID  `json:"to,omitzero"`
	Late   bool        `json:"late,omitempty"`
	Seen   bool        `json:"seen,omitempty"` // a button of it was pressed, so it arrived
	Own    []string    `json:"own,omitempty"`  // the recipient's tasks in it
	Unit   []string    `json:"unit,omitempty"` // tasks of his unit
	Office []string    `json:"office,omitempty"`
	Cut    []string    `json:"cut,omitempty"` // lines on who cannot be reached
}

const (
	digestKind  = "digest"
	digestGuard = 48 * time.Hour
	lateAfter   = 5 * time.Minute  // from when a reminder says that it is late
	resendUnit  = 15 * time.Minute // how long a digest may still wait to be sent, for those who only look after others
	digestBatch = 300              // tasks of others looked at for one digest
)

func digestKey(id string) bot.Key { return bot.Key{Kind: digestKind, ID: id} }
func (d *digest) guard(id string) bot.Key {
	return bot.Key{Kind: "digest-live", ID: fmt.Sprintf("%s/%d", id, d.Rev)}
}

// planDigest sees to it that a recipient's next digest comes at the office's hour, the more urgent first: members of one
// morning are some milliseconds apart, by the earliest due day. due is that of a task written in this transaction, or zero.
func (b *Bot) planDigest(ctx context.Context, tx bot.Tx, w week, id string, due content.Day) error {
	now := tx.Now().In(content.Zone)
	member := digestKind + ":" + id
	at, there, err := tx.Score(ctx, bot.ScheduleSet, member)
	if err != nil {
		return err
	}
	if there && at <= now.UnixMilli() {
		return nil // it is about to come, and plans the next one itself
	}
	first, err := tx.List(ctx, personTasksSet(id), bot.Range{Max: maxScore, Limit: 1})
	if err != nil {
		return err
	}
	if len(first) > 0 {
		if day := content.DayOf(time.UnixMilli(first[0].Score)); due.IsZero() || day.Before(due) {
			due = day
		}
	}
	next := w.next(now)
	tx.Add(bot.ScheduleSet, member, next.UnixMilli()+urgency(due, content.DayOf(next)))
	return nil
}

// urgency is the delay in ms by which the less urgent follows the more urgent.
func urgency(due, day content.Day) int64 {
	const most = 400
	if due.IsZero() {
		return 2*most + 1
	}
	return int64(min(max(due.Sub(day), -most), most) + most)
}

// dueDigest sends a recipient's digest when its hour has come. A morning that was missed is made up for once, marked as
// late; past the working hours it waits for the next working morning.
func (b *Bot) dueDigest(ctx context.Context, tx bot.Tx, id string, at time.Time) error {
	w, err := b.week(ctx, tx)
	if err != nil {
		return err
	}
	var d digest
	if _, err := tx.Get(ctx, digestKey(id), &d); err != nil {
		return err
	}
	now := tx.Now().In(content.Zone)
	today := content.DayOf(now)
	if !w.open(now) || now.Before(clockOn(today, w.At)) && d.Day != today {
		if day := content.DayOf(at); d.Missed.IsZero() && w.works(day) && clockOn(day, w.At).Before(now) && d.Day.Before(day) {
			d.Missed = day
			tx.Put(digestKey(id), d, 0)
		}
		return b.replan(ctx, tx, w, id)
	}
	if d.Day != today {
		d.Late = now.Sub(clockOn(today, w.At)) > lateAfter || !d.Missed.IsZero()
		if err := b.sendDigest(ctx, tx, w, id, &d, today); err != nil {
			return err
		}
	}
	return b.replan(ctx, tx, w, id)
}

// replan plans the next digest of a recipient who still has a reason for one.
func (b *Bot) replan(ctx context.Context, tx bot.Tx, w week, id string) error {
	tx.Remove(bot.ScheduleSet, digestKind+":"+id)
	next := w.next(tx.Now().In(content.Zone))
	first, err := tx.List(ctx, personTasksSet(id), bot.Range{Max: maxScore, Limit: 1})
	if err != nil {
		return err
	}
	due := content.Day{}
	if len(first) > 0 {
		due = content.DayOf(time.UnixMilli(first[0].Score))
	} else if watches, err := b.watches(ctx, tx, id); err != nil || !watches {
		return err
	}
	tx.Add(bot.ScheduleSet, digestKind+":"+id, next.UnixMilli()+urgency(due, content.DayOf(next)))
	return nil
}

// watches reports whether a recipient looks after the tasks of others.
func (b *Bot) watches(ctx context.Context, r bot.Reader, id string) (bool, error) {
	p, head, admin, err := b.recipient(ctx, r, id)
	return (p.ID != "" || admin) && (head || admin), err
}

// recipient says what a digest's recipient looks after. p is zero for an owner who is no official.
func (b *Bot) recipient(ctx context.Context, r bot.Reader, id string) (p Person, head, admin bool, err error) {
	if name, ok := strings.CutPrefix(id, chatRecipient); ok {
		chat, err := bot.ParseChatID(name)
		return Person{}, false, err == nil && slices.Contains(b.Config.Owners, chat), nil
	}
	p, ok, err := person(ctx, r, id)
	if err != nil || !ok {
		return Person{}, false, false, err
	}
	head, admin, err = b.rolesOf(ctx, r, p)
	return p, head, admin, err
}

// sendDigest gathers what a recipient is to read today and sends it; nothing when there is nothing. Every task in it
// notes that it was reminded of or raised.
func (b *Bot) sendDigest(ctx context.Context, tx bot.Tx, w week, id string, d *digest, today content.Day) error {
	p, head, admin, err := b.recipient(ctx, tx, id)
	if err != nil {
		return err
	}
	to, _, err := b.chatFor(ctx, tx, id, tx.Now())
	if err != nil {
		return err
	}
	d.Day, d.At, d.To, d.Seen, d.Own, d.Unit, d.Office, d.Cut = today, tx.Now(), to, false, nil, nil, nil, nil
	d.Rev++
	c := &gathering{b: b, tx: tx, w: w, id: id, today: today, d: d, heads: map[string][]Person{}}
	if err := c.own(ctx, p, head, admin); err != nil {
		return err
	}
	if head {
		if err := c.unit(ctx, p); err != nil {
			return err
		}
	}
	if admin {
		if err := c.office(ctx); err != nil {
			return err
		}
	}
	if !to.IsZero() {
		if err := b.postDigest(ctx, tx, w, id, d); err != nil {
			return err
		}
	}
	d.Missed = content.Day{}
	tx.Put(digestKey(id), *d, 0)
	return nil
}

// postDigest sends the digest as it stands; nothing when it is empty.
func (b *Bot) postDigest(ctx context.Context, tx bot.Tx, w week, id string, d *digest) error {
	m, err := b.digestMessage(ctx, tx, w, d)
	if err != nil || m.Text == "" {
		return err
	}
	own, err := openOf(ctx, tx, d.Own)
	if err != nil {
		return err
	}
	m.Form = reminderForm(own, d.Day)
	tx.Put(d.guard(id), d.At, digestGuard)
	tx.Send(bot.Outgoing{Key: fmt.Sprintf("digest:%s:%s:%d", id, d.Day, d.Rev), To: d.To, Message: m, Priority: bot.PriorityReminder,
		Expires: w.closing(tx.Now().In(content.Zone)), While: d.guard(id), Slot: "digest:" + d.Day.String()})
	return nil
}

// gathering collects the tasks of one digest.
type gathering struct {
	b     *Bot
	tx    bot.Tx
	w     week
	id    string
	today content.Day
	d     *digest
	heads map[string][]Person // of units met so far
}

// headsOf remembers the heads of the units met.
func (c *gathering) headsOf(ctx context.Context, unit string) ([]Person, error) {
	key := UnitID(unit)
	if found, ok := c.heads[key]; ok {
		return found, nil
	}
	found, err := c.b.headsOf(ctx, c.tx, unit)
	c.heads[key] = found
	return found, err
}

// own takes what the recipient has to do himself, or has to give to somebody.
func (c *gathering) own(ctx context.Context, p Person, head, admin bool) error {
	tasks, err := loadTasks(ctx, c.tx, personTasksSet(c.id), bot.Range{Max: maxScore})
	if err != nil {
		return err
	}
	if head {
		unit, err := loadTasks(ctx, c.tx, unitTasksSet(p.Unit), bot.Range{Max: maxScore})
		if err != nil {
			return err
		}
		tasks = append(tasks, unassigned(unit)...)
	}
	if admin {
		all, err := loadTasks(ctx, c.tx, openTasksSet, bot.Range{Max: dayScore(c.today.Add(60)), Limit: digestBatch})
		if err != nil {
			return err
		}
		for _, k := range unassigned(all) {
			heads, err := c.headsOf(ctx, k.Unit)
			if err != nil {
				return err
			}
			if len(heads) == 0 {
				tasks = append(tasks, k)
			}
		}
	}
	for _, k := range tasks {
		// A task with several who answer for it was perhaps noted by another's digest this morning; it is in this one too.
		reason := k.why(c.w, c.today)
		if reason == "" && !(k.Person == "" && k.InDay == c.today) || slices.Contains(c.d.Own, k.ID) {
			continue
		}
		c.remind(k, reason)
	}
	return nil
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
		if reason == "overdue" && k.Status == TaskAcked {
			k.Status, k.Silent = TaskOpen, 0
			k.note(c.tx.Now(), "bot", "mở lại: đã nhận mà quá hạn")
		}
		if k.Status == TaskOpen && reason != "new" {
			k.Silent++
		}
		k.note(c.tx.Now(), "bot", "nhắc: "+strings.ReplaceAll(leftWords(c.w, c.today, k.Due), "*", ""))
	}
	if k.Person == "" && k.ToldHead.IsZero() && k.raised(c.today) {
		k.ToldHead = c.today // it is the head's already
	}
	k.named(c.id, c.today)
	putTask(c.tx, &old, k)
	c.d.Own = append(c.d.Own, k.ID)
}

// named notes whose digest names the task.
func (k *Task) named(id string, today content.Day) {
	if k.InDay != today {
		k.In, k.InDay = nil, today
	}
	k.In = addOnce(slices.Clone(k.In), id)
}

// unit takes what the head of a unit ought to know.
func (c *gathering) unit(ctx context.Context, p Person) error {
	tasks, err := loadTasks(ctx, c.tx, unitTasksSet(p.Unit), bot.Range{Max: maxScore})
	if err != nil {
		return err
	}
	for _, k := range tasks {
		if k.Person == "" || k.Person == c.id || !k.raised(c.today) {
			continue
		}
		if k.Status == TaskStuck && k.Silent < silentAfter && c.w.left(c.today, k.Due) > soonDays {
			continue // the head was told at once; again when the day comes near
		}
		if err := c.raise(k, "báo trưởng đơn vị"); err != nil {
			return err
		}
		c.d.Unit = append(c.d.Unit, k.ID)
	}
	return nil
}

// raise notes in a task that others were told of it.
func (c *gathering) raise(k Task, what string) error {
	old := k
	if k.ToldHead.IsZero() {
		k.ToldHead = c.today
	}
	k.note(c.tx.Now(), "bot", what)
	k.named(c.id, c.today)
	putTask(c.tx, &old, k)
	return nil
}

// office takes what admins ought to know: of what heads were told on an earlier day and is still late, silent or stuck;
// at once what no other head can see to. And who cannot be reached before a due day.
func (c *gathering) office(ctx context.Context) error {
	late, err := loadTasks(ctx, c.tx, openTasksSet, bot.Range{Max: dayScore(c.today.Add(-1)), Limit: digestBatch})
	if err != nil {
		return err
	}
	silent, err := loadTasks(ctx, c.tx, silentTasksSet, bot.Range{Max: maxScore, Limit: digestBatch})
	if err != nil {
		return err
	}
	for _, k := range append(late, silent...) {
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
			told = !slices.ContainsFunc(heads, func(p Person) bool { return p.ID != k.Person })
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
		until = c.w.nextDay(until)
	}
	soon, err := loadTasks(ctx, c.tx, openTasksSet, bot.Range{Min: dayScore(c.today), Max: dayScore(until), Limit: digestBatch})
	if err != nil {
		return err
	}
	var asked []string
	for _, k := range soon {
		if k.Person == "" || slices.Contains(asked, k.Person) {
			continue
		}
		asked = append(asked, k.Person)
		_, why, err := c.b.chatFor(ctx, c.tx, k.Person, clockOn(k.Due, c.w.At))
		if err != nil {
			return err
		}
		if why != "" {
			c.d.Cut = append(c.d.Cut, fmt.Sprintf("%s – %s, hạn %s (%s)", c.b.personName(ctx, c.tx, k.Person), k.Title, shortDay(k.Due, c.today), why))
		}
	}
	return nil
}

func (b *Bot) personName(ctx context.Context, r bot.Reader, id string) string {
	if id == "" {
		return textNobodyYet
	}
	var p Person
	if _, err := r.Get(ctx, personKey(id), &p); err != nil || p.Name == "" {
		return textNobodyYet
	}
	return p.Name
}
