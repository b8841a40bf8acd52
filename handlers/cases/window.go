package cases

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/subscribers"
)

// Some platforms take a message to somebody only for a time after he wrote: Zalo for seven days, and no approved form
// carries an answer in an official's words. A day later the officials in charge hear that the answer cannot reach who
// waits, and what can be done; an answer that cannot go out waits until he writes.
const (
	windowAfter = 8 * 24 * time.Hour
	windowAgain = 24 * time.Hour // he wrote again meanwhile: it is looked at anew
	heldFor     = 60 * 24 * time.Hour
)

// HeldKey names the references of the answers that wait until a chat writes.
func HeldKey(chat bot.ChatID) bot.Key { return bot.Key{Kind: "case-held", ID: chat.String()} }

// watch sees to it that the officials hear when an answer can reach the one who waits no more.
func (svc *Service) watch(ctx context.Context, tx bot.Tx, c Case) error {
	if c.Chat.IsZero() || !svc.People.OnMessenger(c.Chat) {
		return nil
	}
	at := c.At.Add(windowAfter)
	why, err := svc.People.Unreachable(ctx, tx, c.Chat, "", at)
	if err == nil && why != "" {
		tx.Add(bot.ScheduleSet, windowKind+":"+c.Ref, at.UnixMilli())
	}
	return err
}

// dueWindow tells the officials in charge of a case that its answer cannot reach who waits.
func (svc *Service) dueWindow(ctx context.Context, tx bot.Tx, ref string, _ time.Time) error {
	c, found, err := LoadCase(ctx, tx, ref)
	if err != nil || !found || !c.Done.IsZero() || c.Chat.IsZero() {
		return err
	}
	_, why, err := svc.reach(ctx, tx, c.Chat)
	if err != nil {
		return err
	}
	if why == "" {
		tx.Add(bot.ScheduleSet, windowKind+":"+ref, tx.Now().Add(windowAgain).UnixMilli())
		return nil
	}
	chats, err := svc.People.InCharge(ctx, tx, c.Unit)
	if err != nil {
		return err
	}
	w, err := svc.week(ctx, tx, c.Unit)
	if err != nil {
		return err
	}
	m := bot.Message{Text: fmt.Sprintf(textWindowShut, dialog.UpperFirst(c.kind()), c.Ref, dialog.ChannelOf(c.Chat),
		bot.Escape(why)) + "\n" + fmt.Sprintf(textWindowHow, c.Ref), Buttons: caseRows(c.Ref)}
	for _, chat := range chats {
		tx.Send(bot.Outgoing{Key: "case-window:" + c.Ref + ":" + chat.String(), To: chat,
			Priority: bot.PriorityReminder, Message: m, NotBefore: w.Opening(tx.Now()), While: openCaseKey(c.Ref)})
	}
	return nil
}

// reach is where an answer goes: the chat itself, else another of the same person that takes it; why says that none
// does.
func (svc *Service) reach(ctx context.Context, r bot.Tx, chat bot.ChatID) (to bot.ChatID, why string, err error) {
	if !svc.People.OnMessenger(chat) { // read on the page
		return chat, "", nil
	}
	chats, err := subscribers.ChatsOfPerson(ctx, r, chat)
	if err != nil {
		return chat, "", err
	}
	for _, c := range append([]bot.ChatID{chat}, chats...) {
		reason, err := svc.People.Unreachable(ctx, r, c, "", r.Now())
		if err != nil || reason == "" {
			return c, "", err
		}
		if why == "" {
			why = reason
		}
	}
	return chat, why, nil
}

// send sends the answer to who waits, or keeps it until he writes; held says that it waits.
func (svc *Service) send(ctx context.Context, tx bot.Tx, c Case) (held bool, err error) {
	to, why, err := svc.reach(ctx, tx, c.Chat)
	if err != nil {
		return false, err
	}
	if why == "" {
		tx.Send(bot.Outgoing{Key: "case-answer:" + c.Ref, To: to, Message: answerMessage(c, true)})
		return false, nil
	}
	var refs []string
	if _, err := tx.Get(ctx, HeldKey(c.Chat), &refs); err != nil {
		return false, err
	}
	tx.Put(HeldKey(c.Chat), dialog.AddOnce(refs, c.Ref), heldFor)
	return true, nil
}

// Held sends the answers that waited until this chat writes.
func Held(ctx context.Context, t *dialog.Turn) error {
	key := HeldKey(t.Update.Chat)
	var refs []string
	found, err := t.Tx.Get(ctx, key, &refs)
	if err != nil || !found || t.Update.Kind == bot.KindLeft {
		return err
	}
	t.Tx.Delete(key)
	for _, ref := range slices.Compact(refs) {
		c, found, err := LoadCase(ctx, t.Tx, ref)
		if err != nil {
			return err
		}
		if found && !c.Done.IsZero() {
			t.Tx.Send(bot.Outgoing{Key: "case-answer:" + c.Ref, To: t.Update.Chat, Message: answerMessage(c, true)})
		}
	}
	return nil
}
