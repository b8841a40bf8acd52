package telegram

import (
	"sync"
	"time"
)

const (
	limitWindow = time.Second
	limitChats  = 3
)

// limitWatch guesses whether a 429 is for one chat or for the whole bot, which Telegram does not say: several chats
// within a second mean the bot.
type limitWatch struct {
	mu    sync.Mutex
	chats map[string]time.Time
}

func (l *limitWatch) seen(chat string, now time.Time) (global bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, at := range l.chats {
		if now.Sub(at) > limitWindow {
			delete(l.chats, id)
		}
	}
	if l.chats == nil {
		l.chats = make(map[string]time.Time)
	}
	l.chats[chat] = now
	return len(l.chats) >= limitChats
}
