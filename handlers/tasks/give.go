package tasks

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/calendar"
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
	Repeat  vidate.Repeat `json:"repeat,omitempty"` // it comes again
	Leads   []int         `json:"leads,omitempty"`  // working days before; none: the usual ones
	Days    []content.Day `json:"days,omitempty"`   // readings to choose from
	People  []string      `json:"people,omitempty"` // officials to choose from
	Typed   string        `json:"typed,omitempty"`  // what was typed again and may be a person or a day
}

// every is how often the task comes again; nil for once.
func (d taskDraft) every() *Every {
	if d.Repeat == "" {
		return nil
	}
	first := d.Due
	if !d.Asked.IsZero() {
		first = d.Asked
	}
	return &Every{Repeat: d.Repeat, First: first}
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
	return c.typedAgain(ctx, t, d)
}

// typedAgain takes the one part of a draft that was typed again: a date, a person, or else the work itself. "Mai" may
// be a person and tomorrow.
func (c chat) typedAgain(ctx context.Context, t *dialog.Turn, d taskDraft) ([]bot.Message, error) {
	read, outcome := t.Dates(false).Read(t.Text)
	w, _, err := c.People.ActorOf(ctx, t)
	if err != nil {
		return nil, err
	}
	all, err := people.List(ctx, t.Tx, people.AllSet)
	if err != nil {
		return nil, err
	}
	all = w.OnlyPeople(all)
	found, unit := people.Find(all, t.Text)
	isWho := len(found) > 0 || unit != "" || pronoun(t.Text) != notSelf
	isWhen := outcome != vidate.None && read.Rest == "" || read.Repeat != ""
	switch {
	case isWho && isWhen:
		t.Done()
		d.Typed = t.Text
		if d.Tag, err = c.People.References.Code(); err != nil {
			return nil, err
		}
		t.Tx.Put(taskDraftKey(t), d, taskDraftTTL)
		return dialog.Say(fmt.Sprintf(textWhoOrWhen, bot.Escape(vi.Shorten(t.Text, 40))), []bot.Button{
			actDraftPart.Button("Người làm", draftPart{draftRef{d.Tag}, partWho}),
			actDraftPart.Button("Hạn: "+read.Label(), draftPart{draftRef{d.Tag}, partWhen})}), nil
	case isWho:
		return c.take(ctx, t, d, partWho, t.Text)
	case outcome != vidate.None || read.Repeat != "":
		return c.take(ctx, t, d, partWhen, t.Text)
	}
	return c.take(ctx, t, d, "", t.Text)
}

// take puts words into a part of a draft and reads it back.
func (c chat) take(ctx context.Context, t *dialog.Turn, d taskDraft, part, words string) ([]bot.Message, error) {
	d.Typed = ""
	switch part {
	case partWho:
		d.Who, d.Person, d.Unit, d.People = words, "", "", nil
	case partWhen:
		d.When, d.dueDay, d.Days = words, dueDay{}, nil
	default:
		d.Title = words
	}
	return c.checkTask(ctx, t, d)
}

