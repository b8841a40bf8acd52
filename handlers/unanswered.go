package handlers

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
)

// Unanswered is a question that the base had no answer for, kept for the editors. Personal numbers are masked before
// it is stored.
type Unanswered struct {
	ID      string       `json:"id"`
	Text    string       `json:"text"`
	Reason  string       `json:"reason,omitempty"` // why the search refused, when a rule did
	Nearest []search.Hit `json:"nearest,omitempty"`
	Times   int          `json:"times"` // how often the same words came
	Last    time.Time    `json:"last"`
}

const (
	unansweredSet = "unanswered" // scored by the last time, ms
	unansweredTTL = 365 * 24 * time.Hour
)

// keepUnanswered stores the question for the editors and notes it for passing on. The same words count up.
func (t *turn) keepUnanswered(r search.Result) {
	text := vi.MaskPersonal(t.text)
	t.dlg.Choices, t.dlg.Question, t.dlg.At = nil, text, t.now
	if r.Reason != "" && refusals[r.Reason] != "" {
		return
	}
	sum := sha256.Sum256([]byte(vi.Fold(text)))
	id := fmt.Sprintf("%x", sum[:8])
	q := Unanswered{ID: id}
	key := bot.Key{Kind: "unanswered", ID: id}
	if _, err := t.tx.Get(context.Background(), key, &q); err != nil {
		return
	}
	q.Text, q.Reason, q.Last, q.Nearest = text, r.Reason, t.now, r.Hits[:min(3, len(r.Hits))]
	q.Times++
	t.tx.Put(key, q, unansweredTTL)
	t.tx.Add(unansweredSet, id, t.now.UnixMilli())
}

func (b *Bot) meetOfficial(_ context.Context, t *turn) ([]bot.Message, error) {
	if t.dlg.Question != "" && t.fresh() {
		return say(textMeet, []bot.Button{{Label: textPass, Action: "pass"}}), nil
	}
	return say(textMeet), nil
}

// reference makes a short code that can be read aloud: no letters or digits that look alike.
func reference(prefix, seed string) string {
	const alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
	sum := sha256.Sum256([]byte(seed))
	n := binary.BigEndian.Uint64(sum[:8])
	code := make([]byte, 6)
	for i := range code {
		code[i] = alphabet[n%uint64(len(alphabet))]
		n /= uint64(len(alphabet))
	}
	return prefix + "-" + string(code)
}
