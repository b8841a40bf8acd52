package editpages

import (
	"net/url"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/entryform"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"
)

// A draft is written part by part, like an entry in use: each part that is saved goes into the draft, and the whole is
// checked and published from the list of parts.

// draftPath is where a draft is written.
func draftPath(id string) string { return partPath + "?nhap=" + url.QueryEscape(id) }

// draftOf is the draft of an id.
func draftOf(v *console.Visit, r bot.Reader, id string) (d library.Draft, err error) {
	found, err := r.Get(v.Context(), library.DraftKey(console.Cut(id, 100)), &d)
	if err != nil || !found {
		err = console.OrNotFound(err)
	}
	return d, err
}

// askedIn are the questions that a draft answers, and that leave their list when it is published.
func askedIn(d library.Draft) []string {
	if from, ok := strings.CutPrefix(d.From, "q:"); ok {
		return []string{from}
	}
	return nil
}

// saveDraft puts one part into the draft as it is by now: somebody else may have written another part meanwhile.
func saveDraft(c *console.Console, v *console.Visit, id string, part entryform.Part, rows []entryform.Row) error {
	err := c.Deed(v, func(tx bot.Tx, _ people.Actor) error {
		d, err := draftOf(v, tx, id)
		if err != nil {
			return err
		}
		if d.Text, err = part.Write(d.Text, rows); err == nil {
			library.PutDraft(tx, d)
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Back(draftPath(id), "nhap-phan")
}

// keepDraft stores the whole text of a draft as it was typed.
func keepDraft(c *console.Console, v *console.Visit, id, text string) error {
	return c.Deed(v, func(tx bot.Tx, _ people.Actor) error {
		d, err := draftOf(v, tx, id)
		if err == nil && d.Text != text {
			d.Text = text
			library.PutDraft(tx, d)
		}
		return err
	})
}

// openParts are the parts in which something of the template still stands.
func openParts(parts []entryform.Part, text string) map[string]bool {
	open := map[string]bool{}
	for _, p := range parts {
		rows, err := p.Read(text)
		if err != nil {
			continue
		}
		for _, r := range rows {
			for _, value := range r {
				open[p.Key] = open[p.Key] || library.Unwritten(value)
			}
		}
	}
	return open
}

// sourcesIn are the sources that a text names, for one that is not in use yet.
func sourcesIn(path, text string) (out []source) {
	part, ok := entryform.Find(path, "sources")
	if !ok {
		return nil
	}
	rows, err := part.Read(text)
	if err != nil {
		return nil
	}
	for _, r := range rows {
		title := r["#"]
		for _, key := range []string{"doc", "title", "office", "press"} {
			if r[key] != "" {
				title = r[key]
				break
			}
		}
		out = append(out, source{Key: r["#"], Title: title})
	}
	return out
}
