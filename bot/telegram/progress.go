package telegram

import (
	"crypto/sha256"
	"sync"
	"time"

	"github.com/motcua/motcua/bot"
)

const (
	progressKept = time.Hour
	progressMost = 1000
)

// progress remembers of messages in several parts which part failed, so that a retry does not repeat the others. It is
// an economy, not a promise: it is lost with the process and bounded in size.
type progress struct {
	mu    sync.Mutex
	marks map[[sha256.Size]byte]mark
}

// mark is where to go on with one message to one chat.
type mark struct {
	key  [sha256.Size]byte
	next int
	at   time.Time
	kept bool
	many bool
}

func (p *progress) start(to bot.ChatID, m bot.Message, steps int, now time.Time) mark {
	if steps < 2 {
		return mark{}
	}
	key := sha256.Sum256([]byte(to.String() + "\n" + jsonText(m)))
	p.mu.Lock()
	defer p.mu.Unlock()
	found, ok := p.marks[key]
	if !ok || now.Sub(found.at) > progressKept || found.next >= steps {
		return mark{key: key, many: true}
	}
	return found
}

func (p *progress) stopped(m mark, next int, kind bot.SendKind, now time.Time) {
	again := kind == bot.SendTemporary || kind == bot.SendRate
	if !again {
		p.done(m)
		return
	}
	if !m.many || next == 0 {
		return
	}
	m.next, m.at, m.kept = next, now, true
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.marks == nil {
		p.marks = make(map[[sha256.Size]byte]mark)
	}
	if len(p.marks) >= progressMost {
		for key, old := range p.marks {
			if now.Sub(old.at) > progressKept {
				delete(p.marks, key)
			}
		}
	}
	if _, known := p.marks[m.key]; known || len(p.marks) < progressMost {
		p.marks[m.key] = m
	}
}

func (p *progress) done(m mark) {
	if !m.kept {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.marks, m.key)
}

const (
	limitWindow = time.Second
	limitChats  = 3
)

// limitWatch guesses whether a 429 is for one chat or for the whole bot, which Telegram does not tell: several chats
// told within a second mean the bot.
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
