package subscribers

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// A citizen who uses several channels links them with a code: /lienkenh in one gives it, /lienkenh CODE in another
// takes it. Linked chats are one person: they share their consents and its history, and each announcement comes once,
// in the first of them that can be reached. Linking gives no rights: officials link through /themkenh.
const (
	pairTTL      = 15 * time.Minute
	pairMost     = 5   // chats of one person
	consentsMost = 100 // of the history
)

// LinkedCitizens is the set of chats of citizens who have linked more than one.
const LinkedCitizens = "citizens:linked"

type pairing struct {
	Chat bot.ChatID `json:"chat"`
}

// Links is the chats of one citizen.
type Links struct {
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

func pairKey(code string) bot.Key { return bot.Key{Kind: "pair", ID: code} }

func linksKey(id string) bot.Key { return bot.Key{Kind: "kin", ID: id} }

func linksOfKey(chat bot.ChatID) bot.Key { return bot.Key{Kind: "kin-of", ID: chat.String()} }

func (k *Links) add(c consent) { k.Consents = dialog.LastOf(append(k.Consents, c), consentsMost) }

func (k *Links) has(chat bot.ChatID) bool { return slices.Contains(k.Chats, chat) }

// LinksOf loads the linked chats of a citizen; false when the chat stands alone.
func LinksOf(ctx context.Context, r bot.Reader, chat bot.ChatID) (Links, bool, error) {
	var id string
	if found, err := r.Get(ctx, linksOfKey(chat), &id); err != nil || !found {
		return Links{}, false, err
	}
	var k Links
	found, err := r.Get(ctx, linksKey(id), &k)
	return k, found && k.has(chat), err
}

// ChatsOfPerson lists the chats of the person behind a chat, the preferred first: those of an official, or those that a
// citizen has linked, or the chat alone.
func ChatsOfPerson(ctx context.Context, r bot.Reader, chat bot.ChatID) ([]bot.ChatID, error) {
	var id people.Identity
	if _, err := r.Get(ctx, people.IdentityKey(chat), &id); err != nil {
		return nil, err
	}
	if id.Person != "" && id.Confirmed {
		if p, found, err := people.Load(ctx, r, id.Person); err != nil || found && slices.Contains(p.Chats, chat) {
			return p.Chats, err
		}
	}
	if k, found, err := LinksOf(ctx, r, chat); err != nil || found {
		return k.Chats, err
	}
	return []bot.ChatID{chat}, nil
}

// PreferredChat is where the person behind a chat gets a reminder: the first of his linked chats that can be written
// to, else the chat itself.
func (svc *Service) PreferredChat(ctx context.Context, r bot.Reader, chat bot.ChatID,
	at time.Time) (bot.ChatID, error) {
	chats, err := ChatsOfPerson(ctx, r, chat)
	if err != nil {
		return chat, err
	}
	for _, c := range chats {
		reason, err := svc.People.Unreachable(ctx, r, c, bot.FormReminder, at)
		if err != nil || reason == "" {
			return c, err
		}
	}
	return chat, nil
}

// put stores the linked chats; one that is left alone is linked no more.
func (k *Links) put(tx bot.Tx) {
	if len(k.Chats) < 2 {
		for _, c := range k.Chats {
			k.forget(tx, c)
		}
		tx.Delete(linksKey(k.ID))
		return
	}
	tx.Put(linksKey(k.ID), k, 0)
	for _, c := range k.Chats {
		tx.Put(linksOfKey(c), k.ID, 0)
		tx.Add(LinkedCitizens, c.String(), 0)
	}
}

func (k *Links) forget(tx bot.Tx, c bot.ChatID) {
	tx.Delete(linksOfKey(c))
	tx.Remove(LinkedCitizens, c.String())
}

// Pair answers /lienkenh: without a code it gives one, or shows what is linked; with one it links.
func (svc *Service) Pair(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	if !t.Update.Private {
		return dialog.Say(dialog.TextPrivateOnly), nil
	}
	if limits, known := svc.People.Channels[t.Update.Chat.Channel]; known && !limits.Proactive {
		return dialog.Say(textPairOnlyProactive), nil
	}
	if w, ok, err := svc.People.ActorOf(ctx, t); err != nil || ok && w.Person.ID != "" {
		return dialog.Say(textPairOfficial), err
	}
	if code := strings.TrimSpace(t.Update.Payload); code != "" {
		return svc.pairWith(ctx, t, code)
	}
	k, linked, err := LinksOf(ctx, t.Tx, t.Update.Chat)
	if err != nil {
		return nil, err
	}
	if !linked {
		return pairCode(ctx, t)
	}
	row := []bot.Button{actMore.Button(textPairMore, struct{}{}), actOff.Button(dialog.TextPairOff, struct{}{})}
	if k.Chats[0] != t.Update.Chat {
		row = append([]bot.Button{actHere.Button(textPairHere, struct{}{})}, row...)
	}
	return dialog.Say(fmt.Sprintf(textPairState, dialog.ChannelsOf(k.Chats), dialog.ChannelOf(k.Chats[0])), row), nil
}

func pairCode(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	for {
		code, err := dialog.SixDigits()
		if err != nil {
			return nil, err
		}
		var open pairing
		if found, err := t.Tx.Get(ctx, pairKey(code), &open); err != nil {
			return nil, err
		} else if found {
			continue
		}
		t.Tx.Put(pairKey(code), pairing{Chat: t.Update.Chat}, pairTTL)
		return dialog.Say(fmt.Sprintf(textPairCode, code, t.Now.Add(pairTTL).Format("15:04"))), nil
	}
}

// pairWith links this chat with the one that gave the code. Wrong codes are counted as those of invitations are.
func (svc *Service) pairWith(ctx context.Context, t *dialog.Turn, code string) ([]bot.Message, error) {
	if over, err := people.TriedTooOften(ctx, t); err != nil || over {
		return dialog.Say(dialog.TextTooManyTries), err
	}
	var open pairing
	found, err := t.Tx.Get(ctx, pairKey(code), &open)
	switch {
	case err != nil:
		return nil, err
	case !found:
		people.CountWrongTry(t)
		return dialog.Say(textPairWrong), nil
	case open.Chat == t.Update.Chat:
		return dialog.Say(textPairSame), nil
	}
	k, err := svc.joinLinks(ctx, t, open.Chat)
	if err != nil {
		return nil, err
	}
	if len(k.Chats) > pairMost {
		return dialog.Say(fmt.Sprintf(textPairFull, pairMost)), nil
	}
	t.Tx.Delete(pairKey(code))
	k.add(consent{At: t.Now, Chat: t.Update.Chat, What: "lienkenh " + open.Chat.String()})
	k.put(t.Tx)
	if err := shareConsents(ctx, t, k.Chats); err != nil {
		return nil, err
	}
	t.Tx.Send(bot.Outgoing{Key: "paired:" + t.Update.Chat.String() + ":" + t.Update.ID, To: open.Chat,
		Message: bot.Message{
			Text:    fmt.Sprintf(textPairedTold, dialog.ChannelOf(t.Update.Chat)),
			Buttons: [][]bot.Button{{actOff.Button(dialog.TextPairOff, struct{}{})}},
		}})
	return dialog.Say(fmt.Sprintf(textPaired, dialog.ChannelsOf(k.Chats), dialog.ChannelOf(k.Chats[0]))), nil
}

// joinLinks makes one of the chats linked with the other and those linked with this one; nothing is stored yet.
func (svc *Service) joinLinks(ctx context.Context, t *dialog.Turn, other bot.ChatID) (Links, error) {
	k, found, err := LinksOf(ctx, t.Tx, other)
	if err != nil {
		return Links{}, err
	}
	if !found {
		k.Chats = []bot.ChatID{other}
		if k.ID, err = svc.People.References.New(ctx, t.Tx, "K-", linksKey); err != nil {
			return k, err
		}
	}
	mine, found, err := LinksOf(ctx, t.Tx, t.Update.Chat)
	if err != nil {
		return Links{}, err
	}
	if !found {
		mine.Chats = []bot.ChatID{t.Update.Chat}
	} else if mine.ID != k.ID {
		t.Tx.Delete(linksKey(mine.ID))
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
func shareConsents(ctx context.Context, t *dialog.Turn, chats []bot.ChatID) error {
	subs := make([]Subscription, len(chats))
	var all Subscription
	some := false
	for i, c := range chats {
		found, err := t.Tx.Get(ctx, SubscriptionKey(c), &subs[i])
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
			s.Since = t.Now
		}
		s.join(all)
		Subscribe(t.Tx, s)
	}
	return nil
}

// subscribeLinked gives a consent also to the linked chats of a citizen, and notes it in their history.
func subscribeLinked(ctx context.Context, t *dialog.Turn, what string) error {
	k, found, err := LinksOf(ctx, t.Tx, t.Update.Chat)
	if err != nil || !found {
		return err
	}
	k.add(consent{At: t.Now, Chat: t.Update.Chat, What: "dangky " + what})
	t.Tx.Put(linksKey(k.ID), k, 0)
	return shareConsents(ctx, t, k.Chats)
}

// join adds what another subscription asks for.
func (s *Subscription) join(other Subscription) {
	s.All = s.All || other.All
	for _, f := range other.Fields {
		s.Fields = dialog.AddOnce(s.Fields, f)
	}
	for _, c := range other.Communes {
		s.Communes = dialog.AddOnce(s.Communes, c)
	}
	for _, e := range other.Entries {
		s.Entries = dialog.AddOnce(s.Entries, e)
	}
}

// noteConsent writes into the history of linked chats what a person agreed to or ended.
func noteConsent(ctx context.Context, t *dialog.Turn, what string) error {
	k, found, err := LinksOf(ctx, t.Tx, t.Update.Chat)
	if err != nil || !found {
		return err
	}
	k.add(consent{At: t.Now, Chat: t.Update.Chat, What: what})
	t.Tx.Put(linksKey(k.ID), k, 0)
	return nil
}

// onLinked wraps a button of /lienkenh for a chat that is linked.
func onLinked(do func(ctx context.Context, t *dialog.Turn, k Links) ([]bot.Message, error)) dialog.Step {
	return func(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
		k, linked, err := LinksOf(ctx, t.Tx, t.Update.Chat)
		if err != nil {
			return nil, err
		}
		if !linked {
			return dialog.Say(textNotPaired), nil
		}
		return do(ctx, t, k)
	}
}

func moreLinks(ctx context.Context, t *dialog.Turn, _ Links) ([]bot.Message, error) {
	return pairCode(ctx, t)
}

// readHere makes this chat the one in which announcements are read.
func readHere(_ context.Context, t *dialog.Turn, k Links) ([]bot.Message, error) {
	k.Chats = slices.DeleteFunc(k.Chats, func(c bot.ChatID) bool { return c == t.Update.Chat })
	k.Chats = append([]bot.ChatID{t.Update.Chat}, k.Chats...)
	k.put(t.Tx)
	return dialog.Say(fmt.Sprintf(textPairMoved, dialog.ChannelOf(t.Update.Chat))), nil
}

func unlink(ctx context.Context, t *dialog.Turn, k Links) ([]bot.Message, error) {
	k.Chats = slices.DeleteFunc(k.Chats, func(c bot.ChatID) bool { return c == t.Update.Chat })
	k.add(consent{At: t.Now, Chat: t.Update.Chat, What: "bo lien kenh"})
	k.forget(t.Tx, t.Update.Chat)
	k.put(t.Tx)
	var s Subscription
	if found, err := t.Tx.Get(ctx, SubscriptionKey(t.Update.Chat), &s); err != nil || !found {
		return dialog.Say(textPairLeft), err
	}
	return dialog.Say(textPairLeft + "\n" + textPairLeftNews), nil
}
