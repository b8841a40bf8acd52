package handlers

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
)

// A citizen who uses several channels links them with a code: /lienkenh in one gives it, /lienkenh CODE in another takes
// it. Linked chats are one person: they share their consents and its history, and each announcement comes once, in the
// first of them that can be reached. Linking gives no rights: officials link through /themkenh.
const (
	pairTTL      = 15 * time.Minute
	pairMost     = 5   // chats of one person
	consentsMost = 100 // of the history
)

// linkedCitizens is the set of chats of citizens who have linked more than one.
const linkedCitizens = "citizens:linked"

type pairing struct {
	Chat bot.ChatID `json:"chat"`
}

// kin is the chats of one citizen.
type kin struct {
	ID       string       `json:"id"`
	Chats    []bot.ChatID `json:"chats"` // the first is preferred
	Consents []consent    `json:"consents,omitempty"`
}

// consent is one line of the history: what was agreed to or ended, where and when.
type consent struct {
	At   time.Time  `json:"at"`
	Chat bot.ChatID `json:"chat"`
	What string     `json:"what"`
}

func pairKey(code string) bot.Key       { return bot.Key{Kind: "pair", ID: code} }
func kinKey(id string) bot.Key          { return bot.Key{Kind: "kin", ID: id} }
func kinOfKey(chat bot.ChatID) bot.Key  { return bot.Key{Kind: "kin-of", ID: chat.String()} }
func (k *kin) add(c consent)            { k.Consents = lastOf(append(k.Consents, c), consentsMost) }
func (k *kin) has(chat bot.ChatID) bool { return slices.Contains(k.Chats, chat) }
func lastOf[T any](list []T, n int) []T { return list[max(0, len(list)-n):] }
func channelOf(chat bot.ChatID) string  { return channelNames[chat.Channel] }
func channelsOf(chats []bot.ChatID) string {
	names := make([]string, len(chats))
	for i, c := range chats {
		names[i] = channelOf(c)
	}
	return strings.Join(names, ", ")
}

// kinOf loads the linked chats of a citizen; false when the chat stands alone.
func kinOf(ctx context.Context, r bot.Reader, chat bot.ChatID) (kin, bool, error) {
	var id string
	if found, err := r.Get(ctx, kinOfKey(chat), &id); err != nil || !found {
		return kin{}, false, err
	}
	var k kin
	found, err := r.Get(ctx, kinKey(id), &k)
	return k, found && k.has(chat), err
}

// chatsOfPerson lists the chats of the person behind a chat, the preferred first: those of an official, or those that a
// citizen has linked, or the chat alone.
func (b *Bot) chatsOfPerson(ctx context.Context, r bot.Reader, chat bot.ChatID) ([]bot.ChatID, error) {
	var id Identity
	if _, err := r.Get(ctx, identityKey(chat), &id); err != nil {
		return nil, err
	}
	if id.Person != "" && id.Confirmed {
		if p, found, err := LoadPerson(ctx, r, id.Person); err != nil || found && slices.Contains(p.Chats, chat) {
			return p.Chats, err
		}
	}
	if k, found, err := kinOf(ctx, r, chat); err != nil || found {
		return k.Chats, err
	}
	return []bot.ChatID{chat}, nil
}

// preferredChat is where the person behind a chat gets what is not an answer: the first of his linked chats that can be
// written to, else the chat itself.
func (b *Bot) preferredChat(ctx context.Context, r bot.Reader, chat bot.ChatID, at time.Time) (bot.ChatID, error) {
	chats, err := b.chatsOfPerson(ctx, r, chat)
	if err != nil {
		return chat, err
	}
	for _, c := range chats {
		reason, err := b.unreachable(ctx, r, c, at)
		if err != nil || reason == "" {
			return c, err
		}
	}
	return chat, nil
}

// put stores the linked chats; one that is left alone is linked no more.
func (k *kin) put(tx bot.Tx) {
	if len(k.Chats) < 2 {
		for _, c := range k.Chats {
			k.forget(tx, c)
		}
		tx.Delete(kinKey(k.ID))
		return
	}
	tx.Put(kinKey(k.ID), k, 0)
	for _, c := range k.Chats {
		tx.Put(kinOfKey(c), k.ID, 0)
		tx.Add(linkedCitizens, c.String(), 0)
	}
}

