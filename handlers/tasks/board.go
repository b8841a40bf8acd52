package tasks

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/sheet"
)

// BoardTask is a task with how it stands on a day.
type BoardTask struct {
	Task
	Who         string // the name of the person, or that it has none yet
	Light       Light
	Left        int  // working days until it is due, negative when late
	Provisional bool // Left depends on days off that are not decided
}

// Board lists open tasks by due day: of a person, of a unit, or all when both are empty; at most limit (0: 1,000).
func (svc *Service) Board(ctx context.Context, r bot.Reader, person, unit string, today content.Day,
	limit int) ([]BoardTask, error) {
	set := openTasksSet
	switch {
	case person != "":
		set = PersonTasksSet(person)
	case unit != "":
		set = unitTasksSet(unit)
	}
	tasks, err := LoadAll(ctx, r, set, bot.Range{Max: dialog.MaxScore, Limit: limit})
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	out := make([]BoardTask, 0, len(tasks))
	for _, k := range tasks {
		if k.Over() {
			continue
		}
		w, err := svc.Calendar.NowFor(ctx, r, k.Unit)
		if err != nil {
			return nil, err
		}
		if _, known := names[k.Person]; !known {
			names[k.Person] = people.NameOf(ctx, r, k.Person)
		}
		out = append(out, BoardTask{Task: k, Who: names[k.Person], Light: k.light(w, today), Left: w.Left(today, k.Due),
			Provisional: w.Days != "all" && w.Cal.Provisional(today, k.Due)})
	}
	return out, nil
}

const (
	boardPage = 8
	boardMost = 500 // tasks looked at for one view in a chat
)

// myTasks answers /nhiemvu: an official's own tasks, a head's unit, an admin's whole office.
func (c chat) myTasks(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	scope := scopeMine
	switch {
	case w.Runs():
		scope = scopeAll
	case w.Role == people.RoleHead:
		scope = scopeUnit
	}
	return c.board(ctx, t, w, boardView{Scope: scope, Light: lightAll})
}

// pressedBoard turns the page or changes the view.
func (c chat) pressedBoard(ctx context.Context, t *dialog.Turn, w people.Actor, v boardView) ([]bot.Message, error) {
	messages, err := c.board(ctx, t, w, v)
	edits := c.People.Channels[t.Update.Chat.Channel].Edit && t.Update.MessageID != ""
	if err == nil && len(messages) > 0 && edits && v.Page != 0 {
		messages[0].Edit = t.Update.MessageID
	}
	return messages, err
}

// board shows one page of the tasks in a scope, narrowed to what the official may see, and a light.
func (c chat) board(ctx context.Context, t *dialog.Turn, w people.Actor, v boardView) ([]bot.Message, error) {
	person, unit, title := w.Person.ID, "", "Việc của ông/bà"
	switch {
	case v.Scope == scopeAll && w.Runs():
		person, title = "", "Việc của toàn cơ quan"
	case v.Scope != scopeMine && w.Role == people.RoleHead, v.Scope == scopeUnit && w.Runs() && w.Person.ID != "":
		person, unit, title = "", w.Person.Unit, "Việc của "+w.Person.Unit
	case w.Person.ID == "":
		return dialog.Say(textNoTasks), nil
	}
	all, err := c.Board(ctx, t.Tx, person, unit, t.Day(), boardMost)
	if err != nil {
		return nil, err
	}
	all = people.Only(w.Office, all, func(k BoardTask) string { return k.Unit })
	stood := person != "" && len(w.For) > 0
	if stood {
		title = textMineAndStood
		if all, err = c.withStood(ctx, t, w, all); err != nil {
			return nil, err
		}
	}
	counts := map[Light]int{}
	shown := all[:0:0]
	for _, k := range all {
		counts[k.Light]++
		if v.Light == lightAll || string(k.Light) == v.Light {
			shown = append(shown, k)
		}
	}
	v.Page = min(max(0, v.Page), max(0, (len(shown)-1)/boardPage))
	m := bot.Message{Text: c.boardText(t, title, counts, shown, v.Page, person == "" || stood)}
	m.Buttons = boardRows(w, v, counts, shown)
	if person == "" && c.People.Channels[t.Update.Chat.Channel].Files {
		m.Buttons = append(m.Buttons, []bot.Button{actXLSX.Button("Tải bảng Excel", struct{}{}),
			actCSV.Button("Tải bảng CSV", struct{}{})})
	}
	return []bot.Message{m}, nil
}

