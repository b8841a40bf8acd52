package announce

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/dialog"
)

const (
	// lateStart is how late an announcement without an expiry may start by itself.
	lateStart = time.Hour
	// lateMore is how much longer one goes on that an admin lets go on after its expiry.
	lateMore = 24 * time.Hour
)

// launch starts it now, or when its time or the end of the quiet hours comes. Its composer is told; so is whoever
// pressed.
func (d *Desk) launch(a *Announcement) []bot.Message {
	start, wanted := d.now, a.At
	if a.At.After(d.now) {
		start = a.At
	}
	until, quiet := d.svc.QuietHours().Until(start.In(content.Zone))
	if quiet && !a.Urgent {
		start = until
	}
	if !start.After(d.now) {
		begin(d.tx, a, d.now)
		return nil
	}
	a.State, a.At, a.Late = Scheduled, start, false
	d.tx.Add(bot.ScheduleSet, "announce:"+a.ID, start.UnixMilli())
	put(d.tx, a)
	text := fmt.Sprintf(textAnnounceSet, dialog.Moment(start), dialog.Thousands(a.Count))
	buttons := [][]bot.Button{{a.button(labelNow, "now"), a.button(labelTime, "time"), a.button(labelCancel, "drop")}}
	switch shifted := quiet && !a.Urgent; {
	case shifted && !wanted.After(d.now):
		text = fmt.Sprintf(textAnnounceQuiet, d.svc.QuietHours().String(), dialog.Moment(start), dialog.Thousands(a.Count))
		buttons[0][0] = buttonWith(a, labelUrgent, "now", now{urgent})
	case shifted:
		text += "\n" + fmt.Sprintf(textAnnounceQuietSet, d.svc.QuietHours().String())
		label := "Vẫn gửi lúc " + dialog.ClockOf(wanted) + " (khẩn)"
		buttons = append(buttons, []bot.Button{buttonWith(a, label, "at", moment{wanted.Unix(), urgent})})
	}
	if !a.Expires.IsZero() {
		text += "\n" + fmt.Sprintf(textAnnounceExpires, dialog.Moment(a.Expires))
	}
	return d.toComposer(a, bot.Message{Text: text, Buttons: buttons})
}

// toComposer answers the person who pressed, and tells the composer when that is another.
func (d *Desk) toComposer(a *Announcement, m bot.Message) []bot.Message {
	if a.By != d.by.Chat {
		a.tell(d.tx, bot.Outgoing{Key: fmt.Sprintf("tb:%s:%d:by", a.ID, a.Rev), Message: m})
	}
	return []bot.Message{m}
}

// begin hands it to the Announcer.
func begin(tx bot.Tx, a *Announcement, now time.Time) {
	a.State, a.Started = Running, now
	a.restart(now, 0)
	tx.Remove(bot.ScheduleSet, "announce:"+a.ID)
	tx.Add(activeSet, a.ID, now.UnixMilli())
	a.show(tx, fmt.Sprintf(textAnnounceStarting, dialog.Thousands(a.Count)), now)
	put(tx, a)
}

// String writes the span as "21:00–07:00".
func (q QuietHours) String() string {
	clock := func(d time.Duration) string {
		return fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60)
	}
	return clock(q.From) + "–" + clock(q.To)
}

// sendNow starts what was scheduled.
func (d *Desk) sendNow(_ context.Context, a *Announcement, v now) ([]bot.Message, error) {
	a.At, a.Urgent = time.Time{}, a.Urgent || v.Urgent == urgent
	if a.Late {
		a.Expires = time.Time{}
	}
	return d.launch(a), nil
}

