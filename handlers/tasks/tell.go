package tasks

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// tellDigests makes sure that the digests of those who answer for a task come.
func (svc *Service) tellDigests(ctx context.Context, tx bot.Tx, k Task) error {
	ids, err := svc.Responsible(ctx, tx, k)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := svc.PlanDigest(ctx, tx, id, k.Due); err != nil {
			return err
		}
	}
	return nil
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
	w, err := svc.Calendar.NowFor(ctx, tx, k.Unit)
	if err != nil {
		return k, err
	}
	if due := dueFrom(w, content.DayOf(tx.Now()), k.Due); due != k.Due { // who gave it knew of other days off
		if k.Asked.IsZero() {
			k.Asked = k.Due
		}
		k.Due = due
	}
	k.Status, k.Created, k.TellAt = Open, tx.Now(), w.Opening(tx.Now().In(content.Zone))
	k.Note(tx.Now(), k.By, "giao việc, hạn "+k.Due.VN())
	tx.Put(k.LiveKey(), k.Due, 0)
	Put(tx, nil, k)
	return k, svc.tellGiven(ctx, tx, k)
}

// Responsible lists the recipients whose task it is: its person, else the heads of its unit, and who stands in for them
// today; else the admins.
func (svc *Service) Responsible(ctx context.Context, tx bot.Tx, k Task) ([]string, error) {
	if k.Person != "" {
		return people.WithStandIns(ctx, tx, []string{k.Person})
	}
	heads, err := svc.People.HeadsOf(ctx, tx, k.Unit)
	if err != nil {
		return nil, err
	}
	if len(heads) == 0 {
		return svc.People.Overseers(ctx, tx, k.Unit)
	}
	out := make([]string, len(heads))
	for i, p := range heads {
		out[i] = p.ID
	}
	return people.WithStandIns(ctx, tx, out)
}

// Unheaded reports whether a task waits for somebody in a unit that has nobody to give it to: it has no head.
func (svc *Service) Unheaded(ctx context.Context, r bot.Reader, k Task) (bool, error) {
	if k.Person != "" || k.Over() {
		return false, nil
	}
	heads, err := svc.People.HeadsOf(ctx, r, k.Unit)
	return len(heads) == 0, err
}

// news is what is told of a task that is new or was acted on.
type news struct {
	svc *Service
	tx  bot.Tx
	w   calendar.Week
	now time.Time
	by  people.Actor // who did it and is not told; zero for the bot, a plan or a citizen
	who string       // the same in words
}

func (svc *Service) news(ctx context.Context, tx bot.Tx, unit string, by people.Actor, who string) (news, error) {
	w, err := svc.Calendar.NowFor(ctx, tx, unit)
	return news{svc, tx, w, tx.Now().In(content.Zone), by, who}, err
}

// send writes to a recipient about a task, in the working hours, unless it is who acts. While keeps it from being sent
// once the task is another than it says.
func (n news) send(ctx context.Context, kind, recipient string, k Task, m bot.Message, while bot.Key) error {
	if recipient == n.by.Recipient() || n.by.Person.ID != "" && recipient == n.by.Person.ID {
		return nil
	}
	form := ""
	if m.Form != nil {
		form = m.Form.Name
	}
	chat, _, err := n.svc.People.ChatFor(ctx, n.tx, recipient, form, n.now)
	if err != nil || chat.IsZero() || chat == n.by.Chat {
		return err
	}
	n.tx.Send(bot.Outgoing{Key: fmt.Sprintf("task-%s:%s:%d:%s", kind, k.ID, k.Live, chat), To: chat, Message: m,
		Priority: bot.PriorityReminder, NotBefore: n.w.Opening(n.now), While: while})
	return nil
}

// given tells a recipient that a task is theirs. What comes of a plan is in the next morning's digest with all the
// others: it would make a shower.
func (n news) given(ctx context.Context, id string, k Task) error {
	if k.fromPlan() && k.Reminded.IsZero() {
		return nil
	}
	head := textNewTask
	if k.Person == "" {
		alone, err := n.svc.Unheaded(ctx, n.tx, k)
		if err != nil {
			return err
		}
		if head = textNewForUnit; alone {
			head = fmt.Sprintf(textNoHead, bot.Escape(k.Unit))
		}
	} else if id != k.Person {
		head = fmt.Sprintf(textNewStoodFor, bot.Escape(people.NameOf(ctx, n.tx, k.Person)))
	}
	m := taskCard(k, n.w, content.DayOf(n.now), head)
	m.Form = reminderForm([]Task{k}, content.DayOf(n.now))
	return n.send(ctx, "new", id, k, m, k.LiveKey())
}

