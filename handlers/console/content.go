package console

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"

	"context"

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
	Entries   []entryRow
	Stale     []entryRow
	Drafts    []library.Draft
	ByHand    []string
	May       bool
	Filter    string
}

// contentPage lists the base, and answers a question as the bot would, with scores and reasons.
func contentPage(c *Console, v *visit) error {
	know := c.Bot.Knowledge()
	q := v.r.URL.Query()
	d := contentData{Query: vi.Clean(cut(q.Get("q"), 400)), Stale: staleRows(c), May: v.may(editors),
		Filter: cut(q.Get("loc"), 100)}
	if d.Query != "" {
		reply := know.Answer(d.Query, content.DayOf(c.Now().In(content.Zone)))
		d.Reply, d.Hits = &reply, reply.Result.Hits
		if id := q.Get("vi"); id != "" {
			if e := know.Index.Explain(d.Query, id); e.Found {
				d.Explained = &e
			}
		}
	}
	folded := vi.Fold(d.Filter)
	for _, e := range entryRows(c) {
		if folded == "" || strings.Contains(vi.Fold(e.Title+" "+e.Field+" "+e.ID+" "+e.Path), folded) {
			d.Entries = append(d.Entries, e)
		}
	}
	drafts, err := c.State.List(v.ctx, library.DraftsSet, bot.Range{Max: 1 << 52, Reverse: true, Limit: 100})
	if err != nil {
		return err
	}
	for _, e := range drafts {
		var draft library.Draft
		if found, err := c.State.Get(v.ctx, library.DraftKey(e.Member), &draft); err != nil {
			return err
		} else if found {
			d.Drafts = append(d.Drafts, draft)
		}
	}
	pages, err := library.Pages(v.ctx, c.State)
	if err != nil {
		return err
	}
	d.ByHand = library.Lay(c.Desk.Layer.Base(), pages, c.Desk.FilesWin).ByHand
	return c.show(v, "content", "Nội dung", d)
}

type entryData struct {
	Path, Text string
	Row        entryRow
	Known      bool
	Shown      string
	History    []versionRow
	May        bool
	N          int
	Base       string
	ByHand     bool
	FilesWin   bool
}

type versionRow struct {
	library.Version
	Name string
}

func showEntry(c *Console, v *visit) error {
	path := v.r.URL.Query().Get("tep")
	if !library.EditablePath(path) {
		return errNotFound
	}
	text, base, found := c.Desk.Read(path)
	history, err := library.History(v.ctx, c.State, path)
	if err != nil {
		return err
	}
	if !found && len(history) == 0 {
		return errNotFound
	}
	d := entryData{Path: path, Text: text, Base: base, May: v.may(editors), FilesWin: c.Desk.FilesWin}
	know := c.Bot.Knowledge()
	for _, e := range entryRows(c) {
		if e.Path == path {
			d.Row, d.Known = e, true
			if m, ok := know.Show(e.ID, "", content.DayOf(c.Now().In(content.Zone))); ok {
				d.Shown = m.Text
			}
		}
	}
	names, err := c.names(v)
	if err != nil {
		return err
	}
	for _, h := range history {
		d.History = append(d.History, versionRow{h, names[h.Who]})
	}
	if len(history) > 0 {
		d.N = history[0].N
		d.ByHand = len(library.Lay(c.Desk.Layer.Base(), history[:1], c.Desk.FilesWin).ByHand) > 0
	}
	return c.show(v, "entry", "Mục nội dung", d)
}

// showVersion shows one version of a file.
func showVersion(c *Console, v *visit) error {
	q := v.r.URL.Query()
	n, err := strconv.Atoi(q.Get("n"))
	if err != nil || !library.EditablePath(q.Get("tep")) {
		return errNotFound
	}
	var version library.Version
	found, err := c.State.Get(v.ctx, library.VersionKey(q.Get("tep"), n), &version)
	if err != nil {
		return err
	}
	if !found {
		return errNotFound
	}
	return c.show(v, "version", "Bản "+q.Get("n"), map[string]any{"V": version, "May": v.may(editors)})
}

