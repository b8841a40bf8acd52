package editpages

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/portal"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"
)

// A new entry out of a row of the national portal: the office brings an export, finds the procedure by its code or by
// words, and gets a draft with what the portal says of it.
const portalPath = listPath + "/cong"

// mostFound is how many rows of an export a page shows.
const mostFound = 30

type portalData struct {
	Wanted string
	Found  []portalRow
	More   int // rows that match and are not shown
	Bad    []string
	Sent   bool
}

type portalRow struct {
	portal.Row
	Raw   string // the line itself: what the form of the choice sends back
	Entry string // the file of an entry that has the code already
}

func portalPage(c *console.Console, v *console.Visit) error {
	return c.Show(v, "portal", "Mục mới từ Cổng Dịch vụ công", portalData{})
}

// findRows reads an export that was sent, or rows that were pasted, and lists what it finds.
func findRows(c *console.Console, v *console.Visit) error {
	_, body, large := v.File()
	if large {
		return console.Refuse(http.StatusRequestEntityTooLarge, textExportLarge)
	}
	if len(body) == 0 {
		body = []byte(v.Raw("dong"))
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return console.Refuse(http.StatusUnprocessableEntity, textNoExport)
	}
	rows, bad, err := portal.Read(bytes.NewReader(body))
	if err != nil {
		return err
	}
	d := portalData{Wanted: console.Cut(v.Form("ma"), 100), Sent: true}
	for _, b := range bad[:min(len(bad), 5)] {
		d.Bad = append(d.Bad, fmt.Sprintf("Dòng %d: không đọc được", b.Line))
	}
	if more := len(bad) - len(d.Bad); more > 0 {
		d.Bad = append(d.Bad, fmt.Sprintf("… và %d dòng khác", more))
	}
	lines := bytes.Split(body, []byte("\n"))
	lib := c.Bot.Knowledge().Library
	for _, r := range rows {
		if r.IsFAQ() || !wantedRow(r, d.Wanted) {
			continue
		}
		if len(d.Found) == mostFound {
			d.More++
			continue
		}
		raw := strings.TrimPrefix(string(bytes.TrimSpace(lines[r.Line-1])), "\ufeff")
		d.Found = append(d.Found, portalRow{r, raw, entryOfCode(lib, r.ID)})
	}
	return c.Show(v, "portal", "Mục mới từ Cổng Dịch vụ công", d)
}

// wantedRow reports whether a row has the code that was asked for, or all of its words.
func wantedRow(r portal.Row, wanted string) bool {
	if wanted == "" || strings.EqualFold(r.ID, wanted) {
		return true
	}
	in := vi.Fold(r.ID + " " + r.Title + " " + r.Field)
	return !slices.ContainsFunc(strings.Fields(vi.Fold(wanted)),
		func(w string) bool { return !strings.Contains(in, w) })
}

// entryOfCode is the file of the office's own entry with a national code; empty when there is none.
func entryOfCode(lib *content.Library, code string) string {
	for _, p := range lib.Procedures {
		if !p.Imported && slices.Contains(p.Codes, code) {
			return p.File
		}
	}
	return ""
}

// takeRow makes a draft of the row that was chosen and opens it.
func takeRow(c *console.Console, v *console.Visit) error {
	rows, _, err := portal.Read(strings.NewReader(v.Raw("dong")))
	if err != nil {
		return err
	}
	if len(rows) != 1 || rows[0].IsFAQ() || strings.TrimSpace(rows[0].Title) == "" {
		return console.Refuse(http.StatusUnprocessableEntity, textNoExport)
	}
	if entryOfCode(c.Bot.Knowledge().Library, rows[0].ID) != "" {
		return console.Refuse(http.StatusConflict, textTitleTaken)
	}
	p := rows[0].Procedure(c.Today())
	link := ""
	if len(p.Sources) > 0 {
		link = p.Sources[0].URL
	}
	d := library.EntryOf(p, link, c.Today(), c.Now())
	if _, _, taken := c.Desk.Read(d.Path); taken {
		return console.Refuse(http.StatusConflict, textTitleTaken)
	}
	err = c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		library.PutDraft(tx, d)
		return by.Audit(v.Context(), tx, people.VerbContentDraft, d.Path, "")
	})
	if err != nil {
		return err
	}
	return v.Back(draftPath(d.ID), "nhap")
}
