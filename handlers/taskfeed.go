package handlers

import (
	"context"

	"github.com/motcua/motcua/bot"
)

// closeFeed makes the secret address of a person's dates void.
func (b *Bot) closeFeed(_ context.Context, _ bot.Tx, _ string) error { return nil }
