package handlers

import (
	"context"
	"regexp"
	"slices"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

// TaskDesk is an official at the console, within one transaction: he does with tasks what he may do in his chat, by the
// same steps, and is told the same when something cannot be. Every deed has its line in the audit log.
type TaskDesk struct {
	b *Bot
	t *turn
	w who
}

// TaskRefusal says, in words for the official, why something was not done.
type TaskRefusal string

func (r TaskRefusal) Error() string { return string(r) }

// Why a desk does nothing.
const (
	ErrNoTask   = TaskRefusal("Không có việc này.")
	ErrNotYours = TaskRefusal("Việc này thuộc đơn vị khác, hoặc không phải của ông/bà.")
)

// TaskDesk opens the desk of whoever has this chat. seed tells this deed from every other, and is the same when the
// transaction is run again.
func (b *Bot) TaskDesk(ctx context.Context, tx bot.Tx, chat bot.ChatID, seed string) (*TaskDesk, error) {
	know, err := b.knowledge(ctx, tx)
	if err != nil {
		return nil, err
	}
	d := &TaskDesk{b: b, t: &turn{tx: tx, know: know, now: tx.Now().In(content.Zone), u: bot.Update{ID: seed, Chat: chat, Private: true}}}
	if chat == ServerOwner { // he has no chat to be told anything in
		d.t.u.Chat, d.w = bot.ChatID{}, who{role: RoleOwner}
		return d, nil
	}
	var ok bool
	if d.w, ok, err = b.who(ctx, d.t); err == nil && !ok && d.w.role == RoleNone {
		err = ErrNotYours
	}
	return d, err
}

// Official is who sits at the desk; the zero Person for an owner who is no official.
func (d *TaskDesk) Official() Person { return d.w.person }

// Leads reports whether he gives and changes the tasks of a unit.
func (d *TaskDesk) Leads(unit string) bool { return d.w.leads(unit) }

// MayDo reports whether he may say of a task that it is done, or open it again: it is his own, or of a unit that he leads.
func (d *TaskDesk) MayDo(k Task) bool {
	return d.w.person.ID != "" && k.Person == d.w.person.ID || d.w.leads(k.Unit)
}

// People lists to whom he can give tasks.
func (d *TaskDesk) People(ctx context.Context) ([]Person, error) {
	if d.w.runs() {
		return people(ctx, d.t.tx, peopleSet)
	}
	if d.w.role != RoleHead {
		return nil, nil
	}
	return people(ctx, d.t.tx, unitSet(d.w.person.Unit))
}

var taskForm = regexp.MustCompile(`^V-[2-9A-HJKMNP-Z]{6}$`)

// Task loads a task that he may see: viewers and editors see all, a head his unit's, everybody his own.
func (d *TaskDesk) Task(ctx context.Context, id string) (BoardTask, error) {
	if !taskForm.MatchString(id) {
		return BoardTask{}, ErrNoTask
	}
	k, found, err := loadTask(ctx, d.t.tx, id)
	switch {
	case err != nil:
		return BoardTask{}, err
	case !found:
		return BoardTask{}, ErrNoTask
	case d.w.role != RoleViewer && d.w.role != RoleEditor && !d.MayDo(k):
		return BoardTask{}, ErrNotYours
	}
	week, today := d.b.weekOf(d.t.know), d.t.day()
	return BoardTask{Task: k, Who: d.b.personName(ctx, d.t.tx, k.Person), Light: k.light(week, today), Left: week.left(today, k.Due),
		Provisional: week.Days != "all" && week.cal.Provisional(today, k.Due)}, nil
}

func (d *TaskDesk) audit(ctx context.Context, what, object string) error {
	chat := d.t.u.Chat
	if chat.IsZero() {
		chat = ServerOwner
	}
	return Audit(ctx, d.t.tx, chat, d.w.role, what, object, "")
}

// Give makes a task of the form and its day, as read by Read. A seed that was used before gives the task made then.
func (d *TaskDesk) Give(ctx context.Context, f TaskForm, day content.Day) (Task, error) {
	once := bot.Key{Kind: "task-desk", ID: d.t.u.ID}
	var id string
	if found, err := d.t.tx.Get(ctx, once, &id); err != nil {
		return Task{}, err
	} else if found {
		k, _, err := loadTask(ctx, d.t.tx, id)
		return k, err
	}
	k := Task{By: d.w.name(), ByChat: d.t.u.Chat}
	if _, err := d.fill(ctx, f, &k); err != nil {
		return k, err
	}
	draft, err := d.day(day, nil)
	if err != nil {
		return k, err
	}
	k.Due, k.Asked = draft.Due, draft.Asked
	if k, err = d.b.NewTask(ctx, d.t.tx, k, "desk:"+d.t.u.ID); err != nil {
		return k, err
	}
	d.t.tx.Put(once, k.ID, taskDraftTTL)
	return k, d.audit(ctx, "task.give", k.ID)
}

// Change makes a task what the form says; a zero day leaves its due day. Whoever has to know is told, once.
func (d *TaskDesk) Change(ctx context.Context, id string, f TaskForm, day content.Day) error {
	k, err := d.open(ctx, id)
	if err != nil {
		return err
	}
	if !d.w.leads(k.Unit) {
		return ErrNotYours
	}
	old, form := k, Task{}
	p, err := d.fill(ctx, f, &form)
	if err != nil {
		return err
	}
	told := false
	if form.Title != k.Title || form.Product != k.Product {
		if form.Title != k.Title {
			k.note(d.t.now, d.w.name(), "đổi tên việc từ “"+k.Title+"”")
		}
		k.Title, k.Product = form.Title, form.Product
	}
	if !slices.Equal(form.Leads, k.Leads) {
		k.Leads = form.Leads
		k.note(d.t.now, d.w.name(), "nhắc trước "+LeadWords(k.Leads)+" ngày làm việc")
	}
	if !day.IsZero() && day != k.Due && day != k.Asked {
		draft, err := d.day(day, nil)
		if err != nil {
			return err
		}
		k.move(d.t, d.w, draft)
		told = true
	}
	switch {
	case p.ID != "" && p.ID != k.Person:
		d.b.hand(&k, p, d.w.name(), d.t)
		told = true
	case p.ID == "" && (k.Person != "" || UnitID(form.Unit) != UnitID(k.Unit)):
		k.Person, k.Unit, k.Status = "", form.Unit, TaskOpen
		k.seen()
		k.note(d.t.now, d.w.name(), "chuyển về "+form.Unit)
		told = true
	}
	if err := d.b.changed(ctx, d.t.tx, old, &k, told); err != nil {
		return err
	}
	if told {
		if err := d.b.tellGiven(ctx, d.t.tx, k); err != nil {
			return err
		}
	}
	return d.audit(ctx, "task.change", k.ID)
}

// open loads a task that he may act on and that is not over.
func (d *TaskDesk) open(ctx context.Context, id string) (Task, error) {
	k, err := d.Task(ctx, id)
	switch {
	case err != nil:
		return k.Task, err
	case !d.MayDo(k.Task):
		return k.Task, ErrNotYours
	case k.Over():
		return k.Task, TaskRefusal("Việc này đã đóng rồi.")
	}
	return k.Task, nil
}

// answered refuses to end a task while somebody waits for its answer.
func (d *TaskDesk) answered(ctx context.Context, k Task) error {
	c, open, err := openCase(ctx, d.t.tx, k)
	if err == nil && open {
		err = TaskRefusal("Người dân đang chờ trả lời " + c.Ref + ": ông/bà trả lời, hoặc ghi lý do không trả lời, ở trang Ý kiến, câu hỏi chuyển; việc này sẽ tự đóng.")
	}
	return err
}

// Finish closes a task as done.
func (d *TaskDesk) Finish(ctx context.Context, id, result string) error {
	k, err := d.open(ctx, id)
	if err != nil {
		return err
	}
	if err := d.answered(ctx, k); err != nil {
		return err
	}
	if err := d.b.finish(ctx, d.t, d.w, k, vi.Clean(result)); err != nil {
		return err
	}
	return d.audit(ctx, "task.done", k.ID)
}

// Drop takes a task back.
func (d *TaskDesk) Drop(ctx context.Context, id string) error {
	k, err := d.open(ctx, id)
	if err != nil {
		return err
	}
	if !d.w.leads(k.Unit) {
		return ErrNotYours
	}
	if err := d.answered(ctx, k); err != nil {
		return err
	}
	if _, err := d.b.takeBack(ctx, d.t, d.w, k); err != nil {
		return err
	}
	return d.audit(ctx, "task.drop", k.ID)
}

// Reopen makes a closed task an open one.
func (d *TaskDesk) Reopen(ctx context.Context, id string) error {
	k, err := d.Task(ctx, id)
	switch {
	case err != nil:
		return err
	case !d.MayDo(k.Task):
		return ErrNotYours
	case !k.Over():
		return TaskRefusal("Việc này đang mở.")
	}
	if _, err := d.b.openAgain(ctx, d.t, d.w, k.Task); err != nil {
		return err
	}
	return d.audit(ctx, "task.open", k.ID)
}

// NewFeed makes a new secret address of his dates; the one before is void.
func (d *TaskDesk) NewFeed(ctx context.Context) error {
	switch {
	case d.w.person.ID == "":
		return TaskRefusal(textFeedForOfficials)
	case d.b.Config.PublicURL == "":
		return TaskRefusal(textNoPublicURL)
	}
	if _, err := d.b.newFeed(ctx, d.t.tx, d.w.person.ID); err != nil {
		return err
	}
	return d.audit(ctx, "feed.new", d.w.person.ID)
}

// CloseFeed makes the secret address of his dates void.
func (d *TaskDesk) CloseFeed(ctx context.Context) error {
	if d.w.person.ID == "" {
		return TaskRefusal(textFeedForOfficials)
	}
	if err := d.b.closeFeed(ctx, d.t.tx, d.w.person.ID); err != nil {
		return err
	}
	return d.audit(ctx, "feed.close", d.w.person.ID)
}
