package editpages

import (
	"errors"
	"io/fs"
	"net/http"
	"strconv"
	"strings"

	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/library"
)

// Two editors of one entry: what both changed is put together by hand, line by line, and what only one changed by itself.

// conflict is a place that both changed, as the form shows it.
type conflict struct {
	N            int
	Mine, Theirs string
	Before       string // the line in front of it, to find the place
}

// begun is the text from which an editor began: a version, or with 0 the file below as long as it is the same. found is
// false when it is not known any more.
func begun(c *console.Console, v *console.Visit, path string, n int) (text string, found bool, err error) {
	if n == 0 {
		below, err := fs.ReadFile(c.Desk.Layer.Base(), path)
		if errors.Is(err, fs.ErrNotExist) {
			return "", false, nil
		}
		return string(below), err == nil, err
	}
	version, found, err := versionOf(c, v, path, n)
	return version.Text, found && !version.Gone, err
}

func versionOf(c *console.Console, v *console.Visit, path string, n int) (library.Version, bool, error) {
	var version library.Version
	found, err := c.State.Get(v.Context(), library.VersionKey(path, n), &version)
	return version, found, err
}

// conflictsOf are the places where the two must be chosen between.
func conflictsOf(hunks []library.Hunk) (out []conflict) {
	before := ""
	for _, h := range hunks {
		if h.Conflict {
			out = append(out, conflict{len(out), strings.Join(h.Mine, "\n"), strings.Join(h.Theirs, "\n"), before})
			continue
		}
		for _, l := range h.Lines {
			if strings.TrimSpace(l) != "" {
				before = l
			}
		}
	}
	return out
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
