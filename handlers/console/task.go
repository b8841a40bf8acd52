package console

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"

	"github.com/motcua/motcua/content"
)

// taskForm is the form on a task, with what can be chosen in it.
type taskForm struct {
	tasks.Form
	ID     string // empty for a new one
	People []people.Person
	Units  []string // to which it can be given without naming a person
}

// emptyForm is the form for a new task.
func emptyForm(c *Console, v *Visit, desk *tasks.Desk) (f taskForm, err error) {
	if f.People, err = desk.People(v.ctx); err != nil {
		return f, err
	}
	units, err := people.Units(v.ctx, c.State)
	if err != nil {
		return f, err
	}
	for _, u := range units {
		if desk.Leads(u.Name) {
			f.Units = append(f.Units, u.Name)
		}
	}
	return f, nil
}

// typedForm is what was typed. "who" holds a person's id, or a unit after "đơn vị:".
func typedForm(v *Visit) (f tasks.Form) {
	f = tasks.Form{Title: v.Form("ten"), Product: v.Form("san-pham"), When: v.Form("han"), Leads: v.Form("nhac-truoc")}
	if who := v.Form("nguoi"); len(who) > len(unitChoice) && who[:len(unitChoice)] == unitChoice {
		f.Unit = who[len(unitChoice):]
	} else {
		f.Person = Cut(who, 40)
	}
	return f
}

const unitChoice = "dv:"

type taskData struct {
	Task        tasks.BoardTask
	Light       string
	Over        bool
	Unheaded    bool   // nobody has it: its unit has no head
	CaseRef     string // of what somebody waits for an answer to
	Form        taskForm
	May, MayDo  bool // change it; say that it is done
	EventsShown []tasks.Event
}

// taskPage is the page of one task.
func taskPage(c *Console, v *Visit) error {
	d := taskData{}
	return c.atDesk(v, func(desk *tasks.Desk) error {
		k, err := desk.Task(v.ctx, v.r.URL.Query().Get("ma"))
		if err != nil {
			return err
		}
		d.Task, d.MayDo, d.May = k, desk.MayDo(k.Task), v.May(leaders) && desk.Leads(k.Unit)
		d.Over, d.CaseRef = k.Over(), k.Case
		if d.Light = tasks.LightNames[k.Light]; d.Over {
			d.Light = tasks.StatusName(k.Status)
		}
		d.EventsShown = slices.Clone(k.Events)
		slices.Reverse(d.EventsShown)
		if d.Unheaded, err = c.Bot.Tasks.Unheaded(v.ctx, c.State, k.Task); err != nil || !d.May {
			return err
		}
		if d.Form, err = emptyForm(c, v, desk); err != nil {
			return err
		}
		d.Form.ID = k.ID
		d.Form.Form = tasks.Form{Title: k.Title, Product: k.Product, Person: k.Person, Unit: k.Unit, When: k.Due.VN(),
			Leads: tasks.LeadWords(k.Leads)}
		if k.Unit != "" && !slices.Contains(d.Form.Units, k.Unit) {
			d.Form.Units = append(d.Form.Units, k.Unit)
		}
		return nil
	}, func() error { return c.Show(v, "task", d.Task.Title, d) })
}

type readData struct {
	taskForm
	Who   string
	Lead  string // when it is reminded of
	Days  []tasks.DueDay
	Once  string // makes a second press of the button harmless
	Field string // of the person or the unit, as typed
	Fault string // why it cannot be
}

