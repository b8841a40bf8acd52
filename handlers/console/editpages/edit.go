package editpages

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"strconv"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/entryform"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/unanswered"
)

// editForm is what the editor's form holds; everything in it comes back with each step.
type editForm struct {
	Path, Text, Why string
	N               int    // of the version that was edited
	Base            string // Sum of the file below then
	Draft           string // id of the draft it came from
	IDs             []string
}

// edited reads the form of a text.
func edited(v *console.Visit) (f editForm, err error) {
	f = editForm{Path: v.Form("tep"), Text: strings.ReplaceAll(v.Raw("noi-dung"), "\r\n", "\n"),
		Why:  console.Cut(v.Form("ly-do"), 300),
		Base: v.Form("goc"), Draft: v.Form("nhap"), IDs: ids(v)}
	f.N, err = strconv.Atoi(v.Form("ban"))
	switch {
	case err != nil || f.N < 0 || !library.EditablePath(f.Path):
		return f, console.Refuse(http.StatusBadRequest, textFileName)
	case f.Why == "":
		return f, console.Refuse(http.StatusBadRequest, textNoReason)
	}
	if !strings.HasSuffix(f.Text, "\n") {
		f.Text += "\n"
	}
	return f, nil
}

type editData struct {
	Form   editForm
	New    bool
	Title  string
	Stale  bool
	Theirs library.Version
	Who    string               // who published it
	Diff   []library.Difference // from theirs to what was typed
	// Merge says that the two can be put together, as the form of Conflicts says; From is the version both began from.
	Merge     bool
	From      int
	Conflicts []conflict
	Problem   string
}

// editEntry opens the form: of a file, of a draft, or of an older version that is to come back.
func editEntry(c *console.Console, v *console.Visit) error {
	f := editForm{Path: v.Query("tep")}
	if id := v.Query("nhap"); id != "" {
		d, err := draftOf(v, c.State, id)
		if err != nil {
			return err
		}
		f.Path, f.Text, f.Draft, f.IDs, f.Why = d.Path, d.Text, d.ID, askedIn(d), textNewEntry
	}
	if !library.EditablePath(f.Path) {
		return console.ErrNotFound
	}
	text, base, found := c.Desk.Read(f.Path)
	f.Base = base
	if f.Draft == "" {
		f.Text = text
	}
	if n, err := strconv.Atoi(v.Query("ban")); err == nil {
		var old library.Version
		if found, err := c.State.Get(v.Context(), library.VersionKey(f.Path, n), &old); err != nil || !found {
			return console.OrNotFound(err)
		}
		f.Text, f.Why = old.Text, "Lấy lại bản "+v.Query("ban")
	}
	f.N = newestN(c, v, f.Path)
	c.Desk.Warm(c.Bot.Knowledge())
	return c.Show(v, "edit", "Sửa nội dung", editData{Form: f, New: !found, Title: library.TitleIn(f.Path, f.Text)})
}

// checkEntry shows what a change would do, before anybody can see it.
func checkEntry(c *console.Console, v *console.Visit) error {
	f, err := edited(v)
	if err != nil {
		return err
	}
	if f.Draft != "" { // what was typed is kept, whatever comes of the check
		if err := keepDraft(c, v, f.Draft, f.Text); err != nil {
			return err
		}
	}
	return showCheck(c, v, f, c.Desk.Try(c.Bot.Knowledge(), f.Path, f.Text, false), "")
}

type checkData struct {
	Form         editForm
	InParts      bool // a draft that is written part by part
	Title        string
	Trial        library.Trial
	Causes       []faultRow // what has to be mended
	Consequences []faultRow // what goes away with it
	Lost, Won    []string
	Diff         []library.Difference
	OK           bool
	Previews     []preview
	Problem      string
}

// faultRow is a fault as a clerk reads it.
type faultRow struct {
	content.Fault
	Title string // of its file
}

