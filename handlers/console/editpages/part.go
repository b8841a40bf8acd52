package editpages

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/entryform"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"
)

const (
	spareRows = 2   // empty rows behind those that are there
	mostRows  = 200 // of one form
)

type page struct {
	Path, Title string
	Draft       string // id of the draft whose parts these are; empty: of what is in use
	Whole       editForm
	Open        map[string]bool // parts of a draft in which template text stands
	Parts       []entryform.Part
	Part        entryform.Part // empty: the list of parts
	Rows        []row
	Documents   []*content.Document
	N           int
	Base        string
}

type row struct {
	N     int
	New   bool
	Boxes []box
}

type box struct {
	entryform.Field
	Name, Value, Is string
	Size            int      // lines of a text
	Picks           []source // of Sources
}

type source struct {
	Key, Title string
	On         bool
}

// show lists the parts of an entry, or opens one of them.
func show(c *console.Console, v *console.Visit) error {
	path := v.Query("tep")
	text, base, found := c.Desk.Read(path)
	given := sources(c, path)
	var draft library.Draft
	if id := v.Query("nhap"); id != "" {
		var err error
		if draft, err = draftOf(v, c.State, id); err != nil {
			return err
		}
		path, text, found = draft.Path, draft.Text, true
		_, base, _ = c.Desk.Read(path)
		given = sourcesIn(path, text)
	}
	d := page{Path: path, Title: library.TitleIn(path, text), Draft: draft.ID, Parts: entryform.Parts(path), Base: base}
	if draft.ID != "" && d.Parts == nil {
		return v.Go(listPath + "/sua?nhap=" + url.QueryEscape(draft.ID))
	}
	if !found || d.Parts == nil || !library.EditablePath(path) {
		return console.ErrNotFound
	}
	c.Desk.Warm(c.Bot.Knowledge())
	if v.Query("phan") == "" {
		if draft.ID != "" {
			d.Open = openParts(d.Parts, text)
			d.Whole = editForm{Path: path, Text: text, Why: textNewEntry, N: newestN(c, v, path), Base: base,
				Draft: draft.ID, IDs: askedIn(draft)}
		}
		return c.Show(v, "part", d.Title, d)
	}
	part, ok := entryform.Find(path, v.Query("phan"))
	if !ok {
		return console.ErrNotFound
	}
	rows, err := part.Read(text)
	if err != nil {
		return err
	}
	if d.N, err = library.Newest(v.Context(), c.State, path); err != nil {
		return err
	}
	d.Part, d.Documents = part, c.Bot.Knowledge().Library.Documents
	if part.Rows {
		for range spareRows {
			rows = append(rows, entryform.Row{})
		}
	}
	for i, r := range rows {
		d.Rows = append(d.Rows, row{N: i + 1, New: len(r) == 0, Boxes: boxes(part, i, r, given)})
	}
	return c.Show(v, "part", part.Title, d)
}

func boxes(part entryform.Part, i int, r entryform.Row, given []source) (out []box) {
	for n, f := range part.Fields {
		b := box{Field: f, Name: fmt.Sprintf("o%d-%d", i, n), Value: r[f.Key], Size: 2 + strings.Count(r[f.Key], "\n")}
		b.Is = [...]string{"text", "long", "lines", "date", "number", "choice", "sources", "doc"}[f.Kind]
		if len(part.Fields) == 1 {
			b.Size = max(8, b.Size+2)
		}
		if f.Kind == entryform.Sources {
			chosen := strings.Split(r[f.Key], "\n")
			for _, s := range given {
				s.On = slices.Contains(chosen, s.Key)
				b.Picks = append(b.Picks, s)
			}
		}
		out = append(out, b)
	}
	return out
}

// sources are those of an entry, by what a citizen reads of them.
func sources(c *console.Console, path string) (out []source) {
	lib := c.Bot.Knowledge().Library
	var all []content.Source
	for _, p := range lib.Procedures {
		if p.File == path {
			all = p.Sources
		}
	}
	for _, f := range lib.FAQs {
		if f.File == path {
			all = f.Sources
		}
	}
	for _, s := range all {
		out = append(out, source{Key: s.Key, Title: s.Title})
	}
	return out
}

