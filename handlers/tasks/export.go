package tasks

import (
	"context"
	"fmt"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/sheet"
)

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
