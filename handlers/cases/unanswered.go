package cases

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
	"github.com/motcua/motcua/handlers/answers/card"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Unanswered is a question that the base had no answer for, kept for the editors. Personal numbers are masked before
// it is stored.
type Unanswered struct {
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
	// UnansweredSet holds the questions without an answer.
	UnansweredSet = "unanswered" // scored by the last time, ms
	unansweredTTL = 365 * 24 * time.Hour
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
func (svc *Service) noteAsker(ctx context.Context, t *dialog.Turn, id string, q *Unanswered) error {
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
		var merged Unanswered
		if _, err := t.Tx.Get(ctx, unansweredKey(id), &merged); err != nil {
			return err
		}
		merged.Askers++
		t.Tx.Put(unansweredKey(id), merged, unansweredTTL)
	}
	ttl := unansweredTTL
	if svc.passing(t) {
		ttl = passingTTL
	}
	t.Tx.Put(askedKey(who), dialog.LastOf(dialog.AddOnce(ids, id), mostAsked), ttl)
	return nil
}

// KeepUnanswered stores the question for the editors and notes it for passing on. The same words count up.
func (svc *Service) KeepUnanswered(t *dialog.Turn, r search.Result) {
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
	if svc.noteAsker(ctx, t, id, &q) != nil {
		return
	}
	if len(text) > len(q.Text) && q.ID == id { // of the same words, those with their marks read best
		q.Text = text
	}
	q.Reason, q.Last, q.Nearest = r.Reason, t.Now, r.Hits[:min(3, len(r.Hits))]
	q.Times++
	t.Tx.Put(unansweredKey(q.ID), q, unansweredTTL)
	t.Tx.Add(UnansweredSet, q.ID, t.Now.UnixMilli())
}

// wordsID is the id of a question's words, however they are written.
func wordsID(text string) string {
	sum := sha256.Sum256([]byte(vi.Fold(text)))
	return fmt.Sprintf("%x", sum[:8])
}

func (svc *Service) meetOfficial(_ context.Context, t *dialog.Turn) ([]bot.Message, error) {
	return svc.Meet(t), nil
}

// Meet leads to a person: the question last asked can be passed on.
func (svc *Service) Meet(t *dialog.Turn) []bot.Message {
	if t.Dialog.Question != "" && t.Fresh() {
		return dialog.Say(textMeetAbout, []bot.Button{card.ActionPass.Button(card.LabelPass, struct{}{})})
	}
	return dialog.Say(textMeet)
}

// QuestionGroup is questions that the base had no answer for and that are much alike.
type QuestionGroup struct {
	Lead      Unanswered // the one asked most often
	Questions []Unanswered
	Times     int
}

// IDs are the group's questions in one text, with commas.
func (g QuestionGroup) IDs() string {
	ids := make([]string, len(g.Questions))
	for i, q := range g.Questions {
		ids[i] = q.ID
	}
	return strings.Join(ids, ",")
}

// More reports whether the group has other words than its lead's.
func (g QuestionGroup) More() bool { return len(g.Questions) > 1 || len(g.Lead.Also) > 0 }

// UnansweredGroups reads the newest questions without an answer and puts the like ones together, most asked first.
func UnansweredGroups(ctx context.Context, state bot.State, most int) (groups []QuestionGroup, err error) {
	err = state.Update(ctx, func(tx bot.Tx) (err error) { // reads only, but many at once
		groups, err = unansweredGroups(ctx, tx, most)
		return err
	})
	return groups, err
}

func unansweredGroups(ctx context.Context, r bot.Tx, most int) ([]QuestionGroup, error) {
	newest, err := r.List(ctx, UnansweredSet, bot.Range{Max: dialog.MaxScore, Reverse: true, Limit: most})
	if err != nil {
		return nil, err
	}
	if err := fetchUnanswered(ctx, r, newest); err != nil {
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
		tx.Remove(UnansweredSet, id)
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
