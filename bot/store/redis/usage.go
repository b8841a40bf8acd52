package redis

import (
	"context"
	"strconv"
)

// Usage implements engine.Engine.
func (e *Engine) Usage(ctx context.Context) (used, most int64, err error) {
	node, err := e.node(ctx)
	if err != nil {
		return 0, 0, wrapRedis(err)
	}
	info, err := node.InfoMap(ctx, "memory").Result()
	if err != nil {
		return 0, 0, wrapRedis(err)
	}
	read := func(name string) (n int64) {
		for _, section := range info {
			if v, found := section[name]; found {
				n, _ = strconv.ParseInt(v, 10, 64)
			}
		}
		return n
	}
	return read("used_memory"), read("maxmemory"), nil
}