func showCheck(c *console.Console, v *console.Visit, f editForm, t library.Trial, problem string) error {
	know := c.Bot.Knowledge()
	now, _, _ := c.Desk.Read(f.Path)
	d := checkData{Form: f, Title: library.TitleIn(f.Path, f.Text), Trial: t, OK: t.OK(), Problem: problem,
		InParts: f.Draft != "" && entryform.Parts(f.Path) != nil,
		Diff:    library.Diff(now, f.Text)}
	for _, fault := range t.Faults {
		row := faultRow{fault, library.TitleOf(know.Library, fault.File)}
		if fault.File == f.Path {
			row.Title = d.Title
		}
		if fault.Because != "" {
			d.Consequences = append(d.Consequences, row)
		} else {
			d.Causes = append(d.Causes, row)
		}
	}
	for _, l := range t.Lost {
		d.Lost = append(d.Lost, "“"+l.Question.Q+"”: cần "+library.Words(know.Library, wanted(l))+
			"; sẽ là "+library.Words(t.Knowledge.Library, l.Got))
	}
	for _, l := range t.Won {
		d.Won = append(d.Won, l.Question.Q)
	}
	if t.OK() {
		var err error
		if d.Previews, err = previews(c, t.Knowledge, f.Path); err != nil {
			return err
		}
	}
	return c.Show(v, "check", "Kiểm tra trước khi đăng", d)
}

// wanted is what a golden question wants, as outcomes are written.
func wanted(l answers.Lost) string {
	if l.Question.Aspect != "" {
		return l.Question.Want + " (" + string(l.Question.Aspect) + ")"
	}
	return l.Question.Want
}

// publishEntry checks again and publishes: a form is only what somebody sent.
func publishEntry(c *console.Console, v *console.Visit) error {
	f, err := edited(v)
	if err != nil {
		return err
	}
	t := c.Desk.Try(c.Bot.Knowledge(), f.Path, f.Text, false)
	if !t.OK() {
		return showCheck(c, v, f, t, textHasFaults)
	}
	if len(t.Lost) > 0 && v.Form("chap-nhan") != "co" {
		return showCheck(c, v, f, t, textSamplesFail)
	}
	before := c.Bot.Knowledge()
	newest, err := putEntry(c, v, f, people.VerbContentPublish)
	if errors.Is(err, library.ErrStale) {
		text, base, _ := c.Desk.Read(f.Path)
		if newest.Text == "" {
			newest.Text = text
		}
		d, err := mergeable(c, v, f, newest)
		if err != nil {
			return err
		}
		f.N, f.Base = newest.N, base
		names, err := c.Names(v)
		if err != nil {
			return err
		}
		d.Form, d.Stale, d.Theirs, d.Who = f, true, newest, names[newest.Who]
		d.Title, d.Diff = library.TitleIn(f.Path, f.Text), library.Diff(newest.Text, f.Text)
		return c.ShowAs(v, http.StatusConflict, "edit", "Có người vừa sửa", d)
	}
	if err != nil {
		return err
	}
	if !console.InUse(c, v, before, f.Path, f.Text) {
		return v.Back(entryPath(f.Path), "dang")
	}
	return v.Back(entryPath(f.Path), "dang-roi")
}

// mergeable finds out whether what was typed and the newest version can be put together; f is as it was sent.
func mergeable(c *console.Console, v *console.Visit, f editForm, newest library.Version) (d editData, err error) {
	if newest.N <= f.N { // the file below was changed by hand: what it was before is not known
		return d, nil
	}
	base, found, err := begun(c, v, f.Path, f.N)
	if err != nil || !found {
		return d, err
	}
	d.Merge, d.From = true, f.N
	d.Conflicts = conflictsOf(library.Merge(base, f.Text, newest.Text))
	return d, nil
}

// putEntry writes a version; the draft and the questions that it came from are done with.
func putEntry(c *console.Console, v *console.Visit, f editForm, what people.Verb) (newest library.Version, err error) {
	if _, base, _ := c.Desk.Read(f.Path); base != f.Base {
		return newest, library.ErrStale // somebody wrote in the file below meanwhile
	}
	err = c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		version := library.Version{Path: f.Path, Text: f.Text, Why: f.Why, Role: by.Role, Base: f.Base}
		newest, err = library.Publish(v.Context(), tx, version, f.N, by.Chat, what)
		if err != nil {
			return err
		}
		if f.Draft != "" {
			tx.Delete(library.DraftKey(f.Draft))
			tx.Remove(library.DraftsSet, f.Draft)
		}
		unanswered.Drop(tx, f.IDs...)
		return nil
	})
	return newest, err
}

