package tasks

import (
	"context"
	"fmt"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// askGive offers the people to whom a task can be given: those of its unit first.
func askGive(ctx context.Context, t *dialog.Turn, w people.Actor, k Task, _ string) ([]bot.Message, error) {
	if k.Over() || !w.Leads(k.Unit) {
		return dialog.Say(dialog.TextNotAllowed), nil
	}
	all, err := people.List(ctx, t.Tx, people.UnitSet(k.Unit))
	if err != nil {
		return nil, err
	}
	if len(all) == 0 && w.Runs() {
		if all, err = people.List(ctx, t.Tx, people.AllSet); err != nil {
			return nil, err
		}
	}
	if len(all) == 0 {
		return dialog.Say(dialog.TextNoPeople), nil
	}
	m := bot.Message{Text: fmt.Sprintf(textGiveWhom, bot.Escape(k.Title))}
	for _, p := range all[:min(len(all), 20)] {
		m.Buttons = append(m.Buttons, []bot.Button{{Label: vi.Shorten(p.Name+" – "+p.Unit, 60), Action: "task:to:" + k.ID + ":" + p.ID}})
	}
	return []bot.Message{m}, nil
}

// giveTo gives a task to somebody.
func (svc *Service) giveTo(ctx context.Context, t *dialog.Turn, w people.Actor, k Task, to string) ([]bot.Message, error) {
	p, ok, err := people.Load(ctx, t.Tx, to)
	if err != nil {
		return nil, err
	}
	if !ok || k.Over() || !w.Leads(k.Unit) || !w.Leads(p.Unit) {
		return dialog.Say(dialog.TextNotAllowed), nil
	}
	old := k
	hand(&k, p, w.Name(), t)
	if err := svc.Changed(ctx, t.Tx, old, &k, true); err != nil {
		return nil, err
	}
	return dialog.Say(fmt.Sprintf(textHanded, bot.Escape(k.Title), bot.Escape(p.Name))), svc.tellGiven(ctx, t.Tx, k)
}

// hand makes a task somebody's, who has not seen it yet.
func hand(k *Task, p people.Person, by string, t *dialog.Turn) {
	k.Person, k.Unit, k.Status, k.Reminded = p.ID, p.Unit, Open, t.Day() // he is told at once
	k.seen()
	k.Note(t.Now, by, "giao cho "+p.Name)
}

// voidTask takes a task back.
func (svc *Service) voidTask(ctx context.Context, t *dialog.Turn, w people.Actor, k Task, _ string) ([]bot.Message, error) {
	if k.Over() || !w.Leads(k.Unit) {
		return dialog.Say(dialog.TextNotAllowed), nil
	}
	if m, err := svc.Guard.Ask(ctx, t, k); err != nil || m != nil {
		return m, err
	}
	k, err := svc.takeBack(ctx, t, w, k)
	return dialog.Say(fmt.Sprintf(textVoided, bot.Escape(k.Title)), taskRows(k, "")...), err
}

// takeBack closes a task as not to be done.
func (svc *Service) takeBack(ctx context.Context, t *dialog.Turn, w people.Actor, k Task) (Task, error) {
	old := k
	k.Status, k.Closed = Void, t.Now
	k.Note(t.Now, w.Name(), "bỏ việc")
	return k, svc.Changed(ctx, t.Tx, old, &k, true)
}
