package handlers

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
)

// Reachable tells whether a chat may be written to at a moment, and if not, why, in words for admins. A channel with
// rules of its own (Zalo's seven days) answers for its chats.
type Reachable func(ctx context.Context, r bot.Reader, chat bot.ChatID, at time.Time) (ok bool, reason string, err error)

// who is the official behind an update. The person, and with it the tasks, is the same on every linked channel; the role
// belongs to this chat alone.
type who struct {
	role   Role
	person Person // zero when the chat belongs to no official
}

func (w who) runs() bool { return w.role == RoleAdmin || w.role == RoleOwner }

// leads reports whether w answers for a unit's tasks.
func (w who) leads(unit string) bool {
	return w.runs() || w.role == RoleHead && UnitID(unit) == UnitID(w.person.Unit)
}

// name is what others read about who did something.
func (w who) name() string {
	if w.person.Name != "" {
		return w.person.Name
	}
	return RoleNames[w.role]
}

// recipient is the id of the digest of this official.
func (w who) recipient(chat bot.ChatID) string {
	if w.person.ID != "" {
		return w.person.ID
	}
	return chatRecipient + chat.String()
}

// who loads the official behind the update; ok is false for everybody else, and outside private chats.
func (b *Bot) who(ctx context.Context, t *turn) (w who, ok bool, err error) {
	if !t.u.Private {
		return who{}, false, nil
	}
	role, id, err := b.RoleOf(ctx, t.tx, t.u.Chat)
	if err != nil {
		return who{}, false, err
	}
	w.role = role
	if id.Person != "" && id.Confirmed {
		p, there, err := LoadPerson(ctx, t.tx, id.Person)
		if err != nil {
			return who{}, false, err
		}
		if there {
			w.person = p
		} else if role != RoleOwner {
			return who{}, false, nil
		}
	}
	return w, w.person.ID != "" || w.runs(), nil
}

// officials wraps a step for officials of any role, in a private chat.
func (b *Bot) officials(do func(ctx context.Context, t *turn, w who) ([]bot.Message, error)) step {
	return func(ctx context.Context, t *turn) ([]bot.Message, error) {
		if !t.u.Private {
			return say(textPrivateOnly), nil
		}
		w, ok, err := b.who(ctx, t)
		if err != nil {
			return nil, err
		}
		if !ok {
			return say(textNotAllowed), nil
		}
		return do(ctx, t, w)
	}
}

// people lists the officials in the order in which they joined.
func people(ctx context.Context, r bot.Reader, set string) (out []Person, err error) {
	entries, err := r.List(ctx, set, bot.Range{Max: maxScore})
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		p, ok, err := LoadPerson(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, p)
		}
	}
	return out, nil
}

const maxScore = 1<<53 - 1

// rolesOf says what a person may do, on any of the linked channels.
func (b *Bot) rolesOf(ctx context.Context, r bot.Reader, p Person) (head, admin bool, err error) {
	for _, chat := range p.Chats {
		role, id, err := b.RoleOf(ctx, r, chat)
		if err != nil {
			return false, false, err
		}
		if id.Person != p.ID {
			continue
		}
		head = head || role == RoleHead
		admin = admin || role == RoleAdmin || role == RoleOwner
	}
	return head, admin, nil
}

// headsOf lists who leads a unit.
func (b *Bot) headsOf(ctx context.Context, r bot.Reader, unit string) (out []Person, err error) {
	all, err := people(ctx, r, unitSet(unit))
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		head, _, err := b.rolesOf(ctx, r, p)
		if err != nil {
			return nil, err
		}
		if head {
			out = append(out, p)
		}
	}
	return out, nil
}

// The set of the digests that look after others: those of heads of units and admins.
const watchersSet = "watchers"

// chatRecipient begins the digest id of an owner who is no official; the others are ids of people.
const chatRecipient = "chat:"

// overseers lists the recipients that look after the whole office: owners and admins, each once.
func (b *Bot) overseers(ctx context.Context, r bot.Reader) (out []string, err error) {
	entries, err := r.List(ctx, watchersSet, bot.Range{Max: maxScore})
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		p, ok, err := LoadPerson(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		_, admin, err := b.rolesOf(ctx, r, p)
		if err != nil {
			return nil, err
		}
		if admin {
			out = append(out, p.ID)
		}
	}
	for _, chat := range b.Config.Owners {
		id, err := b.ownerRecipient(ctx, r, chat)
		if err != nil {
			return nil, err
		}
		out = addOnce(out, id)
	}
	return out, nil
}