// editForm is what the editor's form holds; everything in it comes back with each step.
type editForm struct {
	Path, Text, Why string
	N               int    // of the version that was edited
	Base            string // Sum of the file below then
	Draft           string // id of the draft it came from
	IDs             []string
}

func (v *visit) edited() (f editForm, err error) {
	f = editForm{Path: v.form("tep"), Text: strings.ReplaceAll(v.r.PostFormValue("noi-dung"), "\r\n", "\n"),
		Why:  cut(v.form("ly-do"), 300),
		Base: v.form("goc"), Draft: v.form("nhap"), IDs: v.ids()}
	f.N, err = strconv.Atoi(v.form("ban"))
	switch {
	case err != nil || f.N < 0 || !library.EditablePath(f.Path):
		return f, refusal{http.StatusBadRequest, textFileName}
	case f.Why == "":
		return f, refusal{http.StatusBadRequest, textNoReason}
	}
	if !strings.HasSuffix(f.Text, "\n") {
		f.Text += "\n"
	}
	return f, nil
}

type editData struct {
	Form    editForm
	New     bool
	Stale   bool
	Theirs  library.Version
	Problem string
}

// editEntry opens the form: of a file, of a draft, or of an older version that is to come back.
func editEntry(c *Console, v *visit) error {
	q := v.r.URL.Query()
	f := editForm{Path: q.Get("tep")}
	if id := q.Get("nhap"); id != "" {
		var d library.Draft
		if found, err := c.State.Get(v.ctx, library.DraftKey(cut(id, 100)), &d); err != nil || !found {
			return orNotFound(err)
		}
		f.Path, f.Text, f.Draft = d.Path, d.Text, d.ID
		if from, ok := strings.CutPrefix(d.From, "q:"); ok {
			f.IDs = []string{from}
		}
	}
	if !library.EditablePath(f.Path) {
		return errNotFound
	}
	text, base, found := c.Desk.Read(f.Path)
	f.Base = base
	if f.Draft == "" {
		f.Text = text
	}
	if n, err := strconv.Atoi(q.Get("ban")); err == nil {
		var old library.Version
		if found, err := c.State.Get(v.ctx, library.VersionKey(f.Path, n), &old); err != nil || !found {
			return orNotFound(err)
		}
		f.Text, f.Why = old.Text, "Lấy lại bản "+q.Get("ban")
	}
	f.N = newestN(c, v, f.Path)
	return c.show(v, "edit", "Sửa nội dung", editData{Form: f, New: !found})
}

// checkEntry shows what a change would do, before anybody can see it.
func checkEntry(c *Console, v *visit) error {
	f, err := v.edited()
	if err != nil {
		return err
	}
	return showCheck(c, v, f, c.Desk.Try(c.Bot.Knowledge(), f.Path, f.Text, false), "")
}

type checkData struct {
	Form    editForm
	Trial   library.Trial
	OK      bool
	Shown   string
	Problem string
}

func showCheck(c *Console, v *visit, f editForm, t library.Trial, problem string) error {
	d := checkData{Form: f, Trial: t, OK: t.OK(), Problem: problem}
	if t.OK() {
		for _, p := range t.Knowledge.Library.Procedures {
			if p.File == f.Path {
				m, _ := t.Knowledge.Show(p.ID(), "", content.DayOf(c.Now().In(content.Zone)))
				d.Shown = m.Text
			}
		}
		for _, q := range t.Knowledge.Library.FAQs {
			if q.File == f.Path {
				m, _ := t.Knowledge.Show(q.ID(), "", content.DayOf(c.Now().In(content.Zone)))
				d.Shown = m.Text
			}
		}
	}
	return c.show(v, "check", "Kiểm tra trước khi đăng", d)
}

