package people

import (
	"context"
	"fmt"
	"time"

	"github.com/motcua/motcua/handlers/dialog"
)

const (
	triesPerChat   = 5
	triesWindow    = time.Hour
	wrongTriesKind = "invite-tries"
)

// TriedTooOften reports whether wrong codes came too often from this chat within the hour. What others tried does not
// count: who has a correct code could be shut out by anybody. Codes are typed on messengers only, where a chat costs an
// account; six digits that are open for minutes are not found with five tries an hour each, and whoever found one would
// still have to be confirmed.
func TriedTooOften(ctx context.Context, t *dialog.Turn) (bool, error) {
	counts, err := t.Tx.Counters(ctx, triesGroup(t))
	return counts["n"] >= triesPerChat, err
}

func triesGroup(t *dialog.Turn) string {
	return fmt.Sprintf("%s:%d:%s", wrongTriesKind, t.Now.Unix()/int64(triesWindow/time.Second), t.Update.Chat)
}

// CountWrongTry counts a wrong code against the chat.
func CountWrongTry(t *dialog.Turn) { t.Tx.Count(triesGroup(t), "n", 1, 2*triesWindow) }
