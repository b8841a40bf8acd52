package tasks

import (
	"context"

	"fmt"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/dialog"
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
		tx.Send(bot.Outgoing{Key: "task-head:" + k.ID + ":" + w.Seed + ":" + chat.String(), To: chat,
			Priority:  bot.PriorityReminder,
			NotBefore: week.Opening(now),
			Message:   bot.Message{Text: text, Buttons: [][]bot.Button{{actShow.Button("Xem việc", taskRef{k.ID})}}}})
	}
	return nil
}

// HandBack gives a person's open tasks back to their units, whose heads (or the admins) read it in one message.
func (svc *Service) HandBack(ctx context.Context, tx bot.Tx, by people.Actor, p people.Person,
	why string) (n int, err error) {
	now := tx.Now().In(content.Zone)
	var d digest
	if found, err := tx.Get(ctx, digestKey(p.ID), &d); err != nil {
		return 0, err
	} else if found {
		tx.Delete(d.guard(p.ID))
		d.Own, d.Unit, d.Office, d.To = nil, nil, nil, bot.ChatID{}
		tx.Put(digestKey(p.ID), d, 0)
	}
	tasks, err := LoadAll(ctx, tx, PersonTasksSet(p.ID), bot.Range{Max: dialog.MaxScore})
	if err != nil {
		return 0, err
	}
	var titles []string
	for _, k := range tasks {
		old := k
		k.Person, k.Status = "", Open
		k.seen()
		k.Note(now, "bot", p.Name+" "+why+"; việc về lại đơn vị")
		if err := svc.Changed(ctx, tx, old, &k, true); err != nil {
			return 0, err
		}
		if err := svc.tellDigests(ctx, tx, k); err != nil {
			return 0, err
		}
		titles = append(titles, fmt.Sprintf("- %s, hạn %s", bot.Escape(k.Title),
			dialog.ShortDay(k.Due, content.DayOf(now))))
	}
	if len(tasks) == 0 {
		return 0, nil
	}
	text := fmt.Sprintf(textHandedBack, bot.Escape(p.Name), why, strings.Join(titles[:min(len(titles), digestLines)],
		"\n"))
	if more := more(len(titles)); more != "" {
		text += "\n" + more
	}
	return len(tasks), svc.tellHead(ctx, tx, people.Actor{Chat: by.Chat, Seed: by.Seed, Person: p}, tasks[0], text)
}

// Silence makes void what waits to be sent about a person's tasks: it would go to a chat that is his no more.
func Silence(ctx context.Context, tx bot.Tx, id string) error {
	var d digest
	if found, err := tx.Get(ctx, digestKey(id), &d); err != nil {
		return err
	} else if found {
		tx.Delete(d.guard(id))
	}
	tasks, err := LoadAll(ctx, tx, PersonTasksSet(id), bot.Range{Max: dialog.MaxScore})
	if err != nil {
		return err
	}
	for _, k := range tasks {
		old := k
		k.renew(tx)
		Put(tx, &old, k)
	}
	return nil
}

// Watch keeps the set of those who look after others in step with a person's roles, as they are written in this
// transaction.
func (svc *Service) Watch(ctx context.Context, tx bot.Tx, p people.Person) error {
	head, admin, err := svc.People.RolesOf(ctx, tx, p)
	if err != nil {
		return err
	}
	if p.Left || !head && !admin {
		tx.Remove(people.WatchersSet, p.ID)
		return nil
	}
	tx.Add(people.WatchersSet, p.ID, p.Joined.UnixMilli())
	w, err := svc.Calendar.Now(ctx, tx)
	if err != nil {
		return err
	}
	return PlanDigest(ctx, tx, w, p.ID, content.Day{})
}
