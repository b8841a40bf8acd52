package bot_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/memstate"
)

// TestNote: the hook writes in the update's own transaction, also when the handler fails.
func TestNote(t *testing.T) {
	for _, fails := range []bool{false, true} {
		state := memstate.New(nil)
		d := &bot.Dispatcher{State: state, Log: slog.New(slog.DiscardHandler),
			Handler: bot.HandlerFunc(func(context.Context, bot.Tx, bot.Update) ([]bot.Message, error) {
				if fails {
					return nil, errors.New("a fault of ours")
				}
				return nil, nil
			}), Note: func(_ context.Context, tx bot.Tx, u bot.Update) error {
				tx.Add("seen", u.Chat.ID, 7)
				return nil
			}}
		if err := d.Deliver(context.Background(),
			bot.Update{ID: "1", Kind: bot.KindText, Chat: bot.ChatID{Channel: "zalo", ID: "5"}}); err != nil {
			t.Fatal(err)
		}
		if score, ok, err := state.Score(context.Background(), "seen", "5"); score != 7 || !ok || err != nil {
			t.Errorf("fails %t: %d %t %v", fails, score, ok, err)
		}
	}
}
