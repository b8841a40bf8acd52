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

const (
	// lateStart is how late an announcement without an expiry may start by itself.
	lateStart = time.Hour
	// lateMore is how much longer one goes on that an admin lets go on after its expiry.
	lateMore = 24 * time.Hour
)

// launch starts it now, or when its time or the end of the quiet hours comes. Its composer is told; so is whoever
// pressed.
func (b *Bot) launch(t *turn, a *Announcement) []bot.Message {
	start, wanted := t.now, a.At
	if a.At.After(t.now) {
		start = a.At
	}
	until, quiet := b.Announce.Quiet.Until(start.In(content.Zone))
	if quiet && !a.Urgent {
		start = until
	}
	if !start.After(t.now) {
		b.begin(t.tx, a, t.now)
		return nil
	}
	a.State, a.At, a.Late = AnnounceScheduled, start, false
	t.tx.Add(bot.ScheduleSet, "announce:"+a.ID, start.UnixMilli())
	putAnnouncement(t.tx, a)
	text := fmt.Sprintf(textAnnounceSet, moment(start), thousands(a.Count))
	buttons := [][]bot.Button{{a.button(labelNow, "now"), a.button(labelTime, "time"), a.button(labelCancel, "drop")}}
	switch shifted := quiet && !a.Urgent; {
	case shifted && !wanted.After(t.now):
		text = fmt.Sprintf(textAnnounceQuiet, b.Announce.Quiet.String(), moment(start), thousands(a.Count))
		buttons[0][0] = a.button(labelUrgent, "now", "u")
	case shifted:
		text += "\n" + fmt.Sprintf(textAnnounceQuietSet, b.Announce.Quiet.String())
		buttons = append(buttons, []bot.Button{a.button("Vẫn gửi lúc "+clockOf(wanted)+" (khẩn)", "at", fmt.Sprint(wanted.Unix()), "u")})
	}
	if !a.Expires.IsZero() {
		text += "\n" + fmt.Sprintf(textAnnounceExpires, moment(a.Expires))
	}
	return b.toComposer(t, a, bot.Message{Text: text, Buttons: buttons})
}

// toComposer answers the person who pressed, and tells the composer when that is another.
func (b *Bot) toComposer(t *turn, a *Announcement, m bot.Message) []bot.Message {
	if a.By != t.u.Chat {
		a.tell(t.tx, bot.Outgoing{Key: fmt.Sprintf("tb:%s:%d:by", a.ID, a.Rev), Message: m})
	}
	return []bot.Message{m}
}

// begin hands it to the Announcer.
func (b *Bot) begin(tx bot.Tx, a *Announcement, now time.Time) {
	a.State, a.Started = AnnounceRunning, now
	a.restart(now, 0)
	tx.Remove(bot.ScheduleSet, "announce:"+a.ID)
	tx.Add(announceActiveSet, a.ID, now.UnixMilli())
	a.show(tx, fmt.Sprintf(textAnnounceStarting, thousands(a.Count)), now)
	putAnnouncement(tx, a)
}

// moment writes a time as people say it: "08:00 thứ Tư, 25/11/2026".
func moment(t time.Time) string {
	t = t.In(content.Zone)
	return clockOf(t) + " " + vidate.Format(content.DayOf(t))
}

func clockOf(t time.Time) string { return t.In(content.Zone).Format("15:04") }

// String writes the span as "21:00–07:00".
func (q QuietHours) String() string {
	clock := func(d time.Duration) string {
		return fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60)
	}
	return clock(q.From) + "–" + clock(q.To)
}

// pressedNow starts what was scheduled; the argument "u" says also in the quiet hours.
func (b *Bot) pressedNow(_ context.Context, t *turn, a *Announcement, arg string) ([]bot.Message, error) {
	a.At, a.Urgent = time.Time{}, a.Urgent || arg == "u"
	if a.Late {
		a.Expires = time.Time{}
	}
	return b.launch(t, a), nil
}

// announceDue starts a scheduled announcement, or asks when its time was missed.
func (b *Bot) announceDue(ctx context.Context, tx bot.Tx, id string, at time.Time) error {
	a, found, err := announcement(ctx, tx, id)
	if err != nil || !found || a.State != AnnounceScheduled || a.At.UnixMilli() != at.UnixMilli() {
		return err
	}
	now := tx.Now().In(content.Zone)
	until, quiet := b.Announce.Quiet.Until(now)
	switch {
	case !a.Expires.IsZero() && !now.Before(a.Expires), a.Expires.IsZero() && now.Sub(a.At) > lateStart:
		a.Late = true
		putAnnouncement(tx, a)
		b.ringFor(tx, a, fmt.Sprintf("tb:%s:%d:late", a.ID, a.Rev), bot.Message{
			Text:    fmt.Sprintf(textAnnounceMissed, moment(a.At), a.firstLine()),
			Buttons: [][]bot.Button{{a.button(labelNow, "now"), a.button(labelTime, "time"), a.button(labelCancel, "drop")}},
		})
	case quiet && !a.Urgent:
		a.At = until
		tx.Add(bot.ScheduleSet, "announce:"+a.ID, until.UnixMilli())
		putAnnouncement(tx, a)
	default:
		b.begin(tx, a, now)
	}
	return nil
}

