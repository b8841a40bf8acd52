package unanswered

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bounds"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"
)

// alsoMost bounds the ways of writing that are kept of a group.
const alsoMost = 20

// fetch reads many questions in few ways to the database; Get has them afterwards.
func fetch(ctx context.Context, tx bot.Tx, list []bot.Entry) error {
	f, ok := tx.(bot.Fetcher)
	if !ok {
		return nil
	}
	const atOnce = 500
	for from := 0; from < len(list); from += atOnce {
		var keys []bot.Key
		for _, e := range list[from:min(from+atOnce, len(list))] {
			keys = append(keys, key(e.Member))
		}
		if err := f.Fetch(ctx, keys...); err != nil {
			return err
		}
	}
	return nil
}

// target finds the question that words belong to: the one merged from them, or that of the same words.
func target(ctx context.Context, r bot.Reader, id string) (q Question, found bool, err error) {
	q = Question{ID: id}
	if found, err = r.Get(ctx, key(id), &q); err != nil || !found || q.Into == "" {
		return q, found, err
	}
	into := q.Into
	if found, err = r.Get(ctx, key(into), &q); err != nil || !found {
		return Question{ID: id}, false, err
	}
	q.ID, q.Into = into, ""
	return q, true, nil
}

// makeRoom drops the oldest questions when as many are kept as may be.
func makeRoom(ctx context.Context, tx bot.Tx) error {
	size, err := tx.Size(ctx, Set)
	if err != nil || size < bounds.Texts {
		return err
	}
	surplus := min(100, int(size)-bounds.Texts+1)
	oldest, err := tx.List(ctx, Set, bot.Range{Max: dialog.MaxScore, Limit: surplus})
	for _, e := range oldest {
		Drop(tx, e.Member)
	}
	return err
}

// mayEdit reports whether the actor looks after the content base, which all offices share.
func mayEdit(by people.Actor) bool {
	return (by.Runs() || by.Role == people.RoleEditor) && by.Office.All()
}

// Merge makes one group of several: their counts add up, and the same words count for it from now on.
func Merge(ctx context.Context, tx bot.Tx, by people.Actor, ids ...string) error {
	if !mayEdit(by) {
		return dialog.NotAllowed
	}
	var all []Question
	for _, id := range ids {
		q, found, err := Load(ctx, tx, id)
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
		tx.Put(key(q.ID), Question{ID: q.ID, Into: one.ID, Askers: q.Askers}, keptFor)
		tx.Remove(Set, q.ID)
	}
	one.Also = dialog.LastOf(one.Also, alsoMost)
	tx.Put(key(one.ID), one, keptFor)
	tx.Add(Set, one.ID, one.Last.UnixMilli())
	return by.Audit(ctx, tx, people.VerbQuestionMerge, one.ID, fmt.Sprint(len(all)))
}

// Clear forgets the questions last asked before a moment, or of them only those that were asked once; n is
// how many they were.
func Clear(ctx context.Context, tx bot.Tx, by people.Actor, before time.Time, once bool) (n int, err error) {
	if !mayEdit(by) {
		return 0, dialog.NotAllowed
	}
	list, err := tx.List(ctx, Set, bot.Range{Max: before.UnixMilli(), Limit: bounds.Texts})
	if err != nil {
		return 0, err
	}
	if once {
		if err := fetch(ctx, tx, list); err != nil {
			return 0, err
		}
	}
	for _, e := range list {
		if once {
			q, found, err := Load(ctx, tx, e.Member)
			if err != nil {
				return 0, err
			}
			if found && q.Times > 1 {
				continue
			}
		}
		Drop(tx, e.Member)
		n++
	}
	if n == 0 {
		return 0, dialog.RefuseLate(textNothingToClear)
	}
	return n, by.Audit(ctx, tx, people.VerbQuestionClear, "", fmt.Sprint(n))
}

// Erase takes away the questions without an answer that a person asked; those that others asked in the same
// words stay, as nobody's.
func Erase(ctx context.Context, tx bot.Tx, who string) error {
	var ids []string
	if _, err := tx.Get(ctx, askedKey(who), &ids); err != nil {
		return err
	}
	tx.Delete(askedKey(who))
	for _, id := range ids {
		q, found, err := Load(ctx, tx, id)
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		if q.Askers--; q.Askers > 0 {
			tx.Put(key(id), q, keptFor)
			continue
		}
		if err := dropWords(ctx, tx, q); err != nil {
			return err
		}
		draft := library.NewDraft("q:"+id, "", "", "", content.Day{}, tx.Now()).ID
		tx.Delete(library.DraftKey(draft))
		tx.Remove(library.DraftsSet, draft)
	}
	return nil
}

// dropWords takes the words of a question away; what was merged into it, or what it was merged into, stays.
func dropWords(ctx context.Context, tx bot.Tx, q Question) error {
	if q.Into == "" && len(q.Also) > 0 {
		q.Text, q.Also = q.Also[0], q.Also[1:]
		tx.Put(key(q.ID), q, keptFor)
		return nil
	}
	Drop(tx, q.ID)
	if q.Into == "" {
		return nil
	}
	one, found, err := Load(ctx, tx, q.Into)
	if err != nil || !found {
		return err
	}
	one.Also = slices.DeleteFunc(one.Also, func(text string) bool { return wordsID(text) == q.ID })
	if wordsID(one.Text) == q.ID && len(one.Also) > 0 {
		one.Text, one.Also = one.Also[0], one.Also[1:]
	}
	tx.Put(key(one.ID), one, keptFor)
	return nil
}
