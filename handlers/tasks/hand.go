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
		return nil, dialog.NotAllowed
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
	p, err := svc.desk(t, w).Hand(ctx, k, to)
	if err != nil {
		return nil, err
	}
	return dialog.Say(fmt.Sprintf(textHanded, bot.Escape(k.Title), bot.Escape(p.Name))), nil
}

// voidTask takes a task back.
func (svc *Service) voidTask(ctx context.Context, t *dialog.Turn, w people.Actor, k Task, _ string) ([]bot.Message, error) {
	if k.Over() || !w.Leads(k.Unit) {
		return nil, dialog.NotAllowed
	}
	if m, err := svc.Guard.Ask(ctx, t, k); err != nil || m != nil {
		return m, err
	}
	k, err := svc.desk(t, w).Drop(ctx, k.ID)
	return dialog.Say(fmt.Sprintf(textVoided, bot.Escape(k.Title)), taskRows(k, "")...), err
}
