package editpages

import (
	"context"
	"fmt"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/review"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"
)

// lawsAhead is how many days ahead the overview asks for a person because of a change of the law.
const lawsAhead = 45

// errands are what of the content needs a person.
func errands(ctx context.Context, c *console.Console) (out []console.Errand, err error) {
	pages, err := library.Pages(ctx, c.State)
	if err != nil {
		return nil, err
	}
	add := func(u console.Urgency, text, more, path string, roles []people.Role) {
		out = append(out, console.Errand{Urgency: u, Text: text, More: more, Path: path, Roles: roles})
	}
	lib := c.Bot.Knowledge().Library
	for _, file := range library.Lay(c.Desk.Layer.Base(), pages, c.Desk.FilesWin).ByHand {
		add(console.UrgentNow, "Tệp "+file+" được sửa tay khác với bản đã đăng",
			textByHandMore, entryPath(file), console.Editors)
	}
	if c.Faults != nil {
		if faults := c.Faults().Errors(); len(faults) > 0 {
			f := faults[0]
			add(console.UrgentNow, textNotLoaded,
				fmt.Sprintf("%s, dòng %d: %s.", library.TitleOf(lib, f.File), f.Line, f.What), entryPath(f.File),
				console.Editors)
		}
	}
	open := 0
	var first content.Day
	for _, change := range review.Changes(lib, c.Today(), lawsAhead) {
		if n := len(change.Open()); n > 0 {
			if open == 0 {
				first = change.Day
			}
			open += n
		}
	}
	if open > 0 {
		add(console.UrgentSoon, fmt.Sprintf(textLawMoves, open),
			"Sớm nhất: "+first.VN()+".", lawsPath, console.Readers)
	}
	if n := len(staleRows(c)); n > 0 {
		add(console.UrgentLater, fmt.Sprintf(textReviewDue, n), "", listPath+"#qua-han",
			console.Editors)
	}
	drafts, err := c.State.Size(ctx, library.DraftsSet)
	if drafts > 0 {
		add(console.UrgentLater, fmt.Sprintf("%d bản nháp chưa đăng", drafts), "", listPath, console.Editors)
	}
	return out, err
}
