package cases

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/figures"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

// Case is what the office owes somebody an answer to: a question passed on (H-…) or an opinion from the survey (G-…).
// The person is known only while he waits for the answer: Chat is erased when it has been given. The daily clearing takes
// cases away when they are older than the retention, with what their tasks quote of them.
type Case struct {
	Ref     string      `json:"ref"`
	Text    string      `json:"text"` // masked
	Entry   string      `json:"entry,omitempty"`
	Unit    string      `json:"unit,omitempty"` // UnitID of the unit in charge; empty: the admins
	Level   int         `json:"level,omitempty"`
	Factors [5]int      `json:"factors,omitzero"`
	Chat    bot.ChatID  `json:"chat,omitzero"` // who waits
	By      string      `json:"by,omitempty"`  // pseudonym of who gave the opinion
	At      time.Time   `json:"at"`
	Due     content.Day `json:"due"`
	Told    bool        `json:"told,omitempty"` // the unit has it
	Task    string      `json:"task,omitempty"` // of the unit in charge
	Answer  string      `json:"answer,omitempty"`
	From    string      `json:"from,omitempty"` // the unit that answered
	Done    time.Time   `json:"done,omitzero"`
}

// Question reports whether it is a question passed on, not an opinion.
func (c Case) Question() bool { return strings.HasPrefix(c.Ref, "H-") }

// The sets of cases: all by the time they came, and the open ones by the end of the day they are due, in ms.
const (
	CasesSet     = "cases"
	OpenCasesSet = "cases:open"
)

// How long the office gives itself, in working days. Nobody prescribes it for questions in a chat; a complaint in form
// has its own procedure and its own terms.
const (
	questionDays = 3
	opinionDays  = 5
)

func caseKey(ref string) bot.Key { return bot.Key{Kind: "case", ID: ref} }

// openCaseKey names what exists while a case is open: reminders on their way are dropped without it.
func openCaseKey(ref string) bot.Key { return bot.Key{Kind: "case-open", ID: ref} }

// LoadCase reads a case by its reference.
func LoadCase(ctx context.Context, r bot.Reader, ref string) (c Case, found bool, err error) {
	if !dialog.IsReference(ref) {
		return c, false, nil
	}
	found, err = r.Get(ctx, caseKey(ref), &c)
	return c, found, err
}

func putCase(tx bot.Tx, c Case) {
	tx.Put(caseKey(c.Ref), c, 0)
	tx.Add(CasesSet, c.Ref, c.At.UnixMilli())
	if c.Done.IsZero() {
		tx.Put(openCaseKey(c.Ref), true, 0)
		tx.Add(OpenCasesSet, c.Ref, c.Due.At(23, 59).UnixMilli())
		return
	}
	tx.Delete(openCaseKey(c.Ref))
	tx.Remove(OpenCasesSet, c.Ref)
	tx.Remove(bot.ScheduleSet, "opinion:"+c.Ref)
}

// pressedPass hands the question last asked ("pass"), or the one whose answer was no help ("pass:last"), to the unit in
// charge and gives the citizen a reference.
func (svc *Service) pressedPass(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	text, entry := t.Dialog.Question, ""
	if t.Update.Action == "pass:last" {
		text, entry = t.Dialog.Asked, t.Dialog.Entry
	}
	if text == "" {
		return dialog.Say(textNothingToPass), nil
	}
	c := Case{Ref: dialog.NewReference("H", t.Update.Chat.String()+t.Update.ID), Text: text, Entry: entry, Chat: t.Update.Chat, At: t.Now,
		Due: svc.Calendar.WeekOf(t.Know).Ahead(t.Day(), questionDays)}
	var err error
	if c.Unit, err = unitFor(ctx, t.Tx, t.Know, entry); err != nil {
		return nil, err
	}
	if err := svc.giveTask(ctx, t.Tx, t.Know, &c); err != nil {
		return nil, err
	}
	if c.By, err = people.Pseudonym(ctx, t.Tx, "vote", t.Update.Chat); err != nil {
		return nil, err
	}
	t.Tx.Add(people.ByPerson(c.By), "case:"+c.Ref, t.Now.UnixMilli())
	putCase(t.Tx, c)
	figures.Count(t.Tx, figures.AskedGroup, t.Now, "passed", 1)
	t.Dialog.Question, t.Dialog.Asked = "", ""
	if people, err := svc.People.InCharge(ctx, t.Tx, c.Unit); err != nil || len(people) == 0 {
		return dialog.Say(fmt.Sprintf(textKeptOnly, c.Ref)), err
	}
	return dialog.Say(fmt.Sprintf(textPassed, c.Ref, t.DueWords(c.Due))), nil
}

