package subscribers

import (
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/people"
)

// Subscription is a person's consent to announcements. Nobody has one without /dangky or the button.
type Subscription struct {
	Chat     bot.ChatID `json:"chat"`
	All      bool       `json:"all,omitempty"`
	Fields   []string   `json:"fields,omitempty"`   // only these fields of the base
	Communes []string   `json:"communes,omitempty"` // only these present communes, by id
	Entries  []string   `json:"entries,omitempty"`  // is told when these entries of the base change, by id
	Since    time.Time  `json:"since"`
}

// The sets of subscribers, scored by the time of consent in ms: everyone, those who want everything, and those who
// chose a field or a commune.
const (
	SubscribersSet    = "subs"
	subscribersAllSet = "subs:all"
)

// FieldSet is the set of those who chose a field.
func FieldSet(field string) string { return "subs:field:" + people.UnitID(field) }

// CommuneSet is the set of those who chose a commune.
func CommuneSet(id string) string { return "subs:commune:" + id }

// EntrySet is the set of those who are told when an entry changes.
func EntrySet(id string) string { return "subs:entry:" + id }

// onlyEntriesSet is the set of subscribers who agreed to nothing but to hear of entries: what goes to all officials or
// to a unit does not go to them.
const onlyEntriesSet = "subs:entries:only"

// followedSet is the set of entries that somebody followed once.
const followedSet = "subs:entries"

// SubscriptionKey names the document of a chat's Subscription.
func SubscriptionKey(chat bot.ChatID) bot.Key { return bot.Key{Kind: "sub", ID: chat.String()} }

func (s Subscription) sets() []string {
	sets := []string{SubscribersSet, subscribersOnSet(s.Chat.Channel)}
	if s.All {
		sets = append(sets, subscribersAllSet, AllOnSet(s.Chat.Channel))
	}
	for _, f := range s.Fields {
		sets = append(sets, FieldSet(f))
	}
	for _, c := range s.Communes {
		sets = append(sets, CommuneSet(c))
	}
	for _, e := range s.Entries {
		sets = append(sets, EntrySet(e))
	}
	if s.onlyEntries() {
		sets = append(sets, onlyEntriesSet)
	}
	return sets
}

func (s Subscription) onlyEntries() bool { return !s.All && len(s.Fields)+len(s.Communes) == 0 }

func subscribersOnSet(channel string) string { return "subs:on:" + channel }

// AllOnSet is the set of those on a channel who subscribed to everything.
func AllOnSet(channel string) string { return "subs:all:on:" + channel }

// askedSet is the set of subscribers who asked about a field, by UnitID of its name.
func askedSet(fieldID string) string { return "asked:" + fieldID }
