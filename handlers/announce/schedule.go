package announce

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
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
		text = fmt.Sprintf(textAnnounceQuiet, d.svc.QuietHours().String(), dialog.Moment(start),
			dialog.Thousands(a.Count))
		buttons[0][0] = buttonWith(a, labelUrgent, "now", now{urgent})
	case shifted:
		text += "\n" + fmt.Sprintf(textAnnounceQuietSet, d.svc.QuietHours().String())
		label := "Vẫn gửi lúc " + dialog.ClockOf(wanted) + " (khẩn)"
		buttons = append(buttons, []bot.Button{buttonWith(a, label, "at", moment{Unix: wanted.Unix(), Urgent: urgent})})
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

// sendNow starts what was scheduled.
func (d *Desk) sendNow(ctx context.Context, a *Announcement, v now) ([]bot.Message, error) {
	a.At, a.Urgent = time.Time{}, a.Urgent || v.Urgent == urgent
	if a.Late {
		a.Expires = time.Time{}
	}
	if a.Urgent && a.Seconded == "" {
		return d.decide(ctx, a)
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
		return svc.ringFor(ctx, tx, a, fmt.Sprintf("tb:%s:%d:late", a.ID, a.Rev), bot.Message{
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

// readExpiry parts what was typed into the time of sending and the expiry, which is read.
func readExpiry(t *dialog.Turn) (text string, expires time.Time, err error) {
	for _, w := range expiryWords {
		i := strings.Index(strings.ToLower(t.Text), w)
		if i < 0 {
			continue
		}
		e, how := t.Dates(false).Read(t.Text[i+len(w):])
		switch {
		case how == vidate.Impossible:
			return "", expires, dialog.Refuse(bot.Escape(e.NoSuchDay()))
		case how != vidate.Found || !e.HasClock:
			return "", expires, dialog.Refuse(textAnnounceExpiry)
		}
		return strings.Trim(t.Text[:i], " ,;."), e.Time, nil
	}
	return t.Text, expires, nil
}

// gotTime reads the time that was asked for, and perhaps an expiry, and reads them back. Nothing is set by words alone.
func (d *Desk) gotTime(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	a, found, err := LoadFor(ctx, d.tx, d.by.Office, t.Dialog.Data)
	if err != nil {
		return nil, err
	}
	if !found || a.State != Draft && a.State != Scheduled {
		t.Done()
		return nil, dialog.RefuseMissing(textAnnounceGone)
	}
	if d.svc.Repeat != nil {
		if m, mine, err := d.svc.Repeat(ctx, t, a.ID, t.Text); mine || err != nil {
			return m, err
		}
	}
	text, expires, err := readExpiry(t)
	if err != nil {
		return nil, err
	}
	got, m, err := d.momentIn(t, a, text, expires)
	if m != nil || err != nil {
		return m, err
	}
	if why := d.mayAt(got.Time, expires); why != nil {
		return nil, d.refuseTime(ctx, a.ID, got.Time, why)
	}
	return d.readTime(ctx, a, moment{Unix: got.Time.Unix(), Expires: unixOf(expires)})
}

// momentIn reads the moment that words name; what they leave open is asked for, by the messages.
func (d *Desk) momentIn(t *dialog.Turn, a *Announcement, text string, expires time.Time) (vidate.Result,
	[]bot.Message, error) {
	got, how := t.Dates(false).Read(text)
	ahead := slices.DeleteFunc(got.Candidates,
		func(c vidate.Result) bool { return !c.HasClock || !c.Time.After(d.now) })
	switch {
	case how == vidate.Impossible:
		return got, nil, dialog.Refuse(bot.Escape(got.NoSuchDay()))
	case got.Repeat != "":
		return got, nil, dialog.Refuse(fmt.Sprintf(textAnnounceNoRepeat, bot.Escape(got.RepeatWords)))
	case how == vidate.None, how == vidate.Ambiguous && len(ahead) == 0:
		return got, nil, dialog.Refuse(textAnnounceNoTime)
	case how == vidate.Ambiguous && len(ahead) > 1:
		var rows [][]bot.Button
		for _, c := range ahead[:min(len(ahead), 4)] {
			rows = append(rows, []bot.Button{buttonWith(a, dialog.Moment(c.Time), "read",
				moment{Unix: c.Time.Unix(), Expires: unixOf(expires)})})
		}
		return got, dialog.Say(textAnnounceWhich, rows...), nil
	case how == vidate.Ambiguous:
		got = ahead[0]
	case !got.HasClock && got.Day.Before(t.Day()):
		return got, nil, dialog.Refuse(fmt.Sprintf(textAnnounceDayGone, dialog.UpperFirst(vidate.Format(got.Day))))
	case !got.HasClock:
		return got, nil, dialog.Refuse(fmt.Sprintf(textAnnounceNoClock, vidate.Format(got.Day), got.Day.VN()))
	}
	return got, nil, nil
}

func unixOf(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// readTime reads the time of sending back, with whom it goes to and what is special about the day.
func (d *Desk) readTime(ctx context.Context, a *Announcement, v moment) ([]bot.Message, error) {
	at := time.Unix(v.Unix, 0).In(content.Zone)
	if err := d.mayAt(at, v.expires()); err != nil {
		return nil, err
	}
	c, err := d.svc.count(ctx, d.tx, a)
	if err != nil {
		return nil, err
	}
	text := fmt.Sprintf(textAnnounceReadBack, dialog.Moment(at), c.who(), a.firstLine())
	if v.Expires != 0 {
		text += "\n" + fmt.Sprintf(textAnnounceExpires, dialog.Moment(v.expires()))
	}
	if !d.svc.Calendar.WeekOf(d.know).Works(content.DayOf(at)) {
		text += "\n" + textAnnounceDayOff
	}
	return dialog.Say(text, []bot.Button{buttonWith(a, "Đúng", "at", v), a.button("Sửa", "time")}), nil
}

// expires is the end that goes with the moment; zero for none.
func (v moment) expires() time.Time {
	if v.Expires == 0 {
		return time.Time{}
	}
	return time.Unix(v.Expires, 0).In(content.Zone)
}

// sendAt takes the time that was read back.
func (d *Desk) sendAt(ctx context.Context, a *Announcement, v moment) ([]bot.Message, error) {
	a.Urgent = a.Urgent || v.Urgent == urgent
	if v.Urgent != urgent { // the urgent one is that of an announcement whose end stands already
		a.Expires = v.expires()
	}
	return d.setTime(ctx, a, time.Unix(v.Unix, 0).In(content.Zone))
}

// mayAt refuses a moment that is gone by, or that its end precedes.
func (d *Desk) mayAt(at, expires time.Time) error {
	if !at.After(d.now) {
		return dialog.Refuse(fmt.Sprintf(textAnnouncePast, dialog.Moment(at)))
	}
	if !expires.IsZero() && !expires.After(at) {
		return dialog.Refuse(textAnnounceExpiry)
	}
	return nil
}

// refuseTime notes in the log that nothing was scheduled, and returns why.
func (d *Desk) refuseTime(ctx context.Context, id string, at time.Time, why error) error {
	if err := d.by.Audit(ctx, d.tx, people.VerbAnnounceTimeRefused, id, dialog.Moment(at)); err != nil {
		return err
	}
	return why
}

func (d *Desk) setTime(ctx context.Context, a *Announcement, at time.Time) ([]bot.Message, error) {
	if err := d.mayAt(at, a.Expires); err != nil {
		return nil, err
	}
	a.At, a.Late = at, false
	if a.State == Scheduled && (!a.Urgent || a.Seconded != "") { // decided before: only the hour changes
		return d.launch(a), nil
	}
	return d.decide(ctx, a)
}
