package zalo

import (
	"context"
	"time"

	"github.com/motcua/motcua/bot"
)

// SeenSet is the set of people scored by when they last did something, in ms: Zalo takes free text to them for window.
const SeenSet = "zalo:seen"

const (
	window = 7 * 24 * time.Hour
	// windowMargin is for a message that is under way when the window closes.
	windowMargin = 2 * time.Minute
)

// Note records in an update's own transaction when its person last did something. It has the form of Dispatcher.Note and
// leaves other channels' updates alone.
func Note(_ context.Context, tx bot.Tx, u bot.Update) error {
	switch {
	case u.Chat.Channel != Name:
	case u.Kind == bot.KindLeft:
		tx.Remove(SeenSet, u.Chat.ID)
	default:
		tx.Add(SeenSet, u.Chat.ID, u.At.UnixMilli())
	}
	return nil
}

// open reports whether free text may go to a person now. Of people whom we have never seen nothing is known, and Zalo is
// asked by sending.
func (c *Channel) open(ctx context.Context, r bot.Reader, id string) (bool, error) {
	ms, known, err := r.Score(ctx, SeenSet, id)
	if err != nil {
		return false, err
	}
	return !known || c.now().Sub(time.UnixMilli(ms)) < window-windowMargin, nil
}

// closed notes that Zalo has called the window closed.
func (c *Channel) closed(ctx context.Context, id string) error {
	return c.cfg.State.Update(ctx, func(tx bot.Tx) error {
		tx.Add(SeenSet, id, c.now().Add(-window).UnixMilli())
		return nil
	})
}

// Reachable reports whether a message that is not an answer can go to the chat now: because its person wrote within
// 7 days, or because there is an approved form of this name (bot.FormReminder, bot.FormAnnouncement). The reason is in
// plain Vietnamese, for admins. It asks the State only, never Zalo.
func (c *Channel) Reachable(ctx context.Context, chat bot.ChatID, form string) (ok bool, reason string, err error) {
	if chat.Channel != Name {
		return true, "", nil
	}
	var blocked bot.Blocked
	if found, err := c.cfg.State.Get(ctx, bot.BlockedKey(chat), &blocked); err != nil || found {
		if blocked.Reason == "" {
			blocked.Reason = "người nhận đã bỏ quan tâm OA"
		}
		return false, blocked.Reason, err
	}
	if _, has := c.cfg.Templates[form]; has {
		return true, "", nil
	}
	if ok, err = c.open(ctx, c.cfg.State, chat.ID); err != nil || ok {
		return ok, "", err
	}
	return false, reasonWindow, nil
}
