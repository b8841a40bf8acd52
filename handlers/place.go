package handlers

import (
	"context"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
)

// askPlace asks for the former commune; the next words are read as its name.
func (b *Bot) askPlace(_ context.Context, t *turn) ([]bot.Message, error) {
	t.await("place", "")
	return say(textAskPlace), nil
}

// gotPlace reads the name of a former commune.
func (b *Bot) gotPlace(ctx context.Context, t *turn) ([]bot.Message, error) {
	if m, ok := t.know.PlaceMessage(t.text, t.day()); ok {
		t.done()
		return []bot.Message{m}, nil
	}
	t.done()
	if words := strings.Fields(vi.Fold(t.text)); len(words) > 5 {
		return nil, errNotMine // a new question, not a name
	}
	return say(textPlaceAgain, []bot.Button{{Label: "Nhập lại tên xã cũ", Action: "place"}}), nil
}