// save makes the new text and shows what it would do; a part of a draft is put into the draft.
func save(c *console.Console, v *console.Visit) error {
	path := v.Form("tep")
	text, _, found := c.Desk.Read(path)
	var draft library.Draft
	if id := v.Form("nhap"); id != "" {
		var err error
		if draft, err = draftOf(v, c.State, id); err != nil {
			return err
		}
		path, text, found = draft.Path, draft.Text, true
	}
	part, ok := entryform.Find(path, v.Form("phan"))
	if !ok || !found || !library.EditablePath(path) {
		return console.ErrNotFound
	}
	rows, n, err := typedRows(c, v, part)
	if err != nil {
		return err
	}
	if draft.ID != "" {
		return saveDraft(c, v, draft.ID, part, rows)
	}
	next, err := part.Write(text, rows)
	if err != nil {
		return err
	}
	why := v.Form("ly-do")
	if why == "" {
		why = "Sửa phần " + strings.ToLower(part.Title)
	}
	f := editForm{Path: path, Text: next, Why: why, N: n, Base: v.Form("goc")}
	return showCheck(c, v, f, c.Desk.Try(c.Bot.Knowledge(), path, next, false), "")
}

// typedRows are the rows of the form of a part, and the number of the version that was edited.
func typedRows(c *console.Console, v *console.Visit, part entryform.Part) (rows []entryform.Row, n int, err error) {
	var count int
	if _, err := fmt.Sscan(v.Form("so-dong")+" "+v.Form("ban"), &count, &n); err != nil || count < 0 ||
		count > mostRows {
		return nil, 0, console.Refuse(http.StatusBadRequest, textManyRows)
	}
	for i := range count {
		r := entryform.Row{}
		for k, f := range part.Fields {
			name := fmt.Sprintf("o%d-%d", i, k)
			switch r[f.Key] = v.Raw(name); f.Kind {
			case entryform.Sources:
				r[f.Key] = strings.Join(v.All(name), "\n")
			case entryform.Number:
				r[f.Key] = strings.ReplaceAll(strings.TrimSpace(r[f.Key]), ".", "")
			case entryform.Doc:
				id, ok := document(c.Bot.Knowledge().Library, r[f.Key])
				if r[f.Key] = id; !ok {
					return nil, 0, console.Refuse(http.StatusUnprocessableEntity, fmt.Sprintf(textDocument,
						v.Form(name)))
				}
			}
		}
		rows = append(rows, r)
	}
	return rows, n, nil
}

// document is the id of a document that was picked, or typed by its number or its short name.
func document(lib *content.Library, typed string) (id string, ok bool) {
	want := vi.Fold(typed)
	if want == "" {
		return "", true
	}
	for _, d := range lib.Documents {
		if d.ID == strings.TrimSpace(typed) || vi.Fold(d.Short) == want || d.Number != "" && vi.Fold(d.Number) == want {
			return d.ID, true
		}
	}
	return "", false
}

// begin makes a draft out of a template and opens it.
func begin(c *console.Console, v *console.Visit) error {
	title := strings.Join(strings.Fields(vi.Clean(v.Form("ten"))), " ")
	if n := len([]rune(title)); n < 3 || n > 150 {
		return console.Refuse(http.StatusUnprocessableEntity, textTitleLength)
	}
	d := library.NewEntry(v.Form("loai") == "procedures", title, c.Today(), c.Now())
	if v.Form("loai") == "plan" {
		d = library.NewPlan(title, c.Today(), c.Now())
	}
	if _, _, taken := c.Desk.Read(d.Path); taken {
		return console.Refuse(http.StatusConflict, textTitleTaken)
	}
	if _, taken := library.FindEntry(c.Bot.Knowledge().Library, title, vi.Fold); taken {
		return console.Refuse(http.StatusConflict, textTitleTaken)
	}
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		library.PutDraft(tx, d)
		return people.Audit(v.Context(), tx, by.Chat, by.Role, people.VerbContentDraft, d.Path, "")
	})
	if err != nil {
		return err
	}
	if entryform.Parts(d.Path) == nil { // it has one text and no parts
		return v.Back(listPath+"/sua?nhap="+url.QueryEscape(d.ID), "nhap")
	}
	return v.Back(draftPath(d.ID), "nhap")
}
