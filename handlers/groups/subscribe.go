package groups

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
)

// How often those who run groups can ask the office, so that strangers with many groups cannot fill its chats.
const (
	askAgain   = 7 * 24 * time.Hour // after a refusal, or without an answer
	mostAsking = 20                 // a day, all groups together
)

// wantsNews takes the wish of who runs the group; the office still has to agree.
func (svc *Service) wantsNews(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	switch t.Update.Group.By {
	case bot.StandingAdmin:
	case bot.StandingUnknown:
		return svc.reply(ctx, t, bot.Message{Text: textNotChecked})
	default:
		return svc.reply(ctx, t, svc.alone(textAdminsOnly))
	}
	text, err := svc.ask(ctx, t)
	if err != nil {
		return nil, err
	}
	return svc.reply(ctx, t, bot.Message{Text: text})
}

// ask puts the wish before the office's admins and says what became of it.
func (svc *Service) ask(ctx context.Context, t *dialog.Turn) (text string, err error) {
	chat, now := t.Update.Chat, t.Tx.Now()
	g, _, err := subscribers.LoadGroupChat(ctx, t.Tx, chat)
	if err != nil {
		return "", err
	}
	switch {
	case g.State == subscribers.GroupOn || g.State == subscribers.GroupMuted:
		return fmt.Sprintf(textHasNews, bot.Escape(svc.officeOf(g))), nil
	case g.State == subscribers.GroupAsking && now.Sub(g.Asked) < askAgain:
		return textStillAsking, nil
	case g.State == subscribers.GroupRefused && now.Sub(g.Asked) < askAgain:
		return textWasRefused, nil
	}
	day := "groups-asking:" + t.Day().String()
	asking, err := t.Tx.Counters(ctx, day)
	if err != nil {
		return "", err
	}
	if asking["n"] >= mostAsking {
		return textAskTomorrow, nil
	}
	of, which := svc.askedFor(t)
	if which != "" {
		return which, nil
	}
	admins, err := svc.People.AdminsOf(ctx, t.Tx, of)
	if err != nil {
		return "", err
	}
	if len(admins) == 0 {
		return textNobodyToAsk, nil
	}
	g.Owned, g.Office, g.Commune = t.Update.Group.Owned, of.Slug, of.Commune
	g.Chat, g.Title, g.Broadcast = chat, vi.Shorten(vi.Clean(t.Update.Group.Title), mostTitle), t.Update.Group.Broadcast
	g.State, g.Asked = subscribers.GroupAsking, now
	subscribers.PutGroupChat(t.Tx, g)
	t.Tx.Count(day, "n", 1, 48*time.Hour)
	who := t.Update.User.Name
	switch {
	case t.Update.Group.Owned:
		who = textOwner
	case who == "":
		who = textSomeAdmin
	}
	how := textAskOfficeHow
	if !of.All() {
		how = textAskOfficeHowOne
	}
	svc.tell(t.Tx, admins, fmt.Sprintf("asks:%d", now.Unix()), g, bot.Message{
		Text: fmt.Sprintf(textAskOffice, dialog.UpperFirst(g.Kind()), bot.Escape(g.Title), svc.Where(g),
			bot.Escape(who)) + "\n" + how,
		Buttons: [][]bot.Button{{actAccept.Button(textAccept, one{chat}), actRefuse.Button(textRefuse, one{chat})}}})
	return textAsked, nil
}

// askedFor is the office whose announcements who runs a group wants. Of several he names its commune with the command,
// and which asks for that; a channel and an account's own group have no words, so all offices' admins decide.
func (svc *Service) askedFor(t *dialog.Turn) (of people.Office, which string) {
	if svc.People.Offices == nil || t.Update.Kind != bot.KindCommand {
		return people.Office{}, ""
	}
	served := svc.People.Offices()
	if len(served) == 0 {
		return people.Office{}, ""
	}
	_, commune := t.Know.Topic(t.Update.Payload)
	if i := slices.IndexFunc(served, func(o people.Office) bool { return o.Commune == commune }); i >= 0 {
		return served[i], ""
	}
	return people.Office{}, fmt.Sprintf(textWhichOffice, bot.Escape(served[0].Name))
}

// officeOf is the name of the office whose announcements come into a group.
func (svc *Service) officeOf(g subscribers.GroupChat) string {
	return cmp.Or(svc.People.OfficeBySlug(g.Office).Desk, svc.Office)
}

// Where says on which app a group is, and of several offices of which it is.
func (svc *Service) Where(g subscribers.GroupChat) string {
	on := platforms[g.Chat.Channel]
	if of := svc.People.OfficeBySlug(g.Office); !of.All() {
		on += ", " + of.Name
	}
	return on
}

