package cases

import (
	"context"
	"fmt"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

// draftOf makes a draft of an answer for the content base.
func draftOf(ctx context.Context, t *dialog.Turn, w people.Actor, v caseRef) ([]bot.Message, error) {
	d, err := Draft(ctx, t.Tx, w, v.Ref)
	return dialog.Say(fmt.Sprintf(textDrafted, d.From)), err
}

func askAnswer(ctx context.Context, t *dialog.Turn, w people.Actor, v caseRef) ([]bot.Message, error) {
	c, err := open(ctx, t.Tx, w, v.Ref)
	if err != nil {
		return nil, err
	}
	t.Await("case", c.Ref)
	return dialog.Say(fmt.Sprintf(textWriteAnswer, c.Ref)), nil
}

func askWhyClosed(ctx context.Context, t *dialog.Turn, w people.Actor, v caseRef) ([]bot.Message, error) {
	c, err := open(ctx, t.Tx, w, v.Ref)
	if err != nil {
		return nil, err
	}
	t.Await("case-close", c.Ref)
	return dialog.Say(fmt.Sprintf(textWhyClosed, c.Ref)), nil
}

// openCase is the case of a task when somebody still waits for its answer.
func openCase(ctx context.Context, r bot.Reader, k tasks.Task) (Case, bool, error) {
	c, found, err := LoadCase(ctx, r, k.Case)
	return c, found && c.Done.IsZero() && c.Task == k.ID, err
}

// Guard is what keeps tasks of cases from being ended without an answer.
func (svc *Service) Guard() tasks.Guard { return tasks.Guard{Refuse: refuseEnd, Ask: svc.answerFirst} }

// refuseEnd refuses to end a task while somebody waits for its answer.
func refuseEnd(ctx context.Context, r bot.Reader, k tasks.Task) error {
	c, open, err := openCase(ctx, r, k)
	if err == nil && open {
		err = dialog.Refuse(fmt.Sprintf(textWaits, c.Ref))
	}
	return err
}

// answerFirst asks for the answer when a task cannot end without one; nil when it can.
func (svc *Service) answerFirst(ctx context.Context, t *dialog.Turn, k tasks.Task) ([]bot.Message, error) {
	c, waits, err := openCase(ctx, t.Tx, k)
	if err != nil || !waits {
		return nil, err
	}
	w, _, err := svc.People.ActorOf(ctx, t)
	if err != nil {
		return nil, err
	}
	if may, err := mayAnswer(ctx, t.Tx, w, c); err != nil {
		return nil, err
	} else if !may {
		return nil, dialog.NotAllowed
	}
	t.Await("case", c.Ref)
	text := fmt.Sprintf(textAnswerFirst, c.kind()+" "+c.Ref)
	if c.Chat.IsZero() {
		text += "\n" + fmt.Sprintf(textNobodyWaits, c.Ref)
	}
	return dialog.Say(text,
		[]bot.Button{actClose.Button(textCloseButton, caseRef{c.Ref})}), nil
}

// gotCloseReason closes a case without an answer; the person who waits reads why.
func (svc *Service) gotCloseReason(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	ref := t.Dialog.Data
	t.Done()
	return svc.answer(ctx, t, w, ref, fmt.Sprintf(textClosedTo, t.Text))
}

// askMove asks for the unit, or gives the case to it.
func (svc *Service) askMove(ctx context.Context, t *dialog.Turn, w people.Actor, v moving) ([]bot.Message, error) {
	c, err := open(ctx, t.Tx, w, v.Ref)
	if err != nil {
		return nil, err
	}
	if v.Unit != "" {
		u, err := svc.Move(ctx, t.Tx, w, c.Ref, v.Unit)
		return dialog.Say(fmt.Sprintf(textMoved, c.Ref, bot.Escape(u.Name))), err
	}
	units, err := people.Units(ctx, t.Tx)
	if err != nil {
		return nil, err
	}
	var rows [][]bot.Button
	for _, u := range people.Only(w.Office, units, func(u people.Unit) string { return u.Name }) {
		rows = append(rows, []bot.Button{actMove.Button(vi.Shorten(u.Name, 40), moving{c.Ref, u.ID})})
	}
	return dialog.Say(fmt.Sprintf(textWhichUnit, c.Ref), rows...), nil
}

// gotAnswer takes the official's next words, or his reply to our message, as the answer.
func (svc *Service) gotAnswer(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	ref := t.Dialog.Data
	t.Done()
	return svc.answer(ctx, t, w, ref, t.Text)
}

// Answers reports whether who writes is an official who may answer the case of a reference.
func (svc *Service) Answers(ctx context.Context, t *dialog.Turn, ref string) bool {
	c, found, err := LoadCase(ctx, t.Tx, ref)
	if err != nil || !found {
		return false
	}
	w, _, err := svc.People.ActorOf(ctx, t)
	if err != nil {
		return false
	}
	may, err := mayAnswer(ctx, t.Tx, w, c)
	return err == nil && may
}

// Reply takes the words as the answer to a case when they are an official's reply to our message about it; false for
// everybody else's.
func (svc *Service) Reply(ctx context.Context, t *dialog.Turn,
	ref string) (messages []bot.Message, taken bool, err error) {
	c, found, err := LoadCase(ctx, t.Tx, ref)
	if err != nil || !found {
		return nil, false, err
	}
	w, _, err := svc.People.ActorOf(ctx, t)
	if err != nil {
		return nil, false, err
	}
	if may, err := mayAnswer(ctx, t.Tx, w, c); err != nil || !may {
		return nil, false, err
	}
	messages, err = svc.answer(ctx, t, w, ref, t.Text)
	return messages, true, err
}

func (svc *Service) answer(ctx context.Context, t *dialog.Turn, w people.Actor, ref,
	text string) ([]bot.Message, error) {
	c, known, err := svc.Answer(ctx, t.Tx, w, ref, text)
	switch {
	case err != nil:
		return nil, err
	case !known:
		return dialog.Say(fmt.Sprintf(textOutcomeKept, c.Ref)), nil
	case c.Held:
		return dialog.Say(fmt.Sprintf(textAnswerHeld, c.Ref)), nil
	}
	var rows [][]bot.Button
	if c.Question() {
		rows = [][]bot.Button{{actDraft.Button(textDraftButton, caseRef{c.Ref})}}
	}
	return dialog.Say(fmt.Sprintf(textAnswered, c.Ref), rows...), nil
}
