package subscribers

import (
	"context"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// EraseConsents takes away the subscription and the link to the person's other channels.
func EraseConsents(ctx context.Context, t *dialog.Turn) error {
	chat := t.Update.Chat
	var s Subscription
	if _, err := t.Tx.Get(ctx, SubscriptionKey(chat), &s); err != nil {
		return err
	}
	s.Chat = chat
	for _, set := range s.sets() {
		t.Tx.Remove(set, chat.String())
	}
	for _, f := range t.Know.Fields() {
		t.Tx.Remove(askedSet(people.UnitID(f)), chat.String())
	}
	t.Tx.Delete(SubscriptionKey(chat))
	k, linked, err := LinksOf(ctx, t.Tx, chat)
	if err != nil || !linked {
		return err
	}
	k.Chats = slices.DeleteFunc(k.Chats, func(c bot.ChatID) bool { return c == chat })
	k.Consents = slices.DeleteFunc(k.Consents, func(c consent) bool {
		return c.Chat == chat ||
			strings.HasSuffix(c.What, " "+chat.String())
	})
	k.forget(t.Tx, chat)
	k.put(t.Tx)
	return nil
}