// firstLine tells announcements apart.
func (a *Announcement) firstLine() string {
	return "“" + bot.Escape(a.FirstLine()) + "”"
}

// FirstLine is the beginning of the text without markup; at most 80 runes.
func (a *Announcement) FirstLine() string {
	line, _, _ := strings.Cut(bot.Plain(a.Text), "\n")
	return vi.Shorten(line, 80)
}

// pressedTime asks for the time.
func (b *Bot) pressedTime(_ context.Context, t *turn, a *Announcement, _ string) ([]bot.Message, error) {
	t.await("announce-time", a.ID)
	return say(textAnnounceAskTime), nil
}

// expiryWords part the time of sending from the expiry.
var expiryWords = []string{"hết hạn", "het han", "hạn chót", "han chot"}

// gotAnnounceTime reads the time that was asked for, and perhaps an expiry.
func (b *Bot) gotAnnounceTime(ctx context.Context, t *turn) ([]bot.Message, error) {
	a, found, err := announcement(ctx, t.tx, t.dlg.Data)
	if err != nil {
		return nil, err
	}
	if !found || a.State != AnnounceDraft && a.State != AnnounceScheduled {
		t.done()
		return nil, Refusal(textAnnounceGone)
	}
	text, expiry := t.text, ""
	for _, w := range expiryWords {
		if i := strings.Index(strings.ToLower(t.text), w); i >= 0 {
			text, expiry = strings.Trim(t.text[:i], " ,;."), t.text[i+len(w):]
			break
		}
	}
	r := vidate.Reader{Now: t.now, Calendar: t.know.Calendar}
	a.Expires = time.Time{}
	if expiry != "" {
		e, how := r.Read(expiry)
		if how != vidate.Found || !e.HasClock {
			return nil, Refusal(textAnnounceExpiry)
		}
		a.Expires = e.Time
	}
	got, how := r.Read(text)
	switch {
	case how == vidate.None:
		return nil, Refusal(textAnnounceNoTime)
	case how == vidate.Impossible:
		return nil, Refusal(got.NoSuchDay())
	case how == vidate.Ambiguous:
		putAnnouncement(t.tx, a) // keeps the expiry
		var rows [][]bot.Button
		for _, c := range got.Candidates {
			if c.HasClock && len(rows) < 4 {
				rows = append(rows, []bot.Button{a.button(moment(c.Time), "at", fmt.Sprint(c.Time.Unix()))})
			}
		}
		if len(rows) == 0 {
			return nil, Refusal(textAnnounceNoTime)
		}
		return say(textAnnounceWhich, rows...), nil
	case !got.HasClock:
		return nil, Refusal(fmt.Sprintf(textAnnounceNoClock, vidate.Format(got.Day), got.Day.VN()))
	}
	return b.setTime(ctx, t, a, got.Time)
}

// pressedAt takes one of the times offered: "<unix>" or "<unix>:u" for also in the quiet hours.
func (b *Bot) pressedAt(ctx context.Context, t *turn, a *Announcement, arg string) ([]bot.Message, error) {
	var unix int64
	if _, err := fmt.Sscan(strings.TrimSuffix(arg, ":u"), &unix); err != nil {
		return nil, Refusal(textOldButton)
	}
	a.Urgent = strings.HasSuffix(arg, ":u")
	return b.setTime(ctx, t, a, time.Unix(unix, 0).In(content.Zone))
}

func (b *Bot) setTime(ctx context.Context, t *turn, a *Announcement, at time.Time) ([]bot.Message, error) {
	if !at.After(t.now) {
		return nil, Refusal(fmt.Sprintf(textAnnouncePast, moment(at)))
	}
	if !a.Expires.IsZero() && !a.Expires.After(at) {
		return nil, Refusal(textAnnounceExpiry)
	}
	t.done()
	a.At, a.Late = at, false
	if a.State == AnnounceScheduled { // decided before: only the hour changes
		return b.launch(t, a), nil
	}
	return b.decide(ctx, t, a)
}
