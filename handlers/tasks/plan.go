package tasks

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// planAhead is how many days before its due day a task or report of a plan becomes a task of the office.
const planAhead = 45

// planItem is a task or a report of a plan, as far as reminders go.
type planItem struct {
	plan    *content.Plan
	id      string
	title   string
	lead    string
	product string
	due     content.Day
	rule    *content.Rule
}

func (i planItem) key() string { return i.plan.Key + "/" + i.id }

func planItems(p *content.Plan) (out []planItem) {
	for _, k := range p.Tasks {
		out = append(out, planItem{plan: p, id: k.ID, title: vi.Shorten(k.Text, 180), lead: k.Lead, product: k.Product,
			due: k.Due, rule: k.Rule})
	}
	for _, r := range p.Reports {
		title := vi.Shorten(r.Text, 120)
		if len(r.Names) > 0 {
			title = dialog.UpperFirst(r.Names[0])
		}
		if r.DataFrom != "" && r.DataTo != "" {
			title += fmt.Sprintf(" (số liệu từ %s đến %s)", r.DataFrom, r.DataTo)
		}
		out = append(out, planItem{plan: p, id: r.ID, title: title, lead: r.By, product: "Báo cáo gửi " + r.To,
			rule: r.Rule})
	}
	return out
}

// template is what an office decided on a plan that is only a template: nothing of it reminds anyone before.
type template struct {
	Asked   content.Day `json:"asked"`
	Use     bool        `json:"use,omitempty"`
	Refused bool        `json:"refused,omitempty"`
	Earlier int         `json:"earlier,omitempty"` // working days before the template's day
	Day     int         `json:"day,omitempty"`     // or this day of the same month
}

func templateKey(plan string) bot.Key { return bot.Key{Kind: "plan-template", ID: plan} }

// own is the office's day for a day of the template.
func (x template) own(w calendar.Week, d content.Day) content.Day {
	if x.Day > 0 {
		y, m, _ := d.Date()
		last := content.NewDay(y, m+1, 0)
		_, _, most := last.Date()
		return w.Workday(content.NewDay(y, m, min(x.Day, most)))
	}
	return w.Back(d, x.Earlier)
}

// taken is what is kept of an item of a plan that became a task.
type taken struct {
	Task string      `json:"task"`
	Due  content.Day `json:"due"` // the plan's day
}

// takePlans makes tasks of what the plans of the base set for the coming weeks, and asks once about templates.
func (svc *Service) takePlans(ctx context.Context, tx bot.Tx, w calendar.Week) error {
	know, err := svc.Calendar.Knowledge(ctx, tx)
	if err != nil {
		return err
	}
	for _, p := range know.Library.Plans {
		x := template{Use: !p.Template}
		if p.Template {
			found, err := tx.Get(ctx, templateKey(p.Key), &x)
			if err != nil {
				return err
			}
			if !found {
				if err := svc.askTemplate(ctx, tx, w, p); err != nil {
					return err
				}
				continue
			}
		}
		if !x.Use {
			continue
		}
		for _, item := range planItems(p) {
			if err := svc.takeItem(ctx, tx, item, x); err != nil {
				return err
			}
		}
	}
	return nil
}

// dates are the days of an item, from today on, near enough to become tasks.
func (i planItem) dates(w calendar.Week, today content.Day) []content.Day {
	until := today.Add(planAhead)
	if i.rule != nil {
		return w.Cal.Dates(*i.rule, today, until.Add(45)) // an office's own day may be much earlier
	}
	if i.due.Before(today) || i.due.After(until) {
		return nil
	}
	return []content.Day{i.due}
}

func (svc *Service) takeItem(ctx context.Context, tx bot.Tx, item planItem, x template) error {
	today := content.DayOf(tx.Now())
	// The unit's office may have days off of its own.
	w, err := svc.Calendar.NowFor(ctx, tx, item.lead)
	if err != nil {
		return err
	}
	for _, planned := range item.dates(w, today) {
		due := planned
		if item.plan.Template {
			due = x.own(w, planned)
		}
		if due.Before(today) || due.After(today.Add(planAhead)) {
			continue
		}
		mark := bot.Key{Kind: "plan-task", ID: item.key()}
		if item.rule != nil {
			mark.ID += "/" + planned.String()
		}
		var before taken
		found, err := tx.Get(ctx, mark, &before)
		if err != nil {
			return err
		}
		if found && before.Due == due {
			continue
		}
		if found {
			err = svc.movePlanned(ctx, tx, w, before.Task, due)
		} else {
			before.Task, err = svc.newPlanned(ctx, tx, w, item, due)
		}
		if err != nil {
			return err
		}
		tx.Put(mark, taken{Task: before.Task, Due: due}, 0)
	}
	return nil
}

