package handlers

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
)

// askSecond freezes the announcement and shows it to the other admins.
func (b *Bot) askSecond(ctx context.Context, t *turn, a *Announcement) ([]bot.Message, error) {
	others, err := b.otherAdmins(ctx, t)
	if err != nil {
		return nil, err
	}
	if len(others) == 0 {
		return nil, Refusal(textAnnounceNoSecond)
	}
	a.State, a.By = AnnounceApproval, t.u.Chat
	putAnnouncement(t.tx, a)
	c, err := b.count(ctx, t.tx, a)
	if err != nil {
		return nil, err
	}
	when := textAnnounceAtOnce
	if !a.At.IsZero() {
		when = moment(a.At)
	}
	text := strings.Join([]string{textAnnounceToApprove, textAnnounceLineBreak, a.Text, textAnnounceLineBreak, b.audienceText(a, c),
		fmt.Sprintf(textAnnounceWhen, when)}, "\n")
	rev := fmt.Sprint(a.Rev)
	for _, to := range others {
		m, err := b.message(ctx, t.tx, a, to.Channel)
		if err != nil {
			return nil, err
		}
		m.Text, m.Buttons = text, [][]bot.Button{{a.button(labelApprove, "ok", rev), a.button(labelRefuse, "no", rev)}}
		t.tx.Send(bot.Outgoing{Key: fmt.Sprintf("tb:%s:%d:ok:%s", a.ID, a.Rev, to), To: to, Message: m})
	}
	return say(fmt.Sprintf(textAnnounceAskSecond, len(others)), []bot.Button{a.button(labelCancel, "drop")}), nil
}

// otherAdmins lists the chats of those who may approve: owners and admins who are not the person asking. Officials are a
// few hundred, so they are walked.
func (b *Bot) otherAdmins(ctx context.Context, t *turn) ([]bot.ChatID, error) {
	_, me, err := b.RoleOf(ctx, t.tx, t.u.Chat)
	if err != nil {
		return nil, err
	}
	chats := slices.Clone(b.Config.Owners)
	for offset := 0; ; offset += 1000 {
		page, err := t.tx.List(ctx, peopleSet, bot.Range{Max: 1 << 62, Offset: offset})
		if err != nil {
			return nil, err
		}
		for _, e := range page {
			p, found, err := LoadPerson(ctx, t.tx, e.Member)
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
		role, id, err := b.RoleOf(ctx, t.tx, c)
		if err != nil {
			return nil, err
		}
		if (role == RoleAdmin || role == RoleOwner) && c != t.u.Chat && (id.Person == "" || id.Person != me.Person) && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out, nil
}

// pressedApprove is the second admin's yes; the argument is the revision that he saw.
func (b *Bot) pressedApprove(ctx context.Context, t *turn, a *Announcement, rev string) ([]bot.Message, error) {
	if rev != fmt.Sprint(a.Rev) {
		return nil, Refusal(textOldButton)
	}
	if t.u.Chat == ServerOwner { // whoever keeps the server may have composed it under another name
		return nil, Refusal(textAnnounceWhoAreYou)
	}
	own, err := b.samePerson(ctx, t, a.By)
	if err != nil {
		return nil, err
	}
	if own {
		return nil, Refusal(textAnnounceOwnWork)
	}
	a.Decided = t.u.Chat
	a.tell(t.tx, bot.Outgoing{Key: fmt.Sprintf("tb:%s:%d:yes", a.ID, a.Rev), Message: bot.Message{Text: textAnnounceYes}})
	return append(say(textAnnounceApproved), b.launch(t, a)...), nil
}

// pressedRefuse gives it back to its composer.
func (b *Bot) pressedRefuse(ctx context.Context, t *turn, a *Announcement, rev string) ([]bot.Message, error) {
	if rev != fmt.Sprint(a.Rev) {
		return nil, Refusal(textOldButton)
	}
	a.State, a.Hash = AnnounceDraft, ""
	putAnnouncement(t.tx, a)
	m, err := b.preview(ctx, t, a, "")
	if err != nil {
		return nil, err
	}
	m[0].Text = textAnnounceNo + "\n" + m[0].Text
	a.tell(t.tx, bot.Outgoing{Key: fmt.Sprintf("tb:%s:%d:no", a.ID, a.Rev), Message: m[0]})
	return say(textAnnounceRefused), nil
}

// samePerson reports whether the update comes from the person behind a chat.
func (b *Bot) samePerson(ctx context.Context, t *turn, chat bot.ChatID) (bool, error) {
	if t.u.Chat == chat {
		return true, nil
	}
	_, me, err := b.RoleOf(ctx, t.tx, t.u.Chat)
	if err != nil {
		return false, err
	}
	_, him, err := b.RoleOf(ctx, t.tx, chat)
	return me.Person != "" && me.Person == him.Person, err
}
