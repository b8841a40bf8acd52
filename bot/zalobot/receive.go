package zalobot

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/motcua/motcua/bot"
)

const (
	leaseName    = "zalobot:poll"
	secretHeader = "X-Bot-Api-Secret-Token" //nolint:gosec // a header's name
	webhookLimit = 1 << 20
	webhookTime  = 10 * time.Second
	// quickAnswer and idlePause keep us from spinning on a server that answers an empty poll at once.
	quickAnswer = time.Second
	idlePause   = 300 * time.Millisecond
)

// receivePolling polls while this process leads.
func (c *Channel) receivePolling(ctx context.Context, deliver bot.Deliver) {
	if c.cfg.Leader == nil {
		c.poll(ctx, deliver)
		return
	}
	for failures := 0; ctx.Err() == nil; {
		lease, release, err := c.cfg.Leader.Hold(ctx, leaseName)
		if err != nil {
			_ = c.wait(ctx, backoff(failures)) // ends early only with ctx
			failures++
			continue
		}
		failures = 0
		c.poll(lease, deliver)
		release()
	}
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
		case err != nil && asFailure(err).code == http.StatusRequestTimeout: // nothing new
			failures = 0
			if c.now().Sub(start) < quickAnswer {
				_ = c.wait(ctx, idlePause)
			}
			continue
		case err != nil:
			c.trouble(ctx, "getUpdates", err)
			_ = c.wait(ctx, backoff(failures))
			failures++
			continue
		}
		failures = 0
		c.keep(ctx, deliver, raw)
	}
}

// keep delivers what was handed out once, until it is committed: there is no second time. Only the end of the process
// ends it, some seconds later, in case the State comes back.
func (c *Channel) keep(ctx context.Context, deliver bot.Deliver, raw []byte) {
	for try := 0; ; try++ {
		err := c.take(ctx, deliver, raw)
		if err == nil {
			return
		}
		c.log.LogAttrs(ctx, slog.LevelWarn, "zalo bot event not committed", slog.Any("error", err))
		if c.wait(ctx, backoff(try)) != nil {
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
			c.log.LogAttrs(ctx, slog.LevelInfo, "zalo bot event ignored", slog.String("event", short(e.Name, 60)), slog.String("why", why))
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

// intake is an open webhook.
type intake struct {
	ctx     context.Context // ends with Receive
	deliver bot.Deliver
}

// receiveWebhook opens the webhook, then asks the platform to call it; an earlier run may have asked already.
func (c *Channel) receiveWebhook(ctx context.Context, deliver bot.Deliver) {
	c.intake.Store(&intake{ctx: ctx, deliver: deliver})
	defer c.intake.Store(nil)
	if c.persist(ctx, "setWebhook", map[string]string{"url": c.webhook, "secret_token": c.cfg.WebhookSecret}) {
		c.log.LogAttrs(ctx, slog.LevelInfo, "zalo bot webhook set")
		<-ctx.Done()
	}
}

// ServeHTTP takes one event from the platform.
func (c *Channel) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "POST only", http.StatusMethodNotAllowed)
		return
	}
	if c.cfg.WebhookSecret == "" || !sameSecret(r.Header.Get(secretHeader), c.cfg.WebhookSecret) {
		http.Error(w, "wrong secret", http.StatusForbidden)
		return
	}
	open := c.intake.Load()
	if open == nil {
		http.Error(w, "not receiving", http.StatusServiceUnavailable)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, webhookLimit))
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
			return
		}
		http.Error(w, "body not read", http.StatusBadRequest)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), webhookTime)
	defer cancel()
	defer context.AfterFunc(open.ctx, cancel)()
	if err := c.take(ctx, open.deliver, body); err != nil {
		c.log.LogAttrs(ctx, slog.LevelWarn, "zalo bot event not committed", slog.Any("error", err))
		http.Error(w, "not committed", http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusOK)
}

// sameSecret takes the same time whatever the difference, also in length.
func sameSecret(got, want string) bool {
	a, b := sha256.Sum256([]byte(got)), sha256.Sum256([]byte(want))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}
