package tasks

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// taskDraft is a task that was typed and is not confirmed yet. Nothing is reminded before it is read back and
// confirmed.
type taskDraft struct {
	Tag    string `json:"tag"` // the buttons of an older reading do nothing
	Title  string `json:"title"`
	Who    string `json:"who"` // as typed
	Person string `json:"person,omitempty"`
	Name   string `json:"name,omitempty"`
	Unit   string `json:"unit,omitempty"`
	When   string `json:"when"` // as typed
	dueDay
	Product string        `json:"product,omitempty"`
	Leads   []int         `json:"leads,omitempty"`  // working days before; none: the usual ones
	Days    []content.Day `json:"days,omitempty"`   // readings to choose from
	People  []string      `json:"people,omitempty"` // officials to choose from
}

const taskDraftTTL = 2 * time.Hour

func taskDraftKey(t *dialog.Turn) bot.Key {
	return bot.Key{Kind: "task-draft", ID: t.Update.Chat.String()}
}

// typeTask answers /giaoviec <việc>; <người>; <hạn>[; <sản phẩm>][; nhắc trước <số ngày>].
func (c chat) typeTask(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	if strings.TrimSpace(t.Update.Payload) == "" {
		t.Await("giaoviec", "")
		return dialog.Say(textTaskForm), nil
	}
	return c.readTask(ctx, t, vi.Clean(t.Update.Payload))
}

// gotTask reads the words after /giaoviec without any, or after "Sửa".
func (c chat) gotTask(ctx context.Context, t *dialog.Turn, _ people.Actor) ([]bot.Message, error) {
	var d taskDraft
	found, err := t.Tx.Get(ctx, taskDraftKey(t), &d)
	if err != nil {
		return nil, err
	}
	if !found || strings.Contains(t.Text, ";") {
		return c.readTask(ctx, t, t.Text)
	}
	// One part was typed again: a date, a person, or else the work itself.
	if _, outcome := t.Dates(false).Read(t.Text); outcome != vidate.None {
		d.When, d.dueDay, d.Days = t.Text, dueDay{}, nil
		return c.checkTask(ctx, t, d)
	}
	all, err := people.List(ctx, t.Tx, people.AllSet)
	if err != nil {
		return nil, err
	}
	if found, unit := people.Find(all, t.Text); len(found) > 0 || unit != "" {
		d.Who, d.Person, d.Unit, d.People = t.Text, "", "", nil
	} else {
		d.Title = t.Text
	}
	return c.checkTask(ctx, t, d)
}

func (c chat) readTask(ctx context.Context, t *dialog.Turn, text string) ([]bot.Message, error) {
	parts := strings.Split(text, ";")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	if len(parts) < 3 || parts[0] == "" || parts[1] == "" || parts[2] == "" || len([]rune(parts[0])) > 200 {
		t.Await("giaoviec", "")
		return dialog.Say(textTaskForm), nil
	}
	d := taskDraft{Title: parts[0], Who: parts[1], When: parts[2]}
	for _, part := range parts[3:] {
		if folded := vi.Fold(part); strings.HasPrefix(folded, "nhac truoc ") {
			leads, err := readLeads(strings.TrimSuffix(strings.TrimPrefix(folded, "nhac truoc "), " ngay"))
			if err != nil {
				t.Await("giaoviec", "")
				return dialog.Say(bot.Escape(err.Error())), nil
			}
			d.Leads = leads
		} else if d.Product == "" {
			d.Product = vi.Shorten(part, 200)
		}
	}
	return c.checkTask(ctx, t, d)
}

// checkTask makes person and day of a draft certain, asking where it has to, and reads it back.
func (c chat) checkTask(ctx context.Context, t *dialog.Turn, d taskDraft) ([]bot.Message, error) {
	t.Done()
	var err error
	if d.Tag, err = c.People.References.Code(); err != nil {
		return nil, err
	}
	d.Title = vi.MaskPersonal(d.Title)
	if d.Person == "" && d.Unit == "" {
		if question, err := c.askWho(ctx, t, &d); err != nil || question != nil {
			t.Tx.Put(taskDraftKey(t), d, taskDraftTTL)
			return question, err
		}
	}
	if d.Due.IsZero() {
		if question := c.askDay(t, &d); question != nil {
			t.Tx.Put(taskDraftKey(t), d, taskDraftTTL)
			return question, nil
		}
	}
	t.Tx.Put(taskDraftKey(t), d, taskDraftTTL)
	return readBack(t, d), nil
}