func (k *kin) forget(tx bot.Tx, c bot.ChatID) {
	tx.Delete(kinOfKey(c))
	tx.Remove(linkedCitizens, c.String())
}

// pair answers /lienkenh: without a code it gives one, or shows what is linked; with one it links.
func (b *Bot) pair(ctx context.Context, t *turn) ([]bot.Message, error) {
	if !t.u.Private {
		return say(textPrivateOnly), nil
	}
	if limits, known := b.Config.Channels[t.u.Chat.Channel]; known && !limits.Proactive {
		return say(textPairOnlyProactive), nil
	}
	if w, ok, err := b.who(ctx, t); err != nil || ok && w.person.ID != "" {
		return say(textPairOfficial), err
	}
	if code := strings.TrimSpace(t.u.Payload); code != "" {
		return b.pairWith(ctx, t, code)
	}
	k, linked, err := kinOf(ctx, t.tx, t.u.Chat)
	if err != nil {
		return nil, err
	}
	if !linked {
		return b.pairCode(ctx, t)
	}
	row := []bot.Button{{Label: textPairMore, Action: "lk:more"}, {Label: textPairOff, Action: "lk:off"}}
	if k.Chats[0] != t.u.Chat {
		row = append([]bot.Button{{Label: textPairHere, Action: "lk:here"}}, row...)
	}
	return say(fmt.Sprintf(textPairState, channelsOf(k.Chats), channelOf(k.Chats[0])), row), nil
}

func (b *Bot) pairCode(ctx context.Context, t *turn) ([]bot.Message, error) {
	for {
		code, err := sixDigits()
		if err != nil {
			return nil, err
		}
		var open pairing
		if found, err := t.tx.Get(ctx, pairKey(code), &open); err != nil {
			return nil, err
		} else if found {
			continue
		}
		t.tx.Put(pairKey(code), pairing{Chat: t.u.Chat}, pairTTL)
		return say(fmt.Sprintf(textPairCode, code, t.now.Add(pairTTL).Format("15:04"))), nil
	}
}

// pairWith links this chat with the one that gave the code. Wrong codes are counted as those of invitations are.
func (b *Bot) pairWith(ctx context.Context, t *turn, code string) ([]bot.Message, error) {
	if over, err := t.triedTooOften(ctx); err != nil || over {
		return say(textTooManyTries), err
	}
	var open pairing
	found, err := t.tx.Get(ctx, pairKey(code), &open)
	switch {
	case err != nil:
		return nil, err
	case !found:
		t.countWrongTry()
		return say(textPairWrong), nil
	case open.Chat == t.u.Chat:
		return say(textPairSame), nil
	}
	k, err := joined(ctx, t, open.Chat)
	if err != nil {
		return nil, err
	}
	if len(k.Chats) > pairMost {
		return say(fmt.Sprintf(textPairFull, pairMost)), nil
	}
	t.tx.Delete(pairKey(code))
	k.add(consent{At: t.now, Chat: t.u.Chat, What: "lienkenh " + open.Chat.String()})
	k.put(t.tx)
	if err := b.shareConsents(ctx, t, k.Chats); err != nil {
		return nil, err
	}
	t.tx.Send(bot.Outgoing{Key: "paired:" + t.u.Chat.String() + ":" + t.u.ID, To: open.Chat, Message: bot.Message{
		Text:    fmt.Sprintf(textPairedTold, channelOf(t.u.Chat)),
		Buttons: [][]bot.Button{{{Label: textPairOff, Action: "lk:off"}}},
	}})
	return say(fmt.Sprintf(textPaired, channelsOf(k.Chats), channelOf(k.Chats[0]))), nil
}

