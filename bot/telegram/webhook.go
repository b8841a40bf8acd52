package telegram

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/motcua/motcua/bot"
)

const (
	secretHeader   = "X-Telegram-Bot-Api-Secret-Token" //nolint:gosec // a header's name
	webhookLimit   = 1 << 20
	webhookCallers = "40"
)

var errNoNumber = errors.New("update without update_id")

// intake is an open webhook.
type intake struct {
	ctx     context.Context // ends with Receive
	deliver bot.Deliver
}

// receiveWebhook opens the webhook, then asks Telegram to call it; an earlier run may have asked already.
func (c *Channel) receiveWebhook(ctx context.Context, deliver bot.Deliver) error {
	c.intake.Store(&intake{ctx: ctx, deliver: deliver})
	defer c.intake.Store(nil)
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
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "POST only", http.StatusMethodNotAllowed)
		return
	}
	if c.secret == "" || !sameSecret(r.Header.Get(secretHeader), c.secret) {
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
	c.take(w, r, open, body)
}

func (c *Channel) take(w http.ResponseWriter, r *http.Request, open *intake, body []byte) {
	if !json.Valid(body) {
		http.Error(w, "not JSON", http.StatusBadRequest)
		return
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(open.ctx, cancel)()
	u, err := c.decodeUpdate(ctx, body)
	if err != nil {
		http.Error(w, "not an update", http.StatusBadRequest)
		return
	}
	if err := c.translate(ctx, []tgbotapi.Update{u}).commit(ctx, open.deliver); err != nil {
		c.log.LogAttrs(ctx, slog.LevelWarn, "telegram update not committed", slog.Int("update", u.UpdateID), slog.Any("error", err))
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
