package bot

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"
)

// partRoom is kept free in each part of a split text for "\n\n(10/12)".
const partRoom = 16

// SplitText cuts plain text into parts of at most limit runes, numbered "(1/3)" when there are several: at a blank line
// if there is one in a part's second half, else at a line, else at a word, else where no letter is torn from its
// combining marks. The limit must be above 32. Text that fits is returned as it is.
func SplitText(text string, limit int) []string {
	text = strings.TrimSpace(text)
	if utf8.RuneCountInString(text) <= limit {
		return []string{text}
	}
	var parts []string
	for text != "" {
		end := len(text)
		if utf8.RuneCountInString(text) > limit-partRoom {
			end = cutAt(text, limit-partRoom)
		}
		if part := strings.TrimSpace(text[:end]); part != "" {
			parts = append(parts, part)
		}
		text = strings.TrimLeft(text[end:], " \n")
	}
	for i := range parts {
		parts[i] += fmt.Sprintf("\n\n(%d/%d)", i+1, len(parts))
	}
	return parts
}

// cutAt returns the length in bytes of the first part of text, which is longer than limit runes.
func cutAt(text string, limit int) int {
	most, half, n, last := len(text), 0, 0, 0
	for i, r := range text {
		if n == limit {
			most = i
			if clings(r) && last > 0 {
				most = last
			}
			break
		}
		if n <= limit/2 {
			half = i
		}
		if !clings(r) {
			last = i
		}
		n++
	}
	for _, border := range []string{"\n\n", "\n", " "} {
		if i := strings.LastIndex(text[:most], border); i >= half && i > 0 {
			return i + len(border)
		}
	}
	return most
}

// clings reports whether r belongs to the letter before it: Vietnamese in decomposed form, emoji of several runes.
func clings(r rune) bool {
	return unicode.Is(unicode.M, r) || r == '\u200d' || r >= 0x1F3FB && r <= 0x1F3FF
}

// Resume remembers, of messages that take several calls, which call failed, so that a channel's next attempt does not
// repeat the others. It is an economy, not a promise: it is lost with the process, and bounded in time and size. The
// zero value is ready.
type Resume struct {
	mu    sync.Mutex
	marks map[[sha256.Size]byte]resumeMark
}

type resumeMark struct {
	next int
	at   time.Time
}

const (
	resumeKept = time.Hour
	resumeMost = 1000
)

func resumeKey(to ChatID, m Message) [sha256.Size]byte {
	body, _ := json.Marshal(m) // strings and bytes only: cannot fail
	return sha256.Sum256(append([]byte(to.String()+"\n"), body...))
}

// From returns the call to begin with: 0, or the one where the last attempt stopped.
func (r *Resume) From(to ChatID, m Message, now time.Time) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.marks) == 0 {
		return 0
	}
	mark, ok := r.marks[resumeKey(to, m)]
	if !ok || now.Sub(mark.at) > resumeKept {
		return 0
	}
	return mark.next
}

// Stopped notes the call that failed.
func (r *Resume) Stopped(to ChatID, m Message, next int, now time.Time) {
	if next == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.marks == nil {
		r.marks = make(map[[sha256.Size]byte]resumeMark)
	}
	if len(r.marks) >= resumeMost {
		for key, mark := range r.marks {
			if now.Sub(mark.at) > resumeKept {
				delete(r.marks, key)
			}
		}
	}
	if len(r.marks) < resumeMost {
		r.marks[resumeKey(to, m)] = resumeMark{next, now}
	}
}

// Done forgets the message: it is sent, or never will be.
func (r *Resume) Done(to ChatID, m Message) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.marks) > 0 {
		delete(r.marks, resumeKey(to, m))
	}
}