// tellGiven tells those who answer for a new task that it is theirs, and makes sure that their digests come.
func (svc *Service) tellGiven(ctx context.Context, tx bot.Tx, k Task) error {
	n, err := svc.news(ctx, tx, k.Unit, people.Actor{Chat: k.ByChat}, k.By)
	if err != nil {
		return err
	}
	recipients, err := svc.Responsible(ctx, tx, k)
	if err != nil {
		return err
	}
	for _, id := range recipients {
		if err := svc.PlanDigest(ctx, tx, id, k.Due); err != nil {
			return err
		}
		if err := n.given(ctx, id, k); err != nil {
			return err
		}
	}
	return nil
}

// tellChanged tells everybody whom a change of a task concerns what changed and who did it: whose it is no more, whose
// it is now, and who keeps it with another day.
func (svc *Service) tellChanged(ctx context.Context, tx bot.Tx, by people.Actor, who string, old, k Task) error {
	n, err := svc.news(ctx, tx, k.Unit, by, who)
	if err != nil {
		return err
	}
	before, err := svc.Responsible(ctx, tx, old)
	if err != nil {
		return err
	}
	after, err := svc.Responsible(ctx, tx, k)
	if err != nil {
		return err
	}
	if k.Over() {
		after = nil
	}
	for _, id := range before {
		if !slices.Contains(after, id) {
			if err := n.lost(ctx, id, old, k); err != nil {
				return err
			}
		}
	}
	for _, id := range after {
		if err := svc.PlanDigest(ctx, tx, id, k.Due); err != nil {
			return err
		}
		tell := n.given
		switch {
		case !slices.Contains(before, id):
		case k.fromPlan() && old.Reminded.IsZero(): // not told of it yet
			continue
		case !n.now.Before(old.TellAt): // else the news of the task itself is not out yet
			tell = func(ctx context.Context, id string, k Task) error { return n.kept(ctx, id, old, k) }
		}
		if err := tell(ctx, id, k); err != nil {
			return err
		}
	}
	return nil
}

// lost tells a recipient that a task is theirs no more.
func (n news) lost(ctx context.Context, id string, old, k Task) error {
	what := fmt.Sprintf(textTaskDropped, bot.Escape(n.who))
	if !k.Over() {
		to := people.NameOf(ctx, n.tx, k.Person)
		if k.Person == "" {
			to = k.Unit
		}
		what = fmt.Sprintf(textTaskTaken, bot.Escape(n.who), bot.Escape(to))
	}
	text := fmt.Sprintf(textTaskLost, bot.Escape(old.Title), dialog.ShortDay(old.Due, content.DayOf(n.now)), what)
	return n.send(ctx, "lost", id, k, bot.Message{Text: text}, bot.Key{})
}

// kept tells a recipient what changed in a task that stays theirs; nothing when nothing did.
func (n news) kept(ctx context.Context, id string, old, k Task) error {
	today := content.DayOf(n.now)
	var changes []string
	head := textTaskChanged
	switch {
	case old.Over() && !k.Over():
		head = textTaskReopened
		changes = append(changes, fmt.Sprintf(textReopenedBy, bot.Escape(n.who)))
	case old.Due != k.Due:
		head = textDayChanged
		changes = append(changes, fmt.Sprintf(textDayFromTo, dialog.ShortDay(old.Due, today),
			dialog.ShortDay(k.Due, today), bot.Escape(n.who)))
	}
	if old.Title != k.Title {
		changes = append(changes, fmt.Sprintf(textTitleFrom, bot.Escape(old.Title), bot.Escape(n.who)))
	}
	if len(changes) == 0 {
		return nil
	}
	m := taskCard(k, n.w, today, head+"\n"+strings.Join(changes, "\n"))
	m.Form = reminderForm([]Task{k}, today)
	return n.send(ctx, "changed", id, k, m, k.LiveKey())
}

// tellHead writes to the heads of the task's unit, or to the admins where it has none or the head acts.
func (svc *Service) tellHead(ctx context.Context, tx bot.Tx, w people.Actor, k Task, text string) error {
	week, err := svc.Calendar.NowFor(ctx, tx, k.Unit)
	if err != nil {
		return err
	}
	now := tx.Now().In(content.Zone)
	heads, err := svc.People.HeadsOf(ctx, tx, k.Unit)
	if err != nil {
		return err
	}
	var ids []string
	for _, p := range heads {
		ids = append(ids, p.ID)
	}
	if ids, err = people.WithStandIns(ctx, tx, ids); err != nil {
		return err
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return id == w.Person.ID })
	if len(ids) == 0 {
		if ids, err = svc.People.Overseers(ctx, tx, k.Unit); err != nil {
			return err
		}
	}
	for _, id := range ids {
		chat, _, err := svc.People.ChatFor(ctx, tx, id, "", now)
		if err != nil {
			return err
		}
		if chat.IsZero() || chat == w.Chat {
			continue
		}
		tx.Send(bot.Outgoing{Key: "task-head:" + k.ID + ":" + w.Seed + ":" + chat.String(), To: chat,
			Priority:  bot.PriorityReminder,
			NotBefore: week.Opening(now),
			Message:   bot.Message{Text: text, Buttons: [][]bot.Button{{actShow.Button("Xem việc", taskRef{k.ID})}}}})
	}
	return nil
}

