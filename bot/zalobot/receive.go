package zalobot

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

const (
	leaseName    = "zalobot:poll"
	secretHeader = "X-Bot-Api-Secret-Token" //nolint:gosec // a header's name
	webhookTime  = 10 * time.Second
	// quickAnswer and idlePause keep us from spinning on a server that answers an empty poll at once.
	quickAnswer = time.Second
	idlePause   = 300 * time.Millisecond
)

// receivePolling polls while this process leads.
func (c *Channel) receivePolling(ctx context.Context, deliver bot.Deliver) {
	poll := func(ctx context.Context) error {
		c.poll(ctx, deliver)
		return nil
	}
	_ = platform.WhileLeader(ctx, c.cfg.Leader, leaseName, c.log, c.wait, poll) // fails only as poll does
}

// poll fetches and delivers until ctx ends.
func (c *Channel) poll(ctx context.Context, deliver bot.Deliver) {
	if !c.persist(ctx, "deleteWebhook", nil) { // of an earlier run: it would forbid polling
		return
	}
	c.log.LogAttrs(ctx, slog.LevelInfo, "zalo bot polling")
	for failures := 0; ctx.Err() == nil; {
		start := c.now()
		var raw json.RawMessage
		err := c.call(ctx, "getUpdates", map[string]string{"timeout": strconv.Itoa(pollSeconds)}, &raw)
		switch {
		case ctx.Err() != nil && err != nil:
			return
		case err != nil && platform.AsFailure(err).Code == http.StatusRequestTimeout: // nothing new
			failures = 0
			if c.now().Sub(start) < quickAnswer {
				_ = c.wait(ctx, idlePause)
			}
			continue
		case err != nil:
			c.trouble(ctx, "getUpdates", err)
			_ = c.wait(ctx, platform.Backoff(failures))
			failures++
			continue
		}
		failures = 0
		c.keep(ctx, deliver, raw)
	}
}

// keep delivers events until they are committed: the platform returns them only once. When the process ends, it goes on
// for some seconds, in case the State comes back.
func (c *Channel) keep(ctx context.Context, deliver bot.Deliver, raw []byte) {
	for try := 0; ; try++ {
		err := c.take(ctx, deliver, raw)
		if err == nil {
			return
		}
		c.log.LogAttrs(ctx, slog.LevelWarn, "zalo bot event not committed", slog.Any("error", err))
		if c.wait(ctx, platform.Backoff(try)) != nil {
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
			if c.take(last, deliver, raw) != nil {
				c.log.LogAttrs(ctx, slog.LevelError, "zalo bot event lost: the state was away until the end")
			}
			cancel()
			return
		}
	}
}

// take handles what the platform gave: one event, with or without its wrapper, or several.
func (c *Channel) take(ctx context.Context, deliver bot.Deliver, raw []byte) error {
	events, err := decode(raw)
	if err != nil {
		// Asking again would not make it readable.
		c.log.LogAttrs(ctx, slog.LevelError, "zalo bot event not readable, skipped", slog.Any("error", err))
		return nil
	}
	for _, e := range events {
		u, why := e.update(c.now())
		if why != "" {
			c.log.LogAttrs(ctx, slog.LevelInfo, "zalo bot event ignored",
				slog.String("event", platform.Clip(e.Name, 60)), slog.String("why", why))
			continue
		}
		if err := c.chosen(ctx, &u); err != nil {
			return err
		}
		if err := deliver(ctx, u); err != nil {
			return err
		}
	}
	return nil
}

// receiveWebhook opens the webhook, then asks the platform to call it; an earlier run may have asked already.
func (c *Channel) receiveWebhook(ctx context.Context, deliver bot.Deliver) {
	defer c.intake.Open(ctx, deliver)()
	if c.persist(ctx, "setWebhook", map[string]string{"url": c.webhook, "secret_token": c.cfg.WebhookSecret}) {
		c.log.LogAttrs(ctx, slog.LevelInfo, "zalo bot webhook set")
		<-ctx.Done()
	}
}

// ServeHTTP takes one event from the platform.
func (c *Channel) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !platform.IsPost(w, r) || !platform.HasSecret(w, r, secretHeader, c.cfg.WebhookSecret) {
		return
	}
	ctx, cancel, deliver, ok := c.intake.Begin(w, r, webhookTime)
	if !ok {
		return
	}
	defer cancel()
	body, ok := platform.ReadBody(w, r)
	if !ok {
		return
	}
	if err := c.take(ctx, deliver, body); err != nil {
		c.log.LogAttrs(ctx, slog.LevelWarn, "zalo bot event not committed", slog.Any("error", err))
		http.Error(w, "not committed", http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusOK)
}
