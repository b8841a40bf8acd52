package tasks

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

const (
	digestButtons = 5  // tasks of a digest that have all their buttons; the others have one each
	digestLines   = 12 // tasks named in each part of a digest
)

// digestMessage writes a digest. Tasks that are done meanwhile are left out; an empty text means that there is nothing.
func digestMessage(ctx context.Context, r bot.Reader, w calendar.Week, d *digest) (bot.Message, error) {
	own, err := openOf(ctx, r, d.Own)
	if err != nil {
		return bot.Message{}, err
	}
	unit, err := openOf(ctx, r, d.Unit)
	if err != nil {
		return bot.Message{}, err
	}
	office, err := openOf(ctx, r, d.Office)
	if err != nil {
		return bot.Message{}, err
	}
	if len(own)+len(unit)+len(office)+len(d.Cut) == 0 {
		return bot.Message{}, nil
	}
	var s strings.Builder
	fmt.Fprintf(&s, "*Nhắc việc %s*\n", dialog.ShortDay(d.Day, content.Day{}))
	if d.Late {
		s.WriteString(lateLine(w, d) + "\n")
	}
	m := bot.Message{Buttons: digestRows(own)}
	for i, k := range own[:min(len(own), digestLines)] {
		number := ""
		if len(own) > 1 {
			number = fmt.Sprintf("%d. ", i+1)
		}
		line := taskLine(w, k, d.Day)
		if slices.Contains(d.Stood, k.ID) {
			line += fmt.Sprintf(textStoodFor, bot.Escape(people.NameOf(ctx, r, k.Person)))
		}
		s.WriteString(number + line + "\n")
	}
	s.WriteString(more(len(own)))
	section(ctx, r, &s, w, d.Day, textUnitSection, unit)
	section(ctx, r, &s, w, d.Day, textOfficeSection, office)
	if len(unit) > 0 || len(office) > 0 {
		m.Buttons = append(m.Buttons, []bot.Button{actBoard.Button(textSeeBoard,
			boardView{Scope: scopeAll, Light: string(LightLate)})})
	}
	if len(d.Cut) > 0 {
		s.WriteString("\n*" + textCutSection + "*\n")
		for _, line := range d.Cut[:min(len(d.Cut), digestLines)] {
			s.WriteString("- " + bot.Escape(line) + "\n")
		}
		s.WriteString(more(len(d.Cut)))
	}
	m.Text = strings.TrimSpace(s.String())
	return m, nil
}

func lateLine(w calendar.Week, d *digest) string {
	at := dialog.ClockOn(d.Day, w.At)
	if !d.Missed.IsZero() {
		at = dialog.ClockOn(d.Missed, w.At)
	}
	return fmt.Sprintf(textDigestLate, at.Format("15:04"), at.Format("02/01"))
}

func more(n int) string {
	if n > digestLines {
		return fmt.Sprintf("… và %d việc nữa\n", n-digestLines)
	}
	return ""
}

// openOf loads those tasks of a list that are not over, the earliest due first.
func openOf(ctx context.Context, r bot.Reader, ids []string) (out []Task, err error) {
	for _, id := range ids {
		k, ok, err := Load(ctx, r, id)
		if err != nil {
			return nil, err
		}
		if ok && !k.Over() {
			out = append(out, k)
		}
	}
	slices.SortStableFunc(out, func(a, b Task) int { return a.Due.Sub(b.Due) })
	return out, nil
}

func section(ctx context.Context, r bot.Reader, s *strings.Builder, w calendar.Week, today content.Day, title string,
	tasks []Task) {
	if len(tasks) == 0 {
		return
	}
	if s.Len() > 0 {
		s.WriteByte('\n')
	}
	fmt.Fprintf(s, "*%s*\n", title)
	for _, k := range tasks[:min(len(tasks), digestLines)] {
		fmt.Fprintf(s, "- %s – %s, %s%s\n", bot.Escape(k.Title), bot.Escape(people.NameOf(ctx, r, k.Person)),
			leftWords(w, today, k.Due), stateWords(k))
	}
	s.WriteString(more(len(tasks)))
}

// taskLine is a task as its doer reads it.
func taskLine(w calendar.Week, k Task, today content.Day) string {
	line := fmt.Sprintf("*%s*: %s", bot.Escape(k.Title), leftWords(w, today, k.Due))
	if k.Person == "" {
		line += ", " + dialog.TextNobodyYet
	}
	switch k.Status {
	case Acked:
		line += ", đã nhận"
	case Stuck:
		line += ", đang gặp khó khăn"
	}
	if k.Product != "" {
		line += "\n   Sản phẩm: " + bot.Escape(k.Product)
	}
	if k.Every != nil {
		line += "\n   Lặp lại: " + k.Every.Words()
	}
	return line
}

// digestRows are the buttons of a digest: all four for the first tasks, one for each of the others.
func digestRows(own []Task) (rows [][]bot.Button) {
	for i, k := range own {
		if i >= digestLines {
			break
		}
		number := ""
		if len(own) > 1 {
			number = fmt.Sprintf("%d. ", i+1)
		}
		if i >= digestButtons {
			rows = append(rows, []bot.Button{actShow.Button(number+vi.Shorten(k.Title, 40), taskRef{k.ID})})
			continue
		}
		rows = append(rows, taskRows(k, number)...)
	}
	if len(own) > digestLines {
		rows = append(rows, []bot.Button{{Label: textSeeMine, Action: ActionMine}})
	}
	return rows
}

// taskRows are the buttons of one task.
func taskRows(k Task, number string) [][]bot.Button {
	button := func(label string, a bot.Action[taskRef]) bot.Button { return a.Button(number+label, taskRef{k.ID}) }
	if k.Over() {
		return [][]bot.Button{{button("Mở lại", actOpen)}}
	}
	if k.Person == "" {
		return [][]bot.Button{{button("Giao người làm", actGive), button("Đã xong", actDone)}}
	}
	if k.Status == Open {
		return [][]bot.Button{{button("Đã nhận", actAck), button("Đã xong", actDone)},
			{button("Nhắc lại", actAgain), button("Gặp khó khăn", actStuck)}}
	}
	return [][]bot.Button{{button("Đã xong", actDone), button("Nhắc lại", actAgain)},
		{button("Gặp khó khăn", actStuck)}}
}

// taskCard shows one task with its buttons under a line that says why it is shown.
func taskCard(k Task, w calendar.Week, today content.Day, head string) bot.Message {
	var s strings.Builder
	if head != "" {
		s.WriteString(head + "\n")
	}
	s.WriteString(taskLine(w, k, today) + "\n")
	if note := shiftNote(&answers.Knowledge{Calendar: w.Cal}, k.Asked, k.Due); note != "" {
		s.WriteString(note + "\n")
	}
	fmt.Fprintf(&s, textTaskCode, k.ID, bot.Escape(k.By))
	if k.Source != "" {
		fmt.Fprintf(&s, " Theo %s.", bot.Escape(k.Source))
	}
	return bot.Message{Text: s.String(), Buttons: taskRows(k, "")}
}

// reminderForm fills the form in which a reminder goes out where a platform takes only approved ones: the first task
// and its day, and how many tasks there are. Fields: task, due, unit, count, day.
func reminderForm(tasks []Task, day content.Day) *bot.Form {
	fields := map[string]string{"count": strconv.Itoa(len(tasks)), "day": day.VN(), "due": day.VN()}
	if len(tasks) > 0 {
		fields["task"], fields["unit"], fields["due"] = tasks[0].Title, tasks[0].Unit, tasks[0].Due.VN()
	}
	return &bot.Form{Name: bot.FormReminder, Fields: fields}
}
