package handlers

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
)

// Subscription is a person's consent to announcements. Nobody has one without /dangky or the button.
type Subscription struct {
	Chat     bot.ChatID `json:"chat"`
	All      bool       `json:"all,omitempty"`
	Fields   []string   `json:"fields,omitempty"`   // only these fields of the base
	Communes []string   `json:"communes,omitempty"` // only these present communes, by id
	Since    time.Time  `json:"since"`
}

// The sets of subscribers, scored by the time of consent in ms: everyone, those who want everything, and those who chose
// a field or a commune.
const (
	SubscribersSet    = "subs"
	subscribersAllSet = "subs:all"
)

// FieldSet is the set of those who chose a field.
func FieldSet(field string) string { return "subs:field:" + UnitID(field) }

// CommuneSet is the set of those who chose a commune.
func CommuneSet(id string) string { return "subs:commune:" + id }

func subscriptionKey(chat bot.ChatID) bot.Key { return bot.Key{Kind: "sub", ID: chat.String()} }

func (s Subscription) sets() []string {
	sets := []string{SubscribersSet, subscribersOnSet(s.Chat.Channel)}
	if s.All {
		sets = append(sets, subscribersAllSet, subscribersAllOnSet(s.Chat.Channel))
	}
	for _, f := range s.Fields {
		sets = append(sets, FieldSet(f))
	}
	for _, c := range s.Communes {
		sets = append(sets, CommuneSet(c))
	}
	return sets
}

// subscribe answers /dangky, the button "sub" and the plain words. Without more it means everything; the name of a field
// or commune after it narrows it.
func (b *Bot) subscribe(ctx context.Context, t *turn) ([]bot.Message, error) {
	if !t.u.Private {
		return say(textPrivateOnly), nil
	}
	if limits, known := b.Config.Channels[t.u.Chat.Channel]; known && !limits.Proactive {
		return say(textCannotSubscribeHere), nil
	}
	var s Subscription
	if _, err := t.tx.Get(ctx, subscriptionKey(t.u.Chat), &s); err != nil {
		return nil, err
	}
	s.Chat = t.u.Chat
	if s.Since.IsZero() {
		s.Since = t.now
	}
	var what string
	switch wish := strings.TrimSpace(t.u.Payload); {
	case wish == "":
		s.All, what = true, "mọi thông báo của cơ quan"
	default:
		field, commune := t.know.Topic(wish)
		switch {
		case field != "":
			s.Fields, what = addOnce(s.Fields, field), "thông báo về lĩnh vực "+field
		case commune != "":
			s.Communes, what = addOnce(s.Communes, commune), "thông báo của "+t.know.CommuneName(commune)
		default:
			return say(fmt.Sprintf(textNoSuchTopic, bot.Escape(vi.Shorten(wish, 40)), strings.Join(t.know.Fields(), ", "))), nil
		}
	}
	Subscribe(t.tx, s)
	if err := b.subscribeLinked(ctx, t, what); err != nil {
		return nil, err
	}
	return say(fmt.Sprintf(textSubscribed, what)), nil
}

// Subscribe writes down a consent that was given.
func Subscribe(tx bot.Tx, s Subscription) {
	tx.Put(subscriptionKey(s.Chat), s, 0)
	for _, set := range s.sets() {
		tx.Add(set, s.Chat.String(), s.Since.UnixMilli())
	}
}

// unsubscribe answers /huy: from this moment on nothing is sent, also of an announcement that is running.
func (b *Bot) unsubscribe(ctx context.Context, t *turn) ([]bot.Message, error) {
	chats, err := b.linkedChats(ctx, t)
	if err != nil {
		return nil, err
	}
	subscribed := false
	for _, chat := range chats {
		var s Subscription
		found, err := t.tx.Get(ctx, subscriptionKey(chat), &s)
		if err != nil {
			return nil, err
		}
		if !found {
			continue
		}
		subscribed = true
		for _, set := range s.sets() {
			t.tx.Remove(set, chat.String())
		}
		for _, f := range t.know.Fields() {
			t.tx.Remove(askedSet(UnitID(f)), chat.String())
		}
		t.tx.Delete(subscriptionKey(chat))
	}
	if !subscribed {
		return say(textNotSubscribed), nil
	}
	if err := t.noteConsent(ctx, "huy"); err != nil {
		return nil, err
	}
	return say(textUnsubscribed), nil
}

// linkedChats lists the chat of the update and the other channels of the same person: they share their consents, so that
// "/huy" on one ends them on all.
func (b *Bot) linkedChats(ctx context.Context, t *turn) ([]bot.ChatID, error) {
	all, err := b.chatsOfPerson(ctx, t.tx, t.u.Chat)
	chats := []bot.ChatID{t.u.Chat}
	for _, c := range all {
		chats = addChat(chats, c)
	}
	return chats, err
}

func addChat(chats []bot.ChatID, c bot.ChatID) []bot.ChatID {
	if slices.Contains(chats, c) {
		return chats
	}
	return append(chats, c)
}

func addOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