// publishEntry checks again and publishes: a form is only what somebody sent.
func publishEntry(c *Console, v *visit) error {
	f, err := v.edited()
	if err != nil {
		return err
	}
	t := c.Desk.Try(c.Bot.Knowledge(), f.Path, f.Text, false)
	if !t.OK() {
		return showCheck(c, v, f, t, textHasFaults)
	}
	if len(t.Lost) > 0 && v.form("chap-nhan") != "co" {
		return showCheck(c, v, f, t, textSamplesFail)
	}
	newest, err := putEntry(c, v, f, people.VerbContentPublish)
	if errors.Is(err, library.ErrStale) {
		text, base, _ := c.Desk.Read(f.Path)
		if newest.Text == "" {
			newest.Text = text
		}
		f.N, f.Base = newest.N, base
		v.r.URL.RawQuery = ""
		c.write(v, http.StatusConflict, "edit", "Có người vừa sửa", editData{Form: f, Stale: true, Theirs: newest})
		return nil
	}
	if err != nil {
		return err
	}
	return v.back("/admin/noi-dung/muc?tep="+f.Path, "dang")
}

// putEntry writes a version; the draft and the questions that it came from are done with.
func putEntry(c *Console, v *visit, f editForm, what people.Verb) (newest library.Version, err error) {
	if _, base, _ := c.Desk.Read(f.Path); base != f.Base {
		return newest, library.ErrStale // somebody wrote in the file below meanwhile
	}
	err = c.State.Update(v.ctx, func(tx bot.Tx) error {
		version := library.Version{Path: f.Path, Text: f.Text, Why: f.Why, Role: v.role, Base: f.Base}
		newest, err = library.Publish(v.ctx, tx, version, f.N, v.s.Chat, what)
		if err != nil {
			return err
		}
		if f.Draft != "" {
			tx.Delete(library.DraftKey(f.Draft))
			tx.Remove(library.DraftsSet, f.Draft)
		}
		cases.DropUnanswered(tx, f.IDs...)
		return nil
	})
	return newest, err
}

// withdrawEntry hides a file of the base, if the base without it is sound.
func withdrawEntry(c *Console, v *visit) error {
	f, err := v.edited()
	if err != nil {
		return err
	}
	t := c.Desk.Try(c.Bot.Knowledge(), f.Path, "", true)
	if !t.OK() {
		return refusal{http.StatusConflict, "Không rút được: " + t.Faults.Errors()[0].String()}
	}
	text, base, _ := c.Desk.Read(f.Path)
	err = c.State.Update(v.ctx, func(tx bot.Tx) error {
		_, err := library.Publish(v.ctx, tx, library.Version{Path: f.Path, Text: text, Gone: true, Why: f.Why,
			Role: v.role, Base: base}, f.N, v.s.Chat, people.VerbContentWithdraw)
		return err
	})
	if errors.Is(err, library.ErrStale) {
		return refusal{http.StatusConflict, textEntryChanged}
	}
	if err != nil {
		return err
	}
	return v.back("/admin/noi-dung", "rut")
}

func dropDraft(c *Console, v *visit) error {
	id := cut(v.form("nhap"), 100)
	if id == "" {
		return errNotFound
	}
	err := c.State.Update(v.ctx, func(tx bot.Tx) error {
		tx.Delete(library.DraftKey(id))
		tx.Remove(library.DraftsSet, id)
		return people.Audit(v.ctx, tx, v.s.Chat, v.role, people.VerbContentDraftDrop, id, "")
	})
	if err != nil {
		return err
	}
	return v.back("/admin/noi-dung", "bo")
}

// entryRow is an entry as lists show it.
type entryRow struct {
	ID, Title, Path, Field string
	Checked, Review        content.Day
	Stale, Imported        bool
}

// entryRows lists the entries that an office edits.
func entryRows(c *Console) (out []entryRow) {
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
func staleRows(c *Console) (out []entryRow) {
	for _, e := range entryRows(c) {
		if e.Stale {
			out = append(out, e)
		}
	}
	return out
}

// newestN is the number of a path's newest version; 0 for none, also when it cannot be read: publishing then finds out.
func newestN(c *Console, v *visit, path string) int {
	var newest library.Version
	_, _ = c.State.Get(context.WithoutCancel(v.ctx), library.PageKey(path), &newest)
	return newest.N
}
