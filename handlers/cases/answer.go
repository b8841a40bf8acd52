package cases

import (
	"context"
	"fmt"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

// Routing says which unit answers for which field of the content base, by UnitID; a field that is not listed goes to the
// admins.
type Routing struct {
	Fields map[string]string `json:"fields"`
}

// RoutingKey names the document of the Routing.
var RoutingKey = bot.Key{Kind: "setting", ID: "routing"}

// unitFor is the unit in charge of an entry's field, or empty.
func unitFor(ctx context.Context, r bot.Reader, k *answers.Knowledge, entry string) (string, error) {
	field := k.FieldOf(entry)
	if field == "" {
		return "", nil
	}
	var routing Routing
	_, err := r.Get(ctx, RoutingKey, &routing)
	return routing.Fields[field], err
}

// MayAnswer reports whether the chat may answer a case: people of the unit in charge, editors, admins, owners.
func (svc *Service) MayAnswer(ctx context.Context, t *dialog.Turn, c Case) (ok bool, unit string, err error) {
	if !t.Update.Private {
		return false, "", nil
	}
	role, id, err := svc.People.RoleOf(ctx, t.Tx, t.Update.Chat)
	if err != nil || role == people.RoleNone {
		return false, "", err
	}
	var p people.Person
	found := false
	if id.Person != "" { // an owner need not be an official
		if p, found, err = people.Load(ctx, t.Tx, id.Person); err != nil {
			return false, "", err
		}
		unit = p.Unit
	}
	switch role {
	case people.RoleOwner, people.RoleAdmin, people.RoleEditor:
		return true, unit, nil
	case people.RoleHead, people.RoleMember:
		return found && c.Unit != "" && people.UnitID(p.Unit) == c.Unit, unit, nil
	}
	return false, unit, nil
}

// pressedCase is the official's side: "case:answer:<ref>", "case:move:<ref>[:<unit>]", "case:draft:<ref>",
// "case:close:<ref>".
func (svc *Service) pressedCase(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	parts := append(strings.Split(t.Update.Action, ":"), "", "", "")
	c, found, err := LoadCase(ctx, t.Tx, parts[2])
	if err != nil {
		return nil, err
	}
	ok, _, err := svc.MayAnswer(ctx, t, c)
	switch {
	case err != nil:
		return nil, err
	case !ok:
		return dialog.Say(dialog.TextNotAllowed), nil
	case !found:
		return dialog.Say(textNoCase), nil
	case parts[1] == "draft":
		return svc.draftOf(ctx, t, c)
	case !c.Done.IsZero():
		return dialog.Say(fmt.Sprintf(textCaseClosed, c.Ref)), nil
	case parts[1] == "move":
		return svc.moveCase(ctx, t, c, parts[3])
	}
	if parts[1] == "close" {
		t.Await("case-close", c.Ref)
		return dialog.Say(fmt.Sprintf(textWhyClosed, c.Ref)), nil
	}
	t.Await("case", c.Ref)
	return dialog.Say(fmt.Sprintf(textWriteAnswer, c.Ref)), nil
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
		err = dialog.Refusal("Người dân đang chờ trả lời " + c.Ref + ": ông/bà trả lời, hoặc ghi lý do không trả lời, ở trang Ý kiến, câu hỏi chuyển; việc này sẽ tự đóng.")
	}
	return err
}

// answerFirst asks for the answer when a task cannot end without one; nil when it can.
func (svc *Service) answerFirst(ctx context.Context, t *dialog.Turn, k tasks.Task) ([]bot.Message, error) {
	c, open, err := openCase(ctx, t.Tx, k)
	if err != nil || !open {
		return nil, err
	}
	ok, _, err := svc.MayAnswer(ctx, t, c)
	if err != nil || !ok {
		return dialog.Say(dialog.TextNotAllowed), err
	}
	t.Await("case", c.Ref)
	return dialog.Say(fmt.Sprintf(textAnswerFirst, c.kind()+" "+c.Ref), []bot.Button{{Label: textCloseButton, Action: "case:close:" + c.Ref}}), nil
}

