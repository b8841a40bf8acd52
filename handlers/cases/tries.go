package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bounds"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// wrongWindow is for how long references that nothing has are counted together.
const wrongWindow = time.Hour

// guessed counts a reference that nothing has, and reports whether there were too many from this chat or address. What
// is counted under are keyed hashes, so that no chat or address is kept.
func guessed(ctx context.Context, t *dialog.Turn, found bool) (over bool, err error) {
	hour := t.Now.Unix() / int64(wrongWindow/time.Second)
	for where, most := range map[bot.ChatID]int64{t.Update.Chat: bounds.WrongPerChat,
		{Channel: "address", ID: t.Update.Source}: bounds.WrongPerAddress} {
		if where.ID == "" {
			continue
		}
		who, err := people.Pseudonym(ctx, t.Tx, "case-tries", where)
		if err != nil {
			return false, err
		}
		group := fmt.Sprintf("case-tries:%d:%s", hour, who) // one each: whoever guesses slows down nobody else
		counts, err := t.Tx.Counters(ctx, group)
		if err != nil {
			return false, err
		}
		if over = over || counts["n"] >= most; !found {
			t.Tx.Count(group, "n", 1, 2*wrongWindow)
		}
	}
	return over, nil
}