// tell tells the office's admins something of a group, each once.
func (svc *Service) tell(tx bot.Tx, admins []bot.ChatID, what string, g subscribers.GroupChat, m bot.Message) {
	for _, chat := range admins {
		tx.Send(bot.Outgoing{Key: "group:" + g.Chat.String() + ":" + what + ":" + chat.String(), To: chat,
			Priority: bot.PriorityReminder, Message: m})
	}
}

// changed stores the new state and tells the office's admins once what it means.
func (svc *Service) changed(ctx context.Context, tx bot.Tx, g subscribers.GroupChat, state subscribers.GroupState,
	text string) error {
	g.State = state
	subscribers.PutGroupChat(tx, g)
	if text == "" {
		return nil
	}
	admins, err := svc.People.AdminsOf(ctx, tx, svc.People.OfficeBySlug(g.Office))
	if err != nil {
		return err
	}
	svc.tell(tx, admins, fmt.Sprintf("%s:%d", state, tx.Now().Unix()), g,
		bot.Message{Text: fmt.Sprintf(text, g.Kind(), bot.Escape(g.Title))})
	return nil
}

// wantsNoNews ends the subscription at the wish of who runs the group: at once, without asking the office.
func (svc *Service) wantsNoNews(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	switch t.Update.Group.By {
	case bot.StandingAdmin:
	case bot.StandingUnknown:
		return svc.reply(ctx, t, bot.Message{Text: textNotChecked})
	default:
		return svc.reply(ctx, t, svc.alone(textAdminsOnly))
	}
	g, found, err := subscribers.LoadGroupChat(ctx, t.Tx, t.Update.Chat)
	if err != nil {
		return nil, err
	}
	if !found || !g.Live() {
		return svc.reply(ctx, t, bot.Message{Text: textNoNewsYet})
	}
	if err := svc.changed(ctx, t.Tx, g, subscribers.GroupEnded, textGroupStopped); err != nil {
		return nil, err
	}
	return svc.reply(ctx, t, bot.Message{Text: textStopped})
}

// joined greets a group that we came into. In a channel nobody is greeted: who made us its admin with the right to post
// runs it, and so asks for announcements. Where we may write again, what was agreed holds again.
func (svc *Service) joined(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	g, found, err := subscribers.LoadGroupChat(ctx, t.Tx, t.Update.Chat)
	if err != nil {
		return nil, err
	}
	if found && g.State == subscribers.GroupMuted {
		if t.Update.Group.Again {
			return nil, svc.changed(ctx, t.Tx, g, subscribers.GroupOn, textMayWriteAgain)
		}
		g.State = subscribers.GroupEnded // removed meanwhile, and nobody told us
		subscribers.PutGroupChat(t.Tx, g)
	}
	if t.Update.Group.Broadcast || t.Update.Group.Owned {
		_, err := svc.ask(ctx, t)
		return nil, err
	}
	if t.Update.Group.Again {
		return nil, nil
	}
	return []bot.Message{{Text: svc.howTo() + "\n" + textHowToSubscribe}}, nil
}

// left ends or interrupts the subscription of a group that we were removed from or may not write in.
func (svc *Service) left(ctx context.Context, t *dialog.Turn) error {
	g, found, err := subscribers.LoadGroupChat(ctx, t.Tx, t.Update.Chat)
	switch {
	case err != nil || !found || !g.Live():
		return err
	case g.State == subscribers.GroupAsking: // nobody has agreed to anything
		return svc.changed(ctx, t.Tx, g, subscribers.GroupEnded, "")
	case t.Update.Group.Muted:
		return svc.muted(ctx, t.Tx, g)
	}
	return svc.changed(ctx, t.Tx, g, subscribers.GroupEnded, textRemoved)
}

func (svc *Service) muted(ctx context.Context, tx bot.Tx, g subscribers.GroupChat) error {
	if g.State == subscribers.GroupMuted {
		return nil
	}
	return svc.changed(ctx, tx, g, subscribers.GroupMuted, textMuted)
}

// Refused notes that a platform takes nothing more for a group, of which nobody told us: announcements stop until
// somebody gives us the right back. It has the form of the outbox's hook.
func (svc *Service) Refused(ctx context.Context, tx bot.Tx, chat bot.ChatID) error {
	g, found, err := subscribers.LoadGroupChat(ctx, tx, chat)
	if err != nil || !found || g.State != subscribers.GroupOn {
		return err
	}
	return svc.muted(ctx, tx, g)
}

// Move takes the subscription along when a group goes on under another name.
func Move(ctx context.Context, tx bot.Tx, from, to bot.ChatID) error {
	g, found, err := subscribers.LoadGroupChat(ctx, tx, from)
	if err != nil || !found || to.IsZero() || to == from {
		return err
	}
	subscribers.MoveGroupChat(tx, g, to)
	return nil
}
