package handlers

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/answers"
)

// taskDraft is a task that was typed and is not confirmed yet. Nothing is reminded before it is read back and confirmed.
type taskDraft struct {
	Tag     string        `json:"tag"` // the buttons of an older reading do nothing
	Title   string        `json:"title"`
	Who     string        `json:"who"` // as typed
	Person  string        `json:"person,omitempty"`
	Name    string        `json:"name,omitempty"`
	Unit    string        `json:"unit,omitempty"`
	When    string        `json:"when"` // as typed
	Due     content.Day   `json:"due,omitzero"`
	Asked   content.Day   `json:"asked,omitzero"`
	Open    []string      `json:"open,omitempty"`
	Product string        `json:"product,omitempty"`
	Leads   []int         `json:"leads,omitempty"`  // working days before; none: the usual ones
	Days    []content.Day `json:"days,omitempty"`   // readings to choose from
	People  []string      `json:"people,omitempty"` // officials to choose from
}

const taskDraftTTL = 2 * time.Hour

func (t *turn) taskDraftKey() bot.Key { return bot.Key{Kind: "task-draft", ID: t.u.Chat.String()} }

// typeTask answers /giaoviec <việc>; <người>; <hạn>[; <sản phẩm>][; nhắc trước <số ngày>].
func (b *Bot) typeTask(ctx context.Context, t *turn) ([]bot.Message, error) {
	if strings.TrimSpace(t.u.Payload) == "" {
		t.await("giaoviec", "")
		return say(textTaskForm), nil
	}
	return b.readTask(ctx, t, vi.Clean(t.u.Payload))
}

// gotTask reads the words after /giaoviec without any, or after "Sửa".
func (b *Bot) gotTask(ctx context.Context, t *turn) ([]bot.Message, error) {
	allowed, err := b.may(ctx, t, RoleHead, RoleAdmin)
	if err != nil || !allowed {
		return say(textNotAllowed), err
	}
	var d taskDraft
	found, err := t.tx.Get(ctx, t.taskDraftKey(), &d)
	if err != nil {
		return nil, err
	}
	if !found || strings.Contains(t.text, ";") {
		return b.readTask(ctx, t, t.text)
	}
	// One part was typed again: a date, a person, or else the work itself.
	if _, outcome := t.dates(false).Read(t.text); outcome != vidate.None {
		d.When, d.Due, d.Days = t.text, content.Day{}, nil
		return b.checkTask(ctx, t, d)
	}
	all, err := people(ctx, t.tx, peopleSet)
	if err != nil {
		return nil, err
	}
	if found, unit := whom(all, t.text); len(found) > 0 || unit != "" {
		d.Who, d.Person, d.Unit, d.People = t.text, "", "", nil
	} else {
		d.Title = t.text
	}
	return b.checkTask(ctx, t, d)
}

func (b *Bot) readTask(ctx context.Context, t *turn, text string) ([]bot.Message, error) {
	parts := strings.Split(text, ";")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	if len(parts) < 3 || parts[0] == "" || parts[1] == "" || parts[2] == "" || len([]rune(parts[0])) > 200 {
		t.await("giaoviec", "")
		return say(textTaskForm), nil
	}
	d := taskDraft{Title: parts[0], Who: parts[1], When: parts[2]}
	for _, part := range parts[3:] {
		if folded := vi.Fold(part); strings.HasPrefix(folded, "nhac truoc ") {
			leads, err := readLeads(strings.TrimSuffix(strings.TrimPrefix(folded, "nhac truoc "), " ngay"))
			if err != nil {
				t.await("giaoviec", "")
				return say(bot.Escape(err.Error())), nil
			}
			d.Leads = leads
		} else if d.Product == "" {
			d.Product = vi.Shorten(part, 200)
		}
	}
	return b.checkTask(ctx, t, d)
}

// dates reads dates as people mean them now.
func (t *turn) dates(past bool) vidate.Reader {
	return vidate.Reader{Now: t.now, Calendar: t.know.Calendar, Past: past}
}

