package cases

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/answers/card"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/figures"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

// pass hands on the question last asked.
func (svc *Service) pass(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	return svc.passOn(ctx, t, thenPass, t.Dialog.Question, "")
}

// passLast hands on the question whose answer was no help.
func (svc *Service) passLast(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	return svc.passOn(ctx, t, thenLast, t.Dialog.Asked, t.Dialog.Entry)
}

// The words under which a question waits for the commune of who asked it; see Resume.
const (
	thenPass = "pass"
	thenLast = "last"
)

// Resume says how a question goes on to the officials once somebody said where he lives.
func (svc *Service) Resume() map[string]dialog.Step {
	return map[string]dialog.Step{thenPass: svc.pass, thenLast: svc.passLast}
}

// passOn hands a question, about an entry where that is known, to the unit in charge and gives the citizen a reference.
// Where several offices are served it has to be known first whose citizen he is.
func (svc *Service) passOn(ctx context.Context, t *dialog.Turn, then, text, entry string) ([]bot.Message, error) {
	if text == "" {
		return dialog.Say(textNothingToPass), nil
	}
	if m, asked, err := svc.Offices.Need(ctx, t, then); err != nil || asked {
		return m, err
	}
	c := Case{Text: text, Entry: entry, Chat: t.Update.Chat, Channel: t.Update.Chat.Channel, At: t.Now,
		Due: svc.Calendar.WeekOf(t.Know).Ahead(t.Day(), questionDays)}
	var err error
	if c.By, err = people.Pseudonym(ctx, t.Tx, "vote", t.Update.Chat); err != nil {
		return nil, err
	}
	if err := mayOpen(ctx, t.Tx, t.Know, t.Update.Source, c.By, text); err != nil {
		return nil, err
	}
	if c.Ref, err = svc.People.References.New(ctx, t.Tx, "H-", caseKey); err != nil {
		return nil, err
	}
	if c.Unit, err = svc.unitFor(ctx, t.Tx, t.Know, t.Update.Chat, entry); err != nil {
		return nil, err
	}
	if err := svc.giveTask(ctx, t.Tx, t.Know, &c); err != nil {
		return nil, err
	}
	t.Tx.Add(people.ByPerson(c.By), "case:"+c.Ref, t.Now.UnixMilli())
	putCase(t.Tx, c)
	if err := svc.watch(ctx, t.Tx, c); err != nil {
		return nil, err
	}
	figures.Count(t.Tx, figures.AskedGroup, t.Now, t.Office, "passed", 1)
	t.Dialog.Question, t.Dialog.Asked = "", ""
	if c.Undated {
		rows := [][]bot.Button{}
		if svc.Passing(t) {
			rows = append(rows, readableRow(c))
		}
		return dialog.Say(fmt.Sprintf(textKeptOnly, c.Ref), rows...), nil
	}
	if svc.Passing(t) {
		return dialog.Say(fmt.Sprintf(textPassedWeb, c.Ref, t.DueWords(c.Due)), readableRow(c)), nil
	}
	return dialog.Say(fmt.Sprintf(textPassed, c.Ref, t.DueWords(c.Due))), nil
}

// giveTask puts the case before the people in charge, within the office's hours, and sees to it that they are reminded.
func (svc *Service) giveTask(ctx context.Context, tx bot.Tx, k *answers.Knowledge, c *Case) error {
	chats, err := svc.People.InCharge(ctx, tx, c.Unit)
	if err != nil {
		return err
	}
	w, err := svc.week(ctx, tx, c.Unit)
	if err != nil {
		return err
	}
	c.Told, c.Undated = true, len(chats) == 0
	m := bot.Message{Text: caseText(k, *c, tx.Now()) + "\n" + textCaseHow, Buttons: caseRows(c.Ref)}
	for _, chat := range chats {
		if err := tell(ctx, tx, *c, bot.Outgoing{Key: fmt.Sprintf("case:%s:%s:%d", c.Ref, chat, tx.Now().UnixMilli()),
			To: chat, Priority: bot.PriorityReminder, Message: m, NotBefore: w.Opening(tx.Now()),
			While: openCaseKey(c.Ref)}); err != nil {
			return err
		}
	}
	return svc.caseTask(ctx, tx, c)
}

