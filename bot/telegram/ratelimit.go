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

// standingsPerMinute is how often, for one group, Telegram is asked who somebody is: the question holds up what comes
// after it, and a crowd could type such commands without end.
const standingsPerMinute = 6

// standings counts those questions.
type standings struct {
	mu     sync.Mutex
	minute int64
	asked  map[int64]int // in that minute, by group
}

func (s *standings) may(chat int64, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if minute := now.Unix() / 60; minute != s.minute || s.asked == nil {
		s.minute, s.asked = minute, make(map[int64]int)
	}
	s.asked[chat]++
	return s.asked[chat] <= standingsPerMinute
}
