package store

import (
	"context"
	"strconv"
)

// Usage returns the memory that Redis uses for data and its maxmemory, in bytes; 0 of 0 where there is no such bound.
func (s *Store) Usage(ctx context.Context) (used, most int64, err error) {
	e, ok := s.engine.(*redisEngine)
	if !ok {
		return 0, 0, nil
	}
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
