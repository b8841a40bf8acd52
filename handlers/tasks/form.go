package tasks

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Form is a task as it is typed in.
type Form struct {
	Title, Product string
	Person         string // id of the official, or empty: the head of Unit gives it to somebody
	Unit           string // its name; counts where Person is empty
	When           string // "15/12", "thứ Sáu tuần sau", "trước Tết 3 ngày làm việc"
	Leads          string // working days before: "5, 3, 1"; empty: these
}

// DueDay is one way to read the due day that was typed.
type DueDay struct {
	Asked, Due content.Day // the day as written, and the working day that counts
	Notes      []string    // why they differ; that the day is not certain yet
}

// Words is the day that counts, with its weekday.
func (d DueDay) Words() string { return dialog.UpperFirst(vidate.Format(d.Due)) }

// Read checks the form of a new task, or of the task id, and returns the days that its due day can be: one, or several
// to choose from. Nothing is kept.
func (d *Desk) Read(ctx context.Context, id string, f Form) ([]DueDay, error) {
	if _, err := d.fill(ctx, f, &Task{}); err != nil {
		return nil, err
	}
	if id != "" {
		k, err := d.Task(ctx, id)
		if err != nil {
			return nil, err
		}
		if strings.TrimSpace(f.When) == k.Due.VN() { // left as it is, though it be gone by
			return []DueDay{{Asked: k.Due, Due: k.Due}}, nil
		}
	}
	read, outcome := d.dates().Read(vi.Clean(f.When))
	found, gone := []vidate.Result{read}, content.Day{}
	switch {
	case outcome == vidate.Impossible:
		return nil, dialog.Refuse(read.NoSuchDay())
	case read.Repeat != "" && (id != "" || !comesAgain(read.Repeat)):
		return nil, dialog.Refuse(fmt.Sprintf(textNoRepeat, read.RepeatWords))
	case outcome == vidate.None:
		return nil, dialog.Refuse(bot.Plain(fmt.Sprintf(dialog.TextNoDay, bot.Escape(vi.Shorten(f.When, 40)))))
	case outcome == vidate.Ambiguous:
		found, gone = ahead(read.Candidates, d.today())
	}
	var out []DueDay
	var last error
	for _, r := range found {
		due, err := d.due(r.Day, r.Undecided)
		if err != nil {
			last = err
			continue
		}
		due.Gone = gone
		day := DueDay{Asked: r.Day, Due: due.Due}
		if read.Repeat != "" {
			day.Notes = append(day.Notes, fmt.Sprintf(textTaskEvery, Every{Repeat: read.Repeat, First: r.Day}.Words()))
		}
		for _, note := range due.notes(d.know) {
			day.Notes = append(day.Notes, bot.Plain(note))
		}
		out = append(out, day)
	}
	if len(out) == 0 {
		return nil, last
	}
	return out, nil
}

// dates reads days as they are typed now.
func (d *Desk) dates() vidate.Reader { return vidate.Reader{Now: d.now, Calendar: d.know.Calendar} }

// fill puts what the form says, but for the day, into a task.
func (d *Desk) fill(ctx context.Context, f Form, k *Task) (people.Person, error) {
	title := vi.MaskPersonal(vi.Clean(f.Title))
	if n := len([]rune(title)); n == 0 || n > 200 {
		return people.Person{}, dialog.Refuse(textTitleLength)
	}
	leads, err := readLeads(f.Leads)
	if err != nil {
		return people.Person{}, err
	}
	k.Title, k.Product, k.Leads = title, vi.Shorten(vi.MaskPersonal(vi.Clean(f.Product)), 200), leads
	var p people.Person
	unit := strings.Join(strings.Fields(vi.Clean(f.Unit)), " ")
	if f.Person != "" {
		var ok bool
		if p, ok, err = people.Load(ctx, d.tx, f.Person); err != nil {
			return p, err
		} else if !ok {
			return p, dialog.Refuse(textPersonGone)
		}
		unit = p.Unit
	}
	unit = d.by.Office.Unit(unit)
	switch n := len([]rune(unit)); {
	case n == 0 || n > 80:
		return p, dialog.Refuse(textPickDoer)
	case !d.by.Leads(unit):
		return p, ErrNotYours
	}
	k.Unit, k.Person = unit, p.ID
	return p, nil
}

// mostLeads and farthestLead bound what is reminded of before the due day.
const (
	mostLeads    = 6
	farthestLead = 60
)

// readLeads reads "5, 3, 1": the working days before the due day on which people are reminded. Empty means the usual
// ones,
// "0" the due day alone.
func readLeads(text string) ([]int, error) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' || r == '.' })
	if len(parts) == 0 {
		return defaultLeads, nil
	}
	var out []int
	for _, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 || n > farthestLead || len(out) == mostLeads {
			return nil, dialog.Refuse(fmt.Sprintf(textLeadForm, mostLeads, farthestLead))
		}
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	slices.Reverse(out)
	return out, nil
}

