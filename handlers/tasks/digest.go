package tasks

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// digest is what is kept of a recipient's daily reminder: one message a working day with all that is due, not a shower.
type digest struct {
	Day    content.Day `json:"day,omitzero"`    // of the one sent last
	Missed content.Day `json:"missed,omitzero"` // a day on which none could be sent
	Rev    int         `json:"rev"`             // counts the messages; each has its guard
	At     time.Time   `json:"at,omitzero"`
	To     bot.ChatID  `json:"to,omitzero"`
	Late   bool        `json:"late,omitempty"`
	Seen   bool        `json:"seen,omitempty"`  // a button of it was pressed, so it arrived
	Own    []string    `json:"own,omitempty"`   // the recipient's tasks in it
	Stood  []string    `json:"stood,omitempty"` // those of Own that are somebody's for whom the recipient stands in
	Unit   []string    `json:"unit,omitempty"`  // tasks of his unit
	Office []string    `json:"office,omitempty"`
	Cut    []string    `json:"cut,omitempty"` // lines on who cannot be reached
}

const (
	// DigestKind is the kind of a digest's scheduled work and of its document.
	DigestKind  = "digest"
	digestGuard = 48 * time.Hour
	lateAfter   = 5 * time.Minute  // from when a reminder says that it is late
	resendUnit  = 15 * time.Minute // how long a digest may still wait to be sent, for those who only look after others
	digestBatch = 300              // tasks of others looked at for one digest
)

func digestKey(id string) bot.Key { return bot.Key{Kind: DigestKind, ID: id} }

func (d *digest) guard(id string) bot.Key {
	return bot.Key{Kind: "digest-live", ID: fmt.Sprintf("%s/%d", id, d.Rev)}
}

