package sheet_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

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
