package tasks

import (
	"context"
	"regexp"
	"slices"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Desk is an official at the console, within one transaction: he does with tasks what he may do in his chat, by the
// same steps, and is told the same when something cannot be. Every deed has its line in the audit log.
type Desk struct {
	b *Service
	t *dialog.Turn
	w people.Actor
}

// Why a desk does nothing.
const (
	ErrNoTask   = dialog.Refusal("Không có việc này.")
	ErrNotYours = dialog.Refusal("Việc này thuộc đơn vị khác, hoặc không phải của ông/bà.")
)

// DeskOf opens the desk of whoever has this chat. seed tells this deed from every other, and is the same when the
// transaction is run again.
func (svc *Service) DeskOf(ctx context.Context, tx bot.Tx, chat bot.ChatID, seed string) (*Desk, error) {
	know, err := svc.Calendar.Knowledge(ctx, tx)
	if err != nil {
		return nil, err
	}
	d := &Desk{b: svc, t: &dialog.Turn{Tx: tx, Know: know, Now: tx.Now().In(content.Zone), Update: bot.Update{ID: seed, Chat: chat, Private: true}}}
	if chat == people.ServerOwner { // he has no chat to be told anything in
		d.t.Update.Chat, d.w = bot.ChatID{}, people.Actor{Role: people.RoleOwner}
		return d, nil
	}
	var ok bool
	if d.w, ok, err = svc.People.ActorOf(ctx, d.t); err == nil && !ok && d.w.Role == people.RoleNone {
		err = ErrNotYours
	}
	return d, err
}

// Official is who sits at the desk; the zero Person for an owner who is no official.
func (d *Desk) Official() people.Person { return d.w.Person }

// Leads reports whether he gives and changes the tasks of a unit.
func (d *Desk) Leads(unit string) bool { return d.w.Leads(unit) }

// MayDo reports whether he may say of a task that it is done, or open it again: it is his own, or of a unit that he leads.
func (d *Desk) MayDo(k Task) bool {
	return d.w.Person.ID != "" && k.Person == d.w.Person.ID || d.w.Leads(k.Unit)
}

// People lists to whom he can give tasks.
func (d *Desk) People(ctx context.Context) ([]people.Person, error) {
	if d.w.Runs() {
		return people.List(ctx, d.t.Tx, people.AllSet)
	}
	if d.w.Role != people.RoleHead {
		return nil, nil
	}
	return people.List(ctx, d.t.Tx, people.UnitSet(d.w.Person.Unit))
}

var taskForm = regexp.MustCompile(`^V-[2-9A-HJKMNP-Z]{6}$`)

// Task loads a task that he may see: viewers and editors see all, a head his unit's, everybody his own.
func (d *Desk) Task(ctx context.Context, id string) (BoardTask, error) {
	if !taskForm.MatchString(id) {
		return BoardTask{}, ErrNoTask
	}
	k, found, err := Load(ctx, d.t.Tx, id)
	switch {
	case err != nil:
		return BoardTask{}, err
	case !found:
		return BoardTask{}, ErrNoTask
	case d.w.Role != people.RoleViewer && d.w.Role != people.RoleEditor && !d.MayDo(k):
		return BoardTask{}, ErrNotYours
	}
	week, today := d.b.Calendar.WeekOf(d.t.Know), d.t.Day()
	return BoardTask{Task: k, Who: people.NameOf(ctx, d.t.Tx, k.Person), Light: k.light(week, today), Left: week.Left(today, k.Due),
		Provisional: week.Days != "all" && week.Cal.Provisional(today, k.Due)}, nil
}

func (d *Desk) audit(ctx context.Context, what, object string) error {
	chat := d.t.Update.Chat
	if chat.IsZero() {
		chat = people.ServerOwner
	}
	return people.Audit(ctx, d.t.Tx, chat, d.w.Role, what, object, "")
}

// Give makes a task of the form and its day, as read by Read. A seed that was used before gives the task made then.
func (d *Desk) Give(ctx context.Context, f Form, day content.Day) (Task, error) {
	once := bot.Key{Kind: "task-desk", ID: d.t.Update.ID}
	var id string
	if found, err := d.t.Tx.Get(ctx, once, &id); err != nil {
		return Task{}, err
	} else if found {
		k, _, err := Load(ctx, d.t.Tx, id)
		return k, err
	}
	k := Task{By: d.w.Name(), ByChat: d.t.Update.Chat}
	if _, err := d.fill(ctx, f, &k); err != nil {
		return k, err
	}
	draft, err := d.day(day, nil)
	if err != nil {
		return k, err
	}
	k.Due, k.Asked = draft.Due, draft.Asked
	if k, err = d.b.New(ctx, d.t.Tx, k, "desk:"+d.t.Update.ID); err != nil {
		return k, err
	}
	d.t.Tx.Put(once, k.ID, taskDraftTTL)
	return k, d.audit(ctx, "task.give", k.ID)
}

// Change makes a task what the form says; a zero day leaves its due day. Whoever has to know is told, once.
func (d *Desk) Change(ctx context.Context, id string, f Form, day content.Day) error {
	k, err := d.open(ctx, id)
	if err != nil {
		return err
	}
	if !d.w.Leads(k.Unit) {
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
			k.Note(d.t.Now, d.w.Name(), "đổi tên việc từ “"+k.Title+"”")
		}
		k.Title, k.Product = form.Title, form.Product
	}
	if !slices.Equal(form.Leads, k.Leads) {
		k.Leads = form.Leads
		k.Note(d.t.Now, d.w.Name(), "nhắc trước "+LeadWords(k.Leads)+" ngày làm việc")
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
		hand(&k, p, d.w.Name(), d.t)
		told = true
	case p.ID == "" && (k.Person != "" || people.UnitID(form.Unit) != people.UnitID(k.Unit)):
		k.Person, k.Unit, k.Status = "", form.Unit, Open
		k.seen()
		k.Note(d.t.Now, d.w.Name(), "chuyển về "+form.Unit)
		told = true
	}
	if err := d.b.Changed(ctx, d.t.Tx, old, &k, told); err != nil {
		return err
	}
	if told {
		if err := d.b.tellGiven(ctx, d.t.Tx, k); err != nil {
			return err
		}
	}
	return d.audit(ctx, "task.change", k.ID)
}

