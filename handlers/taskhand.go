package handlers

import (
	"context"
	"fmt"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
)

// askGive offers the people to whom a task can be given: those of its unit first.
func (b *Bot) askGive(ctx context.Context, t *turn, w who, k Task, _ string) ([]bot.Message, error) {
	if k.Over() || !w.leads(k.Unit) {
		return say(textNotAllowed), nil
	}
	all, err := people(ctx, t.tx, unitSet(k.Unit))
	if err != nil {
		return nil, err
	}
	if len(all) == 0 && w.runs() {
		if all, err = people(ctx, t.tx, peopleSet); err != nil {
			return nil, err
		}
	}
	if len(all) == 0 {
		return say(textNoPeople), nil
	}
	m := bot.Message{Text: fmt.Sprintf(textGiveWhom, bot.Escape(k.Title))}
	for _, p := range all[:min(len(all), 20)] {
		m.Buttons = append(m.Buttons, []bot.Button{{Label: vi.Shorten(p.Name+" – "+p.Unit, 60), Action: "task:to:" + k.ID + ":" + p.ID}})
	}
	return []bot.Message{m}, nil
}

// giveTo gives a task to somebody.
func (b *Bot) giveTo(ctx context.Context, t *turn, w who, k Task, to string) ([]bot.Message, error) {
	p, ok, err := LoadPerson(ctx, t.tx, to)
	if err != nil {
		return nil, err
	}
	if !ok || k.Over() || !w.leads(k.Unit) || !w.leads(p.Unit) {
		return say(textNotAllowed), nil
	}
	old := k
	b.hand(&k, p, w.name(), t)
	if err := b.changed(ctx, t.tx, old, &k, true); err != nil {
		return nil, err
	}
	return say(fmt.Sprintf(textHanded, bot.Escape(k.Title), bot.Escape(p.Name))), b.tellGiven(ctx, t.tx, k)
}

// hand makes a task somebody's, who has not seen it yet.
func (b *Bot) hand(k *Task, p Person, by string, t *turn) {
	k.Person, k.Unit, k.Status, k.Reminded = p.ID, p.Unit, TaskOpen, t.day() // he is told at once
	k.seen()
	k.note(t.now, by, "giao cho "+p.Name)
}

// voidTask takes a task back.
func (b *Bot) voidTask(ctx context.Context, t *turn, w who, k Task, _ string) ([]bot.Message, error) {
	if k.Over() || !w.leads(k.Unit) {
		return say(textNotAllowed), nil
	}
	if m, err := b.answerFirst(ctx, t, k); err != nil || m != nil {
		return m, err
	}
	k, err := b.takeBack(ctx, t, w, k)
	return say(fmt.Sprintf(textVoided, bot.Escape(k.Title)), taskRows(k, "")...), err
}

// takeBack closes a task as not to be done.
func (b *Bot) takeBack(ctx context.Context, t *turn, w who, k Task) (Task, error) {
	old := k
	k.Status, k.Closed = TaskVoid, t.now
	k.note(t.now, w.name(), "bỏ việc")
	return k, b.changed(ctx, t.tx, old, &k, true)
}
