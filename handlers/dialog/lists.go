package dialog

import (
	"slices"

	"github.com/motcua/motcua/bot"
)

const MaxScore = 1<<53 - 1

func LastOf[T any](list []T, n int) []T { return list[max(0, len(list)-n):] }

func AddChat(chats []bot.ChatID, c bot.ChatID) []bot.ChatID {
	if slices.Contains(chats, c) {
		return chats
	}
	return append(chats, c)
}

func AddOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
