package store

import "context"

// Usage returns the memory that Redis uses for data and its maxmemory, in bytes; 0 of 0 where there is no such bound.
func (s *Store) Usage(ctx context.Context) (used, most int64, err error) {
	used, most, err = s.engine.Usage(ctx)
	return used, most, wrap("usage", err)
}
