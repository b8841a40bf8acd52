package zalo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
)

// A message shows at most five buttons. When there are more, the fifth is "Xem thêm": pressing it sends the rest as a
// message of its own, which may have a "Xem thêm" again. The rest waits in a document, since it has no room in a
// payload.
const (
	buttonLimit = 5
	morePrefix  = "zalo-more:" // of the action: no handler has it
	moreKept    = 7 * 24 * time.Hour
	textMore    = "Xem thêm"
	textRest    = "Các lựa chọn khác:"
)

func moreKey(id string) bot.Key { return bot.Key{Kind: "zalo-more", ID: id} }

// page keeps the buttons that have no room and returns those to show. The same message again is the same page.
func (c *Channel) page(ctx context.Context, chat bot.ChatID, all []bot.Button) ([]bot.Button, error) {
	if len(all) <= buttonLimit {
		return all, nil
	}
	shown, rest := all[:buttonLimit-1], all[buttonLimit-1:]
	body, err := json.Marshal(rest)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(append([]byte(chat.ID+"\n"), body...))
	id := hex.EncodeToString(sum[:10])
	err = c.cfg.State.Update(ctx, func(tx bot.Tx) error {
		tx.Put(moreKey(id), rest, moreKept)
		return nil
	})
	return append(append([]bot.Button(nil), shown...), bot.Button{Label: textMore, Action: morePrefix + id}), err
}

// turnPage answers a press of "Xem thêm" with the rest of the buttons. What is too old goes on to the handlers, which
// have a word for old buttons.
func (c *Channel) turnPage(ctx context.Context, u bot.Update) (handled bool, err error) {
	id, ok := strings.CutPrefix(u.Action, morePrefix)
	if u.Kind != bot.KindAction || !ok {
		return false, nil
	}
	var rest []bot.Button
	if found, err := c.cfg.State.Get(ctx, moreKey(id), &rest); err != nil || !found {
		return false, err
	}
	_, err = c.cfg.State.UpdateOnce(ctx, u.Chat.Channel+":"+u.ID, func(tx bot.Tx) error {
		row := make([][]bot.Button, len(rest))
		for i, b := range rest {
			row[i] = []bot.Button{b}
		}
		tx.Send(bot.Replies(u, []bot.Message{{Text: textRest, Buttons: row}})...)
		tx.Delete(bot.BlockedKey(u.Chat))
		return Note(ctx, tx, u)
	})
	return true, err
}
