package announce

import (
	"context"
	"fmt"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// The urgent class is for storm and flood: it goes out in the quiet hours too, before all other announcements and
// before reminders. So that nobody wakes a commune by a slip, another admin must say yes, within secondWord; where
// there is no other, the one presses once more. Both names stand in the log and in the report.

// secondWord is how long another admin's yes to an urgent announcement is waited for.
const secondWord = 30 * time.Minute

// mark takes a draft into the urgent class or out of it.
func (d *Desk) mark(ctx context.Context, a *Announcement, _ string) ([]bot.Message, error) {
	a.Urgent = !a.Urgent
	put(d.tx, a)
	return d.preview(ctx, a, "")
}

// waitForSecond sets when the question to the other admins ends.
func (d *Desk) waitForSecond(a *Announcement) {
	a.Asker = d.by.Name()
	if a.AskUntil = (time.Time{}); a.Urgent {
		a.AskUntil = d.now.Add(secondWord)
		d.tx.Add(bot.ScheduleSet, askKind+":"+a.ID, a.AskUntil.UnixMilli())
	}
}

// askKind is the scheduled end of a question to the other admins.
const askKind = "announce-ask"

// askDue gives an urgent announcement back to its composer to which nobody said yes in time.
func (svc *Service) askDue(ctx context.Context, tx bot.Tx, id string, at time.Time) error {
	a, found, err := load(ctx, tx, id)
	if err != nil || !found || a.State != Approval || a.AskUntil.UnixMilli() != at.UnixMilli() {
		return err
	}
	a.back()
	put(tx, a)
	return svc.ringFor(ctx, tx, a, fmt.Sprintf("tb:%s:%d:unheard", a.ID, a.Rev), bot.Message{
		Text: fmt.Sprintf(textUrgentUnheard, a.firstLine()),
		Buttons: [][]bot.Button{{buttonWith(a, labelAskAgain, "send", revision{a.Rev}),
			a.button(labelNotUrgent, "urgent"), a.button(labelCancel, "drop")}}})
}

// back makes it a draft again.
func (a *Announcement) back() {
	a.State, a.Hash, a.Seconded, a.AskUntil = Draft, "", "", time.Time{}
}

// second notes who said yes to an urgent announcement, in the log with both names.
func (d *Desk) second(ctx context.Context, a *Announcement) error {
	if !a.Urgent {
		return nil
	}
	if !a.AskUntil.IsZero() && !d.now.Before(a.AskUntil) {
		return dialog.RefuseLate(textUrgentTooLate)
	}
	d.tx.Remove(bot.ScheduleSet, askKind+":"+a.ID)
	a.Seconded = fmt.Sprintf(textUrgentSeconded, a.Asker, d.by.Name(), dialog.Moment(d.now))
	return d.by.Audit(ctx, d.tx, people.VerbAnnounceUrgent, a.ID, a.Seconded)
}

// noOther says what can be done where there is no other admin. A draft keeps that it is urgent, and its time.
func (d *Desk) noOther(a *Announcement) ([]bot.Message, error) {
	v := moment{}
	if a.At.After(d.now) {
		v.Unix = a.At.Unix()
	}
	if a.State == Draft {
		put(d.tx, a)
	}
	if d.page {
		return nil, dialog.Refuse(textUrgentAlone)
	}
	row := []bot.Button{buttonWith(a, labelAlone, "alone", v), a.button(labelCancel, "drop")}
	return dialog.Say(textUrgentAlone, row), nil
}

// alone sends an urgent announcement on the word of the only admin, given once more.
func (d *Desk) alone(ctx context.Context, a *Announcement, v moment) ([]bot.Message, error) {
	a.At = time.Time{}
	if v.Unix != 0 {
		a.At = time.Unix(v.Unix, 0).In(content.Zone)
		if err := d.mayAt(a.At, a.Expires); err != nil {
			return nil, err
		}
	}
	a.Urgent = true
	others, err := d.svc.OtherAdmins(ctx, d.tx, d.by.Chat, a)
	if err != nil {
		return nil, err
	}
	if len(others) > 0 {
		return d.decide(ctx, a)
	}
	if err := d.svc.ready(ctx, d.tx, a); err != nil {
		return nil, err
	}
	a.Decided, a.Seconded = d.by.Chat, fmt.Sprintf(textUrgentByOne, d.by.Name(), dialog.Moment(d.now))
	if err := d.by.Audit(ctx, d.tx, people.VerbAnnounceUrgent, a.ID, a.Seconded); err != nil {
		return nil, err
	}
	return d.launch(a), nil
}

// Alone reports whether nobody but the admin of this chat could say yes to an announcement.
func (svc *Service) Alone(ctx context.Context, r bot.Reader, chat bot.ChatID, a *Announcement) (bool, error) {
	others, err := svc.OtherAdmins(ctx, r, chat, a)
	return len(others) == 0, err
}
