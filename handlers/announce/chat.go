package announce

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/announce/markup"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// announce answers /thongbao <text> with one message: the preview, who gets it and how many they are.
func (d *Desk) announce(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	text := vi.Clean(t.Update.Payload)
	if why := cannotCompose(t, text); why != "" {
		if err := d.by.Audit(ctx, d.tx, people.VerbAnnounceRefused, "", ""); err != nil {
			return nil, err
		}
		return nil, dialog.Refuse(why)
	}
	a, err := d.draft(ctx, text)
	if err != nil {
		return nil, err
	}
	if t.Update.File != nil {
		Attach(d.tx, a, *t.Update.File)
		a.FileOn = t.Update.Chat.Channel
		put(d.tx, a)
	}
	if err := d.by.Audit(ctx, d.tx, people.VerbAnnounceCompose, a.ID, ""); err != nil {
		return nil, err
	}
	return d.preview(ctx, a, "")
}

// cannotCompose says what is wrong with what was sent; "" when nothing is.
func cannotCompose(t *dialog.Turn, text string) string {
	switch {
	case text == "":
		return dialog.TextAnnounceForm
	case t.Update.Kind == bot.KindAttachment && (t.Update.File == nil || t.Update.File.Ref == ""):
		return textAnnounceNoFile
	}
	return markup.Check(text)
}

// preview shows a draft: what will be read, by whom, by how many. The argument is not used.
func (d *Desk) preview(ctx context.Context, a *Announcement, _ string) ([]bot.Message, error) {
	m, err := d.svc.message(ctx, d.tx, a, d.by.Chat.Channel)
	if err != nil {
		return nil, err
	}
	c, err := d.svc.count(ctx, d.tx, a)
	if err != nil {
		return nil, err
	}
	head := textAnnouncePreview
	if kind := a.Kind(); kind != "" {
		head += "\n" + kind
	}
	mark := labelUrgentClass
	if a.Urgent {
		head, mark = head+"\n"+textUrgentHead, labelNotUrgent
	}
	m.Text = strings.Join([]string{head, textAnnounceLineBreak, a.Text, textAnnounceLineBreak,
		d.svc.audienceText(a, c)}, "\n")
	m.Buttons = [][]bot.Button{
		{buttonWith(a, labelSend, "send", revision{a.Rev}), a.button(labelTest, "test")},
		{a.button(labelAudience, "aud"), a.button(labelTime, "time"), a.button(labelCancel, "drop")},
	}
	if a.From != nil { // whom it goes to is given
		m.Buttons[1] = m.Buttons[1][1:]
	}
	m.Buttons = append(m.Buttons, []bot.Button{a.button(mark, "urgent")})
	return []bot.Message{m}, nil
}

// test sends it to the person alone, on every channel that he has linked, exactly as others will get it.
func (d *Desk) test(ctx context.Context, a *Announcement, _ string) ([]bot.Message, error) {
	m, err := d.svc.message(ctx, d.tx, a, d.by.Chat.Channel)
	if err != nil {
		return nil, err
	}
	_, id, err := d.svc.People.RoleOf(ctx, d.tx, d.by.Chat)
	if err != nil {
		return nil, err
	}
	var p people.Person
	if id.Person != "" {
		if p, _, err = people.Load(ctx, d.tx, id.Person); err != nil {
			return nil, err
		}
	}
	for _, chat := range p.Chats {
		if chat != d.by.Chat {
			there, err := d.svc.message(ctx, d.tx, a, chat.Channel)
			if err != nil {
				return nil, err
			}
			d.tx.Send(bot.Outgoing{Key: "tb:test:" + a.ID + ":" + d.by.Seed + ":" + chat.String(), To: chat,
				Message: there})
		}
	}
	messages := []bot.Message{m}
	for _, channel := range d.svc.proactive() {
		if !slices.ContainsFunc(append(p.Chats, d.by.Chat), func(c bot.ChatID) bool { return c.Channel == channel }) {
			there, err := d.svc.message(ctx, d.tx, a, channel)
			if err != nil {
				return nil, err
			}
			messages = append(messages, d.svc.shownOn(channel, there))
		}
	}
	return append(messages, bot.Message{Text: textAnnounceTested}), nil
}

// shownOn is how a message looks on a channel where the person has no chat of his own: without Edit, which goes with
// rich text on all of ours, it is plain, and links stand behind their words.
func (svc *Service) shownOn(channel string, m bot.Message) bot.Message {
	text := m.Text
	if !svc.People.Channels[channel].Edit {
		text = bot.Escape(bot.Plain(m.Text))
	}
	return bot.Message{Text: fmt.Sprintf(textAnnounceShownOn, dialog.ChannelName(channel), text), File: m.File}
}

// drop gives up what was not begun.
func (d *Desk) drop(_ context.Context, a *Announcement, _ string) ([]bot.Message, error) {
	a.State, a.Ended = Cancelled, d.now
	d.tx.Remove(bot.ScheduleSet, askKind+":"+a.ID)
	d.tx.Remove(bot.ScheduleSet, "announce:"+a.ID)
	put(d.tx, a)
	return dialog.Say(textAnnounceDropped), nil
}

// wish notes what the engine is to do; the Announcer passes it on within a second.
func wish(what string) func(*Desk, context.Context, *Announcement, string) ([]bot.Message, error) {
	return func(d *Desk, _ context.Context, a *Announcement, _ string) ([]bot.Message, error) {
		a.Wish = what
		if what == "resume" && a.Reason == "late" {
			a.Expires = d.now.Add(lateMore)
		}
		if _, quiet := d.svc.QuietHours().Until(d.now); what == "resume" && quiet {
			a.Loud = true
		}
		put(d.tx, a)
		return nil, nil
	}
}

// send starts, schedules or asks for approval.
func (d *Desk) send(ctx context.Context, a *Announcement, v revision) ([]bot.Message, error) {
	if v.Rev != a.Rev {
		m, err := d.preview(ctx, a, "")
		return append(dialog.Say(textAnnounceNewer), m...), err
	}
	a.At = time.Time{}
	return d.decide(ctx, a)
}

// ready counts for the last time and freezes the content.
func (svc *Service) ready(ctx context.Context, r bot.Reader, a *Announcement) error {
	c, err := svc.count(ctx, r, a)
	switch {
	case err != nil:
		return err
	case c.total == 0:
		return dialog.Refuse(textAnnounceNobody)
	}
	file, err := a.file(ctx, r)
	if err != nil {
		return err
	}
	a.Count, a.Hash = c.total, a.freeze(bytesOf(file))
	return nil
}

func (d *Desk) decide(ctx context.Context, a *Announcement) ([]bot.Message, error) {
	if a.mends() { // what went out again since the draft was made is corrected too
		also, err := d.retriesOf(ctx, a.From.ID)
		if err != nil {
			return nil, err
		}
		a.From.Also = also
	}
	if err := d.svc.ready(ctx, d.tx, a); err != nil {
		return nil, err
	}
	if !a.Expires.IsZero() && !a.Expires.After(d.now) {
		return nil, dialog.Refuse(fmt.Sprintf(textAnnounceExpired, dialog.Moment(a.Expires)))
	}
	if d.svc.Approval || a.Urgent {
		return d.askSecond(ctx, a)
	}
	a.Decided = d.by.Chat
	return d.launch(a), nil
}
