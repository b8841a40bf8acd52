package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// How many references that nothing has may be typed within an hour: in one chat, and from one address, behind which a
// whole office or village may sit.
const (
	wrongPerChat    = 5
	wrongPerAddress = 30
	wrongWindow     = time.Hour
)

// guessed counts a reference that nothing has, and reports whether there were too many from this chat or address. What
// is counted under are keyed hashes, so that no chat or address is kept.
func guessed(ctx context.Context, t *dialog.Turn, found bool) (over bool, err error) {
	most := map[string]int64{}
	for where, n := range map[bot.ChatID]int64{t.Update.Chat: wrongPerChat,
		{Channel: "address", ID: t.Update.Source}: wrongPerAddress} {
		if where.ID == "" {
			continue
		}
		who, err := people.Pseudonym(ctx, t.Tx, "case-tries", where)
		if err != nil {
			return false, err
		}
		most[who] = n
	}
	group := fmt.Sprintf("case-tries:%d", t.Now.Unix()/int64(wrongWindow/time.Second))
	counts, err := t.Tx.Counters(ctx, group)
	if err != nil {
		return false, err
	}
	for who, n := range most {
		if over = over || counts[who] >= n; !found {
			t.Tx.Count(group, who, 1, 2*wrongWindow)
		}
	}
	return over, nil
}
