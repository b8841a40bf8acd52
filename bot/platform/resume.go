package platform

import (
	"crypto/sha256"
	"encoding/json"
	"sync"
	"time"

	"github.com/motcua/motcua/bot"
)

const (
	resumeKept = time.Hour
	resumeMost = 1000
)

// Resume sends messages that take several calls. It remembers which call failed, so that the next attempt does not
// repeat the earlier ones. This saves calls and promises nothing: it is lost with the process, and bounded in time and
// size. The zero value is ready.
type Resume struct {
	mu    sync.Mutex
	marks map[resumeKey]resumeMark
}

type resumeKey [sha256.Size]byte

type resumeMark struct {
	next int
	at   time.Time
}

// Send makes the calls of a message, from 0 or from the one at which the last attempt stopped. It ends with the first
// error, after which the outbox may send the message again.
func (r *Resume) Send(to bot.ChatID, m bot.Message, calls int, now time.Time, call func(i int) *bot.SendError) error {
	if calls == 1 {
		if err := call(0); err != nil {
			return err
		}
		return nil
	}
	body, _ := json.Marshal(m) // strings and bytes only: cannot fail
	key := resumeKey(sha256.Sum256(append([]byte(to.String()+"\n"), body...)))
	for i := min(r.from(key, now), calls-1); i < calls; i++ {
		if err := call(i); err != nil {
			r.stopped(key, i, err.Kind, now)
			return err
		}
	}
	r.forget(key)
	return nil
}

func (r *Resume) from(key resumeKey, now time.Time) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	mark, ok := r.marks[key]
	if !ok || now.Sub(mark.at) > resumeKept {
		return 0
	}
	return mark.next
}

// stopped notes the call that failed, if the message will be sent again.
func (r *Resume) stopped(key resumeKey, next int, kind bot.SendKind, now time.Time) {
	if kind != bot.SendTemporary && kind != bot.SendRate && kind != bot.SendFatal {
		r.forget(key)
		return
	}
	if next == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.marks == nil {
		r.marks = make(map[resumeKey]resumeMark)
	}
	if len(r.marks) >= resumeMost {
		for k, mark := range r.marks {
			if now.Sub(mark.at) > resumeKept {
				delete(r.marks, k)
			}
		}
	}
	if _, known := r.marks[key]; known || len(r.marks) < resumeMost {
		r.marks[key] = resumeMark{next, now}
	}
}

func (r *Resume) forget(key resumeKey) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.marks, key)
}