// Leading says when a form's task is reminded of before the days that its due day can be: those that are still ahead.
func (d *Desk) Leading(f Form, days []DueDay) (string, error) {
	leads, err := readLeads(f.Leads)
	left := 0
	for _, day := range days {
		left = max(left, d.svc.Calendar.WeekOf(d.know).Left(d.today(), day.Due))
	}
	return leadsWords(leads, left), err
}

// LeadWords writes lead times as a form shows them: "5, 3, 1".
func LeadWords(leads []int) string {
	out := make([]string, len(leads))
	for i, n := range leads {
		out[i] = strconv.Itoa(n)
	}
	return strings.Join(out, ", ")
}

// leadsAhead are the lead times that are still to come on a day: of a task due tomorrow none.
func leadsAhead(leads []int, left int) []int {
	return slices.DeleteFunc(slices.Clone(leads), func(n int) bool { return n >= left || n == 0 })
}

// leadsWords says on which days a task is reminded of, with a due day so many working days ahead.
func leadsWords(leads []int, left int) string {
	if len(leads) == 0 {
		leads = defaultLeads
	}
	if still := leadsAhead(leads, left); len(still) > 0 {
		return fmt.Sprintf(textLeadsAre, LeadWords(still))
	}
	return textLeadNone
}

// self says whether words for a doer mean whoever types them.
type self int

const (
	notSelf self = iota
	maybeSelf
	isSelf
)

// pronoun reads "tôi", "mình". Without its diacritics "Minh" is one of the commonest names, and "Toi" one too.
func pronoun(words string) self {
	switch strings.ToLower(vi.NFC(strings.TrimSpace(words))) {
	case "tôi", "mình", "tui", "bản thân", "chính tôi", "chính mình", "tôi làm":
		return isSelf
	case "toi", "minh", "ban than", "chinh toi", "chinh minh":
		return maybeSelf
	}
	return notSelf
}

// dueDay is a due day as it counts: moved off a day off by the office's rule.
type dueDay struct {
	Due   content.Day `json:"due,omitzero"`
	Asked content.Day `json:"asked,omitzero"` // the day as written, when it is not Due
	Gone  content.Day `json:"gone,omitzero"`  // another reading of the day, which is gone by
	Open  []string    `json:"open,omitempty"` // what nobody has decided yet and the day depends on
}

// due moves a due day to a working day by the office's rule, and refuses one that is gone by.
func (d *Desk) due(day content.Day, open []string) (dueDay, error) {
	return d.svc.dueOn(d.know, d.now, day, open)
}

func (svc *Service) dueOn(know *answers.Knowledge, now time.Time, day content.Day, open []string) (dueDay, error) {
	today := content.DayOf(now)
	if day.Before(today) {
		return dueDay{}, dialog.Refuse(fmt.Sprintf(textDayGone, dialog.UpperFirst(vidate.Format(day))))
	}
	w := svc.Calendar.WeekOf(know)
	d := dueDay{Due: dueFrom(w, today, day), Open: open}
	if d.Due != day {
		d.Asked = day
	}
	// Whether the day is worked at all may not be decided yet, besides what the reading depends on.
	for _, o := range know.Calendar.Undecided(day, d.Due) {
		d.Open = dialog.AddOnce(d.Open, o)
	}
	return d, nil
}

// notes say why the day that counts is another than the one written, and that it is not certain yet.
func (d dueDay) notes(know *answers.Knowledge) (out []string) {
	gone := ""
	if !d.Gone.IsZero() {
		gone = fmt.Sprintf(textOtherGone, dialog.UpperFirst(vidate.Format(d.Gone)))
	}
	for _, note := range []string{gone, shiftNote(know, d.Asked, d.Due), dialog.Provisional(d.Open)} {
		if note != "" {
			out = append(out, note)
		}
	}
	return out
}

// ahead are the readings of a day that are not gone by, each day once, at most five; or the last of them when all are.
// gone is the latest that was left out.
func ahead(all []vidate.Result, today content.Day) (out []vidate.Result, gone content.Day) {
	for _, c := range all {
		same := func(o vidate.Result) bool { return o.Day == c.Day }
		switch {
		case c.Day.Before(today):
			if c.Day.After(gone) {
				gone = c.Day
			}
		case len(out) < 5 && !slices.ContainsFunc(out, same):
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return all[len(all)-1:], content.Day{}
	}
	return out, gone
}

// dueFrom moves a day to a working day by the office's rule; on a day off today that the rule moves back, to the next.
func dueFrom(w calendar.Week, today, day content.Day) content.Day {
	due := w.Workday(day)
	if due.Before(today) && !day.Before(today) {
		due = w.NextDay(today)
	}
	return due
}
