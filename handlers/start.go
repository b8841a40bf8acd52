package handlers

import (
	"context"
	"strings"

	"github.com/motcua/motcua/bot"
)

func (b *Bot) start(_ context.Context, t *turn) ([]bot.Message, error) {
	t.about("", "")
	return []bot.Message{Greeting(b.Config.Office)}, nil
}

// help greets, or asks one of the example questions when its button was pressed.
func (b *Bot) help(ctx context.Context, t *turn) ([]bot.Message, error) {
	if _, n, ok := strings.Cut(t.u.Action, ":"); ok && len(n) == 1 && int(n[0]-'0') < len(examples) {
		t.text = examples[n[0]-'0']
		return b.ask(ctx, t)
	}
	return []bot.Message{Greeting(b.Config.Office)}, nil
}

// left takes note that nothing may be sent to the chat any more.
func (b *Bot) left(_ context.Context, t *turn) error {
	t.tx.Delete(t.dialogKey())
	return nil
}
