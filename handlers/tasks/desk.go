package tasks

import (
	"context"
	"regexp"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Desk is an official who acts on tasks within one transaction, in a chat or at the console. What can be done with
// tasks are its methods, in deeds.go: each checks the right, does it, tells whom it concerns and writes the line of the
// audit log. What cannot be done is refused with a dialog.Refusal, and nothing of it was done.
type Desk struct {
	svc  *Service
	tx   bot.Tx
	by   people.Actor
	know *answers.Knowledge
	now  time.Time // Asia/Ho_Chi_Minh
}

// Why a desk does nothing.
var (
	ErrNoTask   = dialog.RefuseMissing(textNoTask)
	ErrNotYours = dialog.RefuseStranger(textOthersTask)
)

// DeskOf opens the desk of whoever has this chat; see people.Actor for seed.
func (svc *Service) DeskOf(ctx context.Context, tx bot.Tx, chat bot.ChatID, seed string) (*Desk, error) {
	by, ok, err := svc.People.ActorAt(ctx, tx, chat, seed)
	if err != nil {
		return nil, err
	}
	know, err := svc.Calendar.KnowledgeIn(ctx, tx, by.Office.Slug)
	if err == nil && !ok && by.Role == people.RoleNone {
		err = ErrNotYours
	}
	return &Desk{svc, tx, by, know, tx.Now().In(content.Zone)}, err
}

// desk is the desk of whoever writes in a chat.
func (svc *Service) desk(t *dialog.Turn, by people.Actor) *Desk {
	return &Desk{svc, t.Tx, by, t.Know, t.Now}
}

func (d *Desk) today() content.Day { return content.DayOf(d.now) }

// Official is who sits at the desk; the zero Person for an owner who is no official.
func (d *Desk) Official() people.Person { return d.by.Person }

// Leads reports whether the actor gives and changes the tasks of a unit.
func (d *Desk) Leads(unit string) bool { return d.by.Leads(unit) }

// MayDo reports whether the actor may say of a task that it is done, or open it again: it is the actor's own, or of a
// unit that the actor leads.
func (d *Desk) MayDo(k Task) bool {
	return d.by.Is(k.Person) || d.by.Leads(k.Unit)
}

// sees reports whether the actor reads all tasks of an office, and this is one of them.
func (d *Desk) sees(k Task) bool {
	return (d.by.Role == people.RoleViewer || d.by.Role == people.RoleEditor) && d.by.Office.Has(k.Unit)
}

// People lists to whom the actor can give tasks.
func (d *Desk) People(ctx context.Context) ([]people.Person, error) {
	if d.by.Runs() {
		all, err := people.List(ctx, d.tx, people.AllSet)
		return d.by.OnlyPeople(all), err
	}
	if d.by.Role != people.RoleHead {
		return nil, nil
	}
	return people.List(ctx, d.tx, people.UnitSet(d.by.Person.Unit))
}

var taskForm = regexp.MustCompile(`^V-[2-9A-HJKMNP-Z]{6}(?:[2-9A-HJKMNP-Z]{2})?$`) // 6 in older ones

// Task loads a task that the actor may see: viewers and editors see all, a head the unit's, everybody their own.
func (d *Desk) Task(ctx context.Context, id string) (BoardTask, error) {
	if !taskForm.MatchString(id) {
		return BoardTask{}, ErrNoTask
	}
	k, found, err := Load(ctx, d.tx, id)
	switch {
	case err != nil:
		return BoardTask{}, err
	case !found:
		return BoardTask{}, ErrNoTask
	case !d.sees(k) && !d.MayDo(k):
		return BoardTask{}, ErrNotYours
	}
	week, err := d.svc.Calendar.NowFor(ctx, d.tx, k.Unit)
	if err != nil {
		return BoardTask{}, err
	}
	today := d.today()
	return BoardTask{Task: k, Who: people.NameOf(ctx, d.tx, k.Person), Light: k.light(week, today),
		Left:        week.Left(today, k.Due),
		Provisional: week.Days != "all" && week.Cal.Provisional(today, k.Due)}, nil
}

// open loads a task that the actor may act on and that is not over.
func (d *Desk) open(ctx context.Context, id string) (Task, error) {
	k, err := d.Task(ctx, id)
	switch {
	case err != nil:
		return k.Task, err
	case !d.MayDo(k.Task):
		return k.Task, ErrNotYours
	case k.Over():
		return k.Task, errOver
	}
	return k.Task, nil
}

var errOver = dialog.Refuse(textTaskClosed)
