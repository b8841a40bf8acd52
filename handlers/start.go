package handlers

import (
	"context"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/answers"
)

// start greets, takes an invitation that came with the link, and asks for consent to announcements where the channel can
// write first.
func (b *Bot) start(ctx context.Context, t *turn) ([]bot.Message, error) {
	if code, ok := strings.CutPrefix(t.u.Payload, "lk_"); ok {
		t.u.Payload = code
		return b.link(ctx, t)
	}
	if unit, ok := strings.CutPrefix(t.u.Payload, "gopy"); ok {
		t.u.Payload = strings.TrimPrefix(unit, "_")
		return b.askSurvey(ctx, t)
	}
	t.about("", "")
	if t.u.Private {
		// An owner stands in the settings alone, so no change of a role ever tells us: his menu comes when he starts.
		w, ok, err := b.who(ctx, t)
		if err != nil {
			return nil, err
		}
		if ok {
			b.offerMenu(t.tx, t.u.Chat, menuRole(w.role), t.u.ID)
		}
	}
	messages := []bot.Message{Greeting(b.Config.Office)}
	if limits, known := b.Config.Channels[t.u.Chat.Channel]; !known || !limits.Proactive || !t.u.Private {
		return messages, nil
	}
	var s Subscription
	found, err := t.tx.Get(ctx, subscriptionKey(t.u.Chat), &s)
	if err != nil || found {
		return messages, err
	}
	return append(messages, bot.Message{Text: textWantNews, Buttons: [][]bot.Button{{{Label: textSubscribe, Action: "sub"}}}}), nil
}

// help greets, or asks one of the example questions when its button was pressed.
func (b *Bot) help(ctx context.Context, t *turn) ([]bot.Message, error) {
	if _, n, ok := strings.Cut(t.u.Action, ":"); ok && len(n) == 1 && int(n[0]-'0') < len(answers.Examples) {
		t.text = answers.Examples[n[0]-'0']
		return b.ask(t)
	}
	return []bot.Message{Greeting(b.Config.Office)}, nil
}

// left takes note that nothing may be sent to the chat any more.
func (t *turn) left() { t.tx.Delete(t.dialogKey()) }
