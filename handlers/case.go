package handlers

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
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

var refForm = regexp.MustCompile(`^[HG]-[2-9A-HJKMNP-Z]{6}$`)

func isReference(s string) bool { return refForm.MatchString(s) }

func caseKey(ref string) bot.Key { return bot.Key{Kind: "case", ID: ref} }

// openCaseKey names what exists while a case is open: reminders on their way are dropped without it.
func openCaseKey(ref string) bot.Key { return bot.Key{Kind: "case-open", ID: ref} }

// LoadCase reads a case by its reference.
func LoadCase(ctx context.Context, r bot.Reader, ref string) (c Case, found bool, err error) {
	if !isReference(ref) {
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

// dueWords is a due day as people read it, with a word when the calendar is not decided up to it.
func (t *turn) dueWords(d content.Day) string { return dueWords(t.know, t.day(), d) }

func dueWords(k *answers.Knowledge, today, d content.Day) string {
	text := strings.ToLower(weekdayNames[d.Weekday()]) + ", " + d.VN()
	if k.Calendar != nil && k.Calendar.Provisional(today, d) {
		text += " (tạm tính)"
	}
	return text
}

var weekdayNames = [...]string{"Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"}

// pressedPass hands the question last asked ("pass"), or the one whose answer was no help ("pass:last"), to the unit in
// charge and gives the citizen a reference.
func (b *Bot) pressedPass(ctx context.Context, t *turn) ([]bot.Message, error) {
	text, entry := t.dlg.Question, ""
	if t.u.Action == "pass:last" {
		text, entry = t.dlg.Asked, t.dlg.Entry
	}
	if text == "" {
		return say(textNothingToPass), nil
	}
	c := Case{Ref: reference("H", t.u.Chat.String()+t.u.ID), Text: text, Entry: entry, Chat: t.u.Chat, At: t.now,
		Due: b.weekOf(t.know).ahead(t.day(), questionDays)}
	var err error
	if c.Unit, err = b.unitFor(ctx, t.tx, t.know, entry); err != nil {
		return nil, err
	}
	if err := b.giveTask(ctx, t.tx, t.know, &c); err != nil {
		return nil, err
	}
	if c.By, err = Pseudonym(ctx, t.tx, "vote", t.u.Chat); err != nil {
		return nil, err
	}
	t.tx.Add(byPerson(c.By), "case:"+c.Ref, t.now.UnixMilli())
	putCase(t.tx, c)
	counted(t.tx, askedGroup, t.now, "passed", 1)
	t.dlg.Question, t.dlg.Asked = "", ""
	if people, err := b.inCharge(ctx, t.tx, c.Unit); err != nil || len(people) == 0 {
		return say(fmt.Sprintf(textKeptOnly, c.Ref)), err
	}
	return say(fmt.Sprintf(textPassed, c.Ref, t.dueWords(c.Due))), nil
}

// openOpinion makes, or fills up, the case of a survey. It goes to the unit with the line or at the end of the survey;
// a survey that is left half-way goes after a while.
func (b *Bot) openOpinion(ctx context.Context, t *turn, s *Survey, line string) error {
	c := Case{Ref: s.Ref, At: t.now, Due: b.weekOf(t.know).ahead(t.day(), opinionDays), Unit: s.Unit, Entry: s.Entry}
	if s.Ref == "" {
		s.Ref = reference("G", s.ID+t.u.ID)
		c.Ref = s.Ref
	} else if _, err := t.tx.Get(ctx, caseKey(s.Ref), &c); err != nil {
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
		if c.Unit, err = b.unitFor(ctx, t.tx, t.know, c.Entry); err != nil {
			return err
		}
	}
	putCase(t.tx, c)
	t.tx.Add(byPerson(c.By), "case:"+c.Ref, t.now.UnixMilli())
	if !c.Told {
		t.tx.Add(bot.ScheduleSet, "opinion:"+c.Ref, t.now.Add(opinionWait).UnixMilli())
	}
	return nil
}

// opinionWait is how long a low rating waits for its line before it goes to the unit without one.
const opinionWait = 10 * time.Minute

// sendOpinion gives an opinion to the unit in charge, once.
func (b *Bot) sendOpinion(ctx context.Context, tx bot.Tx, ref string) (Case, error) {
	c, found, err := LoadCase(ctx, tx, ref)
	if err != nil || !found || c.Told || !c.Done.IsZero() {
		return c, err
	}
	err = b.giveTask(ctx, tx, b.Knowledge(), &c)
	putCase(tx, c)
	tx.Remove(bot.ScheduleSet, "opinion:"+ref)
	return c, err
}

// dueOpinion fires for a survey that was left half-way.
func (b *Bot) dueOpinion(ctx context.Context, tx bot.Tx, ref string, _ time.Time) error {
	_, err := b.sendOpinion(ctx, tx, ref)
	return err
}

// giveTask puts the case before the people in charge, within the office's hours, and sees to it that they are reminded.
func (b *Bot) giveTask(ctx context.Context, tx bot.Tx, k *answers.Knowledge, c *Case) error {
	chats, err := b.inCharge(ctx, tx, c.Unit)
	if err != nil {
		return err
	}
	w, err := b.week(ctx, tx)
	if err != nil {
		return err
	}
	c.Told = true
	m := bot.Message{Text: b.caseText(k, *c, tx.Now()) + "\n" + textCaseHow, Buttons: caseRows(c.Ref)}
	for _, chat := range chats {
		tx.Send(bot.Outgoing{Key: fmt.Sprintf("case:%s:%s:%d", c.Ref, chat, tx.Now().UnixMilli()), To: chat, Priority: bot.PriorityReminder, Message: m,
			NotBefore: w.opening(tx.Now()), While: openCaseKey(c.Ref)})
	}
	return b.caseTask(ctx, tx, c)
}

// caseTask makes the case a task of the unit in charge, so that it is reminded of, raised and shown like all others; a
// case that is moved takes its task along.
func (b *Bot) caseTask(ctx context.Context, tx bot.Tx, c *Case) error {
	unit, err := unitName(ctx, tx, c.Unit)
	if err != nil {
		return err
	}
	var k Task
	found := false
	if c.Task != "" {
		if k, found, err = loadTask(ctx, tx, c.Task); err != nil {
			return err
		}
	}
	if found {
		old := k
		k.Unit, k.Person = unit, ""
		k.note(tx.Now(), "Bot", "chuyển tới "+unit)
		if err := b.changed(ctx, tx, old, &k, true); err != nil {
			return err
		}
	} else {
		if k.ID, err = newTaskID(ctx, tx, c.Ref); err != nil {
			return err
		}
		k = Task{ID: k.ID, Title: c.title(), Unit: unit, Due: c.Due, Source: c.kind() + " " + c.Ref,
			By: "Người dân", Leads: []int{1}, Status: TaskOpen, Created: tx.Now()}
		k.note(tx.Now(), k.By, "gửi tới, hạn "+k.Due.VN())
		tx.Put(k.liveKey(), k.Due, 0)
		putTask(tx, nil, k)
		c.Task = k.ID
	}
	w, err := b.week(ctx, tx)
	if err != nil {
		return err
	}
	recipients, err := b.responsible(ctx, tx, k)
	if err != nil {
		return err
	}
	for _, id := range recipients {
		if err := b.planDigest(ctx, tx, w, id, k.Due); err != nil {
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

// CaseRef is the reference of the case that the task is about; empty when it is about none.
func (k *Task) CaseRef() string {
	if words := strings.Fields(k.Source); len(words) == 3 && isReference(words[2]) {
		return words[2]
	}
	return ""
}

// title is the case in one line.
func (c Case) title() string {
	if c.Text == "" {
		return "Xử lý ý kiến " + c.Ref + ": " + levels[c.Level]
	}
	return "Trả lời " + c.Ref + ": " + vi.Shorten(strings.Join(strings.Fields(c.Text), " "), 80)
}

// endTask closes the task of a case; title, when set, takes the place of one that quotes a citizen.
func (b *Bot) endTask(ctx context.Context, tx bot.Tx, c Case, status TaskStatus, what, title string) error {
	if c.Task == "" {
		return nil
	}
	k, found, err := loadTask(ctx, tx, c.Task)
	if err != nil || !found {
		return err
	}
	old := k
	if title != "" {
		k.Title = title
	}
	if !k.Over() {
		k.Status, k.Closed, k.Result = status, tx.Now(), what
		k.note(tx.Now(), "Bot", what)
	}
	return b.changed(ctx, tx, old, &k, true)
}

func caseRows(ref string) [][]bot.Button {
	return [][]bot.Button{{{Label: textAnswerButton, Action: "case:answer:" + ref}, {Label: textMoveButton, Action: "case:move:" + ref}}}
}

// caseText is a case as the official reads it.
func (b *Bot) caseText(k *answers.Knowledge, c Case, now time.Time) string {
	due := dueWords(k, content.DayOf(now.In(content.Zone)), c.Due)
	if c.Question() {
		return fmt.Sprintf(textCaseQuestion, c.Ref, due, bot.Escape(c.Text))
	}
	lines := []string{"Mức chung: " + levels[c.Level]}
	for i, l := range c.Factors {
		if l > 0 {
			lines = append(lines, factors[i]+": "+levels[l])
		}
	}
	if c.Text != "" {
		lines = append(lines, "“"+bot.Escape(c.Text)+"”")
	}
	return fmt.Sprintf(textCaseOpinion, c.Ref, due, strings.Join(lines, "\n"))
}

// caseStatus tells how far a case is, to whoever has its reference.
func (b *Bot) caseStatus(ctx context.Context, t *turn, ref string) ([]bot.Message, error) {
	c, found, err := LoadCase(ctx, t.tx, ref)
	if err != nil {
		return nil, err
	}
	if !found {
		return say(textNoCase), nil
	}
	name, err := unitName(ctx, t.tx, c.Unit)
	if err != nil {
		return nil, err
	}
	if c.Done.IsZero() {
		if name != "" {
			name = " tại " + bot.Escape(name)
		}
		return say(fmt.Sprintf(textCaseOpen, c.Ref, name, t.dueWords(c.Due))), nil
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

// refIn finds a reference in a text, as typed with or without its case.
func refIn(text string) string {
	for _, w := range strings.FieldsFunc(strings.ToUpper(vi.Clean(text)), func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z')
	}) {
		if isReference(w) {
			return w
		}
	}
	return ""
}