// withStood adds the tasks of those for whom the official stands in; of a head also what nobody does yet.
func (c chat) withStood(ctx context.Context, t *dialog.Turn, w people.Actor, all []BoardTask) ([]BoardTask, error) {
	for _, away := range w.For {
		theirs, err := c.Board(ctx, t.Tx, away.ID, "", t.Day(), boardMost)
		if err != nil {
			return nil, err
		}
		all = append(all, theirs...)
		if !away.Heads {
			continue
		}
		unit, err := c.Board(ctx, t.Tx, "", away.Unit, t.Day(), boardMost)
		if err != nil {
			return nil, err
		}
		all = append(all, slices.DeleteFunc(unit, func(k BoardTask) bool { return k.Person != "" })...)
	}
	slices.SortStableFunc(all, func(a, b BoardTask) int { return a.Due.Sub(b.Due) })
	return all, nil
}

func (c chat) boardText(t *dialog.Turn, title string, counts map[Light]int, shown []BoardTask, page int,
	named bool) string {
	var s strings.Builder
	fmt.Fprintf(&s, "*%s* – %s\n", bot.Escape(title), dialog.ShortDay(t.Day(), content.Day{}))
	var parts []string
	total := 0
	for _, l := range Lights {
		total += counts[l]
		parts = append(parts, fmt.Sprintf("%s: %d", LightNames[l], counts[l]))
	}
	if total == 0 {
		return s.String() + textNothingOpen
	}
	s.WriteString(strings.Join(parts, " · ") + "\n")
	if total == boardMost {
		fmt.Fprintf(&s, textCountedOnly, boardMost)
	}
	week := c.Calendar.WeekOf(t.Know)
	for i, k := range shown[min(len(shown), page*boardPage):min(len(shown), (page+1)*boardPage)] {
		fmt.Fprintf(&s, "\n%d. *%s*", page*boardPage+i+1, bot.Escape(k.Title))
		if named {
			s.WriteString(" – " + bot.Escape(k.Who))
		}
		fmt.Fprintf(&s, ": %s%s", leftWords(week, t.Day(), k.Due), stateWords(k.Task))
	}
	if pages := (len(shown) + boardPage - 1) / boardPage; pages > 1 {
		fmt.Fprintf(&s, "\n\nTrang %d/%d", page+1, pages)
	}
	return s.String()
}