// newPlanned makes a task of an item. It goes to whoever had the item last, else to the unit that the plan names.
func (svc *Service) newPlanned(ctx context.Context, tx bot.Tx, w calendar.Week, item planItem,
	due content.Day) (string, error) {
	k := Task{Title: item.title, Unit: item.lead, Product: item.product, Due: w.Workday(due), By: "kế hoạch",
		Source: vi.Shorten(item.plan.Title, 80)}
	if k.Due != due {
		k.Asked = due
	}
	all, err := people.List(ctx, tx, people.AllSet)
	if err != nil {
		return "", err
	}
	if _, unit := people.Find(all, item.lead); unit != "" {
		k.Unit = unit
	}
	last := bot.Key{Kind: "plan-last", ID: item.key()}
	var lastID string
	if _, err := tx.Get(ctx, last, &lastID); err != nil {
		return "", err
	}
	if lastID != "" {
		earlier, _, err := Load(ctx, tx, lastID)
		if err != nil {
			return "", err
		}
		if earlier.Person != "" {
			p, ok, err := people.Load(ctx, tx, earlier.Person)
			if err != nil {
				return "", err
			}
			if ok {
				k.Person, k.Unit = p.ID, p.Unit
			}
		}
	}
	k, err = svc.New(ctx, tx, k)
	tx.Put(last, k.ID, 0)
	return k.ID, err
}

// movePlanned follows a plan whose day was changed.
func (svc *Service) movePlanned(ctx context.Context, tx bot.Tx, w calendar.Week, id string, due content.Day) error {
	k, ok, err := Load(ctx, tx, id)
	if err != nil || !ok || k.Over() {
		return err
	}
	old := k
	k.Due, k.Asked, k.Snooze, k.Reminded = w.Workday(due), content.Day{}, content.Day{}, content.Day{}
	if k.Due != due {
		k.Asked = due
	}
	k.seen()
	k.Note(tx.Now(), "kế hoạch", "đổi hạn từ "+old.Due.VN()+" sang "+k.Due.VN())
	if err := svc.Changed(ctx, tx, old, &k, true); err != nil {
		return err
	}
	return svc.tellChanged(ctx, tx, people.Actor{}, "kế hoạch", old, k)
}

// askTemplate asks the admins, once, whether and with which days of their own a template holds.
func (svc *Service) askTemplate(ctx context.Context, tx bot.Tx, w calendar.Week, p *content.Plan) error {
	ids, err := svc.People.Overseers(ctx, tx, "")
	if err != nil || len(ids) == 0 {
		return err
	}
	tx.Put(templateKey(p.Key), template{Asked: content.DayOf(tx.Now())}, 0)
	for _, id := range ids {
		chat, _, err := svc.People.ChatFor(ctx, tx, id, "", tx.Now())
		if err != nil {
			return err
		}
		if !chat.IsZero() {
			tx.Send(bot.Outgoing{Key: "template:" + p.Key + ":" + chat.String(), To: chat,
				Priority:  bot.PriorityReminder,
				NotBefore: w.Opening(tx.Now().In(content.Zone)), Message: templateMessage(w, p,
					content.DayOf(tx.Now()))})
		}
	}
	return nil
}

func templateMessage(w calendar.Week, p *content.Plan, today content.Day) bot.Message {
	var s strings.Builder
	fmt.Fprintf(&s, "*%s*\n", bot.Escape(p.Title))
	for _, i := range planItems(p) {
		days := i.dates(w, today)
		if i.rule != nil {
			days = w.Cal.Dates(*i.rule, today, today.Add(370))
		}
		if len(days) > 0 {
			fmt.Fprintf(&s, "- %s: %s\n", bot.Escape(i.title), vidate.Format(days[0]))
		}
	}
	s.WriteString(bot.Escape(p.Caution) + "\n" + textAskTemplate)
	button := func(label, word string) bot.Button { return actTemplate.Button(label, templateAnswer{p.Key, word}) }
	return bot.Message{Text: s.String(), Buttons: [][]bot.Button{
		{button("Sớm hơn 5 ngày làm việc", "5"), button("Sớm hơn 10 ngày làm việc", "10")},
		{button("Ngày khác", templateOwn), button("Không dùng", templateNo)}}}
}

