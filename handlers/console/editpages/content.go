package editpages

import (
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/handlers/answers/card"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/library"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
)

type contentData struct {
	Query     string
	Reply     *answers.Reply
	Hits      []search.Hit
	Explained *search.Explanation
	Entries   []library.File
	Table     console.Table
	Stale     []entryRow
	Drafts    []library.Draft
	Withdrawn []withdrawnRow
	ByHand    []library.File
	May       bool
	Kind      string
	Kinds     []string
	Total     int
}

// withdrawnRow is an entry that was taken down and may come back.
type withdrawnRow struct {
	library.Version
	Title, Name string // of the entry, of who withdrew it
}

// Words says the outcome of a question in words.
func (d contentData) Part() string { return card.AspectNames[content.Aspect(d.Reply.Aspect)] }

// contentColumns are the columns of the list, and contentOrders how each orders it; its own order is by kind and title.
var (
	contentColumns = []console.Column{{Key: "ten", Label: "Mục"}, {Key: "loai-muc", Label: "Loại"},
		{Key: "linh-vuc", Label: "Lĩnh vực"},
		{Key: "kiem-tra", Label: "Kiểm tra"}, {Key: "ra-soat", Label: "Rà soát"}}
	contentOrders = map[string]func(a, b library.File) int{
		"ten": console.ByName(func(f library.File) string { return f.Title }),
		"loai-muc": func(a, b library.File) int {
			return slices.Index(library.Kinds, a.Kind) - slices.Index(library.Kinds, b.Kind)
		},
		"linh-vuc": console.ByName(func(f library.File) string { return f.Field }),
		"kiem-tra": func(a, b library.File) int { return a.Checked.Sub(b.Checked) },
		"ra-soat":  func(a, b library.File) int { return a.Review.Sub(b.Review) },
	}
)

// contentPage lists the base, and answers a question as the bot would, with scores and reasons.
func contentPage(c *console.Console, v *console.Visit) error {
	know := c.Bot.Knowledge()
	d := contentData{Query: vi.Clean(console.Cut(v.Query("q"), 400)), Stale: staleRows(c), May: v.May(console.Editors),
		Kind: console.Cut(v.Query("loai"), 40), Kinds: library.Kinds,
		Table: console.ReadTable(v, listPath, "tat-ca", contentColumns, "loai")}
	if d.Query != "" {
		reply := know.Answer(d.Query, content.DayOf(c.Now().In(content.Zone)))
		d.Reply, d.Hits = &reply, reply.Result.Hits
		if id := v.Query("vi"); id != "" {
			if e := know.Index.Explain(d.Query, id); e.Found {
				d.Explained = &e
			}
		}
	}
	for _, e := range library.Files(know.Library) {
		d.Total++
		if (d.Kind == "" || d.Kind == e.Kind) &&
			d.Table.Matches(e.Title, e.Field, e.Path) {
			e.Stale = !e.Review.IsZero() && e.Review.Before(c.Today())
			d.Entries = append(d.Entries, e)
		}
	}
	slices.SortStableFunc(d.Entries, func(a, b library.File) int {
		if a.Kind != b.Kind {
			return slices.Index(library.Kinds, a.Kind) - slices.Index(library.Kinds, b.Kind)
		}
		return strings.Compare(vi.Fold(a.Title), vi.Fold(b.Title))
	})
	console.SortRows(d.Table, d.Entries, contentOrders)
	drafts, err := c.State.List(v.Context(), library.DraftsSet, bot.Range{Max: 1 << 52, Reverse: true, Limit: 100})
	if err != nil {
		return err
	}
	for _, e := range drafts {
		var draft library.Draft
		if found, err := c.State.Get(v.Context(), library.DraftKey(e.Member), &draft); err != nil {
			return err
		} else if found {
			d.Drafts = append(d.Drafts, draft)
		}
	}
	pages, err := library.Pages(v.Context(), c.State)
	if err != nil {
		return err
	}
	for _, path := range library.Lay(c.Desk.Layer.Base(), pages, c.Desk.FilesWin).ByHand {
		d.ByHand = append(d.ByHand, library.File{Path: path, Title: library.TitleOf(know.Library, path)})
	}
	if d.Withdrawn, err = withdrawnRows(c, v, pages); err != nil {
		return err
	}
	return c.Show(v, "content", "Nội dung", d)
}

