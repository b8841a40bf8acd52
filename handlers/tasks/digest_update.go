package tasks

import (
	"context"
	"fmt"
	"slices"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/calendar"
)

// Changed stores a task that was acted on. What still waits to be sent about it is made void when it was finished,
// moved or given away, and the digests that name it are told again without it: where the channel can edit, in place.
func (svc *Service) Changed(ctx context.Context, tx bot.Tx, old Task, k *Task, void bool) error {
	if void {
		k.renew(tx)
	}
	Put(tx, &old, *k)
	if old.InDay != content.DayOf(tx.Now()) || old.Over() && k.Over() {
		return nil
	}
	w, err := svc.Calendar.Now(ctx, tx)
	if err != nil {
		return err
	}
	for _, id := range old.In {
		if err := svc.digestAgain(ctx, tx, w, id, *k, void || k.Person != old.Person); err != nil {
			return err
		}
	}
	return nil
}

// digestAgain brings a digest of today up to date after one of its tasks changed.
func (svc *Service) digestAgain(ctx context.Context, tx bot.Tx, w calendar.Week, id string, k Task, void bool) error {
	var d digest
	found, err := tx.Get(ctx, digestKey(id), &d)
	if err != nil || !found || d.Day != content.DayOf(tx.Now()) || d.To.IsZero() {
		return err
	}
	own := slices.Contains(d.Own, k.ID)
	edits := svc.People.Channels[d.To.Channel].Edit
	if !void && !edits {
		return nil // it stays as it was sent
	}
	tx.Delete(d.guard(id))
	if void {
		drop := func(ids []string) []string { return slices.DeleteFunc(ids, func(s string) bool { return s == k.ID }) }
		d.Own, d.Unit, d.Office = drop(d.Own), drop(d.Unit), drop(d.Office)
	}
	d.Rev++
	// Where the channel cannot edit, telling again means a second message: only when the first one may not have gone
	// out.
	waiting := !d.Seen && (own || tx.Now().Sub(d.At) < resendUnit)
	if edits || waiting {
		if err := postDigest(ctx, tx, w, id, &d); err != nil {
			return err
		}
	}
	if edits && d.Seen && len(d.Own)+len(d.Unit)+len(d.Office)+len(d.Cut) == 0 {
		tx.Send(bot.Outgoing{Key: fmt.Sprintf("digest:%s:%s:%d", id, d.Day, d.Rev), To: d.To,
			Priority: bot.PriorityReminder,
			Slot:     "digest:" + d.Day.String(), Message: bot.Message{Text: textDigestEmpty, Silent: true}})
	}
	tx.Put(digestKey(id), d, 0)
	return nil
}

// digestSeen notes that a digest arrived, by a button of it.
func digestSeen(ctx context.Context, tx bot.Tx, id string) error {
	var d digest
	found, err := tx.Get(ctx, digestKey(id), &d)
	if err != nil || !found || d.Seen || d.Day != content.DayOf(tx.Now()) {
		return err
	}
	d.Seen = true
	tx.Put(digestKey(id), d, 0)
	return nil
}
