package handlers

import (
	"context"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/people"
)

const auditWalkKind = "audit-walk"

// dueAuditWalk verifies some lines of the log and comes again: at once until it is through, then the next day.
func dueAuditWalk(ctx context.Context, tx bot.Tx, id string, _ time.Time) error {
	next, err := people.WalkAudit(ctx, tx)
	if err != nil {
		return err
	}
	tx.Add(bot.ScheduleSet, auditWalkKind+":"+id, tx.Now().Add(next).UnixMilli())
	return nil
}
