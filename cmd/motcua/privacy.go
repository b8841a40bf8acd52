package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/webchat"
)

// forget deletes what the channels themselves keep of a chat: the web page's transcript.
func forget(ctx context.Context, tx bot.Tx, chat bot.ChatID) error {
	if chat.Channel != webchat.Name {
		return nil
	}
	return webchat.Forget(ctx, tx, chat.ID)
}

// compactEvery is how often the database forgets on disk what was deleted: people are promised 24 hours.
const compactEvery = 12 * time.Hour

// keepPrivacy schedules the daily clearing of old texts, and rewrites the journal, until ctx ends.
func (p *process) keepPrivacy(ctx context.Context) error {
	for p.bot.PlanRetention(ctx, p.store) != nil {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(5 * time.Second):
		}
	}
	tick := time.NewTicker(compactEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			if err := p.store.Compact(ctx); err != nil && ctx.Err() == nil {
				p.log.Warn("the journal was not compacted", slog.Any("error", err))
			}
		}
	}
}
