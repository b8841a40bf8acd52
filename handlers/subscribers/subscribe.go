package subscribers

import (
	"context"
	"fmt"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// subscribe answers /dangky, the button "sub" and the plain words. Without more it means everything; the name of a
// field or commune after it narrows it.
func (svc *Service) subscribe(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	if no := svc.refusal(t); no != "" {
		return dialog.Say(no), nil
	}
	s, err := begun(ctx, t)
	if err != nil {
		return nil, err
	}
	var what, narrowed string
	switch wish := strings.TrimSpace(t.Update.Payload); {
	case wish == "":
		s.All, what = true, "mọi thông báo của cơ quan"
		t.Where = answers.OfficeEntry // of several offices it counts which one is his
	default:
		field, commune := t.Know.Topic(wish)
		if s.All && field+commune != "" { // a narrower wish takes the place of everything
			s.All = false
			t.Tx.Remove(subscribersAllSet, s.Chat.String())
			t.Tx.Remove(AllOnSet(s.Chat.Channel), s.Chat.String())
			narrowed = "\n" + textNarrowed
		}
		switch {
		case field != "":
			s.Fields, what = dialog.AddOnce(s.Fields, field), "thông báo về lĩnh vực "+field
		case commune != "":
			s.Communes, what = dialog.AddOnce(s.Communes, commune), "thông báo của "+t.Know.CommuneName(commune)
		default:
			return dialog.Say(fmt.Sprintf(textNoSuchTopic, bot.Escape(vi.Shorten(wish, 40)),
				strings.Join(append(t.Know.CommonFields(fieldsOffered), t.Know.Communes()...), ", "))), nil
		}
	}
	Subscribe(t.Tx, s)
	if err := subscribeLinked(ctx, t, what); err != nil {
		return nil, err
	}
	text := fmt.Sprintf(textSubscribed, what) + narrowed
	if all := t.Know.CommonFields(fieldsOffered); strings.TrimSpace(t.Update.Payload) == "" && len(all) > 0 {
		text += "\n" + fmt.Sprintf(textNarrower, strings.ToLower(all[0]), strings.Join(all, ", "))
		if communes := t.Know.Communes(); len(communes) > 0 {
			text += " " + fmt.Sprintf(textCommunes, strings.Join(communes, ", "))
		}
	}
	return dialog.Say(text), nil
}

// refusal says why a chat cannot be written to on our own; "" when it can.
func (svc *Service) refusal(t *dialog.Turn) string {
	if !t.Update.Private {
		return dialog.TextPrivateOnly
	}
	if svc.Reaches(t.Update.Chat) {
		return ""
	}
	if names := dialog.WritingChannels(svc.People.Channels); names != "" {
		return textCannotSubscribeHere + " " + fmt.Sprintf(textSubscribeThere, names)
	}
	return textCannotSubscribeHere + " " + textSubscribeNowhere
}

// begun is what a chat has agreed to so far.
func begun(ctx context.Context, t *dialog.Turn) (s Subscription, err error) {
	_, err = t.Tx.Get(ctx, SubscriptionKey(t.Update.Chat), &s)
	s.Chat = t.Update.Chat
	if s.Since.IsZero() {
		s.Since = t.Now
	}
	return s, err
}

// Reaches reports whether announcements can be sent to a chat: a web page cannot be written to later.
func (svc *Service) Reaches(chat bot.ChatID) bool {
	limits, known := svc.People.Channels[chat.Channel]
	return !known || limits.Proactive
}

// fieldsOffered is how many fields a message names; every field can be typed.
const fieldsOffered = 8

// Subscribe writes down a consent that was given.
func Subscribe(tx bot.Tx, s Subscription) {
	tx.Put(SubscriptionKey(s.Chat), s, 0)
	for _, set := range s.sets() {
		tx.Add(set, s.Chat.String(), s.Since.UnixMilli())
	}
	if !s.onlyEntries() {
		tx.Remove(onlyEntriesSet, s.Chat.String())
	}
	for _, e := range s.Entries {
		tx.Add(followedSet, e, 0)
	}
}

// unsubscribe answers /huy: from this moment on nothing is sent, also of an announcement that is running.
func unsubscribe(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	chats, err := linkedChats(ctx, t)
	if err != nil {
		return nil, err
	}
	subscribed := false
	for _, chat := range chats {
		var s Subscription
		found, err := t.Tx.Get(ctx, SubscriptionKey(chat), &s)
		if err != nil {
			return nil, err
		}
		if !found {
			continue
		}
		subscribed = true
		end(t, s)
	}
	if !subscribed {
		return dialog.Say(textNotSubscribed), nil
	}
	if err := noteConsent(ctx, t, "huy"); err != nil {
		return nil, err
	}
	return dialog.Say(textUnsubscribed), nil
}

// end takes a subscription out of everything.
func end(t *dialog.Turn, s Subscription) {
	for _, set := range s.sets() {
		t.Tx.Remove(set, s.Chat.String())
	}
	for _, f := range t.Know.Fields() {
		t.Tx.Remove(askedSet(people.UnitID(f)), s.Chat.String())
	}
	t.Tx.Delete(SubscriptionKey(s.Chat))
}

// linkedChats lists the chat of the update and the other channels of the same person: they share their consents, so
// that
// "/huy" on one ends them on all.
func linkedChats(ctx context.Context, t *dialog.Turn) ([]bot.ChatID, error) {
	all, err := ChatsOfPerson(ctx, t.Tx, t.Update.Chat)
	chats := []bot.ChatID{t.Update.Chat}
	for _, c := range all {
		chats = dialog.AddChat(chats, c)
	}
	return chats, err
}
