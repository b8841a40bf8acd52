package subscribers

import (
	"context"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/offices"
)

// GroupChat is a chat of many people, a group or a channel, that asked for announcements: what is known of it and where
// its subscription stands. Nothing of who is in it is kept.
type GroupChat struct {
	Chat      bot.ChatID `json:"chat"`
	Set       string     `json:"set"` // its own set, whatever it is called later: OneSet
	Title     string     `json:"title,omitempty"`
	Broadcast bool       `json:"broadcast,omitempty"` // a channel
	Owned     bool       `json:"owned,omitempty"`     // the office's own, on Zalo
	// Office is the slug of the office that agreed, of several; empty: of all. Commune is the id of its commune.
	Office  string     `json:"office,omitempty"`
	Commune string     `json:"commune,omitempty"`
	State   GroupState `json:"state"`
	Asked   time.Time  `json:"asked,omitzero"` // when those who run it asked last
	Since   time.Time  `json:"since,omitzero"` // when the office agreed
	Changed time.Time  `json:"changed"`
}

// GroupState is where the subscription of a group stands.
type GroupState string

// The states. Only GroupOn gets announcements.
const (
	GroupAsking  GroupState = "asking"  // those who run it asked; the office has not answered
	GroupOn      GroupState = "on"      // both want it
	GroupMuted   GroupState = "muted"   // both want it, and we may not write there
	GroupRefused GroupState = "refused" // the office does not want it
	GroupEnded   GroupState = "ended"   // one of both ended it, or we were removed
)

// GroupChatsSet is the set of all group chats that are known, by the time of the last change, in ms.
const GroupChatsSet = "group-chats"

// groupChatTTL is how long it is remembered that a subscription ended or was refused.
const groupChatTTL = 90 * 24 * time.Hour

// OneSet is the set that holds one group chat alone.
func OneSet(id string) string { return "subs:chat:" + id }

func groupChatKey(chat bot.ChatID) bot.Key { return bot.Key{Kind: "group-chat", ID: chat.String()} }

// Live reports whether g may get an announcement some day without being asked anew.
func (g GroupChat) Live() bool {
	return g.State == GroupAsking || g.State == GroupOn || g.State == GroupMuted
}

// Kind is the word for what it is.
func (g GroupChat) Kind() string {
	if g.Broadcast {
		return "kênh"
	}
	return "nhóm"
}

// LoadGroupChat reads one; false when it is not known.
func LoadGroupChat(ctx context.Context, r bot.Reader, chat bot.ChatID) (g GroupChat, found bool, err error) {
	found, err = r.Get(ctx, groupChatKey(chat), &g)
	return g, found, err
}

// GroupChats lists those that are known, the last changed first.
func GroupChats(ctx context.Context, r bot.Reader) (out []GroupChat, err error) {
	entries, err := r.List(ctx, GroupChatsSet, bot.Range{Max: 1 << 62, Reverse: true})
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		chat, err := bot.ParseChatID(e.Member)
		if err != nil {
			continue
		}
		g, found, err := LoadGroupChat(ctx, r, chat)
		if err != nil {
			return nil, err
		}
		if found {
			out = append(out, g)
		}
	}
	return out, nil
}

// PutGroupChat stores it, with the subscription that its state means.
func PutGroupChat(tx bot.Tx, g GroupChat) {
	if g.Set == "" {
		g.Set = OneSet(g.Chat.String())
	}
	g.Changed = tx.Now()
	ttl := time.Duration(0)
	if !g.Live() {
		ttl = groupChatTTL
	}
	tx.Put(groupChatKey(g.Chat), g, ttl)
	tx.Add(GroupChatsSet, g.Chat.String(), g.Changed.UnixMilli())
	s := g.subscription()
	if g.State == GroupOn {
		Subscribe(tx, s)
		tx.Add(g.Set, g.Chat.String(), g.Since.UnixMilli())
		if g.Commune != "" { // to its people the office counts its groups
			tx.Add(offices.AtSet(g.Commune), g.Chat.String(), g.Since.UnixMilli())
		}
		return
	}
	for _, set := range append(s.sets(), g.Set) {
		tx.Remove(set, g.Chat.String())
	}
	if g.Commune != "" {
		tx.Remove(offices.AtSet(g.Commune), g.Chat.String())
	}
	tx.Delete(SubscriptionKey(g.Chat))
}

// MoveGroupChat gives it another name, under which the platform goes on with it.
func MoveGroupChat(tx bot.Tx, g GroupChat, to bot.ChatID) {
	was := g
	was.State = GroupEnded
	PutGroupChat(tx, was) // out of all sets
	tx.Delete(groupChatKey(g.Chat))
	tx.Remove(GroupChatsSet, g.Chat.String())
	if g.Set == "" {
		g.Set = OneSet(g.Chat.String())
	}
	g.Chat = to
	PutGroupChat(tx, g)
}

func (g GroupChat) subscription() Subscription {
	return Subscription{Chat: g.Chat, All: true, Since: g.Since}
}