// pressedPart says which part the words were that may be two.
func (c chat) pressedPart(ctx context.Context, t *dialog.Turn, _ people.Actor, d taskDraft,
	v draftPart) ([]bot.Message, error) {
	if d.Typed == "" || v.Part != partWho && v.Part != partWhen {
		return nil, dialog.OldButton
	}
	return c.take(ctx, t, d, v.Part, d.Typed)
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
	return readBack(t, c.Calendar.WeekOf(t.Know), d), nil
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
	all = w.OnlyPeople(all)
	found, unit := people.Find(all, d.Who)
	me := notSelf
	if w.Person.ID != "" {
		me = pronoun(d.Who)
	}
	namesake := slices.ContainsFunc(found, func(p people.Person) bool { // "Mình" itself, as a name
		return strings.HasSuffix(strings.ToLower(vi.NFC(p.Name)), " "+strings.ToLower(vi.NFC(d.Who)))
	})
	switch {
	case me == isSelf && !namesake:
		found, unit = []people.Person{w.Person}, ""
	case me != notSelf: // it may be a name: ask
		found = slices.DeleteFunc(found, func(p people.Person) bool { return p.ID == w.Person.ID })
		return c.askPerson(t, d, append(found, w.Person), w.Person.ID), nil
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
	return c.askPerson(t, d, found, ""), nil
}

// askPerson lets one of several people be chosen; me is whoever asks, where that may be meant.
func (c chat) askPerson(t *dialog.Turn, d *taskDraft, found []people.Person, me string) []bot.Message {
	d.People = nil
	m := bot.Message{Text: fmt.Sprintf(textWhichPerson, bot.Escape(vi.Shorten(d.Who, 40)))}
	if me != "" {
		m.Text = fmt.Sprintf(textNameOrSelf, bot.Escape(vi.Shorten(d.Who, 40)))
		t.Await("giaoviec", "") // the name may be typed in full
	}
	for _, p := range found[max(0, len(found)-8):] {
		d.People = append(d.People, p.ID)
		label := vi.Shorten(p.Name+" – "+p.Unit, 60)
		if p.ID == me {
			label = vi.Shorten("Chính tôi ("+p.Name+")", 60)
		}
		m.Buttons = append(m.Buttons, []bot.Button{actDraftWho.Button(label, draftPerson{draftRef{d.Tag}, p.ID})})
	}
	return []bot.Message{m}
}

// askDay reads the day; a question when there is none, several, or one gone by.
func (c chat) askDay(t *dialog.Turn, d *taskDraft) []bot.Message {
	result, outcome := t.Dates(false).Read(d.When)
	left, gone := []vidate.Result(nil), content.Day{}
	if outcome == vidate.Ambiguous {
		left, gone = ahead(result.Candidates, t.Day())
	}
	switch {
	case outcome == vidate.Impossible:
		t.Await("giaoviec", "")
		return dialog.Say(bot.Escape(result.NoSuchDay()))
	case result.Repeat != "" && !comesAgain(result.Repeat):
		t.Await("giaoviec", "")
		return dialog.Say(fmt.Sprintf(textNoRepeat, bot.Escape(result.RepeatWords)))
	case outcome == vidate.None:
		t.Await("giaoviec", "")
		return dialog.Say(fmt.Sprintf(dialog.TextNoDay, bot.Escape(vi.Shorten(d.When, 40))))
	case outcome == vidate.Ambiguous && len(left) > 1 && result.Repeat == "":
		m := bot.Message{Text: fmt.Sprintf(textWhichDay, bot.Escape(vi.Shorten(d.When, 40)))}
		d.Days = nil
		for _, c := range left {
			d.Days = append(d.Days, c.Day)
			m.Buttons = append(m.Buttons, []bot.Button{actDraftDay.Button(c.Label(), draftDay{draftRef{d.Tag}, c.Day})})
		}
		return []bot.Message{m}
	case outcome == vidate.Ambiguous: // of what comes again the first to come is meant
		left[0].Repeat = result.Repeat
		result = left[0]
	}
	d.Repeat = result.Repeat
	if result.HasClock && result.Part == "" && !strings.Contains(d.Title, result.Time.Format("15:04")) {
		d.Title += " (trước " + result.Time.Format("15:04") + ")"
	}
	question := c.takeDay(t, d, result.Day, result.Undecided)
	d.Gone = gone
	return question
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
func readBack(t *dialog.Turn, week calendar.Week, d taskDraft) []bot.Message {
	var s strings.Builder
	fmt.Fprintf(&s, "%s\n*%s*\n", dialog.TextReadBack, bot.Escape(d.Title))
	if d.Name != "" {
		fmt.Fprintf(&s, "Người làm: %s (%s)\n", bot.Escape(d.Name), bot.Escape(d.Unit))
	} else {
		fmt.Fprintf(&s, textUnitDoes, bot.Escape(d.Unit))
	}
	fmt.Fprintf(&s, "Hạn: *%s* (đọc từ “%s”)\n", vidate.Format(d.Due), bot.Escape(vi.Shorten(d.When, 60)))
	for _, note := range d.notes(t.Know) {
		s.WriteString(note + "\n")
	}
	if every := d.every(); every != nil {
		fmt.Fprintf(&s, textTaskEvery+"\n", every.Words())
	}
	if d.Product != "" {
		fmt.Fprintf(&s, "Sản phẩm: %s\n", bot.Escape(d.Product))
	}
	s.WriteString(leadsWords(d.Leads, week.Left(t.Day(), d.Due)))
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
		Leads: d.Leads, Every: d.every()}
	k, err := c.desk(t, w).give(ctx, k)
	if err != nil {
		return nil, err
	}
	to := d.Name
	if to == "" {
		to = d.Unit
	}
	text := fmt.Sprintf(textTaskGiven, k.ID, bot.Escape(to), dialog.ShortDay(k.Due, t.Day()))
	if alone, err := c.Unheaded(ctx, t.Tx, k); err != nil {
		return nil, err
	} else if alone {
		return dialog.Say(text+"\n"+fmt.Sprintf(textUnheaded, bot.Escape(k.Unit)),
			[]bot.Button{actGive.Button("Giao người làm", taskRef{k.ID})}), nil
	}
	return dialog.Say(text), nil
}
