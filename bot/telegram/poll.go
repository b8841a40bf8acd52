package telegram

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

const (
	// leaseName is what replicas compete for.
	leaseName = "telegram:poll"
	// quickAnswer and idlePause keep us from spinning on a server that answers an empty poll at once.
	quickAnswer = time.Second
	idlePause   = 300 * time.Millisecond
	// numberingKept: after a week without updates Telegram may start its numbers anywhere, also below our offset.
	numberingKept = 6 * 24 * time.Hour
)

// conflictPauses are the waits after 409 in a row. The first is short: at a takeover the old poll may still be open.
var conflictPauses = []time.Duration{2 * time.Second, 10 * time.Second, 30 * time.Second, time.Minute}

// receivePolling polls while this process leads.
func (c *Channel) receivePolling(ctx context.Context, deliver bot.Deliver) error {
	return platform.WhileLeader(ctx, c.leader, leaseName, c.log, c.wait, func(ctx context.Context) error {
		return c.poll(ctx, deliver)
	})
}

// poll fetches, delivers and confirms until ctx ends or Telegram refuses the token.
func (c *Channel) poll(ctx context.Context, deliver bot.Deliver) error {
	if err := c.persist(ctx, func() error { return c.closeWebhook(ctx) }); err != nil {
		return err
	}
	p := poller{channel: c, last: c.now()}
	for ctx.Err() == nil {
		start := c.now()
		updates, err := p.fetch(ctx)
		if err != nil {
			if ctx.Err() != nil {
				break
			}
			if err := p.recover(ctx, err); err != nil {
				return err
			}
			continue
		}
		p.failures, p.conflicts = 0, 0
		if len(updates) == 0 {
			if c.now().Sub(start) < quickAnswer {
				_ = c.wait(ctx, idlePause)
			}
			continue
		}
		if !p.deliver(ctx, deliver, updates) {
			break
		}
		p.offset, p.last = updates[len(updates)-1].UpdateID+1, c.now()
	}
	return nil
}

// closeWebhook ends a webhook of an earlier run, which would forbid polling; waiting updates stay.
func (c *Channel) closeWebhook(ctx context.Context) error {
	_, err := c.call(ctx, "deleteWebhook", tgbotapi.Params{"drop_pending_updates": "false"})
	return err
}

// poller is the state of one run of polling.
type poller struct {
	channel   *Channel
	offset    int // confirms everything below it; 0: none
	last      time.Time
	failures  int // in a row
	conflicts int // in a row
}

func (p *poller) fetch(ctx context.Context) ([]tgbotapi.Update, error) {
	if p.channel.now().Sub(p.last) > numberingKept {
		p.offset = 0 // all before is confirmed by now
	}
	params := tgbotapi.Params{"timeout": strconv.Itoa(int(pollTimeout / time.Second)), "limit": "100",
		"allowed_updates": wanted}
	if p.offset != 0 {
		params["offset"] = strconv.Itoa(p.offset)
	}
	raw, err := p.channel.call(ctx, "getUpdates", params)
	if err != nil {
		return nil, err
	}
	return p.channel.decodeUpdates(ctx, raw)
}

// deliver repeats until the batch is committed; false: ctx ended first, and nothing is confirmed.
func (p *poller) deliver(ctx context.Context, deliver bot.Deliver, updates []tgbotapi.Update) bool {
	batch := p.channel.translate(ctx, updates)
	for try := 0; ctx.Err() == nil; try++ {
		err := batch.commit(ctx, deliver)
		if err == nil {
			return true
		}
		pause := platform.Backoff(try)
		p.channel.log.LogAttrs(ctx, slog.LevelWarn, "telegram updates not committed",
			slog.Int("updates", len(updates)), slog.Any("error", err), slog.Duration("pause", pause))
		_ = p.channel.wait(ctx, pause) // ends early only with ctx
	}
	return false
}

// recover waits as the failure demands; an error ends polling.
func (p *poller) recover(ctx context.Context, err error) error {
	c, f := p.channel, platform.AsFailure(err)
	pause := max(f.RetryAfter, platform.Backoff(p.failures))
	p.failures++
	switch {
	case refused(f):
		c.log.LogAttrs(ctx, slog.LevelError, "telegram refuses the token: polling ends", slog.Any("error", err))
		return err
	case f.Code == http.StatusConflict:
		pause = conflictPauses[min(p.conflicts, len(conflictPauses)-1)]
		if p.conflicts == 0 {
			c.log.LogAttrs(ctx, slog.LevelError,
				"telegram: another program polls with this token, or a webhook is set; stop it",
				slog.Any("error", err), slog.Duration("pause", pause))
		}
		p.conflicts++
	default:
		c.log.LogAttrs(ctx, slog.LevelWarn, "telegram poll failed", slog.Any("error", err),
			slog.Duration("pause", pause))
	}
	if c.wait(ctx, pause) != nil {
		return nil
	}
	if f.Code == http.StatusConflict && f.Says("webhook") {
		if err := c.closeWebhook(ctx); err != nil {
			c.log.LogAttrs(ctx, slog.LevelWarn, "telegram webhook not deleted", slog.Any("error", err))
		}
	}
	return nil
}
