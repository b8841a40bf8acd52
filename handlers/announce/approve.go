package announce

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// askSecond freezes the announcement and shows it to the other admins.
func (svc *Service) askSecond(ctx context.Context, t *dialog.Turn, a *Announcement) ([]bot.Message, error) {
	others, err := svc.otherAdmins(ctx, t)
	if err != nil {
		return nil, err
	}
	if len(others) == 0 {
		return nil, dialog.Refusal(textAnnounceNoSecond)
	}
	a.State, a.By = Approval, t.Update.Chat
	put(t.Tx, a)
	c, err := svc.count(ctx, t.Tx, a)
	if err != nil {
		return nil, err
	}
	when := textAnnounceAtOnce
	if !a.At.IsZero() {
		when = dialog.Moment(a.At)
	}
	text := strings.Join([]string{textAnnounceToApprove, textAnnounceLineBreak, a.Text, textAnnounceLineBreak, svc.audienceText(a, c),
		fmt.Sprintf(textAnnounceWhen, when)}, "\n")
	rev := fmt.Sprint(a.Rev)
	for _, to := range others {
		m, err := svc.message(ctx, t.Tx, a, to.Channel)
		if err != nil {
			return nil, err
		}
		m.Text, m.Buttons = text, [][]bot.Button{{a.button(labelApprove, "ok", rev), a.button(labelRefuse, "no", rev)}}
		t.Tx.Send(bot.Outgoing{Key: fmt.Sprintf("tb:%s:%d:ok:%s", a.ID, a.Rev, to), To: to, Message: m})
	}
	return dialog.Say(fmt.Sprintf(textAnnounceAskSecond, len(others)), []bot.Button{a.button(labelCancel, "drop")}), nil
}

// otherAdmins lists the chats of those who may approve: owners and admins who are not the person asking. Officials are a
// few hundred, so they are walked.
func (svc *Service) otherAdmins(ctx context.Context, t *dialog.Turn) ([]bot.ChatID, error) {
	_, me, err := svc.People.RoleOf(ctx, t.Tx, t.Update.Chat)
	if err != nil {
		return nil, err
	}
	chats := slices.Clone(svc.People.Owners)
	for offset := 0; ; offset += 1000 {
		page, err := t.Tx.List(ctx, people.AllSet, bot.Range{Max: 1 << 62, Offset: offset})
		if err != nil {
			return nil, err
		}
		for _, e := range page {
			p, found, err := people.Load(ctx, t.Tx, e.Member)
			if err != nil {
				return nil, err
			}
			if found {
				chats = append(chats, p.Chats...)
			}
		}
		if len(page) < 1000 {
			break
		}
	}
	var out []bot.ChatID
	for _, c := range chats {
		role, id, err := svc.People.RoleOf(ctx, t.Tx, c)
		if err != nil {
			return nil, err
		}
		if (role == people.RoleAdmin || role == people.RoleOwner) && c != t.Update.Chat && (id.Person == "" || id.Person != me.Person) && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out, nil
}

// pressedApprove is the second admin's yes; the argument is the revision that he saw.
func (svc *Service) pressedApprove(ctx context.Context, t *dialog.Turn, a *Announcement, rev string) ([]bot.Message, error) {
	if rev != fmt.Sprint(a.Rev) {
		return nil, dialog.Refusal(dialog.TextOldButton)
	}
	if t.Update.Chat == people.ServerOwner { // whoever keeps the server may have composed it under another name
		return nil, dialog.Refusal(textAnnounceWhoAreYou)
	}
	own, err := svc.samePerson(ctx, t, a.By)
	if err != nil {
		return nil, err
	}
	if own {
		return nil, dialog.Refusal(textAnnounceOwnWork)
	}
	a.Decided = t.Update.Chat
	a.tell(t.Tx, bot.Outgoing{Key: fmt.Sprintf("tb:%s:%d:yes", a.ID, a.Rev), Message: bot.Message{Text: textAnnounceYes}})
	return append(dialog.Say(textAnnounceApproved), svc.launch(t, a)...), nil
}

// pressedRefuse gives it back to its composer.
func (svc *Service) pressedRefuse(ctx context.Context, t *dialog.Turn, a *Announcement, rev string) ([]bot.Message, error) {
	if rev != fmt.Sprint(a.Rev) {
		return nil, dialog.Refusal(dialog.TextOldButton)
	}
	a.State, a.Hash = Draft, ""
	put(t.Tx, a)
	m, err := svc.preview(ctx, t, a, "")
	if err != nil {
		return nil, err
	}
	m[0].Text = textAnnounceNo + "\n" + m[0].Text
	a.tell(t.Tx, bot.Outgoing{Key: fmt.Sprintf("tb:%s:%d:no", a.ID, a.Rev), Message: m[0]})
	return dialog.Say(textAnnounceRefused), nil
}

// samePerson reports whether the update comes from the person behind a chat.
func (svc *Service) samePerson(ctx context.Context, t *dialog.Turn, chat bot.ChatID) (bool, error) {
	if t.Update.Chat == chat {
		return true, nil
	}
	_, me, err := svc.People.RoleOf(ctx, t.Tx, t.Update.Chat)
	if err != nil {
		return false, err
	}
	_, him, err := svc.People.RoleOf(ctx, t.Tx, chat)
	return me.Person != "" && me.Person == him.Person, err
}