// ownerRecipient is the digest of an owner: his own as an official, where he is one.
func (b *Bot) ownerRecipient(ctx context.Context, r bot.Reader, chat bot.ChatID) (string, error) {
	_, id, err := b.RoleOf(ctx, r, chat)
	if err != nil {
		return "", err
	}
	if id.Confirmed && id.Person != "" {
		if p, ok, err := LoadPerson(ctx, r, id.Person); err != nil || ok {
			return p.ID, err
		}
	}
	return chatRecipient + chat.String(), nil
}

// chatsOf lists where a recipient can be written to, the preferred first.
func (b *Bot) chatsOf(ctx context.Context, r bot.Reader, recipient string) ([]bot.ChatID, error) {
	if name, ok := strings.CutPrefix(recipient, chatRecipient); ok {
		chat, err := bot.ParseChatID(name)
		if err != nil {
			return nil, nil
		}
		return []bot.ChatID{chat}, nil
	}
	p, ok, err := LoadPerson(ctx, r, recipient)
	if err != nil || !ok {
		return nil, err
	}
	return p.Chats, nil
}

// chatFor picks the chat in which a recipient is reached at a moment: the first that can be, else the first, with why it
// cannot. A zero chat means that there is none.
func (b *Bot) chatFor(ctx context.Context, r bot.Reader, recipient string, at time.Time) (chat bot.ChatID, why string, err error) {
	chats, err := b.chatsOf(ctx, r, recipient)
	if err != nil || len(chats) == 0 {
		return bot.ChatID{}, textNoChat, err
	}
	for _, c := range chats {
		reason, err := b.unreachable(ctx, r, c, at)
		if err != nil {
			return bot.ChatID{}, "", err
		}
		if reason == "" {
			return c, "", nil
		}
		if why == "" {
			why = channelNames[c.Channel] + ": " + reason
		}
	}
	return chats[0], why, nil
}

// unreachable says why a chat cannot be written to at a moment; "" when it can.
func (b *Bot) unreachable(ctx context.Context, r bot.Reader, chat bot.ChatID, at time.Time) (string, error) {
	var blocked bot.Blocked
	if found, err := r.Get(ctx, bot.BlockedKey(chat), &blocked); err != nil || found {
		return textHasBlocked, err
	}
	if limits, known := b.Config.Channels[chat.Channel]; known && !limits.Proactive {
		return textCannotWriteFirst, nil
	}
	if b.Config.Reachable == nil {
		return "", nil
	}
	ok, reason, err := b.Config.Reachable(ctx, r, chat, at)
	if err != nil || ok {
		return "", err
	}
	return reason, nil
}

// titles are the words of address before a name.
var titles = []string{"dong chi", "anh", "chi", "ong", "ba", "co", "chu", "em", "bac", "thay"}

// whom finds the officials that a text names: by full name, else by the given name or the last words of the name, else by
// some words of it. unit is set when the text is the name of a unit.
func whom(all []Person, text string) (found []Person, unit string) {
	folded := vi.Fold(text)
	for _, p := range all {
		if vi.Fold(p.Unit) == folded {
			unit = p.Unit
		}
		if vi.Fold(p.Name) == folded {
			found = append(found, p)
		}
	}
	if len(found) > 0 || unit != "" {
		return found, unit
	}
	for _, title := range titles {
		if rest, ok := strings.CutPrefix(folded, title+" "); ok {
			folded = rest
			break
		}
	}
	for _, p := range all {
		if name := vi.Fold(p.Name); name == folded || strings.HasSuffix(name, " "+folded) {
			found = append(found, p)
		}
	}
	if len(found) > 0 {
		return exactMarks(found, text), ""
	}
	words := strings.Fields(folded)
	for _, p := range all {
		name := strings.Fields(vi.Fold(p.Name))
		if len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(name, w) }) {
			found = append(found, p)
		}
	}
	return found, ""
}

// exactMarks prefers those whose given name has the very diacritics of the text, if there are any: "Hà" is not "Hạ".
func exactMarks(found []Person, text string) []Person {
	last := func(s string) string {
		f := strings.Fields(strings.ToLower(vi.Clean(s)))
		if len(f) == 0 {
			return ""
		}
		return f[len(f)-1]
	}
	var exact []Person
	for _, p := range found {
		if last(p.Name) == last(text) {
			exact = append(exact, p)
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return found
}
