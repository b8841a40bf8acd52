package sqlite

import (
	"github.com/motcua/motcua/bot/store/engine"
	"github.com/motcua/motcua/bot/store/sqlite/disk"
)

// enqueue puts a message into its chat's queue, or keeps it for later.
func enqueue(c *disk.Conn, now int64, m *engine.Message) {
	notBefore := millis(m.NotBefore)
	if m.Mark {
		if till, _ := c.Int("SELECT till FROM marks WHERE channel = ? AND key = ?", m.Channel, m.Key); till > now {
			return
		}
		c.Exec("INSERT INTO marks (channel, key, till) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET till = excluded.till",
			m.Channel, m.Key, max(now, notBefore)+engine.SeenFor.Milliseconds())
	}
	c.Touch(m.Channel)
	if notBefore > now {
		c.Exec("INSERT OR REPLACE INTO later VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", m.Channel, m.Key, notBefore,
			m.Chat,
			int(m.Priority), millis(m.Enqueued), millis(m.Expires), m.While, m.Slot, m.Body)
		return
	}
	c.Exec("INSERT INTO queue (channel, chat, priority, enqueued, expires, needs, slot, body) "+
		"VALUES (?, ?, ?, ?, ?, ?, ?, ?)", m.Channel, m.Chat, int(m.Priority), millis(m.Enqueued), millis(m.Expires),
		m.While,
		m.Slot, m.Body)
	makeReady(c, m.Channel, m.Chat, int(m.Priority), now)
}

func makeReady(c *disk.Conn, channel, chat string, priority int, at int64) {
	c.Exec("INSERT INTO ready (channel, chat, priority, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", channel, chat,
		priority, at)
}

// exists reports whether there is the document "kind:id".
func exists(c *disk.Conn, now int64, name string) bool {
	return document(c, now, keyOf(name)).Rev != ""
}
