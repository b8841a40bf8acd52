package editpages

import (
	"net/http"
	"strconv"

	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/library"
)

// tryAlone shows how a text that is being written would look, without the golden questions; it answers with the part of
// a page that the editor puts beside the text, and changes nothing.
func tryAlone(c *console.Console, v *console.Visit) error {
	f, err := edited(v)
	if err != nil {
		return err
	}
	d := checkData{Form: f, Title: f.Path}
	know, faults := c.Desk.Load(f.Path, f.Text, false)
	if know == nil {
		for _, fault := range faults {
			if !fault.Warn && fault.File == f.Path {
				d.Causes = append(d.Causes, faultRow{Fault: fault})
			}
		}
		return c.Show(v, "preview", "Xem trước", d)
	}
	if d.Previews, err = previews(c, know, f.Path); err != nil {
		return err
	}
	return c.Show(v, "preview", "Xem trước", d)
}

// mergeEntry puts the two texts together as it was chosen, and shows what that would do.
func mergeEntry(c *console.Console, v *console.Visit) error {
	f, err := edited(v)
	if err != nil {
		return err
	}
	from, err := strconv.Atoi(v.Form("tu"))
	if err != nil || from < 0 {
		return console.ErrNotFound
	}
	base, found, err := begun(c, v, f.Path, from)
	if err != nil {
		return err
	}
	theirs, known, err := versionOf(c, v, f.Path, f.N)
	if err != nil {
		return err
	}
	if !found || !known {
		return console.ErrNotFound
	}
	text, ok := library.Choose(library.Merge(base, f.Text, theirs.Text),
		func(n int) string { return v.Form("chon-" + strconv.Itoa(n)) })
	if !ok {
		return console.Refuse(http.StatusUnprocessableEntity, textChooseAll)
	}
	f.Text = text
	return showCheck(c, v, f, c.Desk.Try(c.Bot.Knowledge(), f.Path, f.Text, false), "")
}