// withdrawnRows are the entries that were taken down, the last first.
func withdrawnRows(c *console.Console, v *console.Visit, pages []library.Version) (out []withdrawnRow, err error) {
	if !slices.ContainsFunc(pages, func(p library.Version) bool { return p.Gone }) {
		return nil, nil
	}
	names, err := c.Names(v)
	for _, p := range slices.Backward(pages) {
		if p.Gone {
			out = append(out, withdrawnRow{p, library.TitleIn(p.Path, p.Text), names[p.Who]})
		}
	}
	return out, err
}

type entryData struct {
	Title      string
	Back       bool // there is an earlier text to go back to
	Gone       bool
	Path, Text string
	Row        entryRow
	Known      bool
	Previews   []preview
	History    []versionRow
	May        bool
	N          int
	Base       string
	Notice     *notice // to those who follow the entry
	ByHand     bool
	FilesWin   bool
}

type versionRow struct {
	library.Version
	Name string
}

func showEntry(c *console.Console, v *console.Visit) error {
	path := v.Query("tep")
	if !library.EditablePath(path) {
		return console.ErrNotFound
	}
	text, base, found := c.Desk.Read(path)
	history, err := library.History(v.Context(), c.State, path)
	if err != nil {
		return err
	}
	if !found && len(history) == 0 {
		return console.ErrNotFound
	}
	d := entryData{Title: library.TitleOf(c.Bot.Knowledge().Library, path), Gone: !found, Path: path, Text: text,
		Base: base, May: v.May(console.Editors), FilesWin: c.Desk.FilesWin}
	know := c.Bot.Knowledge()
	if d.May { // who looks at it may be about to withdraw it
		c.Desk.Warm(know)
	}
	for _, e := range entryRows(c) {
		if e.Path == path {
			d.Row, d.Known = e, true
		}
	}
	if d.Previews, err = previews(c, know, path); err != nil {
		return err
	}
	names, err := c.Names(v)
	if err != nil {
		return err
	}
	for _, h := range history {
		d.History = append(d.History, versionRow{h, names[h.Who]})
	}
	if len(history) > 0 {
		if d.N = history[0].N; !found {
			d.Title = library.TitleIn(path, history[0].Text)
		}
		_, below := fs.Stat(c.Desk.Layer.Base(), path)
		d.Back = found && (len(history) > 1 || below == nil)
		d.ByHand = len(library.Lay(c.Desk.Layer.Base(), history[:1], c.Desk.FilesWin).ByHand) > 0
	}
	if d.Known && found {
		if d.Notice, err = noticeOf(c, v, d.Row.ID, path, history); err != nil {
			return err
		}
	}
	return c.Show(v, "entry", d.Title, d)
}

// showVersion shows one version of a file.
func showVersion(c *console.Console, v *console.Visit) error {
	n, err := strconv.Atoi(v.Query("n"))
	if err != nil || !library.EditablePath(v.Query("tep")) {
		return console.ErrNotFound
	}
	var version library.Version
	found, err := c.State.Get(v.Context(), library.VersionKey(v.Query("tep"), n), &version)
	if err != nil {
		return err
	}
	if !found {
		return console.ErrNotFound
	}
	return c.Show(v, "version", "Bản "+v.Query("n"), map[string]any{"V": version, "May": v.May(console.Editors)})
}

// entryRow is an entry as lists show it.
type entryRow struct {
	ID, Title, Path, Field string
	Checked, Review        content.Day
	Stale, Imported        bool
}

// entryRows lists the entries that an office edits.
func entryRows(c *console.Console) (out []entryRow) {
	know := c.Bot.Knowledge()
	today := content.DayOf(c.Now().In(content.Zone))
	for _, p := range know.Library.Procedures {
		if !p.Imported {
			out = append(out, entryRow{p.ID(), p.Title, p.File, p.Field, p.Checked, p.Review, p.Overdue(today), false})
		}
	}
	for _, f := range know.Library.FAQs {
		out = append(out, entryRow{f.ID(), f.Question, f.File, f.Field, f.Checked, f.Review, f.Overdue(today), false})
	}
	return out
}

// staleRows lists the entries past the day on which somebody should have looked at them again.
func staleRows(c *console.Console) (out []entryRow) {
	for _, e := range entryRows(c) {
		if e.Stale {
			out = append(out, e)
		}
	}
	return out
}