// templates answers /kehoach: every template with its question, also when it was answered before.
func (c chat) templates(_ context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	var out []bot.Message
	for _, p := range t.Know.Library.Plans {
		if p.Template {
			out = append(out, templateMessage(c.Calendar.WeekOf(t.Know), p, t.Day()))
		}
	}
	if len(out) == 0 {
		return dialog.Say(textNoTemplate), nil
	}
	return out, nil
}

// pressedTemplate takes the admin's decision on a template.
func (c chat) pressedTemplate(ctx context.Context, t *dialog.Turn, w people.Actor,
	v templateAnswer) ([]bot.Message, error) {
	switch n, err := strconv.Atoi(v.Word); {
	case v.Word == templateOwn:
		t.Await("kehoach", v.Plan)
		return dialog.Say(textOwnDay), nil
	case v.Word == templateNo:
		return dialog.Say(textTemplateRefused), c.desk(t, w).RefusePlan(ctx, v.Plan)
	case err == nil && n > 0 && n <= farthestLead:
		return c.useTemplate(ctx, t, w, v.Plan, n, 0)
	}
	if day, err := strconv.Atoi(strings.TrimPrefix(v.Word, templateDay)); err == nil && day > 0 && day <= 31 {
		return c.useTemplate(ctx, t, w, v.Plan, 0, day)
	}
	return nil, dialog.OldButton
}

var plainNumber = regexp.MustCompile(`\d{1,2}`)

// gotTemplateDay reads "ngày 15", or "sớm hơn 7 ngày", and reads the dates back that follow.
func (c chat) gotTemplateDay(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	n, err := strconv.Atoi(plainNumber.FindString(t.Text))
	folded := vi.Fold(t.Text)
	switch earlier := strings.Contains(folded, "som") || strings.Contains(folded, "truoc"); {
	case err != nil || n < 1 || !earlier && n > 31:
		return dialog.Say(textOwnDay), nil
	case earlier:
		return c.readTemplate(t, w, t.Dialog.Data, n, 0)
	}
	return c.readTemplate(t, w, t.Dialog.Data, 0, n)
}

// readTemplate reads back what follows from the office's own days.
func (c chat) readTemplate(t *dialog.Turn, w people.Actor, key string, earlier, day int) ([]bot.Message, error) {
	first, err := c.desk(t, w).ReadPlan(key, earlier, day)
	if err != nil {
		return nil, err
	}
	word := strconv.Itoa(earlier)
	if day > 0 {
		word = templateDay + strconv.Itoa(day)
	}
	return dialog.Say(dialog.TextReadBack+planLines(first), []bot.Button{
		actTemplate.Button("Đúng", templateAnswer{key, word}),
		actTemplate.Button("Sửa", templateAnswer{key, templateOwn})}), nil
}

func planLines(dates []PlanDate) string {
	var s strings.Builder
	for _, i := range dates {
		fmt.Fprintf(&s, "\n- %s: *%s*", bot.Escape(i.Title), vidate.Format(i.Own))
	}
	return s.String()
}

// useTemplate takes a template over, with days that are the office's own and never later than the template's: so many
// working days earlier, or a day of the month.
func (c chat) useTemplate(ctx context.Context, t *dialog.Turn, w people.Actor, key string, earlier,
	day int) ([]bot.Message, error) {
	first, err := c.desk(t, w).AdoptPlan(ctx, key, earlier, day)
	if err != nil {
		return nil, err
	}
	t.Done()
	return dialog.Say(textTemplateUsed + planLines(first)), nil
}

// PlanDate is the next date of a task or report of a template: the template's, and the office's own.
type PlanDate struct {
	Title    string
	Day, Own content.Day
}

// planDates are the next dates of a template within a year, with the office's own by x. late is the first day of the
// template for which the office's own would be too late.
func planDates(w calendar.Week, p *content.Plan, x template, today content.Day) (out []PlanDate, late content.Day) {
	out = []PlanDate{} // a template without a date ahead is a template nevertheless
	for _, i := range planItems(p) {
		if i.rule == nil {
			continue
		}
		for n, d := range w.Cal.Dates(*i.rule, today, today.Add(370)) {
			own := x.own(w, d)
			if own.After(d) && late.IsZero() {
				late = d
			}
			if n == 0 {
				out = append(out, PlanDate{Title: i.title, Day: d, Own: own})
			}
		}
	}
	return out, late
}
