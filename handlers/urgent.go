package handlers

import (
	"context"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
)

// urgent answers words of somebody in danger before anything else: before the limit of questions and in the middle of
// any dialogue, which stays as it is. Nothing is kept or counted. Who writes for others, as officials do, writes about
// danger and is not in it.
func (b *Assistant) urgent(ctx context.Context, t *dialog.Turn) ([]bot.Message, bool) {
	if t.Text == "" || t.Update.Kind != bot.KindText && t.Update.Kind != bot.KindAttachment {
		return nil, false
	}
	m, _, ok := t.Know.Urgent(t.Text)
	if !ok || composing[t.Dialog.Await] && t.Fresh() {
		return nil, false
	}
	if ref := dialog.ReferenceIn(t.Update.ReplyText); ref != "" && b.Cases.Answers(ctx, t, ref) {
		return nil, false // an official's answer to a citizen
	}
	return []bot.Message{m}, true
}

// composing are the dialogues in which an official writes words for others or of the work.
var composing = map[string]bool{
	"case": true, "case-close": true, "announce-text": true, "announce-blank": true, "giaoviec": true,
	"taskresult": true, "taskstuck": true,
}