// open loads a task that he may act on and that is not over.
func (d *Desk) open(ctx context.Context, id string) (Task, error) {
	k, err := d.Task(ctx, id)
	switch {
	case err != nil:
		return k.Task, err
	case !d.MayDo(k.Task):
		return k.Task, ErrNotYours
	case k.Over():
		return k.Task, dialog.Refusal("Việc này đã đóng rồi.")
	}
	return k.Task, nil
}

// answered refuses to end a task while somebody waits for its answer.
func (d *Desk) answered(ctx context.Context, k Task) error {
	return d.b.Guard.Refuse(ctx, d.t.Tx, k)
}

// Finish closes a task as done.
func (d *Desk) Finish(ctx context.Context, id, result string) error {
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
func (d *Desk) Drop(ctx context.Context, id string) error {
	k, err := d.open(ctx, id)
	if err != nil {
		return err
	}
	if !d.w.Leads(k.Unit) {
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
func (d *Desk) Reopen(ctx context.Context, id string) error {
	k, err := d.Task(ctx, id)
	switch {
	case err != nil:
		return err
	case !d.MayDo(k.Task):
		return ErrNotYours
	case !k.Over():
		return dialog.Refusal("Việc này đang mở.")
	}
	if _, err := d.b.openAgain(ctx, d.t, d.w, k.Task); err != nil {
		return err
	}
	return d.audit(ctx, "task.open", k.ID)
}

// NewFeed makes a new secret address of his dates; the one before is void.
func (d *Desk) NewFeed(ctx context.Context) error {
	switch {
	case d.w.Person.ID == "":
		return dialog.Refusal(textFeedForOfficials)
	case d.b.PublicURL == "":
		return dialog.Refusal(textNoPublicURL)
	}
	if _, err := d.b.newFeed(ctx, d.t.Tx, d.w.Person.ID); err != nil {
		return err
	}
	return d.audit(ctx, "feed.new", d.w.Person.ID)
}

// CloseFeed makes the secret address of his dates void.
func (d *Desk) CloseFeed(ctx context.Context) error {
	if d.w.Person.ID == "" {
		return dialog.Refusal(textFeedForOfficials)
	}
	if err := CloseFeed(ctx, d.t.Tx, d.w.Person.ID); err != nil {
		return err
	}
	return d.audit(ctx, "feed.close", d.w.Person.ID)
}

// Guard keeps a task from being ended while somebody waits for what it stands for. The cases set it.
type Guard struct {
	Refuse func(ctx context.Context, r bot.Reader, k Task) error                    // a Refusal when somebody waits
	Ask    func(ctx context.Context, t *dialog.Turn, k Task) ([]bot.Message, error) // in a chat: asks for the answer; nil when nobody waits
}
