package zalo

import (
	"context"
	"time"

	"github.com/motcua/motcua/bot"
)

// seenSet is the set of people scored by when they last did something, in ms: Zalo takes free text to them for window.
const seenSet = "zalo:seen"

const (
	window = 7 * 24 * time.Hour
	// windowMargin is for a message that is under way when the window closes.
	windowMargin = 2 * time.Minute
)

// Note records in an update's own transaction when its person last did something. It is a Dispatcher.Note and
// ignores the updates of other channels.
func Note(_ context.Context, tx bot.Tx, u bot.Update) error {
	switch {
	case u.Chat.Channel != Name:
	case u.Kind == bot.KindLeft:
		tx.Remove(seenSet, u.Chat.ID)
	default:
		tx.Add(seenSet, u.Chat.ID, u.At.UnixMilli())
	}
	return nil
}

// open reports whether free text may go to a person at a moment. For people whom we have never seen it may,
// and Zalo decides.
func open(ctx context.Context, r bot.Reader, id string, at time.Time) (bool, error) {
	ms, known, err := r.Score(ctx, seenSet, id)
	if err != nil {
		return false, err
	}
	return !known || at.Sub(time.UnixMilli(ms)) < window-windowMargin, nil
}

// closed notes that Zalo has called the window closed.
func (c *Channel) closed(ctx context.Context, id string) error {
	return c.cfg.State.Update(ctx, func(tx bot.Tx) error {
		tx.Add(seenSet, id, c.now().Add(-window).UnixMilli())
		return nil
	})
}

// Reachable reports whether a message that is not an answer can go to the chat at a moment: because its person wrote
// within 7 days before, or because there is an approved form of this name (bot.FormReminder, bot.FormAnnouncement). The
// reason is in plain Vietnamese, for admins. It asks the State only, never Zalo.
func (c *Channel) Reachable(ctx context.Context, r bot.Reader, chat bot.ChatID, form string, at time.Time) (ok bool,
	reason string, err error) {
	if chat.Channel != Name {
		return true, "", nil
	}
	var blocked bot.Blocked
	if found, err := r.Get(ctx, bot.BlockedKey(chat), &blocked); err != nil || found {
		if blocked.Reason == "" {
			blocked.Reason = "người nhận đã bỏ quan tâm OA"
		}
		return false, blocked.Reason, err
	}
	if _, has := c.cfg.Templates[form]; has {
		return true, "", nil
	}
	if ok, err = open(ctx, r, chat.ID, at); err != nil || ok {
		return ok, "", err
	}
	return false, reasonWindow, nil
}

// HasForm reports whether there is an approved form of this name.
func (c *Channel) HasForm(form string) bool {
	_, has := c.cfg.Templates[form]
	return has
}

// Closed calls f for every chat whose window is closed at a moment, until f fails.
func Closed(ctx context.Context, r bot.Reader, at time.Time, f func(bot.ChatID) error) error {
	const page = 1000
	for offset := 0; ; offset += page {
		entries, err := r.List(ctx, seenSet, bot.Range{Max: at.Add(windowMargin - window).UnixMilli(), Offset: offset,
			Limit: page})
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := f(bot.ChatID{Channel: Name, ID: e.Member}); err != nil {
				return err
			}
		}
		if len(entries) < page {
			return nil
		}
	}
}
