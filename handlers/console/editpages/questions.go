package editpages

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/unanswered"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

type questionsData struct {
	Table   console.Table
	All     int // groups before the filter
	Groups  []unanswered.Group
	Kept    int64 // questions in all
	Looked  int   // at so many of the newest
	Entries []entryRow
	May     bool
}

// Older reports whether there are older ones than those looked at.
func (d questionsData) Older() bool { return d.Kept > int64(d.Looked) }

// questionsLooked is how many of the newest questions are put together in groups.
const questionsLooked = 1000

// questionColumns are what the groups are ordered by; their own order is those first that were asked most.
var (
	questionColumns = []console.Column{{Key: "luot", Label: "số lượt hỏi"}, {Key: "lan-cuoi", Label: "lần hỏi cuối"},
		{Key: "chu", Label: "chữ cái"}}
	questionOrders = map[string]func(a, b unanswered.Group) int{
		"luot":     func(a, b unanswered.Group) int { return a.Times - b.Times },
		"lan-cuoi": func(a, b unanswered.Group) int { return a.Lead.Last.Compare(b.Lead.Last) },
		"chu":      console.ByName(func(g unanswered.Group) string { return g.Lead.Text }),
	}
)

func questionsPage(c *console.Console, v *console.Visit) error {
	kept, err := c.State.Size(v.Context(), unanswered.Set)
	if err != nil {
		return err
	}
	groups, err := unanswered.Groups(v.Context(), c.State, questionsLooked)
	if err != nil {
		return err
	}
	d := questionsData{Table: console.ReadTable(v, questionsPath, "nhom", questionColumns), All: len(groups),
		Kept:   kept,
		Looked: questionsLooked, Entries: entryRows(c), May: v.May(console.Editors)}
	for _, g := range groups {
		words := []string{g.Lead.Text}
		for _, q := range g.Questions {
			words = append(append(words, q.Text), q.Also...)
		}
		if d.Table.Matches(words...) {
			d.Groups = append(d.Groups, g)
		}
	}
	console.SortRows(d.Table, d.Groups, questionOrders)
	d.Groups = d.Groups[:min(60, len(d.Groups))]
	return c.Show(v, "questions", "Câu chưa trả lời được", d)
}

// ids are the questions of the group that the form is about.
func ids(v *console.Visit) []string {
	var ids []string
	for _, field := range v.All("id") { // of a whole group, where groups are chosen
		ids = append(ids, strings.FieldsFunc(field, func(r rune) bool { return r == ',' })...)
	}
	return ids[:min(len(ids), questionsLooked)]
}

// merging names the groups that were chosen.
func merging(groups []unanswered.Group, chosen []string) (out []string) {
	for _, g := range groups {
		if slices.Contains(chosen, g.Lead.ID) {
			out = append(out, fmt.Sprintf("“%s” (%d lượt)", console.Cut(g.Lead.Text, 200), g.Times))
		}
	}
	return out
}

// mergeQuestions makes one group of those that were chosen.
func mergeQuestions(c *console.Console, v *console.Visit) error {
	groups, err := unanswered.Groups(v.Context(), c.State, questionsLooked)
	if err != nil {
		return err
	}
	happens := merging(groups, ids(v))
	if len(happens) > 1 { // of one there is nothing to merge, as is said below
		ok, err := console.Agreed(c, v, fmt.Sprintf(textMerge, len(happens)), console.Sure{Back: questionsPath,
			Label: textMergeLabel, Happens: append(happens, textMergeOne, textGoneForGood)})
		if !ok {
			return err
		}
	}
	if err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		return unanswered.Merge(v.Context(), tx, by, ids(v)...)
	}); err != nil {
		return err
	}
	return v.Back(questionsPath, "gop")
}

// clearQuestions drops what is old, and, if wished, what was asked only once.
func clearQuestions(c *console.Console, v *console.Visit) error {
	days, err := strconv.Atoi(v.Form("ngay"))
	if err != nil || days < 0 || days > 366 {
		return console.ErrNotFound
	}
	which := textClearAll
	if days > 0 {
		which = fmt.Sprintf(textClearOlder, days)
	}
	once := v.Form("mot-lan") != ""
	if once {
		which += textClearOnce
	}
	ok, err := console.Agreed(c, v, textClear, console.Sure{Back: questionsPath, Label: textClearLabel,
		Happens: []string{which + ".", textGoneForGood}})
	if !ok {
		return err
	}
	if err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		_, err := unanswered.Clear(v.Context(), tx, by, tx.Now().AddDate(0, 0, -days), once)
		return err
	}); err != nil {
		return err
	}
	return v.Back(questionsPath, "don")
}

// attachQuestion adds the question as a way of asking to an entry that exists.
func attachQuestion(c *console.Console, v *console.Visit) error {
	know := c.Bot.Knowledge()
	path, ok := library.FindEntry(know.Library, v.Form("muc"), vi.Fold)
	if !ok {
		return console.Refuse(http.StatusBadRequest, textPickEntry)
	}
	name := v.Form("cach-hoi")
	if name == "" || len([]rune(name)) > 120 {
		return console.Refuse(http.StatusBadRequest, textAskLength)
	}
	text, base, _ := c.Desk.Read(path)
	next, err := library.AddName(text, name)
	if err != nil {
		return console.Refuse(http.StatusBadRequest, textNoNames)
	}
	trial := c.Desk.Try(know, path, next, false)
	if !trial.OK() || len(trial.Lost) > 0 {
		return showCheck(c, v, editForm{Path: path, Text: next, Base: base, N: newestN(c, v, path),
			Why: "Thêm cách hỏi: " + name, IDs: ids(v)}, trial, "")
	}
	f := editForm{Path: path, Text: next, Base: base, N: newestN(c, v, path), Why: "Thêm cách hỏi: " + name,
		IDs: ids(v)}
	if _, err := putEntry(c, v, f, people.VerbContentAttach); err != nil {
		return err
	}
	if back := v.Form("ve"); strings.HasPrefix(back, "/admin/cham/cau?") { // from the review desk
		return v.Back(back, "noi")
	}
	return v.Back(questionsPath, "noi")
}

// draftQuestion makes a draft of a question and opens it.
func draftQuestion(c *console.Console, v *console.Visit) error {
	group := ids(v)
	if len(group) == 0 {
		return console.ErrNotFound
	}
	var d library.Draft
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		q, found, err := unanswered.Load(v.Context(), tx, group[0])
		if err != nil {
			return err
		}
		if !found {
			return console.ErrNotFound
		}
		d = library.NewDraft("q:"+q.ID, q.Text, library.PlaceAnswer, library.PlaceSource,
			content.DayOf(tx.Now().In(content.Zone)), tx.Now())
		library.PutDraft(tx, d)
		return by.Audit(v.Context(), tx, people.VerbContentDraft, d.Path, "")
	})
	if err != nil {
		return err
	}
	return v.Back(draftPath(d.ID), "nhap")
}

func dropQuestions(c *console.Console, v *console.Visit) error {
	list := ids(v)
	if len(list) == 0 {
		return console.ErrNotFound
	}
	ok, err := console.Agreed(c, v, textDropQuestions, console.Sure{Back: questionsPath, Label: textDropQuestionsLabel,
		Happens: []string{fmt.Sprintf(textDropCount, len(list)), textGoneForGood}})
	if !ok {
		return err
	}
	err = c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		unanswered.Drop(tx, list...)
		return by.Audit(v.Context(), tx, people.VerbQuestionDrop, "", "")
	})
	if err != nil {
		return err
	}
	return v.Back(questionsPath, "bo")
}