// checkTask makes person and day of a draft certain, asking where it has to, and reads it back.
func (b *Bot) checkTask(ctx context.Context, t *turn, d taskDraft) ([]bot.Message, error) {
	t.done()
	d.Tag = reference("", t.u.Chat.String()+t.u.ID)[1:]
	d.Title = vi.MaskPersonal(d.Title)
	if d.Person == "" && d.Unit == "" {
		if question, err := b.askWho(ctx, t, &d); err != nil || question != nil {
			t.tx.Put(t.taskDraftKey(), d, taskDraftTTL)
			return question, err
		}
	}
	if d.Due.IsZero() {
		if question := b.askDay(t, &d); question != nil {
			t.tx.Put(t.taskDraftKey(), d, taskDraftTTL)
			return question, nil
		}
	}
	t.tx.Put(t.taskDraftKey(), d, taskDraftTTL)
	return b.readBack(t, d), nil
}

// askWho finds the person; a question when the text fits nobody or several.
func (b *Bot) askWho(ctx context.Context, t *turn, d *taskDraft) ([]bot.Message, error) {
	w, _, err := b.who(ctx, t)
	if err != nil {
		return nil, err
	}
	set := peopleSet
	if !w.runs() {
		set = unitSet(w.person.Unit)
	}
	all, err := people(ctx, t.tx, set)
	if err != nil {
		return nil, err
	}
	found, unit := whom(all, d.Who)
	if self := vi.Fold(d.Who); (self == "toi" || self == "minh") && w.person.ID != "" {
		found, unit = []Person{w.person}, ""
	}
	switch {
	case unit != "" && len(found) == 0:
		d.Unit, d.Name = unit, ""
		return nil, nil
	case len(found) == 1:
		d.Person, d.Name, d.Unit = found[0].ID, found[0].Name, found[0].Unit
		return nil, nil
	case len(found) == 0:
		t.await("giaoviec", "")
		return say(fmt.Sprintf(textNobodyNamed, bot.Escape(vi.Shorten(d.Who, 40))) + peopleHint(all)), nil
	}
	d.People = nil
	m := bot.Message{Text: fmt.Sprintf(textWhichPerson, bot.Escape(vi.Shorten(d.Who, 40)))}
	for _, p := range found[:min(len(found), 8)] {
		d.People = append(d.People, p.ID)
		m.Buttons = append(m.Buttons, []bot.Button{{Label: vi.Shorten(p.Name+" – "+p.Unit, 60), Action: "gv:who:" + d.Tag + ":" + p.ID}})
	}
	return []bot.Message{m}, nil
}

// peopleHint names some officials, when there are few enough to help.
func peopleHint(all []Person) string {
	if len(all) == 0 {
		return "\n" + textNoPeople
	}
	names := make([]string, 0, 12)
	for _, p := range all[:min(len(all), 12)] {
		names = append(names, bot.Escape(p.Name))
	}
	more := ""
	if len(all) > 12 {
		more = ", …"
	}
	return "\n" + textPeopleAre + " " + strings.Join(names, ", ") + more + "."
}

// askDay reads the day; a question when there is none, several, or one gone by.
func (b *Bot) askDay(t *turn, d *taskDraft) []bot.Message {
	result, outcome := t.dates(false).Read(d.When)
	switch outcome {
	case vidate.None:
		t.await("giaoviec", "")
		return say(fmt.Sprintf(textNoDay, bot.Escape(vi.Shorten(d.When, 40))))
	case vidate.Impossible:
		t.await("giaoviec", "")
		return say(bot.Escape(result.NoSuchDay()))
	case vidate.Ambiguous:
		m := bot.Message{Text: fmt.Sprintf(textWhichDay, bot.Escape(vi.Shorten(d.When, 40)))}
		d.Days = nil
		for _, c := range result.Candidates[:min(len(result.Candidates), 5)] {
			d.Days = append(d.Days, c.Day)
			m.Buttons = append(m.Buttons, []bot.Button{{Label: upperFirst(vidate.Format(c.Day)), Action: "gv:day:" + d.Tag + ":" + c.Day.String()}})
		}
		return []bot.Message{m}
	}
	if result.HasClock && !strings.Contains(d.Title, result.Time.Format("15:04")) {
		d.Title += " (trước " + result.Time.Format("15:04") + ")"
	}
	return b.takeDay(t, d, result.Day, result.Undecided)
}

