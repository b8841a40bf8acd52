package handlers

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
)

const (
	digestButtons = 5  // tasks of a digest that have all their buttons; the others have one each
	digestLines   = 12 // tasks named in each part of a digest
)

// digestMessage writes a digest. Tasks that are done meanwhile are left out; an empty text means that there is nothing.
func (b *Bot) digestMessage(ctx context.Context, r bot.Reader, w week, d *digest) (bot.Message, error) {
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
	fmt.Fprintf(&s, "*Nhắc việc %s*\n", shortDay(d.Day, content.Day{}))
	if d.Late {
		s.WriteString(b.lateLine(w, d) + "\n")
	}
	m := bot.Message{Buttons: b.digestRows(own)}
	for i, k := range own[:min(len(own), digestLines)] {
		number := ""
		if len(own) > 1 {
			number = fmt.Sprintf("%d. ", i+1)
		}
		s.WriteString(number + b.taskLine(w, k, d.Day) + "\n")
	}
	s.WriteString(more(len(own)))
	b.section(ctx, r, &s, w, d.Day, textUnitSection, unit)
	b.section(ctx, r, &s, w, d.Day, textOfficeSection, office)
	if len(unit) > 0 || len(office) > 0 {
		m.Buttons = append(m.Buttons, []bot.Button{{Label: textSeeBoard, Action: "nv:all:late:0"}})
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

func (b *Bot) lateLine(w week, d *digest) string {
	at := clockOn(d.Day, w.At)
	if !d.Missed.IsZero() {
		at = clockOn(d.Missed, w.At)
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
		k, ok, err := loadTask(ctx, r, id)
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

func (b *Bot) section(ctx context.Context, r bot.Reader, s *strings.Builder, w week, today content.Day, title string, tasks []Task) {
	if len(tasks) == 0 {
		return
	}
	if s.Len() > 0 {
		s.WriteByte('\n')
	}
	fmt.Fprintf(s, "*%s*\n", title)
	for _, k := range tasks[:min(len(tasks), digestLines)] {
		fmt.Fprintf(s, "- %s – %s, %s%s\n", bot.Escape(k.Title), bot.Escape(b.personName(ctx, r, k.Person)), leftWords(w, today, k.Due), stateWords(k))
	}
	s.WriteString(more(len(tasks)))
}

// stateWords says what a head ought to know of a task besides its day.
func stateWords(k Task) string {
	switch {
	case k.Status == TaskStuck && k.Trouble != "":
		return " – gặp khó khăn: " + bot.Escape(k.Trouble)
	case k.Status == TaskStuck:
		return " – gặp khó khăn"
	case k.Status == TaskOpen && k.Silent >= silentAfter:
		return fmt.Sprintf(" – đã nhắc %d lần chưa phản hồi", k.Silent)
	case k.Status == TaskAcked:
		return " – đã nhận"
	}
	return ""
}

// taskLine is a task as its doer reads it.
func (b *Bot) taskLine(w week, k Task, today content.Day) string {
	line := fmt.Sprintf("*%s*: %s", bot.Escape(k.Title), leftWords(w, today, k.Due))
	if k.Person == "" {
		line += ", " + textNobodyYet
	}
	switch k.Status {
	case TaskAcked:
		line += ", đã nhận"
	case TaskStuck:
		line += ", đang gặp khó khăn"
	}
	if k.Product != "" {
		line += "\n   Sản phẩm: " + bot.Escape(k.Product)
	}
	return line
}

// leftWords says when a task is due, counted in the office's working days.
func leftWords(w week, today, due content.Day) string {
	date := shortDay(due, today)
	left := w.left(today, due)
	open := ""
	if due.After(today) && w.Days != "all" && w.cal.Provisional(today, due) {
		open = ", tạm tính"
	}
	switch {
	case due == today:
		return "hôm nay là hạn"
	case due.Before(today):
		return fmt.Sprintf("*quá hạn %d ngày làm việc* (hạn %s)", max(1, -left), date)
	case left == 0:
		return fmt.Sprintf("hạn %s là ngày nghỉ, hôm nay là ngày làm việc cuối%s", date, open)
	}
	return fmt.Sprintf("hạn %s, còn %d ngày làm việc%s", date, left, open)
}

// digestRows are the buttons of a digest: all four for the first tasks, one for each of the others.
func (b *Bot) digestRows(own []Task) (rows [][]bot.Button) {
	for i, k := range own {
		if i >= digestLines {
			break
		}
		number := ""
		if len(own) > 1 {
			number = fmt.Sprintf("%d. ", i+1)
		}
		if i >= digestButtons {
			rows = append(rows, []bot.Button{{Label: number + vi.Shorten(k.Title, 40), Action: "task:show:" + k.ID}})
			continue
		}
		rows = append(rows, taskRows(k, number)...)
	}
	if len(own) > digestLines {
		rows = append(rows, []bot.Button{{Label: textSeeMine, Action: "nv:mine:all:0"}})
	}
	return rows
}

// taskRows are the buttons of one task.
func taskRows(k Task, number string) [][]bot.Button {
	button := func(label, verb string) bot.Button {
		return bot.Button{Label: number + label, Action: "task:" + verb + ":" + k.ID}
	}
	if k.Over() {
		return [][]bot.Button{{button("Mở lại", "open")}}
	}
	if k.Person == "" {
		return [][]bot.Button{{button("Giao người làm", "give"), button("Đã xong", "done")}}
	}
	if k.Status == TaskOpen {
		return [][]bot.Button{{button("Đã nhận", "ack"), button("Đã xong", "done")}, {button("Nhắc lại", "again"), button("Gặp khó khăn", "stuck")}}
	}
	return [][]bot.Button{{button("Đã xong", "done"), button("Nhắc lại", "again")}, {button("Gặp khó khăn", "stuck")}}
}

// taskCard shows one task with its buttons under a line that says why it is shown.
func (b *Bot) taskCard(k Task, w week, today content.Day, head string) bot.Message {
	var s strings.Builder
	if head != "" {
		s.WriteString(head + "\n")
	}
	s.WriteString(b.taskLine(w, k, today) + "\n")
	if note := b.shiftNote(&answers.Knowledge{Calendar: w.cal}, k.Asked, k.Due); note != "" {
		s.WriteString(note + "\n")
	}
	fmt.Fprintf(&s, "Mã việc %s; người giao: %s.", k.ID, bot.Escape(k.By))
	if k.Source != "" {
		fmt.Fprintf(&s, " Theo %s.", bot.Escape(k.Source))
	}
	return bot.Message{Text: s.String(), Buttons: taskRows(k, "")}
}
