package answers

import (
	"slices"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers/card"
)

// otherButtons offers hits, the first of them numbered from.
func otherButtons(hits []search.Hit, from int, aspect search.Aspect) (rows [][]bot.Button) {
	for i, h := range hits {
		pick := card.Pick{N: from + i, Entry: h.ID, Aspect: content.Aspect(aspect)}
		button := card.ActionPick.Button(vi.Shorten(h.Title, maxLabel), pick)
		button.Full = h.Title
		rows = append(rows, []bot.Button{button})
	}
	return rows
}

// withoutTitles leaves out the buttons that lead to what is offered as a choice below: each title stands there once.
func withoutTitles(rows [][]bot.Button, offered []search.Hit) (left [][]bot.Button) {
	for _, row := range rows {
		row = slices.DeleteFunc(slices.Clone(row), func(b bot.Button) bool {
			leads := func(h search.Hit) bool { return b.Label == h.Title || b.Full == h.Title }
			return slices.ContainsFunc(offered, leads)
		})
		if len(row) > 0 {
			left = append(left, row)
		}
	}
	return left
}

// maxLabel is the number of runes of a title that fits a button as wide as a phone.
const maxLabel = 60
