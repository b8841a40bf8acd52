package handlers

import "github.com/motcua/motcua/bot"

func (t *turn) dueDate() (bot.Message, bool) { return bot.Message{}, false }