// week is the working time of a unit's office, by its UnitID.
func (svc *Service) week(ctx context.Context, r bot.Reader, unit string) (calendar.Week, error) {
	name, err := people.UnitName(ctx, r, unit)
	if err != nil {
		return calendar.Week{}, err
	}
	return svc.Calendar.NowFor(ctx, r, name)
}

// caseTask makes the case a task of the unit in charge, so that it is reminded of, raised and shown like all others; a
// case that is moved takes its task along.
func (svc *Service) caseTask(ctx context.Context, tx bot.Tx, c *Case) error {
	unit, err := people.UnitName(ctx, tx, c.Unit)
	if err != nil {
		return err
	}
	var k tasks.Task
	found := false
	if c.Task != "" {
		if k, found, err = tasks.Load(ctx, tx, c.Task); err != nil {
			return err
		}
	}
	if found {
		old := k
		k.Unit, k.Person = unit, ""
		k.Note(tx.Now(), "Bot", "chuyển tới "+unit)
		if err := svc.Tasks.Changed(ctx, tx, old, &k, true); err != nil {
			return err
		}
	} else {
		if k.ID, err = svc.Tasks.NewID(ctx, tx); err != nil {
			return err
		}
		k = tasks.Task{ID: k.ID, Title: c.title(), Unit: unit, Due: c.Due, Source: c.kind() + " " + c.Ref, Case: c.Ref,
			By: "Người dân", Leads: []int{1}, Status: tasks.Open, Created: tx.Now()}
		k.Note(tx.Now(), k.By, "gửi tới, hạn "+k.Due.VN())
		tx.Put(k.LiveKey(), k.Due, 0)
		tasks.Put(tx, nil, k)
		c.Task = k.ID
	}
	recipients, err := svc.Tasks.Responsible(ctx, tx, k)
	if err != nil {
		return err
	}
	for _, id := range recipients {
		if err := svc.Tasks.PlanDigest(ctx, tx, id, k.Due); err != nil {
			return err
		}
	}
	return nil
}

// endTask closes the task of a case; title, when set, takes the place of what quotes a citizen.
func (svc *Service) endTask(ctx context.Context, tx bot.Tx, c Case, status tasks.Status, what, title string) error {
	if c.Task == "" {
		return nil
	}
	k, found, err := tasks.Load(ctx, tx, c.Task)
	if err != nil || !found {
		return err
	}
	old := k
	if title != "" {
		k.Disown(title)
	}
	if !k.Over() {
		k.Status, k.Closed, k.Result = status, tx.Now(), what
		k.Note(tx.Now(), "Bot", what)
	}
	return svc.Tasks.Changed(ctx, tx, old, &k, true)
}

func caseRows(ref string) [][]bot.Button {
	return [][]bot.Button{{actAnswer.Button(textAnswerButton, caseRef{ref}),
		actMove.Button(textMoveButton, moving{Ref: ref})}}
}

// caseText is a case as the official reads it.
func caseText(k *answers.Knowledge, c Case, now time.Time) string {
	due := dialog.DueWords(k, content.DayOf(now.In(content.Zone)), c.Due)
	if c.Question() {
		return fmt.Sprintf(textCaseQuestion, c.Ref, due, bot.Escape(c.Text))
	}
	lines := []string{"Mức chung: " + figures.Levels[c.Level]}
	for i, l := range c.Factors {
		if l > 0 {
			lines = append(lines, figures.FactorNames[i]+": "+figures.Levels[l])
		}
	}
	if c.Text != "" {
		lines = append(lines, "“"+bot.Escape(c.Text)+"”")
	}
	return fmt.Sprintf(textCaseOpinion, c.Ref, due, strings.Join(lines, "\n"))
}

func (svc *Service) meetOfficial(_ context.Context, t *dialog.Turn) ([]bot.Message, error) {
	return svc.Meet(t), nil
}

// Meet leads to a person: the question last asked can be passed on.
func (svc *Service) Meet(t *dialog.Turn) []bot.Message {
	if t.Dialog.Question != "" && t.Fresh() {
		return dialog.Say(textMeetAbout, []bot.Button{card.ActionPass.Button(card.LabelPass, struct{}{})})
	}
	return dialog.Say(textMeet)
}
