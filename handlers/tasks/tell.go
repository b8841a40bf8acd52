package tasks

import (
	"context"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/people"
)

// tellDigests makes sure that the digests of those who answer for a task come.
func (svc *Service) tellDigests(ctx context.Context, tx bot.Tx, k Task) error {
	w, err := svc.Calendar.Now(ctx, tx)
	if err != nil {
		return err
	}
	ids, err := svc.Responsible(ctx, tx, k)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := PlanDigest(ctx, tx, w, id, k.Due); err != nil {
			return err
		}
	}
	return nil
}

// tellHead writes to the heads of the task's unit, or to the admins where it has none or the head acts.
func (svc *Service) tellHead(ctx context.Context, tx bot.Tx, w people.Actor, k Task, text string) error {
	week, err := svc.Calendar.Now(ctx, tx)
	if err != nil {
		return err
	}
	now := tx.Now().In(content.Zone)
	heads, err := svc.People.HeadsOf(ctx, tx, k.Unit)
	if err != nil {
		return err
	}
	var ids []string
	for _, p := range heads {
		if p.ID != w.Person.ID {
			ids = append(ids, p.ID)
		}
	}
	if len(ids) == 0 {
		if ids, err = svc.People.Overseers(ctx, tx); err != nil {
			return err
		}
	}
	for _, id := range ids {
		chat, _, err := svc.People.ChatFor(ctx, tx, id, now)
		if err != nil {
			return err
		}
		if chat.IsZero() || chat == w.Chat {
			continue
		}
		tx.Send(bot.Outgoing{Key: "task-head:" + k.ID + ":" + w.Seed + ":" + chat.String(), To: chat, Priority: bot.PriorityReminder,
			NotBefore: week.Opening(now),
			Message:   bot.Message{Text: text, Buttons: [][]bot.Button{{{Label: "Xem việc", Action: "task:show:" + k.ID}}}}})
	}
	return nil
}
