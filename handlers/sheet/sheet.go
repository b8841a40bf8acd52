// Package sheet writes tables as files that offices open in a spreadsheet: XLSX and CSV. Texts stay texts: what looks
// like a formula ("=cmd|…") is never run by the program that opens the file.
//
// It fails only when a table is larger than a spreadsheet may be.
package sheet

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// The media types of the files.
const (
	XLSXType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	CSVType  = "text/csv; charset=utf-8"
)

// Percent is a share from 0 to 1, which a spreadsheet shows as "92,3%" and counts with.
type Percent float64

// Table is one sheet. Cells are strings, numbers, a Percent, a time.Time (a day where it is midnight) or anything that
// fmt writes. The head stays in sight and has filters.
type Table struct {
	Name string // of the sheet; at most 31 runes count
	Note string // a line above the head, when not empty
	Head []string
	Rows [][]any
}

// XLSX writes the tables as the sheets of one workbook.
func XLSX(tables ...Table) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return nil, fmt.Errorf("sheet: %w", err)
	}
	styles := looks{head: bold}
	for _, look := range []struct {
		id     *int
		format string
	}{{&styles.day, "dd/mm/yyyy"}, {&styles.moment, "dd/mm/yyyy hh:mm"}, {&styles.percent, "0.0%"}} {
		if *look.id, err = f.NewStyle(&excelize.Style{CustomNumFmt: &look.format}); err != nil {
			return nil, fmt.Errorf("sheet: %w", err)
		}
	}
	for i, t := range tables {
		name := sheetName(t.Name, i)
		if i == 0 {
			err = f.SetSheetName("Sheet1", name)
		} else {
			_, err = f.NewSheet(name)
		}
		if err == nil {
			err = t.write(f, name, styles, i+1)
		}
		if err != nil {
			return nil, fmt.Errorf("sheet %q: %w", t.Name, err)
		}
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("sheet: %w", err)
	}
	return out.Bytes(), nil
}

// sheetName makes a name that spreadsheets take.
func sheetName(name string, i int) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return '-'
		}
		return r
	}, name)
	if r := []rune(name); len(r) > 31 {
		name = string(r[:31])
	}
	if name == "" {
		name = fmt.Sprintf("Bảng %d", i+1)
	}
	return name
}

// looks are the styles of cells.
type looks struct{ head, day, moment, percent int }

// of is the style of a value.
func (l looks) of(v any) int {
	switch v := v.(type) {
	case time.Time:
		if midnight(v) {
			return l.day
		}
		return l.moment
	case Percent:
		return l.percent
	}
	return 0
}

func midnight(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 }

// text is a cell in words.
func text(v any) string {
	switch v := v.(type) {
	case time.Time:
		if midnight(v) {
			return v.Format("02/01/2006")
		}
		return v.Format("02/01/2006 15:04")
	case Percent:
		return strings.Replace(fmt.Sprintf("%.1f%%", 100*float64(v)), ".", ",", 1)
	}
	return fmt.Sprint(v)
}

// widths are how wide the columns are, in characters: as their longest cell, within bounds.
func (t Table) widths() []float64 {
	widths := make([]float64, len(t.Head))
	for i, h := range t.Head {
		widths[i] = min(60, 2+float64(len([]rune(h))))
	}
	for _, row := range t.Rows {
		for i := range min(len(row), len(widths)) {
			widths[i] = min(60, max(widths[i], 2+float64(len([]rune(text(row[i]))))))
		}
	}
	return widths
}

func (t Table) write(f *excelize.File, name string, styles looks, number int) error {
	w, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	head := make([]any, len(t.Head))
	for i, h := range t.Head {
		head[i] = h
	}
	for i, width := range t.widths() {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	top := 1
	if t.Note != "" {
		top = 2
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: top, TopLeftCell: fmt.Sprintf("A%d", top+1),
		ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	at := 1
	put := func(row []any, head bool) error {
		cells := make([]any, len(row))
		for i, v := range row {
			style := styles.of(v)
			if head {
				style = styles.head
			}
			if p, ok := v.(Percent); ok {
				v = float64(p)
			}
			cells[i] = excelize.Cell{StyleID: style, Value: v} // a string is written as a string, never as a formula
		}
		cell, err := excelize.CoordinatesToCellName(1, at)
		at++
		if err != nil {
			return err
		}
		return w.SetRow(cell, cells)
	}
	if t.Note != "" {
		if err := put([]any{t.Note}, false); err != nil {
			return err
		}
	}
	if err := put(head, true); err != nil {
		return err
	}
	for _, r := range t.Rows {
		if err := put(r, false); err != nil {
			return err
		}
	}
	if len(t.Rows) > 0 && len(t.Head) > 0 {
		last, err := excelize.CoordinatesToCellName(len(t.Head), at-1)
		if err != nil {
			return err
		}
		if err := w.AddTable(&excelize.Table{Range: fmt.Sprintf("A%d:%s", top, last),
			Name:      fmt.Sprintf("Bang%d", number),
			StyleName: "TableStyleLight1"}); err != nil {
			return err
		}
	}
	return w.Flush()
}

// CSV writes one table with a byte order mark, by which spreadsheets know Vietnamese text. A text that a spreadsheet
// would take for a formula gets an apostrophe in front.
func CSV(t Table) []byte {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	_ = w.Write(plain(t.Head)) // a bytes.Buffer takes everything
	for _, r := range t.Rows {
		row := make([]string, len(r))
		for i, v := range r {
			row[i] = text(v)
			if _, isText := v.(string); isText {
				row[i] = Plain(row[i])
			}
		}
		_ = w.Write(row)
	}
	w.Flush()
	return out.Bytes()
}

func plain(row []string) []string {
	out := make([]string, len(row))
	for i, s := range row {
		out[i] = Plain(s)
	}
	return out
}

// Plain makes a text harmless as a cell of a CSV file.
func Plain(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20", []rune(s)[0]) {
		return "'" + s
	}
	return s
}