// readTask reads a task back as it was understood, before anything is done; what was not understood is asked again.
func readTask(c *Console, v *Visit) error {
	d := readData{Once: people.NewToken(), Field: v.Form("nguoi")}
	return c.atDesk(v, func(desk *tasks.Desk) (err error) {
		if d.taskForm, err = emptyForm(c, v, desk); err != nil {
			return err
		}
		d.ID, d.Form = v.Form("ma"), typedForm(v)
		if d.Days, err = desk.Read(v.ctx, d.ID, d.Form); err == nil {
			d.Lead, err = desk.Leading(d.Form, d.Days)
		}
		var no dialog.Refusal
		if errors.As(err, &no) && no.Why == dialog.Invalid {
			d.Fault, err = no.Text, nil
		}
		if d.Who = d.Unit; err == nil && d.Person != "" {
			p, _, err := people.Load(v.ctx, c.State, d.Person)
			d.Who = p.Name + " (" + p.Unit + ")"
			return err
		}
		return err
	}, func() error {
		switch {
		case d.Fault != "":
			c.write(v, http.StatusUnprocessableEntity, "taskagain", "Ông/bà sửa lại giúp", d)
			return nil
		case v.Form("sua") != "": // a "no" to the read-back: the form as it was typed
			return c.Show(v, "taskagain", "Sửa lại việc", d)
		}
		return c.Show(v, "taskread", dialog.TextReadBack, d)
	})
}

// putTask gives the task that was read back, or changes one.
func putTask(c *Console, v *Visit) error {
	id, form := v.Form("ma"), typedForm(v)
	day, err := content.ParseDay(v.Form("ngay"))
	if err != nil {
		return ErrNotFound
	}
	return c.atDesk(v, func(desk *tasks.Desk) error {
		if id != "" {
			return desk.Change(v.ctx, id, form, day)
		}
		k, err := desk.Give(v.ctx, form, day)
		id = k.ID
		return err
	}, func() error { return v.Back("/admin/cong-viec/viec?ma="+id, "giao") })
}

// closeTask says of a task that it is done, taken back, or open again.
func closeTask(c *Console, v *Visit) error {
	id := v.Form("ma")
	if v.Form("viec") == "bo" {
		ok, err := Agreed(c, v, textDropTask, Sure{Back: "/admin/cong-viec/viec?ma=" + id, Label: textDropTaskLabel,
			Happens: []string{textDropTaskReminders, textDropTaskTold, textDropTaskBack}})
		if !ok {
			return err
		}
	}
	return c.atDesk(v, func(desk *tasks.Desk) error {
		switch v.Form("viec") {
		case "xong":
			return desk.Finish(v.ctx, id, v.Form("ket-qua"))
		case "bo":
			_, err := desk.Drop(v.ctx, id)
			return err
		case "mo":
			_, err := desk.Reopen(v.ctx, id)
			return err
		}
		return ErrNotFound
	}, func() error { return v.Back("/admin/cong-viec/viec?ma="+id, "luu") })
}

// plansPage lists the plans and asks about templates.
func plansPage(c *Console, v *Visit) error {
	list, err := c.Bot.Tasks.Plans(v.ctx, c.State, c.Today())
	if err != nil {
		return err
	}
	return c.Show(v, "plans", "Kế hoạch và lịch báo cáo", list)
}

// decidePlan takes an admin's word on a template.
func decidePlan(c *Console, v *Visit) error {
	key := v.Form("ma")
	if v.Form("viec") == "khong" {
		title := ""
		for _, p := range c.Bot.Knowledge().Library.Plans {
			if p.Key == key {
				title = p.Title
			}
		}
		if ok, err := Agreed(c, v, fmt.Sprintf(textRefusePlan, title), Sure{Back: plansPath, Label: textRefusePlanLabel,
			Happens: []string{textRefusePlanStops, textRefusePlanAgain}}); !ok {
			return err
		}
	}
	return c.atDesk(v, func(desk *tasks.Desk) error {
		switch v.Form("viec") {
		case "khong":
			return desk.RefusePlan(v.ctx, key)
		case "ngay":
			_, err := desk.AdoptPlan(v.ctx, key, 0, int(atoi(v.Form("ngay"))))
			return err
		}
		_, err := desk.AdoptPlan(v.ctx, key, int(atoi(v.Form("som"))), 0)
		return err
	}, func() error { return v.Back(plansPath, "luu") })
}
