// Package grading is the review desk: a random sample of what people asked and what they were told, graded by officials
// who know the matter, so that an office can tell how right its answers really are. Ratings by those who asked cannot:
// who got a wrong fee does not know it.
//
// What is kept of a question is its masked text and the reply, under nobody's name; it goes after keptFor, and at once
// when the asker has his data erased. It fails as the state fails; a question is answered all the same.
package grading

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"sync"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/figures"
	"github.com/motcua/motcua/handlers/people"
)

// keptFor is how long a question of the sample is kept: a quarter, so that a report can be checked.
const keptFor = 92 * 24 * time.Hour

// Bounds of the sample.
const (
	wanted   = 80  // questions kept of each outcome in a week, about
	mostKept = 200 // by one process, should last week tell nothing
	drawn    = 25  // graded of each outcome, at most
)

// Outcomes are what may have become of a question; each is drawn from by itself, because rare ones would else be
// missed.
var Outcomes = []search.Outcome{search.Answer, search.Likely, search.Choose, search.Unknown}

// Sample is a question with what was replied.
type Sample struct {
	ID      string         `json:"id"`
	Week    string         `json:"week"` // "2026-W48"
	Outcome search.Outcome `json:"outcome"`
	Text    string         `json:"text"`
	Reply   string         `json:"reply"` // with the markup of messages
	Entry   string         `json:"entry,omitempty"`
	Channel string         `json:"channel"`
	At      time.Time      `json:"at"`
	Grades  []Grade        `json:"grades,omitempty"` // at most two, by different people
}

func sampleKey(id string) bot.Key { return bot.Key{Kind: sampleKind, ID: id} }

// sampleKind is also what the set of a person's data says, by which it is erased.
const sampleKind = "sample"

// weekSet holds the sample of a week, by when it was asked, in ms.
func weekSet(week string) string { return "samples:" + week }

// Keeper decides which questions are kept. The zero Keeper is ready; it is safe for several updates at once.
type Keeper struct {
	mu    sync.Mutex
	week  string
	last  map[string]int64 // what became of last week's questions
	taken map[search.Outcome]int
}

// Keep keeps the question with its reply when the lot falls on it. The lot is drawn from the update's id, so that an
// update which comes twice is kept once.
func (k *Keeper) Keep(ctx context.Context, t *dialog.Turn, reply answers.Reply) error {
	outcome := reply.Result.Outcome
	if !slices.Contains(Outcomes, outcome) || !t.Update.Private || answers.Refused(reply.Result.Reason) {
		return nil
	}
	sum := sha256.Sum256([]byte(t.Update.Chat.String() + "\x00" + t.Update.ID))
	if ok, err := k.wants(ctx, t, outcome, float64(binary.BigEndian.Uint64(sum[:8]))/(1<<64)); err != nil || !ok {
		return err
	}
	who, err := people.Pseudonym(ctx, t.Tx, "vote", t.Update.Chat)
	if err != nil {
		return err
	}
	s := Sample{ID: hex.EncodeToString(sum[8:20]), Week: figures.Week(t.Now), Outcome: outcome,
		Text:  vi.MaskPersonal(t.Text),
		Reply: reply.Message.Text, Entry: reply.Entry, Channel: t.Update.Chat.Channel, At: t.Now}
	t.Tx.Put(sampleKey(s.ID), s, keptFor)
	t.Tx.Add(weekSet(s.Week), s.ID, s.At.UnixMilli())
	t.Tx.Add(people.ByPerson(who), sampleKind+":"+s.ID, s.At.UnixMilli())
	return nil
}

// wants reports whether a question of that outcome is kept; lot is from 0 to 1.
func (k *Keeper) wants(ctx context.Context, t *dialog.Turn, outcome search.Outcome, lot float64) (bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if week := figures.Week(t.Now); week != k.week {
		last, err := t.Tx.Counters(ctx, figures.AskedGroup(figures.Week(t.Now.AddDate(0, 0, -7))))
		if err != nil {
			return false, err
		}
		k.week, k.last, k.taken = week, last, map[search.Outcome]int{}
	}
	if k.taken[outcome] >= mostKept || lot*float64(k.last[string(outcome)]) >= wanted {
		return false, nil
	}
	k.taken[outcome]++
	return true, nil
}

// Drawn is the week's sample that is to be graded: of each outcome at most as many as the desk can grade, by lot.
func Drawn(ctx context.Context, r bot.Reader, week string) (out []Sample, err error) {
	list, err := r.List(ctx, weekSet(week), bot.Range{Max: dialog.MaxScore, Limit: 10000})
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(list))
	for i, e := range list {
		ids[i] = e.Member
	}
	slices.Sort(ids) // they are hashes: their order is a lot, and the same for everybody
	left := map[search.Outcome]int{}
	for _, id := range ids {
		var s Sample
		found, err := r.Get(ctx, sampleKey(id), &s)
		if err != nil {
			return nil, err
		}
		if !found || left[s.Outcome] >= drawn && len(s.Grades) == 0 {
			continue
		}
		left[s.Outcome]++
		out = append(out, s)
	}
	return out, nil
}

// Grade is one person's verdict.
type Grade struct {
	Who     string    `json:"who"` // Pseudonym "audit" of the official
	Verdict Verdict   `json:"verdict"`
	Note    string    `json:"note,omitempty"`   // what is missing or wrong
	Source  string    `json:"source,omitempty"` // what shows it
	At      time.Time `json:"at"`
}