func boardRows(w people.Actor, v boardView, counts map[Light]int, shown []BoardTask) (rows [][]bot.Button) {
	button := func(label, light string, page int) bot.Button {
		return actBoard.Button(label, boardView{v.Scope, light, page})
	}
	page := v.Page
	var row []bot.Button
	for i := page * boardPage; i < min(len(shown), (page+1)*boardPage); i++ {
		row = append(row, actShow.Button(fmt.Sprintf("Việc %d", i+1), taskRef{shown[i].ID}))
		if len(row) == 4 {
			rows, row = append(rows, row), nil
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	var turn []bot.Button
	if page > 0 {
		turn = append(turn, button("‹ Trang trước", v.Light, page-1))
	}
	if (page+1)*boardPage < len(shown) {
		turn = append(turn, button("Trang sau ›", v.Light, page+1))
	}
	if len(turn) > 0 {
		rows = append(rows, turn)
	}
	var filters []bot.Button
	for _, l := range Lights {
		if counts[l] > 0 && string(l) != v.Light && len(shown) > 0 && (counts[l] < len(shown) || v.Light != lightAll) {
			filters = append(filters, button(fmt.Sprintf("%s (%d)", LightNames[l], counts[l]), string(l), 0))
		}
	}
	if v.Light != lightAll {
		filters = append(filters, button("Tất cả", lightAll, 0))
	}
	for len(filters) > 2 {
		rows, filters = append(rows, filters[:2]), filters[2:]
	}
	if len(filters) > 0 {
		rows = append(rows, filters)
	}
	if w.Person.ID != "" && v.Scope != scopeMine {
		rows = append(rows, []bot.Button{{Label: "Việc của tôi", Action: ActionMine}})
	}
	return rows
}

var statusNames = map[Status]string{Open: "chưa nhận", Acked: "đã nhận", Stuck: "gặp khó khăn", Done: "đã xong",
	Void: "đã bỏ"}

// exportMost bounds each table of an export.
const exportMost = 20_000

// StatusName is the word for how far a task is.
func StatusName(s Status) string { return statusNames[s] }

// Table is one table of an export.
type Table = sheet.Table

// tables are those of an export: the open tasks, those closed since a day, and what happened to all of them (for
// the yearly report). An empty unit means the whole office, of where it is one of several.
func (svc *Service) tables(ctx context.Context, r bot.Reader, of people.Office, unit string,
	since, today content.Day) ([]Table, error) {
	open, err := svc.Board(ctx, r, "", unit, today, exportMost)
	if err != nil {
		return nil, err
	}
	open = people.Only(of, open, func(k BoardTask) string { return k.Unit })
	closed, err := LoadAll(ctx, r, closedTasksSet, bot.Range{Min: dayScore(since), Max: dialog.MaxScore, Reverse: true,
		Limit: exportMost})
	if err != nil {
		return nil, err
	}
	head := []string{"Mã", "Việc", "Đơn vị", "Người làm", "Hạn", "Tình trạng", "Trạng thái", "Còn (ngày làm việc)",
		"Sản phẩm", "Người giao", "Ngày giao"}
	now := sheet.Table{Name: "Việc đang mở", Note: "Tính đến ngày " + today.VN(), Head: head}
	log := sheet.Table{Name: "Nhật ký", Head: []string{"Mã", "Việc", "Lúc", "Ai", "Điều gì"}}
	for _, k := range open {
		now.Rows = append(now.Rows, []any{k.ID, k.Title, k.Unit, k.Who, k.Due.At(0, 0), LightNames[k.Light],
			statusNames[k.Status], k.Left, k.Product, k.By, content.DayOf(k.Created).At(0, 0)})
		log.Rows = append(log.Rows, eventRows(k.Task)...)
	}
	done := sheet.Table{Name: "Việc đã đóng", Note: fmt.Sprintf("Từ %s đến %s", since.VN(), today.VN()),
		Head: []string{"Mã", "Việc", "Đơn vị", "Người làm", "Hạn", "Đóng lúc", "Đúng hạn", "Trạng thái", "Kết quả"}}
	for _, k := range closed {
		if unit != "" && people.UnitID(k.Unit) != people.UnitID(unit) || !of.Has(k.Unit) {
			continue
		}
		onTime := "đúng hạn"
		if content.DayOf(k.Closed).After(k.Due) {
			onTime = "trễ hạn"
		}
		done.Rows = append(done.Rows, []any{k.ID, k.Title, k.Unit, people.NameOf(ctx, r, k.Person), k.Due.At(0, 0),
			k.Closed.In(content.Zone), onTime, statusNames[k.Status], k.Result})
		log.Rows = append(log.Rows, eventRows(k)...)
	}
	return []Table{now, done, log}, nil
}

func eventRows(k Task) (rows [][]any) {
	for _, e := range k.Events {
		rows = append(rows, []any{k.ID, k.Title, e.At.In(content.Zone), e.Who,
			strings.ReplaceAll(e.What, "*", "")})
	}
	return rows
}

// exportXLSX answers with the board as a workbook, of a head's unit or of the whole office.
func (c chat) exportXLSX(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	tables, err := c.desk(t, w).Tables(ctx)
	if err != nil {
		return nil, err
	}
	book, err := sheet.XLSX(tables...)
	if err != nil {
		return nil, err
	}
	file := &bot.File{Name: "viec-" + t.Day().String() + ".xlsx", Type: sheet.XLSXType, Bytes: book}
	return []bot.Message{{Text: fmt.Sprintf(textExport, t.Day().VN()), File: file}}, nil
}

// exportCSV answers with the open tasks of the board as CSV.
func (c chat) exportCSV(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	tables, err := c.desk(t, w).Tables(ctx)
	if err != nil {
		return nil, err
	}
	file := &bot.File{Name: "viec-" + t.Day().String() + ".csv", Type: sheet.CSVType, Bytes: sheet.CSV(tables[0])}
	return []bot.Message{{Text: fmt.Sprintf(textExportOpen, t.Day().VN()), File: file}}, nil
}

// Tables are the tables of an export of what the actor sees: the whole office, or the unit that the actor leads.
func (d *Desk) Tables(ctx context.Context) (tables []Table, err error) {
	unit := ""
	switch {
	case d.by.Runs() || d.by.Role == people.RoleViewer || d.by.Role == people.RoleEditor:
	case d.by.Role == people.RoleHead:
		unit = d.by.Person.Unit
	default:
		return nil, ErrNotYours
	}
	since := content.NewDay(d.today().Year(), 1, 1)
	if tables, err = d.svc.tables(ctx, d.tx, d.by.Office, unit, since, d.today()); err != nil {
		return nil, err
	}
	return tables, d.by.Audit(ctx, d.tx, people.VerbTasksExport, people.UnitObject(unit), "")
}