// askWho finds the person; a question when the text fits nobody or several.
func (c chat) askWho(ctx context.Context, t *dialog.Turn, d *taskDraft) ([]bot.Message, error) {
	w, _, err := c.People.ActorOf(ctx, t)
	if err != nil {
		return nil, err
	}
	set := people.AllSet
	if !w.Runs() {
		set = people.UnitSet(w.Person.Unit)
	}
	all, err := people.List(ctx, t.Tx, set)
	if err != nil {
		return nil, err
	}
	found, unit := people.Find(all, d.Who)
	if self := vi.Fold(d.Who); (self == "toi" || self == "minh") && w.Person.ID != "" {
		found, unit = []people.Person{w.Person}, ""
	}
	switch {
	case unit != "" && len(found) == 0:
		d.Unit, d.Name = unit, ""
		return nil, nil
	case len(found) == 1:
		d.Person, d.Name, d.Unit = found[0].ID, found[0].Name, found[0].Unit
		return nil, nil
	case len(found) == 0:
		t.Await("giaoviec", "")
		return dialog.Say(fmt.Sprintf(dialog.TextNobodyNamed, bot.Escape(vi.Shorten(d.Who, 40))) + people.Hint(all)),
			nil
	}
	d.People = nil
	m := bot.Message{Text: fmt.Sprintf(textWhichPerson, bot.Escape(vi.Shorten(d.Who, 40)))}
	for _, p := range found[:min(len(found), 8)] {
		d.People = append(d.People, p.ID)
		label := vi.Shorten(p.Name+" – "+p.Unit, 60)
		m.Buttons = append(m.Buttons, []bot.Button{actDraftWho.Button(label, draftPerson{draftRef{d.Tag}, p.ID})})
	}
	return []bot.Message{m}, nil
}

// askDay reads the day; a question when there is none, several, or one gone by.
func (c chat) askDay(t *dialog.Turn, d *taskDraft) []bot.Message {
	result, outcome := t.Dates(false).Read(d.When)
	switch outcome {
	case vidate.None:
		t.Await("giaoviec", "")
		return dialog.Say(fmt.Sprintf(dialog.TextNoDay, bot.Escape(vi.Shorten(d.When, 40))))
	case vidate.Impossible:
		t.Await("giaoviec", "")
		return dialog.Say(bot.Escape(result.NoSuchDay()))
	case vidate.Ambiguous:
		m := bot.Message{Text: fmt.Sprintf(textWhichDay, bot.Escape(vi.Shorten(d.When, 40)))}
		d.Days = nil
		for _, c := range result.Candidates[:min(len(result.Candidates), 5)] {
			d.Days = append(d.Days, c.Day)
			label := dialog.UpperFirst(vidate.Format(c.Day))
			m.Buttons = append(m.Buttons, []bot.Button{actDraftDay.Button(label, draftDay{draftRef{d.Tag}, c.Day})})
		}
		return []bot.Message{m}
	}
	if result.HasClock && !strings.Contains(d.Title, result.Time.Format("15:04")) {
		d.Title += " (trước " + result.Time.Format("15:04") + ")"
	}
	return c.takeDay(t, d, result.Day, result.Undecided)
}

// takeDay sets the day, moved off a day off; a question when it is gone by.
func (c chat) takeDay(t *dialog.Turn, d *taskDraft, day content.Day, open []string) (question []bot.Message) {
	due, err := c.dueOn(t.Know, t.Now, day, open)
	if err != nil {
		t.Await("giaoviec", "")
		return dialog.Say(err.Error())
	}
	d.dueDay = due
	return nil
}

// readBack repeats a draft as it was understood, with what to press.
func readBack(t *dialog.Turn, d taskDraft) []bot.Message {
	var s strings.Builder
	fmt.Fprintf(&s, "%s\n*%s*\n", dialog.TextReadBack, bot.Escape(d.Title))
	if d.Name != "" {
		fmt.Fprintf(&s, "Người làm: %s (%s)\n", bot.Escape(d.Name), bot.Escape(d.Unit))
	} else {
		fmt.Fprintf(&s, "Đơn vị làm: %s (trưởng đơn vị giao người)\n", bot.Escape(d.Unit))
	}
	fmt.Fprintf(&s, "Hạn: *%s* (đọc từ “%s”)\n", vidate.Format(d.Due), bot.Escape(vi.Shorten(d.When, 60)))
	for _, note := range d.notes(t.Know) {
		s.WriteString(note + "\n")
	}
	if d.Product != "" {
		fmt.Fprintf(&s, "Sản phẩm: %s\n", bot.Escape(d.Product))
	}
	if leads := LeadWords(d.Leads); leads == "0" {
		s.WriteString(textLeadNone)
	} else if leads != "" {
		fmt.Fprintf(&s, textLeadsAre, leads)
	} else {
		fmt.Fprintf(&s, textLeadsAre, LeadWords(defaultLeads))
	}
	return dialog.Say(s.String(), []bot.Button{actDraftYes.Button("Đúng", draftRef{d.Tag}),
		actDraftEdit.Button("Sửa", draftRef{d.Tag})})
}

// onDraft registers a button of a task that is being given.
func onDraft[T interface{ tag() string }](c chat, a bot.Action[T],
	do func(ctx context.Context, t *dialog.Turn, w people.Actor, d taskDraft,
		v T) ([]bot.Message, error)) dialog.Action {
	givers := c.People.ForRoles(people.RoleHead, people.RoleAdmin)
	return people.On(givers, a, func(ctx context.Context, t *dialog.Turn, w people.Actor, v T) ([]bot.Message, error) {
		var d taskDraft
		found, err := t.Tx.Get(ctx, taskDraftKey(t), &d)
		if err != nil {
			return nil, err
		}
		if !found || d.Tag != v.tag() {
			return dialog.Say(textOldDraft), nil
		}
		return do(ctx, t, w, d, v)
	})
}

