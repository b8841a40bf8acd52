package telegram

import (
	"context"
	"log/slog"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

// A pressed button shows a spinner until its callback query is answered. The answer is empty and nothing is lost when
// it fails, so a few workers make it in the background, from the bounded queue of the Channel.
const (
	answerWorkers = 4
	farewell      = 2 * time.Second // for the answers still waiting when Receive ends
)

// batch is updates in our terms, with the callback queries to answer once they are committed.
type batch struct {
	channel *Channel
	updates []bot.Update
	queries []string
}

// commit delivers the batch as one; it may be called again after an error.
func (b *batch) commit(ctx context.Context, deliver bot.Deliver) error {
	if len(b.updates) > 0 {
		if err := deliver(ctx, b.updates...); err != nil {
			return err
		}
	}
	for _, id := range b.queries {
		select {
		case b.channel.answers <- id:
		default:
			b.channel.log.LogAttrs(ctx, slog.LevelDebug, "telegram callback not answered: too many wait")
		}
	}
	return nil
}

// answerAll answers callback queries until ctx ends; those under way and waiting then get a short time more.
func (c *Channel) answerAll(ctx context.Context) {
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(farewell, cancel) })()
	for {
		select {
		case id := <-c.answers:
			c.answer(work, id)
			continue
		default:
		}
		select {
		case id := <-c.answers:
			c.answer(work, id)
		case <-ctx.Done():
			return
		}
	}
}

func (c *Channel) answer(ctx context.Context, id string) {
	_, err := c.call(ctx, "answerCallbackQuery", tgbotapi.Params{"callback_query_id": id})
	if err != nil && !platform.AsFailure(err).Says("query is too old") {
		c.log.LogAttrs(ctx, slog.LevelDebug, "telegram callback not answered", slog.Any("error", err))
	}
}