// openOpinion makes, or fills up, the case of a survey. It goes to the unit with the line or at the end of the survey;
// a survey that is left half-way goes after a while.
func (svc *Service) openOpinion(ctx context.Context, t *dialog.Turn, s *Survey, line string) error {
	c := Case{Ref: s.Ref, At: t.Now, Due: svc.Calendar.WeekOf(t.Know).Ahead(t.Day(), opinionDays), Unit: s.Unit, Entry: s.Entry}
	if s.Ref == "" {
		s.Ref = dialog.NewReference("G", s.ID+t.Update.ID)
		c.Ref = s.Ref
	} else if _, err := t.Tx.Get(ctx, caseKey(s.Ref), &c); err != nil {
		return err
	}
	c.Level, c.Factors = s.Level, s.Factors
	c.By, _, _ = strings.Cut(s.ID, ":")
	if line != "" {
		c.Text = strings.TrimSpace(c.Text + "\n" + line)
		c.Told = false
	}
	if c.Unit == "" {
		var err error
		if c.Unit, err = unitFor(ctx, t.Tx, t.Know, c.Entry); err != nil {
			return err
		}
	}
	putCase(t.Tx, c)
	t.Tx.Add(people.ByPerson(c.By), "case:"+c.Ref, t.Now.UnixMilli())
	if !c.Told {
		t.Tx.Add(bot.ScheduleSet, "opinion:"+c.Ref, t.Now.Add(opinionWait).UnixMilli())
	}
	return nil
}

// opinionWait is how long a low rating waits for its line before it goes to the unit without one.
const opinionWait = 10 * time.Minute

// sendOpinion gives an opinion to the unit in charge, once.
func (svc *Service) sendOpinion(ctx context.Context, tx bot.Tx, ref string) (Case, error) {
	c, found, err := LoadCase(ctx, tx, ref)
	if err != nil || !found || c.Told || !c.Done.IsZero() {
		return c, err
	}
	know, err := svc.Calendar.Knowledge(ctx, tx)
	if err != nil {
		return c, err
	}
	err = svc.giveTask(ctx, tx, know, &c)
	putCase(tx, c)
	tx.Remove(bot.ScheduleSet, "opinion:"+ref)
	return c, err
}

// dueOpinion fires for a survey that was left half-way.
func (svc *Service) dueOpinion(ctx context.Context, tx bot.Tx, ref string, _ time.Time) error {
	_, err := svc.sendOpinion(ctx, tx, ref)
	return err
}