// joined makes one of the chats linked with the other and those linked with this one; nothing is stored yet.
func joined(ctx context.Context, t *turn, other bot.ChatID) (kin, error) {
	k, found, err := kinOf(ctx, t.tx, other)
	if err != nil {
		return kin{}, err
	}
	if !found {
		k = kin{ID: reference("K", other.String()+t.u.ID+t.u.Chat.String()), Chats: []bot.ChatID{other}}
	}
	mine, found, err := kinOf(ctx, t.tx, t.u.Chat)
	if err != nil {
		return kin{}, err
	}
	if !found {
		mine.Chats = []bot.ChatID{t.u.Chat}
	} else if mine.ID != k.ID {
		t.tx.Delete(kinKey(mine.ID))
	}
	for _, c := range mine.Chats {
		if !k.has(c) {
			k.Chats = append(k.Chats, c)
		}
	}
	if mine.ID != k.ID {
		k.Consents = append(k.Consents, mine.Consents...)
		slices.SortStableFunc(k.Consents, func(a, b consent) int { return a.At.Compare(b.At) })
	}
	return k, nil
}

// shareConsents gives all chats of one person what any of them has consented to.
func (b *Bot) shareConsents(ctx context.Context, t *turn, chats []bot.ChatID) error {
	subs := make([]Subscription, len(chats))
	var all Subscription
	some := false
	for i, c := range chats {
		found, err := t.tx.Get(ctx, subscriptionKey(c), &subs[i])
		if err != nil {
			return err
		}
		some = some || found
		all.join(subs[i])
	}
	if !some {
		return nil
	}
	for i, c := range chats {
		s := subs[i]
		s.Chat = c
		if s.Since.IsZero() {
			s.Since = t.now
		}
		s.join(all)
		Subscribe(t.tx, s)
	}
	return nil
}

// subscribeLinked gives a consent also to the linked chats of a citizen, and notes it in their history.
func (b *Bot) subscribeLinked(ctx context.Context, t *turn, what string) error {
	k, found, err := kinOf(ctx, t.tx, t.u.Chat)
	if err != nil || !found {
		return err
	}
	k.add(consent{At: t.now, Chat: t.u.Chat, What: "dangky " + what})
	t.tx.Put(kinKey(k.ID), k, 0)
	return b.shareConsents(ctx, t, k.Chats)
}

// join adds what another subscription asks for.
func (s *Subscription) join(other Subscription) {
	s.All = s.All || other.All
	for _, f := range other.Fields {
		s.Fields = addOnce(s.Fields, f)
	}
	for _, c := range other.Communes {
		s.Communes = addOnce(s.Communes, c)
	}
}

// noteConsent writes into the history of linked chats what a person agreed to or ended.
func (t *turn) noteConsent(ctx context.Context, what string) error {
	k, found, err := kinOf(ctx, t.tx, t.u.Chat)
	if err != nil || !found {
		return err
	}
	k.add(consent{At: t.now, Chat: t.u.Chat, What: what})
	t.tx.Put(kinKey(k.ID), k, 0)
	return nil
}

// pressedPair handles the buttons of /lienkenh: "lk:here", "lk:off", "lk:more".
func (b *Bot) pressedPair(ctx context.Context, t *turn) ([]bot.Message, error) {
	k, linked, err := kinOf(ctx, t.tx, t.u.Chat)
	if err != nil {
		return nil, err
	}
	if !linked {
		return say(textNotPaired), nil
	}
	switch strings.TrimPrefix(t.u.Action, "lk:") {
	case "more":
		return b.pairCode(ctx, t)
	case "here":
		k.Chats = slices.DeleteFunc(k.Chats, func(c bot.ChatID) bool { return c == t.u.Chat })
		k.Chats = append([]bot.ChatID{t.u.Chat}, k.Chats...)
		k.put(t.tx)
		return say(fmt.Sprintf(textPairMoved, channelOf(t.u.Chat))), nil
	case "off":
		k.Chats = slices.DeleteFunc(k.Chats, func(c bot.ChatID) bool { return c == t.u.Chat })
		k.add(consent{At: t.now, Chat: t.u.Chat, What: "bo lien kenh"})
		k.forget(t.tx, t.u.Chat)
		k.put(t.tx)
		var s Subscription
		if found, err := t.tx.Get(ctx, subscriptionKey(t.u.Chat), &s); err != nil || !found {
			return say(textPairLeft), err
		}
		return say(textPairLeft + "\n" + textPairLeftNews), nil
	}
	return say(textOldButton), nil
}
