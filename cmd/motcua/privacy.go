package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store"
	"github.com/motcua/motcua/bot/webchat"
	"github.com/motcua/motcua/bot/zalobot"
	"github.com/motcua/motcua/handlers"
)

// forget deletes what the channels themselves keep of a chat: the web page's transcript, the choices of Zalo Bot.
func forget(ctx context.Context, tx bot.Tx, chat bot.ChatID) error {
	switch chat.Channel {
	case webchat.Name:
		return webchat.Empty(ctx, tx, chat.ID)
	case zalobot.Name:
		zalobot.Forget(tx, chat)
	}
	return nil
}

// compactEvery is how often the database forgets on disk what was deleted: people are promised 24 hours. What is
// deleted while it is being written anew is gone only with the next time.
const (
	compactEvery = 11 * time.Hour
	compactLook  = 30 * time.Minute
)

// compactedKey names the document that says when that was done last, by any process: a bot that is restarted every day
// must do it all the same.
var compactedKey = bot.Key{Kind: "compacted", ID: "last"}

// keepPrivacy schedules the daily clearing of old texts, and empties the log of the state, until ctx ends.
func (p *process) keepPrivacy(ctx context.Context) error {
	for handlers.PlanRetention(ctx, p.store) != nil {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(5 * time.Second):
		}
	}
	look := time.NewTimer(0)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-look.C:
			if err := compactWhenDue(ctx, p.store, time.Now()); err != nil && ctx.Err() == nil {
				p.log.Warn("what was deleted is still on the disk", slog.Any("error", err))
			}
		}
		look.Reset(compactLook)
	}
}

// compactWhenDue rewrites what is on disk when the last time is long past. Of several processes one does it.
func compactWhenDue(ctx context.Context, s *store.Store, now time.Time) error {
	due := false
	err := s.Update(ctx, func(tx bot.Tx) error {
		var last time.Time
		found, err := tx.Get(ctx, compactedKey, &last)
		if due = err == nil && (!found || now.Sub(last) >= compactEvery || last.After(now)); due {
			tx.Put(compactedKey, now, 0)
		}
		return err
	})
	if err != nil || !due {
		return err
	}
	if err := s.Compact(ctx); err != nil {
		// Not done after all: the next look tries again.
		return errors.Join(err, s.Update(ctx, func(tx bot.Tx) error { tx.Delete(compactedKey); return nil }))
	}
	return nil
}