// giveTask puts the case before the people in charge, within the office's hours, and sees to it that they are reminded.
func (svc *Service) giveTask(ctx context.Context, tx bot.Tx, k *answers.Knowledge, c *Case) error {
	chats, err := svc.People.InCharge(ctx, tx, c.Unit)
	if err != nil {
		return err
	}
	w, err := svc.Calendar.Now(ctx, tx)
	if err != nil {
		return err
	}
	c.Told = true
	m := bot.Message{Text: caseText(k, *c, tx.Now()) + "\n" + textCaseHow, Buttons: caseRows(c.Ref)}
	for _, chat := range chats {
		tx.Send(bot.Outgoing{Key: fmt.Sprintf("case:%s:%s:%d", c.Ref, chat, tx.Now().UnixMilli()), To: chat, Priority: bot.PriorityReminder, Message: m,
			NotBefore: w.Opening(tx.Now()), While: openCaseKey(c.Ref)})
	}
	return svc.caseTask(ctx, tx, c)
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
		if k.ID, err = tasks.NewTaskID(ctx, tx, c.Ref); err != nil {
			return err
		}
		k = tasks.Task{ID: k.ID, Title: c.title(), Unit: unit, Due: c.Due, Source: c.kind() + " " + c.Ref, Case: c.Ref,
			By: "Người dân", Leads: []int{1}, Status: tasks.Open, Created: tx.Now()}
		k.Note(tx.Now(), k.By, "gửi tới, hạn "+k.Due.VN())
		tx.Put(k.LiveKey(), k.Due, 0)
		tasks.Put(tx, nil, k)
		c.Task = k.ID
	}
	w, err := svc.Calendar.Now(ctx, tx)
	if err != nil {
		return err
	}
	recipients, err := svc.Tasks.Responsible(ctx, tx, k)
	if err != nil {
		return err
	}
	for _, id := range recipients {
		if err := tasks.PlanDigest(ctx, tx, w, id, k.Due); err != nil {
			return err
		}
	}
	return nil
}

// kind is the word for what it is.
func (c Case) kind() string {
	if c.Question() {
		return "câu hỏi"
	}
	return "ý kiến"
}

// title is the case in one line.
func (c Case) title() string {
	if c.Text == "" {
		return "Xử lý ý kiến " + c.Ref + ": " + figures.Levels[c.Level]
	}
	return "Trả lời " + c.Ref + ": " + vi.Shorten(strings.Join(strings.Fields(c.Text), " "), 80)
}

// endTask closes the task of a case; title, when set, takes the place of one that quotes a citizen.
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
		k.Title = title
	}
	if !k.Over() {
		k.Status, k.Closed, k.Result = status, tx.Now(), what
		k.Note(tx.Now(), "Bot", what)
	}
	return svc.Tasks.Changed(ctx, tx, old, &k, true)
}

func caseRows(ref string) [][]bot.Button {
	return [][]bot.Button{{{Label: textAnswerButton, Action: "case:answer:" + ref}, {Label: textMoveButton, Action: "case:move:" + ref}}}
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

// Status tells how far a case is, to whoever has its reference.
func Status(ctx context.Context, t *dialog.Turn, ref string) ([]bot.Message, error) {
	c, found, err := LoadCase(ctx, t.Tx, ref)
	if err != nil {
		return nil, err
	}
	if !found {
		return dialog.Say(textNoCase), nil
	}
	name, err := people.UnitName(ctx, t.Tx, c.Unit)
	if err != nil {
		return nil, err
	}
	if c.Done.IsZero() {
		if name != "" {
			name = " tại " + bot.Escape(name)
		}
		return dialog.Say(fmt.Sprintf(textCaseOpen, c.Ref, name, t.DueWords(c.Due))), nil
	}
	return []bot.Message{answerMessage(c)}, nil
}

// answerMessage is the answer as the citizen reads it, with its source.
func answerMessage(c Case) bot.Message {
	from := ""
	if c.From != "" {
		from = ", " + bot.Escape(c.From)
	}
	day := content.DayOf(c.Done.In(content.Zone)).VN()
	if c.Question() {
		return bot.Message{Text: fmt.Sprintf(textReplyTo, c.Ref, bot.Escape(vi.Shorten(c.Text, 200)), bot.Escape(c.Answer), from, day), Buttons: answers.RateRow(c.Ref, "")}
	}
	return bot.Message{Text: fmt.Sprintf(textOutcomeTo, c.Ref, bot.Escape(c.Answer), from, day)}
}
