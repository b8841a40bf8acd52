package remind

import (
	"context"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
)

// EraseReminders takes away what the chat asked to be reminded of.
func EraseReminders(ctx context.Context, t *dialog.Turn) error {
	t.Tx.Delete(draftKey(t.Update.Chat))
	mine, err := t.Tx.List(ctx, ChatRemindersSet(t.Update.Chat), bot.Range{Max: dialog.MaxScore, Limit: 10000})
	if err != nil {
		return err
	}
	for _, e := range mine {
		r := Reminder{ID: e.Member, Chat: t.Update.Chat}
		if _, err := t.Tx.Get(ctx, reminderKey(e.Member), &r); err != nil {
			return err
		}
		dropReminder(t.Tx, r)
	}
	return nil
}