// bringBack opens the text before the present one for publishing, with what it would change.
func bringBack(c *console.Console, v *console.Visit) error {
	path := v.Query("tep")
	history, err := library.History(v.Context(), c.State, path)
	if err != nil || len(history) == 0 || !library.EditablePath(path) {
		return console.OrNotFound(err)
	}
	_, base, _ := c.Desk.Read(path)
	f := editForm{Path: path, N: history[0].N, Base: base}
	switch {
	case history[0].Gone: // the text stands in the version that withdrew it
		f.Text, f.Why = history[0].Text, textBringBack
	case len(history) > 1:
		f.Text, f.Why = history[1].Text, "Lấy lại bản "+strconv.Itoa(history[1].N)
	default:
		below, err := fs.ReadFile(c.Desk.Layer.Base(), path)
		if err != nil {
			return console.ErrNotFound
		}
		f.Text, f.Why = string(below), "Lấy lại bản gốc"
	}
	return showCheck(c, v, f, c.Desk.Try(c.Bot.Knowledge(), f.Path, f.Text, false), "")
}

// withdrawEntry hides a file of the base: first it says what leads to the entry, then it is done.
func withdrawEntry(c *console.Console, v *console.Visit) error {
	f, err := edited(v)
	if err != nil {
		return err
	}
	now := c.Bot.Knowledge()
	text, base, _ := c.Desk.Read(f.Path)
	if v.Form("chac") == "" {
		t := c.Desk.Try(now, f.Path, "", true)
		if !t.OK() {
			return console.Refuse(http.StatusConflict, textNotWithdrawn+t.Faults.Errors()[0].What)
		}
		return c.Ask(v, "Rút “"+library.TitleIn(f.Path, text)+"”?",
			console.Sure{Action: listPath + "/rut", Label: "Rút mục này",
				Back: entryPath(f.Path), Happens: withdrawing(now, t, f.Path),
				Fields: map[string]string{"tep": f.Path, "ban": strconv.Itoa(f.N), "goc": base, "ly-do": f.Why,
					"chac": "co"}})
	}
	// What the golden questions will get was read before this press: it has only to find that nothing is broken.
	if _, faults := c.Desk.Load(f.Path, text, true); len(faults.Errors()) > 0 {
		return console.Refuse(http.StatusConflict, textNotWithdrawn+faults.Errors()[0].What)
	}
	err = c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		_, err := library.Publish(v.Context(), tx, library.Version{Path: f.Path, Text: text, Gone: true, Why: f.Why,
			Role: by.Role, Base: base}, f.N, by.Chat, people.VerbContentWithdraw)
		return err
	})
	if errors.Is(err, library.ErrStale) {
		return console.Refuse(http.StatusConflict, textEntryChanged)
	}
	if err != nil {
		return err
	}
	console.InUse(c, v, now, f.Path, "")
	return v.Back(listPath+"#da-rut", "rut")
}

// withdrawing says what happens when the entry of a file is withdrawn.
func withdrawing(now *answers.Knowledge, t library.Trial, path string) []string {
	out := []string{textWithdrawn}
	for _, p := range library.Pointers(now.Library, path) {
		out = append(out, p.Title+": "+p.What+textPointerSkipped)
	}
	for i, l := range t.Lost {
		if i == 10 {
			out = append(out, "Còn "+strconv.Itoa(len(t.Lost)-i)+" câu hỏi mẫu khác sẽ được trả lời khác đi.")
			break
		}
		out = append(out, "Câu “"+l.Question.Q+"” sẽ là: "+library.Words(t.Knowledge.Library, l.Got)+".")
	}
	return append(out, textWithdrawnKept)
}

func dropDraft(c *console.Console, v *console.Visit) error {
	id := console.Cut(v.Form("nhap"), 100)
	if id == "" {
		return console.ErrNotFound
	}
	ok, err := console.Agreed(c, v, textDropDraft, console.Sure{Back: listPath + "#nhap", Label: textDropDraftLabel,
		Happens: []string{textDropDraftWhat, textGoneForGood}})
	if !ok {
		return err
	}
	err = c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		tx.Delete(library.DraftKey(id))
		tx.Remove(library.DraftsSet, id)
		return by.Audit(v.Context(), tx, people.VerbContentDraftDrop, id, "")
	})
	if err != nil {
		return err
	}
	return v.Back(listPath, "bo")
}

// newestN is the number of a path's newest version; 0 for none, also when it cannot be read: publishing then finds out.
func newestN(c *console.Console, v *console.Visit, path string) int {
	var newest library.Version
	_, _ = c.State.Get(context.WithoutCancel(v.Context()), library.PageKey(path), &newest)
	return newest.N
}
