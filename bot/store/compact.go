package store

import (
	"context"
	"strings"
)

// Compact makes the database forget on disk what was deleted: the embedded journal, or Redis's append-only file, is
// rewritten in the background. A Redis that does not allow it, or does it already, is left alone.
func (s *Store) Compact(ctx context.Context) error { return s.engine.compact(ctx) }

func (e *localEngine) compact(context.Context) error { return passing(e.db.Compact()) }

func (e *redisEngine) compact(ctx context.Context) error {
	node, err := e.node(ctx)
	if err != nil {
		return wrapRedis(err)
	}
	err = node.BgRewriteAOF(ctx).Err()
	if err != nil && (strings.Contains(err.Error(), "in progress") ||
		strings.Contains(err.Error(), "unknown command") || strings.HasPrefix(err.Error(), "NOPERM")) {
		return nil
	}
	return wrapRedis(err)
}
