package handlers

import (
	"context"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers/card"
	"github.com/motcua/motcua/handlers/dialog"
)

// askPlace asks for the former commune; the next words are read as its name.
func askPlace(_ context.Context, t *dialog.Turn) ([]bot.Message, error) {
	t.Await("place", "")
	return dialog.Say(textAskPlace), nil
}

// gotPlace reads the name of a former commune.
func gotPlace(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	if m, ok := card.Places(t.Know.Library, t.Text, t.Day()); ok {
		t.Done()
		t.Dialog.Place = t.Know.PlaceIn(t.Text)
		return []bot.Message{m}, nil
	}
	t.Done()
	if words := strings.Fields(vi.Fold(t.Text)); len(words) > 5 {
		return nil, dialog.ErrNotMine // a new question, not a name
	}
	return dialog.Say(textPlaceAgain, []bot.Button{card.ActionPlace.Button("Nhập lại tên xã cũ", struct{}{})}), nil
}
