package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/motcua/motcua/bot/platform"
)

var errNoNumber = errors.New("update without update_id")

// decodeUpdates keeps the number of an update that it cannot read, so that it is confirmed and cannot block the others.
func (c *Channel) decodeUpdates(ctx context.Context, raw json.RawMessage) ([]tgbotapi.Update, error) {
	var updates []tgbotapi.Update
	if json.Unmarshal(raw, &updates) == nil {
		return updates, nil
	}
	var each []json.RawMessage
	if err := json.Unmarshal(raw, &each); err != nil {
		return nil, &platform.Failure{Platform: Name, Call: "getUpdates", Cause: err}
	}
	updates = make([]tgbotapi.Update, 0, len(each))
	for _, one := range each {
		u, err := c.decodeUpdate(ctx, one)
		if err != nil {
			return nil, &platform.Failure{Platform: Name, Call: "getUpdates", Cause: err}
		}
		updates = append(updates, u)
	}
	return updates, nil
}

// decodeUpdate fails only for what has no update_id.
func (c *Channel) decodeUpdate(ctx context.Context, raw []byte) (tgbotapi.Update, error) {
	var u tgbotapi.Update
	err := json.Unmarshal(raw, &u)
	if err == nil && u.UpdateID != 0 {
		return u, nil
	}
	var number struct {
		UpdateID *int `json:"update_id"`
	}
	if err := json.Unmarshal(raw, &number); err != nil {
		return u, err
	}
	if number.UpdateID == nil {
		return u, errNoNumber
	}
	if err != nil {
		c.log.LogAttrs(ctx, slog.LevelError, "telegram update not readable, skipped",
			slog.Int("update", *number.UpdateID), slog.Any("error", err))
		u = tgbotapi.Update{}
	}
	u.UpdateID = *number.UpdateID
	return u, nil
}
