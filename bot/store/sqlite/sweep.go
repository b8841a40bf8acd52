package sqlite

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/motcua/motcua/bot/store/sqlite/disk"
)

const (
	sweepEvery = time.Minute
	sweepMost  = 500 // rows of a table in one transaction, so that nobody waits for it
	// sweepAfter is how long what has expired is kept: a clock that is set back finds it again.
	sweepAfter = time.Hour
)

// sweeper deletes what has expired, a little at a time.
type sweeper struct {
	quit context.CancelFunc
	wg   sync.WaitGroup
}

func (s *sweeper) start(e *Engine, log *slog.Logger) {
	ctx, cancel := context.WithCancel(context.Background())
	s.quit = cancel
	s.wg.Go(func() {
		tick := time.NewTicker(sweepEvery)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				if err := e.deleteExpired(ctx); err != nil && ctx.Err() == nil {
					log.Warn("what has expired was not deleted", slog.Any("error", err))
				}
			case <-ctx.Done():
				return
			}
		}
	})
}

func (s *sweeper) stop() {
	if s.quit == nil {
		return
	}
	s.quit()
	s.wg.Wait()
}

// expired deletes at most so many rows that have expired by then, of a table each. Rows of seen and marks lie in the
// order
// in which they were made: those that keep longer hold others up, and nothing is deleted early.
var expired = []string{
	"DELETE FROM documents WHERE n IN (SELECT n FROM documents WHERE expires > 0 AND expires <= ?1 LIMIT ?2)",
	"DELETE FROM seen WHERE n IN (SELECT n FROM seen ORDER BY n LIMIT ?2) AND till <= ?1",
	"DELETE FROM marks WHERE n IN (SELECT n FROM marks ORDER BY n LIMIT ?2) AND till <= ?1",
	"DELETE FROM slots WHERE (channel, name) IN (SELECT channel, name FROM slots WHERE till <= ?1 LIMIT ?2)",
	"DELETE FROM dead WHERE id IN (SELECT id FROM dead WHERE at <= ?1 - 2592000000 LIMIT ?2)",
	"DELETE FROM pace WHERE (channel, chat) IN (SELECT channel, chat FROM pace WHERE at <= ?1 LIMIT ?2)",
	"DELETE FROM bulk_recipients WHERE (page, i) IN (SELECT page, i FROM bulk_recipients WHERE page IN (SELECT n " +
		"FROM " +
		"bulk_pages WHERE bulk IN (SELECT n FROM bulks WHERE keep <= ?1)) LIMIT ?2)",
}

// deleteExpired deletes what is due, with pauses.
func (e *Engine) deleteExpired(ctx context.Context) error {
	for _, sql := range expired {
		for more := true; more; {
			err := e.db.Write(ctx, func(c *disk.Conn) error {
				more = c.Changes(sql, e.ms()-sweepAfter.Milliseconds(), sweepMost) == sweepMost
				return nil
			})
			if err != nil {
				return err
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(10 * time.Millisecond):
			}
		}
	}
	return e.db.Write(ctx, func(c *disk.Conn) error {
		before := e.ms() - sweepAfter.Milliseconds()
		c.Exec("DELETE FROM counters WHERE name IN (SELECT name FROM counters_expire WHERE expires <= ?)", before)
		c.Exec("DELETE FROM counters_expire WHERE expires <= ?", before)
		dropBulks(c, before)
		return nil
	})
}

// dropBulks deletes announcements whose report is kept no longer.
func dropBulks(c *disk.Conn, before int64) {
	const gone = " IN (SELECT n FROM bulks WHERE keep <= ?)"
	c.Exec("DELETE FROM bulk_recipients WHERE page IN (SELECT n FROM bulk_pages WHERE bulk"+gone+")", before)
	for _, table := range []string{"bulk_pages", "bulk_channels", "bulk_counts", "bulk_reasons"} {
		c.Exec("DELETE FROM "+table+" WHERE bulk"+gone, before)
	}
	c.Exec("DELETE FROM bulks WHERE keep <= ?", before)
}
