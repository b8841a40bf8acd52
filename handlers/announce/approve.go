package announce

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// askSecond freezes the announcement and shows it to the other admins.
func (d *Desk) askSecond(ctx context.Context, a *Announcement) ([]bot.Message, error) {
	others, err := d.svc.OtherAdmins(ctx, d.tx, d.by.Chat, a)
	if err != nil {
		return nil, err
	}
	switch {
	case len(others) == 0 && a.Urgent:
		return d.noOther(a)
	case len(others) == 0:
		return nil, dialog.Refuse(textAnnounceNoSecond)
	}
	d.tx.Remove(bot.ScheduleSet, "announce:"+a.ID) // a time that was set before counts no more
	a.State, a.By = Approval, d.by.Chat
	d.waitForSecond(a)
	put(d.tx, a)
	c, err := d.svc.count(ctx, d.tx, a)
	if err != nil {
		return nil, err
	}
	when := textAnnounceAtOnce
	if !a.At.IsZero() {
		when = dialog.Moment(a.At)
	}
	head, asked := textAnnounceToApprove, fmt.Sprintf(textAnnounceAskSecond, len(others))
	if a.Urgent {
		head = fmt.Sprintf(textUrgentToApprove, bot.Escape(a.Asker), dialog.ClockOf(a.AskUntil))
		asked = fmt.Sprintf(textUrgentAsked, len(others), dialog.ClockOf(a.AskUntil))
	}
	text := strings.Join([]string{head, textAnnounceLineBreak, a.Text, textAnnounceLineBreak,
		d.svc.audienceText(a, c),
		fmt.Sprintf(textAnnounceWhen, when)}, "\n")
	rev := revision{a.Rev}
	for _, to := range others {
		m, err := d.svc.message(ctx, d.tx, a, to.Channel)
		if err != nil {
			return nil, err
		}
		m.Text, m.Buttons = text, [][]bot.Button{{buttonWith(a, labelApprove, "ok", rev),
			buttonWith(a, labelRefuse, "no", rev)}}
		d.tx.Send(bot.Outgoing{Key: fmt.Sprintf("tb:%s:%d:ok:%s", a.ID, a.Rev, to), To: to, Message: m})
	}
	return dialog.Say(asked, []bot.Button{a.button(labelCancel, "drop")}), nil
}

// OtherAdmins lists the chats of those who may approve an announcement: owners and admins of its office or of all who
// are not the person of this chat. Officials are a few hundred, so they are walked.
func (svc *Service) OtherAdmins(ctx context.Context, r bot.Reader, mine bot.ChatID, a *Announcement) ([]bot.ChatID,
	error) {
	_, me, err := svc.People.RoleOf(ctx, r, mine)
	if err != nil {
		return nil, err
	}
	chats, err := svc.People.Owners(ctx, r)
	if err != nil {
		return nil, err
	}
	for offset := 0; ; offset += 1000 {
		page, err := r.List(ctx, people.AllSet, bot.Range{Max: 1 << 62, Offset: offset})
		if err != nil {
			return nil, err
		}
		for _, e := range page {
			p, found, err := people.Load(ctx, r, e.Member)
			if err != nil {
				return nil, err
			}
			if found && svc.People.OfficeOf(p.Unit).Keeps(a.Office) {
				chats = append(chats, p.Chats...)
			}
		}
		if len(page) < 1000 {
			break
		}
	}
	var out []bot.ChatID
	for _, c := range chats {
		role, id, err := svc.People.RoleOf(ctx, r, c)
		if err != nil {
			return nil, err
		}
		if (role == people.RoleAdmin || role == people.RoleOwner) && c != mine &&
			(id.Person == "" || id.Person != me.Person) && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out, nil
}

// approve is the second admin's yes.
func (d *Desk) approve(ctx context.Context, a *Announcement, v revision) ([]bot.Message, error) {
	if v.Rev != a.Rev {
		return nil, dialog.OldButton
	}
	if d.by.Chat == people.ServerOwner { // whoever keeps the server may have composed it under another name
		return nil, dialog.Refuse(textAnnounceWhoAreYou)
	}
	own, err := d.samePerson(ctx, a.By)
	if err != nil {
		return nil, err
	}
	if own {
		return nil, dialog.Refuse(textAnnounceOwnWork)
	}
	if err := d.second(ctx, a); err != nil {
		return nil, err
	}
	a.Decided = d.by.Chat
	a.tell(d.tx, bot.Outgoing{Key: fmt.Sprintf("tb:%s:%d:yes", a.ID, a.Rev),
		Message: bot.Message{Text: textAnnounceYes}})
	return append(dialog.Say(textAnnounceApproved), d.launch(a)...), nil
}

// reject gives it back to its composer.
func (d *Desk) reject(ctx context.Context, a *Announcement, v revision) ([]bot.Message, error) {
	if v.Rev != a.Rev {
		return nil, dialog.OldButton
	}
	a.back()
	a.Refused = d.by.Chat
	d.tx.Remove(bot.ScheduleSet, askKind+":"+a.ID)
	put(d.tx, a)
	m, err := d.preview(ctx, a, "")
	if err != nil {
		return nil, err
	}
	m[0].Text = textAnnounceNo + "\n" + m[0].Text
	a.tell(d.tx, bot.Outgoing{Key: fmt.Sprintf("tb:%s:%d:no", a.ID, a.Rev), Message: m[0]})
	return dialog.Say(textAnnounceRefused + " " + textAnnounceAskWhy), nil
}

// SayWhy tells the composer why his announcement was refused; once, and only who refused it last may.
func (d *Desk) SayWhy(ctx context.Context, id, why string) error {
	a, found, err := LoadFor(ctx, d.tx, d.by.Office, id)
	switch {
	case err != nil:
		return err
	case !found || a.Refused != d.by.Chat:
		return dialog.OldButton
	}
	if why = vi.Shorten(vi.Clean(why), longestWhy); why == "" {
		return dialog.Refuse(textAnnounceNoWhy)
	}
	a.Refused = bot.ChatID{}
	d.tx.Put(key(a.ID), a, ttl) // of the same revision: the composer has its buttons before him
	a.tell(d.tx, bot.Outgoing{Key: fmt.Sprintf("tb:%s:%d:why", a.ID, a.Rev), Message: bot.Message{
		Text: fmt.Sprintf(textAnnounceWhy, a.firstLine(), bot.Escape(why))}})
	return nil
}

// longestWhy is how many runes of a reason are kept.
const longestWhy = 300

// gotWhy takes the reason that was asked for.
func (d *Desk) gotWhy(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	id := t.Dialog.Data
	t.Done()
	return dialog.Say(textAnnounceWhyTold), d.SayWhy(ctx, id, t.Text)
}

// samePerson reports whether the update comes from the person behind a chat.
func (d *Desk) samePerson(ctx context.Context, chat bot.ChatID) (bool, error) {
	if d.by.Chat == chat {
		return true, nil
	}
	_, me, err := d.svc.People.RoleOf(ctx, d.tx, d.by.Chat)
	if err != nil {
		return false, err
	}
	_, him, err := d.svc.People.RoleOf(ctx, d.tx, chat)
	return me.Person != "" && me.Person == him.Person, err
}
