package people

import (
	"context"
	"fmt"
	"time"

	"github.com/motcua/motcua/handlers/dialog"
)

const (
	triesPerChat   = 5
	triesInAll     = 100
	triesWindow    = time.Hour
	wrongTriesKind = "invite-tries"
)

// TriedTooOften reports whether wrong codes came too often, from this chat or in all, within the hour.
func TriedTooOften(ctx context.Context, t *dialog.Turn) (bool, error) {
	counts, err := t.Tx.Counters(ctx, triesGroup(t))
	if err != nil {
		return false, err
	}
	return counts[t.Update.Chat.String()] >= triesPerChat || counts["all"] >= triesInAll, nil
}

func triesGroup(t *dialog.Turn) string {
	return fmt.Sprintf("%s:%d", wrongTriesKind, t.Now.Unix()/int64(triesWindow/time.Second))
}

// CountWrongTry counts a wrong code against the chat and against all.
func CountWrongTry(t *dialog.Turn) {
	t.Tx.Count(triesGroup(t), t.Update.Chat.String(), 1, 2*triesWindow)
	t.Tx.Count(triesGroup(t), "all", 1, 2*triesWindow)
}
