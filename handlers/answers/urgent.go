package answers

import (
	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/answers/card"
)

// Urgent answers a message of somebody in danger: the number to call in the first line, as a link, then whom else to
// tell and what to do while waiting. It offers no procedure, no rating and no hand-over; entry is the kind of danger.
// It comes before everything else that can be said to a message.
func (k *Knowledge) Urgent(text string) (m bot.Message, entry string, ok bool) {
	kind, ok := k.Library.Urgent.Find(text)
	if !ok {
		return bot.Message{}, "", false
	}
	return card.Urgent(k.Library, kind), content.UrgentEntry(kind.ID), true
}
