package telegram

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

const (
	secretHeader   = "X-Telegram-Bot-Api-Secret-Token" //nolint:gosec // a header's name
	webhookTime    = time.Minute
	webhookCallers = "40"
)

// receiveWebhook opens the webhook, then asks Telegram to call it; an earlier run may have asked already.
func (c *Channel) receiveWebhook(ctx context.Context, deliver bot.Deliver) error {
	defer c.intake.Open(ctx, deliver)()
	err := c.persist(ctx, func() error {
		_, err := c.call(ctx, "setWebhook", tgbotapi.Params{
			"url": c.webhook, "secret_token": c.secret, "allowed_updates": wanted, "max_connections": webhookCallers,
		})
		return err
	})
	if err != nil {
		return err
	}
	c.log.LogAttrs(ctx, slog.LevelInfo, "telegram webhook set")
	<-ctx.Done()
	return nil
}

// ServeHTTP takes one update from Telegram. Any answer but 200 makes Telegram deliver it again.
func (c *Channel) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !platform.IsPost(w, r) || !platform.HasSecret(w, r, secretHeader, c.secret) {
		return
	}
	ctx, cancel, deliver, ok := c.intake.Begin(w, r, webhookTime)
	if !ok {
		return
	}
	defer cancel()
	if body, ok := platform.ReadBody(w, r); ok {
		c.take(ctx, w, deliver, body)
	}
}

func (c *Channel) take(ctx context.Context, w http.ResponseWriter, deliver bot.Deliver, body []byte) {
	if !json.Valid(body) {
		http.Error(w, "not JSON", http.StatusBadRequest)
		return
	}
	u, err := c.decodeUpdate(ctx, body)
	if err != nil {
		http.Error(w, "not an update", http.StatusBadRequest)
		return
	}
	if err := c.translate(ctx, []tgbotapi.Update{u}).commit(ctx, deliver); err != nil {
		c.log.LogAttrs(ctx, slog.LevelWarn, "telegram update not committed", slog.Int("update", u.UpdateID),
			slog.Any("error", err))
		http.Error(w, "not committed", http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusOK)
}
