package handlers

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
)

// Invitations: an admin asks for a code for a named person of a unit (/moi Tên; Đơn vị), the person types it
// (/lienket 123456), and the inviter confirms who joined. A code is used once, within inviteTTL; wrong tries are
// counted per chat and in all, so that six digits cannot be guessed.
const (
	inviteTTL      = 15 * time.Minute
	triesPerChat   = 5
	triesInAll     = 100
	triesWindow    = time.Hour
	wrongTriesKind = "invite-tries"
)

type invite struct {
	Name   string     `json:"name"`
	Unit   string     `json:"unit"`
	Person string     `json:"person,omitempty"` // links a further channel of this person, without a role
	Role   Role       `json:"role,omitempty"`
	By     bot.ChatID `json:"by"`
	Used   bot.ChatID `json:"used,omitzero"`
}

func inviteKey(code string) bot.Key { return bot.Key{Kind: "invite", ID: code} }

// invite answers /moi <tên>; <đơn vị>.
func (b *Bot) invite(ctx context.Context, t *turn) ([]bot.Message, error) {
	name, unit, _ := strings.Cut(t.u.Payload, ";")
	name, unit = strings.TrimSpace(vi.Clean(name)), strings.TrimSpace(vi.Clean(unit))
	if name == "" || unit == "" || len([]rune(name)) > 80 || len([]rune(unit)) > 80 {
		return say(textInviteForm), nil
	}
	code, err := newCode(ctx, t.tx)
	if err != nil {
		return nil, err
	}
	t.tx.Put(inviteKey(code), invite{Name: name, Unit: unit, Role: RoleMember, By: t.u.Chat}, inviteTTL)
	return b.withPicture(say(fmt.Sprintf(textInvited, bot.Escape(name), bot.Escape(unit), code, code, t.now.Add(inviteTTL).Format("15:04"))), t, code)
}

func sixDigits() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%06d", n.Int64()), nil
}

// newCode draws six digits that no open invitation has.
func newCode(ctx context.Context, r bot.Reader) (string, error) {
	for {
		code, err := sixDigits()
		if err != nil {
			return "", err
		}
		var taken invite
		if found, err := r.Get(ctx, inviteKey(code), &taken); err != nil || !found {
			return code, err
		}
	}
}

// link answers /lienket CODE, and "LIENKET 123456" as plain words.
func (b *Bot) link(ctx context.Context, t *turn) ([]bot.Message, error) {
	if !t.u.Private {
		return say(textPrivateOnly), nil
	}
	if over, err := t.triedTooOften(ctx); err != nil || over {
		return say(textTooManyTries), err
	}
	code := strings.TrimSpace(t.u.Payload)
	var inv invite
	found, err := t.tx.Get(ctx, inviteKey(code), &inv)
	if err != nil {
		return nil, err
	}
	if code == "" || !found || !inv.Used.IsZero() {
		t.countWrongTry()
		return say(textWrongCode), nil
	}
	if why, err := b.linkedElsewhere(ctx, t, inv); err != nil || why != "" {
		return say(why), err
	}
	inv.Used = t.u.Chat
	t.tx.Put(inviteKey(code), inv, inviteTTL)
	id := Identity{Chat: t.u.Chat, Person: inv.Person, Role: inv.Role, Since: t.now}
	if id.Person == "" {
		p := Person{ID: reference("P", t.u.Chat.String()+t.u.ID), Name: inv.Name, Unit: inv.Unit, Joined: t.now}
		t.tx.Put(personKey(p.ID), p, 0) // enters the sets when confirmed
		id.Person = p.ID
	}
	t.tx.Put(identityKey(t.u.Chat), id, 0)
	who := bot.Escape(vi.Shorten(t.u.User.Name, 60))
	t.tx.Send(bot.Outgoing{Key: "joined:" + t.u.Chat.String() + ":" + t.u.ID, To: inv.By, Priority: bot.PriorityReminder, Message: bot.Message{
		Text: fmt.Sprintf(textConfirmJoin, who, channelNames[t.u.Chat.Channel], bot.Escape(inv.Name), bot.Escape(inv.Unit)),
		Buttons: [][]bot.Button{{
			{Label: "Đúng người", Action: "join:yes:" + t.u.Chat.String()},
			{Label: "Không phải", Action: "join:no:" + t.u.Chat.String()},
		}},
	}})
	return say(textWaitConfirm), nil
}

var channelNames = map[string]string{"telegram": "Telegram", "zalo": "Zalo", "zalobot": "Zalo Bot", "web": "trang web", "terminal": "dòng lệnh"}

// triedTooOften reports whether wrong codes came too often, from this chat or in all, within the hour.
func (t *turn) triedTooOften(ctx context.Context) (bool, error) {
	counts, err := t.tx.Counters(ctx, t.triesGroup())
	if err != nil {
		return false, err
	}
	return counts[t.u.Chat.String()] >= triesPerChat || counts["all"] >= triesInAll, nil
}

func (t *turn) triesGroup() string {
	return fmt.Sprintf("%s:%d", wrongTriesKind, t.now.Unix()/int64(triesWindow/time.Second))
}

func (t *turn) countWrongTry() {
	t.tx.Count(t.triesGroup(), t.u.Chat.String(), 1, 2*triesWindow)
	t.tx.Count(t.triesGroup(), "all", 1, 2*triesWindow)
}

// confirmJoin handles the inviter's word on who joined: "join:yes:<chat>".
func (b *Bot) confirmJoin(ctx context.Context, t *turn) ([]bot.Message, error) {
	parts := strings.SplitN(t.u.Action, ":", 3)
	if len(parts) != 3 {
		return say(textOldButton), nil
	}
	chat, err := bot.ParseChatID(parts[2])
	if err != nil {
		return say(textOldButton), nil
	}
	var id Identity
	found, err := t.tx.Get(ctx, identityKey(chat), &id)
	if err != nil {
		return nil, err
	}
	if !found || id.Confirmed {
		return say(textOldButton), nil
	}
	if parts[1] != "yes" {
		t.tx.Delete(identityKey(chat))
		t.tx.Send(bot.Outgoing{Key: "join-no:" + chat.String() + ":" + t.u.ID, To: chat, Message: bot.Message{Text: textJoinRefused}})
		return say(textJoinRemoved), nil
	}
	var p Person
	if found, err := t.tx.Get(ctx, personKey(id.Person), &p); err != nil || !found {
		return say(textOldButton), err
	}
	id.Confirmed = true
	if !slices.Contains(p.Chats, chat) {
		p.Chats = append(p.Chats, chat)
	}
	t.tx.Put(identityKey(chat), id, 0)
	putPerson(t.tx, p)
	b.offerMenu(t.tx, chat, menuRole(id.Role), t.u.ID)
	t.tx.Send(bot.Outgoing{Key: "join-yes:" + chat.String() + ":" + t.u.ID, To: chat, Message: bot.Message{
		Text:    fmt.Sprintf(textJoinDone, bot.Escape(p.Name), bot.Escape(p.Unit)),
		Buttons: [][]bot.Button{{{Label: textSubscribe, Action: "sub"}}}}})
	return say(fmt.Sprintf(textJoinConfirmed, bot.Escape(p.Name), bot.Escape(p.Unit))), nil
}
