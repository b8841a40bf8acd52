package people

import (
	"context"
	"slices"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
)

// OwnersSet is the set of the chats that took ownership by a code of the console, scored by when, in Unix milliseconds.
// What makes each the owner is Identity.Owner, which RoleOf reads anyway; the set finds them all.
const OwnersSet = "owners"

// MostOwners bounds how many chats may be owners by a code.
const MostOwners = 20

// Owners lists the owners' chats: those of the settings, then those who took ownership by a code.
func (svc *Service) Owners(ctx context.Context, r bot.Reader) ([]bot.ChatID, error) {
	out := slices.Clone(svc.Appointed)
	given, err := r.List(ctx, OwnersSet, bot.Range{Max: dialog.MaxScore, Limit: MostOwners})
	if err != nil {
		return nil, err
	}
	for _, e := range given {
		if chat, err := bot.ParseChatID(e.Member); err == nil && !slices.Contains(out, chat) {
			out = append(out, chat)
		}
	}
	return out, nil
}

// OutlastedBy reports whether an owner with a chat is left when these chats are owners by a code no more.
func (svc *Service) OutlastedBy(ctx context.Context, r bot.Reader, chats ...bot.ChatID) (bool, error) {
	all, err := svc.Owners(ctx, r)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(all, func(o bot.ChatID) bool {
		return !slices.Contains(chats, o) || slices.Contains(svc.Appointed, o)
	}), nil
}

// PutOwner makes a chat an owner; called is what its user is called there. Whoever signed in from it before signs in
// again.
func PutOwner(ctx context.Context, tx bot.Tx, chat bot.ChatID, called string) error {
	id := Identity{Since: tx.Now()}
	if _, err := tx.Get(ctx, IdentityKey(chat), &id); err != nil {
		return err
	}
	id.Chat, id.Owner, id.Called, id.RoleAt = chat, true, called, tx.Now()
	tx.Put(IdentityKey(chat), id, 0)
	tx.Add(OwnersSet, chat.String(), tx.Now().UnixMilli())
	return nil
}

// DropOwner makes a chat an owner no more. What it is besides, an official's, it stays.
func DropOwner(ctx context.Context, tx bot.Tx, chat bot.ChatID) error {
	var id Identity
	if _, err := tx.Get(ctx, IdentityKey(chat), &id); err != nil {
		return err
	}
	tx.Remove(OwnersSet, chat.String())
	if id.Person == "" {
		tx.Delete(IdentityKey(chat))
		return nil
	}
	id.Owner, id.Called, id.RoleAt = false, "", tx.Now()
	tx.Put(IdentityKey(chat), id, 0)
	return nil
}

// KeepOwner lets an identity that is about to be written anew stay an owner's.
func KeepOwner(ctx context.Context, r bot.Reader, id *Identity) error {
	var before Identity
	_, err := r.Get(ctx, IdentityKey(id.Chat), &before)
	if before.Owner {
		id.Owner, id.Called, id.RoleAt = true, before.Called, before.RoleAt
	}
	return err
}

// metKey names what exists once an owner of the settings wrote to us. The others wrote when they typed their code.
func metKey(chat bot.ChatID) bot.Key { return bot.Key{Kind: "met", ID: chat.String()} }

// Unmet reports whether a chat is that of an owner of the settings who never wrote to us. A platform takes nothing for
// him before he opens the chat, so what is for him waits.
func (svc *Service) Unmet(ctx context.Context, r bot.Reader, chat bot.ChatID) (bool, error) {
	if !slices.Contains(svc.Appointed, chat) {
		return false, nil
	}
	met, err := r.Get(ctx, metKey(chat), new(bool))
	return err == nil && !met, err
}

// Meet notes that an owner wrote to us.
func Meet(tx bot.Tx, chat bot.ChatID) { tx.Put(metKey(chat), true, 0) }
