package dialog

import (
	"slices"

	"github.com/motcua/motcua/bot"
)

// MaxScore is beyond every score of a set: moments in ms.
const MaxScore = 1<<53 - 1

// LastOf keeps the last n of a list.
func LastOf[T any](list []T, n int) []T { return list[max(0, len(list)-n):] }

// AddChat adds a chat to a list that does not hold it.
func AddChat(chats []bot.ChatID, c bot.ChatID) []bot.ChatID {
	if slices.Contains(chats, c) {
		return chats
	}
	return append(chats, c)
}

// AddOnce adds a text to a list that does not hold it.
func AddOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
