package handlers

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
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
	if answers.Refused(r.Reason) {
		return
	}
	sum := sha256.Sum256([]byte(vi.Fold(text)))
	id := fmt.Sprintf("%x", sum[:8])
	q := Unanswered{ID: id}
	key := bot.Key{Kind: "unanswered", ID: id}
	if _, err := t.tx.Get(context.Background(), key, &q); err != nil {
		return
	}
	if len(text) > len(q.Text) { // of the same words, those with their marks read best
		q.Text = text
	}
	q.Reason, q.Last, q.Nearest = r.Reason, t.now, r.Hits[:min(3, len(r.Hits))]
	q.Times++
	t.tx.Put(key, q, unansweredTTL)
	t.tx.Add(unansweredSet, id, t.now.UnixMilli())
}

func (b *Bot) meetOfficial(_ context.Context, t *turn) ([]bot.Message, error) {
	if t.dlg.Question != "" && t.fresh() {
		return say(textMeet, []bot.Button{{Label: answers.LabelPass, Action: "pass"}}), nil
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

// QuestionGroup is questions that the base had no answer for and that are much alike.
type QuestionGroup struct {
	Lead      Unanswered // the one asked most often
	Questions []Unanswered
	Times     int
}

// UnansweredGroups reads the newest questions without an answer and puts the like ones together, most asked first.
func UnansweredGroups(ctx context.Context, r bot.Reader, most int) ([]QuestionGroup, error) {
	newest, err := r.List(ctx, unansweredSet, bot.Range{Max: farFuture, Reverse: true, Limit: most})
	if err != nil {
		return nil, err
	}
	var groups []QuestionGroup
	var words []map[string]bool
	for _, e := range newest {
		var q Unanswered
		found, err := r.Get(ctx, unansweredKey(e.Member), &q)
		if err != nil {
			return nil, err
		}
		if !found {
			continue
		}
		mine := wordSet(q.Text)
		at := slices.IndexFunc(words, func(w map[string]bool) bool { return alike(w, mine) })
		if at < 0 {
			groups, words = append(groups, QuestionGroup{}), append(words, mine)
			at = len(groups) - 1
		}
		g := &groups[at]
		g.Questions = append(g.Questions, q)
		g.Times += q.Times
		if q.Times > g.Lead.Times {
			g.Lead = q
		}
	}
	slices.SortStableFunc(groups, func(a, b QuestionGroup) int { return b.Times - a.Times })
	return groups, nil
}

func unansweredKey(id string) bot.Key { return bot.Key{Kind: "unanswered", ID: id} }

// LoadUnanswered reads one question.
func LoadUnanswered(ctx context.Context, r bot.Reader, id string) (q Unanswered, found bool, err error) {
	if id == "" || len(id) > 64 {
		return q, false, nil
	}
	found, err = r.Get(ctx, unansweredKey(id), &q)
	return q, found, err
}

// DropUnanswered forgets questions that were dealt with.
func DropUnanswered(tx bot.Tx, ids ...string) {
	for _, id := range ids {
		tx.Delete(unansweredKey(id))
		tx.Remove(unansweredSet, id)
	}
}

func wordSet(text string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(vi.Fold(text)) {
		set[w] = true
	}
	return set
}

// alike reports whether two questions share at least three fifths of their words.
func alike(a, b map[string]bool) bool {
	shared := 0
	for w := range a {
		if b[w] {
			shared++
		}
	}
	all := len(a) + len(b) - shared
	return all > 0 && 5*shared >= 3*all
}
