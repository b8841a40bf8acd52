// Package unanswered keeps the questions that the base had no answer for, masked and grouped, for who looks after the
// content.
package unanswered

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bounds"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Question is a question that the base had no answer for, kept for the editors. Personal numbers are masked before
// it is stored.
type Question struct {
	ID      string       `json:"id"`
	Text    string       `json:"text"`
	Reason  string       `json:"reason,omitempty"` // why the search refused, when a rule did
	Nearest []search.Hit `json:"nearest,omitempty"`
	Times   int          `json:"times"`            // how often the same words came
	Askers  int          `json:"askers,omitempty"` // from how many people, as far as is known: see askedKey
	Last    time.Time    `json:"last"`
	Also    []string     `json:"also,omitempty"` // other words that were merged into it
	Into    string       `json:"into,omitempty"` // the one that it was merged into; then it is nothing else
}

const (
	// Set holds the questions without an answer.
	Set     = "unanswered" // scored by the last time, ms
	keptFor = 365 * 24 * time.Hour
)

// askedKey names the ids of the questions that a person asked without an answer, under his pseudonym: so he can have
// them erased. It is kept no longer than he can ask for it.
func askedKey(who string) bot.Key { return bot.Key{Kind: "unanswered-by", ID: who} }

// AskedInVain counts the questions without an answer that are kept of a person.
func AskedInVain(ctx context.Context, r bot.Reader, who string) (int, error) {
	var ids []string
	_, err := r.Get(ctx, askedKey(who), &ids)
	return len(ids), err
}

const (
	mostAsked  = 200
	passingTTL = 48 * time.Hour // of what hangs on a chat of the web, whose cookie lives for a day
)

// noteAsker counts the person of the turn among those who asked in these words; q is what they belong to, which is
// another question once they were merged.
func noteAsker(ctx context.Context, t *dialog.Turn, id string, q *Question, passing bool) error {
	who, err := people.Pseudonym(ctx, t.Tx, "vote", t.Update.Chat)
	if err != nil {
		return err
	}
	var ids []string
	if _, err := t.Tx.Get(ctx, askedKey(who), &ids); err != nil {
		return err
	}
	switch first := !slices.Contains(ids, id); {
	case first && q.ID == id:
		q.Askers++
	case first:
		var merged Question
		if _, err := t.Tx.Get(ctx, key(id), &merged); err != nil {
			return err
		}
		merged.Askers++
		t.Tx.Put(key(id), merged, keptFor)
	}
	ttl := keptFor
	if passing {
		ttl = passingTTL
	}
	t.Tx.Put(askedKey(who), dialog.LastOf(dialog.AddOnce(ids, id), mostAsked), ttl)
	return nil
}

// Keep stores the question for the editors and notes it for passing on. The same words count up. passing says that the
// chat is one that is gone tomorrow, so that what hangs on it goes as well.
func Keep(t *dialog.Turn, r search.Result, passing bool) {
	text := t.Text
	t.Dialog.Choices, t.Dialog.Question, t.Dialog.At = nil, text, t.Now
	if answers.Refused(r.Reason) {
		return
	}
	id := wordsID(text)
	ctx := context.Background()
	q, found, err := target(ctx, t.Tx, id)
	if err != nil {
		return
	}
	if !found {
		if ok, err := bounds.Unknowns.Take(ctx, t.Tx, t.Update.Source); err != nil || !ok {
			return
		}
		if err := makeRoom(ctx, t.Tx); err != nil {
			return
		}
	}
	if noteAsker(ctx, t, id, &q, passing) != nil {
		return
	}
	if len(text) > len(q.Text) && q.ID == id { // of the same words, those with their marks read best
		q.Text = text
	}
	q.Reason, q.Last, q.Nearest = r.Reason, t.Now, r.Hits[:min(3, len(r.Hits))]
	q.Times++
	t.Tx.Put(key(q.ID), q, keptFor)
	t.Tx.Add(Set, q.ID, t.Now.UnixMilli())
}

// wordsID is the id of a question's words, however they are written.
func wordsID(text string) string {
	sum := sha256.Sum256([]byte(vi.Fold(text)))
	return fmt.Sprintf("%x", sum[:8])
}

// Group is questions that the base had no answer for and that are much alike.
type Group struct {
	Lead      Question // the one asked most often
	Questions []Question
	Times     int
}

// IDs are the group's questions in one text, with commas.
func (g Group) IDs() string {
	ids := make([]string, len(g.Questions))
	for i, q := range g.Questions {
		ids[i] = q.ID
	}
	return strings.Join(ids, ",")
}

// More reports whether the group has other words than its lead's.
func (g Group) More() bool { return len(g.Questions) > 1 || len(g.Lead.Also) > 0 }

// Groups reads the newest questions without an answer and puts the like ones together, most asked first.
func Groups(ctx context.Context, state bot.State, most int) (list []Group, err error) {
	err = state.Update(ctx, func(tx bot.Tx) (err error) { // reads only, but many at once
		list, err = grouped(ctx, tx, most)
		return err
	})
	return list, err
}

func grouped(ctx context.Context, r bot.Tx, most int) ([]Group, error) {
	newest, err := r.List(ctx, Set, bot.Range{Max: dialog.MaxScore, Reverse: true, Limit: most})
	if err != nil {
		return nil, err
	}
	if err := fetch(ctx, r, newest); err != nil {
		return nil, err
	}
	var groups []Group
	var words []map[string]bool
	for _, e := range newest {
		var q Question
		found, err := r.Get(ctx, key(e.Member), &q)
		if err != nil {
			return nil, err
		}
		if !found {
			continue
		}
		mine := wordSet(q.Text)
		at := slices.IndexFunc(words, func(w map[string]bool) bool { return alike(w, mine) })
		if at < 0 {
			groups, words = append(groups, Group{}), append(words, mine)
			at = len(groups) - 1
		}
		g := &groups[at]
		g.Questions = append(g.Questions, q)
		g.Times += q.Times
		if q.Times > g.Lead.Times {
			g.Lead = q
		}
	}
	slices.SortStableFunc(groups, func(a, b Group) int { return b.Times - a.Times })
	return groups, nil
}

func key(id string) bot.Key { return bot.Key{Kind: "unanswered", ID: id} }

// Load reads one question.
func Load(ctx context.Context, r bot.Reader, id string) (q Question, found bool, err error) {
	if id == "" || len(id) > 64 {
		return q, false, nil
	}
	found, err = r.Get(ctx, key(id), &q)
	return q, found, err
}

// Drop forgets questions that were dealt with.
func Drop(tx bot.Tx, ids ...string) {
	for _, id := range ids {
		tx.Delete(key(id))
		tx.Remove(Set, id)
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
