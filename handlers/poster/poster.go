// Package poster makes the sheet for the office's wall: an A4 page in PDF with the office's name and a QR code that
// opens the assistant. It fails only for an address that no QR code holds.
package poster

import (
	"bytes"
	"fmt"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"

	"github.com/motcua/motcua/handlers/qrcode"
)

// Sheet is what stands on the page.
type Sheet struct {
	Office  string   // its name
	Address string   // what the QR code opens
	Shown   string   // the same as people type it; may be empty
	Lines   []string // what one can do there, a line each
	Foot    string   // hours, telephone; may be empty
	Made    time.Time
}

// The page in millimetres: A4 upright, with the margins that printers leave white.
const (
	pageWidth = 210.0
	margin    = 18.0
	inner     = pageWidth - 2*margin
	codeSide  = 96.0
)

// PDF draws the sheet. The same sheet gives the same bytes.
func (s Sheet) PDF() ([]byte, error) {
	size, black, err := qrcode.Squares(s.Address)
	if err != nil {
		return nil, err
	}
	p := fpdf.New("P", "mm", "A4", "")
	p.SetCreationDate(s.Made)
	p.SetModificationDate(s.Made)
	p.SetCatalogSort(true)
	p.SetTitle(s.Office, true)
	p.AddUTF8FontFromBytes("body", "", liberationsansregular.TTF)
	p.AddUTF8FontFromBytes("body", "B", liberationsansbold.TTF)
	p.SetMargins(margin, margin, margin)
	p.SetAutoPageBreak(false, margin)
	p.AddPage()
	p.SetFillColor(11, 87, 164)
	p.Rect(0, 0, pageWidth, 52, "F")
	p.SetTextColor(255, 255, 255)
	p.SetXY(margin, 14)
	p.SetFont("body", "", 15)
	p.MultiCell(inner, 7, s.Office, "", "C", false)
	p.SetFont("body", "B", 27)
	p.SetX(margin)
	p.MultiCell(inner, 13, "Hỏi thủ tục? Quét mã này", "", "C", false)
	p.SetTextColor(20, 24, 31)
	drawCode(p, size, black, (pageWidth-codeSide)/2, 62)
	p.SetXY(margin, 62+codeSide+4)
	if s.Shown != "" {
		p.SetFont("body", "B", 15)
		p.MultiCell(inner, 8, s.Shown, "", "C", false)
	}
	p.SetFont("body", "", 16)
	p.Ln(4)
	for _, line := range s.Lines {
		p.SetX(margin + 14)
		p.MultiCell(inner-28, 9, "•  "+line, "", "L", false)
	}
	if s.Foot != "" {
		p.SetXY(margin, 268)
		p.SetFont("body", "", 12)
		p.MultiCell(inner, 6, s.Foot, "T", "C", false)
	}
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		return nil, fmt.Errorf("poster: %w", err)
	}
	return out.Bytes(), nil
}

// drawCode draws the squares of a code, so that it is sharp at any size of print.
func drawCode(p *fpdf.Fpdf, size int, black func(column, row int) bool, x, y float64) {
	p.SetFillColor(0, 0, 0)
	side := codeSide / float64(size)
	for row := range size {
		for from := 0; from < size; from++ {
			to := from
			for to < size && black(to, row) {
				to++
			}
			if to > from { // in one piece, overlapping by a hair: viewers draw white lines between rectangles
				p.Rect(x+float64(from)*side, y+float64(row)*side, float64(to-from)*side, side+0.02, "F")
				from = to
			}
		}
	}
}
