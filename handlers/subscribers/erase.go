package subscribers

import (
	"context"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// EraseConsents takes away the subscription, on all linked chats, as /huy does, and the link to the person's other
// channels. What was announced to it before is not corrected there any more.
func EraseConsents(ctx context.Context, t *dialog.Turn) error {
	chat := t.Update.Chat
	if err := people.MarkErased(ctx, t.Tx, chat); err != nil {
		return err
	}
	chats, err := linkedChats(ctx, t)
	if err != nil {
		return err
	}
	for _, c := range chats {
		var s Subscription
		if _, err := t.Tx.Get(ctx, SubscriptionKey(c), &s); err != nil {
			return err
		}
		s.Chat = c
		end(t, s)
	}
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