// PlanDigest sees to it that a recipient's next digest comes at the office's hour, the more urgent first: members of
// one morning are some milliseconds apart, by the earliest due day. due is that of a task written in this transaction,
// or zero.
func (svc *Service) PlanDigest(ctx context.Context, tx bot.Tx, id string, due content.Day) error {
	w, err := svc.Calendar.NowOf(ctx, tx, id)
	if err != nil {
		return err
	}
	now := tx.Now().In(content.Zone)
	member := DigestKind + ":" + id
	at, there, err := tx.Score(ctx, bot.ScheduleSet, member)
	if err != nil {
		return err
	}
	if there && at <= now.UnixMilli() {
		return nil // it is about to come, and plans the next one itself
	}
	first, err := tx.List(ctx, PersonTasksSet(id), bot.Range{Max: dialog.MaxScore, Limit: 1})
	if err != nil {
		return err
	}
	if len(first) > 0 {
		if day := content.DayOf(time.UnixMilli(first[0].Score)); due.IsZero() || day.Before(due) {
			due = day
		}
	}
	next := w.Next(now)
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
func (svc *Service) dueDigest(ctx context.Context, tx bot.Tx, id string, at time.Time) error {
	w, err := svc.Calendar.NowOf(ctx, tx, id)
	if err != nil {
		return err
	}
	var d digest
	if _, err := tx.Get(ctx, digestKey(id), &d); err != nil {
		return err
	}
	now := tx.Now().In(content.Zone)
	today := content.DayOf(now)
	if !w.Open(now) || now.Before(dialog.ClockOn(today, w.At)) && d.Day != today {
		if day := content.DayOf(at); d.Missed.IsZero() && w.Works(day) && dialog.ClockOn(day, w.At).Before(now) &&
			d.Day.Before(day) {
			d.Missed = day
			tx.Put(digestKey(id), d, 0)
		}
		return svc.replan(ctx, tx, w, id)
	}
	if d.Day != today {
		d.Late = now.Sub(dialog.ClockOn(today, w.At)) > lateAfter || !d.Missed.IsZero()
		if err := svc.sendDigest(ctx, tx, w, id, &d, today); err != nil {
			return err
		}
	}
	return svc.replan(ctx, tx, w, id)
}

// replan plans the next digest of a recipient who still has a reason for one.
func (svc *Service) replan(ctx context.Context, tx bot.Tx, w calendar.Week, id string) error {
	tx.Remove(bot.ScheduleSet, DigestKind+":"+id)
	next := w.Next(tx.Now().In(content.Zone))
	first, err := tx.List(ctx, PersonTasksSet(id), bot.Range{Max: dialog.MaxScore, Limit: 1})
	if err != nil {
		return err
	}
	due := content.Day{}
	if len(first) > 0 {
		due = content.DayOf(time.UnixMilli(first[0].Score))
	} else if watches, err := svc.watches(ctx, tx, id); err != nil || !watches {
		return err
	}
	tx.Add(bot.ScheduleSet, DigestKind+":"+id, next.UnixMilli()+urgency(due, content.DayOf(next)))
	return nil
}

// watches reports whether a recipient looks after the tasks of others.
func (svc *Service) watches(ctx context.Context, r bot.Reader, id string) (bool, error) {
	p, head, admin, err := svc.recipient(ctx, r, id)
	return (p.ID != "" || admin) && (head || admin), err
}

// recipient says what a digest's recipient looks after. p is zero for an owner who is no official.
func (svc *Service) recipient(ctx context.Context, r bot.Reader,
	id string) (p people.Person, head, admin bool, err error) {
	if name, ok := strings.CutPrefix(id, people.ChatRecipient); ok {
		chat, err := bot.ParseChatID(name)
		if err != nil {
			return people.Person{}, false, false, nil
		}
		role, _, err := svc.People.RoleOf(ctx, r, chat)
		return people.Person{}, false, role == people.RoleOwner, err
	}
	p, ok, err := people.Load(ctx, r, id)
	if err != nil || !ok {
		return people.Person{}, false, false, err
	}
	head, admin, err = svc.People.RolesOf(ctx, r, p)
	return p, head, admin, err
}

// sendDigest gathers what a recipient is to read today and sends it; nothing when there is nothing. Every task in it
// notes that it was reminded of or raised.
func (svc *Service) sendDigest(ctx context.Context, tx bot.Tx, w calendar.Week, id string, d *digest,
	today content.Day) error {
	p, head, admin, err := svc.recipient(ctx, tx, id)
	if err != nil {
		return err
	}
	to, _, err := svc.People.ChatFor(ctx, tx, id, bot.FormReminder, tx.Now())
	if err != nil {
		return err
	}
	*d = digest{Missed: d.Missed, Rev: d.Rev, Late: d.Late, Day: today, At: tx.Now(), To: to}
	d.Rev++
	c := &gathering{b: svc, tx: tx, w: w, id: id, today: today, d: d, heads: map[string][]people.Person{}}
	if c.of, err = svc.People.OfficeOfPerson(ctx, tx, p); err != nil {
		return err
	}
	if err := c.standIns(ctx, p); err != nil {
		return err
	}
	if err := c.own(ctx, p, head, admin); err != nil {
		return err
	}
	for _, away := range c.stood {
		if away.Heads {
			if err := c.unit(ctx, away.Person); err != nil {
				return err
			}
		}
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
	if len(d.Own) == 0 { // the form names a task of one's own; without one it is an ordinary message
		if to, _, err = svc.People.ChatFor(ctx, tx, id, "", tx.Now()); err != nil {
			return err
		}
		d.To = to
	}
	if !to.IsZero() {
		if err := postDigest(ctx, tx, w, id, d); err != nil {
			return err
		}
	}
	d.Missed = content.Day{}
	tx.Put(digestKey(id), *d, 0)
	return nil
}

// postDigest sends the digest as it stands; nothing when it is empty.
func postDigest(ctx context.Context, tx bot.Tx, w calendar.Week, id string, d *digest) error {
	m, err := digestMessage(ctx, tx, w, d)
	if err != nil || m.Text == "" {
		return err
	}
	own, err := openOf(ctx, tx, d.Own)
	if err != nil {
		return err
	}
	m.Form = reminderForm(own, d.Day)
	tx.Put(d.guard(id), d.At, digestGuard)
	tx.Send(bot.Outgoing{Key: fmt.Sprintf("digest:%s:%s:%d", id, d.Day, d.Rev), To: d.To, Message: m,
		Priority: bot.PriorityReminder,
		Expires:  w.Closing(tx.Now().In(content.Zone)), While: d.guard(id), Slot: "digest:" + d.Day.String()})
	return nil
}

// Changed stores a task that was acted on. What still waits to be sent about it is made void when it was finished,
// moved or given away, and the digests that name it are written again without it: where the channel can edit, in place.
func (svc *Service) Changed(ctx context.Context, tx bot.Tx, old Task, k *Task, void bool) error {
	if void {
		k.renew(tx)
	}
	Put(tx, &old, *k)
	if old.InDay != content.DayOf(tx.Now()) || old.Over() && k.Over() {
		return nil
	}
	for _, id := range old.In {
		w, err := svc.Calendar.NowOf(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := svc.digestAgain(ctx, tx, w, id, *k, void || k.Person != old.Person); err != nil {
			return err
		}
	}
	return nil
}

// digestAgain brings a digest of today up to date after one of its tasks changed.
func (svc *Service) digestAgain(ctx context.Context, tx bot.Tx, w calendar.Week, id string, k Task, void bool) error {
	var d digest
	found, err := tx.Get(ctx, digestKey(id), &d)
	if err != nil || !found || d.Day != content.DayOf(tx.Now()) || d.To.IsZero() {
		return err
	}
	own := slices.Contains(d.Own, k.ID)
	edits := svc.People.Channels[d.To.Channel].Edit
	if !void && !edits {
		return nil // it stays as it was sent
	}
	tx.Delete(d.guard(id))
	if void {
		drop := func(ids []string) []string { return slices.DeleteFunc(ids, func(s string) bool { return s == k.ID }) }
		d.Own, d.Unit, d.Office = drop(d.Own), drop(d.Unit), drop(d.Office)
	}
	d.Rev++
	// Where the channel cannot edit, telling again means a second message: only when the first one may not have gone
	// out.
	waiting := !d.Seen && (own || tx.Now().Sub(d.At) < resendUnit)
	if edits || waiting {
		if err := postDigest(ctx, tx, w, id, &d); err != nil {
			return err
		}
	}
	if edits && d.Seen && len(d.Own)+len(d.Unit)+len(d.Office)+len(d.Cut) == 0 {
		tx.Send(bot.Outgoing{Key: fmt.Sprintf("digest:%s:%s:%d", id, d.Day, d.Rev), To: d.To,
			Priority: bot.PriorityReminder,
			Slot:     "digest:" + d.Day.String(), Message: bot.Message{Text: textDigestEmpty, Silent: true}})
	}
	tx.Put(digestKey(id), d, 0)
	return nil
}

// digestSeen notes that a digest arrived, by a button of it.
func digestSeen(ctx context.Context, tx bot.Tx, id string) error {
	var d digest
	found, err := tx.Get(ctx, digestKey(id), &d)
	if err != nil || !found || d.Seen || d.Day != content.DayOf(tx.Now()) {
		return err
	}
	d.Seen = true
	tx.Put(digestKey(id), d, 0)
	return nil
}
