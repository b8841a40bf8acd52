package handlers

import (
	"context"

	"github.com/motcua/motcua/bot"
)

// urgent answers words of somebody in danger before anything else: before the limit of questions and in the middle of
// any dialogue, which stays as it is. Nothing is kept or counted. An official who is writing for others writes about
// danger, he is not in it.
func (b *Bot) urgent(ctx context.Context, t *turn) ([]bot.Message, bool) {
	if t.text == "" || t.u.Kind != bot.KindText && t.u.Kind != bot.KindAttachment {
		return nil, false
	}
	m, _, ok := t.know.Urgent(t.text)
	if !ok || composing[t.dlg.Await] && t.fresh() {
		return nil, false
	}
	if ref := refIn(t.u.ReplyText); ref != "" { // an answer to a citizen's question, where an official may give one
		if c, found, err := loadCase(ctx, t.tx, ref); err == nil && found {
			if may, _, err := b.mayAnswer(ctx, t, c); err == nil && may {
				return nil, false
			}
		}
	}
	return []bot.Message{m}, true
}

// composing are the dialogues in which an official writes words for others or of his work.
var composing = map[string]bool{"case": true, "case-close": true, "announce-text": true,
	"giaoviec": true, "taskresult": true, "taskstuck": true}