// announceDue starts a scheduled announcement, or asks when its time was missed.
func (svc *Service) announceDue(ctx context.Context, tx bot.Tx, id string, at time.Time) error {
	a, found, err := load(ctx, tx, id)
	if err != nil || !found || a.State != Scheduled || a.At.UnixMilli() != at.UnixMilli() {
		return err
	}
	now := tx.Now().In(content.Zone)
	until, quiet := svc.QuietHours().Until(now)
	switch {
	case !a.Expires.IsZero() && !now.Before(a.Expires), a.Expires.IsZero() && now.Sub(a.At) > lateStart:
		a.Late = true
		put(tx, a)
		svc.ringFor(tx, a, fmt.Sprintf("tb:%s:%d:late", a.ID, a.Rev), bot.Message{
			Text: fmt.Sprintf(textAnnounceMissed, dialog.Moment(a.At), a.firstLine()),
			Buttons: [][]bot.Button{{a.button(labelNow, "now"), a.button(labelTime, "time"),
				a.button(labelCancel, "drop")}},
		})
	case quiet && !a.Urgent:
		a.At = until
		tx.Add(bot.ScheduleSet, "announce:"+a.ID, until.UnixMilli())
		put(tx, a)
	default:
		begin(tx, a, now)
	}
	return nil
}

// expiryWords part the time of sending from the expiry.
var expiryWords = []string{"hết hạn", "het han", "hạn chót", "han chot"}

// gotTime reads the time that was asked for, and perhaps an expiry.
func (d *Desk) gotTime(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	a, found, err := load(ctx, d.tx, t.Dialog.Data)
	if err != nil {
		return nil, err
	}
	if !found || a.State != Draft && a.State != Scheduled {
		t.Done()
		return nil, dialog.RefuseMissing(textAnnounceGone)
	}
	text, expiry := t.Text, ""
	for _, w := range expiryWords {
		if i := strings.Index(strings.ToLower(t.Text), w); i >= 0 {
			text, expiry = strings.Trim(t.Text[:i], " ,;."), t.Text[i+len(w):]
			break
		}
	}
	r := t.Dates(false)
	a.Expires = time.Time{}
	if expiry != "" {
		e, how := r.Read(expiry)
		if how != vidate.Found || !e.HasClock {
			return nil, dialog.Refuse(textAnnounceExpiry)
		}
		a.Expires = e.Time
	}
	got, how := r.Read(text)
	switch {
	case how == vidate.None:
		return nil, dialog.Refuse(textAnnounceNoTime)
	case how == vidate.Impossible:
		return nil, dialog.Refuse(bot.Escape(got.NoSuchDay()))
	case how == vidate.Ambiguous:
		put(d.tx, a) // keeps the expiry
		var rows [][]bot.Button
		for _, c := range got.Candidates {
			if c.HasClock && len(rows) < 4 {
				rows = append(rows, []bot.Button{buttonWith(a, dialog.Moment(c.Time), "at",
					moment{Unix: c.Time.Unix()})})
			}
		}
		if len(rows) == 0 {
			return nil, dialog.Refuse(textAnnounceNoTime)
		}
		return dialog.Say(textAnnounceWhich, rows...), nil
	case !got.HasClock:
		return nil, dialog.Refuse(fmt.Sprintf(textAnnounceNoClock, vidate.Format(got.Day), got.Day.VN()))
	}
	m, err := d.setTime(ctx, a, got.Time)
	if err == nil {
		t.Done()
	}
	return m, err
}

// sendAt takes one of the times offered.
func (d *Desk) sendAt(ctx context.Context, a *Announcement, v moment) ([]bot.Message, error) {
	a.Urgent = v.Urgent == urgent
	return d.setTime(ctx, a, time.Unix(v.Unix, 0).In(content.Zone))
}

func (d *Desk) setTime(ctx context.Context, a *Announcement, at time.Time) ([]bot.Message, error) {
	if !at.After(d.now) {
		return nil, dialog.Refuse(fmt.Sprintf(textAnnouncePast, dialog.Moment(at)))
	}
	if !a.Expires.IsZero() && !a.Expires.After(at) {
		return nil, dialog.Refuse(textAnnounceExpiry)
	}
	a.At, a.Late = at, false
	if a.State == Scheduled { // decided before: only the hour changes
		return d.launch(a), nil
	}
	return d.decide(ctx, a)
}
