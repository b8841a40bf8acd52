package sqlite

import (
	"math"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/sqlite/disk"
)

// spend takes a message off a chat's allowance, which is used up until pace.
func spend(c *disk.Conn, now int64, r bot.LeaseRequest, chat string, pace int64) {
	if gap := r.ChatGap.Milliseconds(); gap > 0 {
		setPace(c, r.Channel, chat, max(pace, now)+gap)
	}
}

func setPace(c *disk.Conn, channel, chat string, at int64) {
	c.Exec("INSERT INTO pace VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at", channel, chat, at)
}

// The channel's rate. A message counts from the moment it is handed out until a second after the platform's answer
// came, so that the platform never sees more than the rate in a second, however long the way.

// rateKept is how long (ms) what counts no longer lies there, for a clock that is set back.
const rateKept = 10_000

// use counts a message until then.
func use(c *disk.Conn, channel string, priority int, token string, till int64) {
	c.Exec("INSERT INTO rate VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET till = excluded.till", channel,
		priority == 0, token, till)
}

// left is how many messages other than replies may go out now. Replies wait for nobody, so where there are some, room
// is kept for a few more.
func left(c *disk.Conn, now int64, channel string, rate int) int64 {
	c.Exec("DELETE FROM rate WHERE channel = ? AND reply IN (0, 1) AND till <= ?", channel, now-rateKept)
	others, _ := c.Int("SELECT count(*) FROM rate WHERE channel = ? AND reply = 0 AND till > ?", channel, now)
	replies, _ := c.Int("SELECT count(*) FROM rate WHERE channel = ? AND reply = 1 AND till > ?", channel, now)
	return int64(rate) - others - replies - int64(math.Ceil(math.Sqrt(float64(replies))))
}

// freed is when the first of them stops to count.
func freed(c *disk.Conn, now int64, channel string) (at int64, ok bool) {
	return c.Int("SELECT min(till) FROM (SELECT min(till) AS till FROM rate WHERE channel = ?1 AND reply = 0 AND "+
		"till > ?2 UNION ALL SELECT min(till) FROM rate WHERE channel = ?1 AND reply = 1 AND till > ?2)", channel, now)
}
