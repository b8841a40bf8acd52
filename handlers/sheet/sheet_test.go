package sheet_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/motcua/motcua/handlers/sheet"
)

var table = sheet.Table{Name: "Góp ý [tháng 11/2026]", Head: []string{"Đơn vị", "Số phiếu"}, Rows: [][]any{
	{"Tư pháp – Hộ tịch", 42}, {`=HYPERLINK("http://x","bấm")`, -3}, {"@SUM(A1)", 0.5}, {"+84", 1}, {"\t=1", 2},
}}

// TestXLSX: what was written is read back, and nothing in it is a formula.
func TestXLSX(t *testing.T) {
	b, err := sheet.XLSX(table, sheet.Table{Name: strings.Repeat("dài ", 20), Note: "Ghi chú", Head: []string{"A"}})
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	names := f.GetSheetList()
	if len(names) != 2 || names[0] != "Góp ý -tháng 11-2026-" {
		t.Fatalf("sheets %q", names)
	}
	rows, err := f.GetRows(names[0])
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"Đơn vị", "Số phiếu"}, {"Tư pháp – Hộ tịch", "42"}, {`=HYPERLINK("http://x","bấm")`, "-3"}, {"@SUM(A1)", "0.5"}, {"+84", "1"}, {"\t=1", "2"}}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	for row := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, row+1)
		if formula, err := f.GetCellFormula(names[0], cell); err != nil || formula != "" {
			t.Errorf("%s is a formula: %q, %v", cell, formula, err)
		}
	}
}

// TestRealDatesAndShares: days and shares are numbers that a spreadsheet sorts by and shows as people write them; the
// head is frozen and has filters.
func TestRealDatesAndShares(t *testing.T) {
	day := time.Date(2026, 12, 3, 0, 0, 0, 0, time.FixedZone("", 7*3600))
	table := sheet.Table{Note: "Tính đến", Head: []string{"Hạn", "Lúc", "Tỷ lệ"},
		Rows: [][]any{{day, day.Add(14*time.Hour + 5*time.Minute), sheet.Percent(0.905)}}}
	b, err := sheet.XLSX(table)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	name := f.GetSheetList()[0]
	for cell, want := range map[string][2]string{"A3": {"46359", "03/12/2026"},
		"B3": {"46359.586805555555", "03/12/2026 14:05"},
		"C3": {"0.905", "90.5%"}} {
		raw, _ := f.GetCellValue(name, cell, excelize.Options{RawCellValue: true})
		shown, _ := f.GetCellValue(name, cell)
		if raw != want[0] || shown != want[1] {
			t.Errorf("%s is %s, shown %s", cell, raw, shown)
		}
	}
	if p, err := f.GetPanes(name); err != nil || !p.Freeze || p.YSplit != 2 {
		t.Errorf("panes %+v, %v", p, err)
	}
	if tables, err := f.GetTables(name); err != nil || len(tables) != 1 || tables[0].Range != "A2:C3" {
		t.Errorf("filters %+v, %v", tables, err)
	}
	if got := string(sheet.CSV(table)); !strings.Contains(got, "03/12/2026,03/12/2026 14:05,\"90,5%\"") {
		t.Errorf("CSV:\n%s", got)
	}
}

// TestStreamedWorkbook: the report of an announcement is a workbook with a frozen head and filters.
func TestStreamedWorkbook(t *testing.T) {
	var out bytes.Buffer
	s, err := sheet.NewStream("xlsx", &out)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range [][]string{{"Kênh", "Mã"}, {"Telegram", "1"}} {
		if err := s.Row(row...); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if p, err := f.GetPanes("Báo cáo"); err != nil || !p.Freeze {
		t.Errorf("panes %+v, %v", p, err)
	}
	if width, err := f.GetColWidth("Báo cáo", "A"); err != nil || width < 20 {
		t.Errorf("width %v, %v", width, err)
	}
	if rows, err := f.GetRows("Báo cáo"); err != nil || len(rows) != 2 || rows[1][0] != "Telegram" {
		t.Errorf("rows %q, %v", rows, err)
	}
}

// TestCSV: spreadsheets read Vietnamese text by its mark, and no text begins like a formula.
func TestCSV(t *testing.T) {
	b := sheet.CSV(table)
	rest, marked := bytes.CutPrefix(b, []byte("\ufeff"))
	if !marked {
		t.Error("no byte order mark")
	}
	rows, err := csv.NewReader(bytes.NewReader(rest)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		if strings.ContainsAny(r[0][:1], "=+-@\t") {
			t.Errorf("cell %q would be run", r[0])
		}
	}
	if rows[2][1] != "-3" {
		t.Errorf("a number was changed: %q", rows[2][1])
	}
}
