package handlers

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
)

// Due makes happen what was scheduled; it has the form of schedule.Owner. Members are "kind:id", the kind from dues.
func (b *Bot) Due(ctx context.Context, tx bot.Tx, member string, at time.Time) error {
	kind, id, _ := strings.Cut(member, ":")
	do, ok := b.dues()[kind]
	if !ok {
		return fmt.Errorf("scheduled %q: nobody does that", kind)
	}
	return do(ctx, tx, id, at)
}

// due is one kind of scheduled work; id is the member without its kind.
type due func(ctx context.Context, tx bot.Tx, id string, at time.Time) error

// dues lists every kind of scheduled work.
func (b *Bot) dues() map[string]due {
	return map[string]due{
		retainKind: b.dueRetain,
		"opinion":  b.dueOpinion,
		digestKind: b.dueDigest,
		remindKind: b.dueReminder,
		dailyKind:  b.dueDaily,
		"announce": b.announceDue,
	}
}