func editTask(_ context.Context, t *dialog.Turn, _ people.Actor, _ taskDraft, _ draftRef) ([]bot.Message, error) {
	t.Await("giaoviec", "")
	return dialog.Say(textTaskEdit), nil
}

// pressedPerson takes one of several people of a name.
func (c chat) pressedPerson(ctx context.Context, t *dialog.Turn, _ people.Actor, d taskDraft,
	v draftPerson) ([]bot.Message, error) {
	p, ok, err := people.Load(ctx, t.Tx, v.Person)
	if err != nil || !ok {
		return dialog.Say(textOldDraft), err
	}
	d.Person, d.Name, d.Unit = p.ID, p.Name, p.Unit
	return c.checkTask(ctx, t, d)
}

// pressedDay takes one of several readings of a day.
func (c chat) pressedDay(ctx context.Context, t *dialog.Turn, _ people.Actor, d taskDraft,
	v draftDay) ([]bot.Message, error) {
	if question := c.takeDay(t, &d, v.Day, nil); question != nil {
		return question, nil
	}
	return c.checkTask(ctx, t, d)
}

// confirmTask makes the draft a task.
func (c chat) confirmTask(ctx context.Context, t *dialog.Turn, w people.Actor, d taskDraft,
	_ draftRef) ([]bot.Message, error) {
	t.Tx.Delete(taskDraftKey(t))
	k := Task{Title: d.Title, Unit: d.Unit, Person: d.Person, Product: d.Product, Due: d.Due, Asked: d.Asked,
		Leads: d.Leads}
	k, err := c.desk(t, w).give(ctx, k)
	if err != nil {
		return nil, err
	}
	to := d.Name
	if to == "" {
		to = d.Unit
	}
	return dialog.Say(fmt.Sprintf(textTaskGiven, k.ID, bot.Escape(to), dialog.ShortDay(k.Due, t.Day()))), nil
}

// NewID draws an id that no task has.
func (svc *Service) NewID(ctx context.Context, r bot.Reader) (string, error) {
	return svc.People.References.New(ctx, r, "V-", taskKey)
}

// New stores a task, tells who is to do it, and sees to its reminders. Its unit, due day and title are set.
func (svc *Service) New(ctx context.Context, tx bot.Tx, k Task) (Task, error) {
	var err error
	if k.ID, err = svc.NewID(ctx, tx); err != nil {
		return k, err
	}
	if len(k.Leads) == 0 {
		k.Leads = defaultLeads
	}
	k.Status, k.Created = Open, tx.Now()
	k.Note(tx.Now(), k.By, "giao việc, hạn "+k.Due.VN())
	tx.Put(k.LiveKey(), k.Due, 0)
	Put(tx, nil, k)
	return k, svc.tellGiven(ctx, tx, k)
}

// tellGiven tells those who answer for a task that it is theirs, and makes sure that their digests come.
func (svc *Service) tellGiven(ctx context.Context, tx bot.Tx, k Task) error {
	w, err := svc.Calendar.Now(ctx, tx)
	if err != nil {
		return err
	}
	recipients, err := svc.Responsible(ctx, tx, k)
	if err != nil {
		return err
	}
	for _, id := range recipients {
		if err := PlanDigest(ctx, tx, w, id, k.Due); err != nil {
			return err
		}
		if k.fromPlan() && k.Reminded.IsZero() {
			continue // in the next morning's digest with all the others: a plan would make a shower
		}
		chat, _, err := svc.People.ChatFor(ctx, tx, id, tx.Now())
		if err != nil {
			return err
		}
		if chat.IsZero() || chat == k.ByChat {
			continue
		}
		m := taskCard(k, w, content.DayOf(tx.Now()), textNewTask)
		m.Form = reminderForm([]Task{k}, content.DayOf(tx.Now()))
		tx.Send(bot.Outgoing{Key: fmt.Sprintf("task-new:%s:%d:%s", k.ID, k.Live, chat), To: chat, Message: m,
			Priority:  bot.PriorityReminder,
			NotBefore: w.Opening(tx.Now()), While: k.LiveKey()})
	}
	return nil
}

// Responsible lists the recipients whose task it is: its person, else the heads of its unit, else the admins.
func (svc *Service) Responsible(ctx context.Context, r bot.Reader, k Task) ([]string, error) {
	if k.Person != "" {
		return []string{k.Person}, nil
	}
	heads, err := svc.People.HeadsOf(ctx, r, k.Unit)
	if err != nil {
		return nil, err
	}
	if len(heads) == 0 {
		return svc.People.Overseers(ctx, r)
	}
	out := make([]string, len(heads))
	for i, p := range heads {
		out[i] = p.ID
	}
	return out, nil
}
