package telegram

import (
	"context"
	"log/slog"
	"sync"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/motcua/motcua/bot"
)

// Receive hands what comes in to deliver until ctx ends (nil), or until Telegram refuses the token or the webhook's
// address. It is to be called once at a time.
func (c *Channel) Receive(ctx context.Context, deliver bot.Deliver) error {
	var own sync.WaitGroup
	defer own.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for range answerWorkers {
		own.Go(func() { c.answerAll(ctx) })
	}
	err := c.persist(ctx, func() error { return c.identify(ctx) })
	if err == nil && ctx.Err() == nil {
		own.Go(func() { c.offerCommands(ctx) })
		if c.webhook != "" {
			err = c.receiveWebhook(ctx, deliver)
		} else {
			err = c.receivePolling(ctx, deliver)
		}
	}
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// identify asks who we are: the name is needed to know what is meant for us in a group.
func (c *Channel) identify(ctx context.Context) error {
	var self tgbotapi.User
	if err := c.ask(ctx, "getMe", nil, &self); err != nil {
		return err
	}
	c.self.Store(&self)
	c.log.LogAttrs(ctx, slog.LevelInfo, "telegram bot identified", slog.String("username", self.UserName))
	return nil
}

func (c *Channel) offerCommands(ctx context.Context) {
	// Without a scope it is the menu of every chat that has none of its own; see setMenu.
	for _, offer := range []struct {
		scope string
		list  []Command
	}{{"", c.commands}, {"all_group_chats", c.groupMenus[0]}, {"all_chat_administrators", c.groupMenus[1]}} {
		if len(offer.list) == 0 {
			continue
		}
		menu := make([]tgbotapi.BotCommand, len(offer.list))
		for i, cmd := range offer.list {
			menu[i] = tgbotapi.BotCommand{Command: cmd.Name, Description: cmd.Description}
		}
		params := tgbotapi.Params{"commands": jsonText(menu)}
		if offer.scope != "" {
			params["scope"] = jsonText(map[string]any{"type": offer.scope})
		}
		if _, err := c.call(ctx, "setMyCommands", params); err != nil && ctx.Err() == nil {
			c.log.LogAttrs(ctx, slog.LevelWarn, "telegram command menu not set", slog.Any("error", err))
		}
	}
}