// takeDay sets the day, moved off a day off; a question when it is gone by.
func (b *Bot) takeDay(t *turn, d *taskDraft, day content.Day, open []string) []bot.Message {
	if day.Before(t.day()) {
		t.await("giaoviec", "")
		return say(fmt.Sprintf(textDayGone, upperFirst(vidate.Format(day))))
	}
	w := b.weekOf(t.know)
	d.Due, d.Asked, d.Open = w.shift(day), content.Day{}, open
	if d.Due.Before(t.day()) { // today is a day off and the rule moves back
		d.Due = w.nextDay(t.day())
	}
	if d.Due != day {
		d.Asked = day
	}
	// Whether the day is worked at all may not be decided yet, besides what the reading depends on.
	for _, o := range t.know.Calendar.Undecided(day, d.Due) {
		d.Open = addOnce(d.Open, o)
	}
	return nil
}

// readBack repeats a draft as it was understood, with what to press.
func (b *Bot) readBack(t *turn, d taskDraft) []bot.Message {
	var s strings.Builder
	fmt.Fprintf(&s, "%s\n*%s*\n", textReadBack, bot.Escape(d.Title))
	if d.Name != "" {
		fmt.Fprintf(&s, "Người làm: %s (%s)\n", bot.Escape(d.Name), bot.Escape(d.Unit))
	} else {
		fmt.Fprintf(&s, "Đơn vị làm: %s (trưởng đơn vị giao người)\n", bot.Escape(d.Unit))
	}
	fmt.Fprintf(&s, "Hạn: *%s* (đọc từ “%s”)\n", vidate.Format(d.Due), bot.Escape(vi.Shorten(d.When, 60)))
	if note := b.shiftNote(t.know, d.Asked, d.Due); note != "" {
		s.WriteString(note + "\n")
	}
	if note := provisional(d.Open); note != "" {
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
	return say(s.String(), []bot.Button{{Label: "Đúng", Action: "gv:yes:" + d.Tag}, {Label: "Sửa", Action: "gv:edit:" + d.Tag}})
}

// shiftNote says that and why a due day was moved; "" when it was not.
func (b *Bot) shiftNote(know *answers.Knowledge, asked, due content.Day) string {
	if asked.IsZero() {
		return ""
	}
	why := "ngày nghỉ"
	if l, ok := know.Calendar.Listed(asked); ok && l.Kind == content.DayOff {
		why = "ngày nghỉ: " + l.Name
	}
	side := "liền trước"
	if due.After(asked) {
		side = "liền sau"
	}
	return fmt.Sprintf(textShifted, upperFirst(vidate.Format(asked)), bot.Escape(why), side)
}

// pressedGive takes the buttons of a draft: "gv:yes|edit|who|day:<tag>:<arg>".
func (b *Bot) pressedGive(ctx context.Context, t *turn) ([]bot.Message, error) {
	part := append(strings.SplitN(t.u.Action, ":", 4), "", "", "")
	var d taskDraft
	found, err := t.tx.Get(ctx, t.taskDraftKey(), &d)
	if err != nil {
		return nil, err
	}
	if !found || d.Tag != part[2] {
		return say(textOldDraft), nil
	}
	switch part[1] {
	case "yes":
		return b.confirmTask(ctx, t, d)
	case "edit":
		t.await("giaoviec", "")
		return say(textTaskEdit), nil
	case "who":
		p, ok, err := person(ctx, t.tx, part[3])
		if err != nil || !ok {
			return say(textOldDraft), err
		}
		d.Person, d.Name, d.Unit = p.ID, p.Name, p.Unit
		return b.checkTask(ctx, t, d)
	case "day":
		day, err := content.ParseDay(part[3])
		if err != nil {
			return say(textOldDraft), nil
		}
		if question := b.takeDay(t, &d, day, nil); question != nil {
			return question, nil
		}
		return b.checkTask(ctx, t, d)
	}
	return say(textOldDraft), nil
}

// confirmTask makes the draft a task.
func (b *Bot) confirmTask(ctx context.Context, t *turn, d taskDraft) ([]bot.Message, error) {
	w, ok, err := b.who(ctx, t)
	if err != nil {
		return nil, err
	}
	if !ok || d.Due.IsZero() || !w.leads(d.Unit) {
		return say(textNotAllowed), nil
	}
	t.tx.Delete(t.taskDraftKey())
	k, err := b.NewTask(ctx, t.tx, Task{Title: d.Title, Unit: d.Unit, Person: d.Person, Product: d.Product, Due: d.Due, Asked: d.Asked, Leads: d.Leads,
		By: w.name(), ByChat: t.u.Chat}, t.u.Chat.String()+t.u.ID)
	if err != nil {
		return nil, err
	}
	to := d.Name
	if to == "" {
		to = d.Unit
	}
	return say(fmt.Sprintf(textTaskGiven, k.ID, bot.Escape(to), shortDay(k.Due, t.day()))), nil
}

// NewTask stores a task, tells who is to do it, and sees to its reminders. Its unit, due day and title are set; seed makes
// its id, so that the same transaction run again gives the same one.
func (b *Bot) NewTask(ctx context.Context, tx bot.Tx, k Task, seed string) (Task, error) {
	var err error
	if k.ID, err = newTaskID(ctx, tx, seed); err != nil {
		return k, err
	}
	if len(k.Leads) == 0 {
		k.Leads = defaultLeads
	}
	k.Status, k.Created = TaskOpen, tx.Now()
	k.note(tx.Now(), k.By, "giao việc, hạn "+k.Due.VN())
	tx.Put(k.liveKey(), k.Due, 0)
	putTask(tx, nil, k)
	return k, b.tellGiven(ctx, tx, k)
}

// tellGiven tells those who answer for a task that it is theirs, and makes sure that their digests come.
func (b *Bot) tellGiven(ctx context.Context, tx bot.Tx, k Task) error {
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
		if k.fromPlan() && k.Reminded.IsZero() {
			continue // in the next morning's digest with all the others: a plan would make a shower
		}
		chat, _, err := b.chatFor(ctx, tx, id, tx.Now())
		if err != nil {
			return err
		}
		if chat.IsZero() || chat == k.ByChat {
			continue
		}
		m := b.taskCard(k, w, content.DayOf(tx.Now()), textNewTask)
		m.Form = reminderForm([]Task{k}, content.DayOf(tx.Now()))
		tx.Send(bot.Outgoing{Key: fmt.Sprintf("task-new:%s:%d:%s", k.ID, k.Live, chat), To: chat, Message: m, Priority: bot.PriorityReminder,
			NotBefore: w.opening(tx.Now()), While: k.liveKey()})
	}
	return nil
}

// responsible lists the recipients whose task it is: its person, else the heads of its unit, else the admins.
func (b *Bot) responsible(ctx context.Context, r bot.Reader, k Task) ([]string, error) {
	if k.Person != "" {
		return []string{k.Person}, nil
	}
	heads, err := b.headsOf(ctx, r, k.Unit)
	if err != nil {
		return nil, err
	}
	if len(heads) == 0 {
		return b.overseers(ctx, r)
	}
	out := make([]string, len(heads))
	for i, p := range heads {
		out[i] = p.ID
	}
	return out, nil
}
