package sqlite

import (
	"context"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/sqlite/disk"
)

// forgetting is one Forget.
type forgetting struct {
	c     *disk.Conn
	chat  bot.ChatID
	words []string
}

// Forget implements engine.Engine.
func (e *Engine) Forget(ctx context.Context, chat bot.ChatID, words []string, others []bot.ChatID) error {
	return e.db.Write(ctx, func(c *disk.Conn) error {
		f := &forgetting{c: c, chat: chat, words: words}
		channels := []string{chat.Channel}
		f.queues(chat)
		for _, o := range others {
			f.queues(o)
			if !slices.Contains(channels, o.Channel) {
				channels = append(channels, o.Channel)
			}
		}
		for _, channel := range channels {
			f.later(channel)
		}
		f.dead()
		return nil
	})
}

// goes reports whether a message is to be taken away.
func (f *forgetting) goes(to bot.ChatID, text string) bool {
	return to == f.chat || slices.ContainsFunc(f.words, func(w string) bool { return strings.Contains(text, w) })
}

func (f *forgetting) queues(chat bot.ChatID) {
	leased := int64(-1)
	for r := range f.c.Rows("SELECT priority FROM leases WHERE channel = ? AND chat = ?", chat.Channel, chat.ID) {
		leased = r.Int(0)
	}
	for priority := range int64(3) {
		var gone []int64
		first, i := false, 0
		for r := range f.c.Rows("SELECT n, enqueued, expires, needs, slot, body FROM queue WHERE channel = ? AND "+
			"chat = ? AND "+
			"priority = ? ORDER BY n", chat.Channel, chat.ID, priority) {
			if (i > 0 || priority != leased) && f.goes(chat, entry(r, 1)) {
				gone = append(gone, r.Int(0))
				first = first || i == 0
			}
			i++
		}
		for _, n := range gone {
			f.c.Exec("DELETE FROM queue WHERE n = ?", n)
		}
		if first {
			untried(f.c, chat.Channel, chat.ID, int(priority))
		}
		if len(gone) > 0 && len(gone) == i {
			f.c.Exec("DELETE FROM ready WHERE channel = ? AND chat = ? AND priority = ?", chat.Channel, chat.ID,
				priority)
		}
	}
}

func (f *forgetting) later(channel string) {
	var gone []string
	for r := range f.c.Rows("SELECT key, chat, enqueued, expires, needs, slot, body FROM later WHERE channel = ?",
		channel) {
		if f.goes(bot.ChatID{Channel: channel, ID: r.Text(1)}, entry(r, 2)) {
			gone = append(gone, r.Text(0))
		}
	}
	for _, key := range gone {
		f.c.Exec("DELETE FROM later WHERE channel = ? AND key = ?", channel, key)
	}
}

func (f *forgetting) dead() {
	var gone []string
	for r := range f.c.Rows("SELECT id, channel, chat, reason, enqueued, expires, needs, slot, body FROM dead") {
		if f.goes(bot.ChatID{Channel: r.Text(1), ID: r.Text(2)}, r.Text(3)+entry(r, 4)) {
			gone = append(gone, r.Text(0))
		}
	}
	for _, id := range gone {
		f.c.Exec("DELETE FROM dead WHERE id = ?", id)
	}
}
