package redis

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"strings"

	"github.com/motcua/motcua/bot/store/engine"
)

// Migrate implements engine.Engine. Each step of migrations brings the state from its index to the next version.
func (e *Engine) Migrate(ctx context.Context) error {
	if v, err := e.read(ctx, "GET", prefix+"restoring"); err != nil {
		return err
	} else if v != nil {
		return engine.ErrHalf
	}
	v, err := e.read(ctx, "GET", prefix+"version")
	if err != nil {
		return err
	}
	have := engine.Layout
	if text, ok := v.(string); ok {
		if have, err = strconv.Atoi(text); err != nil {
			return fmt.Errorf("version %q: %w", text, err)
		}
	}
	if have > engine.Layout {
		return fmt.Errorf("%w: its layout is %d, this program knows up to %d", engine.ErrNewer, have, engine.Layout)
	}
	for ; have < engine.Layout; have++ {
		if err := migrations[have](ctx, e); err != nil {
			return fmt.Errorf("migrate from layout %d: %w", have, err)
		}
		e.log.Info("state migrated", slog.Int("layout", have+1))
	}
	if v == nil || have != engine.Layout {
		_, err = e.run(ctx, versionScript, strconv.Itoa(engine.Layout))
	}
	return err
}

// migrations[n] brings the state from layout n to n+1, and may be run again when it was cut off.
var migrations = map[int]func(context.Context, *Engine) error{}

// Compact implements engine.Engine: the append-only file is rewritten in the background. A Redis that does not allow
// it, or does it already, is left alone.
func (e *Engine) Compact(ctx context.Context) error {
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