// gotCloseReason closes a case without an answer; the person who waits reads why.
func (svc *Service) gotCloseReason(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	ref := t.Dialog.Data
	t.Done()
	t.Text = fmt.Sprintf(textClosedTo, t.Text)
	return svc.Answer(ctx, t, ref)
}

// moveCase asks for the unit, or gives the case to it.
func (svc *Service) moveCase(ctx context.Context, t *dialog.Turn, c Case, unit string) ([]bot.Message, error) {
	units, err := people.Units(ctx, t.Tx)
	if err != nil {
		return nil, err
	}
	var rows [][]bot.Button
	for _, u := range units {
		if u.ID == unit {
			c.Unit = unit
			if err := svc.giveTask(ctx, t.Tx, t.Know, &c); err != nil {
				return nil, err
			}
			putCase(t.Tx, c)
			return dialog.Say(fmt.Sprintf(textMoved, c.Ref, bot.Escape(u.Name))), svc.People.Audit(ctx, t, "case.move", c.Ref, "")
		}
		rows = append(rows, []bot.Button{{Label: vi.Shorten(u.Name, 40), Action: "case:move:" + c.Ref + ":" + u.ID}})
	}
	return dialog.Say(fmt.Sprintf(textWhichUnit, c.Ref), rows...), nil
}

// gotAnswer takes the official's next words, or his reply to our message, as the answer.
func (svc *Service) gotAnswer(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	ref := t.Dialog.Data
	t.Done()
	return svc.Answer(ctx, t, ref)
}

func (svc *Service) Answer(ctx context.Context, t *dialog.Turn, ref string) ([]bot.Message, error) {
	c, found, err := LoadCase(ctx, t.Tx, ref)
	if err != nil {
		return nil, err
	}
	ok, unit, err := svc.MayAnswer(ctx, t, c)
	switch {
	case err != nil:
		return nil, err
	case !ok:
		return dialog.Say(dialog.TextNotAllowed), nil
	case !found:
		return dialog.Say(textNoCase), nil
	case !c.Done.IsZero():
		return dialog.Say(fmt.Sprintf(textCaseClosed, c.Ref)), nil
	}
	role, _, err := svc.People.RoleOf(ctx, t.Tx, t.Update.Chat)
	if err != nil {
		return nil, err
	}
	known := !c.Chat.IsZero()
	if err := svc.CloseCase(ctx, t.Tx, &c, vi.MaskPersonal(t.Text), unit, t.Update.Chat, role); err != nil {
		return nil, err
	}
	if !known {
		return dialog.Say(fmt.Sprintf(textOutcomeKept, c.Ref)), nil
	}
	var rows [][]bot.Button
	if c.Question() {
		rows = [][]bot.Button{{{Label: textDraftButton, Action: "case:draft:" + c.Ref}}}
	}
	return dialog.Say(fmt.Sprintf(textAnswered, c.Ref), rows...), nil
}

// CloseCase writes the answer down, sends it to whoever waits and forgets him.
func (svc *Service) CloseCase(ctx context.Context, tx bot.Tx, c *Case, answer, unit string, by bot.ChatID, role people.Role) error {
	c.Answer, c.From, c.Done = answer, unit, tx.Now()
	if !c.Chat.IsZero() {
		tx.Send(bot.Outgoing{Key: "case-answer:" + c.Ref, To: c.Chat, Message: answerMessage(*c)})
	}
	c.Chat = bot.ChatID{}
	putCase(tx, *c)
	if err := svc.endTask(ctx, tx, *c, tasks.Done, "đã trả lời", ""); err != nil {
		return err
	}
	return people.Audit(ctx, tx, by, role, "case.answer", c.Ref, "")
}