// HandBack gives a person's open tasks back to their units, whose heads (or the admins) read it in one message.
func (svc *Service) HandBack(ctx context.Context, tx bot.Tx, by people.Actor, p people.Person,
	why string) (n int, err error) {
	now := tx.Now().In(content.Zone)
	var d digest
	if found, err := tx.Get(ctx, digestKey(p.ID), &d); err != nil {
		return 0, err
	} else if found {
		tx.Delete(d.guard(p.ID))
		d.Own, d.Unit, d.Office, d.To = nil, nil, nil, bot.ChatID{}
		tx.Put(digestKey(p.ID), d, 0)
	}
	tasks, err := LoadAll(ctx, tx, PersonTasksSet(p.ID), bot.Range{Max: dialog.MaxScore})
	if err != nil {
		return 0, err
	}
	var titles []string
	for _, k := range tasks {
		old := k
		k.Person, k.Status = "", Open
		k.seen()
		k.Note(now, "bot", p.Name+" "+why+"; việc về lại đơn vị")
		if err := svc.Changed(ctx, tx, old, &k, true); err != nil {
			return 0, err
		}
		if err := svc.tellDigests(ctx, tx, k); err != nil {
			return 0, err
		}
		titles = append(titles, fmt.Sprintf("- %s, hạn %s", bot.Escape(k.Title),
			dialog.ShortDay(k.Due, content.DayOf(now))))
	}
	if len(tasks) == 0 {
		return 0, nil
	}
	text := fmt.Sprintf(textHandedBack, bot.Escape(p.Name), why, strings.Join(titles[:min(len(titles), digestLines)],
		"\n"))
	if more := more(len(titles)); more != "" {
		text += "\n" + more
	}
	return len(tasks), svc.tellHead(ctx, tx, people.Actor{Chat: by.Chat, Seed: by.Seed, Person: p}, tasks[0], text)
}

// Silence makes void what waits to be sent about a person's tasks: it would go to a chat that is his no more.
func Silence(ctx context.Context, tx bot.Tx, id string) error {
	var d digest
	if found, err := tx.Get(ctx, digestKey(id), &d); err != nil {
		return err
	} else if found {
		tx.Delete(d.guard(id))
	}
	tasks, err := LoadAll(ctx, tx, PersonTasksSet(id), bot.Range{Max: dialog.MaxScore})
	if err != nil {
		return err
	}
	for _, k := range tasks {
		old := k
		k.renew(tx)
		Put(tx, &old, k)
	}
	return nil
}

// Watch keeps the set of those who look after others in step with a person's roles, as they are written in this
// transaction.
func (svc *Service) Watch(ctx context.Context, tx bot.Tx, p people.Person) error {
	head, admin, err := svc.People.RolesOf(ctx, tx, p)
	if err != nil {
		return err
	}
	if p.Left || !head && !admin {
		tx.Remove(people.WatchersSet, p.ID)
		return nil
	}
	tx.Add(people.WatchersSet, p.ID, p.Joined.UnixMilli())
	return svc.PlanDigest(ctx, tx, p.ID, content.Day{})
}

// OfUnit counts a unit's open tasks.
func OfUnit(ctx context.Context, r bot.Reader, unit string) (int, error) {
	n, err := r.Size(ctx, unitTasksSet(unit))
	return int(n), err
}

// UnitBecame moves a unit's open tasks to what it is called from now on, or what it is a part of. Who does them does
// not change, and nobody is told: it is the same work.
func (svc *Service) UnitBecame(ctx context.Context, tx bot.Tx, by people.Actor, from, to string) error {
	tasks, err := LoadAll(ctx, tx, unitTasksSet(from), bot.Range{Max: dialog.MaxScore})
	if err != nil {
		return err
	}
	for _, k := range tasks {
		old := k
		k.Unit = to
		k.Note(tx.Now(), by.Name(), "đơn vị "+from+" nay là "+to)
		if err := svc.Changed(ctx, tx, old, &k, false); err != nil {
			return err
		}
	}
	return nil
}
