package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bounds"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// alsoMost bounds the ways of writing that are kept of a group.
const alsoMost = 20

// fetchUnanswered reads many questions in few ways to the database; Get has them afterwards.
func fetchUnanswered(ctx context.Context, tx bot.Tx, list []bot.Entry) error {
	f, ok := tx.(bot.Fetcher)
	if !ok {
		return nil
	}
	const atOnce = 500
	for from := 0; from < len(list); from += atOnce {
		var keys []bot.Key
		for _, e := range list[from:min(from+atOnce, len(list))] {
			keys = append(keys, unansweredKey(e.Member))
		}
		if err := f.Fetch(ctx, keys...); err != nil {
			return err
		}
	}
	return nil
}

// target finds the question that words belong to: the one merged from them, or that of the same words.
func target(ctx context.Context, r bot.Reader, id string) (q Unanswered, found bool, err error) {
	q = Unanswered{ID: id}
	if found, err = r.Get(ctx, unansweredKey(id), &q); err != nil || !found || q.Into == "" {
		return q, found, err
	}
	into := q.Into
	if found, err = r.Get(ctx, unansweredKey(into), &q); err != nil || !found {
		return Unanswered{ID: id}, false, err
	}
	q.ID, q.Into = into, ""
	return q, true, nil
}

// makeRoom drops the oldest questions when as many are kept as may be.
func makeRoom(ctx context.Context, tx bot.Tx) error {
	size, err := tx.Size(ctx, UnansweredSet)
	if err != nil || size < bounds.Texts {
		return err
	}
	surplus := min(100, int(size)-bounds.Texts+1)
	oldest, err := tx.List(ctx, UnansweredSet, bot.Range{Max: dialog.MaxScore, Limit: surplus})
	for _, e := range oldest {
		DropUnanswered(tx, e.Member)
	}
	return err
}

// mayEdit reports whether the actor looks after the content base.
func mayEdit(by people.Actor) bool { return by.Runs() || by.Role == people.RoleEditor }

// MergeUnanswered makes one group of several: their counts add up, and the same words count for it from now on.
func MergeUnanswered(ctx context.Context, tx bot.Tx, by people.Actor, ids ...string) error {
	if !mayEdit(by) {
		return dialog.NotAllowed
	}
	var all []Unanswered
	for _, id := range ids {
		q, found, err := LoadUnanswered(ctx, tx, id)
		if err != nil {
			return err
		}
		if found && q.Into == "" {
			all = append(all, q)
		}
	}
	if len(all) < 2 {
		return dialog.RefuseLate(textNothingToMerge)
	}
	lead := 0
	for i, q := range all {
		if q.Times > all[lead].Times {
			lead = i
		}
	}
	one := all[lead]
	for i, q := range all {
		if i == lead {
			continue
		}
		one.Times += q.Times
		one.Also = append(append(one.Also, q.Text), q.Also...)
		if q.Last.After(one.Last) {
			one.Last = q.Last
		}
		tx.Put(unansweredKey(q.ID), Unanswered{ID: q.ID, Into: one.ID, Askers: q.Askers}, unansweredTTL)
		tx.Remove(UnansweredSet, q.ID)
	}
	one.Also = dialog.LastOf(one.Also, alsoMost)
	tx.Put(unansweredKey(one.ID), one, unansweredTTL)
	tx.Add(UnansweredSet, one.ID, one.Last.UnixMilli())
	return by.Audit(ctx, tx, people.VerbQuestionMerge, one.ID, fmt.Sprint(len(all)))
}

// ClearUnanswered forgets the questions last asked before a moment, or of them only those that were asked once; n is
// how many they were.
func ClearUnanswered(ctx context.Context, tx bot.Tx, by people.Actor, before time.Time, once bool) (n int, err error) {
	if !mayEdit(by) {
		return 0, dialog.NotAllowed
	}
	list, err := tx.List(ctx, UnansweredSet, bot.Range{Max: before.UnixMilli(), Limit: bounds.Texts})
	if err != nil {
		return 0, err
	}
	if once {
		if err := fetchUnanswered(ctx, tx, list); err != nil {
			return 0, err
		}
	}
	for _, e := range list {
		if once {
			q, found, err := LoadUnanswered(ctx, tx, e.Member)
			if err != nil {
				return 0, err
			}
			if found && q.Times > 1 {
				continue
			}
		}
		DropUnanswered(tx, e.Member)
		n++
	}
	if n == 0 {
		return 0, dialog.RefuseLate(textNothingToClear)
	}
	return n, by.Audit(ctx, tx, people.VerbQuestionClear, "", fmt.Sprint(n))
}
