// Package zalobot carries talk between a bot of the Zalo Bot Platform and package bot, by long polling or by webhook.
// The platform's free plan serves 50 people and 3,000 messages a month: enough for an office's own staff.
//
// What can be lost: getUpdates returns each message once, and there is no offset to confirm it by. A message is
// delivered as soon as it is in our hands, and while the State is away it is kept and tried again; but when the process
// dies between the platform's answer and the commit, that one message is gone. What people write while no process polls
// may be lost too: the platform does not say that it keeps anything. By webhook we answer 200 only after the commit;
// whether the platform then sends an event again is not documented. Whoever needs more uses another channel.
//
// The platform has no buttons: choices are numbered, and a typed number counts as the choice while choices are open.
//
// A refused token does not end Receive, since the platform's codes are not documented well enough to be sure: it is
// logged, the owners are alerted, and it is tried again. The token is part of every address, so no error holds an
// address.
package zalobot

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/url"
	"regexp"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

var tokenForm = regexp.MustCompile(`^[0-9]{1,30}:[A-Za-z0-9_-]{1,200}$`)

// New checks the configuration and returns a Channel; it calls nobody. The error joins all faults and holds no secret.
func New(cfg Config) (*Channel, error) {
	api, errAPI := platform.BaseURL("zalo bot API address", cmp.Or(cfg.APIURL, DefaultAPIURL), DefaultAPIURL)
	hook, errHook := "", error(nil)
	if cfg.WebhookURL != "" {
		hook, errHook = platform.BaseURL("zalo bot webhook address", cfg.WebhookURL, DefaultAPIURL)
		if u, err := url.Parse(hook); err == nil && u.Path == "" {
			hook += WebhookPath
		}
	}
	faults := []error{errAPI, errHook}
	if !tokenForm.MatchString(cfg.Token) {
		faults = append(faults, errors.New("zalo bot token: want the form 123456789:letters-and-digits, as Zalo Bot "+
			"Manager gave it"))
	}
	if n := len(cfg.WebhookSecret); hook != "" && (n < 8 || n > 256) {
		faults = append(faults, errors.New("zalo bot webhook secret: want 8 to 256 characters"))
	}
	if cfg.State == nil {
		faults = append(faults, errors.New("zalo bot: a State is needed"))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	cfg.Quota = cmp.Or(cfg.Quota, MonthlyQuota)
	c := &Channel{cfg: cfg, api: api, webhook: hook, client: cfg.HTTPClient, log: cfg.Log, now: cfg.Now,
		wait: platform.Sleep}
	if c.cfg.Observe == nil {
		c.cfg.Observe = func(string, int) {}
	}
	if c.client == nil {
		c.client = platform.Client(32)
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if c.now == nil {
		c.now = time.Now
	}
	if c.cfg.Normalize == nil {
		c.cfg.Normalize = func(s string) string { return s }
	}
	c.alerts = platform.Alerts{Platform: label, Send: cfg.Alert, Log: c.log, Now: c.now}
	return c, nil
}

// Name returns "zalobot".
func (c *Channel) Name() string { return Name }

// Limits returns what one message can carry. Pictures go by address only, so we send none.
func (c *Channel) Limits() bot.Limits {
	return bot.Limits{TextRunes: textLimit, Proactive: true, ActionBytes: 64}
}

// Receive hands what comes in to deliver until ctx ends.
func (c *Channel) Receive(ctx context.Context, deliver bot.Deliver) error {
	if !c.persist(ctx, "getMe", nil) {
		return nil
	}
	c.log.LogAttrs(ctx, slog.LevelInfo, "zalo bot identified")
	if c.webhook != "" {
		c.receiveWebhook(ctx, deliver)
	} else {
		c.receivePolling(ctx, deliver)
	}
	return nil
}
