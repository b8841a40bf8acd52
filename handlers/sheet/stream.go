package sheet

import (
	"archive/zip"
	"bufio"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"io"
)

// Stream writes one table of texts row by row, so that a million rows are never in memory.
type Stream interface {
	Row(cells ...string) error
	// Close ends the file; without it the file cannot be opened.
	Close() error
}

// NewStream begins a table in one of the formats "csv" and "xlsx".
func NewStream(format string, w io.Writer) (Stream, error) {
	switch format {
	case "csv":
		// Excel takes a file for UTF-8 only when it begins with this mark.
		if _, err := io.WriteString(w, "\uFEFF"); err != nil {
			return nil, err
		}
		return csvSheet{csv.NewWriter(w)}, nil
	case "xlsx":
		return newXLSX(w)
	}
	return nil, fmt.Errorf("export as %q: want csv or xlsx", format)
}

type csvSheet struct{ *csv.Writer }

func (s csvSheet) Row(cells ...string) error {
	return s.Write(plain(cells))
}

func (s csvSheet) Close() error {
	s.Flush()
	return s.Error()
}

// xlsx is the least workbook that spreadsheet programs open: one sheet of texts that stand in their cells (ECMA-376,
// part 1, inline strings), so that it can be written as it comes. A text is never a formula there.
type xlsx struct {
	zip  *zip.Writer
	body *bufio.Writer
	n    int
	last string // the last column, by the head
}

const xlsxHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

func newXLSX(w io.Writer) (*xlsx, error) {
	z := zip.NewWriter(w)
	const main = "http://schemas.openxmlformats.org/"
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", `<Types xmlns="` + main +
			`package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + main + `package/2006/relationships"><Relationship Id="rId1" Type="` +
			main + `officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="` + main + `spreadsheetml/2006/main" xmlns:r="` + main +
			`officeDocument/2006/relationships"><sheets><sheet name="Báo cáo" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + main +
			`package/2006/relationships"><Relationship Id="rId1" Type="` + main +
			`officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
	} {
		p, err := z.Create(part.name)
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(p, xlsxHead+part.text); err != nil {
			return nil, err
		}
	}
	p, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return nil, err
	}
	x := &xlsx{zip: z, body: bufio.NewWriter(p)}
	_, err = x.body.WriteString(xlsxHead + `<worksheet xmlns="` + main + `spreadsheetml/2006/main"><sheetViews><sheetView ` +
		`workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
		`<cols><col min="1" max="16" width="22" customWidth="1"/></cols><sheetData>`)
	return x, err
}

// mostRows is how many rows a sheet can have; what follows would make the file unreadable.
const mostRows = 1_048_576

func (x *xlsx) Row(cells ...string) error {
	if x.n++; x.n > mostRows {
		return fmt.Errorf("more than %d rows: export as csv", mostRows)
	}
	if x.n == 1 && len(cells) > 0 && len(cells) <= 26 {
		x.last = string(rune('A' + len(cells) - 1))
	}
	_, _ = x.body.WriteString("<row>") // a bufio.Writer keeps its first error, and the last write returns it
	for _, c := range cells {
		_, _ = x.body.WriteString(`<c t="inlineStr"><is><t xml:space="preserve">`)
		if err := xml.EscapeText(x.body, []byte(c)); err != nil {
			return err
		}
		_, _ = x.body.WriteString("</t></is></c>")
	}
	_, err := x.body.WriteString("</row>\n")
	return err
}

func (x *xlsx) Close() error {
	_, _ = x.body.WriteString("</sheetData>")
	if x.last != "" {
		_, _ = fmt.Fprintf(x.body, `<autoFilter ref="A1:%s%d"/>`, x.last, x.n)
	}
	_, _ = x.body.WriteString("</worksheet>")
	if err := x.body.Flush(); err != nil {
		return err
	}
	return x.zip.Close()
}
