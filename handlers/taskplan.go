package handlers

import (
	"context"

	"github.com/motcua/motcua/bot"
)

// takePlans makes tasks of what the plans of the base set for the coming weeks.
func (b *Bot) takePlans(_ context.Context, _ bot.Tx, _ week) error { return nil }
