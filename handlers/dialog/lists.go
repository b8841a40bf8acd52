package dialog

import (
	"slices"

	"github.com/motcua/motcua/bot"
)

// MaxScore is the highest score of a member of a set.
const MaxScore = 1<<53 - 1

// LastOf is the last n of a list.
func LastOf[T any](list []T, n int) []T { return list[max(0, len(list)-n):] }

// AddChat adds a chat that is not in the list.
func AddChat(chats []bot.ChatID, c bot.ChatID) []bot.ChatID {
	if slices.Contains(chats, c) {
		return chats
	}
	return append(chats, c)
}

// AddOnce adds what is not in the list.
func AddOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
